//! The page for frames, `embed.html`: the program, styles and security policy of the finished `index.html`, so that a browser
//! that has one has both, and neither can be stricter than the other.

use std::path::Path;

use crate::files::{read, read_text, write};
use crate::policy;
use crate::process::root;

/// What Trunk tells its hooks: the folder in which it puts the site together.
const FOLDER: &str = "TRUNK_STAGING_DIR";
/// The page as it is written, with a comment in the place of each part of `index.html`.
const TEMPLATE: &str = "embed.html";
/// Made from `web/editor/src/embed` and `web/styles/embed.css`.
const FILES: [&str; 3] = ["embed.js", "frame.js", "embed.css"];

/// Writes `embed.html` and its own files beside `index.html`.
///
/// # Errors
/// A sentence if a part of `index.html` is not found, or a file cannot be read or written.
pub fn page() -> Result<(), String> {
    let folder = std::env::var(FOLDER).map_err(|_| {
        format!("{FOLDER} is not set: this is a step of `cargo xtask dist` and does nothing alone")
    })?;
    let folder = Path::new(&folder);
    let index = read_text(&folder.join("index.html"))?;
    policy::allows_scripts(&index)?;
    let page = filled(&read_text(&root().join(TEMPLATE))?, &index)?;
    write(&folder.join("embed.html"), page)?;
    FILES.iter().try_for_each(|file| {
        let built = read(&root().join("web/editor/dist").join(file))?;
        write(&folder.join(file), built)
    })
}

/// The template with the parts of the finished page.
fn filled(template: &str, index: &str) -> Result<String, String> {
    let policy = tags(index, "<meta ")
        .find(|tag| tag.contains("Content-Security-Policy"))
        .ok_or("index.html has no security policy")?;
    let program = tags(index, "<script ")
        .find(|tag| tag.contains("data-wasm="))
        .ok_or("index.html does not load the program")?;
    let links: Vec<&str> = tags(index, "<link ")
        .filter(|tag| {
            ["stylesheet", "modulepreload", "preload"]
                .iter()
                .any(|kind| tag.contains(&format!("rel=\"{kind}\"")))
        })
        // A frame loads it when somebody goes into the text: see `web/editor/src/later.ts`.
        .filter(|tag| !tag.contains("scripts/editor.js"))
        .collect();
    if !links.iter().any(|link| link.contains("stylesheet")) {
        return Err("index.html has no style sheet".to_owned());
    }
    let parts = [
        ("<!-- policy -->", policy.to_owned()),
        ("<!-- links -->", links.join("\n    ")),
        ("<!-- program -->", format!("{program}</script>")),
    ];
    parts
        .iter()
        .try_fold(template.to_owned(), |page, (place, part)| {
            if page.matches(place).count() == 1 {
                Ok(page.replace(place, part))
            } else {
                Err(format!("{TEMPLATE} has no {place}, or several"))
            }
        })
}

/// All tags that begin so, each up to its end. Attributes of our own pages hold no `>`, unless it stands in quotes.
fn tags<'a>(page: &'a str, beginning: &'a str) -> impl Iterator<Item = &'a str> {
    page.match_indices(beginning).filter_map(move |(start, _)| {
        let rest = page.get(start..)?;
        let mut quoted = false;
        let end = rest.find(|letter: char| {
            quoted ^= letter == '"';
            letter == '>' && !quoted
        })?;
        rest.get(..=end)
    })
}

#[cfg(test)]
mod tests {
    use super::filled;

    const INDEX: &str = r#"<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<link rel="icon" href="a>b"><link rel="stylesheet" href="./page-1.css"/><link rel="modulepreload" href="./p.js"><link rel="modulepreload" href="scripts/editor.js">
<script src="theme.js"></script><script type="module" src="./boot.js" data-js="p.js" data-wasm="p.wasm"></script></head>"#;

    #[test]
    fn the_page_for_frames_has_the_policy_and_the_program_of_the_page() {
        let page = filled("<!-- policy -->|<!-- links -->|<!-- program -->", INDEX);
        let expected = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">|<link rel=\"stylesheet\" \
                        href=\"./page-1.css\"/>\n    <link rel=\"modulepreload\" href=\"./p.js\">|<script type=\"module\" \
                        src=\"./boot.js\" data-js=\"p.js\" data-wasm=\"p.wasm\"></script>";
        assert_eq!(page.as_deref(), Ok(expected));
    }

    #[test]
    fn a_part_that_is_missing_is_told() {
        assert!(filled("<!-- policy -->", INDEX).is_err());
        assert!(filled("<!-- policy --><!-- links --><!-- program -->", "").is_err());
    }
}
