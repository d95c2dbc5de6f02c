//! The page in a frame: what its address opens, and what can be done where the text can only be read.

use std::rc::Rc;

use layerlab_core::lab::{Lab, Project};
use layerlab_core::share::{EmbedTheme, Fragment, LinkError, OpenedLink};

use super::{Action, State, Theme, links, opening, tables};

/// The id of the project of an embed.
const PROJECT: &str = "embed";
/// Said instead of doing it.
const READ_ONLY: &str =
    "Here the text can only be read and built. \"Open in full\" opens it where it can be edited.";

impl State {
    /// The page as the address of an embed opens it. What is wrong with the address is the notice. `opened` is what the
    /// address carries; `None` if it asks for a lesson, which comes later.
    pub(crate) fn embedded(
        address: &Fragment,
        opened: Option<Result<OpenedLink, LinkError>>,
    ) -> Self {
        let theme = match address.theme {
            EmbedTheme::Auto => Theme::System,
            EmbedTheme::Light => Theme::Light,
            EmbedTheme::Dark => Theme::Dark,
        };
        let mut told = address.complaints.clone();
        let mut state = match opened {
            // Until the lesson is there.
            None => empty(theme),
            Some(Ok(link)) if link.state.lesson.is_some() => empty(theme),
            Some(Ok(link)) => links::embedded(PROJECT.into(), link, theme),
            Some(Err(LinkError::NotALink)) if address.code.is_none() => Self::first(theme),
            Some(Err(error)) => {
                told.insert(0, error.message().to_owned());
                empty(theme)
            }
        };
        if let Some(notice) = &state.notice {
            told.insert(0, notice.to_string());
        }
        state.notice = (!told.is_empty()).then(|| told.join(" ").into());
        tables::asking(state)
    }
}

fn empty(theme: Theme) -> State {
    let lab = Lab::open(Project {
        name: "Embedded".into(),
        ..Project::default()
    });
    opening::started(PROJECT.into(), lab, theme, Rc::default())
}

/// The action, or what is said instead of it where the text can only be read: what is looked at may be another thing, and it
/// may be built, and figures of a real build may be put in, but its texts, files and options stay as they are.
pub(crate) fn reading_only(action: Action) -> Action {
    match action {
        Action::DockerfileEdited(_)
        | Action::IgnoreEdited(_)
        | Action::FileEdited { .. }
        | Action::FileAdded(_)
        | Action::FileRemoved(_)
        | Action::FileRenamed { .. }
        | Action::FileSized { .. }
        | Action::DockerfileChosen(_)
        | Action::LineIgnored(_)
        | Action::FixApplied { .. }
        | Action::ServiceChosen(_)
        | Action::OptionsChosen(_)
        | Action::EditMade(_)
        | Action::BuildRestored(_)
        | Action::SecondTaken
        | Action::SolutionApplied => Action::NoticeShown(Some(READ_ONLY.into())),
        other => other,
    }
}
