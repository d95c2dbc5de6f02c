//! Permalinks: a project, the builds made of it and what is looked at, in the fragment of an address.
//!
//! The format is described in `docs/permalink.md`. Every version stays readable; `tests/permalinks` holds links of each.

mod body;
mod edits;
mod files;
mod fragment;
mod length;
mod letters;
mod packed;
mod settings;
mod snippets;
mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use files::is_often_read;
pub use fragment::{EmbedPart, EmbedTheme, Fragment, LessonWanted, Listener, Start};
pub use length::{LinkLength, MOST_BYTES_IN_A_QR_CODE};
pub use snippets::{embed_address, embed_frame, embed_script, markdown_link, markdown_with_code};
pub use state::{SharedBuild, SharedLesson, SharedState, View};

use crate::lab::looks_secret;
use crate::{format, percent};

/// Most letters of a link that are read.
pub const MOST_LETTERS: usize = 64 * 1024;
/// Most bytes that a link may unpack to.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Which texts of files go into a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Contents {
    /// None: of every file only its size.
    None,
    /// Those that a build reads (lists of dependencies), that the Dockerfile names, and these, by their paths.
    #[default]
    Needed,
    /// All of them.
    All,
}

/// What goes into a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOptions {
    /// The texts of files.
    pub contents: Contents,
    /// Files whose text goes in with [`Contents::Needed`] whatever they are called, such as those that are open.
    pub open_files: BTreeSet<String>,
    /// Texts of files whose name is one of secrets, such as `.env`, go in like others. Otherwise only their size does.
    pub secrets: bool,
    /// The builds that were made. Without them the link opens with nothing in the cache.
    pub history: bool,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            contents: Contents::Needed,
            open_files: BTreeSet::new(),
            secrets: false,
            history: true,
        }
    }
}

/// A link that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedLink {
    /// What it carries.
    pub state: SharedState,
    /// The end of the link is missing: only what came before it could be read.
    pub cut: bool,
    /// How many of the earliest builds were left out, because to make all of them again would take too long.
    pub left_out: usize,
}

impl OpenedLink {
    /// What the user should know of it: that a part is missing.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let cut =
            "A part of this link was lost or changed on its way. This is what could be read of it.";
        let left_out = match self.left_out {
            0 => None,
            1 => Some("The earliest build of this link was left out, because it has too many to be made again.".to_owned()),
            count => Some(format!(
                "The {} earliest builds of this link were left out, because it has too many to be made again.",
                format::count(count)
            )),
        };
        match (self.cut, left_out) {
            (true, Some(left_out)) => Some(format!("{cut} {left_out}")),
            (true, None) => Some(cut.to_owned()),
            (false, left_out) => left_out,
        }
    }
}

/// Why a link cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkError {
    /// It is not a link of this page.
    NotALink,
    /// It was made by a newer version of this page.
    Newer,
    /// It is longer than any that this page makes.
    TooLong,
    /// It unpacks to more than a link may hold.
    TooLarge,
    /// Letters are missing or were changed on the way, and nothing of it can be read.
    Damaged,
}

impl LinkError {
    /// What is wrong and what to do.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::NotALink => "This address holds no project.",
            Self::Newer => {
                "This link was made by a newer version of Layerlab. Reload the page to get it, then open the link again."
            }
            Self::TooLong => {
                "This link is longer than 64 kB. No project that Layerlab shares is that long."
            }
            Self::TooLarge => "This link unpacks to more than 1 MB, so it was not opened.",
            Self::Damaged => {
                "This link is damaged: a part of it was lost or changed on the way. Ask for it again, as a file or in one piece."
            }
        }
    }
}

/// The link for a state: what follows the `#` of the address.
///
/// Values of build secrets never go in.
#[must_use]
pub fn link(state: &SharedState, options: &LinkOptions) -> String {
    letters::write(&packed::pack(&body::write(state, options)))
}

/// The files whose texts would go into a link if they were not named like secrets.
#[must_use]
pub fn withheld_secrets(state: &SharedState, options: &LinkOptions) -> BTreeSet<String> {
    let options = LinkOptions {
        secrets: true,
        ..options.clone()
    };
    let history = if options.history {
        state.builds.as_slice()
    } else {
        &[]
    };
    let dockerfiles = body::all_dockerfiles(history, &state.now);
    let projects = history
        .iter()
        .chain([&state.now])
        .map(|build| &build.project);
    let found = projects.flat_map(|project| {
        let files = project.files.entries.iter();
        let secret = files.filter(|(path, node)| {
            node.as_text()
                .is_some_and(|text| files::is_text_shared(path, text, &dockerfiles, &options))
                && looks_secret(path)
        });
        secret.map(|(path, _)| path.to_string())
    });
    found.collect()
}

/// Reads a link: an address, or what follows its `#`. What happens to links on their way is mended: line breaks, quotes and
/// full stops around it, letters written as `%41`, one or two times.
///
/// # Errors
///
/// The reason why nothing of it can be read.
pub fn open_link(link: &str) -> Result<OpenedLink, LinkError> {
    let limits = Limits {
        letters: MOST_LETTERS,
        bytes: MOST_BYTES,
        editing_bytes: 16 * MOST_BYTES,
    };
    open_within(link, limits)
}

/// Reads a link that was kept in the browser. It may be longer than one that came from elsewhere.
///
/// # Errors
///
/// The reason why nothing of it can be read.
pub fn open_kept(link: &str) -> Result<OpenedLink, LinkError> {
    let limits = Limits {
        letters: 64 * MOST_LETTERS,
        bytes: 16 * MOST_BYTES,
        editing_bytes: 1024 * MOST_BYTES,
    };
    open_within(link, limits)
}

/// What the reading of a link may cost.
#[derive(Debug, Clone, Copy)]
struct Limits {
    letters: usize,
    /// What it unpacks to.
    bytes: usize,
    /// What is copied to follow its edits. A link of a kilobyte could tell of a million.
    editing_bytes: usize,
}

fn open_within(link: &str, limits: Limits) -> Result<OpenedLink, LinkError> {
    let unpacked = packed::unpack(&letters::read(link, limits.letters)?, limits.bytes)?;
    let read = body::read(&unpacked.bytes, limits.editing_bytes)?;
    Ok(OpenedLink {
        state: read.state,
        cut: !unpacked.whole,
        left_out: read.left_out,
    })
}
