//! The instructions' names, and suggestions for names that are nearly right.

use std::ops::Range;

use crate::go_text;

/// The instructions of the Dockerfile language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

/// Names in lower case, sorted, which makes the choice between equally near suggestions definite.
pub(crate) const NAMES: [(&str, Keyword); 18] = [
    ("add", Keyword::Add),
    ("arg", Keyword::Arg),
    ("cmd", Keyword::Cmd),
    ("copy", Keyword::Copy),
    ("entrypoint", Keyword::Entrypoint),
    ("env", Keyword::Env),
    ("expose", Keyword::Expose),
    ("from", Keyword::From),
    ("healthcheck", Keyword::Healthcheck),
    ("label", Keyword::Label),
    ("maintainer", Keyword::Maintainer),
    ("onbuild", Keyword::Onbuild),
    ("run", Keyword::Run),
    ("shell", Keyword::Shell),
    ("stopsignal", Keyword::Stopsignal),
    ("user", Keyword::User),
    ("volume", Keyword::Volume),
    ("workdir", Keyword::Workdir),
];

impl Keyword {
    /// Reads a keyword in any case.
    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::of_capitals(word.as_bytes()).or_else(|| Self::of_any_case(word))
    }

    /// Reads the keyword that stands at `range`.
    #[inline]
    pub(crate) fn read_in(text: &str, range: &Range<usize>) -> Option<Self> {
        let bytes = text.as_bytes().get(range.clone())?;
        Self::of_capitals(bytes).or_else(|| text.get(range.clone()).and_then(Self::of_any_case))
    }

    /// As nearly all keywords are written.
    #[inline]
    fn of_capitals(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"ADD" => Self::Add,
            b"ARG" => Self::Arg,
            b"CMD" => Self::Cmd,
            b"COPY" => Self::Copy,
            b"ENTRYPOINT" => Self::Entrypoint,
            b"ENV" => Self::Env,
            b"EXPOSE" => Self::Expose,
            b"FROM" => Self::From,
            b"LABEL" => Self::Label,
            b"RUN" => Self::Run,
            b"USER" => Self::User,
            b"WORKDIR" => Self::Workdir,
            _ => return None,
        })
    }

    fn of_any_case(word: &str) -> Option<Self> {
        // A keyword has at most eleven letters, each of at most three bytes where case folding is not ASCII's.
        if word.len() > 33 {
            return None;
        }
        let find = |matches: &dyn Fn(&str) -> bool| {
            NAMES
                .iter()
                .find(|(name, _)| matches(name))
                .map(|(_, keyword)| *keyword)
        };
        if word.is_ascii() {
            return find(&|name| name.eq_ignore_ascii_case(word));
        }
        let lower = go_text::to_lower(word);
        find(&|name| name == lower)
    }

    /// ADD, COPY and RUN take heredocs.
    pub(crate) fn takes_heredocs(self) -> bool {
        matches!(self, Self::Add | Self::Copy | Self::Run)
    }
}

/// The instruction that the writer of `word` may have meant, in the case in which the word is written.
pub(crate) fn suggest_instruction(word: &str) -> Option<String> {
    if word.chars().count() > MAX_SUGGESTED_LENGTH {
        return None;
    }
    let lower = go_text::to_lower(word);
    let names = NAMES.map(|(name, _)| name);
    let name = nearest(&lower, &names)?;
    let is_upper = word != lower && word == go_text::to_upper(word);
    Some(if is_upper {
        name.to_uppercase()
    } else {
        name.to_owned()
    })
}

/// No known name is longer, so nothing longer than this is near to one.
const MAX_SUGGESTED_LENGTH: usize = 40;

/// The first of `options` at the smallest edit distance below 3; none if the word itself is among them.
/// BuildKit: `util/suggest`.
pub(crate) fn nearest<'a>(word: &str, options: &[&'a str]) -> Option<&'a str> {
    let characters: Vec<char> = word.chars().take(MAX_SUGGESTED_LENGTH + 1).collect();
    if characters.len() > MAX_SUGGESTED_LENGTH || options.contains(&word) {
        return None;
    }
    let mut best = None;
    let mut best_distance = 3;
    for option in options {
        // The names are ASCII. A word that much longer or shorter cannot be near.
        if option.len().abs_diff(characters.len()) >= best_distance {
            continue;
        }
        let distance = edit_distance(&characters, option);
        if distance < best_distance {
            best = Some(*option);
            best_distance = distance;
        }
    }
    best
}

/// Levenshtein distance in characters.
fn edit_distance(left: &[char], right: &str) -> usize {
    // On the stack, for texts in which every line is a wrong instruction.
    let mut cells = [0; MAX_SUGGESTED_LENGTH + 1];
    let row = cells.get_mut(..=left.len()).unwrap_or_default();
    for (cell, distance) in row.iter_mut().zip(0..) {
        *cell = distance;
    }
    for (line, character) in right.chars().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (cell, letter) in row.iter_mut().skip(1).zip(left) {
            let substituted = diagonal + usize::from(*letter != character);
            diagonal = *cell;
            before = substituted.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_read_alike() {
        for (name, keyword) in NAMES {
            let capitals = name.to_uppercase();
            assert_eq!(Keyword::read(&capitals), Some(keyword));
            assert_eq!(Keyword::of_any_case(&capitals), Some(keyword));
        }
    }

    #[test]
    fn distances() {
        let letters: Vec<char> = "kitten".chars().collect();
        assert_eq!(edit_distance(&letters, "sitting"), 3);
        assert_eq!(edit_distance(&[], "abc"), 3);
    }

    #[test]
    fn suggestions_keep_the_case() {
        assert_eq!(suggest_instruction("FORM").as_deref(), Some("FROM"));
        assert_eq!(suggest_instruction("RUNx").as_deref(), Some("run"));
        assert_eq!(suggest_instruction("INCLUDE"), None);
    }
}
