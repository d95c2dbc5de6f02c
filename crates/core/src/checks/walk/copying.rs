//! COPY and ADD. BuildKit: `convert_copy.go:dispatchCopy`, `validations.go:validateCopySourcePath`.

use layerlab_syntax::buildkit_view::go_quote;
use layerlab_syntax::expand::ExpandOptions;
use layerlab_syntax::{Source, Span, Transfer};

use super::state::Step;
use super::{Stop, Walk};
use crate::checks::directive::Settings;
use crate::checks::linter::Place;
use crate::checks::moment::Moment;
use crate::graph::copy::{canonical_mode, switch};
use crate::graph::reference_grammar::digest_error;
use crate::graph::remote::Remote;
use crate::graph::repository::{self, RepositoryFlags};

impl Walk<'_> {
    pub(super) fn copy(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        transfer: &Transfer,
        is_add: bool,
    ) -> Result<(), Stop> {
        let instruction = &*step.instruction;
        let mut flag = |name: &str| -> Result<String, Stop> {
            let written = instruction.flag(name).and_then(|flag| flag.value.as_ref());
            match written {
                Some(value) => self.word(index, step, above, &value.value, value.span),
                None => Ok(String::new()),
            }
        };
        flag("chown")?;
        let mode = flag("chmod")?;
        let checksum = if is_add {
            flag("checksum")?
        } else {
            String::new()
        };
        let mut paths: Vec<(String, Span)> = Vec::new();
        for source in &transfer.sources {
            if let Source::Path(path) = source {
                let expanded = self.word(index, step, above, &path.value, path.span)?;
                paths.push((expanded, path.span));
            }
        }
        let destination = &transfer.destination;
        self.word(index, step, above, &destination.value, destination.span)?;
        self.documents(index, step, above, transfer)?;
        self.check_source_stage(index, step)?;
        canonical_mode(&mode).map_err(Stop::new)?;
        check_checksum(&checksum, &paths)?;
        for (path, span) in &paths {
            let remote = Remote::of(path);
            if remote == Some(Remote::Git) {
                let flags = RepositoryFlags {
                    keep_git_directory: switch(instruction, "keep-git-dir"),
                    checksum: &checksum,
                };
                repository::check(path, flags).map_err(Stop::new)?;
            }
            match remote {
                Some(Remote::Git) if !is_add => {
                    return Err(Stop::new("source can't be a git ref for COPY"));
                }
                Some(Remote::File(_)) if !is_add => {
                    return Err(Stop::new("source can't be a URL for COPY"));
                }
                Some(Remote::File(_)) if !checksum.is_empty() => {
                    if let Some(reason) = digest_error(&checksum) {
                        return Err(Stop::new(reason));
                    }
                }
                Some(_) => {}
                None => {
                    let ignore = self
                        .subject
                        .ignore
                        .filter(|ignore| !ignore.given.is_empty());
                    let moment = Moment::Source {
                        is_add,
                        path,
                        ignore: ignore.filter(|_| step.sources.is_empty()),
                    };
                    let place = Place {
                        lines: &step.lines,
                        span: step.span(*span),
                        above,
                    };
                    self.linter.ask(&moment, place);
                }
            }
        }
        Ok(())
    }

    /// Variables in heredocs. Quotes have no meaning there, and the escape character is always the backslash.
    fn documents(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
        transfer: &Transfer,
    ) -> Result<(), Stop> {
        let options = ExpandOptions {
            ignore_quotes: true,
            ..ExpandOptions::new('\\')
        };
        for source in &transfer.sources {
            let Source::Heredoc(place) = source else {
                continue;
            };
            let heredoc = step.instruction.heredocs.get(*place);
            if let Some(heredoc) = heredoc.filter(|heredoc| heredoc.expand) {
                let content = crate::graph::run::chomped(heredoc);
                self.word_with(index, step, above, &content, heredoc.body, options)?;
            }
        }
        Ok(())
    }

    fn check_source_stage(&self, index: usize, step: &Step<'_>) -> Result<(), Stop> {
        let source = step
            .sources
            .first()
            .and_then(|source| self.states.get(*source));
        if source.is_none_or(|source| source.is_dispatched) {
            return Ok(());
        }
        let flag = step.instruction.flag("from");
        let from = flag.and_then(|flag| flag.value.as_ref());
        let from = from.map_or("", |from| &*from.value);
        let stage = self.states.get(index).map_or("", |state| &state.name);
        Err(Stop::new(format!(
            "cannot copy from stage {}, it needs to be defined before current stage {}",
            go_quote(from),
            go_quote(stage)
        )))
    }
}

fn check_checksum(checksum: &str, paths: &[(String, Span)]) -> Result<(), Stop> {
    if checksum.is_empty() {
        return Ok(());
    }
    match paths {
        [(path, _)] if Remote::of(path).is_some() => Ok(()),
        [_] => Err(Stop::new("checksum requires HTTP(S) or Git sources")),
        _ => Err(Stop::new(
            "checksum can't be specified for multiple sources",
        )),
    }
}
