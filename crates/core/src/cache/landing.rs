//! Where copied files end up.

use layerlab_dockerignore::path_match;

use crate::context::{SelectedFile, Selection};
use crate::graph::CopyAction;

/// Absolute path of a selected file after the copy.
///
/// A single file gets the destination's name, unless the destination is written as a directory, also if wildcards match
/// it alone. (If it is the name of an existing directory, BuildKit copies into it; that cannot be told from the text. If
/// wildcards match several files, the directory is taken to be there, as they would replace each other.)
#[must_use]
pub fn landing_path(action: &CopyAction, selection: &Selection, file: &SelectedFile) -> String {
    let directory = action.destination.trim_end_matches('/');
    let named = selection.single_file || is_matched_alone(action, selection, file);
    if action.destination.ends_with('/') || action.parents || !named {
        format!("{directory}/{}", file.below)
    } else {
        action.destination.clone()
    }
}

/// Whether wildcards match this file, not a directory that it is in, and nothing else.
fn is_matched_alone(action: &CopyAction, selection: &Selection, file: &SelectedFile) -> bool {
    let pattern = action.source.path.trim_start_matches('/');
    action.source.wildcards
        && selection.files.len() == 1
        && path_match(pattern, &file.path) == Some(true)
}
