//! Loading a folder or an archive, part by part, so that the page stays usable meanwhile.

use std::rc::Rc;

use js_sys::{Array, JsString};
use layerlab_core::lab::{Lab, Preparation, TakenFiles};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::{Slice, pause};

use super::bindings::{Batch, Content, Source};
use super::intake::{Intake, Known, Listed, Wanted};

/// Longer files are not opened as text.
const LARGEST_TEXT_BYTES: f64 = 262_144.0;

/// So many contents are asked for at once.
const READ_AT_ONCE: usize = 50;

/// How far the loading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// So many entries were found.
    Listing(usize),
    /// So many contents were read, of so many.
    Reading(usize, usize),
    /// What the files mean is worked out.
    Analysing,
}

/// What was loaded.
pub(crate) struct Loaded {
    /// The project, of which nothing was built yet.
    pub(crate) lab: Lab,
    /// A sentence about it that the user should read.
    pub(crate) note: Option<String>,
}

/// The project in a folder or an archive.
///
/// # Errors
///
/// A sentence for the user if something cannot be read. Nothing is half loaded.
pub(crate) async fn load(source: &Source, progress: impl Fn(Progress)) -> Result<Loaded, String> {
    let mut intake = Intake::default();
    loop {
        let batch = JsFuture::from(source.next())
            .await
            .map_err(|error| message(&error))?;
        if batch.is_null() || batch.is_undefined() {
            break;
        }
        take(&mut intake, &batch.unchecked_into());
        progress(Progress::Listing(intake.len()));
    }
    let name = source.name();
    if intake.len() == 0 {
        return Err(format!("{name} is empty."));
    }
    intake.find_dockerfile();
    let own = intake.own_texts();
    read(source, &mut intake, &own, |_| {}).await?;
    if let Some(sentence) = intake.unreadable() {
        return Err(sentence);
    }
    let own = intake.compose_texts();
    read(source, &mut intake, &own, |_| {}).await?;
    progress(Progress::Analysing);
    let mut lab = Lab::open(intake.project(&name));
    prepare(&lab, Preparation::knows_what_is_taken).await;
    let wanted = wanted(&intake, &lab.taken_files()).await;
    if !wanted.is_empty() {
        // What is to change now must have no other owner.
        drop(lab);
        read(source, &mut intake, &wanted, |done| {
            progress(Progress::Reading(done, wanted.len()));
        })
        .await?;
        progress(Progress::Analysing);
        lab = Lab::open(intake.project(&name));
    }
    prepare(&lab, |_| false).await;
    let note = intake.note(&name);
    Ok(Loaded { lab, note })
}

/// Files between two looks at the clock.
const FILES: usize = 250;

/// What is to be read of what the build takes.
async fn wanted(intake: &Intake, taken: &TakenFiles) -> Vec<Rc<str>> {
    let mut wanted = Wanted::default();
    let mut slice = Slice::begin();
    for (count, path) in taken.iter().enumerate() {
        wanted.add(intake, path);
        if count % FILES == 0 && slice.is_over() {
            pause().await;
            slice = Slice::begin();
        }
    }
    wanted.finish()
}

/// Does what the first analysis will need, with pauses, until it is done or `enough` says so.
async fn prepare(lab: &Lab, enough: impl Fn(&Preparation) -> bool) {
    let mut preparation = Preparation::new(lab);
    loop {
        pause().await;
        let slice = Slice::begin();
        while !slice.is_over() {
            if enough(&preparation) || !preparation.advance(FILES) {
                // What comes next is work too.
                pause().await;
                return;
            }
        }
    }
}

/// The text of one file; `None` if it is none or too long.
///
/// # Errors
///
/// A sentence for the user if it cannot be read.
pub(crate) async fn read_text(source: &Source, path: &str) -> Result<Option<Rc<str>>, String> {
    let contents = contents(source, &[path.into()]).await?;
    Ok(match contents.into_iter().next().flatten() {
        Some(Known::Text(text)) => Some(text),
        _ => None,
    })
}

async fn read(
    source: &Source,
    intake: &mut Intake,
    paths: &[Rc<str>],
    progress: impl Fn(usize),
) -> Result<(), String> {
    for (part, paths) in paths.chunks(READ_AT_ONCE).enumerate() {
        progress(part * READ_AT_ONCE);
        let contents = contents(source, paths).await?;
        for (path, known) in paths.iter().zip(contents) {
            if let Some(known) = known {
                intake.know(path, known);
            }
        }
    }
    Ok(())
}

async fn contents(source: &Source, paths: &[Rc<str>]) -> Result<Vec<Option<Known>>, String> {
    let wanted: Array = paths.iter().map(|path| JsString::from(&**path)).collect();
    let contents = JsFuture::from(source.contents(wanted, LARGEST_TEXT_BYTES))
        .await
        .map_err(|error| message(&error))?;
    let contents: Array = contents.unchecked_into();
    let known = |content: JsValue| {
        let content: Content = content.unchecked_into();
        let text = content.text().map(|text| Known::Text(text.into()));
        text.or_else(|| content.sha256().map(Known::Digest))
    };
    Ok(contents.iter().map(known).collect())
}

fn take(intake: &mut Intake, batch: &Batch) {
    let (kinds, sizes, modes) = (
        batch.kinds().to_vec(),
        batch.sizes().to_vec(),
        batch.modes().to_vec(),
    );
    let texts = |array: Array| -> Vec<String> {
        array
            .iter()
            .map(|text| text.as_string().unwrap_or_default())
            .collect()
    };
    let figures = kinds.into_iter().zip(sizes).zip(modes);
    let names = texts(batch.paths()).into_iter().zip(texts(batch.marks()));
    for ((path, mark), ((kind, size), mode)) in names.zip(figures) {
        intake.add(Listed {
            path,
            kind,
            // A size is a whole number that a floating point number holds exactly.
            size_bytes: size as u64,
            mode,
            mark,
        });
    }
}

fn message(error: &JsValue) -> String {
    let text = error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()));
    text.unwrap_or_else(|| "The files cannot be read.".to_owned())
}
