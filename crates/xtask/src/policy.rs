//! The page's Content-Security-Policy allows no script in its markup but those whose hashes it names. A script that is changed
//! without its hash would not run, and nothing would say so but the browser's console.

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// Begins the policy wherever one stands.
const BEGINNING: &str = "default-src ";

/// That the policy of the finished page allows the scripts that stand in its markup.
///
/// # Errors
/// A sentence with the hash that is missing.
pub fn allows_scripts(page: &str) -> Result<(), String> {
    let policy = policies(page)
        .next()
        .ok_or("index.html has no security policy")?;
    scripts(page).try_for_each(|script| {
        let source = source(script);
        if policy.contains(&source) {
            Ok(())
        } else {
            Err(format!(
                "the policy of index.html does not allow a script that stands there: put {source} into its script-src, and into \
                 those of docs/hosting.md, instead of the hash it had"
            ))
        }
    })
}

/// What a policy calls a script that stands in the markup.
fn source(script: &str) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(script));
    format!("'sha256-{hash}'")
}

/// What stands between the tags of each script that is not loaded from a file.
fn scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script>")
        .skip(1)
        .filter_map(|rest| rest.split("</script>").next())
}

/// Every policy in a text, up to the quote or the line's end that ends it.
fn policies(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(BEGINNING).filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        rest.split(['"', '\n']).next().map(str::trim_end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::read_text;
    use crate::process::root;

    /// SHA-256 of `abc`, as FIPS 180-2 gives it, in base64.
    const HASH_OF_ABC: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    #[test]
    fn a_script_in_the_markup_has_to_be_named() {
        let page = |hash: &str| {
            format!(
                "<meta content=\"default-src 'none'; script-src 'self' 'sha256-{hash}'; style-src 'self'\"><script>abc</script>\
                 <script src=\"a.js\"></script>"
            )
        };
        assert_eq!(allows_scripts(&page(HASH_OF_ABC)), Ok(()));
        let error = allows_scripts(&page("AAAA")).err().unwrap_or_default();
        assert!(error.contains(HASH_OF_ABC), "{error}");
        assert!(allows_scripts("<script>abc</script>").is_err());
    }

    /// Known here before the page is built.
    #[test]
    fn the_page_allows_the_script_that_trunk_will_put_there() -> Result<(), String> {
        let page = read_text(&root().join("index.html"))?;
        let theme = read_text(&root().join("web/static/theme.js"))?;
        let source = source(&theme);
        assert!(
            policies(&page).any(|policy| policy.contains(&source)),
            "{source}"
        );
        Ok(())
    }

    #[test]
    fn the_headers_that_are_documented_are_the_policy_of_the_page() -> Result<(), String> {
        let page = read_text(&root().join("index.html"))?;
        let documented = read_text(&root().join("docs/hosting.md"))?;
        let own = policies(&page).next();
        assert!(own.is_some());
        assert!(policies(&documented).count() > 3);
        for policy in policies(&documented) {
            assert_eq!(Some(policy), own);
        }
        Ok(())
    }
}
