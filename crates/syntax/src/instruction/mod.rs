//! From a split line to what the instruction says. BuildKit: `frontend/dockerfile/instructions/parse.go`.

mod health;

use std::borrow::Cow;
use std::mem::take;
use std::ops::Range;

use crate::flag_check;
use crate::go_text;
use crate::heredoc;
use crate::keyword::{Keyword, suggest_instruction};
use crate::logical::LogicalLine;
use crate::node::{Body, Head};
use crate::words::{self, QuotedWords, Words};
use crate::written::Written;
use crate::{
    Arguments, Command, Flag, Heredoc, Instruction, KeyValue, Lines, List, Source, Span, Transfer,
    Word,
};

/// What BuildKit's instruction parser says against an instruction, and where.
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) span: Span,
    pub(crate) hint: &'static str,
}

/// An argument of ARG: its name and its value.
type Argument<'t> = (Word<'t>, Option<Word<'t>>);

/// What reading gives if the instruction is refused. Boxed, as it is large and rare.
type Outcome<T = ()> = Result<T, Box<Refusal>>;

/// Reads one instruction. `'t` is the lifetime of the text, `'s` that of the logical line.
pub(crate) struct Reader<'t, 's, 'r> {
    pub(crate) line: &'r LogicalLine<'t, 's>,
    pub(crate) head: &'r Head,
    // The lists and not their slices, as these would have to be read from what was just written.
    pub(crate) flags: &'r Vec<Flag<'t>>,
    pub(crate) heredocs: &'r Vec<Heredoc<'t>>,
    pub(crate) escape: char,
    /// Of the whole instruction, for what ONBUILD holds back.
    pub(crate) span: Span,
    /// Likewise.
    pub(crate) lines: Lines,
}

impl<'t> Reader<'t, '_, '_> {
    /// Puts into `command` what the instruction says: built in place, as it is large.
    ///
    /// # Errors
    /// BuildKit's words if its instruction parser refuses the instruction. The order of the checks is BuildKit's.
    #[inline(always)]
    pub(crate) fn read(&self, body: &mut Body<'t>, command: &mut Command<'t>) -> Outcome {
        let Some(keyword) = self.head.keyword else {
            return Err(self.unknown_instruction());
        };
        match keyword {
            Keyword::From => self.read_from(body, command)?,
            Keyword::Run => {
                self.check_flags(keyword)?;
                flag_check::check_run(self.flags).map_err(|error| self.flag_refusal(error))?;
                *command = Command::Run(self.arguments(body));
            }
            Keyword::Cmd => {
                self.check_flags(keyword)?;
                *command = Command::Cmd(self.arguments(body));
            }
            Keyword::Entrypoint => {
                self.check_flags(keyword)?;
                *command = Command::Entrypoint(self.arguments(body));
            }
            Keyword::Shell => *command = Command::Shell(self.read_shell(body)?),
            Keyword::Copy | Keyword::Add => {
                let (sources, destination) = self.split_transfer(body);
                let transfer = self.transfer(&destination);
                *command = match keyword {
                    Keyword::Copy => Command::Copy(transfer),
                    _ => Command::Add(transfer),
                };
                if let Command::Copy(transfer) | Command::Add(transfer) = command {
                    self.read_transfer(keyword, body, sources, transfer)?;
                }
            }
            Keyword::Env => {
                *command = Command::Env(List::default());
                if let Command::Env(pairs) = command {
                    self.read_pairs(keyword, body, "ENV", pairs)?;
                }
            }
            Keyword::Label => {
                *command = Command::Label(List::default());
                if let Command::Label(pairs) = command {
                    self.read_pairs(keyword, body, "LABEL", pairs)?;
                }
            }
            Keyword::Arg => {
                *command = Command::Arg(List::default());
                if let Command::Arg(arguments) = command {
                    self.read_arg(body, arguments)?;
                }
            }
            Keyword::Expose => {
                *command = Command::Expose(List::default());
                if let Command::Expose(ports) = command {
                    self.read_list(keyword, body, "EXPOSE", ports)?;
                }
            }
            Keyword::Volume => {
                *command = Command::Volume(List::default());
                if let Command::Volume(volumes) = command {
                    self.read_volume(body, volumes)?;
                }
            }
            Keyword::User => {
                *command = Command::User(self.line.word(self.read_one(keyword, body, "USER")?))
            }
            Keyword::Workdir => {
                *command =
                    Command::Workdir(self.line.word(self.read_one(keyword, body, "WORKDIR")?));
            }
            Keyword::Maintainer => {
                *command = Command::Maintainer(self.line.word(self.read_one(
                    keyword,
                    body,
                    "MAINTAINER",
                )?));
            }
            Keyword::Stopsignal => {
                *command = Command::Stopsignal(self.line.word(self.read_one(
                    keyword,
                    body,
                    "STOPSIGNAL",
                )?));
            }
            Keyword::Healthcheck => *command = Command::Healthcheck(self.read_healthcheck(body)?),
            Keyword::Onbuild => *command = Command::Onbuild(self.read_onbuild(body)?),
        }
        Ok(())
    }

