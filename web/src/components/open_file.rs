//! Opening a file that stands for itself: a lesson, or a project that was saved as a link.

use layerlab_core::share::open_kept;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, FileList, HtmlInputElement};
use yew::prelude::*;

use super::app::Dispatch;
use crate::state::Action;

/// Opens such a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OpenFile(Callback<File>);

impl OpenFile {
    /// Opens the file.
    pub(super) fn emit(&self, file: File) {
        self.0.emit(file);
    }
}

/// Longer files are no lessons and no links.
const LARGEST_FILE_BYTES: f64 = 4_194_304.0;
/// What the names of files end with that hold the link of a project.
pub(super) const LINK_FILE: &str = ".layerlab";
const LESSON_FILE: &str = ".md";

/// What opens such files.
#[hook]
pub(super) fn use_open_file(dispatch: &Dispatch) -> OpenFile {
    OpenFile(use_callback(dispatch.clone(), |file: File, dispatch| {
        spawn_local(read_file(file, dispatch.clone()));
    }))
}

/// Opens a file that stands for itself. What it is, is told by its name.
async fn read_file(file: File, dispatch: Dispatch) {
    let name = file.name();
    let told = |sentence: String| Action::NoticeShown(Some(sentence.into()));
    if file.size() > LARGEST_FILE_BYTES {
        dispatch.emit(told(format!(
            "{name} is larger than 4 MiB, so it was not opened."
        )));
        return;
    }
    let text = JsFuture::from(file.text()).await;
    let Some(text) = text.ok().and_then(|text| text.as_string()) else {
        dispatch.emit(told(format!("{name} cannot be read.")));
        return;
    };
    dispatch.emit(if name.to_lowercase().ends_with(LINK_FILE) {
        match open_kept(&text) {
            Ok(link) => Action::LinkOpened(Box::new(link)),
            Err(error) => told(format!("{name} cannot be opened. {}", error.message())),
        }
    } else {
        Action::OwnLessonWanted {
            source: name.into(),
            text: text.into(),
        }
    });
}

/// The file, if there is exactly one, and it is one that stands for itself.
pub(super) fn alone(files: &FileList) -> Option<File> {
    let file = files.get(0).filter(|_| files.length() == 1)?;
    let name = file.name().to_lowercase();
    let stands = name.ends_with(LESSON_FILE) || name.ends_with(LINK_FILE);
    stands.then_some(file)
}

/// The file that was picked in a field, which is left empty, so that the same one can be picked again.
pub(super) fn picked_file(event: &Event) -> Option<File> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = field.files()?.get(0);
    field.set_value("");
    file
}
