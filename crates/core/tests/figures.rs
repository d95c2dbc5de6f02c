//! Figures that introductions to Docker give for a Django project, as ranges: what they teach must come out here too.
//!
//! The figures are those of widely read introductions (bases of about 1.1 GB, 120 MB and 45 MB; about 400 MB in one stage,
//! 180 MB in two, 120 MB on Alpine), rounded there; the ranges allow for that.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Analysis, Lab, Project};

const REQUIREMENTS: &str =
    "Django==5.2.8\ngunicorn==23.0.0\npsycopg2-binary==2.9.11\nPillow==12.0.0\n";

fn analyze(dockerfile: &str) -> Analysis {
    let files = FileTree::default()
        .with("requirements.txt", FileNode::text(REQUIREMENTS))
        .with("manage.py", FileNode::sized(700, "manage"))
        .with("shop/views.py", FileNode::sized(40_000, "views"));
    let project = Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(files),
        ..Project::default()
    };
    Lab::open(project).analyze()
}

/// The image in megabytes.
fn image(dockerfile: &str) -> u64 {
    let analysis = analyze(dockerfile);
    assert!(!analysis.summary.fails, "{:?}", analysis.problems);
    analysis.image.size.bytes / 1_000_000
}

fn one_stage(base: &str, install: &str) -> String {
    format!(
        "FROM {base}\nWORKDIR /app\nCOPY requirements.txt .\n{install}COPY . .\nCMD [\"gunicorn\", \"shop.wsgi\"]\n"
    )
}

const PIP: &str = "RUN pip install -r requirements.txt\n";
const PIP_WITHOUT_CACHE: &str = "RUN pip install --no-cache-dir -r requirements.txt\n";

#[test]
fn the_three_kinds_of_base() {
    let sizes = ["python:3.13", "python:3.13-slim", "python:3.13-alpine"]
        .map(|base| image(&format!("FROM {base}\nCMD [\"python\"]\n")));
    assert!((1_000..1_200).contains(&sizes[0]), "{sizes:?}");
    assert!((110..135).contains(&sizes[1]), "{sizes:?}");
    assert!((40..50).contains(&sizes[2]), "{sizes:?}");
}

#[test]
fn one_stage_with_a_compiler_two_stages_and_alpine() {
    let compiler = "RUN apt-get update && apt-get install -y build-essential libpq-dev\n";
    let single = image(&one_stage("python:3.13-slim", &format!("{compiler}{PIP}")));
    let two = image(&format!(
        "FROM python:3.13-slim AS builder\nCOPY requirements.txt .\n{compiler}RUN pip install --no-cache-dir --prefix=/install -r requirements.txt\n\
         FROM python:3.13-slim\nCOPY --from=builder /install /usr/local\nCOPY . /app\n"
    ));
    let alpine = image(
        "FROM python:3.13-alpine AS builder\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --prefix=/install -r requirements.txt\n\
         FROM python:3.13-alpine\nCOPY --from=builder /install /usr/local\nCOPY . /app\n",
    );
    assert!((380..620).contains(&single), "{single}");
    assert!((165..215).contains(&two), "{two}");
    assert!((90..140).contains(&alpine), "{alpine}");
}

#[test]
fn pip_keeps_its_downloads_unless_told_otherwise() {
    let kept = image(&one_stage("python:3.13-slim", PIP));
    let without = image(&one_stage("python:3.13-slim", PIP_WITHOUT_CACHE));
    assert!((10..40).contains(&(kept - without)), "{kept} {without}");
}

#[test]
fn package_lists_and_a_compiler_left_in_purged_or_purged_too_late() {
    let build = |tidy: &str| {
        let install =
            "RUN apt-get update && apt-get install -y --no-install-recommends build-essential";
        image(&one_stage(
            "python:3.13-slim",
            &format!("{install}{tidy}{PIP_WITHOUT_CACHE}"),
        ))
    };
    let left_in = build("\n");
    let without_lists = build(" && rm -rf /var/lib/apt/lists/*\n");
    assert!(
        (18..23).contains(&(left_in - without_lists)),
        "{left_in} {without_lists}"
    );
    let together = image(&one_stage(
        "python:3.13-slim",
        "RUN apt-get update && apt-get install -y --no-install-recommends build-essential \\\n && pip install --no-cache-dir -r requirements.txt \\\n && apt-get purge -y --auto-remove build-essential && rm -rf /var/lib/apt/lists/*\n",
    ));
    let too_late = build(
        "\nRUN apt-get purge -y --auto-remove build-essential && rm -rf /var/lib/apt/lists/*\n",
    );
    assert!(together + 200 < left_in, "{together} {left_in}");
    // What a later step removes stays in the layer below; the step itself adds a little.
    assert!(
        too_late >= left_in && too_late < left_in + 5,
        "{too_late} {left_in}"
    );
}
