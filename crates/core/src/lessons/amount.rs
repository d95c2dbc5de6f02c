//! Sizes and times as goals write them.

use std::time::Duration;

/// A number before a unit, in thousandths: `1.5` is 1500. At most three digits after the point count.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !is_number(whole) || !is_number(part) {
        return None;
    }
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(1000)?.checked_add(digits.parse().ok()?)
}

/// The number and the unit: `200MB`, or `200` and `MB`.
fn parts<'a>(words: &[&'a str]) -> Option<(u64, &'a str)> {
    let (number, unit) = match words {
        [number, unit] => (*number, *unit),
        [both] => {
            let end = both.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
            both.split_at_checked(end)?
        }
        _ => return None,
    };
    Some((thousandths(number)?, unit))
}

/// `200 MB`, `1.5 GB`, `0 B`.
pub(super) fn size(words: &[&str]) -> Option<u64> {
    let (number, unit) = parts(words)?;
    let factor: u64 = match unit {
        "B" | "byte" | "bytes" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    Some(number.checked_mul(factor)? / 1000)
}

/// `500 ms`, `30 s`, `2 min`.
pub(super) fn time(words: &[&str]) -> Option<Duration> {
    let (number, unit) = parts(words)?;
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "s" | "second" | "seconds" => 1_000,
        "min" | "minute" | "minutes" => 60_000,
        _ => return None,
    };
    Some(Duration::from_millis(
        number.checked_mul(milliseconds)? / 1000,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_read() {
        assert_eq!(size(&["200", "MB"]), Some(200_000_000));
        assert_eq!(size(&["1.5GB"]), Some(1_500_000_000));
        assert_eq!(size(&["0", "B"]), Some(0));
        assert_eq!(time(&["500", "ms"]), Some(Duration::from_millis(500)));
        assert_eq!(time(&["2min"]), Some(Duration::from_secs(120)));
        for bad in [
            &["MB"][..],
            &["-1", "MB"],
            &["1", "mb"],
            &["1"],
            &["9999999999", "GB"],
            &[],
        ] {
            assert_eq!((size(bad), time(bad)), (None, None), "{bad:?}");
        }
    }
}
