//! Which libraries stand behind packages of headers: what a program that was compiled with them needs when it runs.

use crate::debian_index::DebianIndex;

/// Packages that lead to others which lead to the libraries are few; the limit keeps circles from being walked forever.
const MOST_STEPS: usize = 4;

impl DebianIndex {
    /// The packages of libraries that a package of headers such as `libpq-dev` brings, by name: what a program compiled with
    /// them is linked to. Those that every image of the release holds are left out, as in the table. `None` if the package
    /// is not known.
    #[must_use]
    pub fn libraries_of(&self, headers: &str) -> Option<Vec<&str>> {
        let mut found = Vec::new();
        self.add_libraries(headers, 0, &mut found)?;
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    fn add_libraries<'a>(
        &'a self,
        name: &str,
        step: usize,
        found: &mut Vec<&'a str>,
    ) -> Option<()> {
        let package = self.package(self.find(name)?)?;
        let needs = package
            .depends()
            .filter_map(|clause| clause.split('|').next());
        let needs: Vec<&str> = needs.collect();
        let before = found.len();
        found.extend(needs.iter().filter(|need| is_library(need)));
        // A package that only names others, such as libjpeg-dev.
        if found.len() == before && step < MOST_STEPS {
            for need in needs.iter().filter(|need| is_headers(need)) {
                self.add_libraries(need, step + 1, found);
            }
        }
        Some(())
    }
}

/// The headers of the C library lead to nothing that an image lacks.
fn is_headers(name: &str) -> bool {
    let leads = name.ends_with("-dev") || name.ends_with("-dev-compat");
    leads && !matches!(name, "libc6-dev" | "linux-libc-dev")
}

fn is_library(name: &str) -> bool {
    let made_for_others = ["-bin", "-doc", "-tools", "-common", "-perl"];
    name.starts_with("lib")
        && !name.contains("-dev")
        && !made_for_others.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use crate::debian::Suite;
    use crate::packages::Packages;

    #[test]
    fn headers_lead_to_libraries() {
        let packages = Packages::compiled_in();
        for (suite, headers, libraries) in [
            (Suite::Bookworm, "libpq-dev", Some(vec!["libpq5"])),
            (Suite::Trixie, "libpq-dev", Some(vec!["libpq5"])),
            (Suite::Trixie, "libjpeg-dev", Some(vec!["libjpeg62-turbo"])),
            (Suite::Trixie, "zlib1g-dev", Some(vec![])),
            (
                Suite::Trixie,
                "default-libmysqlclient-dev",
                Some(vec!["libmariadb3"]),
            ),
            (Suite::Bookworm, "libmagic-dev", Some(vec!["libmagic1"])),
            (Suite::Trixie, "libmagic-dev", Some(vec!["libmagic1t64"])),
            (Suite::Trixie, "libxslt1-dev", Some(vec!["libxslt1.1"])),
            (Suite::Trixie, "libnobody-dev", None),
        ] {
            let found = packages
                .debian(suite)
                .and_then(|index| index.libraries_of(headers));
            assert_eq!(found, libraries, "{headers}");
        }
    }
}
