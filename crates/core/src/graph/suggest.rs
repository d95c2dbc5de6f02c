//! "did you mean" as BuildKit says it (`util/suggest`).

/// Names further away than this are not suggested.
const NEAR: usize = 3;

/// The name nearest to `wanted`, the first of equally near ones. None if `wanted` itself is among them: then the name is
/// not what is wrong.
pub(crate) fn nearest<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted: Vec<char> = wanted.chars().collect();
    let mut best = None;
    let mut best_distance = NEAR;
    for name in names {
        let name_length = name.chars().count();
        if name_length.abs_diff(wanted.len()) >= NEAR {
            continue;
        }
        let distance = edit_distance(&wanted, name);
        if distance == 0 {
            return None;
        }
        if distance < best_distance {
            best = Some(name);
            best_distance = distance;
        }
    }
    // A name that is empty, as that of a variable can be, is near to short names but no suggestion.
    best.filter(|name| !name.is_empty())
}

/// ` (did you mean builder?)` if one of the names is close to `wanted`, else an empty string.
pub(crate) fn suggestion<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wanted, names)
        .map(|name| format!(" (did you mean {name}?)"))
        .unwrap_or_default()
}

/// Levenshtein distance in characters.
fn edit_distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.iter().enumerate() {
        let mut next = vec![line + 1];
        for (column, to) in right.iter().enumerate() {
            let replaced = row.get(column).copied().unwrap_or(0) + usize::from(from != to);
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
            suggestion("bulder", ["builder", "final"]),
            " (did you mean builder?)"
        );
        assert_eq!(suggestion("1", ["a"]), " (did you mean a?)");
        assert_eq!(suggestion("runtime", ["builder"]), "");
        assert_eq!(nearest("TAG", ["IMG", "TAB"]), Some("TAB"));
        assert_eq!(nearest("TAG", ["TAB", "TAG"]), None);
        assert_eq!(nearest("X", ["PATH", "", "Y"]), None);
        assert_eq!(nearest("X", ["Y", ""]), Some("Y"));
    }
}
