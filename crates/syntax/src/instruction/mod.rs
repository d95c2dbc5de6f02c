//! From a split line to what the instruction says. BuildKit: `frontend/dockerfile/instructions/parse.go`.

mod health;

use std::ops::Range;

use crate::flag_check;
use crate::go_text;
use crate::heredoc;
use crate::json::JsonString;
use crate::keyword::{Keyword, suggest_instruction};
use crate::logical::LogicalLine;
use crate::node::{Body, Node};
use crate::{
    Arguments, Command, Flag, Heredoc, Instruction, KeyValue, Source, Span, Spanned, Transfer,
};

/// What BuildKit's instruction parser says against an instruction, and where.
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) span: Span,
    pub(crate) hint: &'static str,
}

/// Reads one instruction.
pub(crate) struct Reader<'a> {
    pub(crate) line: &'a LogicalLine,
    pub(crate) node: &'a Node<'a>,
    pub(crate) heredocs: &'a [Heredoc],
    /// The instruction around, for what ONBUILD holds back.
    pub(crate) outer: &'a Instruction,
}

/// The flags of a line as the tree shows them.
pub(crate) fn flags(line: &LogicalLine, node: &crate::node::Head) -> Vec<Flag> {
    let read = |flag: &crate::words::RawFlag| {
        let range = &flag.range;
        let name_end = flag.equals.map_or(range.end, |(_, at)| at);
        let name_range = (range.start + 2).min(name_end)..name_end;
        Flag {
            span: line.span(range),
            name: Spanned {
                span: line.span(&name_range),
                value: flag.name().to_owned(),
            },
            value: flag.value().map(|value| Spanned {
                span: line.span(&((name_end + 1).min(range.end)..range.end)),
                value: value.to_owned(),
            }),
        }
    };
    node.flags.iter().map(read).collect()
}

