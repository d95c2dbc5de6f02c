//! From a shell script to the commands that it runs, as far as that can be told without running it.
//!
//! The grammar is read by the parser of `deno_task_shell`: of the maintained shell parsers it is the one that a page can
//! afford (18 kB of brotli-compressed WebAssembly; `brush-parser`, which reads all of bash, takes 91 kB). It reads lists,
//! pipelines, groups, quotes and redirections. Scripts with `if`, `for` and the like are cut into their single commands
//! first, so that what stands inside still counts, once.

use super::documents::{self, Document};
use super::standard_input::{hands_on, reads_script};
use deno_task_shell::parser::{
    BooleanListOperator, Command, CommandInner, IoFile, Pipeline, PipelineInner, RedirectOp,
    RedirectOpOutput, Sequence, SequentialList, SimpleCommand, Word, WordPart, parse,
};

/// A command with its words as the shell would pass them on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShellCommand {
    /// The command's name and its arguments, variables replaced.
    pub words: Vec<String>,
    /// Variables set for this command alone (`A=1 command`).
    pub assignments: Vec<(String, String)>,
    /// The file that its output goes to, if any.
    pub output: Option<String>,
    /// The output is added to what the file holds (`>>`).
    pub appends: bool,
    /// The here-document on its standard input, its own or one that `cat` hands on.
    pub input: Option<Document>,
}

/// A script that is longer or nested deeper is not looked into: nobody writes such a thing, and the parser recurses.
const LONGEST_SCRIPT_BYTES: usize = 20_000;
const DEEPEST_NESTING: usize = 40;
/// Shells that read their script from a here-document, one in the other.
pub(crate) const MOST_SHELLS: usize = 4;

/// The commands of a script in order, and whether all of it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The commands. What runs only when something failed (`|| …`) is left out.
    pub commands: Vec<ShellCommand>,
    /// Parts that could not be read.
    pub unread: Vec<String>,
}

/// Reads a script. `variables` is the environment.
#[must_use]
pub fn read_script(script: &str, variables: &[(String, String)]) -> Script {
    read_inside(script, variables, 0)
}

/// Reads a script that so many other scripts give to a shell.
fn read_inside(script: &str, variables: &[(String, String)], shells: usize) -> Script {
    let (script, documents) = documents::take_out(script);
    let script = script.as_str();
    let mut reader = Reader {
        variables: variables.to_vec(),
        script: Script::default(),
        documents,
        shells,
    };
    if shells > MOST_SHELLS
        || script.len() > LONGEST_SCRIPT_BYTES
        || nesting(script) > DEEPEST_NESTING
    {
        reader
            .script
            .unread
            .push("a script of this length".to_owned());
        return reader.script;
    }
    match parse(script) {
        Ok(list) => reader.list(&list),
        Err(_) => {
            for piece in pieces(script) {
                match parse(piece) {
                    Ok(list) => reader.list(&list),
                    Err(_) => reader.script.unread.push(piece.to_owned()),
                }
            }
        }
    }
    reader.script
}

