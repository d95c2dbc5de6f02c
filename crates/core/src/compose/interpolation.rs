//! Variables in a text of a Compose file: `$NAME`, `${NAME}`, `${NAME:-default}` and their likes.

use super::environment::Environment;

/// A text with its variables replaced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Interpolated {
    pub(super) text: String,
    /// Variables that nobody sets; an empty text stands for each.
    pub(super) unset: Vec<String>,
    /// What is wrong, a sentence.
    pub(super) error: Option<String>,
}

/// Defaults hold defaults so many times, no more.
const DEEPEST: usize = 16;

/// Replaces the variables in a text.
pub(super) fn interpolate(text: &str, environment: &Environment) -> Interpolated {
    let mut result = Interpolated::default();
    result.text = replaced(text, environment, DEEPEST, &mut result);
    result
}

fn replaced(
    text: &str,
    environment: &Environment,
    depth: usize,
    result: &mut Interpolated,
) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(dollar) = rest.find('$') {
        let (before, from) = rest.split_at(dollar);
        written.push_str(before);
        let behind = from.get(1..).unwrap_or("");
        if let Some(after) = behind.strip_prefix('$') {
            written.push('$');
            rest = after;
        } else if let Some(inside) = behind.strip_prefix('{') {
            let Some(end) = end_of_braces(inside) else {
                result.error = Some(format!("{from} has no closing brace."));
                return written;
            };
            let (inside, after) = inside.split_at(end);
            written.push_str(&braces(inside, environment, depth, result));
            rest = after.get(1..).unwrap_or("");
        } else {
            let length = name_length(behind);
            let (name, after) = behind.split_at(length);
            match (name, environment.get(name)) {
                ("", _) => written.push('$'),
                (_, Some(value)) => written.push_str(value),
                (_, None) => result.unset.push(name.to_owned()),
            }
            rest = after;
        }
    }
    written.push_str(rest);
    written
}

fn name_length(text: &str) -> usize {
    let first = text.bytes().next();
    if !first.is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
        return 0;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.bytes().take_while(is_part).count()
}

/// Where the brace is that closes a variable whose name begins the text.
fn end_of_braces(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (place, letter) in text.char_indices() {
        match letter {
            '{' if before == '$' => depth += 1,
            '}' if depth == 0 => return Some(place),
            '}' => depth -= 1,
            _ => {}
        }
        before = letter;
    }
    None
}

/// What stands between braces: a name, and what is to be done if it is not set.
fn braces(
    inside: &str,
    environment: &Environment,
    depth: usize,
    result: &mut Interpolated,
) -> String {
    let (name, rest) = inside.split_at(name_length(inside));
    let Some(depth) = depth.checked_sub(1).filter(|_| !name.is_empty()) else {
        result.error = Some(format!("${{{inside}}} is no variable."));
        return String::new();
    };
    // With a colon an empty value counts as none.
    let (empty_is_none, rest) = match rest.strip_prefix(':') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let value = environment.get(name);
    let set = value.filter(|value| !(empty_is_none && value.is_empty()));
    let mut letters = rest.chars();
    let (operator, word) = (letters.next(), letters.as_str());
    match operator {
        None if !empty_is_none => {
            if value.is_none() {
                result.unset.push(name.to_owned());
            }
            value.unwrap_or("").to_owned()
        }
        Some('-') => match set {
            Some(value) => value.to_owned(),
            None => replaced(word, environment, depth, result),
        },
        Some('+') => match set {
            Some(_) => replaced(word, environment, depth, result),
            None => String::new(),
        },
        Some('?') => match set {
            Some(value) => value.to_owned(),
            None => {
                let word = replaced(word, environment, depth, result);
                let why = if word.is_empty() {
                    String::new()
                } else {
                    format!(": {word}")
                };
                result.error = Some(format!(
                    "The variable {name} is required and is not set{why}."
                ));
                String::new()
            }
        },
        _ => {
            result.error = Some(format!("${{{inside}}} is no variable."));
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced_as_compose_does() {
        let mut environment = Environment::default();
        environment.set("A", "1");
        environment.set("EMPTY", "");
        let cases = [
            ("$A-${A}", "1-1"),
            ("${A:-x}${NONE:-x}${EMPTY:-x}${EMPTY-x}", "1xx"),
            ("${NONE-${A}b}", "1b"),
            ("${A:+yes}${EMPTY:+yes}${EMPTY+set}${NONE+set}", "yesset"),
            ("$$A $${A}", "$A ${A}"),
            ("a$ b$1", "a$ b$1"),
            ("${NONE}", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(interpolate(text, &environment).text, expected, "{text}");
        }
        assert_eq!(
            interpolate("$NONE ${OTHER}", &environment).unset,
            ["NONE", "OTHER"]
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |text: &str| interpolate(text, &Environment::default()).error;
        assert_eq!(error("${A").as_deref(), Some("${A has no closing brace."));
        assert_eq!(error("${}").as_deref(), Some("${} is no variable."));
        assert_eq!(error("${A!}").as_deref(), Some("${A!} is no variable."));
        assert_eq!(
            error("${A:?set it}").as_deref(),
            Some("The variable A is required and is not set: set it.")
        );
        let deep = "${A:-".repeat(40) + &"}".repeat(40);
        assert!(error(&deep).is_some());
    }
}