impl Reader<'_> {
    /// # Errors
    /// BuildKit's words if its instruction parser refuses the instruction. The order of the checks is BuildKit's.
    pub(crate) fn read(&self) -> Result<Command, Refusal> {
        let Some(keyword) = self.node.head.keyword else {
            return Err(self.unknown_instruction());
        };
        match keyword {
            Keyword::From => self.read_from(),
            Keyword::Run => {
                self.check_flags(keyword)?;
                flag_check::check_run(&self.node.head.flags)
                    .map_err(|error| self.flag_refusal(error))?;
                Ok(Command::Run(self.arguments(&self.node.body)))
            }
            Keyword::Cmd => {
                self.check_flags(keyword)?;
                Ok(Command::Cmd(self.arguments(&self.node.body)))
            }
            Keyword::Entrypoint => {
                self.check_flags(keyword)?;
                Ok(Command::Entrypoint(self.arguments(&self.node.body)))
            }
            Keyword::Shell => self.read_shell(),
            Keyword::Copy => Ok(Command::Copy(self.read_transfer(keyword, "COPY")?)),
            Keyword::Add => Ok(Command::Add(self.read_transfer(keyword, "ADD")?)),
            Keyword::Env => Ok(Command::Env(self.read_pairs(keyword, "ENV")?)),
            Keyword::Label => Ok(Command::Label(self.read_pairs(keyword, "LABEL")?)),
            Keyword::Arg => self.read_arg(),
            Keyword::Expose => Ok(Command::Expose(self.read_list(keyword, "EXPOSE")?)),
            Keyword::Volume => self.read_volume(),
            Keyword::User => Ok(Command::User(self.read_one(keyword, "USER", true)?)),
            Keyword::Workdir => Ok(Command::Workdir(self.read_one(keyword, "WORKDIR", true)?)),
            Keyword::Maintainer => Ok(Command::Maintainer(self.read_one(
                keyword,
                "MAINTAINER",
                true,
            )?)),
            Keyword::Stopsignal => Ok(Command::Stopsignal(self.read_one(
                keyword,
                "STOPSIGNAL",
                false,
            )?)),
            Keyword::Healthcheck => self.read_healthcheck(),
            Keyword::Onbuild => self.read_onbuild(),
        }
    }

    fn refuse(&self, message: String, span: Span) -> Refusal {
        Refusal {
            message,
            span,
            hint: "",
        }
    }

    fn refuse_whole(&self, message: String) -> Refusal {
        let head = &self.node.head;
        self.refuse(
            message,
            self.line
                .span(&(head.keyword_range.start..head.rest.end.max(head.keyword_range.end))),
        )
    }

    fn unknown_instruction(&self) -> Refusal {
        let range = &self.node.head.keyword_range;
        let word = self.line.slice(range);
        let suggestion = suggest_instruction(word)
            .map(|name| format!(" (did you mean {name}?)"))
            .unwrap_or_default();
        Refusal {
            message: format!("unknown instruction: {word}{suggestion}"),
            span: self.line.span(range),
            hint: "Every line begins with an instruction such as FROM, RUN or COPY. If the line above goes on here, \
                   it has to end with the escape character.",
        }
    }

    fn flag_refusal(&self, (message, index): flag_check::FlagError) -> Refusal {
        match self.node.head.flags.get(index) {
            Some(flag) => self.refuse(message, self.line.span(&flag.range)),
            None => self.refuse_whole(message),
        }
    }

    fn check_flags(&self, keyword: Keyword) -> Result<(), Refusal> {
        flag_check::check(keyword, &self.node.head.flags).map_err(|error| self.flag_refusal(error))
    }

    fn read_from(&self) -> Result<Command, Refusal> {
        let words: &[Range<usize>] = if let Body::List(words) = &self.node.body {
            words
        } else {
            &[]
        };
        let (image, name) = match words {
            [image] => (image, None),
            [image, middle, name] if is_as(self.line.slice(middle)) => (image, Some(name)),
            _ => {
                return Err(Refusal {
                    hint: "Write FROM image, or FROM image AS name.",
                    ..self.refuse_whole("FROM requires either one or three arguments".to_owned())
                });
            }
        };
        if let Some(name) = name {
            let written = self.line.slice(name);
            if !is_stage_name(&written.to_lowercase()) {
                let quoted = go_text::quote(written);
                let message = format!(
                    "invalid name for build stage: {quoted}, name can't start with a number or contain symbols"
                );
                return Err(self.refuse(message, self.line.span(name)));
            }
        }
        self.check_flags(Keyword::From)?;
        Ok(Command::From {
            image: self.line.spanned(image),
            name: name.map(|name| self.line.spanned(name)),
        })
    }

    fn json_strings(&self, strings: &[JsonString]) -> Vec<Spanned<String>> {
        let read = |string: &JsonString| Spanned {
            span: self.line.span(&string.range),
            value: string.value.to_string(),
        };
        strings.iter().map(read).collect()
    }

    fn arguments(&self, body: &Body) -> Arguments {
        match body {
            Body::Json(strings) => Arguments::Json(self.json_strings(strings)),
            Body::Text(range) => Arguments::Shell(self.line.spanned(range)),
            _ => Arguments::Shell(self.line.spanned(&self.node.head.rest)),
        }
    }

    fn read_shell(&self) -> Result<Command, Refusal> {
        self.check_flags(Keyword::Shell)?;
        match &self.node.body {
            Body::Json(strings) if !strings.is_empty() => {
                Ok(Command::Shell(self.json_strings(strings)))
            }
            Body::Text(_) => Err(Refusal {
                hint: "Write the words as SHELL [\"word\", \"word\"].",
                ..self.refuse_whole("SHELL requires the arguments to be in JSON form".to_owned())
            }),
            _ => Err(self.refuse_whole("SHELL requires at least one argument".to_owned())),
        }
    }

    /// The words of an instruction that takes a list.
    fn list(&self) -> Vec<Spanned<String>> {
        match &self.node.body {
            Body::List(words) => words.iter().map(|word| self.line.spanned(word)).collect(),
            Body::Json(strings) => self.json_strings(strings),
            _ => Vec::new(),
        }
    }

    fn read_list(&self, keyword: Keyword, name: &str) -> Result<Vec<Spanned<String>>, Refusal> {
        let words = self.list();
        if words.is_empty() {
            return Err(self.refuse_whole(format!("{name} requires at least one argument")));
        }
        self.check_flags(keyword)?;
        Ok(words)
    }

    fn read_volume(&self) -> Result<Command, Refusal> {
        let mut volumes = self.read_list(Keyword::Volume, "VOLUME")?;
        for volume in &mut volumes {
            // Only a JSON string can have spaces at its ends.
            volume.value = volume.value.trim().to_owned();
            if volume.value.is_empty() {
                return Err(self.refuse(
                    "VOLUME specified can not be an empty string".to_owned(),
                    volume.span,
                ));
            }
        }
        Ok(Command::Volume(volumes))
    }

    fn read_one(
        &self,
        keyword: Keyword,
        name: &str,
        takes_flags: bool,
    ) -> Result<Spanned<String>, Refusal> {
        let Body::Text(range) = &self.node.body else {
            return Err(self.refuse_whole(format!("{name} requires exactly one argument")));
        };
        if takes_flags {
            self.check_flags(keyword)?;
        }
        Ok(self.line.spanned(range))
    }

    fn read_transfer(&self, keyword: Keyword, name: &str) -> Result<Transfer, Refusal> {
        let mut words = self.list();
        let (Some(destination), false) = (words.pop(), words.is_empty()) else {
            return Err(Refusal {
                hint: "Name what is copied and, last, where to.",
                ..self.refuse_whole(format!(
                    "{name} requires at least two arguments, but only one was provided. Destination could not be \
                     determined"
                ))
            });
        };
        self.check_flags(keyword)?;
        if matches!(heredoc::read_marker(&destination.value), Ok(Some(_))) {
            return Err(self.refuse(
                format!("{name} cannot accept a heredoc as a destination"),
                destination.span,
            ));
        }
        let sources = words.into_iter().map(|word| self.source(word)).collect();
        Ok(Transfer {
            sources,
            destination,
            json: self.node.is_json(),
        })
    }

    fn source(&self, word: Spanned<String>) -> Source {
        let Ok(Some(marker)) = heredoc::read_marker(&word.value) else {
            return Source::Path(word);
        };
        // The marker at this place, or, as in BuildKit, the last one of this name.
        let at_place = self
            .heredocs
            .iter()
            .position(|heredoc| heredoc.marker == word.span);
        let of_name = || {
            self.heredocs
                .iter()
                .rposition(|heredoc| heredoc.name == marker.name)
        };
        at_place
            .or_else(of_name)
            .map_or(Source::Path(word), Source::Heredoc)
    }

    fn read_pairs(&self, keyword: Keyword, name: &str) -> Result<Vec<KeyValue>, Refusal> {
        self.check_flags(keyword)?;
        let Body::Pairs(pairs) = &self.node.body else {
            return Err(self.refuse_whole(format!("{name} requires at least one argument")));
        };
        if let Some(nameless) = pairs.iter().find(|pair| pair.key.is_empty()) {
            let span = self.line.span(&(nameless.key.start..nameless.value.end));
            return Err(self.refuse(format!("{name} names can not be blank"), span));
        }
        let read = |pair: &crate::node::Pair| KeyValue {
            key: self.line.spanned(&pair.key),
            value: self.line.spanned(&pair.value),
            equals: pair.equals,
        };
        Ok(pairs.iter().map(read).collect())
    }

    fn read_arg(&self) -> Result<Command, Refusal> {
        let Body::List(words) = &self.node.body else {
            return Err(self.refuse_whole("ARG requires at least one argument".to_owned()));
        };
        let mut arguments = Vec::with_capacity(words.len());
        for word in words {
            let Some(length) = self.line.slice(word).find('=') else {
                arguments.push((self.line.spanned(word), None));
                continue;
            };
            if length == 0 {
                return Err(self.refuse(
                    "ARG names can not be blank".to_owned(),
                    self.line.span(word),
                ));
            }
            let equals = word.start + length;
            let value = self.line.spanned(&(equals + 1..word.end));
            arguments.push((self.line.spanned(&(word.start..equals)), Some(value)));
        }
        Ok(Command::Arg(arguments))
    }

    fn read_onbuild(&self) -> Result<Command, Refusal> {
        let Body::Nested(nested) = &self.node.body else {
            return Err(self.refuse_whole("ONBUILD requires at least one argument".to_owned()));
        };
        self.check_flags(Keyword::Onbuild)?;
        let keyword_span = self.line.span(&nested.head.keyword_range);
        match nested.head.keyword {
            Some(Keyword::Onbuild) => {
                let message = "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".to_owned();
                return Err(self.refuse(message, keyword_span));
            }
            Some(Keyword::Maintainer | Keyword::From) => {
                let name = self.line.slice(&nested.head.keyword_range).to_uppercase();
                return Err(self.refuse(
                    format!("{name} isn't allowed as an ONBUILD trigger"),
                    keyword_span,
                ));
            }
            _ => {}
        }
        // BuildKit looks at the trigger only in the build that it triggers; until then a broken one is no error.
        let inner = Reader {
            line: self.line,
            node: nested,
            heredocs: self.heredocs,
            outer: self.outer,
        };
        let command = inner.read().unwrap_or(Command::Invalid);
        let rest = &self.node.head.rest;
        Ok(Command::Onbuild(Box::new(Instruction {
            span: Span::new(
                keyword_span.start,
                self.outer.span.end.max(keyword_span.end),
            ),
            lines: self.outer.lines,
            keyword: self.line.spanned(&nested.head.keyword_range),
            original: self.line.slice(rest).to_owned(),
            flags: flags(self.line, &nested.head),
            heredocs: self.heredocs.to_vec(),
            comments_before: Vec::new(),
            command,
        })))
    }
}

/// `as` in any case. Go folds the long s too.
fn is_as(word: &str) -> bool {
    word.eq_ignore_ascii_case("as") || matches!(word, "a\u{17f}" | "A\u{17f}")
}

/// Whether a name in lower case can be that of a stage.
pub(crate) fn is_stage_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
}