/// How many brackets are open at once at most.
fn nesting(script: &str) -> usize {
    let mut open = 0_usize;
    let mut deepest = 0;
    for character in script.chars() {
        match character {
            '(' | '{' => open += 1,
            ')' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    // Backquotes open and close with the same sign.
    deepest.max(script.matches('`').count() / 2)
}

/// Words of the shell's grammar that a command may follow.
const BEFORE_A_COMMAND: [&str; 9] = [
    "if", "then", "else", "elif", "do", "while", "until", "!", "{",
];
/// Words that end or begin something and are no commands themselves.
const NO_COMMANDS: [&str; 7] = ["fi", "done", "esac", "for", "case", "in", "}"];

/// The single commands of a script that could not be read as a whole. Quotes are not looked at: a piece that is torn
/// apart in the middle of a quote cannot be read and is said to be unread.
fn pieces(script: &str) -> impl Iterator<Item = &str> {
    let rough = script
        .split(['\n', ';'])
        .flat_map(|line| line.split("&&"))
        .flat_map(|part| part.split("||"));
    rough.filter_map(|piece| {
        let mut piece = piece.trim().trim_end_matches('\\').trim_end();
        while let Some((first, rest)) = piece.split_once(char::is_whitespace) {
            if !BEFORE_A_COMMAND.contains(&first) {
                break;
            }
            piece = rest.trim_start();
        }
        let first = piece.split_whitespace().next()?;
        let is_command = !NO_COMMANDS.contains(&first)
            && !BEFORE_A_COMMAND.contains(&first)
            && !piece.starts_with('#');
        is_command.then_some(piece)
    })
}

struct Reader {
    variables: Vec<(String, String)>,
    script: Script,
    /// The here-documents of the script.
    documents: Vec<Document>,
    /// Scripts around this one.
    shells: usize,
}

impl Reader {
    fn list(&mut self, list: &SequentialList) {
        for item in &list.items {
            self.sequence(&item.sequence);
        }
    }

    fn sequence(&mut self, sequence: &Sequence) {
        match sequence {
            Sequence::ShellVar(variable) => {
                let value = self.word(&variable.value).join(" ");
                self.variables.push((variable.name.clone(), value));
            }
            Sequence::Pipeline(pipeline) => self.pipeline(pipeline),
            Sequence::BooleanList(list) => {
                self.sequence(&list.current);
                match list.op {
                    BooleanListOperator::And => self.sequence(&list.next),
                    BooleanListOperator::Or => self.after_alternative(&list.next),
                }
            }
        }
    }

    /// After `a || b && c` comes `c`: `b` is for the case that `a` fails.
    fn after_alternative(&mut self, next: &Sequence) {
        if let Sequence::BooleanList(list) = next {
            match list.op {
                BooleanListOperator::And => self.sequence(&list.next),
                BooleanListOperator::Or => self.after_alternative(&list.next),
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline) {
        let mut inner = &pipeline.inner;
        let mut handed_on = None;
        loop {
            match inner {
                PipelineInner::Command(command) => {
                    self.command(command, handed_on);
                    return;
                }
                PipelineInner::PipeSequence(sequence) => {
                    let before = self.script.commands.len();
                    self.command(&sequence.current, handed_on.take());
                    handed_on = (self.script.commands.get(before))
                        .filter(|command| hands_on(command))
                        .and_then(|command| command.input.clone());
                    inner = &sequence.next;
                }
            }
        }
    }

    /// `handed_on` is what the command before it in a pipeline prints, if that is known.
    fn command(&mut self, command: &Command, handed_on: Option<Document>) {
        let mut output = command.redirect.as_ref().and_then(|redirect| {
            match (&redirect.op, &redirect.io_file) {
                (RedirectOp::Output(_), IoFile::Word(word)) => self.word(word).into_iter().next(),
                _ => None,
            }
        });
        let appends = command
            .redirect
            .as_ref()
            .is_some_and(|redirect| redirect.op == RedirectOp::Output(RedirectOpOutput::Append));
        match &command.inner {
            CommandInner::Simple(simple) => {
                let own = output.as_mut().and_then(documents::take_sign);
                let own = own.and_then(|number| self.documents.get(number).cloned());
                let surroundings = ShellCommand {
                    output,
                    appends,
                    input: own.or(handed_on),
                    ..ShellCommand::default()
                };
                self.simple(simple, surroundings);
            }
            CommandInner::Subshell(list) => {
                // What is set inside is gone outside.
                let outside = self.variables.clone();
                self.list(list);
                self.variables = outside;
            }
        }
    }

    /// `command` holds what is known of it already: where its output goes and what its input is.
    fn simple(&mut self, simple: &SimpleCommand, mut command: ShellCommand) {
        let mut words: Vec<String> = Vec::new();
        for word in &simple.args {
            words.extend(self.word(word));
        }
        for word in &mut words {
            let own = documents::take_sign(word).and_then(|number| self.documents.get(number));
            command.input = own.cloned().or(command.input);
        }
        let assignments: Vec<(String, String)> = simple
            .env_vars
            .iter()
            .map(|variable| (variable.name.clone(), self.word(&variable.value).join(" ")))
            .collect();
        match words.first().map(String::as_str) {
            None => self.variables.extend(assignments),
            Some("export") => {
                for word in words.iter().skip(1) {
                    if let Some((name, value)) = word.split_once('=') {
                        self.variables.push((name.to_owned(), value.to_owned()));
                    }
                }
            }
            Some(_) => match command.input {
                Some(document) if reads_script(words.iter().map(String::as_str)) => {
                    let mut variables = self.variables.clone();
                    variables.extend(assignments);
                    let inner = read_inside(&document.text, &variables, self.shells + 1);
                    self.script.commands.extend(inner.commands);
                    self.script.unread.extend(inner.unread);
                }
                _ => self.script.commands.push(ShellCommand {
                    words,
                    assignments,
                    ..command
                }),
            },
        }
    }

    /// The fields that a word becomes. An unquoted variable is split at white space, and may become none.
    fn word(&self, word: &Word) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        let mut open: Option<String> = None;
        self.parts(word.parts(), false, &mut fields, &mut open);
        fields.extend(open);
        fields
    }

    fn parts(
        &self,
        parts: &[WordPart],
        quoted: bool,
        fields: &mut Vec<String>,
        open: &mut Option<String>,
    ) {
        for part in parts {
            match part {
                WordPart::Text(text) => open.get_or_insert_default().push_str(text),
                WordPart::Tilde => open.get_or_insert_default().push_str("/root"),
                WordPart::Quoted(inner) => {
                    open.get_or_insert_default();
                    self.parts(inner, true, fields, open);
                }
                WordPart::Variable(name) => self.variable(name, quoted, fields, open),
                // What a command prints is not known; `…` keeps the word from being taken for something else.
                WordPart::Command(_) => open.get_or_insert_default().push('…'),
                WordPart::Brace(alternatives) => {
                    let before = open.take().unwrap_or_default();
                    for alternative in alternatives {
                        for field in self.word(alternative) {
                            fields.push(format!("{before}{field}"));
                        }
                    }
                }
            }
        }
    }

    fn variable(
        &self,
        name: &str,
        quoted: bool,
        fields: &mut Vec<String>,
        open: &mut Option<String>,
    ) {
        let value = self
            .variables
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str());
        if quoted {
            open.get_or_insert_default().push_str(value);
            return;
        }
        if value.starts_with(char::is_whitespace) {
            fields.extend(open.take());
        }
        for (index, field) in value.split_whitespace().enumerate() {
            if index > 0 {
                fields.extend(open.take());
            }
            open.get_or_insert_default().push_str(field);
        }
        if value.ends_with(char::is_whitespace) {
            fields.extend(open.take());
        }
    }
}
