//! Sizes as they are written for commands: `100M`, `2x1MiB`.

/// A size as GNU's tools write it (coreutils manual, 2.3 Block size): `K` and `KiB` are 1024 bytes, `KB` 1000, and so on.
pub(super) fn size(written: &str) -> Option<u64> {
    let digits = written
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(written.len());
    let (number, suffix) = written.split_at(digits);
    let number: u64 = number.parse().ok()?;
    Some(number.saturating_mul(unit(suffix)?))
}

fn unit(suffix: &str) -> Option<u64> {
    let mut letters = suffix.chars();
    let Some(first) = letters.next() else {
        return Some(1);
    };
    let thousand: u64 = match letters.as_str() {
        "" | "iB" => 1024,
        "B" => 1000,
        _ => return None,
    };
    let power = match first.to_ascii_uppercase() {
        'K' => 1,
        'M' => 2,
        'G' => 3,
        'T' => 4,
        _ => return None,
    };
    Some(thousand.pow(power))
}

/// A number as `dd` writes it (coreutils manual, 11.2 dd): besides with `c`, `w`, `b` and products, `2x1M`.
pub(super) fn dd_number(written: &str) -> Option<u64> {
    written.split('x').try_fold(1_u64, |product, factor| {
        let one = match factor.strip_suffix(['c', 'w', 'b']) {
            Some(number) => {
                let bytes = match factor.chars().last() {
                    Some('w') => 2,
                    Some('b') => 512,
                    _ => 1,
                };
                number.parse::<u64>().ok()?.saturating_mul(bytes)
            }
            None => size(factor)?,
        };
        Some(product.saturating_mul(one))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_the_tools_read_them() {
        for (written, bytes) in [
            ("100", Some(100)),
            ("100M", Some(104_857_600)),
            ("100MB", Some(100_000_000)),
            ("1GiB", Some(1_073_741_824)),
            ("2k", Some(2_048)),
            ("M", None),
            ("1Z", None),
            ("", None),
        ] {
            assert_eq!(size(written), bytes, "{written}");
        }
        for (written, bytes) in [
            ("3b", Some(1_536)),
            ("2x1M", Some(2_097_152)),
            ("10c", Some(10)),
            ("99999999999999999999", None),
        ] {
            assert_eq!(dd_number(written), bytes, "{written}");
        }
    }
}
