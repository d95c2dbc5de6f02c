//! Where copied files end up.

use crate::context::{SelectedFile, Selection};
use crate::graph::CopyAction;

/// Absolute path of a selected file after the copy.
///
/// A single file gets the destination's name, unless the destination is written as a directory. (If it is the name of an
/// existing directory, BuildKit copies into it; that cannot be told from the text.)
#[must_use]
pub fn landing_path(action: &CopyAction, selection: &Selection, file: &SelectedFile) -> String {
    let directory = action.destination.trim_end_matches('/');
    let into_directory =
        action.destination.ends_with('/') || !selection.single_file || action.parents;
    if into_directory {
        format!("{directory}/{}", file.below)
    } else {
        action.destination.clone()
    }
}
