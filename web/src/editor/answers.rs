//! What the page answers to the editor about a place in the Dockerfile: from the core's terms to the editor's.

use std::cell::RefCell;
use std::rc::Rc;

use layerlab_core::checks::TextEdit;
use layerlab_core::lab::{
    Analysis, EditedDockerfile, FactValue, HoverCard, Lab, Offer, Project, Proposal, Proposals,
};
use layerlab_core::syntax::Span;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use yew::Callback;

use super::bindings::{self, numbers, object, strings};
use super::offsets::Places;
use crate::format;
use crate::shared::Shared;

/// The project that the text is the Dockerfile of, and what was found out about it.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    project: Project,
    analysis: Shared<Analysis>,
    fixing: Option<Fixing>,
}

/// Who proves fixes, and who makes one: of this text, these edits.
#[derive(Debug, Clone)]
pub(crate) struct Fixing {
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// Makes the edits of the Dockerfile with this text.
    pub(crate) apply: Callback<(Rc<str>, Vec<TextEdit>)>,
}

impl Fixing {
    /// The fixes for the instruction at a byte offset of `text`; none while the project is behind the editor.
    fn offers(&self, text: &str, offset: usize) -> Vec<Offer> {
        if *self.lab.project.dockerfile == *text {
            self.lab.offers_at(offset)
        } else {
            Vec::new()
        }
    }
}

impl PartialEq for Answers {
    fn eq(&self, other: &Self) -> bool {
        // An analysis is of one project.
        self.analysis == other.analysis
    }
}

impl Answers {
    /// `analysis` was made of `project`. Without `fixing`, nothing can be fixed.
    pub(crate) fn new(
        project: Project,
        analysis: Shared<Analysis>,
        fixing: Option<Fixing>,
    ) -> Self {
        Self {
            project,
            analysis,
            fixing,
        }
    }

    /// Asks about `text`, which may be newer than the project.
    fn ask<T>(&self, text: &str, ask: impl FnOnce(&EditedDockerfile<'_>, &Places) -> T) -> T {
        let edited = EditedDockerfile::new(text, &self.project, &self.analysis.context);
        ask(&edited, &Places::new(text))
    }
}

/// Those who answer for the document that is shown; nobody while it is not a Dockerfile.
pub(super) type Answering = Rc<RefCell<Option<Answers>>>;

/// The closures that the editor calls to ask; they must live as long as it.
pub(super) struct Questions {
    hover: bindings::Question,
    complete: bindings::Question,
    definition: bindings::Question,
    references: bindings::Question,
    rename: Closure<dyn Fn(String, u32, String) -> JsValue>,
    fixes: bindings::Question,
    fix: Closure<dyn Fn(String, u32, u32)>,
}

impl Questions {
    pub(super) fn new(answering: &Answering) -> Self {
        Self {
            hover: question(answering, |edited, places, offset| {
                let card = edited.hover(offset);
                card.map_or(JsValue::NULL, |card| card_for_editor(&card, places).into())
            }),
            complete: question(answering, |edited, places, offset| {
                proposals_for_editor(&edited.completions(offset), places).into()
            }),
            definition: question(answering, |edited, places, offset| {
                let definition = edited.definition(offset);
                spans(definition.into_iter(), places).into()
            }),
            references: question(answering, |edited, places, offset| {
                let references = edited.references(offset);
                spans(references.iter().map(|found| found.span), places).into()
            }),
            rename: {
                let answering = Rc::clone(answering);
                Closure::new(move |text: String, unit: u32, name: String| {
                    with(&answering, &text, |edited, places| {
                        let renamed = edited.rename(places.byte(unit), &name);
                        let renaming: bindings::Renaming = object();
                        let (edits, refusal) = match renamed {
                            Ok(edits) => (edits, String::new()),
                            Err(refusal) => (Vec::new(), refusal),
                        };
                        renaming.set_refusal(&refusal);
                        renaming.set_edits(&spans(edits.iter().map(|edit| edit.span), places));
                        renaming.into()
                    })
                })
            },
            fixes: {
                let answering = Rc::clone(answering);
                Closure::new(move |text: String, unit: u32| {
                    let fixing = fixing(&answering);
                    let offset = Places::new(&text).byte(unit);
                    let offers = fixing.map(|fixing| fixing.offers(&text, offset));
                    fixes_for_editor(&offers.unwrap_or_default()).into()
                })
            },
            fix: {
                let answering = Rc::clone(answering);
                Closure::new(move |text: String, unit: u32, index: u32| {
                    let Some(fixing) = fixing(&answering) else {
                        return;
                    };
                    let offers = fixing.offers(&text, Places::new(&text).byte(unit));
                    if let Some(offer) = offers.into_iter().nth(index as usize) {
                        let dockerfile = Rc::clone(&fixing.lab.project.dockerfile);
                        fixing.apply.emit((dockerfile, offer.fix.edits));
                    }
                })
            },
        }
    }

