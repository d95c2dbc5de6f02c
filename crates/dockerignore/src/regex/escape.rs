//! What may follow a `\` in Go's regular expressions.

use super::RegexError;
use super::class::{Class, LAST};

/// Reads the escape of a single character after its `\`: the code point and what follows.
pub(crate) fn character(text: &str) -> Result<(u32, &str), RegexError> {
    let mut characters = text.chars();
    let letter = characters.next().ok_or(RegexError)?;
    let rest = characters.as_str();
    let code_point = match letter {
        // A digit alone would refer back to a group, which Go does not have.
        '1'..='7' if !rest.starts_with(is_octal) => return Err(RegexError),
        '0'..='7' => return Ok(octal(text)),
        'x' => return hexadecimal(rest),
        'a' => 7,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        // Every other ASCII character that is neither letter nor digit stands for itself.
        _ if letter.is_ascii() && !letter.is_ascii_alphanumeric() => u32::from(letter),
        _ => return Err(RegexError),
    };
    Ok((code_point, rest))
}

fn is_octal(character: char) -> bool {
    character.is_digit(8)
}

/// Up to three octal digits, of which the first is known to be one.
fn octal(text: &str) -> (u32, &str) {
    let mut value = 0;
    let mut rest = text;
    for _ in 0..3 {
        let mut characters = rest.chars();
        let Some(digit) = characters
            .next()
            .and_then(|character| character.to_digit(8))
        else {
            break;
        };
        value = value * 8 + digit;
        rest = characters.as_str();
    }
    (value, rest)
}

/// `41` or `{1F600}` after `\x`.
fn hexadecimal(text: &str) -> Result<(u32, &str), RegexError> {
    let digit = |character: char| character.to_digit(16).ok_or(RegexError);
    if let Some(braced) = text.strip_prefix('{') {
        let (digits, rest) = braced.split_once('}').ok_or(RegexError)?;
        if digits.is_empty() {
            return Err(RegexError);
        }
        let mut value: u32 = 0;
        for character in digits.chars() {
            value = value.saturating_mul(16).saturating_add(digit(character)?);
            if value > LAST {
                return Err(RegexError);
            }
        }
        return Ok((value, rest));
    }
    let mut characters = text.chars();
    let high = digit(characters.next().ok_or(RegexError)?)?;
    let low = digit(characters.next().ok_or(RegexError)?)?;
    Ok((high * 16 + low, characters.as_str()))
}

/// Reads the name of a Unicode class after `\p`: a letter, or a name in braces.
///
/// Go has tables of all categories and scripts; the two names that need no table are known here.
pub(crate) fn unicode_class(text: &str) -> Result<(Class, &str), RegexError> {
    let (name, rest) = match text.strip_prefix('{') {
        Some(braced) => braced.split_once('}').ok_or(RegexError)?,
        None => {
            let length = text.chars().next().map_or(0, char::len_utf8);
            text.split_at_checked(length).ok_or(RegexError)?
        }
    };
    let (negated, name) = match name.strip_prefix('^') {
        Some(name) => (true, name),
        None => (false, name),
    };
    let class = match name {
        "Any" => Class::of(&[(0, LAST)]),
        "ASCII" => Class::of(&[(0, 0x7f)]),
        _ => return Err(RegexError),
    };
    Ok((if negated { class.negated() } else { class }, rest))
}
