//! Variables of a project: its `.env` file.

use std::collections::BTreeMap;

use super::interpolation::interpolate;

/// The values that variables in a Compose file stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Environment {
    values: BTreeMap<String, String>,
}

impl Environment {
    /// What a `.env` file sets: `NAME=value` on each line, quoted as in a shell; in single quotes nothing is replaced.
    #[must_use]
    pub fn of_file(text: &str) -> Self {
        let mut environment = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
            let line = line.trim();
            let line = line.strip_prefix("export ").map_or(line, str::trim_start);
            let Some((name, _)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
                rest = next;
                continue;
            };
            let name = name.trim().to_owned();
            // A quoted value may go on over several lines, so it is read from where it begins.
            let start = rest.find('=').map_or(rest.len(), |at| at + 1);
            let behind = rest
                .get(start..)
                .unwrap_or("")
                .trim_start_matches([' ', '\t']);
            let (value, after) = value(behind, &environment);
            environment.values.insert(name, value);
            rest = after.split_once('\n').map_or("", |(_, next)| next);
        }
        environment
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Sets a variable, such as one of the shell, which counts more than the file.
    pub fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }
}

/// The value at the beginning of a text, and what follows it.
fn value<'a>(text: &'a str, before: &Environment) -> (String, &'a str) {
    if let Some(quoted) = text.strip_prefix('\'')
        && let Some((value, after)) = quoted.split_once('\'')
    {
        return (value.to_owned(), after);
    }
    if let Some(quoted) = text.strip_prefix('"')
        && let Some(end) = end_of_double_quotes(quoted)
    {
        let value = unescaped(quoted.get(..end).unwrap_or(""));
        let after = quoted.get(end + 1..).unwrap_or("");
        return (interpolate(&value, before).text, after);
    }
    let (line, _) = text.split_once('\n').unwrap_or((text, ""));
    let end = line.find(" #").unwrap_or(line.len());
    let value = line.get(..end).unwrap_or(line).trim();
    (
        interpolate(value, before).text,
        text.get(line.len()..).unwrap_or(""),
    )
}

fn end_of_double_quotes(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (place, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(place),
            _ => {}
        }
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('$') => value.push_str("$$"),
            Some(other @ ('"' | '\\')) => value.push(other),
            Some(other) => value.extend(['\\', other]),
            None => value.push('\\'),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_variables() {
        let text = "# comment\n\nA=1\n export B = two # not this\nC='$A # all'\nD=\"x\\n${A}\"\nE=\nF=\"over\nlines\"\nG=a#b\nnothing\n";
        let environment = Environment::of_file(text);
        let expected = [
            ("A", "1"),
            ("B", "two"),
            ("C", "$A # all"),
            ("D", "x\n1"),
            ("E", ""),
            ("F", "over\nlines"),
            ("G", "a#b"),
        ];
        for (name, value) in expected {
            assert_eq!(environment.get(name), Some(value), "{name}");
        }
        assert_eq!(environment.get("nothing"), None);
    }
}
