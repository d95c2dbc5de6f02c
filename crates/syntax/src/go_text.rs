//! Go's ways to print and read text that show up in BuildKit's messages.

use std::fmt::Write;

/// Quotes like Go's `%q` (`strconv.Quote`).
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            _ if is_printable(character) => quoted.push(character),
            _ => {
                let code = u32::from(character);
                // Writing into a String cannot fail.
                let _ = match code {
                    0..0x80 => write!(quoted, "\\x{code:02x}"),
                    0x80..0x1_0000 => write!(quoted, "\\u{code:04x}"),
                    _ => write!(quoted, "\\U{code:08x}"),
                };
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Go's `strings.ToLower`: each character by itself becomes one character, so `İ` becomes `i` without a dot of its own.
pub(crate) fn to_lower(text: &str) -> String {
    let lower = |character: char| character.to_lowercase().next().unwrap_or(character);
    text.chars().map(lower).collect()
}

/// Go's `strings.ToUpper`: each character by itself, and what has no single capital, like `ß`, stays.
pub(crate) fn to_upper(text: &str) -> String {
    let upper = |character: char| {
        let mut capitals = character.to_uppercase();
        match (capitals.next(), capitals.next()) {
            (Some(capital), None) => capital,
            _ => character,
        }
    };
    text.chars().map(upper).collect()
}

/// Quotes like the error messages of Go's `time` package, which print what is not ASCII byte by byte.
fn quote_for_time(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => {
                quoted.push('\\');
                quoted.push(char::from(byte));
            }
            b' '..=0x7f => quoted.push(char::from(byte)),
            _ => {
                let _ = write!(quoted, "\\x{byte:02x}");
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
fn is_printable(character: char) -> bool {
    if character == ' ' || character.is_ascii_graphic() {
        return true;
    }
    // The standard library's table of printable characters shows only through its escaping of debug output. A letter in
    // front keeps combining marks, which are printable, from being escaped for being first.
    let mut probe = String::with_capacity(8);
    probe.push('a');
    probe.push(character);
    probe.escape_debug().nth(1) != Some('\\')
}

/// Go's `time.ParseDuration`, in nanoseconds.
pub(crate) fn parse_duration(text: &str) -> Result<i128, String> {
    let invalid = || format!("time: invalid duration {}", quote_for_time(text));
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        if !rest.starts_with(|first: char| first == '.' || first.is_ascii_digit()) {
            return Err(invalid());
        }
        let (whole, after) = split_digits(rest);
        rest = after;
        let mut fraction = "";
        let mut has_fraction = false;
        if let Some(after_point) = rest.strip_prefix('.') {
            (fraction, rest) = split_digits(after_point);
            has_fraction = !fraction.is_empty();
        }
        if whole.is_empty() && !has_fraction {
            return Err(invalid());
        }
        let unit_length = rest
            .find(|next: char| next == '.' || next.is_ascii_digit())
            .unwrap_or(rest.len());
        let (unit, after) = rest.split_at(unit_length);
        rest = after;
        let nanoseconds: i128 = match unit {
            "" => {
                return Err(format!(
                    "time: missing unit in duration {}",
                    quote_for_time(text)
                ));
            }
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => {
                return Err(format!(
                    "time: unknown unit {} in duration {}",
                    quote_for_time(unit),
                    quote_for_time(text)
                ));
            }
        };
        let value: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().map_err(|_| invalid())?
        };
        let mut part = value.checked_mul(nanoseconds).ok_or_else(invalid)?;
        if has_fraction {
            part = part
                .checked_add(fraction_of(fraction, nanoseconds))
                .ok_or_else(invalid)?;
        }
        total = total.checked_add(part).ok_or_else(invalid)?;
        if total > i128::from(i64::MAX) + i128::from(negative) {
            return Err(invalid());
        }
    }
    Ok(if negative { -total } else { total })
}

/// The value of the digits after the point, in the unit's nanoseconds, rounded down.
fn fraction_of(digits: &str, nanoseconds: i128) -> i128 {
    let mut numerator: i128 = 0;
    let mut denominator: i128 = 1;
    for digit in digits.bytes().take(18) {
        numerator = numerator * 10 + i128::from(digit - b'0');
        denominator *= 10;
    }
    numerator * nanoseconds / denominator
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|next: char| !next.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

/// Go's `strconv.ParseInt(text, 10, 32)`.
pub(crate) fn parse_int32(text: &str) -> Result<i64, String> {
    let failure = |reason: &str| format!("strconv.ParseInt: parsing {}: {reason}", quote(text));
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(failure("invalid syntax"));
    }
    match text.parse::<i64>() {
        Ok(value) if i32::try_from(value).is_ok() => Ok(value),
        _ => Err(failure("value out of range")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_like_go() {
        assert_eq!(
            quote("a\"b\\\n\u{1}\u{feff}é\u{301}"),
            "\"a\\\"b\\\\\\n\\x01\\ufeffé\u{301}\""
        );
    }

    #[test]
    fn durations() {
        assert_eq!(parse_duration("1h2m3.5s"), Ok(3_723_500_000_000));
        assert_eq!(parse_duration("-1.5ms"), Ok(-1_500_000));
        assert_eq!(parse_duration("0"), Ok(0));
        assert_eq!(
            parse_duration("5"),
            Err("time: missing unit in duration \"5\"".to_owned())
        );
        assert_eq!(
            parse_duration("5é"),
            Err("time: unknown unit \"\\xc3\\xa9\" in duration \"5\\xc3\\xa9\"".to_owned())
        );
        assert_eq!(
            parse_duration("."),
            Err("time: invalid duration \".\"".to_owned())
        );
    }

    #[test]
    fn integers() {
        assert_eq!(parse_int32("+3"), Ok(3));
        assert_eq!(
            parse_int32("3x"),
            Err("strconv.ParseInt: parsing \"3x\": invalid syntax".to_owned())
        );
        assert!(parse_int32("3000000000").is_err());
    }
}
