//! The commands of a RUN where they stand in the text, so that a fix can put a word among them.
//!
//! What a script does is read elsewhere (`effects`), with its variables replaced. Here words stay as they are written.

use layerlab_syntax::Span;

use super::script_documents::Documents;
use crate::effects::MOST_SHELLS;
use crate::graph::paths;

/// A word of a script as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Where it stands in the Dockerfile.
    pub(super) span: Span,
    /// As written, quotes included.
    pub(super) text: &'a str,
}

/// A command without the assignments and words such as `sudo` and `then` in front of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Command<'a> {
    /// The words in front of it that were left out.
    pub(super) leading: Vec<Word<'a>>,
    /// Its output goes to the command behind it.
    pub(super) piped: bool,
    /// Its name and its arguments; never empty.
    pub(super) words: Vec<Word<'a>>,
}

/// The commands of a script, and whether another one can be put behind them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Script<'a> {
    pub(super) commands: Vec<Command<'a>>,
    /// The place behind the last word; `None` where `&& more` would not belong to the script.
    pub(super) end: Option<usize>,
}

/// Words that a command may follow.
const LEADING: [&str; 13] = [
    "sudo", "env", "exec", "time", "command", "!", "{", "if", "then", "else", "do", "while",
    "until",
];

impl<'a> Command<'a> {
    /// The words without quotes at their ends.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'a str> + '_ {
        let words = self.words.iter();
        words.map(|word| word.text.trim_matches(['"', '\'']))
    }

    /// The name without its directory.
    pub(super) fn name(&self) -> &'a str {
        self.texts().next().map_or("", paths::base_name)
    }

    /// The first argument that is no option, such as `install`, and what stands behind it. `valued` are the options whose
    /// value is a word of its own.
    pub(super) fn verb(&self, valued: &[&str]) -> Option<(Word<'a>, &[Word<'a>])> {
        let mut index = 1;
        while let Some(word) = self.words.get(index) {
            if valued.contains(&word.text) {
                index += 2;
            } else if word.text.starts_with('-') {
                index += 1;
            } else {
                return Some((*word, self.words.get(index + 1..).unwrap_or_default()));
            }
        }
        None
    }

    /// Whether an argument begins like this.
    pub(super) fn has(&self, start: &str) -> bool {
        self.texts().skip(1).any(|word| word.starts_with(start))
    }

    /// Whether an argument holds this text.
    pub(super) fn mentions(&self, part: &str) -> bool {
        self.texts().skip(1).any(|word| word.contains(part))
    }
}

/// Reads the script that stands at `span`. `escape` joins lines.
pub(super) fn read(text: &str, span: Span, escape: char) -> Script<'_> {
    read_inside(text, span, escape, 0)
}

/// Reads a script that so many other scripts give to a shell.
fn read_inside(text: &str, span: Span, escape: char, shells: usize) -> Script<'_> {
    let mut reader = Reader {
        text,
        script: Script::default(),
        command: Command::default(),
        word: None,
        last_word_end: None,
        can_follow: true,
        separated: false,
        documents: Documents::default(),
        shells,
    };
    reader.read(span, escape);
    reader.script
}

/// Only space stands before the next line break.
fn ends_line(rest: &str) -> bool {
    let line = rest.split_once('\n');
    line.is_some_and(|(line, _)| line.trim().is_empty())
}

struct Reader<'a> {
    text: &'a str,
    script: Script<'a>,
    command: Command<'a>,
    /// Where the word begins that is being read.
    word: Option<usize>,
    last_word_end: Option<usize>,
    /// Nothing so far keeps a command from being put behind the last word.
    can_follow: bool,
    /// A separator stands behind the last word.
    separated: bool,
    documents: Documents,
    /// Shells that read their script from a here-document, one in the other, around this script.
    shells: usize,
}

impl<'a> Reader<'a> {
    fn read(&mut self, span: Span, escape: char) {
        let slice = self.text.get(span.start..span.end).unwrap_or_default();
        let mut characters = slice.char_indices().peekable();
        let mut quote: Option<char> = None;
        let mut line_begins = false;
        while let Some((offset, character)) = characters.next() {
            let at = span.start + offset;
            let rest = slice
                .get(offset + character.len_utf8()..)
                .unwrap_or_default();
            if character == escape && ends_line(rest) {
                // The lines are joined; inside of quotes too.
                if quote.is_none() {
                    self.end_word(at);
                }
                while characters.next_if(|(_, next)| *next != '\n').is_some() {}
                characters.next();
                line_begins = true;
                continue;
            }
            let at_line_start = std::mem::replace(&mut line_begins, false);
            if let Some(open) = quote {
                if character == open {
                    quote = None;
                } else if character == '\\' && open == '"' {
                    characters.next();
                }
                continue;
            }
            match character {
                '#' if self.word.is_none() => {
                    while characters.next_if(|(_, next)| *next != '\n').is_some() {}
                    if at_line_start {
                        // A line of its own, which Docker takes out.
                        characters.next();
                        line_begins = true;
                    } else {
                        // The shell sees the rest of the script as a comment.
                        self.can_follow = false;
                    }
                }
                ' ' | '\t' | '\r' => {
                    self.end_word(at);
                    line_begins = at_line_start;
                }
                '\n' => {
                    self.end_command(at);
                    self.can_follow = false;
                    line_begins = true;
                    let behind = self.pass_documents(slice, span.start, offset + 1);
                    while characters.next_if(|(next, _)| *next < behind).is_some() {}
                }
                '<' if rest.starts_with('<') => {
                    let command = self.script.commands.len();
                    let marker = self.documents.announce(slice, offset, span.start, command);
                    if marker == Some(at) {
                        // `cat<<EOF` is a command and a marker.
                        self.end_word(at);
                    }
                    self.word.get_or_insert(at);
                }
                '&' if slice
                    .get(..offset)
                    .is_some_and(|before| before.ends_with('>')) => {}
                '&' | '|' if rest.starts_with(character) => {
                    characters.next();
                    self.end_command(at);
                    self.separated = true;
                }
                ';' => {
                    self.end_command(at);
                    self.separated = true;
                }
                '|' => {
                    let commands = self.script.commands.len();
                    self.end_command(at);
                    self.separated = true;
                    let ended = self.script.commands.get_mut(commands);
                    if let Some(command) = ended {
                        command.piped = true;
                    }
                }
                '&' | '(' | ')' => {
                    self.end_command(at);
                    self.can_follow = false;
                }
                '\'' | '"' => {
                    quote = Some(character);
                    self.word.get_or_insert(at);
                }
                '\\' => {
                    self.word.get_or_insert(at);
                    characters.next();
                }
                _ => {
                    self.word.get_or_insert(at);
                }
            }
        }
        let complete = quote.is_none();
        self.end_command(span.start + slice.len());
        let can_follow = complete && self.can_follow && !self.separated;
        self.script.end = self.last_word_end.filter(|_| can_follow);
    }

