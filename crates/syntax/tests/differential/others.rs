//! The readings of the two other parsers.

use std::ops::Range;

use dockerfile_parser::ShellOrExecExpr;
use parse_dockerfile::{
    Command, Flag, HealthcheckArguments, HereDoc, Instruction, JsonOrStringArray, Source,
    UnescapedString,
};

use crate::reading::{Reading, join_lines, single_spaces};

/// The parsers that ours is compared with, by the names of their packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// `parse-dockerfile`.
    ParseDockerfile,
    /// `dockerfile-parser`.
    DockerfileParser,
}

/// The instructions in the order of the file, or `None` if the parser refuses the file.
pub fn read(other: Other, text: &str) -> Option<Vec<Reading>> {
    match other {
        Other::ParseDockerfile => with_parse_dockerfile(text),
        Other::DockerfileParser => with_dockerfile_parser(text),
    }
}

fn with_parse_dockerfile(text: &str) -> Option<Vec<Reading>> {
    let file = parse_dockerfile::parse(text).ok()?;
    // Its offsets do not count the byte order mark.
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    let adapter = Adapter {
        text: unmarked,
        escape: file
            .parser_directives
            .escape
            .as_ref()
            .map_or('\\', |directive| directive.value.value),
        skipped_bytes: text.len() - unmarked.len(),
    };
    let readings = file.instructions.iter().map(|each| adapter.read(each));
    Some(readings.collect())
}

/// Knows what is needed to turn an instruction of `parse-dockerfile` into a reading.
struct Adapter<'a> {
    text: &'a str,
    escape: char,
    skipped_bytes: usize,
}

/// The parts of an instruction, while it is put together.
#[derive(Default)]
struct Parts {
    words: Vec<String>,
    /// The words are not told as they are written.
    words_unknown: bool,
    flags: Vec<String>,
    json: Option<Vec<String>>,
    heredocs: Vec<String>,
}

impl Parts {
    fn flags<'a, 'text: 'a>(&mut self, flags: impl IntoIterator<Item = &'a Flag<'text>>) {
        for flag in flags {
            let written = match &flag.value {
                Some(value) => format!("--{}={}", flag.name.value, value.value),
                None => format!("--{}", flag.name.value),
            };
            self.words.push(written.clone());
            self.flags.push(written);
        }
    }

    fn words<'a, 'text: 'a>(
        &mut self,
        words: impl IntoIterator<Item = &'a UnescapedString<'text>>,
    ) {
        self.words
            .extend(words.into_iter().map(|word| word.value.to_string()));
    }

    /// A JSON array of which only the strings are told.
    fn array<'a, 'text: 'a>(
        &mut self,
        strings: impl IntoIterator<Item = &'a UnescapedString<'text>>,
    ) {
        self.words_unknown = true;
        self.json = Some(values(strings));
    }

    fn heredoc(&mut self, heredoc: &HereDoc<'_>) {
        self.heredocs.push(heredoc.value.to_string());
    }
}

