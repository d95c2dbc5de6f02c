//! A tree that outlives the text.

use std::borrow::Cow;

use crate::{
    Arguments, Command, Directive, Dockerfile, Flag, Heredoc, Instruction, KeyValue, List, Source,
    Stage, Transfer, Word,
};

impl Dockerfile<'_> {
    /// The same tree with copies of all that it borrows from the text.
    #[must_use]
    pub fn into_owned(self) -> Dockerfile<'static> {
        Dockerfile {
            escape: self.escape,
            directives: list(self.directives, |directive| Directive {
                span: directive.span,
                name: word(directive.name),
                value: word(directive.value),
            }),
            instructions: vec(self.instructions, Instruction::into_owned),
            stages: vec(self.stages, |stage| Stage {
                from: stage.from,
                end: stage.end,
                name: stage.name.map(text),
                comment: stage.comment,
            }),
            comments: self.comments,
            errors: self.errors,
            warnings: self.warnings,
        }
    }
}

impl Instruction<'_> {
    /// The same instruction with copies of all that it borrows from the text.
    #[must_use]
    pub fn into_owned(self) -> Instruction<'static> {
        Instruction {
            span: self.span,
            lines: self.lines,
            keyword: word(self.keyword),
            flags: vec(self.flags, |flag| Flag {
                span: flag.span,
                name: word(flag.name),
                value: flag.value.map(word),
            }),
            heredocs: vec(self.heredocs, |heredoc| Heredoc {
                marker: heredoc.marker,
                body: heredoc.body,
                name: text(heredoc.name),
                file_descriptor: heredoc.file_descriptor,
                expand: heredoc.expand,
                chomp: heredoc.chomp,
                content: text(heredoc.content),
            }),
            command: command(self.command),
            written: self.written.into_owned(),
        }
    }
}

fn command(borrowed: Command<'_>) -> Command<'static> {
    match borrowed {
        Command::From { image, name } => Command::From {
            image: word(image),
            name: name.map(word),
        },
        Command::Run(borrowed) => Command::Run(arguments(borrowed)),
        Command::Cmd(borrowed) => Command::Cmd(arguments(borrowed)),
        Command::Entrypoint(borrowed) => Command::Entrypoint(arguments(borrowed)),
        Command::Shell(words) => Command::Shell(list(words, word)),
        Command::Copy(borrowed) => Command::Copy(transfer(borrowed)),
        Command::Add(borrowed) => Command::Add(transfer(borrowed)),
        Command::Env(pairs) => Command::Env(list(pairs, pair)),
        Command::Label(pairs) => Command::Label(list(pairs, pair)),
        Command::Arg(arguments) => Command::Arg(list(arguments, |(name, value)| {
            (word(name), value.map(word))
        })),
        Command::Expose(words) => Command::Expose(list(words, word)),
        Command::Volume(words) => Command::Volume(list(words, word)),
        Command::User(borrowed) => Command::User(word(borrowed)),
        Command::Workdir(borrowed) => Command::Workdir(word(borrowed)),
        Command::Stopsignal(borrowed) => Command::Stopsignal(word(borrowed)),
        Command::Maintainer(borrowed) => Command::Maintainer(word(borrowed)),
        Command::Healthcheck(borrowed) => Command::Healthcheck(borrowed.map(arguments)),
        Command::Onbuild(nested) => Command::Onbuild(Box::new(nested.into_owned())),
        Command::Invalid => Command::Invalid,
    }
}

fn arguments(borrowed: Arguments<'_>) -> Arguments<'static> {
    match borrowed {
        Arguments::Shell(borrowed) => Arguments::Shell(word(borrowed)),
        Arguments::Json(words) => Arguments::Json(list(words, word)),
    }
}

fn transfer(borrowed: Transfer<'_>) -> Transfer<'static> {
    Transfer {
        sources: list(borrowed.sources, |source| match source {
            Source::Path(path) => Source::Path(word(path)),
            Source::Heredoc(index) => Source::Heredoc(index),
        }),
        destination: word(borrowed.destination),
        json: borrowed.json,
    }
}

fn pair(borrowed: KeyValue<'_>) -> KeyValue<'static> {
    KeyValue {
        key: word(borrowed.key),
        value: word(borrowed.value),
        equals: borrowed.equals,
    }
}

fn word(borrowed: Word<'_>) -> Word<'static> {
    Word {
        span: borrowed.span,
        value: text(borrowed.value),
    }
}

fn text(borrowed: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(borrowed.into_owned())
}

fn vec<T, U>(borrowed: Vec<T>, own: impl Fn(T) -> U) -> Vec<U> {
    borrowed.into_iter().map(own).collect()
}

fn list<T, U>(borrowed: List<T>, own: impl Fn(T) -> U) -> List<U> {
    borrowed.into_iter().map(own).collect()
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn an_owned_tree_is_the_same() {
        let text = "# escape=`\nARG A=b\nFROM x AS y\nRUN --network=none <<E `\n a\nb\nE\nENV a=b c=`\nd\n\
            COPY [\"a\", \"b\"]\nHEALTHCHECK CMD a\nONBUILD RUN b\nVOLUME a b\nSTOPSIGNAL 9\nSHELL [\"a\"]\n";
        assert_eq!(parse(text).into_owned(), parse(text));
    }
}
