//! Variables behind `$` and `${`.

use super::CompletionKind;
use super::scope::{self, Named};
use super::search::Search;
use crate::services::variables::{View, is_name_character};

impl Search<'_> {
    /// If the cursor stands behind `$` or `${` and a name, proposes variables and says so.
    pub(super) fn variable(&mut self, from: usize, view: View) -> bool {
        let typed = self.typed(from);
        let Some(dollar) = open_variable(typed, self.dockerfile.escape) else {
            return false;
        };
        let behind = typed.get(dollar + 1..).unwrap_or_default();
        let has_brace = behind.starts_with('{');
        let name_start = from + dollar + 1 + usize::from(has_brace);
        let prefix = self.typed(name_start).to_owned();
        let dollar_offset = self
            .written
            .as_ref()
            .map_or(self.offset, |written| written.source(from + dollar));
        self.replace(name_start, |next| !is_name_character(next));
        let closing = if has_brace && !self.is_in_braces() {
            "}"
        } else {
            ""
        };
        let variables =
            scope::variables(self.dockerfile, self.text, self.index, dollar_offset, view);
        for Named { name, detail } in variables {
            let insert = format!("{name}{closing}");
            self.add(&prefix, &name, CompletionKind::Variable, insert, &detail);
        }
        true
    }

    /// Whether a modifier or the closing brace stands behind the name already.
    fn is_in_braces(&self) -> bool {
        let behind = self.text.get(self.end..).unwrap_or_default();
        behind.starts_with(['}', ':', '-', '+', '?', '#', '%', '/'])
    }
}

/// Where the `$` of the variable stands whose name ends at the end of `typed`; `None` if there is none, or if it is
/// escaped or in single quotes.
fn open_variable(typed: &str, escape: char) -> Option<usize> {
    let dollar = typed.rfind('$')?;
    let behind = typed.get(dollar + 1..)?;
    let name = behind.strip_prefix('{').unwrap_or(behind);
    if !name.chars().all(is_name_character) || name.starts_with(char::is_numeric) {
        return None;
    }
    let mut quote = None;
    let mut is_escaped = false;
    for character in typed.get(..dollar)?.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            _ if character == escape && quote != Some('\'') => is_escaped = true,
            '\'' | '"' if quote == Some(character) => quote = None,
            '\'' | '"' if quote.is_none() => quote = Some(character),
            _ => {}
        }
    }
    (!is_escaped && quote != Some('\'')).then_some(dollar)
}
