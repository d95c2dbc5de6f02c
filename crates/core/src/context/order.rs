//! The order of paths.

use std::cmp::Ordering;

/// Order by components: what lies in a directory follows it at once.
#[must_use]
pub(super) fn component_order(left: &str, right: &str) -> Ordering {
    // A slash ends a component, and the end comes before any byte.
    let rank = |byte: u8| if byte == b'/' { 0 } else { u16::from(byte) + 1 };
    let differing = left
        .bytes()
        .zip(right.bytes())
        .find(|(left, right)| left != right);
    match differing {
        Some((left, right)) => rank(left).cmp(&rank(right)),
        None => left.len().cmp(&right.len()),
    }
}

/// Both lists together. Each is in order, and the second one is short. Where both have something, that of the second one
/// counts.
pub(super) fn merged<'a, T>(
    long: &'a [T],
    short: &'a [T],
    order: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = &'a T> {
    let mut parts: Vec<&[T]> = Vec::with_capacity(2 * short.len() + 1);
    let mut rest = long;
    for item in short.chunks(1) {
        let before = item.first().map_or(0, |item| {
            rest.partition_point(|other| order(other, item) == Ordering::Less)
        });
        let (left, right) = rest.split_at_checked(before).unwrap_or((rest, &[]));
        parts.push(left);
        parts.push(item);
        let replaced = (right.first().zip(item.first()))
            .is_some_and(|(other, item)| order(other, item) == Ordering::Equal);
        rest = right.get(usize::from(replaced)..).unwrap_or_default();
    }
    parts.push(rest);
    parts.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::{component_order, merged};

    #[test]
    fn what_lies_in_a_directory_follows_it() {
        let mut paths = ["a-b", "a/c", "b", "a", "a/b/d", "a/b", "a/b-"];
        paths.sort_by(|left, right| component_order(left, right));
        assert_eq!(paths, ["a", "a/b", "a/b/d", "a/b-", "a/c", "a-b", "b"]);
        for left in paths {
            for right in paths {
                assert_eq!(
                    component_order(left, right),
                    left.split('/').cmp(right.split('/'))
                );
            }
        }
    }

    #[test]
    fn merges() {
        let all: Vec<i32> = merged(&[1, 3, 5], &[0, 4, 6], i32::cmp).copied().collect();
        assert_eq!(all, [0, 1, 3, 4, 5, 6]);
        assert_eq!(merged(&[1, 2], &[], i32::cmp).count(), 2);
        let by_first = |left: &(i32, char), right: &(i32, char)| left.0.cmp(&right.0);
        let replaced = [(1, 'a'), (2, 'b'), (3, 'c')];
        let all: Vec<char> = merged(&replaced, &[(2, 'x'), (4, 'y')], by_first)
            .map(|(_, letter)| *letter)
            .collect();
        assert_eq!(all, ['a', 'x', 'c', 'y']);
    }
}
