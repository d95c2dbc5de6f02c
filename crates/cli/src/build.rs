//! `layerlab build`: which builds come before the one that is printed.

use std::path::PathBuf;
use std::rc::Rc;

use layerlab_core::context::{Content, FileNode, NodeKind};
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::{Lab, Project};

use crate::folder;

/// A lab in which the folders of `after` were built, and, if files are to be edited, the project itself before the edits.
///
/// # Errors
/// A sentence if a folder cannot be read or a file is not in it.
pub fn lab(
    project: Project,
    after: &[PathBuf],
    edits: &[String],
    options: &BuildOptions,
) -> Result<Lab, String> {
    // With the tables of packages, which a default value does not have.
    let mut lab = Lab::open(Project::default());
    for earlier in after {
        lab = lab.with_project(folder::read(earlier, options)?).build();
    }
    lab = lab.with_project(project.clone());
    if edits.is_empty() {
        return Ok(lab);
    }
    let mut edited = project;
    for path in edits {
        edit(&mut edited, path)?;
    }
    Ok(lab.build().with_project(edited))
}

/// Changes a file as an editor would: a line more in a text, other bytes of the same length in any other file.
fn edit(project: &mut Project, path: &str) -> Result<(), String> {
    let path = path.trim_start_matches("./");
    let missing = || format!("{} has no file {path} to edit", project.name);
    let mut files = (*project.files).clone();
    let node = files.entries.get_mut(path).ok_or_else(missing)?;
    let NodeKind::File(content) = &mut node.kind else {
        return Err(missing());
    };
    match content {
        Content::Text(text) => *text = format!("{text}\n# edited\n").into(),
        Content::Opaque { identity, .. } => *identity = format!("{identity} edited").into(),
    }
    let text = node.as_text().cloned();
    if path == project.options.dockerfile_path()
        && let Some(text) = &text
    {
        project.dockerfile = text.clone();
    }
    if path == ".dockerignore" {
        project.dockerignore = files.get(path).and_then(FileNode::as_text).cloned();
    }
    project.files = Rc::new(files);
    Ok(())
}
