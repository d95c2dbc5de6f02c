//! What all proposals have in common.

use super::scope::{self, Named};
use super::written::Written;
use super::{CompletionItem, CompletionKind, Wanted};
use crate::Dockerfile;

/// Gathers the proposals for one place.
pub(super) struct Search<'a> {
    pub(super) dockerfile: &'a Dockerfile<'a>,
    pub(super) text: &'a str,
    /// The cursor.
    pub(super) offset: usize,
    /// The instruction at the cursor, or the one before which a new one would stand.
    pub(super) index: usize,
    /// What stands before the cursor; `None` between instructions.
    pub(super) written: Option<Written>,
    /// Where begins what is replaced.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    pub(super) items: Vec<CompletionItem>,
    pub(super) wanted: Wanted,
}

impl Search<'_> {
    pub(super) fn typed(&self, from: usize) -> &str {
        self.written
            .as_ref()
            .map_or("", |written| written.from(from))
    }

    /// Sets what is replaced: from `from` of what was typed to the first character behind the cursor that ends the part.
    pub(super) fn replace(&mut self, from: usize, ends: impl Fn(char) -> bool) {
        if let Some(written) = &self.written {
            self.start = written.source(from);
        }
        let behind = self.text.get(self.offset..).unwrap_or_default();
        let escape = self.dockerfile.escape;
        let is_end = |next: char| next.is_whitespace() || next == escape || ends(next);
        self.end = self.offset + behind.find(is_end).unwrap_or(behind.len());
    }

    pub(super) fn follows(&self, character: char) -> bool {
        let behind = self.text.get(self.end..).unwrap_or_default();
        behind.starts_with(character)
    }

    pub(super) fn add(
        &mut self,
        prefix: &str,
        label: &str,
        kind: CompletionKind,
        insert: String,
        detail: &str,
    ) {
        let begins = label
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if begins {
            self.items.push(CompletionItem {
                label: label.to_owned(),
                kind,
                insert,
                detail: detail.to_owned(),
            });
        }
    }

    /// Keywords in the case in which the word was begun, in capitals if it is not begun yet.
    pub(super) fn keyword(&mut self, prefix: &str, name: &str, detail: &str) {
        let is_lower = prefix.chars().any(char::is_lowercase) && prefix == prefix.to_lowercase();
        let insert = if is_lower {
            name.to_lowercase()
        } else {
            name.to_uppercase()
        };
        self.add(
            prefix,
            &name.to_uppercase(),
            CompletionKind::Keyword,
            insert,
            detail,
        );
    }

    pub(super) fn values(&mut self, prefix: &str, values: &[&str]) {
        for value in values {
            self.add(
                prefix,
                value,
                CompletionKind::Value,
                (*value).to_owned(),
                "",
            );
        }
    }

    pub(super) fn stages(&mut self, prefix: &str, with_numbers: bool) {
        for Named { name, detail } in scope::stages_above(self.dockerfile, self.index, with_numbers)
        {
            self.add(prefix, &name, CompletionKind::Stage, name.clone(), &detail);
        }
    }
}
