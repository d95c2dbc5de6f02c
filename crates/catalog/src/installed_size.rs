//! How much of Installed-Size lands on the disk.
//!
//! Debian's index states how large a package is, in whole KiB for each file and directory, so small packages are smaller
//! than that. Slim images also leave out documentation, manual pages and translations, which libraries have little of
//! and small programs much. The shares are those of the 1,027 packages whose files were measured: the mean weighted by
//! size, and the limits between which most packages of that kind and size lie. They hardly differ between the
//! two releases.

use crate::estimate::{Basis, Estimate};

/// Hundredths of Installed-Size: low, mean, high.
type Share = (u64, u64, u64);

/// For packages below 200 kB, below 1 MB, below 10 MB, and larger ones.
type BySize = [Share; 4];

const LIMITS_BYTES: [u64; 3] = [200_000, 1_000_000, 10_000_000];

const FULL: BySize = [(60, 80, 92), (84, 90, 97), (91, 95, 100), (97, 99, 100)];
/// Many small files.
const NODE_FULL: BySize = [(30, 63, 80), (60, 84, 95), (35, 70, 100), (70, 85, 100)];

const DOCUMENTATION: BySize = [(0, 4, 10); 4];
const DEVELOPMENT: BySize = [(0, 20, 50), (10, 70, 95), (13, 70, 95), (75, 96, 100)];
const PYTHON: BySize = [(49, 70, 76), (80, 90, 95), (80, 90, 95), (47, 90, 100)];
const NODE: BySize = [(20, 55, 67), (46, 80, 93), (25, 70, 98), (70, 85, 100)];
const SHARED_DATA: BySize = [(7, 30, 80), (6, 60, 84), (50, 80, 93), (0, 80, 100)];
const LIBRARY: BySize = [(22, 64, 86), (48, 80, 96), (60, 91, 100), (94, 99, 100)];
const PROGRAM: BySize = [(1, 50, 78), (10, 50, 90), (13, 60, 99), (35, 90, 100)];

/// Bytes of the files of a package of which only Installed-Size is known, without what Python compiles.
pub(crate) fn on_disk(name: &str, installed_size_bytes: u64, slim: bool) -> Estimate {
    let bucket = LIMITS_BYTES
        .iter()
        .filter(|limit| installed_size_bytes >= **limit)
        .count();
    let (low, mean, high) = shares(name, slim)
        .get(bucket)
        .copied()
        .unwrap_or((0, 100, 100));
    let share = |hundredths: u64| installed_size_bytes.saturating_mul(hundredths) / 100;
    Estimate::between(share(low), share(mean), share(high), Basis::Derived)
}

/// What the name says about the kind of package, as Debian's naming rules have it.
fn shares(name: &str, slim: bool) -> BySize {
    let starts = |beginnings: &[&str]| beginnings.iter().any(|start| name.starts_with(start));
    let ends = |endings: &[&str]| endings.iter().any(|end| name.ends_with(end));
    if starts(&["node-"]) {
        return if slim { NODE } else { NODE_FULL };
    }
    if !slim || starts(&["fonts-"]) {
        FULL
    } else if ends(&["-doc", "-man", "-l10n", "-locales"]) {
        DOCUMENTATION
    } else if ends(&["-dev"]) {
        DEVELOPMENT
    } else if starts(&["python3-"]) {
        PYTHON
    } else if ends(&["-common", "-data"]) {
        SHARED_DATA
    } else if starts(&["lib"]) {
        LIBRARY
    } else {
        PROGRAM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_package_decides_about_slim_images() {
        let bytes = |name, slim| on_disk(name, 5_000_000, slim).bytes;
        assert_eq!(bytes("libicu72", true), 4_550_000);
        assert_eq!(bytes("wget", true), 3_000_000);
        assert_eq!(bytes("git-man", true), 200_000);
        assert_eq!(bytes("git-man", false), 4_750_000);
    }

    #[test]
    fn slim_images_keep_no_more_than_full_ones() {
        for name in [
            "a",
            "a-dev",
            "a-doc",
            "a-data",
            "python3-a",
            "node-a",
            "liba1",
            "fonts-a",
        ] {
            for size_bytes in [0, 1000, 300_000, 3_000_000, 30_000_000, u64::MAX] {
                let (slim, full) = (
                    on_disk(name, size_bytes, true),
                    on_disk(name, size_bytes, false),
                );
                assert!(slim.bytes <= full.bytes, "{name} {size_bytes}");
                assert!(full.high_bytes <= size_bytes);
            }
        }
    }
}