    /// Reads the documents that begin at `from` as far as they are commands, and gives where the script goes on.
    fn pass_documents(&mut self, slice: &str, start: usize, from: usize) -> usize {
        let (bodies, behind) = self.documents.take(slice, from, &self.script.commands);
        let scripts = bodies.into_iter().filter(|body| body.is_script);
        for body in scripts.filter(|_| self.shells < MOST_SHELLS) {
            let span = Span::new(start + body.range.start, start + body.range.end);
            let inner = read_inside(self.text, span, '\\', self.shells + 1);
            self.script.commands.extend(inner.commands);
        }
        behind
    }

    fn end_word(&mut self, at: usize) {
        let Some(start) = self.word.take() else {
            return;
        };
        let span = Span::new(start, at);
        let text = self.text.get(start..at).unwrap_or_default();
        self.last_word_end = Some(at);
        self.separated = false;
        let leads = LEADING.contains(&text) || is_assignment(text);
        if !self.command.words.is_empty() || !leads {
            self.command.words.push(Word { span, text });
        } else {
            self.command.leading.push(Word { span, text });
        }
    }

    fn end_command(&mut self, at: usize) {
        self.end_word(at);
        let command = std::mem::take(&mut self.command);
        if !command.words.is_empty() {
            self.script.commands.push(command);
        }
    }
}

/// `NAME=value` in front of a command.
fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(text: &str) -> Vec<String> {
        let script = read(text, Span::new(0, text.len()), '\\');
        let commands = script.commands.iter();
        commands
            .map(|command| command.texts().collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn words_are_found_where_they_stand() {
        assert_eq!(
            commands("A=1 sudo apt-get update && \\\n  # why\n  apt-get install -y \\\n  'a b' c"),
            ["apt-get|update", "apt-get|install|-y|a b|c"]
        );
        assert_eq!(commands("a 2>&1 | b; (c)"), ["a|2>&1", "b", "c"]);
        let text = "x é && y \"z";
        let script = read(text, Span::new(0, text.len()), '\\');
        let words = script.commands.iter().flat_map(|command| &command.words);
        for word in words {
            assert_eq!(text.get(word.span.start..word.span.end), Some(word.text));
        }
        assert_eq!(script.end, None);
    }

    #[test]
    fn lines_of_a_document_are_no_commands_unless_a_shell_reads_them() {
        let document = "\napt-get install x\nEOF\nrm y";
        for (command, expected) in [
            ("cat <<EOF > /f", vec!["cat|<<EOF|>|/f"]),
            ("cat<<'EOF'", vec!["cat|<<'EOF"]),
            ("if a; then cat <<-EOF; fi", vec!["a", "cat|<<-EOF", "fi"]),
            ("cat <<EOF && \\\n b", vec!["cat|<<EOF", "b"]),
            ("sh 3<<EOF", vec!["sh|3<<EOF"]),
            (
                "sudo sh -ex <<EOF",
                vec!["sh|-ex|<<EOF", "apt-get|install|x"],
            ),
            (
                "cat << EOF | sh",
                vec!["cat|<<|EOF", "sh", "apt-get|install|x"],
            ),
        ] {
            let text = format!("{command}{document}");
            let expected: Vec<&str> = expected.into_iter().chain(["rm|y"]).collect();
            assert_eq!(commands(&text), expected, "{command}");
        }
        // None of these announces a document.
        for command in ["cat <<<EOF", "a '<<EOF'", "echo $((1 <<EOF))", "cat <<END"] {
            let text = format!("{command}{document}");
            let read = commands(&text);
            let expected = [
                "apt-get|install|x".to_owned(),
                "EOF".to_owned(),
                "rm|y".to_owned(),
            ];
            assert_eq!(
                read.get(read.len() - 3..),
                Some(expected.as_slice()),
                "{command}"
            );
        }
    }

    #[test]
    fn a_command_can_follow_the_last_word() {
        let end = |text: &str| read(text, Span::new(0, text.len()), '\\').end;
        assert_eq!(end("a && b"), Some(6));
        assert_eq!(end("a | b "), Some(5));
        assert_eq!(end("a && \\\n b \\\n # c"), Some(9));
        assert_eq!(end("a; if b; then c; fi"), Some(19));
        for text in ["a;", "a ||", "a &", "a # b", "(a)", "a 'b", "a\nb"] {
            assert_eq!(end(text), None, "{text}");
        }
    }
}
