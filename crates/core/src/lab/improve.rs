//! A search for the combination of fixes with which a project builds best, and the way there step by step.
//!
//! Fixes hang together: a stage can be split only when the dependencies are copied first, and a cache that is emptied counts
//! for nothing in a stage of which nothing else is kept. So a fix is judged on the project as it stands after the ones
//! before. The one that gains most comes next; figures of earlier rounds say which to look at first, so that most rounds
//! need one simulation only.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::candidates::{Candidate, Key, candidates};
use super::project::Project;
use super::proof::{Amount, Change, Edited, Measure, Simulated, changes, proven};
use super::text_edits::edits_between;
use super::workbench::Lab;
use crate::checks::TextEdit;
use crate::checks::own::Promise;

/// More simulations are not made for one search. Typical projects need some twenty.
const MOST_SIMULATIONS: usize = 160;

/// A step on the way to a better build.
#[derive(Debug, Clone, PartialEq)]
pub struct ImproveStep {
    /// What it does, as a command.
    pub title: String,
    /// What it costs or risks, one sentence.
    pub risk: &'static str,
    /// Name of the rule whose finding it puts right.
    pub rule: &'static str,
    /// Its edits, of the texts as they are after the steps before.
    pub edits: Vec<TextEdit>,
    /// What is another figure after it than before it.
    pub changes: Vec<Change>,
}

/// The way to the best build that was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Improvement {
    /// In the order in which they are made. Empty if nothing gains anything.
    pub steps: Vec<ImproveStep>,
    /// All of them together.
    pub all: Choice,
    /// How many simulations were made.
    pub simulations: usize,
}

/// What comes of some of the steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choice {
    /// For each step whether it is made. One that was wanted is not if it builds on one that was not.
    pub made: Vec<bool>,
    /// The project with them.
    pub project: Project,
    /// From the project as it stands to that one: one edit for each text that differs.
    pub edits: Vec<TextEdit>,
    /// What is another figure.
    pub changes: Vec<Change>,
}

/// How much each figure counts: a share of itself at the start, times this. Code is edited all day, and a cold build is
/// what every build is on a machine that keeps no cache.
const fn weight(measure: Measure) -> i64 {
    match measure {
        Measure::CodeEdit => 4,
        Measure::ImageSize => 3,
        Measure::ColdBuild | Measure::DependencyEdit => 2,
        Measure::BaseImage | Measure::Context => 1,
    }
}

/// Figures below this count as if they were it: a gain of half a second is not worth more for being half of one.
const LEAST_MILLISECONDS: i64 = 2_000;
const LEAST_KILOBYTES: i64 = 2_000;

/// What a fix counts that no figure shows, in thousandths of a figure of weight 1.
const SAFETY: i64 = 60;

/// A project on the way.
#[derive(Debug)]
struct Place {
    project: Project,
    simulated: Simulated,
    score: i64,
}

/// A search that is on its way, for those who do other things in between.
#[derive(Debug)]
pub struct Improving {
    lab: Lab,
    start: Rc<Simulated>,
    edited: Edited,
    here: Place,
    steps: Vec<ImproveStep>,
    /// What is still to be looked at, and what it gained when it was looked at last.
    open: Vec<(Candidate, Option<i64>)>,
    known: BTreeMap<Key, i64>,
    best: Option<(i64, Candidate, Vec<Change>, Place)>,
    simulations: usize,
    done: bool,
}

impl Improving {
    /// Begins with a project as it stands.
    #[must_use]
    pub fn new(lab: &Lab) -> Self {
        // Of the cache and of builds made before, nothing counts.
        let lab = Lab::open_with(lab.project.clone(), lab.packages.clone());
        let start = Simulated::new(&lab);
        let edited = Edited::of(&start);
        let here = Place {
            project: lab.project.clone(),
            simulated: Simulated::new(&lab),
            score: 0,
        };
        let done = !start.succeeds();
        let mut search = Self {
            lab,
            start: Rc::new(start),
            edited,
            here,
            steps: Vec::new(),
            open: Vec::new(),
            known: BTreeMap::new(),
            best: None,
            simulations: 0,
            done,
        };
        search.look_around();
        search
    }

    /// Makes a simulation. False when nothing is left to be done.
    pub fn advance(&mut self) -> bool {
        if self.done || self.simulations >= MOST_SIMULATIONS {
            return false;
        }
        // What is expected to gain most comes first; of equals the one that was found first.
        let place = (0..self.open.len()).max_by_key(|place| {
            let expected = self
                .open
                .get(*place)
                .map(|(_, gain)| gain.unwrap_or(i64::MAX));
            (expected, std::cmp::Reverse(*place))
        });
        let expected = place
            .and_then(|place| self.open.get(place))
            .map(|(_, gain)| *gain);
        let best = self.best.as_ref().map_or(0, |(gain, ..)| *gain);
        let enough = expected.is_none_or(|gain| gain.is_some_and(|gain| gain <= best));
        match (place, enough && best > 0) {
            (_, true) | (None, _) => self.take_best(),
            (Some(place), false) => {
                let (candidate, _) = self.open.remove(place);
                self.look_at(candidate);
            }
        }
        !self.done
    }

