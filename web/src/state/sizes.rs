//! Sizes that a user types.

/// A typed size in bytes: `120 MB`, `1.5 gb`, `3000`. Units are decimal, as they are shown.
pub(crate) fn read_size(typed: &str) -> Option<u64> {
    let typed = typed.trim().to_lowercase();
    let end = typed
        .find(|character: char| !character.is_ascii_digit() && !".,".contains(character))
        .unwrap_or(typed.len());
    let (number, unit) = typed.split_at(end);
    let factor = match unit.trim() {
        "" | "b" | "byte" | "bytes" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "t" | "tb" => 1e12,
        _ => return None,
    };
    let bytes = number.replace(',', ".").parse::<f64>().ok()? * factor;
    // A larger file could not be told from its neighbours by a sum of floating point numbers.
    (bytes <= 1e15).then_some(bytes.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::read_size;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let cases = [
            ("120 MB", Some(120_000_000)),
            ("1.5gb", Some(1_500_000_000)),
            ("1,5 GB", Some(1_500_000_000)),
            ("3000", Some(3000)),
            ("0", Some(0)),
            (" 7 b ", Some(7)),
            ("", None),
            ("MB", None),
            ("-1", None),
            ("1 MiB", None),
            ("999999 TB", None),
        ];
        for (typed, bytes) in cases {
            assert_eq!(read_size(typed), bytes, "{typed}");
        }
    }
}
