//! Grading: whether a workbench meets the goals of a lesson.

use std::cell::OnceCell;
use std::fmt;
use std::time::Duration;

use super::goal::{Ask, Edited, Goal, Outcome, Sized};
use crate::graph::Plan;
use crate::lab::{Analysis, EditCost, EditCosts, FileDecision, Findings, Lab, RowState};

/// Whether a goal is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// It is.
    pub met: bool,
    /// How things stand.
    pub now: Now,
}

/// How things stand with what a goal asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// A size in bytes.
    Bytes(u64),
    /// A time.
    Time(Duration),
    /// A number of steps.
    Steps(usize),
    /// A number of layers.
    Layers(usize),
    /// A few words; empty if there is nothing to say.
    Words(String),
}

/// In few words, for terminals: `412.3 MB`, `12.4 s`, `3 steps`.
impl fmt::Display for Now {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |number: &usize, thing: &str| {
            format!("{number} {thing}{}", if *number == 1 { "" } else { "s" })
        };
        match self {
            Self::Bytes(bytes) => match *bytes {
                0..1_000_000 => write!(to, "{bytes} bytes"),
                _ => write!(
                    to,
                    "{}.{} MB",
                    bytes / 1_000_000,
                    bytes % 1_000_000 / 100_000
                ),
            },
            Self::Time(time) => write!(to, "{:.1} s", time.as_secs_f64()),
            Self::Steps(number) => to.write_str(&counted(number, "step")),
            Self::Layers(number) => to.write_str(&counted(number, "layer")),
            Self::Words(words) => to.write_str(words),
        }
    }
}

/// The state of each goal, in order. `now` is the analysis of the workbench.
#[must_use]
pub fn grade(goals: &[Goal], lab: &Lab, now: &Analysis) -> Vec<Grade> {
    let scene = Scene {
        lab,
        now,
        plan: OnceCell::new(),
        costs: OnceCell::new(),
        findings: OnceCell::new(),
    };
    goals.iter().map(|goal| scene.grade(&goal.ask)).collect()
}

struct Scene<'a> {
    lab: &'a Lab,
    now: &'a Analysis,
    plan: OnceCell<Plan>,
    costs: OnceCell<EditCosts>,
    findings: OnceCell<Findings>,
}

fn words(met: bool, words: impl Into<String>) -> Grade {
    Grade {
        met,
        now: Now::Words(words.into()),
    }
}

