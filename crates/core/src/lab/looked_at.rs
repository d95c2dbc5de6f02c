//! What the rules of our own looked at, which is worth saying when they find nothing.

use super::analysis::Analysis;
use crate::checks::own::OWN_RULES;

/// What there was to find something in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookedAt {
    /// Rules that were asked, those included that the Dockerfile switches off.
    pub rules: usize,
    /// Instructions of the Dockerfile.
    pub instructions: usize,
    /// Its stages that the target needs.
    pub stages: usize,
    /// Files that reach the builder.
    pub files: usize,
}

impl Analysis {
    /// What the rules of our own looked at. `None` if they looked at nothing, since BuildKit cannot read the Dockerfile.
    #[must_use]
    pub fn looked_at(&self) -> Option<LookedAt> {
        let files = self.context.files();
        let readable = self.syntax.errors.is_empty() && !self.syntax.stages.is_empty();
        readable.then(|| LookedAt {
            rules: OWN_RULES.len(),
            instructions: self.syntax.instructions.len(),
            stages: self.stages.iter().filter(|stage| stage.reachable).count(),
            files: files.filter(|file| file.sent_files > 0).count(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::LookedAt;
    use crate::checks::own::OWN_RULES;
    use crate::context::{FileNode, FileTree};
    use crate::lab::{Lab, Project};

    fn looked_at(dockerfile: &str) -> Option<LookedAt> {
        let files = FileTree::default().with("a", FileNode::text("1"));
        let project = Project {
            dockerfile: dockerfile.into(),
            files: files.with("b/c", FileNode::text("2")).into(),
            dockerignore: Some("a\n".into()),
            ..Project::default()
        };
        Lab::open(project).analyze().looked_at()
    }

    #[test]
    fn what_is_needed_is_counted() {
        let text = "FROM alpine:3.20 AS other\nFROM alpine:3.20\nCOPY b /b\n";
        let found = looked_at(text).unwrap_or_default();
        // The Dockerfile and the ignore file are sent too.
        assert_eq!((found.instructions, found.stages, found.files), (3, 1, 3));
        assert_eq!(found.rules, OWN_RULES.len());
        assert_eq!(looked_at("FROM alpine:3.20\nFORM a\n"), None);
        assert_eq!(looked_at(""), None);
    }
}
