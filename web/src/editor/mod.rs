//! The code editor as a component, and the only Rust code that knows of the TypeScript module `web/editor`.
//!
//! The text belongs to the editor. The page hears of every edit through `on_change` and never passes a text back except
//! when it wants another one shown: it then gives another `document` or the next `edition`. So a page that is late cannot
//! overwrite what was typed meanwhile.

mod answers;
mod bindings;
mod decorations;
mod offsets;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;
use yew::prelude::*;

use answers::{Answering, Questions};
pub(crate) use answers::{Answers, Fixing};
pub(crate) use decorations::{Chip, ChipState, Decorations, Diagnostic, Mark, Severity, Tag};
use offsets::Places;

/// What [`EditorPane`] shows and whom it tells.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EditorPaneProps {
    /// Which document this is. When it changes, `text` is shown afresh, with an undo history of its own.
    pub(crate) document: AttrValue,
    /// Counts how often the page itself wrote the text of this document (a fix, an earlier build). When it changes,
    /// `text` replaces what the editor has, as one step that can be undone.
    #[prop_or_default]
    pub(crate) edition: u32,
    /// The text. Read when `document` or `edition` changes, at no other time.
    pub(crate) text: Rc<str>,
    /// The accessible name. This and the next three are read when `document` changes.
    pub(crate) label: AttrValue,
    /// Whether the text can only be read.
    #[prop_or_default]
    pub(crate) read_only: bool,
    /// Whether lines have numbers.
    #[prop_or(true)]
    pub(crate) line_numbers: bool,
    /// Whether long lines are wrapped, instead of scrolled sideways.
    #[prop_or(true)]
    pub(crate) wrap: bool,
    /// The first and the last line that are shown at first, from 1; `None` for all. Read when `document` changes.
    #[prop_or_default]
    pub(crate) lines: Option<(u32, u32)>,
    /// Who answers what the editor asks about a place; nobody if the document is not a Dockerfile.
    #[prop_or_default]
    pub(crate) answers: Option<Answers>,
    /// What is shown in the text. Ignored while its text is not the editor's.
    pub(crate) decorations: Rc<Decorations>,
    /// A line to put the cursor on, from 1, together with a number that makes each request another one. Any but the first
    /// request also moves the focus to the editor.
    #[prop_or_default]
    pub(crate) reveal: Option<(u32, u32)>,
    /// The user changed the text: the whole new text, and its revision, which only ever grows.
    pub(crate) on_change: Callback<(Rc<str>, u32)>,
    /// The cursor went to another line: its number, from 1.
    #[prop_or_default]
    pub(crate) on_cursor: Callback<u32>,
    /// For each of `decorations.rows` how far below the pane's top edge it begins, in CSS pixels, infinitely far if it is
    /// folded into one above it, and how high it is.
    #[prop_or_default]
    pub(crate) on_geometry: Callback<Rc<[f64]>>,
    /// Ctrl-Enter, or Cmd-Enter on a Mac.
    #[prop_or_default]
    pub(crate) on_build: Callback<()>,
}

/// Waits until the text of the static frame can be edited, if it soon can: work done before would come in between.
pub(crate) async fn frame_editable() {
    // It never fails: what goes wrong is met again by `load`.
    let _ = JsFuture::from(bindings::frame_editable()).await;
}

/// Loads the code editor. False if it cannot be had: a plain text field takes its place then.
pub(crate) async fn load() -> bool {
    let loaded = JsFuture::from(bindings::load_editor()).await;
    loaded.is_ok_and(|loaded| loaded.is_truthy())
}

/// A code editor that is as high as its text: what stands around it scrolls, and with it whatever stands beside the lines.
pub(crate) struct EditorPane {
    parent: NodeRef,
    /// From the first rendering on.
    mounted: Option<Mounted>,
    /// The editor's text as far as heard of, and where its places are.
    text: Rc<str>,
    places: Places,
    /// The revision of `text`.
    revision: u32,
    /// Who answers now; the editor's questions look here.
    answering: Answering,
    /// The cursor's line, so that moving within it costs nothing.
    line: u32,
}

/// The editor and the closures that it calls, which must live as long.
struct Mounted {
    editor: bindings::Editor,
    _changed: Closure<dyn Fn(String, u32)>,
    _cursor: Closure<dyn Fn(u32, u32)>,
    _geometry: Closure<dyn Fn(Box<[f64]>)>,
    _build: Closure<dyn Fn()>,
    _questions: Questions,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Before the closures go, so that nothing calls them any more.
        self.editor.destroy();
    }
}

/// What the editor tells the component.
#[derive(Debug)]
pub(crate) enum EditorMessage {
    /// The user changed the text; this is its revision.
    Changed(Rc<str>, u32),
    /// The cursor is on this line of the editor.
    Cursor(u32),
    /// The rows are this far down.
    Geometry(Rc<[f64]>),
    /// The user asked for a build.
    Build,
}

impl Component for EditorPane {
    type Message = EditorMessage;
    type Properties = EditorPaneProps;

