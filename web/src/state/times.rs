//! Times that a user types.

use std::time::Duration;

/// A typed length of time: `12 s`, `1 min 30 s`, `90`, `0.5`, `2 h`. A number alone is seconds.
pub(crate) fn read_duration(typed: &str) -> Option<Duration> {
    let typed = typed.trim().to_lowercase().replace(',', ".");
    let mut rest = typed.as_str();
    let mut seconds = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.');
        let (number, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let behind = behind.trim_start();
        let end = behind.find(|character: char| !character.is_ascii_alphabetic());
        let (unit, next) = behind.split_at_checked(end.unwrap_or(behind.len()))?;
        let factor = match unit {
            "" | "s" | "sec" | "second" | "seconds" => 1.0,
            "ms" => 0.001,
            "m" | "min" | "minute" | "minutes" => 60.0,
            "h" | "hour" | "hours" => 3600.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * factor;
        rest = next.trim_start();
    }
    // No step takes a month.
    (seconds <= 2_592_000.0)
        .then(|| Duration::try_from_secs_f64(seconds).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::read_duration;

    #[test]
    fn times_are_read_as_people_write_them() {
        let cases = [
            ("12 s", Some(12_000)),
            ("1 min 30 s", Some(90_000)),
            ("1m30s", Some(90_000)),
            ("90", Some(90_000)),
            ("0,5", Some(500)),
            ("250 ms", Some(250)),
            ("2 h", Some(7_200_000)),
            ("0", Some(0)),
            ("", None),
            ("s", None),
            ("-1", None),
            ("5 days", None),
            ("1.2.3", None),
            ("9999999999", None),
        ];
        for (typed, milliseconds) in cases {
            let read = read_duration(typed).map(|time| time.as_millis());
            assert_eq!(read, milliseconds, "{typed}");
        }
    }
}
