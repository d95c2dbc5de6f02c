//! ADD where COPY would do.

use layerlab_syntax::{Command, Source};

use super::scene::replace;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "AddForCopy",
    severity: Severity::Hint,
    description: "ADD is used where COPY does the same",
    explanation: "ADD also unpacks archives and fetches addresses, so a reader has to look twice, and a file that one day is an archive is unpacked without a word. COPY does one thing: use it wherever it is enough.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM alpine:3.20\nADD app.py /app/\nadd --chown=1:1 app.py /b/\n",
        &["COPY does the same here", "COPY does the same here"],
    )],
    good: &[
        Example::good("FROM alpine:3.20\nADD https://example.com/a /a\n"),
        Example::good("FROM alpine:3.20\nADD site.tar.gz /\n"),
        Example::good("FROM alpine:3.20\nCOPY app.py /app/\n"),
    ],
};

/// Ends of the names of archives that ADD unpacks.
const ARCHIVES: [&str; 9] = [
    ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".tzst",
];

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let instructions = scene.syntax.instructions.iter().enumerate();
    let found = instructions.filter_map(|(index, instruction)| {
        let Command::Add(transfer) = &instruction.command else {
            return None;
        };
        let flags = ["chown", "chmod", "link", "exclude"];
        let plain_flags = instruction
            .flags
            .iter()
            .all(|flag| flags.contains(&&*flag.name.value));
        let plain_sources = transfer.sources.iter().all(|source| match source {
            Source::Path(word) => {
                let name = word.value.as_ref();
                !name.contains("://")
                    && !name.contains(['$', '@', '*', '?', '['])
                    && !ARCHIVES
                        .iter()
                        .any(|end| name.trim_end_matches(['"', '\'']).ends_with(end))
            }
            Source::Heredoc(_) => true,
        });
        // What is taken is known only of a step that is needed; a folder is never unpacked.
        let copied = scene.copied(index);
        let has_heredoc = !instruction.heredocs.is_empty();
        if !plain_flags || !plain_sources || (copied.is_empty() && !has_heredoc) {
            return None;
        }
        let keyword = instruction.keyword.span;
        let lower = scene.slice(keyword).starts_with('a');
        Some(OwnFound {
            instruction: index,
            span: keyword,
            message: "COPY does the same here".to_owned(),
            remedy: Remedy::fix(
                "Write COPY",
                vec![replace(keyword, if lower { "copy" } else { "COPY" })],
                "The step runs once more, since its cache entry is that of an ADD.",
            ),
        })
    });
    found.collect()
}
