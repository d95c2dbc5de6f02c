//! The parts of a link, one behind the other: a letter, the length, the bytes.
//!
//! What matters most comes first, so that it is still there when the end of a link is lost. Parts that a reader does not
//! know are skipped.

use std::collections::VecDeque;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::edits::{SharedEdit, apply_edit, between, copy_bytes, work_bytes};
use super::files::{Revisions, is_text_shared, read_tree, tree};
use super::settings::{SharedSettings, apply, settings};
use super::{LinkError, LinkOptions, SharedBuild, SharedLesson, SharedState, View};

/// Most that is built again when a link is opened, in bytes of Dockerfile and files of about as many bytes as a line has:
/// a few hundred builds of a usual project, and few of one that was made to keep the page busy.
const MOST_REBUILT_BYTES: usize = 4 * 1024 * 1024;
const BYTES_OF_A_FILE: usize = 64;
/// More builds than anybody looks at are not made again.
const MOST_BUILDS: usize = 500;

const DOCKERFILE: u8 = b'D';
const IGNORE: u8 = b'I';
const SETTINGS: u8 = b'S';
const FILES: u8 = b'F';
const EDITS: u8 = b'E';
const VIEW: u8 = b'V';
const LESSON: u8 = b'L';

#[derive(Serialize, Deserialize)]
struct SharedView {
    panel: String,
    file: String,
    line: u32,
}

/// Another kind is added at the end.
#[derive(Serialize, Deserialize)]
enum LessonPart {
    Text(String),
    Named(String),
}

fn lesson_part(body: &mut Vec<u8>, lesson: &SharedLesson) {
    let part = match lesson {
        SharedLesson::Text(text) => LessonPart::Text(text.to_string()),
        SharedLesson::Named(id) => LessonPart::Named(id.clone()),
    };
    encoded(body, LESSON, &part);
}

pub(super) fn write(state: &SharedState, options: &LinkOptions) -> Vec<u8> {
    let mut body = Vec::new();
    if let (Some(lesson), true) = (&state.lesson, state.begins) {
        lesson_part(&mut body, lesson);
        return body;
    }
    let builds = if options.history {
        state.builds.as_slice()
    } else {
        &[]
    };
    let first = builds.first().unwrap_or(&state.now);
    let mut revisions = Revisions::default();
    part(&mut body, DOCKERFILE, first.project.dockerfile.as_bytes());
    if let Some(ignore) = &first.project.dockerignore {
        part(&mut body, IGNORE, ignore.as_bytes());
    }
    if let Some(lesson) = &state.lesson {
        lesson_part(&mut body, lesson);
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

/// What was read of a body.
pub(super) struct ReadBody {
    pub(super) state: SharedState,
    /// How many of the earliest builds were too many to be made again.
    pub(super) left_out: usize,
}

/// The items of a list, one after the other: it may be long, and its end may be missing.
fn items<'a, T: DeserializeOwned + 'a>(bytes: &'a [u8]) -> impl Iterator<Item = T> + 'a {
    let (count, mut rest) = postcard::take_from_bytes::<usize>(bytes).unwrap_or((0, &[]));
    (0..count).map_while(move |_| {
        let (item, behind) = postcard::take_from_bytes(rest).ok()?;
        rest = behind;
        Some(item)
    })
}

/// Reads a body. So many bytes may be copied to follow its edits.
///
/// # Errors
///
/// Damaged if not even the Dockerfile, or a lesson, is there; too large if it expands to too much.
pub(super) fn read(body: &[u8], most_editing_bytes: usize) -> Result<ReadBody, LinkError> {
    let mut first = SharedBuild::default();
    let mut edits: &[u8] = &[];
    let mut view = View::default();
    let mut lesson = None;
    let mut rest = body;
    let mut has_project = false;
    while let Some((letter, bytes, behind)) = next_part(rest) {
        rest = behind;
        // Of a part whose end is missing, texts and lists are taken as far as they are there; others are left out.
        match letter {
            DOCKERFILE => {
                first.project.dockerfile = text(bytes);
                has_project = true;
            }
            IGNORE => first.project.dockerignore = Some(text(bytes)),
            FILES => first.project.files = read_tree(items(bytes)).ok_or(LinkError::TooLarge)?,
            EDITS => edits = bytes,
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
            LESSON => {
                lesson = (postcard::from_bytes(bytes).ok()).map(|part| match part {
                    LessonPart::Text(text) => SharedLesson::Text(text.into()),
                    LessonPart::Named(id) => SharedLesson::Named(id),
                });
            }
            _ => {}
        }
    }
    if !has_project {
        // A lesson alone begins as it says.
        let state = SharedState {
            lesson,
            begins: true,
            ..SharedState::default()
        };
        let is_lesson = state.lesson.is_some();
        return is_lesson
            .then_some(ReadBody { state, left_out: 0 })
            .ok_or(LinkError::Damaged);
    }
    let (now, builds, left_out) = edited(first, edits, most_editing_bytes)?;
    Ok(ReadBody {
        state: SharedState {
            builds,
            now,
            view,
            lesson,
            begins: false,
        },
        left_out,
    })
}

/// Follows the edits: the project as it stands now, the last builds of it, and how many earlier ones are too many to be made
/// again. What a build now would do depends on the last ones most.
fn edited(
    first: SharedBuild,
    edits: &[u8],
    most_editing_bytes: usize,
) -> Result<(SharedBuild, Vec<SharedBuild>, usize), LinkError> {
    let mut now = first;
    let mut builds: VecDeque<(SharedBuild, usize)> = VecDeque::new();
    let (mut rebuilt_bytes, mut editing_bytes, mut left_out) = (0_usize, 0_usize, 0);
    for edit in items::<SharedEdit>(edits) {
        editing_bytes = editing_bytes.saturating_add(work_bytes(&now, &edit));
        if editing_bytes > most_editing_bytes {
            return Err(LinkError::TooLarge);
        }
        if !matches!(edit, SharedEdit::Build) {
            apply_edit(&mut now, edit);
            continue;
        }
        let files = now.project.files.entries.len();
        let bytes = now.project.dockerfile.len() + files * BYTES_OF_A_FILE + copy_bytes(&now);
        rebuilt_bytes += bytes;
        builds.push_back((now.clone(), bytes));
        while builds.len() > MOST_BUILDS || rebuilt_bytes > MOST_REBUILT_BYTES && builds.len() > 1 {
            if let Some((_, bytes)) = builds.pop_front() {
                rebuilt_bytes -= bytes;
                left_out += 1;
            }
        }
    }
    let builds = builds.into_iter().map(|(build, _)| build).collect();
    Ok((now, builds, left_out))
}
