//! From one project to another: the edits of its texts.

use std::rc::Rc;

use super::project::Project;
use crate::checks::TextEdit;
use crate::context::FileNode;
use crate::syntax::Span;

/// One edit for each text that differs.
pub(super) fn edits_between(before: &Project, after: &Project) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut differ = |file: &str, before: &str, after: &str| {
        if before != after {
            edits.push(edit_between(file, before, after));
        }
    };
    differ("Dockerfile", &before.dockerfile, &after.dockerfile);
    differ(
        ".dockerignore",
        before.dockerignore.as_deref().unwrap_or_default(),
        after.dockerignore.as_deref().unwrap_or_default(),
    );
    if !Rc::ptr_eq(&before.files, &after.files) {
        for (path, node) in &after.files.entries {
            let text = |node: &FileNode| node.as_text().cloned();
            if let (Some(new), Some(old)) = (text(node), before.files.get(path).and_then(text)) {
                differ(path, &old, &new);
            }
        }
    }
    edits
}

/// What differs between the beginning and the end that two texts have in common.
fn edit_between(file: &str, before: &str, after: &str) -> TextEdit {
    let same = before
        .char_indices()
        .zip(after.chars())
        .find(|((_, one), other)| one != other);
    let start = same.map_or(before.len().min(after.len()), |((at, _), _)| at);
    let rest = |text: &'_ str| text.get(start..).unwrap_or_default().len();
    let longest = rest(before).min(rest(after));
    let ends = before.chars().rev().zip(after.chars().rev());
    let mut common = 0;
    for (one, other) in ends {
        if one != other || common + one.len_utf8() > longest {
            break;
        }
        common += one.len_utf8();
    }
    TextEdit {
        file: file.to_owned(),
        span: Span::new(start, before.len() - common),
        text: after
            .get(start..after.len() - common)
            .unwrap_or_default()
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_leads_from_one_text_to_the_other() {
        for (before, after) in [
            ("", "a"),
            ("a", ""),
            ("aba", "ababa"),
            ("a é b", "a è b"),
            ("é", "éé"),
            ("FROM a\nRUN b\n", "FROM a\nRUN c\nRUN b\n"),
        ] {
            let project = |text: &str| Project {
                dockerfile: text.into(),
                ..Project::default()
            };
            let edits = edits_between(&project(before), &project(after));
            assert_eq!(project(before).with_edits(&edits), Some(project(after)));
        }
    }
}
