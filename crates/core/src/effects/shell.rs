//! From a shell script to the commands that it runs, as far as that can be told without running it.
//!
//! The grammar is read by the parser of `deno_task_shell`: of the maintained shell parsers it is the one that a page can
//! afford (18 kB of brotli-compressed WebAssembly; `brush-parser`, which reads all of bash, takes 91 kB). It reads lists,
//! pipelines, groups, quotes and redirections. Scripts with `if`, `for` and the like are cut into their single commands
//! first, so that what stands inside still counts, once.

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
}

/// A script that is longer or nested deeper is not looked into: nobody writes such a thing, and the parser recurses.
const LONGEST_SCRIPT_BYTES: usize = 20_000;
const DEEPEST_NESTING: usize = 40;

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
    let mut reader = Reader {
        variables: variables.to_vec(),
        script: Script::default(),
    };
    if script.len() > LONGEST_SCRIPT_BYTES || nesting(script) > DEEPEST_NESTING {
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
        loop {
            match inner {
                PipelineInner::Command(command) => {
                    self.command(command);
                    return;
                }
                PipelineInner::PipeSequence(sequence) => {
                    self.command(&sequence.current);
                    inner = &sequence.next;
                }
            }
        }
    }

    fn command(&mut self, command: &Command) {
        let output = command.redirect.as_ref().and_then(|redirect| {
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
            CommandInner::Simple(simple) => self.simple(simple, output, appends),
            CommandInner::Subshell(list) => {
                // What is set inside is gone outside.
                let outside = self.variables.clone();
                self.list(list);
                self.variables = outside;
            }
        }
    }

    fn simple(&mut self, simple: &SimpleCommand, output: Option<String>, appends: bool) {
        let mut words: Vec<String> = Vec::new();
        for word in &simple.args {
            words.extend(self.word(word));
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
            Some(_) => self.script.commands.push(ShellCommand {
                words,
                assignments,
                output,
                appends,
            }),
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

#[cfg(test)]
mod tests {
    use super::read_script;

    fn words(script: &str) -> Vec<String> {
        let environment = [("DEPENDENCIES".to_owned(), " gcc  make ".to_owned())];
        read_script(script, &environment)
            .commands
            .iter()
            .map(|command| command.words.join("|"))
            .collect()
    }

    #[test]
    fn reads_lists() {
        assert_eq!(words("a 1 && b 2; c | d\ne"), ["a|1", "b|2", "c", "d", "e"]);
        assert_eq!(words("a || b && c || d"), ["a", "c"]);
        assert_eq!(words("(cd /x && make) || true"), ["cd|/x", "make"]);
    }

    #[test]
    fn replaces_variables() {
        assert_eq!(
            words("apt install $DEPENDENCIES git"),
            ["apt|install|gcc|make|git"]
        );
        assert_eq!(words("A=' x y ' && b $A \"$A\" c$A"), ["b|x|y| x y |c|x|y"]);
        assert_eq!(words("b $NOTHING c"), ["b|c"]);
    }

    #[test]
    fn looks_into_what_it_cannot_read_as_a_whole() {
        assert_eq!(
            words("if [ -f x ]; then pip install y; fi"),
            ["[|-f|x|]", "pip|install|y"]
        );
        let script = read_script("cat <<X && true", &[]);
        assert_eq!(script.unread, ["cat <<X"]);
    }

    #[test]
    fn gives_up_on_monsters() {
        for script in [
            "(".repeat(10_000),
            "$(".repeat(10_000),
            "`".repeat(10_000),
            "a && ".repeat(10_000),
            "a\\\n".repeat(9_000),
        ] {
            let _ = read_script(&script, &[]);
        }
    }

    #[test]
    fn finds_the_file_that_output_goes_to() {
        let script = read_script("echo a > /etc/x", &[]);
        assert_eq!(
            script
                .commands
                .first()
                .and_then(|command| command.output.as_deref()),
            Some("/etc/x")
        );
    }
}
