//! Opening a folder or an archive of the user's computer: dropped anywhere on the page, or picked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, Event, HtmlInputElement};
use yew::prelude::*;

use super::app::Dispatch;
use super::open_file::{OpenFile, alone, picked_file, use_open_file};
use crate::browser::fresh_id;
use crate::folder::{self, Progress, Source};
use crate::format;
use crate::state::Action;

/// Opens what was dropped or picked.
pub(super) type OpenSource = Callback<Source>;

/// What the loading is about.
#[derive(Debug, Clone, PartialEq)]
enum Loading {
    /// Nothing is loaded.
    Idle,
    /// Something is.
    Running(Source, Progress),
    /// It could not be.
    Failed(String),
}

/// The sources of the projects that were loaded, by their ids, and the number of the last loading.
#[derive(Debug, Default)]
struct Sources {
    by_project: BTreeMap<Rc<str>, Source>,
    last: usize,
}

/// What [`use_folders`] gives.
pub(super) struct Folders {
    /// Opens a source.
    pub(super) open: OpenSource,
    /// Opens a file that stands for itself.
    pub(super) open_file: OpenFile,
    /// Sends actions; what needs a file of the user's computer is read first.
    pub(super) dispatch: Dispatch,
    /// How far the loading is, and where things can be dropped.
    pub(super) view: Html,
}

/// Loads folders for the page.
#[hook]
pub(super) fn use_folders(project: &Rc<str>, dispatch: &Dispatch) -> Folders {
    let loading = use_state(|| Loading::Idle);
    let over = use_state_eq(|| false);
    let sources = use_mut_ref(Sources::default);
    let open = {
        let (loading, sources) = (loading.setter(), Rc::clone(&sources));
        use_callback(dispatch.clone(), move |source: Source, dispatch| {
            spawn_local(open(
                source,
                loading.clone(),
                Rc::clone(&sources),
                dispatch.clone(),
            ));
        })
    };
    let open_file = use_open_file(dispatch);
    let dispatch = {
        let (loading, sources) = (loading.setter(), Rc::clone(&sources));
        let dependencies = (dispatch.clone(), Rc::clone(project));
        use_callback(dependencies, move |action: Action, (dispatch, project)| {
            // What is in the page already needs no reading.
            dispatch.emit(action.clone());
            let source = sources.borrow().by_project.get(project).cloned();
            if let (Action::TextWanted(path), Some(source)) = (action, source) {
                let wanted = (Rc::clone(project), path);
                spawn_local(read(source, wanted, loading.clone(), dispatch.clone()));
            }
        })
    };
    use_drop(&open, &open_file, over.setter());
    let view = html! {
        <>
            if *over {
                <div class="drop-target" aria-hidden="true">
                    <p>{ "Drop a folder, a .zip or a lesson" }<small>{ "It is read here and not uploaded." }</small></p>
                </div>
            }
            { loading_view(&loading, &sources) }
        </>
    };
    Folders {
        open,
        open_file,
        dispatch,
        view,
    }
}

async fn open(
    source: Source,
    loading: UseStateSetter<Loading>,
    sources: Rc<RefCell<Sources>>,
    dispatch: Dispatch,
) {
    let number = {
        let mut sources = sources.borrow_mut();
        sources.last += 1;
        sources.last
    };
    // Whatever was begun later, or cancelled, is what counts.
    let is_last = || sources.borrow().last == number;
    loading.set(Loading::Running(source.clone(), Progress::Listing(0)));
    let progress = |progress| {
        if is_last() {
            loading.set(Loading::Running(source.clone(), progress));
        }
    };
    let result = folder::load(&source, progress).await;
    if !is_last() {
        return;
    }
    match result {
        Ok(loaded) => {
            let id: Rc<str> = fresh_id("folder").into();
            sources
                .borrow_mut()
                .by_project
                .insert(Rc::clone(&id), source);
            loading.set(Loading::Idle);
            dispatch.emit(Action::ProjectLoaded {
                id,
                lab: Box::new(loaded.lab),
                note: loaded.note.map(Into::into),
            });
        }
        Err(sentence) => loading.set(Loading::Failed(sentence)),
    }
}

async fn read(
    source: Source,
    (project, path): (Rc<str>, Rc<str>),
    loading: UseStateSetter<Loading>,
    dispatch: Dispatch,
) {
    match folder::read_text(&source, &path).await {
        Ok(Some(text)) => dispatch.emit(Action::TextRead {
            project,
            path,
            text,
        }),
        Ok(None) => loading.set(Loading::Failed(format!(
            "{path} is no text, or too long to be edited here."
        ))),
        Err(sentence) => loading.set(Loading::Failed(sentence)),
    }
}