    pub(super) fn give_to(&self, callbacks: &bindings::Callbacks) {
        callbacks.set_hover(&self.hover);
        callbacks.set_complete(&self.complete);
        callbacks.set_definition(&self.definition);
        callbacks.set_references(&self.references);
        callbacks.set_rename(&self.rename);
        callbacks.set_fixes(&self.fixes);
        callbacks.set_fix(&self.fix);
    }
}

/// A question about an offset.
fn question(
    answering: &Answering,
    ask: impl Fn(&EditedDockerfile<'_>, &Places, usize) -> JsValue + 'static,
) -> bindings::Question {
    let answering = Rc::clone(answering);
    Closure::new(move |text: String, unit: u32| {
        with(&answering, &text, |edited, places| {
            ask(edited, places, places.byte(unit))
        })
    })
}

fn with(
    answering: &Answering,
    text: &str,
    ask: impl FnOnce(&EditedDockerfile<'_>, &Places) -> JsValue,
) -> JsValue {
    match &*answering.borrow() {
        Some(answers) => answers.ask(text, ask),
        None => JsValue::NULL,
    }
}

/// A copy, so that nothing is borrowed while the page takes a fix in.
fn fixing(answering: &Answering) -> Option<Fixing> {
    answering.borrow().as_ref()?.fixing.clone()
}

fn fixes_for_editor(offers: &[Offer]) -> bindings::Fixes {
    let object: bindings::Fixes = object();
    let gains: Vec<String> = offers.iter().map(gain).collect();
    object.set_titles(&strings(
        offers.iter().map(|offer| offer.fix.title.as_str()),
    ));
    object.set_gains(&strings(gains.iter().map(String::as_str)));
    object
}

/// The first figure that is less with a fix: `Image: 410 MB → 207 MB`.
fn gain(offer: &Offer) -> String {
    let gain = offer.changes.iter().find(|change| change.is_gain());
    gain.map_or_else(String::new, |change| {
        let (before, after) = (format::amount(change.before), format::amount(change.after));
        format!("{}: {before} \u{2192} {after}", change.what())
    })
}

fn spans(spans: impl Iterator<Item = Span>, places: &Places) -> js_sys::Uint32Array {
    let pairs = spans.flat_map(|span| [places.unit(span.start), places.unit(span.end)]);
    numbers(&pairs.collect::<Vec<_>>())
}

fn card_for_editor(card: &HoverCard, places: &Places) -> bindings::Card {
    let object: bindings::Card = object();
    object.set_from(places.unit(card.span.start));
    object.set_to(places.unit(card.span.end));
    object.set_title(&card.title);
    object.set_kind(card.kind);
    object.set_text(&card.text);
    object.set_topic(card.topic.map_or("", |topic| topic.id));
    let facts: Vec<[String; 3]> = card
        .facts
        .iter()
        .map(|fact| {
            let (value, style) = match &fact.value {
                FactValue::Words(words) => (words.clone(), ""),
                FactValue::Code(code) => (code.clone(), "code"),
                FactValue::Size(range, basis) => (size_and_basis(*range, basis), ""),
            };
            [fact.name.to_owned(), value, style.to_owned()]
        })
        .collect();
    object.set_facts(&strings(facts.iter().flatten().map(String::as_str)));
    object
}

/// `118 MB ± 9 %, derived`.
fn size_and_basis(range: layerlab_core::lab::Range, basis: &str) -> String {
    let size = format::size(range);
    match format::uncertainty(range) {
        Some(uncertainty) => format!("{size} ({uncertainty}), {basis}"),
        None => format!("{size}, {basis}"),
    }
}

fn proposals_for_editor(proposals: &Proposals, places: &Places) -> bindings::Proposals {
    let object: bindings::Proposals = object();
    object.set_from(places.unit(proposals.replace.start));
    object.set_to(places.unit(proposals.replace.end));
    object.set_unasked(proposals.unasked);
    let details: Vec<String> = proposals.items.iter().map(detail).collect();
    let texts = proposals.items.iter().zip(&details);
    let texts = texts.flat_map(|(item, detail)| {
        [
            item.label.as_str(),
            item.insert.as_str(),
            detail.as_str(),
            &*item.text,
        ]
    });
    object.set_texts(&strings(texts));
    let kinds: Vec<u32> = proposals
        .items
        .iter()
        .map(|item| item.kind as u32)
        .collect();
    object.set_kinds(&numbers(&kinds));
    object
}

fn detail(item: &Proposal) -> String {
    match item.size {
        None => item.detail.clone(),
        Some(size) if item.detail.is_empty() => format::size(size),
        Some(size) => format!("{}, {}", item.detail, format::size(size)),
    }
}

#[cfg(test)]
mod tests {
    use layerlab_core::lab::ProposalKind;

    use crate::editor::decorations::tests::{list, names};

    const PROPOSAL_KINDS: [ProposalKind; 8] = [
        ProposalKind::Keyword,
        ProposalKind::Flag,
        ProposalKind::Value,
        ProposalKind::Stage,
        ProposalKind::Variable,
        ProposalKind::Image,
        ProposalKind::File,
        ProposalKind::Folder,
    ];

    #[test]
    fn both_sides_number_kinds_of_proposals_alike() {
        let source = include_str!("../../editor/src/answers.ts");
        let kinds = names(&PROPOSAL_KINDS, |kind| kind as u32);
        assert_eq!(list(source, "PROPOSAL_KINDS"), kinds);
    }
}
