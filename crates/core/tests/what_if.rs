//! What is said of an edit before it is made is what the solver finds once it is made.

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project, RowState};
use proptest::prelude::*;

const FILES: [&str; 5] = [
    "requirements.txt",
    "a.txt",
    "dir/b.txt",
    "dir/sub/c.txt",
    "ignored.txt",
];

/// Lines that a stage is made of. `{}` stands for an earlier stage.
const LINES: [&str; 22] = [
    "WORKDIR /app",
    "WORKDIR sub",
    "COPY . .",
    "COPY requirements.txt /app/",
    "COPY dir /app/dir",
    "COPY dir/*.txt /x/",
    "COPY --link a.txt /linked/",
    "COPY --from={} /app /app",
    "COPY --from={} /app/dir/b.txt /b",
    "COPY --from={} /x /y",
    "COPY --from={} --link /linked /app/linked",
    "COPY --from=nginx:alpine /etc/nginx /etc/nginx",
    "RUN make",
    "RUN mkdir -p /x && echo 1 > /x/one",
    "RUN --mount=type=bind,source=a.txt,target=/m cat /m > /app/m",
    "RUN --mount=type=bind,from={},source=/app,target=/m cp /m/a /x",
    "RUN --mount=type=cache,target=/cache make",
    "ENV A=1",
    "ARG B=2",
    "USER web",
    "LABEL a=b",
    "CMD [\"x\"]",
];

/// Two to four stages, each from an image or from an earlier stage.
fn dockerfile() -> impl Strategy<Value = String> {
    let stage = (
        any::<bool>(),
        proptest::collection::vec(0..LINES.len(), 0..7),
    );
    proptest::collection::vec(stage, 1..5).prop_map(|stages| {
        let mut text = String::new();
        for (number, (on_stage, lines)) in stages.iter().enumerate() {
            let base = match number.checked_sub(1) {
                Some(before) if *on_stage => format!("s{before}"),
                _ => "python:3.13-slim".to_owned(),
            };
            text.push_str(&format!("FROM {base} AS s{number}\n"));
            for (position, line) in lines.iter().filter_map(|line| LINES.get(*line)).enumerate() {
                if line.contains("{}") && number == 0 {
                    continue;
                }
                let source = format!("s{}", position % number.max(1));
                text.push_str(&line.replace("{}", &source));
                text.push('\n');
            }
        }
        text
    })
}

fn project(dockerfile: &str, edited: Option<&str>) -> Project {
    let mut files = FileTree::default();
    for path in FILES {
        let text = if edited == Some(path) { "edited" } else { path };
        files = files.with(path, FileNode::text(text));
    }
    Project {
        dockerfile: dockerfile.into(),
        dockerignore: Some("ignored.txt\nDockerfile\n.dockerignore\n".into()),
        files: Rc::new(files),
        ..Project::default()
    }
}

fn running(lab: &Lab) -> Vec<usize> {
    let analysis = lab.analyze();
    let rows = analysis.rows.iter();
    rows.filter(|row| row.state == RowState::Runs)
        .map(|row| row.instruction)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_edit_of_a_file_runs_what_was_said(dockerfile in dockerfile()) {
        let lab = Lab::open(project(&dockerfile, None));
        let costs = lab.edit_costs();
        let built = lab.build();
        if built.history.last().is_some_and(|record| record.analysis.summary.fails) {
            return Ok(());
        }
        for path in FILES {
            let next = built.with_project(project(&dockerfile, Some(path)));
            prop_assert_eq!(costs.file(path).instructions.sorted(), running(&next), "{} in\n{}", path, dockerfile);
        }
    }
}

fn costs(dockerfile: &str) -> Vec<usize> {
    let costs = Lab::open(project(dockerfile, None)).edit_costs();
    costs.instructions.iter().map(|cost| cost.steps).collect()
}

#[test]
fn the_edit_of_a_line_runs_its_step_and_what_follows() {
    let text = "FROM python:3.13-slim\nENV A=1\nCOPY a.txt /\nRUN make\nLABEL x=y\nRUN test\n";
    assert_eq!(costs(text), [4, 2, 3, 2, 0, 1]);
}

#[test]
fn build_arguments_and_images_have_their_cost() {
    let text = "ARG TAG=alpine\nFROM nginx:$TAG AS web\nARG SHA\nCOPY a.txt /\nRUN make\n";
    let costs = Lab::open(project(text, None)).edit_costs();
    let arguments: Vec<(&str, usize)> = costs
        .build_arguments
        .iter()
        .map(|(name, cost)| (name.as_str(), cost.steps))
        .collect();
    assert_eq!(arguments, [("TAG", 3), ("SHA", 1)]);
    let images: Vec<usize> = costs
        .base_images
        .iter()
        .map(|(_, _, cost)| cost.steps)
        .collect();
    assert_eq!(images, [3]);
}

/// BuildKit makes one vertex of the two FROM and of the two WORKDIR. An edit of one of the lines leaves the other stage
/// alone.
#[test]
fn lines_that_share_a_step_are_told_apart() {
    let text = "FROM python:3.13-slim AS one\nWORKDIR /app\nRUN make\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=one /x /x\n";
    assert_eq!(costs(text), [4, 3, 2, 3, 2, 1]);
}
