//! Debian packages that images hold.

use crate::base_images::Distribution;
use crate::debian::Suite;
use crate::nearest::ON_BUILD_TOOLS;
use crate::table::{Row, rows};

const TABLE: &str = include_str!("../data/installed.tsv");

mod column {
    pub(super) const LIST: usize = 0;
    pub(super) const ON_TOP_OF: usize = 1;
    pub(super) const PACKAGES: usize = 2;
}

/// The list of packages that is nearest to an image: what its name, distribution and kind suggest.
pub(crate) fn installed_list(
    name: &str,
    distribution: Distribution,
    slim: bool,
) -> Vec<&'static str> {
    let suite = match distribution {
        Distribution::Alpine | Distribution::Other => return Vec::new(),
        Distribution::Ubuntu(_) => return list("ubuntu"),
        Distribution::Debian(suite) => suite,
    };
    let kind = match (name, slim) {
        ("python", true) => "python-slim",
        ("python", false) => "python",
        ("rust", true) => "rust-slim",
        ("golang", false) => "compilers",
        ("php" | "wordpress", _) => "php",
        (name, false) if name == "buildpack-deps" || ON_BUILD_TOOLS.contains(&name) => {
            "build-tools"
        }
        _ => "debian-slim",
    };
    list(&match suite {
        Suite::Bookworm => format!("{kind} 12"),
        Suite::Trixie => format!("{kind} 13"),
    })
}

fn list(name: &str) -> Vec<&'static str> {
    let mut packages = Vec::new();
    let mut next = find(name);
    // Lists are few and none stands on itself; the limit makes that plain.
    for _ in 0..8 {
        let Some(row) = next else {
            break;
        };
        packages.extend(row.text(column::PACKAGES).split(' '));
        next = find(row.text(column::ON_TOP_OF));
    }
    packages.sort_unstable();
    packages
}

fn find(name: &str) -> Option<Row> {
    rows(TABLE).find(|row| row.text(column::LIST) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_stands_on_others() {
        let trixie = Distribution::Debian(Suite::Trixie);
        let slim = installed_list("debian", trixie, true);
        let python = installed_list("python", trixie, true);
        assert!(slim.contains(&"dpkg") && !slim.contains(&"ca-certificates"));
        assert!(python.contains(&"dpkg") && python.contains(&"ca-certificates"));
        assert_eq!((slim.len(), python.len()), (78, 87));
        assert!(installed_list("node", trixie, false).contains(&"git"));
        assert!(installed_list("alpine", Distribution::Alpine, false).is_empty());
    }

    #[test]
    fn every_list_ends_and_names_each_package_once() {
        for row in rows(TABLE) {
            let packages = list(row.text(column::LIST));
            assert!(packages.len() >= 78, "{row:?}");
            assert!(packages.is_sorted_by(|one, next| one < next), "{row:?}");
            let below = row.text(column::ON_TOP_OF);
            assert!(below.is_empty() || find(below).is_some(), "{below}");
        }
    }
}
