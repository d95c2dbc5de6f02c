//! Keystrokes: the whole analysis of a project after an edit of its Dockerfile, as the page makes it.

use std::fmt::Write;
use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Analysis, Lab, Project};

use crate::ignoring::paths;
use crate::{Prepared, Target, Unit, Workload};

/// A project as people have them.
pub(crate) const SMALL: Workload = Workload {
    name: "simulate: 30 instructions, 2,000 files",
    unit: Unit::Time,
    target: Some(Target::WasmMilliseconds(1.0)),
    prepare: || keystrokes(&project(SMALL_DOCKERFILE.to_owned(), 2_000), 30),
};

/// A project larger than people have them.
pub(crate) const LARGE: Workload = Workload {
    name: "simulate: 1,000 instructions, 100,000 files",
    unit: Unit::Time,
    target: Some(Target::WasmMilliseconds(30.0)),
    prepare: || keystrokes(&project(large_dockerfile(), 100_000), 12),
};

/// The project with which `cargo xtask bench-web` measures typing in the page.
pub(crate) const TYPING: Workload = Workload {
    name: "simulate: 200 instructions, 10,000 files",
    unit: Unit::Time,
    target: None,
    prepare: || keystrokes(&project(typing_dockerfile(), 10_000), 20),
};

/// The outcome of each step alone: what runs and what is cached.
pub(crate) const SMALL_OUTCOMES: Workload = Workload {
    name: "outcomes: 30 instructions, 2,000 files",
    unit: Unit::Time,
    target: Some(Target::WasmMilliseconds(1.0)),
    prepare: || {
        let project = project(SMALL_DOCKERFILE.to_owned(), 2_000);
        keystrokes_that(&project, 30, |lab| lab.simulate().solution.statuses.len())
    },
};

/// The same of the large one.
pub(crate) const LARGE_OUTCOMES: Workload = Workload {
    name: "outcomes: 1,000 instructions, 100,000 files",
    unit: Unit::Time,
    target: Some(Target::WasmMilliseconds(30.0)),
    prepare: || {
        let project = project(large_dockerfile(), 100_000);
        keystrokes_that(&project, 12, |lab| lab.simulate().solution.statuses.len())
    },
};

/// What an edit of each file, line, build argument and base image would cost.
pub(crate) const LARGE_WHAT_IF: Workload = Workload {
    name: "what if: 1,000 instructions, 100,000 files",
    unit: Unit::Time,
    target: Some(Target::WasmMilliseconds(100.0)),
    prepare: || {
        let lab = Lab::open(project(large_dockerfile(), 100_000)).build();
        // The page shows the build first.
        let _ = lab.analyze();
        Prepared::single(move || lab.edit_costs().instructions.len())
    },
};

/// Thirty instructions.
pub(crate) const SMALL_DOCKERFILE: &str = r#"ARG PYTHON=3.13
FROM node:22-slim AS assets
WORKDIR /assets
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci
COPY src/module1 src/module1
COPY node_modules/package1 node_modules/package1
RUN npm run build
FROM python:${PYTHON}-slim AS builder
ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
COPY requirements.txt .
RUN pip wheel --wheel-dir /wheels -r requirements.txt
FROM python:${PYTHON}-slim
LABEL org.opencontainers.image.title=shop
ENV PYTHONUNBUFFERED=1 PORT=8000
RUN useradd --create-home web
WORKDIR /srv
COPY --from=builder /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl
COPY --from=assets /assets/dist static
COPY src src
COPY . .
RUN python -m compileall src
USER web
EXPOSE 8000
HEALTHCHECK CMD curl -f http://localhost:8000/
CMD ["gunicorn", "shop.wsgi"]
"#;

/// What `tests/e2e/bench/project.ts` writes: five stages, each with its steps, settings, comments and continued lines.
fn typing_dockerfile() -> String {
    let mut text = String::new();
    for stage in 0..5 {
        let image = ["python:3.13-slim", "node:22-slim"][stage % 2];
        let _ = writeln!(text, "FROM {image} AS stage{stage}");
        let _ = writeln!(text, "ARG VERSION=1.0\nWORKDIR /srv/stage{stage}");
        for round in 0..6 {
            let number = stage * 6 + round;
            let _ = writeln!(text, "# Part {number} of the shop.");
            let _ = writeln!(text, "ENV SETTING_{round}=value{number}");
            let _ = writeln!(text, "COPY src/module{number} module{round}");
            let _ = writeln!(
                text,
                "RUN pip install --no-cache-dir package{number}==1.{round}"
            );
            let _ = writeln!(
                text,
                "RUN apt-get update \\\n && apt-get install -y --no-install-recommends curl libpq5 tool{number} \\\n && rm -rf /var/lib/apt/lists/*"
            );
            let _ = writeln!(text, "RUN make target{number} VERSION=$VERSION");
            let _ = writeln!(text, "LABEL part{round}=\"{number}\"");
        }
        match stage.checked_sub(1) {
            None => text.push_str("RUN make first\n"),
            Some(before) => {
                let _ = writeln!(text, "COPY --from=stage{before} /srv/stage{before} /before");
            }
        }
    }
    text
}

