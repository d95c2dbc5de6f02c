//! Bytes as letters that survive being sent around.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::{LinkError, percent};

/// Before the letters: the version of the format and the codec, raw deflate.
const PREFIX: &str = "1d";

/// `A-Z a-z 0-9 - _` without padding. Bits that a cut leaves over are ignored.
const LETTERS: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn write(bytes: &[u8]) -> String {
    format!("{PREFIX}{}", LETTERS.encode(bytes))
}

pub(super) fn read(link: &str, most_letters: usize) -> Result<Vec<u8>, LinkError> {
    if link.len() > most_letters.saturating_mul(3) {
        return Err(LinkError::TooLong);
    }
    let mended = mended(link.trim());
    if mended.len() > most_letters {
        return Err(LinkError::TooLong);
    }
    let mut letters = mended.chars();
    let version = letters.next().ok_or(LinkError::NotALink)?;
    let codec = letters.next().ok_or(LinkError::NotALink)?;
    match (version, codec) {
        ('1', 'd') => {}
        // Two letters alone are the name of something else.
        ('1'..='9', 'a'..='z') if mended.len() > 8 => return Err(LinkError::Newer),
        _ => return Err(LinkError::NotALink),
    }
    let mut letters = letters.as_str();
    // A single letter at the end carries no byte.
    if letters.len() % 4 == 1 {
        letters = letters.get(..letters.len() - 1).unwrap_or_default();
    }
    LETTERS.decode(letters).map_err(|_| LinkError::Damaged)
}

/// The letters of a link, whatever happened to it on its way (`docs/permalink.md` lists what does).
fn mended(link: &str) -> String {
    let mut text = link.to_owned();
    // Some programs write letters as `%41`, and some write that `%` as `%25` once more.
    for _ in 0..2 {
        if text.contains('%') {
            text = percent::decode_ascii(&text);
        }
    }
    // Addresses of redirections hold more than one `#`, and so may what was put behind a link.
    let mut parts = text.rsplit('#');
    let last = parts.next().unwrap_or_default();
    let begins = |part: &&str| {
        let mut letters = opened(part).chars();
        let version = letters.next().is_some_and(|letter| letter.is_ascii_digit());
        version
            && letters
                .next()
                .is_some_and(|letter| letter.is_ascii_lowercase())
    };
    let part = ([last].into_iter().chain(parts)).find(begins);
    own_letters(opened(part.unwrap_or(last)))
}

/// Without the quotes and brackets before it.
fn opened(text: &str) -> &str {
    text.trim_start_matches(|letter: char| {
        letter.is_whitespace() || "<([{\"'`“‘«*".contains(letter)
    })
}

/// The letters up to the first that is none of ours: whatever follows was put there by others, such as a bracket, a full
/// stop or `&utm_source=…`.
fn own_letters(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut is_line_start = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' => read.push(letter),
            '+' => read.push('-'),
            '/' => read.push('_'),
            // What makes texts beautiful replaces hyphens.
            '\u{2010}' | '\u{2011}' | '\u{2212}' => read.push('-'),
            '\u{2013}' | '\u{2014}' => read.push_str("--"),
            '\r' | '\n' => {
                is_line_start = true;
                continue;
            }
            // Mail programs put these before each line of what they quote, and that at the end of lines that they break.
            '>' if is_line_start => continue,
            '=' if matches!(letters.peek(), Some('\r' | '\n')) => {}
            // Zero-width letters come with text that is copied from some programs.
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => {}
            letter if letter.is_whitespace() => continue,
            _ => break,
        }
        is_line_start = false;
    }
    read
}
