//! How numbers are written: the one place that decides on units, digits and signs. And how texts are that come from anywhere.
//!
//! A number is never written with more digits than are known. Units are decimal, as `docker images` prints them.

use std::borrow::Cow;
use std::time::Duration;

use crate::lab::{Amount, Range};

/// The minus sign, as wide as a plus sign.
const MINUS: char = '\u{2212}';

/// A text of the user's outside of an editor: what nobody would see in it, or what would change the order in which the rest is
/// shown, is written as `⟨U+202E⟩`. Line breaks and tabs are left.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_invisible(character) {
            shown.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Controls, Unicode's `Default_Ignorable_Code_Point` (version 16), the separators of lines and paragraphs.
fn is_invisible(character: char) -> bool {
    match character {
        '\n' | '\t' | ' '..='~' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => character.is_control(),
    }
}

/// What stands in HTML and XML for a letter that means something there; `None` for all others.
pub(crate) fn entity(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}

/// A number of bytes that is known exactly: `412 B`, `3.1 kB`, `188 MB`.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    with_unit(bytes, 3)
}

/// Time or bytes.
#[must_use]
pub fn amount(amount: Amount) -> String {
    match amount {
        Amount::Time(time) => duration(time),
        Amount::Bytes(amount_bytes) => bytes(amount_bytes),
    }
}

/// Best guess of a size with as many digits as its range allows: `188 MB`, `0`.
#[must_use]
pub fn size(range: Range) -> String {
    with_unit(range.bytes, known_digits(range))
}

/// What a layer adds: `+61 MB`, `0`; `unknown` if nothing is counted and there may be something.
#[must_use]
pub fn added(range: Range) -> String {
    if range.bytes == 0 && range.high_bytes > 0 {
        "unknown".to_owned()
    } else if range.bytes == 0 {
        "0".to_owned()
    } else {
        format!("+{}", size(range))
    }
}

/// The difference of two sizes: `+61 MB`, `−212 MB`, `no change`.
#[must_use]
pub fn change(difference_bytes: i64) -> String {
    let amount = bytes(difference_bytes.unsigned_abs());
    match difference_bytes {
        0 => "no change".to_owned(),
        1.. => format!("+{amount}"),
        _ => format!("{MINUS}{amount}"),
    }
}

/// The difference in percent of what was there before: `−53 %`; nothing if that is less than half a percent.
#[must_use]
pub fn change_percent(difference_bytes: i64, before_bytes: u64) -> Option<String> {
    if before_bytes == 0 {
        return None;
    }
    let percent = (difference_bytes as f64 / before_bytes as f64 * 100.0).round();
    if percent == 0.0 {
        return None;
    }
    let sign = if percent < 0.0 { MINUS } else { '+' };
    Some(format!("{sign}{} %", grouped(percent.abs() as u64)))
}

/// The difference of two counts: `+2`, `−1`.
#[must_use]
pub fn count_change(before: usize, after: usize) -> String {
    let sign = if after < before { MINUS } else { '+' };
    format!("{sign}{}", count(after.abs_diff(before)))
}

/// The difference of two times: `+12 s`, `−2 min 08 s`.
#[must_use]
pub fn time_change(before: Duration, after: Duration) -> String {
    let sign = if after < before { MINUS } else { '+' };
    format!("{sign}{}", duration(after.abs_diff(before)))
}

/// How far the size may be off: `± 9 %`, `130 to 270 MB` if it is vague; nothing if it is exact.
#[must_use]
pub fn uncertainty(range: Range) -> Option<String> {
    let percent = match relative_error(range) {
        Some(part) => (part * 100.0).ceil(),
        // Any error is more than any part of nothing.
        None if range.high_bytes > range.bytes => f64::INFINITY,
        None => return None,
    };
    if percent < 1.0 {
        return None;
    }
    if percent > 30.0 {
        let limit = |bytes| with_unit(bytes, 2);
        return Some(format!(
            "{} to {}",
            limit(range.low_bytes),
            limit(range.high_bytes)
        ));
    }
    Some(format!("± {} %", percent as u64))
}

