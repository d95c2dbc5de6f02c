//! What a cache mount keeps from one build to the next.

use std::time::Duration;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project};

fn lab(mount: &str) -> Lab {
    Lab::open(Project {
        dockerfile: format!(
            "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN {mount}pip install -r requirements.txt\n"
        )
        .into(),
        files: FileTree::default()
            .with("requirements.txt", FileNode::text("django==5.2\nnumpy\n"))
            .into(),
        ..Project::default()
    })
}

/// The same project with another list of the same packages.
fn edited(lab: &Lab) -> Lab {
    let mut lab = lab.clone();
    let files = (*lab.project.files).clone();
    let list = FileNode::text("numpy\ndjango==5.2\n");
    lab.project.files = files.with("requirements.txt", list).into();
    lab
}

fn duration(lab: &Lab) -> Duration {
    lab.analyze()
        .timeline
        .bars
        .iter()
        .map(|bar| bar.duration)
        .max()
        .unwrap_or_default()
}

const MOUNT: &str = "--mount=type=cache,target=/root/.cache/pip ";

#[test]
fn what_was_downloaded_once_is_there_the_next_time() {
    let first = lab(MOUNT);
    let cold = duration(&first);
    let second = edited(&first.build());
    assert!(duration(&second) + Duration::from_millis(500) < cold);
    // It is what was said before.
    let costs = first.edit_costs();
    let said = costs.file("requirements.txt").duration;
    let difference = second.analyze().summary.duration.abs_diff(said);
    assert!(difference < Duration::from_millis(200), "{difference:?}");
}

#[test]
fn a_mount_is_empty_at_first_and_others_do_not_fill_it() {
    let without = lab("");
    assert_eq!(duration(&edited(&without.build())), duration(&without));
    // The mount comes with the second build.
    let mut second = edited(&without.build());
    second.project.dockerfile = lab(MOUNT).project.dockerfile;
    assert_eq!(duration(&second), duration(&lab(MOUNT)));
    let mut other = edited(&lab("--mount=type=cache,target=/root/.cache ").build());
    other.project.dockerfile = lab(MOUNT).project.dockerfile;
    assert_eq!(duration(&other), duration(&lab(MOUNT)));
    // With the option the mount stays empty.
    let kept_nothing = "--mount=type=cache,target=/root/.cache/pip PIP_NO_CACHE_DIR=1 ";
    let nothing = lab(kept_nothing);
    assert_eq!(duration(&edited(&nothing.build())), duration(&nothing));
}
