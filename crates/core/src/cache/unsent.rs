//! Folders before the wildcards of a source that the builder does not have, at which a COPY fails.
//!
//! Only what some instruction asks for is sent (`dockerfile2llb/convert.go:filterPaths`), and wildcards ask for what they
//! match, not for the folder in which they look. The copying begins in that folder, and has to find it (fsutil's
//! `copy.go:resolveWildcards`).

use layerlab_dockerignore::{IgnoreFile, Walk};

use crate::context::{NodeKind, SentContext, split_wildcards};
use crate::graph::{CopyAction, MountKind, Operation, Plan, Vertex};

/// BuildKit's message about a source of the context if the folder before its wildcards is not there.
pub(crate) fn unsent_folder(
    plan: &Plan,
    context: &SentContext,
    action: &CopyAction,
) -> Option<String> {
    if !action.source.wildcards || action.parents {
        return None;
    }
    let (folder, _) = split_wildcards(action.source.path.trim_start_matches('/'));
    if folder.is_empty() || leads_over_link(context, folder) || is_sent(plan, context, folder) {
        return None;
    }
    Some(format!("lstat /{folder}: no such file or directory"))
}

fn leads_over_link(context: &SentContext, folder: &str) -> bool {
    let slashes = folder.match_indices('/').map(|(slash, _)| slash);
    let mut ways = slashes
        .chain([folder.len()])
        .filter_map(|end| folder.get(..end));
    ways.any(|way| {
        let entry = context.get(way);
        entry.is_some_and(|entry| matches!(entry.node.kind, NodeKind::Symlink(_)))
    })
}

fn is_sent(plan: &Plan, context: &SentContext, folder: &str) -> bool {
    let Some(entry) = context.get(folder) else {
        return false;
    };
    let Some(asked) = asked_for(plan) else {
        return true;
    };
    let patterns = IgnoreFile::from_patterns(asked);
    let mut walk = Walk::new(&patterns);
    let mut inside = [entry].into_iter().chain(context.below(folder));
    inside.any(|entry| walk.visit(&entry.path).is_excluded())
}

/// The paths of the context that a build asks for; `None` if it asks for all of it.
fn asked_for(plan: &Plan) -> Option<Vec<&str>> {
    let mut asked = Vec::new();
    for vertex in &plan.vertices {
        match &vertex.operation {
            Operation::Copy(actions) => {
                let actions = actions.iter();
                let of_context = actions.filter(|action| is_context(plan, vertex, action.input));
                asked.extend(of_context.map(|action| &*action.source.path));
            }
            Operation::Exec(exec) => {
                for mount in &exec.mounts {
                    match &mount.kind {
                        MountKind::Bind(bind) if is_context(plan, vertex, bind.input) => {
                            asked.push(&bind.source);
                        }
                        // It has no source, and counts as if it had the whole context for one.
                        MountKind::Tmpfs(_) => return None,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    let asked: Vec<&str> = asked
        .into_iter()
        .map(|path| path.trim_start_matches('/'))
        .collect();
    (!asked.contains(&"")).then_some(asked)
}

fn is_context(plan: &Plan, vertex: &Vertex, input: usize) -> bool {
    let input = vertex.inputs.get(input).and_then(|input| input.vertex);
    let source = input.and_then(|input| plan.vertex(input));
    source.is_some_and(|source| source.operation == Operation::Context)
}
