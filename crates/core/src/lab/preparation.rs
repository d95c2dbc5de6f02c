//! The first analysis of a project with very many files, in parts: so that whoever asks can do other things between them.
//! What is worked out is remembered by the workbench; it changes no result.

use super::context_report::Reporting;
use super::taken_files::queries;
use super::workbench::Lab;
use crate::context::{Filtering, Gathering, SentContext};
use crate::graph::Plan;

/// Work that the next analysis of a workbench then finds done.
#[derive(Debug)]
pub struct Preparation {
    lab: Lab,
    next: Option<Part>,
}

#[derive(Debug)]
enum Part {
    /// What the ignore file leaves of the files.
    Filtering(Box<Filtering>),
    /// What the build takes of them.
    Selecting(Box<Selecting>),
    /// The tree that the page shows.
    Reporting(Box<Reporting>),
}

/// What the instructions take, one after the other.
#[derive(Debug)]
struct Selecting {
    context: SentContext,
    plan: Plan,
    /// How many of the queries were begun.
    begun: usize,
    gathering: Option<Gathering>,
}

impl Selecting {
    fn new(lab: &Lab) -> Self {
        Self {
            context: lab.context(),
            plan: lab.plan(),
            begun: 0,
            gathering: None,
        }
    }

    /// Looks at the next `count` files. False when nothing is left.
    fn advance(&mut self, count: usize) -> bool {
        if let Some(gathering) = &mut self.gathering {
            if !gathering.advance(&self.context, count) {
                self.gathering = None;
            }
            return true;
        }
        let Some(query) = queries(&self.plan).get(self.begun).copied() else {
            return false;
        };
        self.begun += 1;
        self.gathering = self.context.gather(query);
        true
    }
}

impl Preparation {
    /// Begins for a workbench on which nothing was built yet.
    #[must_use]
    pub fn new(lab: &Lab) -> Self {
        let project = &lab.project;
        let ignore_text = project.ignore_file_text();
        let first = if lab.context_memo().knows(&project.files, &ignore_text) {
            Part::Selecting(Box::new(Selecting::new(lab)))
        } else {
            let filtering = Filtering::new(project.files.clone(), ignore_text);
            Part::Filtering(Box::new(filtering))
        };
        Self {
            lab: lab.clone(),
            next: Some(first),
        }
    }

    /// Whether it is worked out what the build takes: [`Lab::taken_files`] is quick then.
    #[must_use]
    pub fn knows_what_is_taken(&self) -> bool {
        matches!(self.next, None | Some(Part::Reporting(_)))
    }

    /// Does a part of the work: that for the next `count` files. False when nothing is left.
    pub fn advance(&mut self, count: usize) -> bool {
        self.next = match self.next.take() {
            None => None,
            Some(Part::Filtering(mut filtering)) => {
                if filtering.advance(count) {
                    Some(Part::Filtering(filtering))
                } else {
                    filtering.finish(self.lab.context_memo());
                    Some(Part::Selecting(Box::new(Selecting::new(&self.lab))))
                }
            }
            Some(Part::Selecting(mut selecting)) => {
                if selecting.advance(count) {
                    Some(Part::Selecting(selecting))
                } else {
                    let reporting = Reporting::new(self.lab.project.clone(), selecting.context);
                    Some(Part::Reporting(Box::new(reporting)))
                }
            }
            Some(Part::Reporting(mut reporting)) => {
                if reporting.advance(count) {
                    Some(Part::Reporting(reporting))
                } else {
                    self.lab.remember_report(reporting.finish());
                    None
                }
            }
        };
        self.next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::context::{FileNode, FileTree};
    use crate::lab::Project;

    fn project() -> Project {
        let files = [
            "a/b.txt",
            "a/c/d.txt",
            "a-b/x",
            "node_modules/x/index.js",
            "z",
        ];
        let files = files.iter().fold(FileTree::default(), |files, path| {
            files.with(path, FileNode::sized(path.len() as u64, path))
        });
        let files = files
            .with("empty", FileNode::directory())
            .with("a/c", FileNode::directory())
            .with("node_modules/none", FileNode::directory())
            .with("zz", FileNode::directory());
        Project {
            dockerfile: "FROM scratch\nCOPY a /a\nCOPY a* /b/\nCOPY --exclude=*/c . /\nCOPY none /\nCOPY z /\nCOPY --parents */x* /\n".into(),
            dockerignore: Some("node_modules\n!node_modules/x\n*/c\n".into()),
            files: Rc::new(files),
            ..Project::default()
        }
    }

    #[test]
    fn however_the_work_is_divided_the_analysis_is_the_same() {
        let whole = Lab::open(project());
        for count in [1, 2, 3, 100] {
            let lab = Lab::open(project());
            let mut preparation = Preparation::new(&lab);
            let mut parts = 1;
            while preparation.advance(count) {
                parts += 1;
            }
            assert!(!preparation.advance(count));
            assert!(parts > 2 * 5 / count, "{parts} parts of {count}");
            assert_eq!(lab.analyze(), whole.analyze());
            assert_eq!(lab.edit_costs(), whole.edit_costs());
            assert_eq!(lab.build().analyze(), whole.build().analyze());
        }
    }
}
