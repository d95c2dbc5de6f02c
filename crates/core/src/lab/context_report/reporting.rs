//! Making the report of a project of which nothing was built yet in parts.

use std::rc::Rc;

use super::tree::{ContextEntry, Growing};
use super::{Remembered, report_with};
use crate::context::SentContext;
use crate::lab::project::Project;

/// A report on its way.
#[derive(Debug)]
pub(in crate::lab) struct Reporting {
    project: Project,
    context: SentContext,
    tree: Tree,
}

#[derive(Debug)]
enum Tree {
    Growing(Growing),
    /// All files are in it, and each folder knows what is in it.
    Grown(Vec<ContextEntry>),
}

impl Reporting {
    pub(in crate::lab) fn new(project: Project, context: SentContext) -> Self {
        Self {
            tree: Tree::Growing(Growing::new(&project, None, &context)),
            project,
            context,
        }
    }

    /// Looks at the next `count` files, and adds them up when there are no more. False after that.
    pub(in crate::lab) fn advance(&mut self, count: usize) -> bool {
        let Tree::Growing(growing) = &mut self.tree else {
            return false;
        };
        if !growing.advance(&self.project, &self.context, count) {
            let tree = Tree::Grown(Vec::new());
            if let Tree::Growing(growing) = std::mem::replace(&mut self.tree, tree) {
                self.tree = Tree::Grown(growing.finish());
            }
        }
        true
    }

    /// The report, with what is left done at once.
    pub(in crate::lab) fn finish(mut self) -> Remembered {
        while self.advance(usize::MAX) {}
        let entries = match self.tree {
            Tree::Growing(growing) => growing.finish(),
            Tree::Grown(entries) => entries,
        };
        let report = report_with(&self.project, &self.context, entries);
        Remembered::of(&self.project, None, &self.context, Rc::new(report))
    }
}