/// Stages that copy parts of the project, run commands and copy from each other.
fn large_dockerfile() -> String {
    let mut text = String::new();
    for stage in 0..10 {
        let _ = writeln!(text, "FROM python:3.13-slim AS stage{stage}");
        let _ = writeln!(text, "WORKDIR /srv/stage{stage}\nCOPY requirements.txt .");
        for step in 0..16 {
            let number = stage * 16 + step;
            let _ = writeln!(text, "ENV SETTING_{step}=value{number}");
            let _ = writeln!(text, "RUN pip install package{number}==1.{step}");
            let _ = writeln!(text, "COPY src/module{} module{step}", number % 50);
            let _ = writeln!(text, "COPY node_modules/package{number} vendor/{number}");
            let _ = writeln!(text, "LABEL step{step}=\"{number}\"");
            let _ = writeln!(text, "RUN make target{number}");
        }
        if stage > 0 {
            let _ = writeln!(
                text,
                "COPY --from=stage{0} /srv/stage{0} /before",
                stage - 1
            );
        }
    }
    text.push_str(
        "RUN python -m compileall .\nCOPY . .\nRUN make all\nUSER web\nCMD [\"server\"]\n",
    );
    text
}

/// A project of so many files.
pub(crate) fn project(dockerfile: String, files: u32) -> Project {
    let mut tree = FileTree::default()
        .with(
            "requirements.txt",
            FileNode::text("django==5.2\ngunicorn\n"),
        )
        .with("package.json", FileNode::text("{}\n"))
        .with("package-lock.json", FileNode::text("{}\n"));
    for (index, path) in paths(files - 3).into_iter().enumerate() {
        let node = FileNode::sized(1_000 + index as u64, &path);
        tree.entries.insert(path, node);
    }
    Project {
        dockerfile: dockerfile.into(),
        dockerignore: Some("**/*.pyc\n.git\n*.md\n!README.md\n**/dist\n".into()),
        files: Rc::new(tree),
        ..Project::default()
    }
}

/// One variant for each of at most `most` lines, spread over the file: a character is added at its end and taken away,
/// to and fro.
/// The lines that begin a stage are left out, because another image is another matter.
pub(crate) fn keystrokes(project: &Project, most: usize) -> Prepared {
    let mut shown: Option<Analysis> = None;
    keystrokes_that(project, most, move |lab| {
        let analysis = lab.analyze();
        let count = analysis.rows.len() + analysis.summary.steps_run;
        // What was shown before is dropped, as on the page.
        shown.replace(analysis);
        count
    })
}

/// The same with another thing that is worked out after each of them.
fn keystrokes_that(
    project: &Project,
    most: usize,
    mut work: impl FnMut(&Lab) -> usize + 'static,
) -> Prepared {
    let built = Lab::open(project.clone()).build();
    let lines: Vec<usize> = project
        .dockerfile
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with("FROM"))
        .map(|(index, _)| index)
        .collect();
    let edits: Vec<[Rc<str>; 2]> = lines
        .iter()
        .step_by(lines.len().div_ceil(most).max(1))
        .map(|line| ["x", "xy"].map(|end| with_longer_line(&project.dockerfile, *line, end)))
        .collect();
    // The page has shown the project before it is edited.
    let _ = built.analyze();
    let mut lab = built;
    let mut other = false;
    Prepared {
        variants: edits.len(),
        round: Box::new(move |variant| {
            let Some(edit) = edits.get(variant) else {
                return 0;
            };
            other = !other;
            let edited = Project {
                dockerfile: edit.get(usize::from(other)).cloned().unwrap_or_default(),
                ..lab.project.clone()
            };
            lab = lab.with_project(edited);
            work(&lab)
        }),
    }
}

fn with_longer_line(text: &str, line: usize, end: &str) -> Rc<str> {
    let mut longer = String::new();
    for (index, old) in text.lines().enumerate() {
        longer.push_str(old);
        if index == line {
            longer.push_str(end);
        }
        longer.push('\n');
    }
    longer.into()
}
