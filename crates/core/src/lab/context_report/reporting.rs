//! Making the report of a project of which nothing was built yet in parts.

use std::rc::Rc;

use super::{Making, Remembered};
use crate::context::SentContext;
use crate::lab::project::Project;

/// A report on its way.
#[derive(Debug)]
pub(in crate::lab) struct Reporting {
    project: Project,
    context: SentContext,
    making: Making,
}

impl Reporting {
    pub(in crate::lab) fn new(project: Project, context: SentContext) -> Self {
        Self {
            making: Making::new(&project, None, &context),
            project,
            context,
        }
    }

    /// Does what is next for `count` files. False when nothing is left.
    pub(in crate::lab) fn advance(&mut self, count: usize) -> bool {
        self.making.advance(&self.project, &self.context, count)
    }

    /// The report, with what is left done at once.
    pub(in crate::lab) fn finish(mut self) -> Remembered {
        while self.advance(usize::MAX) {}
        let report = self.making.finish(&self.project, &self.context);
        Remembered::of(&self.project, None, &self.context, Rc::new(report))
    }
}