    /// The way as far as it is known.
    #[must_use]
    pub fn finish(self) -> Improvement {
        let made = vec![true; self.steps.len()];
        Improvement {
            all: Choice {
                made,
                edits: edits_between(&self.lab.project, &self.here.project),
                changes: changes(&self.start, &self.here.simulated, &self.edited),
                project: self.here.project,
            },
            steps: self.steps,
            simulations: self.simulations,
        }
    }

    fn look_around(&mut self) {
        let found = candidates(&self.here.simulated.findings.own);
        self.open = found
            .into_iter()
            .map(|candidate| {
                let known = self.known.get(&candidate.key()).copied();
                (candidate, known)
            })
            .collect();
    }

    fn look_at(&mut self, candidate: Candidate) {
        self.simulations += 1;
        let gained = self.gain(&candidate);
        let gain = gained.as_ref().map_or(0, |(gain, ..)| *gain);
        self.known.insert(candidate.key(), gain);
        let better = self.best.as_ref().is_none_or(|(best, ..)| gain > *best);
        if let Some((gain, changes, place)) = gained.filter(|_| gain > 0 && better) {
            self.best = Some((gain, candidate, changes, place));
        }
    }

    /// What a candidate gains here, if it keeps what its rule promises.
    fn gain(&self, candidate: &Candidate) -> Option<(i64, Vec<Change>, Place)> {
        let project = self.here.project.with_edits(&candidate.edits)?;
        let simulated = Simulated::new(&self.lab.with_project(project.clone()));
        let changes = proven(
            candidate.rule,
            &self.here.simulated,
            &simulated,
            &self.edited,
        )?;
        let score = self.score(&simulated);
        let extra = match candidate.rule.promise {
            Promise::Safety => SAFETY,
            _ => 0,
        };
        let place = Place {
            project,
            simulated,
            score,
        };
        Some((score - self.here.score + extra, changes, place))
    }

    /// How much better a project is than that of the start, in thousandths.
    fn score(&self, simulated: &Simulated) -> i64 {
        let gains = Measure::ALL.into_iter().map(|measure| {
            let figure = |of: &Simulated| of.figure(measure, &self.edited).map(counted);
            match (figure(&self.start), figure(simulated)) {
                (Some((before, least)), Some((after, _))) => {
                    weight(measure) * (before - after).saturating_mul(1000) / before.max(least)
                }
                _ => 0,
            }
        });
        gains.sum()
    }

    fn take_best(&mut self) {
        let Some((_, candidate, changes, place)) = self.best.take() else {
            self.done = true;
            return;
        };
        self.steps.push(ImproveStep {
            title: candidate.title,
            risk: candidate.risk,
            rule: candidate.rule.name,
            edits: candidate.edits,
            changes,
        });
        self.here = place;
        self.look_around();
    }
}

/// Milliseconds or kilobytes, and below what they count as if they were that.
fn counted(amount: Amount) -> (i64, i64) {
    match amount {
        Amount::Time(time) => (
            i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 10_000),
            LEAST_MILLISECONDS,
        ),
        Amount::Bytes(bytes) => (
            i64::try_from(bytes / 1000).unwrap_or(i64::MAX / 10_000),
            LEAST_KILOBYTES,
        ),
    }
}

impl Lab {
    /// The best build that combinations of fixes lead to, and the way there. Pure, and bounded in the simulations it makes.
    #[must_use]
    pub fn improve(&self) -> Improvement {
        let mut search = Improving::new(self);
        while search.advance() {}
        search.finish()
    }

    /// What comes of some of the steps of an improvement of this project. Each is looked for anew in the project with
    /// those before it, so that its edits fit whatever was left out.
    #[must_use]
    pub fn choose(&self, improvement: &Improvement, wanted: &[bool]) -> Choice {
        let lab = Self::open_with(self.project.clone(), self.packages.clone());
        let start = Simulated::new(&lab);
        let edited = Edited::of(&start);
        let mut here = lab.clone();
        let mut made = Vec::new();
        for (index, step) in improvement.steps.iter().enumerate() {
            let next = (wanted.get(index) == Some(&true))
                .then(|| with_step(&here, step))
                .flatten();
            made.push(next.is_some());
            here = next.unwrap_or(here);
        }
        Choice {
            made,
            edits: edits_between(&self.project, &here.project),
            changes: changes(&start, &Simulated::new(&here), &edited),
            project: here.project,
        }
    }
}

/// The project with a step, if it can be made in it and the result builds.
fn with_step(lab: &Lab, step: &ImproveStep) -> Option<Lab> {
    let found = candidates(&lab.findings(&lab.analyze()).own);
    let mut found = found.into_iter();
    let candidate = found.find(|candidate| {
        (candidate.rule.name, candidate.title.as_str()) == (step.rule, step.title.as_str())
    })?;
    let next = lab.with_project(lab.project.with_edits(&candidate.edits)?);
    let analysis = next.analyze();
    (!analysis.summary.fails && analysis.syntax.errors.is_empty()).then_some(next)
}