/// A length of time: `0 s`, `0.4 s`, `38 s`, `2 min 08 s`, `1 h 05 min`.
#[must_use]
pub fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 0.05 {
        return "0 s".to_owned();
    }
    if seconds < 0.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole % 3600 / 60),
    }
}

/// A length of time that is a guess: `≈ 41 s`. Zero is no guess.
#[must_use]
pub fn about(length: Duration) -> String {
    let text = duration(length);
    if text == "0 s" {
        text
    } else {
        format!("≈ {text}")
    }
}

/// The same with a capital letter at its beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A count with thousands set apart: `2,311`.
#[must_use]
pub fn count(count: usize) -> String {
    grouped(count as u64)
}

/// `1 file`, `48 files`.
#[must_use]
pub fn counted(number: usize, singular: &str) -> String {
    if number == 1 {
        format!("1 {singular}")
    } else {
        format!("{} {singular}s", count(number))
    }
}

/// The verb for a number of things that run: `1 step runs`, `2 steps run`.
#[must_use]
pub fn runs(number: usize) -> &'static str {
    if number == 1 { "runs" } else { "run" }
}

/// How many steps of a build run: `1 of 9 steps runs`, `3 of 9 steps run`.
#[must_use]
pub fn steps_run(run: usize, of: usize) -> String {
    format!("{run} of {} {}", counted(of, "step"), runs(run))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The larger distance from the best guess to a limit, as a part of the best guess; nothing if there is none.
fn relative_error(range: Range) -> Option<f64> {
    let distance = range
        .high_bytes
        .saturating_sub(range.bytes)
        .max(range.bytes.saturating_sub(range.low_bytes));
    (distance > 0 && range.bytes > 0).then(|| distance as f64 / range.bytes as f64)
}

/// Two digits of a vague size, unless they would put it outside of its range.
fn known_digits(range: Range) -> i32 {
    if relative_error(range).is_none_or(|part| part <= 0.15) {
        return 3;
    }
    let short = rounded(range.bytes as f64, 2);
    let is_within = range.low_bytes as f64 <= short && short <= range.high_bytes as f64;
    if is_within { 2 } else { 3 }
}

/// At most `digits` significant digits, and at most one of them after the point, only below ten.
fn with_unit(bytes: u64, digits: i32) -> String {
    const UNITS: [&str; 4] = ["MB", "GB", "TB", "PB"];
    if bytes == 0 {
        return "0".to_owned();
    }
    if bytes < 1000 {
        return format!(
            "{:.0} B",
            rounded(bytes as f64, digits.min(places_before_point(bytes as f64)))
        );
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = "kB";
    for next in UNITS {
        // 999.6 kB would be written as 1000 kB.
        if rounded(value, digits) < 1000.0 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    let value = rounded(value, digits);
    if value < 10.0 && digits > 1 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

/// The digits of a number that is at least one before its point.
fn places_before_point(value: f64) -> i32 {
    value.log10().floor() as i32 + 1
}

fn rounded(value: f64, digits: i32) -> f64 {
    let most_after_point = if value < 10.0 { 1 } else { 0 };
    let after_point = (digits - places_before_point(value)).min(most_after_point);
    let scale = 10_f64.powi(after_point);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1_000_000;

    fn range(bytes: u64, low_bytes: u64, high_bytes: u64) -> Range {
        Range {
            bytes,
            low_bytes,
            high_bytes,
        }
    }

    #[test]
    fn bytes_are_decimal_and_short() {
        let written: Vec<String> = [
            0,
            1,
            412,
            999,
            1000,
            3_140,
            9_949,
            9_960,
            96_400,
            999_499,
            999_600,
            1_234_567,
            188 * MB,
            2_345 * MB,
            u64::MAX,
        ]
        .into_iter()
        .map(bytes)
        .collect();
        assert_eq!(
            written,
            [
                "0", "1 B", "412 B", "999 B", "1.0 kB", "3.1 kB", "9.9 kB", "10 kB", "96 kB",
                "999 kB", "1.0 MB", "1.2 MB", "188 MB", "2.3 GB", "18400 PB"
            ]
        );
    }

    #[test]
    fn a_vague_size_has_fewer_digits() {
        let best = 278 * MB;
        assert_eq!(size(range(best, best, best)), "278 MB");
        assert_eq!(size(range(best, 260 * MB, 300 * MB)), "278 MB");
        assert_eq!(size(range(best, 200 * MB, 350 * MB)), "280 MB");
        // Rounded to two digits, they would be less than they can be.
        assert_eq!(size(range(134 * MB, 133 * MB, 230 * MB)), "134 MB");
        assert_eq!(size(range(best, 100 * MB, 500 * MB)), "280 MB");
        assert_eq!(size(range(1_260_000, 400_000, 4_000_000)), "1.3 MB");
    }

    #[test]
    fn what_a_layer_adds_has_a_sign() {
        assert_eq!(added(range(61 * MB, 61 * MB, 61 * MB)), "+61 MB");
        assert_eq!(added(Range::default()), "0");
        assert_eq!(added(range(0, 0, 100 * MB)), "unknown");
    }

    #[test]
    fn differences_have_a_sign_and_a_percentage() {
        assert_eq!(change(61_000_000), "+61 MB");
        assert_eq!(change(-212_000_000), "\u{2212}212 MB");
        assert_eq!(change(0), "no change");
        assert_eq!(change(i64::MIN), "\u{2212}9220 PB");
        assert_eq!(
            change_percent(-212_000_000, 400_000_000).as_deref(),
            Some("\u{2212}53 %")
        );
        assert_eq!(change_percent(1, 400_000_000), None);
        assert_eq!(change_percent(5, 0), None);
    }

    #[test]
    fn uncertainty_is_named_only_where_there_is_some() {
        assert_eq!(
            uncertainty(range(188 * MB, 172 * MB, 200 * MB)).as_deref(),
            Some("± 9 %")
        );
        assert_eq!(
            uncertainty(range(70 * MB, 6 * MB, 144 * MB)).as_deref(),
            Some("6.0 MB to 140 MB")
        );
        assert_eq!(uncertainty(range(188 * MB, 188 * MB, 188 * MB)), None);
        assert_eq!(uncertainty(Range::default()), None);
        assert_eq!(
            uncertainty(range(0, 0, 100 * MB)).as_deref(),
            Some("0 to 100 MB")
        );
    }

    #[test]
    fn durations_read_as_people_say_them() {
        let written: Vec<String> = [
            0, 40, 400, 940, 960, 1_400, 38_000, 59_600, 128_000, 3_900_000,
        ]
        .into_iter()
        .map(|milliseconds| duration(Duration::from_millis(milliseconds)))
        .collect();
        assert_eq!(
            written,
            [
                "0 s",
                "0 s",
                "0.4 s",
                "0.9 s",
                "1 s",
                "1 s",
                "38 s",
                "1 min 00 s",
                "2 min 08 s",
                "1 h 05 min"
            ]
        );
        assert_eq!(about(Duration::from_secs(41)), "≈ 41 s");
        assert_eq!(about(Duration::ZERO), "0 s");
    }

    #[test]
    fn differences_of_counts_and_times_have_a_sign() {
        let seconds = Duration::from_secs;
        assert_eq!(count_change(3, 5), "+2");
        assert_eq!(count_change(5, 3), "\u{2212}2");
        assert_eq!(time_change(seconds(3), seconds(41)), "+38 s");
        assert_eq!(time_change(seconds(130), seconds(2)), "\u{2212}2 min 08 s");
    }

    #[test]
    fn counts_have_thousands_set_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(2_311), "2,311");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(48, "file"), "48 files");
        assert_eq!(steps_run(1, 9), "1 of 9 steps runs");
        assert_eq!(steps_run(0, 9), "0 of 9 steps run");
        assert_eq!(steps_run(1, 1), "1 of 1 step runs");
    }
}
