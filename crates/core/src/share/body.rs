//! The parts of a link, one behind the other: a letter, the length, the bytes.
//!
//! What matters most comes first, so that it is still there when the end of a link is lost. Parts that a reader does not
//! know are skipped.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::edits::{SharedEdit, apply_edit, between};
use super::files::{Revisions, SharedFile, is_text_shared, read_tree, tree};
use super::settings::{SharedSettings, apply, settings};
use super::{LinkOptions, SharedBuild, SharedState, View};

/// Most that is built again when a link is opened, in bytes of Dockerfile and files of about as many bytes as a line has:
/// a few hundred builds of a usual project, and few of one that was made to keep the page busy.
const MOST_REBUILT_BYTES: usize = 4 * 1024 * 1024;
const BYTES_OF_A_FILE: usize = 64;

const DOCKERFILE: u8 = b'D';
const IGNORE: u8 = b'I';
const SETTINGS: u8 = b'S';
const FILES: u8 = b'F';
const EDITS: u8 = b'E';
const VIEW: u8 = b'V';

#[derive(Serialize, Deserialize)]
struct SharedView {
    panel: String,
    file: String,
    line: u32,
}

pub(super) fn write(state: &SharedState, options: &LinkOptions) -> Vec<u8> {
    let builds = if options.history {
        state.builds.as_slice()
    } else {
        &[]
    };
    let first = builds.first().unwrap_or(&state.now);
    let mut revisions = Revisions::default();
    let mut body = Vec::new();
    part(&mut body, DOCKERFILE, first.project.dockerfile.as_bytes());
    if let Some(ignore) = &first.project.dockerignore {
        part(&mut body, IGNORE, ignore.as_bytes());
    }
    let dockerfiles = all_dockerfiles(builds, &state.now);
    let shares = |path: &str, text: &str| is_text_shared(path, text, &dockerfiles, options);
    let files = tree(&first.project.files, &mut revisions, shares);
    encoded(&mut body, FILES, &files);
    let mut edits = Vec::new();
    let mut before = first;
    for build in builds {
        edits.extend(between(before, build, &mut revisions, shares));
        edits.push(SharedEdit::Build);
        before = build;
    }
    edits.extend(between(before, &state.now, &mut revisions, shares));
    if !edits.is_empty() {
        encoded(&mut body, EDITS, &edits);
    }
    let settings = settings(&first.project, &first.unchanged);
    if settings != SharedSettings::default() {
        encoded(&mut body, SETTINGS, &settings);
    }
    if state.view != View::default() {
        let view = SharedView {
            panel: state.view.panel.clone(),
            file: state.view.file.clone(),
            line: state.view.line,
        };
        encoded(&mut body, VIEW, &view);
    }
    body
}

/// The texts of the Dockerfile that a link tells of, each once.
pub(super) fn all_dockerfiles<'a>(builds: &'a [SharedBuild], now: &'a SharedBuild) -> Vec<&'a str> {
    let mut texts: Vec<&str> = (builds.iter().chain([now]))
        .map(|build| &*build.project.dockerfile)
        .collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn encoded(body: &mut Vec<u8>, letter: u8, value: &impl Serialize) {
    // Nothing that is written here can fail: all lengths are known, and the bytes go to memory.
    if let Ok(bytes) = postcard::to_allocvec(value) {
        part(body, letter, &bytes);
    }
}

fn part(body: &mut Vec<u8>, letter: u8, bytes: &[u8]) {
    body.push(letter);
    let mut length = bytes.len();
    while length >= 0x80 {
        body.push(0x80 | (length & 0x7f) as u8);
        length >>= 7;
    }
    body.push(length as u8);
    body.extend_from_slice(bytes);
}

/// The letter, the bytes and the rest. Of a part whose end is missing, what is there.
fn next_part(body: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (letter, mut rest) = body.split_first()?;
    let mut length = 0_usize;
    let mut shift = 0;
    loop {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
        if shift > 28 {
            return None;
        }
    }
    let (bytes, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    Some((*letter, bytes, behind))
}

/// As much of the text as is there.
fn text(bytes: &[u8]) -> Rc<str> {
    let end = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into()
}

/// `None` if not even the Dockerfile begins.
pub(super) fn read(body: &[u8]) -> Option<SharedState> {
    let mut first = SharedBuild::default();
    let mut edits: Vec<SharedEdit> = Vec::new();
    let mut view = View::default();
    let mut rest = body;
    let mut any = false;
    while let Some((letter, bytes, behind)) = next_part(rest) {
        rest = behind;
        // A part whose end is missing is left out, unless it is a text.
        match letter {
            DOCKERFILE => {
                first.project.dockerfile = text(bytes);
                any = true;
            }
            IGNORE => first.project.dockerignore = Some(text(bytes)),
            FILES => {
                if let Ok(files) = postcard::from_bytes::<Vec<SharedFile>>(bytes) {
                    first.project.files = read_tree(files);
                }
            }
            EDITS => edits = postcard::from_bytes(bytes).unwrap_or_default(),
            SETTINGS => {
                if let Ok(settings) = postcard::from_bytes::<SharedSettings>(bytes) {
                    first.unchanged = apply(settings, &mut first.project);
                }
            }
            VIEW => {
                if let Ok(shared) = postcard::from_bytes::<SharedView>(bytes) {
                    view = View {
                        panel: shared.panel,
                        file: shared.file,
                        line: shared.line,
                    };
                }
            }
            _ => {}
        }
    }
    if !any {
        return None;
    }
    let mut builds = Vec::new();
    let mut now = first;
    let mut rebuilt_bytes = 0_usize;
    for edit in edits {
        if !matches!(edit, SharedEdit::Build) {
            apply_edit(&mut now, edit);
            continue;
        }
        let files = now.project.files.entries.len();
        rebuilt_bytes += now.project.dockerfile.len() + files * BYTES_OF_A_FILE;
        if builds.is_empty() || rebuilt_bytes <= MOST_REBUILT_BYTES {
            builds.push(now.clone());
        }
    }
    Some(SharedState { builds, now, view })
}
