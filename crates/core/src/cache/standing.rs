//! What stands at a path of a stage's file system, as far as it is known.

use super::landing::landing_path;
use super::solve::Solution;
use crate::context::NodeKind;
use crate::effects::may_touch;
use crate::graph::{Operation, Plan, VertexId, paths};

/// What is known of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// It cannot be told.
    Unknown,
}

/// Files that every image with an `/etc` has.
const FILES_OF_EVERY_SYSTEM: [&str; 5] = [
    "/etc/passwd",
    "/etc/group",
    "/etc/hosts",
    "/etc/hostname",
    "/etc/resolv.conf",
];

/// Walks back over the steps that made a file system until one of them says what is there.
pub(super) fn standing(
    plan: &Plan,
    solution: &Solution,
    root: Option<VertexId>,
    path: &str,
) -> Standing {
    let mut current = root;
    while let Some(id) = current {
        let Some(vertex) = plan.vertex(id) else { break };
        match &vertex.operation {
            Operation::Copy(actions) => {
                for (position, action) in actions.iter().enumerate().rev() {
                    let Some(selection) = solution.selections.get(&(id, position)) else {
                        let destination = action.destination.trim_end_matches('/');
                        if paths::is_within(path, destination) {
                            return Standing::Unknown;
                        }
                        continue;
                    };
                    if action.unpack && paths::is_within(path, &action.destination) {
                        return Standing::Unknown;
                    }
                    for file in &selection.files {
                        let landing = landing_path(action, selection, file);
                        if landing == path && matches!(file.node.kind, NodeKind::File(_)) {
                            return Standing::File;
                        }
                        if paths::is_within(&landing, path) {
                            return Standing::Directory;
                        }
                    }
                }
            }
            Operation::MakeDirectory { path: made, .. } if paths::is_within(made, path) => {
                return Standing::Directory;
            }
            Operation::Exec(exec) if may_touch(exec, path) => return Standing::Unknown,
            Operation::Image(image) => {
                let has =
                    |directory: &str| image.directories.iter().any(|known| known == directory);
                return if has(path) {
                    Standing::Directory
                } else if FILES_OF_EVERY_SYSTEM.contains(&path) && has("/etc") {
                    Standing::File
                } else {
                    Standing::Unknown
                };
            }
            Operation::Merge
            | Operation::InlineFiles(_)
            | Operation::Download { .. }
            | Operation::Context => {
                return Standing::Unknown;
            }
            Operation::MakeDirectory { .. } | Operation::Exec(_) => {}
        }
        current = vertex.inputs.first().and_then(|input| input.vertex);
    }
    Standing::Unknown
}
