//! A copied path that the ignore file keeps out.

use layerlab_dockerignore::IgnoreFile;
use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "CopyIgnoredFile",
    origin: Origin::BuildKit,
    description: "Attempting to Copy file that is excluded by .dockerignore",
    url: "https://docs.docker.com/go/dockerfile/rule/copy-ignored-file/",
    experimental: false,
    explanation: "The ignore file keeps this path out of what is sent to the builder, so the instruction will find nothing there. Take the path out of .dockerignore, or do not copy it.",
    finds,
    bad: &[
        Example::bad(
            "FROM alpine\nCOPY docs/a.md README.md /\nADD docs /docs\n",
            &[
                "Attempting to Copy file \"docs/a.md\" that is excluded by .dockerignore",
                "Attempting to Add file \"docs\" that is excluded by .dockerignore",
            ],
        )
        .ignoring("docs\n"),
        Example::bad(
            "FROM alpine\nCOPY . .\n",
            &["Attempting to Copy file \".\" that is excluded by .dockerignore"],
        )
        .ignoring("*\n"),
        // Above a path from the root on is a directory without a name, which the star stands for too.
        Example::bad(
            "FROM alpine\nCOPY /docs /\n",
            &["Attempting to Copy file \"/docs\" that is excluded by .dockerignore"],
        )
        .ignoring("*\n"),
    ],
    good: &[
        Example::good("FROM alpine\nCOPY docs/a.md /\n").ignoring("docs\n!docs/a.md\n"),
        Example::good("FROM alpine\nCOPY . .\n").ignoring("docs\n.*\n"),
        Example::good("FROM alpine AS a\nFROM alpine\nCOPY --from=a docs /\n").ignoring("docs\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::Source {
        is_add,
        path,
        ignore: Some(ignore),
    } = moment
    else {
        return Vec::new();
    };
    // Where something is taken back in, it cannot be told from the patterns alone.
    if ignore.patterns.iter().any(|pattern| pattern.exception) {
        return Vec::new();
    }
    let path = clean(path);
    let is_root = matches!(path.as_str(), "." | "/");
    let hides_all = |ignore: &IgnoreFile| {
        ignore
            .patterns
            .iter()
            .any(|pattern| matches!(&*pattern.text, "*" | "**" | "**/*"))
    };
    if is_root && !hides_all(ignore) || !ignore.names(&path) {
        return Vec::new();
    }
    let verb = if *is_add { "Add" } else { "Copy" };
    Found::message(format!(
        "Attempting to {verb} file {} that is excluded by .dockerignore",
        go_quote(&path)
    ))
}

/// Go's `filepath.Clean`: relative paths stay relative.
fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}
