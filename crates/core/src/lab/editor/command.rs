//! Which command of a shell script stands at a place.
//!
//! Only words and what separates commands are looked at. That is enough to say what a word belongs to, also in a script
//! that is half typed and that no parser would read.

use layerlab_syntax::Span;

use crate::explain::{TermKind, term};

/// Words of the shell that a command may follow, and commands that start another one.
const BEFORE_A_COMMAND: [&str; 16] = [
    "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "exec", "sudo", "env",
    "command", "nohup", "eval",
];

/// Programs whose first word is a script, which has options of its own.
const INTERPRETERS: [&str; 4] = ["python", "python3", "node", "php"];

/// What is known about a word of a command.
pub(super) struct Word {
    pub(super) span: Span,
    /// `apt-get`, `apt-get install`, `pip --no-cache-dir`.
    pub(super) title: String,
    pub(super) is_command: bool,
    pub(super) text: &'static str,
}

/// The word at `offset` of the script that stands at `region` of the text.
pub(super) fn word_at(text: &str, region: Span, offset: usize, escape: char) -> Option<Word> {
    let commands = commands(text, region, escape);
    let holds = |span: &Span| span.start <= offset && offset < span.end;
    let ends = |span: &Span| span.end == offset;
    let of = |fits: &dyn Fn(&Span) -> bool| {
        let mut commands = commands.iter();
        commands.find_map(|words| Some((words, words.iter().position(fits)?)))
    };
    let (words, index) = of(&holds).or_else(|| of(&ends))?;
    let written: Vec<&str> = words
        .iter()
        .map(|span| text.get(span.start..span.end).unwrap_or_default())
        .collect();
    Some(Word {
        span: *words.get(index)?,
        ..explain(&written, index)?
    })
}

/// What is known about the word `index` of a command. Its span is empty.
pub(super) fn explain(words: &[&str], index: usize) -> Option<Word> {
    let words: Vec<&str> = words
        .iter()
        .map(|word| word.trim_matches(['"', '\'']))
        .collect();
    let is_before = |word: &&str| {
        let is_assignment = word.split_once('=').is_some_and(|(name, _)| is_name(name));
        is_assignment || BEFORE_A_COMMAND.contains(word)
    };
    let start = words.iter().take_while(|word| is_before(word)).count();
    let words = words.get(start..)?;
    explain_from(words, index.checked_sub(start)?)
}

fn explain_from(words: &[&str], index: usize) -> Option<Word> {
    let command = known_name(words.first()?);
    let word = words.get(index)?;
    let found = |title: String, is_command: bool| {
        let text = term(TermKind::Command, &title)?;
        Some(Word {
            span: Span::new(0, 0),
            title,
            is_command,
            text,
        })
    };
    if index == 0 {
        return found(command.to_owned(), true);
    }
    // `python -m pip install`, `python manage.py migrate`: the rest is a command of its own.
    let rest = match words.get(1) {
        Some(&"-m") => 2,
        Some(first) if !first.starts_with('-') => 1,
        _ => usize::MAX,
    };
    if INTERPRETERS.contains(&command)
        && let Some(index) = index.checked_sub(rest)
    {
        return explain_from(words.get(rest..)?, index);
    }
    // `set -o pipefail` and the like are known with their value.
    let with_next = words
        .get(index + 1)
        .map(|next| format!("{command} {word} {next}"));
    let option = word.split('=').next().unwrap_or(word);
    let names = [
        with_next,
        Some(format!("{command} {word}")),
        Some(format!("{command} {option}")),
    ];
    let known = names.into_iter().flatten();
    if let Some(word) = known.filter_map(|name| found(name, false)).next() {
        return Some(word);
    }
    // `-yq` is `-y` and `-q`.
    let letters = word
        .strip_prefix('-')
        .filter(|rest| !rest.starts_with('-'))?;
    letters
        .chars()
        .find_map(|letter| found(format!("{command} -{letter}"), false))
}

