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
