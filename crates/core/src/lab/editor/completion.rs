//! What could be typed at a place.

use std::borrow::Cow;

use layerlab_catalog::base_image;
use layerlab_syntax::Span;
use layerlab_syntax::services::{self, CompletionKind, Wanted};

use super::variables::{innermost, shortened, value_of};
use super::{EditedDockerfile, images};
use crate::explain::{TermKind, for_instruction, term};
use crate::lab::analysis::Range;

/// So many characters of the name of a second source must be there before files are proposed, since it could as well be
/// the place to copy to.
const ENOUGH_OF_A_SOURCE: usize = 2;

/// What can be put in at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposals {
    /// What an item replaces. Contains the cursor or ends at it.
    pub replace: Span,
    /// The best first. All begin with what stands before the cursor, in any case, or have a part that does.
    pub items: Vec<Proposal>,
    /// Worth showing while somebody types. Otherwise only if asked for: nothing is begun, or what is begun is whole.
    pub unasked: bool,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// To be shown.
    pub label: String,
    /// What it is.
    pub kind: ProposalKind,
    /// To be put in the place of [`Proposals::replace`].
    pub insert: String,
    /// A few words about it, possibly none.
    pub detail: String,
    /// What it means, in plain sentences; possibly empty.
    pub text: Cow<'static, str>,
    /// Its size, of images and files.
    pub size: Option<Range>,
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProposalKind {
    /// The name of an instruction, or a word such as `AS`.
    Keyword,
    /// A flag of the instruction, or a key of `--mount`.
    Flag,
    /// A value from a closed set.
    Value,
    /// A stage, or `scratch`.
    Stage,
    /// A variable.
    Variable,
    /// A base image.
    Image,
    /// A file of the context.
    File,
    /// A folder of the context.
    Folder,
}

pub(super) fn completions(edited: &EditedDockerfile<'_>, offset: usize) -> Proposals {
    let found = services::completions(&edited.syntax, edited.text, offset);
    let replace = found.replace;
    let typed = edited.text.get(replace.start..offset).unwrap_or_default();
    let index = edited.instruction_at(offset);
    let instruction = index.and_then(|index| edited.syntax.instructions.get(index));
    let keyword = instruction
        .map(|instruction| innermost(instruction).keyword.value.to_uppercase())
        .unwrap_or_default();
    let mut proposals = match found.wanted {
        Wanted::ContextPath | Wanted::ContextPathOrDestination if found.items.is_empty() => {
            edited.context_paths(typed, replace)
        }
        _ => Proposals {
            replace,
            ..Proposals::default()
        },
    };
    let has_variables = |kind| kind == CompletionKind::Variable;
    let values = if found.items.iter().any(|item| has_variables(item.kind)) {
        index.map(|index| edited.scope(index, false))
    } else {
        None
    };
    proposals.items.extend(found.items.into_iter().map(|item| {
        let value = values
            .as_ref()
            .filter(|_| has_variables(item.kind))
            .and_then(|scope| value_of(&scope.build, &item.label))
            .filter(|value| !value.is_empty());
        Proposal {
            text: edited.meaning(&keyword, &item.label, item.kind, replace),
            detail: match value {
                Some(value) => format!("{}, {}", shortened(&value), item.detail),
                None => item.detail,
            },
            label: item.label,
            kind: kind_of(item.kind),
            insert: item.insert,
            size: None,
        }
    }));
    if found.wanted == Wanted::Image && !typed.contains('$') {
        proposals
            .items
            .extend(images::names(typed).into_iter().map(image));
    }
    proposals.unasked = is_worth_showing(edited, &proposals, found.wanted, offset);
    proposals
}

fn is_worth_showing(
    edited: &EditedDockerfile<'_>,
    proposals: &Proposals,
    wanted: Wanted,
    offset: usize,
) -> bool {
    let typed = edited.text.get(proposals.replace.start..offset);
    let typed = typed.unwrap_or_default();
    let mut items = proposals.items.iter();
    let is_whole = items.any(|item| item.insert.eq_ignore_ascii_case(typed))
        || (wanted == Wanted::Image && images::is_name(typed));
    if is_whole || proposals.items.is_empty() {
        return false;
    }
    let before = edited
        .text
        .get(..proposals.replace.start)
        .unwrap_or_default();
    let is_begun = !typed.is_empty() || before.ends_with(['=', '$', '{', ',', '/']);
    match wanted {
        Wanted::Image | Wanted::ContextPath => true,
        Wanted::ContextPathOrDestination => {
            let mut items = proposals.items.iter();
            typed.len() >= ENOUGH_OF_A_SOURCE && items.all(|item| item.kind == ProposalKind::File)
        }
        Wanted::Nothing => is_begun,
    }
}

fn kind_of(kind: CompletionKind) -> ProposalKind {
    match kind {
        CompletionKind::Keyword => ProposalKind::Keyword,
        CompletionKind::Flag => ProposalKind::Flag,
        CompletionKind::Value => ProposalKind::Value,
        CompletionKind::Stage => ProposalKind::Stage,
        CompletionKind::Variable => ProposalKind::Variable,
    }
}

fn image(name: &'static str) -> Proposal {
    let facts = base_image(name);
    Proposal {
        label: name.to_owned(),
        kind: ProposalKind::Image,
        insert: name.to_owned(),
        detail: String::new(),
        text: Cow::Borrowed(""),
        size: Some(images::range(facts.size)),
    }
}

impl EditedDockerfile<'_> {
    /// What a proposal means, if something is written about it.
    fn meaning(
        &self,
        keyword: &str,
        label: &str,
        kind: CompletionKind,
        replace: Span,
    ) -> Cow<'static, str> {
        let found = match kind {
            CompletionKind::Keyword => {
                return for_instruction(label)
                    .map(|topic| topic.plain_summary().into())
                    .unwrap_or_default();
            }
            CompletionKind::Flag if label.starts_with("--") => {
                term(TermKind::Flag, &format!("{keyword} {label}"))
            }
            CompletionKind::Flag => term(TermKind::Value, &format!("{keyword} --mount {label}")),
            CompletionKind::Value => {
                let before = self.text.get(..replace.start).unwrap_or_default();
                let key = before.trim_end_matches(['=', '"']);
                let is_part = |next: char| next == '-' || next.is_ascii_alphanumeric();
                let start = key.trim_end_matches(is_part).len();
                let key = key.get(start..).unwrap_or_default().to_lowercase();
                let name = match key.strip_prefix("--") {
                    Some(flag) => format!("{keyword} --{flag}={label}"),
                    None => format!("{keyword} --mount {key}={label}"),
                };
                term(TermKind::Value, &name)
            }
            CompletionKind::Variable => term(TermKind::Variable, label),
            CompletionKind::Stage => None,
        };
        Cow::Borrowed(found.unwrap_or_default())
    }
}