    #[cold]
    fn refuse(&self, message: String, span: Span) -> Box<Refusal> {
        Box::new(Refusal {
            message,
            span,
            hint: "",
        })
    }

    #[cold]
    fn refuse_whole(&self, message: String) -> Box<Refusal> {
        self.refuse(message, self.line.span(&self.head.whole()))
    }

    #[cold]
    fn refuse_with_hint(&self, message: &str, hint: &'static str) -> Box<Refusal> {
        let mut refusal = self.refuse_whole(message.to_owned());
        refusal.hint = hint;
        refusal
    }

    fn unknown_instruction(&self) -> Box<Refusal> {
        let range = &self.head.keyword_range;
        let word = self.line.slice(range);
        let suggestion = suggest_instruction(word)
            .map(|name| format!(" (did you mean {name}?)"))
            .unwrap_or_default();
        Box::new(Refusal {
            message: format!("unknown instruction: {word}{suggestion}"),
            span: self.line.span(range),
            hint: "Every line begins with an instruction such as FROM, RUN or COPY. If the line above goes on here, \
                   it has to end with the escape character.",
        })
    }

    fn flag_refusal(&self, (message, index): flag_check::FlagError) -> Box<Refusal> {
        match self.flags.get(index) {
            Some(flag) => self.refuse(message, flag.span),
            None => self.refuse_whole(message),
        }
    }

    fn check_flags(&self, keyword: Keyword) -> Outcome {
        if self.flags.is_empty() {
            return Ok(());
        }
        flag_check::check(keyword, self.flags).map_err(|error| self.flag_refusal(error))
    }

    fn read_from(&self, body: &mut Body<'t>, command: &mut Command<'t>) -> Outcome {
        let mut words = match body {
            Body::List(rest) => Words::new(self.line.text, rest),
            _ => Words::new("", &(0..0)),
        };
        let four = [words.next(), words.next(), words.next(), words.next()];
        let (image, name) = match &four {
            [Some(image), None, ..] => (image, None),
            [Some(image), Some(middle), Some(name), None] if is_as(self.line.slice(middle)) => {
                (image, Some(name))
            }
            _ => {
                return Err(self.refuse_with_hint(
                    "FROM requires either one or three arguments",
                    "Write FROM image, or FROM image AS name.",
                ));
            }
        };
        if let Some(name) = name {
            let written = self.line.slice(name);
            if !is_stage_name(written) && !is_stage_name(&go_text::to_lower(written)) {
                let quoted = go_text::quote(written);
                let message = format!(
                    "invalid name for build stage: {quoted}, name can't start with a number or contain symbols"
                );
                return Err(self.refuse(message, self.line.span(name)));
            }
        }
        self.check_flags(Keyword::From)?;
        *command = Command::From {
            image: self.line.word(image),
            name: name.map(|name| self.line.word(name)),
        };
        Ok(())
    }

