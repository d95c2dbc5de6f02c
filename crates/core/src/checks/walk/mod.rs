//! Goes through a Dockerfile as BuildKit does when it makes a build definition of it, and stops where BuildKit stops.
//! BuildKit: `dockerfile2llb/convert.go:toDispatchState`.
//!
//! The planner in `graph` leaves out what BuildKit refuses and goes on, for a page on which half of a line is typed. Here
//! the order in which things are looked at is what matters, and nothing is looked at after the first error.

mod bases;
mod copying;
mod dispatch;
mod needs;
mod reading;
mod resolve;
mod running;
mod setting;
mod state;
mod words;

use std::collections::BTreeMap;

use layerlab_syntax::expand::ExpandOptions;
use layerlab_syntax::{Instruction, Lines};

use super::directive::Settings;
use super::linter::Linter;
use super::{Report, Stop, Subject};
use crate::graph::environment::Environment;
use state::State;

/// Why the Dockerfile is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// `docker build --check`.
    Check,
    /// `docker build`.
    Build,
}

/// What is known on the way.
struct Walk<'a> {
    subject: Subject<'a>,
    purpose: Purpose,
    linter: Linter,
    expand_options: ExpandOptions,
    /// The platform that is built for.
    target_platform: String,
    /// The arguments that FROM sees.
    globals: Environment,
    /// Names of the arguments declared before the first FROM, with or without a value.
    declared: Vec<String>,
    /// The stages, and then the images that are only copied or mounted from.
    states: Vec<State<'a>>,
    /// The last stage of each name, in lower case.
    names: BTreeMap<String, usize>,
}

/// Checks a Dockerfile.
pub(super) fn walk(subject: &Subject<'_>, purpose: Purpose) -> Report {
    let platforms = subject.options.platforms();
    let mut walk = Walk {
        subject: *subject,
        purpose,
        linter: Linter::default(),
        expand_options: ExpandOptions::new(subject.syntax.escape),
        target_platform: platforms.into_iter().next().unwrap_or_default(),
        globals: Environment::default(),
        declared: Vec::new(),
        states: Vec::new(),
        names: BTreeMap::new(),
    };
    let error = walk.run().err().map(|stop| Stop {
        lines: merged(stop.lines),
        ..stop
    });
    Report {
        findings: walk.linter.findings,
        error,
    }
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        if self.subject.text.is_empty() {
            return Err(Stop::new("the Dockerfile cannot be empty"));
        }
        let Subject {
            text,
            syntax,
            options,
            ..
        } = self.subject;
        self.linter.settings = Settings::of_build(text, syntax, options).map_err(Stop::new)?;
        self.read_instructions()?;
        self.compare_names_and_keywords();
        self.check_default_bases();
        self.take_global_arguments()?;
        self.begin_stages()?;
        let target = self.target()?;
        self.find_needs()?;
        let reachable = self.resolve(target)?;
        self.dispatch_stages(&reachable)?;
        match self.linter.error() {
            Some(message) => Err(Stop::new(message)),
            None => Ok(()),
        }
    }

    /// A check without a target looks at every stage (`convert.go:DockerfileLint`), a build only at those that it needs.
    fn checks_all(&self) -> bool {
        let is_check = self.purpose == Purpose::Check;
        is_check
            && self
                .subject
                .options
                .target
                .as_deref()
                .is_none_or(str::is_empty)
    }
}

impl Stop {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            lines: Vec::new(),
        }
    }

    /// The same with one more place.
    fn at(mut self, lines: &[Lines]) -> Self {
        self.lines.extend_from_slice(lines);
        self
    }
}

/// The lines of an instruction as BuildKit names them: one range for each.
fn each_line(lines: Lines) -> Vec<Lines> {
    (lines.first..=lines.last.max(lines.first))
        .map(|line| Lines {
            first: line,
            last: line,
        })
        .collect()
}

fn lines_of(instruction: &Instruction) -> Vec<Lines> {
    each_line(instruction.lines)
}

/// Sorted, and each line named once (`convert.go:mergeLocations`).
fn merged(mut lines: Vec<Lines>) -> Vec<Lines> {
    lines.sort_by_key(|lines| lines.first);
    let mut result: Vec<Lines> = Vec::new();
    for next in lines {
        match result.last_mut() {
            Some(last) if next.first <= last.last => last.last = last.last.max(next.last),
            _ => result.push(next),
        }
    }
    result
}
