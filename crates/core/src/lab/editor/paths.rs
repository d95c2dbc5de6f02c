//! Files of the context, folder by folder.

use layerlab_syntax::Span;

use super::completion::{Proposal, ProposalKind, Proposals};
use super::{EditedDockerfile, Fact, FactValue};
use crate::lab::analysis::Range;
use crate::lab::context_report::{ContextEntry, ContextKind};

/// No list of proposals is longer.
const MOST_PROPOSALS: usize = 200;

/// A number of bytes that is known.
fn exact(bytes: u64) -> Range {
    Range {
        bytes,
        low_bytes: bytes,
        high_bytes: bytes,
    }
}

impl EditedDockerfile<'_> {
    /// The entry of the context at a path as COPY takes it: `./a/` is `a`, and `.` is everything.
    fn entry(&self, path: &str) -> Option<&ContextEntry> {
        let parts = path
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".");
        let path = parts.collect::<Vec<_>>().join("/");
        let entries = &self.context.entries;
        let mut entry = entries.first()?;
        let mut done = 0;
        while done < path.len() {
            let end = path
                .get(done..)
                .and_then(|rest| rest.find('/'))
                .map_or(path.len(), |slash| done + slash);
            let wanted = path.get(..end)?;
            entry = self.children(entry).find(|child| *child.path == *wanted)?;
            done = end + 1;
        }
        Some(entry)
    }

    fn children<'e>(&'e self, folder: &'e ContextEntry) -> impl Iterator<Item = &'e ContextEntry> {
        let entries = &self.context.entries;
        let children = folder.children.iter();
        children.filter_map(move |child| entries.get(*child as usize))
    }

    /// What is in the folder of the path that was typed, as far as it is sent and begins as the last part does. Replaced
    /// is that last part alone.
    pub(super) fn context_paths(&self, typed: &str, replace: Span) -> Proposals {
        let folder_end = typed.rfind('/').map_or(0, |slash| slash + 1);
        let (folder, begun) = typed.split_at_checked(folder_end).unwrap_or(("", typed));
        let begun = begun.to_lowercase();
        let items = self.entry(folder).into_iter().flat_map(|folder| {
            let sent = self.children(folder).filter(|child| child.sent_files > 0);
            // A space would end the word: such a name can only be written in the JSON form.
            let fitting = sent.filter(|child| {
                let name = child.name();
                !name.contains(char::is_whitespace) && name.to_lowercase().starts_with(&begun)
            });
            fitting.map(proposal).take(MOST_PROPOSALS)
        });
        Proposals {
            replace: Span::new(replace.start + folder_end, replace.end),
            items: items.collect(),
            unasked: false,
        }
    }

    /// What is known about a source of COPY; `None` if nothing in the context has this very path.
    pub(super) fn path_facts(&self, path: &str) -> Option<(&'static str, String, Vec<Fact>)> {
        let entry = self.entry(path)?;
        let kind = match entry.kind {
            ContextKind::Folder => "folder of the context",
            ContextKind::Link => "link of the context",
            ContextKind::Text | ContextKind::Sized => "file of the context",
        };
        let words = |name, value: String| Fact {
            name,
            value: FactValue::Words(value),
        };
        if entry.sent_files == 0 {
            let decider = entry.decision.as_ref().and_then(|found| found.decider());
            let because = decider.map(|decider| {
                words(
                    "Left out by",
                    format!(
                        "line {} of {}: {}",
                        decider.line, self.context.ignore_file, decider.pattern
                    ),
                )
            });
            let text = "It is not sent to the builder, so it cannot be copied.";
            return Some((kind, text.to_owned(), because.into_iter().collect()));
        }
        let size = FactValue::Size(exact(entry.sent_bytes), "exact");
        let mut facts = vec![Fact {
            name: "Size",
            value: size,
        }];
        if entry.kind == ContextKind::Folder {
            facts.push(words("Files", entry.sent_files.to_string()));
            let ignored = entry.files.saturating_sub(entry.sent_files);
            if ignored > 0 {
                facts.push(words("Not sent", format!("{ignored} more")));
            }
        }
        let text = match entry.kind {
            ContextKind::Folder => "When a file in it changes, the step that copies it runs again.",
            _ => "When it changes, the step that copies it runs again.",
        };
        Some((kind, text.to_owned(), facts))
    }
}

fn proposal(entry: &ContextEntry) -> Proposal {
    let is_folder = entry.kind == ContextKind::Folder;
    let name = if is_folder {
        format!("{}/", entry.name())
    } else {
        entry.name().to_owned()
    };
    let detail = match (is_folder, entry.sent_files) {
        (false, _) => String::new(),
        (true, 1) => "1 file".to_owned(),
        (true, files) => format!("{files} files"),
    };
    Proposal {
        insert: name.clone(),
        label: name,
        kind: if is_folder {
            ProposalKind::Folder
        } else {
            ProposalKind::File
        },
        detail,
        text: Default::default(),
        size: Some(exact(entry.sent_bytes)),
    }
}