    #[inline(always)]
    fn arguments(&self, body: &mut Body<'t>) -> Arguments<'t> {
        match body {
            Body::Json(strings) => Arguments::Json(take(strings)),
            Body::Text(range) => Arguments::Shell(self.line.word(range)),
            _ => Arguments::Shell(self.line.word(&self.head.rest)),
        }
    }

    fn read_shell(&self, body: &mut Body<'t>) -> Outcome<List<Word<'t>>> {
        self.check_flags(Keyword::Shell)?;
        match body {
            Body::Json(strings) if !strings.is_empty() => Ok(take(strings)),
            Body::Text(_) => Err(self.refuse_with_hint(
                "SHELL requires the arguments to be in JSON form",
                "Write the words as SHELL [\"word\", \"word\"].",
            )),
            _ => Err(self.refuse_whole("SHELL requires at least one argument".to_owned())),
        }
    }

    fn read_list(
        &self,
        keyword: Keyword,
        body: &mut Body<'t>,
        name: &str,
        words: &mut List<Word<'t>>,
    ) -> Outcome {
        match body {
            Body::List(rest) => {
                for word in Words::new(self.line.text, rest) {
                    words.push_with(|| self.line.word(&word));
                }
            }
            Body::Json(strings) => *words = take(strings),
            _ => {}
        }
        if words.is_empty() {
            return Err(self.refuse_whole(format!("{name} requires at least one argument")));
        }
        self.check_flags(keyword)
    }

    fn read_volume(&self, body: &mut Body<'t>, volumes: &mut List<Word<'t>>) -> Outcome {
        self.read_list(Keyword::Volume, body, "VOLUME", volumes)?;
        for volume in volumes {
            // Only a JSON string can have spaces at its ends.
            volume.value = match &volume.value {
                Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
                Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
            };
            if volume.value.is_empty() {
                return Err(self.refuse(
                    "VOLUME specified can not be an empty string".to_owned(),
                    volume.span,
                ));
            }
        }
        Ok(())
    }

    fn read_one<'b>(
        &self,
        keyword: Keyword,
        body: &'b Body<'t>,
        name: &str,
    ) -> Outcome<&'b Range<usize>> {
        let Body::Text(range) = body else {
            return Err(self.refuse_whole(format!("{name} requires exactly one argument")));
        };
        // BuildKit does not look at the flags of STOPSIGNAL.
        if keyword != Keyword::Stopsignal {
            self.check_flags(keyword)?;
        }
        Ok(range)
    }

    /// Where the sources stand, and the destination, if they are separated by spaces.
    #[inline(always)]
    fn split_transfer(&self, body: &Body<'t>) -> (Range<usize>, Range<usize>) {
        match body {
            Body::List(rest) => words::split_last(self.line.text, rest),
            _ => (0..0, 0..0),
        }
    }

