//! Links: what of the page goes into one, and the page as a link opens it.

use std::rc::Rc;

use layerlab_core::lab::Lab;
use layerlab_core::share::{LinkOptions, OpenedLink, SharedState, View};

use super::{FileTab, Moment, Panel, State, opening};

impl State {
    /// What a link to the page as it is carries.
    pub(crate) fn shared(&self) -> SharedState {
        self.lab.shared(View {
            panel: if self.panel == Panel::Explain {
                String::new()
            } else {
                self.panel.id().to_owned()
            },
            file: match &self.tab {
                FileTab::Dockerfile => String::new(),
                tab => tab.id().to_owned(),
            },
            line: u32::try_from(self.line).unwrap_or(0),
        })
    }

    /// What goes into a link if the user chooses nothing: files that are open keep their texts.
    pub(crate) fn link_options(&self) -> LinkOptions {
        LinkOptions {
            open_files: self.open_files.iter().map(ToString::to_string).collect(),
            ..LinkOptions::default()
        }
    }
}

/// The state after a link was opened. The project that was open is kept beside it.
pub(super) fn opened(state: &State, link: OpenedLink) -> State {
    let id = format!("link-{}", state.loaded.len() + 1).into();
    let view = link.state.view.clone();
    let mut lab = Lab::from_shared(&link.state, state.tables.here.clone());
    if lab.project.name.is_empty() {
        lab.project.name = "From a link".into();
    }
    let mut next = opening::beside(state, id, lab);
    next.moment = Moment::Now;
    if let Some(panel) = Panel::from_id(&view.panel) {
        next.panel = panel;
    }
    if let Ok(line @ 1..) = usize::try_from(view.line) {
        next.line = line;
        next.reveal = (line, state.reveal.1.wrapping_add(1));
    }
    next.tab = FileTab::from_id(&view.file);
    if let FileTab::File(path) = &next.tab {
        let path = Rc::clone(path);
        if next.text_of(&next.lab.project, &path).is_some() {
            next.open_files.push(path);
        } else {
            next.tab = FileTab::Dockerfile;
        }
    }
    next.notice = link.cut.then(|| {
        "A part of this link was lost or changed on its way. This is what could be read of it."
            .into()
    });
    next
}