fn loading_view(loading: &UseStateHandle<Loading>, sources: &Rc<RefCell<Sources>>) -> Html {
    let close = {
        let (loading, sources) = (loading.clone(), Rc::clone(sources));
        move |_: MouseEvent| {
            if let Loading::Running(source, _) = &*loading {
                source.cancel();
            }
            sources.borrow_mut().last += 1;
            loading.set(Loading::Idle);
        }
    };
    match &**loading {
        Loading::Idle => Html::default(),
        Loading::Running(source, progress) => {
            let (text, share) = match progress {
                Progress::Listing(found) => (format::counted(*found, "file"), None),
                Progress::Reading(done, all) => (
                    format!(
                        "contents of {} of {}",
                        format::count(*done),
                        format::counted(*all, "file")
                    ),
                    Some((*done, *all)),
                ),
                Progress::Analysing => ("working out the build".to_owned(), None),
            };
            html! {
                <div class="loading" role="group" aria-label="Loading">
                    <span class="loading-text">{ "Reading " }<b>{ source.name() }</b>{ ": " }{ text }</span>
                    <progress
                        aria-label={format!("Reading {}", source.name())}
                        value={share.map(|(done, _)| done.to_string())}
                        max={share.map(|(_, all)| all.to_string())}
                    ></progress>
                    <button type="button" class="button small" onclick={close}>{ "Cancel" }</button>
                </div>
            }
        }
        Loading::Failed(sentence) => html! {
            <div class="loading loading-failed" role="alert">
                <span class="loading-text">{ sentence }</span>
                <button type="button" class="button small" onclick={close}>{ "Close" }</button>
            </div>
        },
    }
}

/// Takes what is dropped anywhere on the page, before the editor does.
#[hook]
fn use_drop(open: &OpenSource, open_file: &OpenFile, over: UseStateSetter<bool>) {
    let targets = (open.clone(), open_file.clone());
    use_effect_with(targets, move |targets| {
        let targets = targets.clone();
        let listeners = web_sys::window().map(|window| {
            ["dragover", "dragleave", "drop"].map(|name| {
                let (targets, over) = (targets.clone(), over.clone());
                let options = EventListenerOptions {
                    phase: gloo_events::EventListenerPhase::Capture,
                    passive: false,
                };
                EventListener::new_with_options(&window, name, options, move |event: &Event| {
                    handle(event, &targets, &over);
                })
            })
        });
        move || drop(listeners)
    });
}

fn handle(event: &Event, (open, open_file): &(OpenSource, OpenFile), over: &UseStateSetter<bool>) {
    let Some(event) = event.dyn_ref::<DragEvent>() else {
        return;
    };
    let Some(transfer) = event.data_transfer() else {
        return;
    };
    // Text that is dragged within the page is none of our business.
    if !transfer.types().includes(&"Files".into(), 0) {
        return;
    }
    match event.type_().as_str() {
        // Leaving the page, not one of its elements for another.
        "dragleave" => over.set(event.related_target().is_some()),
        "drop" => {
            event.prevent_default();
            event.stop_propagation();
            over.set(false);
            if let Some(file) = transfer.files().as_ref().and_then(alone) {
                open_file.emit(file);
            } else if let Some(source) = folder::dropped(&transfer) {
                open.emit(source);
            }
        }
        _ => {
            event.prevent_default();
            event.stop_propagation();
            over.set(true);
        }
    }
}

/// Two buttons, for those who do not drag.
#[component]
pub(super) fn OpenButtons() -> Html {
    let Some(open) = use_context::<OpenSource>() else {
        return Html::default();
    };
    let open_file = use_context::<OpenFile>();
    let change = move |event: Event| {
        let field = event.target_dyn_into::<HtmlInputElement>();
        let files = field.as_ref().and_then(HtmlInputElement::files);
        if let (Some(open_file), Some(file)) = (&open_file, files.as_ref().and_then(alone)) {
            picked_file(&event);
            open_file.emit(file);
            return;
        }
        if let Some(source) = field.and_then(|field| folder::picked(&field)) {
            open.emit(source);
        }
    };
    html! {
        <div class="open-folder">
            <label class="button small">
                { "Open a folder" }
                <input class="visually-hidden" type="file" webkitdirectory={true} multiple={true} onchange={change.clone()} />
            </label>
            <label class="button small">
                { "Open a .zip or .layerlab" }
                <input class="visually-hidden" type="file" accept=".zip,.layerlab,application/zip" onchange={change} />
            </label>
            <span class="open-folder-note">{ "or drop it here. It is read in this page and not uploaded." }</span>
        </div>
    }
}
