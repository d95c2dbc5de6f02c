//! Output of real commands, read for a project.

use std::time::Duration;

use super::{KnownFigures, Origin, Pasted, ReadingError, Subject, read_output};
use crate::lab::{Lab, Project};

const DOCKERFILE: &str = "\
FROM python:3.13-slim AS builder
RUN pip wheel -w /wheels gunicorn
FROM python:3.13-slim
WORKDIR /app
COPY --from=builder /wheels /wheels
RUN pip install /wheels/* && \\
    rm -r /wheels
ENV MODE=production
CMD [\"gunicorn\"]
";

/// As Docker 28 prints it, `docker history --no-trunc` with shorter digests.
const HISTORY: &str = "\
IMAGE                     CREATED          CREATED BY                                                            SIZE      COMMENT
sha256:0123456789abcdef   2 minutes ago    CMD [\"gunicorn\"]                                                      0B        buildkit.dockerfile.v0
<missing>                 2 minutes ago    ENV MODE=production                                                   0B        buildkit.dockerfile.v0
<missing>                 2 minutes ago    RUN /bin/sh -c pip install /wheels/* &&     rm -r /wheels # buildkit   5.31MB    buildkit.dockerfile.v0
<missing>                 2 minutes ago    COPY /wheels /wheels # buildkit                                       1.2MB     buildkit.dockerfile.v0
<missing>                 2 minutes ago    WORKDIR /app                                                          0B        buildkit.dockerfile.v0
<missing>                 3 weeks ago      CMD [\"python3\"]                                                       0B        buildkit.dockerfile.v0
<missing>                 3 weeks ago      RUN /bin/sh -c set -eux; build python # buildkit                      37.1MB    buildkit.dockerfile.v0
<missing>                 3 weeks ago      # debian.sh --arch 'amd64' out/ 'trixie' '@1761'                      78.6MB    debuerreotype 0.16
";

fn lab() -> Lab {
    Lab::open(Project {
        dockerfile: DOCKERFILE.into(),
        ..Project::default()
    })
}

fn step(stage: &str, text: &str) -> Subject {
    Subject::Step {
        stage: stage.to_owned(),
        text: text.to_owned(),
    }
}

fn python() -> Subject {
    Subject::Image("docker.io/library/python:3.13-slim".to_owned())
}

fn read(text: &str) -> Result<super::Reading, ReadingError> {
    read_output(text, &lab().simulate().plan)
}

#[test]
fn a_history_tells_the_size_of_each_layer_and_of_the_base_image() {
    let reading = read(HISTORY).expect("it is a history");
    assert_eq!(reading.pasted, Pasted::History);
    assert_eq!(reading.unmatched, Vec::<String>::new());
    let size = |subject| {
        reading
            .figures
            .get(&subject)
            .size
            .map(|size| size.value.bytes)
    };
    assert_eq!(
        size(step(
            "stage-1",
            "RUN pip install /wheels/* &&     rm -r /wheels"
        )),
        Some(5_310_000)
    );
    assert_eq!(
        size(step("stage-1", "COPY --from=builder /wheels /wheels")),
        Some(1_200_000)
    );
    assert_eq!(size(python()), Some(37_100_000 + 78_600_000));
}

#[test]
fn what_belongs_to_no_step_is_named() {
    let other = HISTORY.replace("COPY /wheels /wheels", "COPY /old /old");
    let reading = read(&other).expect("it is a history");
    assert_eq!(reading.unmatched, ["COPY /old /old # buildkit"]);
}

#[test]
fn a_history_of_another_image_is_refused() {
    let other = "<missing>   2 days ago   COPY . /other # buildkit   5MB   buildkit.dockerfile.v0";
    assert_eq!(read(other), Err(ReadingError::OtherBuild(Pasted::History)));
}

/// As BuildKit 0.26 prints it.
const PROGRESS: &str = "\
#0 building with \"default\" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 233B done
#1 DONE 0.0s

#4 [builder 1/2] FROM docker.io/library/python:3.13-slim@sha256:0123456789abcdef
#4 resolve docker.io/library/python:3.13-slim@sha256:0123456789abcdef 0.0s done
#4 DONE 0.1s

#4 [builder 1/2] FROM docker.io/library/python:3.13-slim@sha256:0123456789abcdef
#4 extracting sha256:0123456789abcdef 1.1s done
#4 DONE 8.4s

#5 [builder 2/2] RUN pip wheel -w /wheels gunicorn
#5 1.234 Collecting gunicorn
#5 DONE 3.9s

#6 [stage-1 2/4] WORKDIR /app
#6 CACHED

#7 [stage-1 4/4] RUN pip install /wheels/* &&     rm -r /wheels
#7 DONE 2.5s

#8 exporting to image
#8 DONE 0.4s
";

#[test]
fn progress_tells_the_time_of_each_step_that_ran() {
    let reading = read(PROGRESS).expect("it is the progress of a build");
    assert_eq!(reading.pasted, Pasted::Progress);
    assert_eq!(reading.unmatched, Vec::<String>::new());
    let time = |subject| {
        reading
            .figures
            .get(&subject)
            .duration
            .map(|time| time.value)
    };
    assert_eq!(
        time(step("builder", "RUN pip wheel -w /wheels gunicorn")),
        Some(Duration::from_millis(3900))
    );
    assert_eq!(time(python()), Some(Duration::from_millis(8400)));
    assert_eq!(time(step("stage-1", "WORKDIR /app")), None);
    let cached = "#5 [builder 2/2] RUN pip wheel -w /wheels gunicorn\n#5 CACHED\n";
    assert_eq!(read(cached), Err(ReadingError::OnlyCached));
}

#[test]
fn inspect_tells_the_size_of_a_base_image_unpacked_or_packed() {
    let classic = r#"[{"RepoTags": ["python:3.13-slim", "mine:latest"], "Size": 116000000}]"#;
    let reading = read(classic).expect("it describes an image");
    assert_eq!(reading.unmatched, ["mine:latest"]);
    let figure = reading.figures.get(&python());
    assert_eq!(figure.size.map(|size| size.value.bytes), Some(116_000_000));
    assert_eq!(figure.compressed, None);

    let containerd =
        r#"[{"RepoTags": ["python:3.13-slim"], "Descriptor": {"size": 1}, "Size": 42000000}]"#;
    let figure = read(containerd)
        .expect("it describes an image")
        .figures
        .get(&python());
    assert_eq!(figure.size, None);
    assert_eq!(
        figure.compressed.map(|size| size.value.bytes),
        Some(42_000_000)
    );

    let mine = r#"[{"RepoTags": ["mine:latest"], "Size": 1}]"#;
    assert_eq!(read(mine), Err(ReadingError::OtherBuild(Pasted::Inspect)));
}

#[test]
fn anything_else_is_refused_and_nothing_panics() {
    for text in [
        "",
        "hello",
        "[]",
        "{}",
        "[1]",
        "#",
        "# a",
        "#1 [",
        "<missing>",
        "<missing>   ",
        "{\"Size\":",
    ] {
        assert_eq!(read(text), Err(ReadingError::NotKnown), "{text}");
    }
    for (end, _) in HISTORY.char_indices().chain(PROGRESS.char_indices()) {
        let _ = read(HISTORY.get(..end).unwrap_or_default());
        let _ = read(PROGRESS.get(end..).unwrap_or_default());
    }
}

#[test]
fn what_is_read_takes_the_place_of_the_estimates() {
    let mut figures = KnownFigures::default();
    figures.extend(read(HISTORY).expect("it is a history").figures);
    figures.extend(read(PROGRESS).expect("it is progress").figures);
    let lab = lab();
    let project = Project {
        known: figures.into(),
        ..lab.project.clone()
    };
    let analysis = lab.with_project(project).analyze();
    assert_eq!(
        analysis.image.size.bytes,
        37_100_000 + 78_600_000 + 1_200_000 + 5_310_000
    );
    let run = analysis
        .rows
        .iter()
        .find(|row| row.first_line == 6)
        .expect("it has a row");
    assert_eq!(run.duration, Some(Duration::from_millis(2500)));
    assert_eq!(run.real.size, Some(Origin::History));
    assert_eq!(run.real.duration, Some(Origin::Progress));
    assert!(run.real.estimate.is_some());
}

#[test]
fn a_figure_set_by_hand_is_taken_back() {
    let mut figures = KnownFigures::default();
    let subject = step("stage-1", "WORKDIR /app");
    figures.set_size(subject.clone(), Some(5));
    figures.set_duration(subject.clone(), Some(Duration::from_secs(1)));
    figures.set_size(subject.clone(), None);
    assert!(!figures.is_empty());
    figures.set_duration(subject, None);
    assert!(figures.is_empty());
}

#[test]
fn every_layer_of_the_examples_has_its_entry_in_the_history() {
    let linked = Project {
        dockerfile: "FROM a AS b\nRUN x\nFROM b\nCOPY --link --from=a /x /y\nWORKDIR /z\nADD . /\n"
            .into(),
        ..Project::default()
    };
    let examples = crate::lessons::projects();
    let examples = examples.iter().map(|example| example.project());
    for project in examples.chain([linked]) {
        let plan = Lab::open(project.clone()).simulate().plan;
        let target = plan.target.and_then(|target| plan.stages.get(target));
        let target = target.expect("it has a target");
        let is_image = |id: &&crate::graph::VertexId| {
            let vertex = plan.vertex(**id).expect("it is in the plan");
            matches!(vertex.operation, crate::graph::Operation::Image(_))
        };
        let entries = target
            .history
            .iter()
            .filter(|entry| !entry.base && !entry.empty);
        let layers = target.layers.iter().filter(|id| !is_image(id));
        assert_eq!(entries.count(), layers.count(), "{}", project.name);
    }
}