/// The name under which a command is known: without its folder, and without a version that nobody wrote about.
fn known_name(word: &str) -> &str {
    let name = word.rsplit('/').next().unwrap_or(word);
    if term(TermKind::Command, name).is_some() {
        return name;
    }
    let unversioned = name.trim_end_matches(|next: char| next.is_ascii_digit() || next == '.');
    if term(TermKind::Command, unversioned).is_some() {
        unversioned
    } else {
        name
    }
}

fn is_name(text: &str) -> bool {
    let is_part = |next: char| next == '_' || next.is_ascii_alphanumeric();
    !text.is_empty()
        && text.chars().all(is_part)
        && !text.starts_with(|next: char| next.is_ascii_digit())
}

/// The words of each command in `region` of the text.
fn commands(text: &str, region: Span, escape: char) -> Vec<Vec<Span>> {
    let script = text.get(region.start..region.end).unwrap_or_default();
    let mut commands = vec![Vec::new()];
    let mut word: Option<usize> = None;
    let mut quote = None;
    let mut at_line_start = false;
    let mut characters = script.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let line_start = std::mem::take(&mut at_line_start);
        let mut end_word = |word: &mut Option<usize>| {
            if let (Some(start), Some(words)) = (word.take(), commands.last_mut()) {
                words.push(Span::new(region.start + start, region.start + at));
            }
        };
        if let Some(open) = quote {
            if character == open {
                quote = None;
            }
            continue;
        }
        match character {
            _ if character == escape => {
                // A line that goes on, or a character that means itself.
                let behind = script.get(at + character.len_utf8()..).unwrap_or_default();
                let blanks = behind.len() - behind.trim_start_matches([' ', '\t', '\r']).len();
                if behind
                    .get(blanks..)
                    .is_some_and(|rest| rest.starts_with('\n'))
                {
                    end_word(&mut word);
                    while characters.next_if(|(_, next)| *next != '\n').is_some() {}
                    characters.next();
                    at_line_start = true;
                } else {
                    word.get_or_insert(at);
                    characters.next();
                }
            }
            '#' if word.is_none() => {
                while characters.next_if(|(_, next)| *next != '\n').is_some() {}
                // In an instruction the line break behind a comment line does not end the command.
                if line_start {
                    characters.next();
                    at_line_start = true;
                }
            }
            '\n' | ';' | '&' | '|' | '(' | ')' => {
                end_word(&mut word);
                commands.push(Vec::new());
            }
            _ if character.is_whitespace() => {
                end_word(&mut word);
                at_line_start = line_start;
            }
            '"' | '\'' => {
                word.get_or_insert(at);
                quote = Some(character);
            }
            _ => {
                word.get_or_insert(at);
            }
        }
    }
    if let (Some(start), Some(words)) = (word, commands.last_mut()) {
        words.push(Span::new(region.start + start, region.end));
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The title for the word at the `|` of a script.
    fn title(marked: &str) -> Option<String> {
        let offset = marked.find('|').unwrap_or_default();
        let text = marked.replacen('|', "", 1);
        let region = Span::new(0, text.len());
        word_at(&text, region, offset, '\\').map(|word| word.title)
    }

    #[test]
    fn words_belong_to_their_command() {
        for (marked, expected) in [
            ("apt-|get update && rm x", Some("apt-get")),
            ("apt-get up|date && rm x", Some("apt-get update")),
            ("apt-get update && r|m -rf x", Some("rm")),
            ("apt-get update && rm -r|f x", Some("rm -rf")),
            (
                "A=1 sudo pip install --no-|cache-dir x",
                Some("pip --no-cache-dir"),
            ),
            ("python3.13 -m pip inst|all x", Some("pip install")),
            (
                "python manage.py coll|ectstatic",
                Some("manage.py collectstatic"),
            ),
            ("/venv/bin/p|ip install", Some("pip")),
            ("apt-get install -q|y vim", Some("apt-get -y")),
            ("set -|o pipefail", Some("set -o pipefail")),
            ("apt-get install \\\n  # why\n  -|y vim", Some("apt-get -y")),
            ("echo 'apt-|get update'", None),
            ("unknown-|thing", None),
            ("apt-get install ourpack|age", None),
        ] {
            assert_eq!(title(marked).as_deref(), expected, "{marked}");
        }
    }
}
