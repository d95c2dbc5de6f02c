//! The instructions one by one, before anything is known of stages. BuildKit: `instructions/parse.go:Parse`,
//! `validations.go:validateStageNames`, `validateCommandCasing`.

use std::collections::BTreeSet;

use layerlab_syntax::buildkit_view::{self, Phase};
use layerlab_syntax::{Command, Instruction, Stage};

use super::{Stop, Walk, each_line, lines_of};
use crate::checks::directive::Settings;
use crate::checks::linter::Place;
use crate::checks::moment::Moment;

/// What stands above an instruction.
pub(super) fn settings_above(instruction: &Instruction) -> Option<Settings> {
    let comments = instruction.comments_before();
    Settings::of_comments(comments.iter().map(AsRef::as_ref))
}

impl Walk<'_> {
    pub(super) fn read_instructions(&mut self) -> Result<(), Stop> {
        let syntax = self.subject.syntax;
        let stop = buildkit_view::stop_error(syntax);
        let stop_line = match &stop {
            Some(stop) if stop.phase == Phase::Parse => {
                return Err(located(stop));
            }
            Some(stop) => stop.lines.first().map(|lines| lines.first),
            None => None,
        };
        for warning in &syntax.warnings {
            self.linter.ask(
                &Moment::EmptyContinuation,
                Place {
                    lines: &[warning.lines],
                    span: warning.span,
                    above: None,
                },
            );
        }
        for (index, instruction) in syntax.instructions.iter().enumerate() {
            let lines = lines_of(instruction);
            let above = settings_above(instruction);
            let place = Place {
                lines: &lines,
                span: instruction.keyword.span,
                above: above.as_ref(),
            };
            self.read_keyword(instruction, place);
            if let Some(stop) = &stop
                && stop_line == Some(instruction.lines.first)
            {
                return Err(located(stop));
            }
            self.read_definitions(index, instruction, place);
        }
        if syntax.stages.is_empty() {
            return Err(Stop::new("dockerfile contains no stages to build"));
        }
        Ok(())
    }

    /// What is asked before the instruction is understood.
    fn read_keyword(&mut self, instruction: &Instruction, place: Place<'_>) {
        let keyword = &*instruction.keyword.value;
        match keyword.to_lowercase().as_str() {
            "maintainer" => self.linter.ask(&Moment::Maintainer, place),
            "from" => {
                let line = buildkit_view::line(instruction, self.subject.syntax.escape);
                let span = match &instruction.command {
                    Command::From {
                        name: Some(name), ..
                    } => name.span,
                    _ => instruction.keyword.span,
                };
                let moment = Moment::From {
                    keyword,
                    words: &line.words,
                };
                self.linter.ask(&moment, place.at(span));
            }
            _ => {}
        }
    }

    /// What is asked of stages and arguments that have a comment above.
    fn read_definitions(&mut self, index: usize, instruction: &Instruction, place: Place<'_>) {
        let comments = instruction.comments_before();
        let Some(comment) = comments.last() else {
            return;
        };
        let (keyword, names): (&str, Vec<&str>) = match &instruction.command {
            Command::From { .. } => {
                let stages = &self.subject.syntax.stages;
                let stage = stages.iter().find(|stage| stage.from == index);
                let name = stage.and_then(|stage| stage.name.as_deref());
                ("FROM", name.into_iter().collect())
            }
            Command::Arg(arguments) => {
                let names = arguments.iter().map(|(name, _)| &*name.value);
                ("ARG", names.collect())
            }
            _ => return,
        };
        let moment = Moment::Described {
            instruction: keyword,
            names: &names,
            comment,
        };
        self.linter.ask(&moment, place);
    }

    pub(super) fn compare_names_and_keywords(&mut self) {
        let syntax = self.subject.syntax;
        let instruction_of = |stage: &Stage| syntax.instructions.get(stage.from);
        let mut seen = BTreeSet::new();
        for stage in &syntax.stages {
            let (Some(name), Some(from)) = (stage.name.as_deref(), instruction_of(stage)) else {
                continue;
            };
            let span = match &from.command {
                Command::From {
                    name: Some(name), ..
                } => name.span,
                _ => from.keyword.span,
            };
            let moment = Moment::StageNamed {
                name,
                taken: !seen.insert(name),
            };
            let place = Place {
                lines: &lines_of(from),
                span,
                above: None,
            };
            self.linter.ask(&moment, place);
        }
        let first = syntax.stages.first().map_or(0, |stage| stage.from);
        let in_stages = syntax.instructions.get(first..).unwrap_or_default();
        // What is written in neither way counts for neither.
        let (mut lower, mut upper) = (0_usize, 0_usize);
        for instruction in in_stages {
            let keyword = &*instruction.keyword.value;
            if keyword.to_lowercase() == keyword {
                lower += 1;
            } else if keyword.to_uppercase() == keyword {
                upper += 1;
            }
        }
        for instruction in in_stages {
            let moment = Moment::Keyword {
                written: &instruction.keyword.value,
                majority_is_lower: lower > upper,
            };
            let place = Place {
                lines: &lines_of(instruction),
                span: instruction.keyword.span,
                above: None,
            };
            self.linter.ask(&moment, place);
        }
    }
}

fn located(stop: &buildkit_view::StopError) -> Stop {
    Stop {
        message: stop.message.clone(),
        lines: stop.lines.iter().copied().flat_map(each_line).collect(),
    }
}