    /// A transfer of nothing.
    #[inline(always)]
    fn transfer(&self, destination: &Range<usize>) -> Transfer<'t> {
        Transfer {
            sources: List::default(),
            destination: self.line.word(destination),
            json: false,
        }
    }

    fn read_transfer(
        &self,
        keyword: Keyword,
        body: &mut Body<'t>,
        sources: Range<usize>,
        transfer: &mut Transfer<'t>,
    ) -> Outcome {
        let name = match keyword {
            Keyword::Copy => "COPY",
            _ => "ADD",
        };
        match body {
            Body::List(_) => {
                for word in Words::new(self.line.text, &sources) {
                    transfer
                        .sources
                        .push_with(|| self.source(self.line.word(&word)));
                }
            }
            Body::Json(strings) => {
                transfer.json = true;
                let last = strings.len().saturating_sub(1);
                for (index, string) in take(strings).into_iter().enumerate() {
                    if index == last {
                        transfer.destination = string;
                    } else {
                        transfer.sources.push(self.source(string));
                    }
                }
            }
            _ => {}
        }
        if transfer.sources.is_empty() {
            let message = format!(
                "{name} requires at least two arguments, but only one was provided. Destination could not be \
                 determined"
            );
            return Err(self.refuse_with_hint(&message, "Name what is copied and, last, where to."));
        }
        self.check_flags(keyword)?;
        let destination = &transfer.destination;
        if matches!(heredoc::read_marker(&destination.value), Ok(Some(_))) {
            return Err(self.refuse(
                format!("{name} cannot accept a heredoc as a destination"),
                destination.span,
            ));
        }
        Ok(())
    }

    fn source(&self, word: Word<'t>) -> Source<'t> {
        if self.heredocs.is_empty() {
            return Source::Path(word);
        }
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

    fn read_pairs(
        &self,
        keyword: Keyword,
        body: &mut Body<'t>,
        name: &str,
        pairs: &mut List<KeyValue<'t>>,
    ) -> Outcome {
        self.check_flags(keyword)?;
        let words = match body {
            Body::Pairs(words) => take(words),
            Body::OldPair(key, value) => {
                pairs.push(KeyValue {
                    key: self.line.word(key),
                    value: self.line.word(value),
                    equals: false,
                });
                return Ok(());
            }
            _ => {
                return Err(self.refuse_whole(format!("{name} requires at least one argument")));
            }
        };
        if words.iter().any(|pair| pair.key.value.is_empty()) {
            return Err(self.refuse_blank_name(name));
        }
        *pairs = words;
        Ok(())
    }

    #[cold]
    fn refuse_blank_name(&self, name: &str) -> Box<Refusal> {
        let mut words = QuotedWords::new(self.line.text, &self.head.rest, self.escape);
        let blank = words.find(|word| word.key().is_empty());
        let range = blank.map_or(self.head.whole(), |word| word.range);
        self.refuse(
            format!("{name} names can not be blank"),
            self.line.span(&range),
        )
    }

    fn read_arg(&self, body: &mut Body<'t>, arguments: &mut List<Argument<'t>>) -> Outcome {
        if let Body::Quoted(rest) = body {
            for word in QuotedWords::new(self.line.text, rest, self.escape) {
                let key = word.key();
                if key.is_empty() {
                    return Err(self.refuse(
                        "ARG names can not be blank".to_owned(),
                        self.line.span(&word.range),
                    ));
                }
                arguments.push_with(|| {
                    let value = word.equals.map(|_| self.line.word(&word.value()));
                    (self.line.word(&key), value)
                });
            }
        }
        if arguments.is_empty() {
            return Err(self.refuse_whole("ARG requires at least one argument".to_owned()));
        }
        Ok(())
    }

    fn read_onbuild(&self, body: &mut Body<'t>) -> Outcome<Box<Instruction<'t>>> {
        let Body::Nested(nested) = body else {
            return Err(self.refuse_whole("ONBUILD requires at least one argument".to_owned()));
        };
        self.check_flags(Keyword::Onbuild)?;
        let keyword_span = self.line.span(&nested.head.keyword_range);
        // White space of any kind may hang on to the word, which makes no instruction of it, but is cut off here.
        let name = go_text::to_upper(self.line.slice(&nested.head.keyword_range).trim());
        match name.as_str() {
            "ONBUILD" => {
                let message = "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".to_owned();
                return Err(self.refuse(message, keyword_span));
            }
            "MAINTAINER" | "FROM" => {
                return Err(self.refuse(
                    format!("{name} isn't allowed as an ONBUILD trigger"),
                    keyword_span,
                ));
            }
            _ => {}
        }
        // BuildKit looks at the trigger only in the build that it triggers; until then a broken one is no error.
        let inner = Reader {
            head: &nested.head,
            flags: &nested.flags,
            ..*self
        };
        let mut command = Command::Invalid;
        if inner.read(&mut nested.body, &mut command).is_err() {
            command = Command::Invalid;
        }
        let rest = &self.head.rest;
        Ok(Box::new(Instruction {
            span: Span::new(keyword_span.start, self.span.end.max(keyword_span.end)),
            lines: self.lines,
            keyword: self.line.word(&nested.head.keyword_range),
            flags: take(&mut nested.flags),
            heredocs: self.heredocs.clone(),
            command,
            written: Written {
                text: self.line.text_of(rest),
                ..Written::default()
            },
        }))
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
