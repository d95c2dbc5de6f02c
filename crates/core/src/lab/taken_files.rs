//! Which files of the context a build takes: only their content counts, so only they need to be read.

use std::rc::Rc;

use super::images::CatalogImages;
use super::simulation::sent_context;
use super::workbench::Lab;
use crate::context::{NodeKind, Query, Selection, SentContext};
use crate::graph::{MountKind, Operation, Plan, Vertex, plan};

/// What a build takes from the context.
#[derive(Debug)]
pub struct TakenFiles(Vec<Selection>);

impl TakenFiles {
    /// The paths of files and links, those of one instruction after those of another. One may come several times.
    pub fn iter(&self) -> impl Iterator<Item = &Rc<str>> {
        let files = self.0.iter().flat_map(|selection| selection.files.iter());
        files
            .filter(|file| !matches!(file.node.kind, NodeKind::Directory))
            .map(|file| &file.path)
    }
}

impl Lab {
    /// What the COPY, the ADD and the bind mounts of the build take from the context.
    #[must_use]
    pub fn taken_files(&self) -> TakenFiles {
        let context = self.context();
        let plan = self.plan();
        let queries = queries(&plan).into_iter();
        // A source that is not there takes nothing.
        TakenFiles(queries.flat_map(|query| context.select(query)).collect())
    }

    /// What the builder sees.
    pub(super) fn context(&self) -> SentContext {
        sent_context(&self.project, self.store(), self.context_memo())
    }

    /// What the build does.
    pub(super) fn plan(&self) -> Plan {
        let syntax = layerlab_syntax::parse(&self.project.dockerfile);
        plan(&syntax, &self.project.options, &CatalogImages)
    }
}

/// All that a build asks of the context.
pub(super) fn queries(plan: &Plan) -> Vec<Query<'_>> {
    let mut queries = Vec::new();
    for vertex in &plan.vertices {
        let from_context = |input: usize| {
            let input = vertex.inputs.get(input).and_then(|input| input.vertex);
            let source = input.and_then(|input| plan.vertex(input));
            source.is_some_and(|source| source.operation == Operation::Context)
        };
        add_queries(vertex, from_context, &mut queries);
    }
    queries
}

fn add_queries<'a>(
    vertex: &'a Vertex,
    from_context: impl Fn(usize) -> bool,
    queries: &mut Vec<Query<'a>>,
) {
    match &vertex.operation {
        Operation::Copy(actions) => {
            for action in actions.iter().filter(|action| from_context(action.input)) {
                queries.push(Query {
                    path: &action.source.path,
                    wildcards: action.source.wildcards,
                    parents: action.kept_below(),
                    exclude: &action.exclude,
                });
            }
        }
        Operation::Exec(exec) => {
            for mount in &exec.mounts {
                if let MountKind::Bind(bind) = &mount.kind
                    && from_context(bind.input)
                {
                    queries.push(Query {
                        path: &bind.source,
                        wildcards: false,
                        parents: None,
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
        let mut taken: Vec<&str> = taken.iter().map(AsRef::as_ref).collect();
        taken.sort_unstable();
        assert_eq!(taken, ["a/x", "b", "c"]);
    }
}