impl Scene<'_> {
    fn grade(&self, ask: &Ask) -> Grade {
        // Of a build that fails nothing is known, and a Dockerfile with nothing in it would meet most goals.
        if let Ask::Text {
            path,
            text,
            contains,
        } = ask
        {
            return self.text(path, text, *contains);
        }
        if self.now.summary.fails {
            return words(false, "the build fails");
        }
        match ask {
            Ask::Size(what, comparison, limit) => {
                let bytes = match what {
                    Sized::Image => self.now.image.size.bytes,
                    Sized::Download => self.now.image.pull.bytes,
                    Sized::Waste => self.now.image.wasted_bytes,
                    Sized::Context => self.now.context.sent_bytes,
                };
                Grade {
                    met: comparison.holds(bytes, *limit),
                    now: Now::Bytes(bytes),
                }
            }
            Ask::Layers(comparison, limit) => {
                let own = self.now.image.parts.iter().filter(|part| !part.base);
                let layers = own.count();
                Grade {
                    met: comparison.holds(layers, *limit),
                    now: Now::Layers(layers),
                }
            }
            Ask::BuildTime {
                cold,
                comparison,
                limit,
            } => {
                let summary = &self.now.summary;
                let time = if *cold {
                    summary.cold_duration
                } else {
                    summary.duration
                };
                Grade {
                    met: comparison.holds(time, *limit),
                    now: Now::Time(time),
                }
            }
            Ask::BuildSteps(comparison, limit) => {
                let steps = self.now.summary.steps_run;
                Grade {
                    met: comparison.holds(steps, *limit),
                    now: Now::Steps(steps),
                }
            }
            Ask::Succeeds => words(true, ""),
            Ask::Edit(edited, outcome) => match self.cost(edited) {
                Ok(cost) => self.outcome(cost, outcome),
                Err(reason) => words(false, reason),
            },
            Ask::Step { text, runs } => self.step(text, *runs),
            Ask::Sent { path, sent } => self.sent(path, *sent),
            Ask::Stage { name, built } => self.stage(name, *built),
            Ask::Rule(name) => self.rule(name),
            Ask::NoSecret => {
                let grades = [
                    self.rule("SecretInLayer"),
                    self.rule("SecretsUsedInArgOrEnv"),
                ];
                let unmet = grades.into_iter().find(|grade| !grade.met);
                unmet.unwrap_or_else(|| words(true, ""))
            }
            Ask::NotRoot => {
                let plan = self.plan();
                let target = plan.target.and_then(|target| plan.stages.get(target));
                let user = target.map_or("", |target| target.config.user.as_str());
                match user.split(':').next().unwrap_or_default() {
                    "" | "root" | "0" => words(false, "it is root"),
                    user => words(true, format!("it is {user}")),
                }
            }
            Ask::Comment(part) => {
                let mut lines = self.lab.project.dockerfile.lines();
                let met =
                    lines.any(|line| line.trim_start().starts_with('#') && line.contains(part));
                words(met, if met { "it does" } else { "there is none" })
            }
            Ask::Text { .. } => words(false, ""),
        }
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| self.lab.simulate().plan)
    }

    /// The text of the instruction with this index.
    fn instruction(&self, index: usize) -> String {
        let Some(row) = self.now.rows.iter().find(|row| row.instruction == index) else {
            return String::new();
        };
        let lines = self.lab.project.dockerfile.lines();
        let own = lines.skip(row.first_line.saturating_sub(1));
        let count = (row.last_line + 1).saturating_sub(row.first_line);
        own.take(count).collect::<Vec<_>>().join("\n")
    }

    fn cost(&self, edited: &Edited) -> Result<&EditCost, String> {
        let costs = self.costs.get_or_init(|| self.lab.edit_costs());
        let found = match edited {
            Edited::File(path) => {
                let project = &self.lab.project;
                let known = project.files.get(path).is_some()
                    || path == "Dockerfile"
                    || (path == ".dockerignore" && project.dockerignore.is_some());
                if !known {
                    return Err(format!("there is no file {path}"));
                }
                Some(costs.file(path))
            }
            Edited::Instruction(text) => {
                let rows = self.now.rows.iter();
                let found = rows
                    .map(|row| row.instruction)
                    .find(|index| self.instruction(*index).contains(text));
                let index = found.ok_or_else(|| format!("no line contains `{text}`"))?;
                costs.instructions.get(index)
            }
            Edited::Argument(name) => {
                let declared = costs
                    .build_arguments
                    .iter()
                    .find(|(known, _)| known == name);
                declared.map(|(_, cost)| cost)
            }
            Edited::BaseImage(name) => {
                let images = costs.base_images.iter();
                let mut named = images.filter(|(known, _, _)| known.contains(name.as_str()));
                named.next().map(|(_, _, cost)| cost)
            }
        };
        found.ok_or_else(|| match edited {
            Edited::Argument(name) => format!("there is no build argument {name}"),
            Edited::BaseImage(name) => format!("the build does not use {name}"),
            _ => "it is not known".to_owned(),
        })
    }

    fn outcome(&self, cost: &EditCost, outcome: &Outcome) -> Grade {
        match outcome {
            Outcome::Steps(comparison, limit) => Grade {
                met: comparison.holds(cost.steps, *limit),
                now: Now::Steps(cost.steps),
            },
            Outcome::Time(comparison, limit) => Grade {
                met: comparison.holds(cost.duration, *limit),
                now: Now::Time(cost.duration),
            },
            Outcome::Reruns(text) | Outcome::Keeps(text) => {
                let there = self.now.rows.iter();
                if !there
                    .map(|row| row.instruction)
                    .any(|index| self.instruction(index).contains(text))
                {
                    return words(false, format!("no line contains `{text}`"));
                }
                let mut instructions = cost.instructions.iter();
                let runs = instructions.any(|index| self.instruction(index).contains(text));
                let state = if runs {
                    "it would run"
                } else {
                    "it would be cached"
                };
                words(runs == matches!(outcome, Outcome::Reruns(_)), state)
            }
        }
    }

    fn step(&self, text: &str, runs: bool) -> Grade {
        let rows = self.now.rows.iter();
        let states: Vec<RowState> = rows
            .filter(|row| self.instruction(row.instruction).contains(text))
            .map(|row| row.state)
            .collect();
        if states.is_empty() {
            return words(false, format!("no line contains `{text}`"));
        }
        if states.contains(&RowState::Runs) {
            words(runs, "it runs")
        } else if states.contains(&RowState::Cached) {
            words(!runs, "it is cached")
        } else {
            words(false, "it is no step of this build")
        }
    }

    fn sent(&self, path: &str, sent: bool) -> Grade {
        let entry = self.now.context.files().find(|entry| *entry.path == *path);
        let decision = entry.and_then(|entry| entry.decision.as_ref());
        match decision.map(FileDecision::is_ignored) {
            None => words(false, format!("there is no file {path}")),
            Some(true) => words(!sent, "it is not sent"),
            Some(false) => words(sent, "it is sent"),
        }
    }

    fn stage(&self, name: &str, built: bool) -> Grade {
        match self.now.stages.iter().find(|stage| stage.name == name) {
            None => words(false, format!("there is no stage {name}")),
            Some(stage) if stage.reachable => words(built, "it is built"),
            Some(_) => words(!built, "it is not built"),
        }
    }

    fn rule(&self, name: &str) -> Grade {
        // A comment can switch a rule off, which puts nothing right.
        let mut comments = self
            .lab
            .project
            .dockerfile
            .lines()
            .filter(|line| line.trim_start().starts_with('#'));
        if comments.any(|line| line.contains("check=") && line.contains("skip")) {
            return words(false, "a comment switches checks off");
        }
        let found = (self.findings).get_or_init(|| self.lab.findings(self.now));
        let own = found.own.iter();
        let own = own.filter(|finding| finding.rule.name == name);
        let docker = found.docker.findings.iter();
        let docker = docker.filter(|finding| finding.rule.name == name);
        let first = own
            .map(|finding| finding.message.clone())
            .chain(docker.map(|finding| finding.message.clone()))
            .next();
        match first {
            Some(message) => words(false, message),
            None => words(true, ""),
        }
    }

    fn text(&self, path: &str, part: &str, contains: bool) -> Grade {
        let project = &self.lab.project;
        let text = match path {
            "Dockerfile" => Some(&project.dockerfile),
            ".dockerignore" => project.dockerignore.as_ref(),
            path => project.files.get(path).and_then(|node| node.as_text()),
        };
        // What a comment says is not there.
        let is_meant = |line: &&str| !line.trim_start().starts_with('#');
        match text {
            None if path == ".dockerignore" => words(!contains, ""),
            None => words(false, format!("there is no text {path}")),
            Some(text) => {
                let found = text
                    .lines()
                    .filter(is_meant)
                    .any(|line| line.contains(part));
                words(
                    found == contains,
                    if found { "it does" } else { "it does not" },
                )
            }
        }
    }
}
