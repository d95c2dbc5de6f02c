//! Which files of the context a build takes: only their content counts, so only they need to be read.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::workbench::Lab;
use crate::context::{NodeKind, Query, SentContext};
use crate::graph::{MountKind, Operation, Vertex};

impl Lab {
    /// Paths of the files that a COPY, an ADD or a bind mount takes from the context, in order.
    #[must_use]
    pub fn taken_files(&self) -> Vec<Rc<str>> {
        let simulation = self.simulate();
        let mut taken = BTreeSet::new();
        for vertex in &simulation.plan.vertices {
            let from_context = |input: usize| {
                let input = vertex.inputs.get(input).and_then(|input| input.vertex);
                let source = input.and_then(|input| simulation.plan.vertex(input));
                source.is_some_and(|source| source.operation == Operation::Context)
            };
            take(vertex, from_context, &simulation.context, &mut taken);
        }
        taken.into_iter().collect()
    }
}

fn take(
    vertex: &Vertex,
    from_context: impl Fn(usize) -> bool,
    context: &SentContext,
    taken: &mut BTreeSet<Rc<str>>,
) {
    let mut select = |query: Query<'_>| {
        // A source that is not there takes nothing.
        let selection = context.select(query).unwrap_or_default();
        let files = selection.files.iter();
        let files = files.filter(|file| !matches!(file.node.kind, NodeKind::Directory));
        taken.extend(files.map(|file| Rc::clone(&file.path)));
    };
    match &vertex.operation {
        Operation::Copy(actions) => {
            for action in actions.iter().filter(|action| from_context(action.input)) {
                select(Query {
                    path: &action.source.path,
                    wildcards: action.source.wildcards,
                    parents: action.parents,
                    exclude: &action.exclude,
                });
            }
        }
        Operation::Exec(exec) => {
            for mount in &exec.mounts {
                if let MountKind::Bind(bind) = &mount.kind
                    && from_context(bind.input)
                {
                    select(Query {
                        path: &bind.source,
                        wildcards: false,
                        parents: false,
                        exclude: &[],
                    });
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::context::{FileNode, FileTree};
    use crate::lab::{Lab, Project};

    #[test]
    fn only_what_the_dockerfile_takes_is_named() {
        let files = ["a/x", "a/y.log", "b", "c", "d"];
        let files = files.iter().fold(FileTree::default(), |files, path| {
            files.with(path, FileNode::text(""))
        });
        let lab = Lab::open(Project {
            dockerfile:
                "FROM scratch\nCOPY a b /\nRUN --mount=type=bind,source=c,target=/c [\"x\"]\n"
                    .into(),
            dockerignore: Some("**/*.log\n".into()),
            files: files.into(),
            ..Project::default()
        });
        let taken = lab.taken_files();
        let taken: Vec<&str> = taken.iter().map(AsRef::as_ref).collect();
        assert_eq!(taken, ["a/x", "b", "c"]);
    }
}
