//! "did you mean" as BuildKit says it (`util/suggest`).

/// ` (did you mean builder?)` if one of the names is close to `wanted`, else an empty string.
pub(super) fn suggestion<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let wanted = wanted.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let distance = edit_distance(&wanted, &name.to_lowercase());
        // BuildKit accepts up to two edits, whatever the length.
        if distance > 0 && distance <= 2 && best.is_none_or(|(found, _)| distance < found) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| format!(" (did you mean {name}?)"))
        .unwrap_or_default()
}

/// Levenshtein distance in characters.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut next = vec![line + 1];
        for (column, to) in right.iter().enumerate() {
            let replaced = row.get(column).copied().unwrap_or(0) + usize::from(from != *to);
            let removed = row.get(column + 1).copied().unwrap_or(0) + 1;
            let inserted = next.last().copied().unwrap_or(0) + 1;
            next.push(replaced.min(removed).min(inserted));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_close_names_only() {
        assert_eq!(
            suggestion("bulder", ["builder", "final"].into_iter()),
            " (did you mean builder?)"
        );
        assert_eq!(suggestion("1", ["a"].into_iter()), " (did you mean a?)");
        assert_eq!(suggestion("runtime", ["builder"].into_iter()), "");
    }
}