impl Adapter<'_> {
    fn read(&self, instruction: &Instruction<'_>) -> Reading {
        let mut parts = Parts::default();
        let keyword = self.fill(&mut parts, instruction);
        Reading {
            keyword: self.written(&keyword).to_uppercase(),
            start: keyword.start + self.skipped_bytes,
            end: None,
            text: (!parts.words_unknown).then(|| single_spaces(&parts.words.join(" "))),
            flags: Some(parts.flags),
            json: Some(parts.json),
            heredocs: Some(parts.heredocs),
        }
    }

    fn written(&self, span: &Range<usize>) -> String {
        let slice = self.text.get(span.clone()).unwrap_or_default();
        join_lines(slice, self.escape)
    }

    fn command(&self, parts: &mut Parts, command: &Command<'_>) {
        match command {
            Command::Shell(shell) => parts.words.push(join_lines(shell.value, self.escape)),
            Command::Exec(array) => {
                parts.words.push(self.written(&array.span));
                parts.json = Some(values(&array.value));
            }
            _ => {}
        }
    }

    /// ADD and COPY do not tell whether they are in JSON form; in it a quote stands before the first string.
    fn transfer(&self, parts: &mut Parts, sources: &[Source<'_>], target: &UnescapedString<'_>) {
        let paths = sources.iter().filter_map(|source| match source {
            Source::Path(path) => Some(path),
            _ => None,
        });
        let words: Vec<_> = paths.chain([target]).collect();
        let before = words
            .first()
            .and_then(|word| self.text.get(..word.span.start));
        let opening = before.and_then(|before| before.strip_suffix('"'));
        if opening.is_some_and(|opening| join_lines(opening, self.escape).ends_with('[')) {
            parts.array(words);
            return;
        }
        for source in sources {
            match source {
                Source::Path(path) => parts.words([path]),
                Source::HereDoc(heredoc) => parts.heredoc(heredoc),
                _ => {}
            }
        }
        parts.words([target]);
    }

    /// Puts the arguments into `parts` and tells where the keyword is.
    fn fill(&self, parts: &mut Parts, instruction: &Instruction<'_>) -> Range<usize> {
        match instruction {
            Instruction::Add(add) => {
                parts.flags(&add.options);
                self.transfer(parts, &add.src, &add.dest);
                add.add.span.clone()
            }
            Instruction::Copy(copy) => {
                parts.flags(&copy.options);
                self.transfer(parts, &copy.src, &copy.dest);
                copy.copy.span.clone()
            }
            Instruction::Arg(arg) => {
                parts.words([&arg.arguments]);
                arg.arg.span.clone()
            }
            Instruction::Cmd(cmd) => {
                self.command(parts, &cmd.arguments);
                cmd.cmd.span.clone()
            }
            Instruction::Entrypoint(entrypoint) => {
                self.command(parts, &entrypoint.arguments);
                entrypoint.entrypoint.span.clone()
            }
            Instruction::Env(env) => {
                parts.words([&env.arguments]);
                env.env.span.clone()
            }
            Instruction::Expose(expose) => {
                parts.words(&expose.arguments);
                expose.expose.span.clone()
            }
            Instruction::From(from) => {
                parts.flags(&from.options);
                parts.words([&from.image]);
                if let Some((keyword, name)) = &from.as_ {
                    parts.words.push(self.written(&keyword.span));
                    parts.words([name]);
                }
                from.from.span.clone()
            }
            Instruction::Healthcheck(healthcheck) => {
                parts.flags(&healthcheck.options);
                match &healthcheck.arguments {
                    HealthcheckArguments::Cmd { cmd, arguments, .. } => {
                        parts.words.push(self.written(&cmd.span));
                        self.command(parts, arguments);
                    }
                    HealthcheckArguments::None { none, .. } => {
                        parts.words.push(self.written(&none.span));
                    }
                    _ => {}
                }
                healthcheck.healthcheck.span.clone()
            }
            Instruction::Label(label) => {
                parts.words([&label.arguments]);
                label.label.span.clone()
            }
            Instruction::Maintainer(maintainer) => {
                parts.words([&maintainer.name]);
                maintainer.maintainer.span.clone()
            }
            Instruction::Onbuild(onbuild) => {
                let nested = self.fill_nested(parts, &onbuild.instruction);
                parts.words.insert(0, nested);
                onbuild.onbuild.span.clone()
            }
            Instruction::Run(run) => {
                parts.flags(&run.options);
                self.command(parts, &run.arguments);
                run.here_docs.iter().for_each(|each| parts.heredoc(each));
                run.run.span.clone()
            }
            Instruction::Shell(shell) => {
                parts.array(&shell.arguments);
                shell.shell.span.clone()
            }
            Instruction::Stopsignal(stopsignal) => {
                parts.words([&stopsignal.arguments]);
                stopsignal.stopsignal.span.clone()
            }
            Instruction::User(user) => {
                parts.words([&user.arguments]);
                user.user.span.clone()
            }
            Instruction::Volume(volume) => {
                match &volume.arguments {
                    JsonOrStringArray::Json(array) => {
                        parts.words.push(self.written(&array.span));
                        parts.json = Some(values(&array.value));
                    }
                    JsonOrStringArray::String(words) => parts.words(words),
                }
                volume.volume.span.clone()
            }
            Instruction::Workdir(workdir) => {
                parts.words([&workdir.arguments]);
                workdir.workdir.span.clone()
            }
            _ => 0..0,
        }
    }

    fn fill_nested(&self, parts: &mut Parts, instruction: &Instruction<'_>) -> String {
        let keyword = self.fill(parts, instruction);
        self.written(&keyword)
    }
}

fn values<'a, 'text: 'a>(
    strings: impl IntoIterator<Item = &'a UnescapedString<'text>>,
) -> Vec<String> {
    let strings = strings.into_iter();
    strings.map(|string| string.value.to_string()).collect()
}

fn with_dockerfile_parser(text: &str) -> Option<Vec<Reading>> {
    use dockerfile_parser::Instruction;
    let file = dockerfile_parser::Dockerfile::parse(text).ok()?;
    let readings = file.instructions.iter().map(|instruction| {
        let span = instruction.span();
        let written = text.get(span.start..span.end).unwrap_or_default();
        let letters = |character: char| character.is_ascii_alphabetic();
        let after = written.trim_start_matches(letters);
        let keyword = written.strip_suffix(after).unwrap_or_default();
        let (flags, json) = match instruction {
            Instruction::From(from) => {
                let flags = from.flags.iter();
                let written = flags.map(|flag| format!("--{}={}", flag.name, flag.value));
                (Some(written.collect()), None)
            }
            Instruction::Copy(copy) => {
                let flags = copy.flags.iter();
                let written = flags.map(|flag| format!("--{}={}", flag.name, flag.value));
                (Some(written.collect()), None)
            }
            Instruction::Run(run) => (None, Some(strings(&run.expr))),
            Instruction::Cmd(cmd) => (None, Some(strings(&cmd.expr))),
            Instruction::Entrypoint(entrypoint) => (None, Some(strings(&entrypoint.expr))),
            _ => (None, None),
        };
        Reading {
            keyword: keyword.to_uppercase(),
            start: span.start,
            end: Some(span.end),
            text: Some(join_lines(after, '\\')),
            flags,
            json,
            heredocs: None,
        }
    });
    Some(readings.collect())
}

fn strings(expression: &ShellOrExecExpr) -> Option<Vec<String>> {
    let array = expression.as_exec()?;
    Some(array.as_str_vec().into_iter().map(str::to_owned).collect())
}