    fn create(ctx: &Context<Self>) -> Self {
        let text = ctx.props().text.clone();
        let places = Places::new(&text);
        Self {
            parent: NodeRef::default(),
            mounted: None,
            text,
            places,
            answering: Rc::new(RefCell::new(ctx.props().answers.clone())),
            revision: 0,
            line: 0,
        }
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        // Empty for Yew and rendered once: what is inside belongs to the editor.
        html! { <div class="editor-pane" ref={self.parent.clone()}></div> }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        if !first_render {
            return;
        }
        if let Some(parent) = self.parent.cast::<HtmlElement>() {
            self.mounted = Some(mount(ctx, &parent, &self.answering));
            self.push(ctx.props());
            // The focus stays where it is: nobody asked for the editor yet.
            self.reveal(ctx.props());
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Self::Properties) -> bool {
        let props = ctx.props();
        if props.answers != old.answers {
            self.answering.replace(props.answers.clone());
        }
        let another_document = props.document != old.document;
        let another_text = another_document || props.edition != old.edition;
        let Some(Mounted { editor, .. }) = &self.mounted else {
            return false;
        };
        if another_text {
            self.revision = if another_document {
                editor.open(&options(props))
            } else {
                editor.replace(&props.text)
            };
            self.take_text(props.text.clone());
        }
        if another_text || !Rc::ptr_eq(&props.decorations, &old.decorations) {
            self.push(props);
        }
        if props.reveal != old.reveal {
            self.reveal(props);
            if let Some(Mounted { editor, .. }) = &self.mounted {
                editor.focus();
            }
        }
        // Nothing that Yew renders depends on the props.
        false
    }

    fn update(&mut self, ctx: &Context<Self>, message: Self::Message) -> bool {
        let props = ctx.props();
        match message {
            // One that was on its way while the page replaced the text is about a text that is gone.
            EditorMessage::Changed(_, revision) if revision < self.revision => {}
            EditorMessage::Changed(text, revision) => {
                self.revision = revision;
                self.take_text(text.clone());
                props.on_change.emit((text, revision));
            }
            EditorMessage::Cursor(editor_line) => {
                let line = self.places.core_line(editor_line);
                if line != self.line {
                    self.line = line;
                    props.on_cursor.emit(line);
                }
            }
            EditorMessage::Geometry(places) => props.on_geometry.emit(places),
            EditorMessage::Build => props.on_build.emit(()),
        }
        false
    }
}

impl EditorPane {
    fn take_text(&mut self, text: Rc<str>) {
        self.places = Places::new(&text);
        self.text = text;
    }

    fn push(&self, props: &EditorPaneProps) {
        let decorations = &props.decorations;
        if let Some(Mounted { editor, .. }) = &self.mounted
            && (Rc::ptr_eq(&decorations.text, &self.text) || decorations.text == self.text)
        {
            editor.push(
                self.revision,
                &decorations::for_editor(decorations, &self.places),
            );
        }
    }

    fn reveal(&self, props: &EditorPaneProps) {
        if let (Some(Mounted { editor, .. }), Some((line, _))) = (&self.mounted, props.reveal) {
            editor.reveal(self.places.editor_line(line));
        }
    }
}

fn options(props: &EditorPaneProps) -> bindings::Options {
    let options: bindings::Options = bindings::object();
    options.set_text(&props.text);
    options.set_label(&props.label);
    options.set_read_only(props.read_only);
    options.set_line_numbers(props.line_numbers);
    options.set_wrap(props.wrap);
    options.set_answers(props.answers.is_some());
    if let Some((first, last)) = props.lines {
        options.set_lines(&[first, last].as_slice().into());
    }
    options
}

fn mount(ctx: &Context<EditorPane>, parent: &HtmlElement, answering: &Answering) -> Mounted {
    let changed = ctx
        .link()
        .callback(|(text, revision): (String, u32)| EditorMessage::Changed(text.into(), revision));
    let cursor = ctx.link().callback(EditorMessage::Cursor);
    let geometry = ctx.link().callback(EditorMessage::Geometry);
    let build = ctx.link().callback(|()| EditorMessage::Build);

    let changed =
        Closure::<dyn Fn(String, u32)>::new(move |text, revision| changed.emit((text, revision)));
    let cursor = Closure::<dyn Fn(u32, u32)>::new(move |line, _offset| cursor.emit(line));
    let geometry =
        Closure::<dyn Fn(Box<[f64]>)>::new(move |places: Box<[f64]>| geometry.emit(places.into()));
    let build = Closure::<dyn Fn()>::new(move || build.emit(()));

    let callbacks: bindings::Callbacks = bindings::object();
    callbacks.set_changed(&changed);
    callbacks.set_cursor(&cursor);
    callbacks.set_geometry(&geometry);
    callbacks.set_build(&build);
    let questions = Questions::new(answering);
    questions.give_to(&callbacks);
    let editor = bindings::create_editor(parent, &options(ctx.props()), &callbacks);
    Mounted {
        editor,
        _changed: changed,
        _cursor: cursor,
        _geometry: geometry,
        _build: build,
        _questions: questions,
    }
}
