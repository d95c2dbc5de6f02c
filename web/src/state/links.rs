//! Links: what of the page goes into one, and the page as a link opens it.

use std::rc::Rc;

use layerlab_core::lab::Lab;
use layerlab_core::share::{LinkOptions, OpenedLink, SharedLesson, SharedState, View};

use super::{
    FileTab, LoadedProject, Moment, Panel, State, Tables, Theme, copy_of, course, lesson_of,
    opening, project_of,
};

impl State {
    /// What a link to the page as it is carries.
    pub(crate) fn shared(&self) -> SharedState {
        let view = View {
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
        };
        SharedState {
            lesson: self.lesson_id().map(|id| self.course.shared(id)),
            ..SharedState::of(&self.lab, view)
        }
    }

    /// What the menu calls the open project.
    pub(crate) fn name(&self) -> &str {
        let loaded = self.loaded.iter().find(|loaded| loaded.id == self.example);
        loaded.map_or(&self.lab.project.name, |loaded| &loaded.name)
    }

    /// The ids of the projects that are in the page, as they were left.
    pub(crate) fn present(&self) -> Vec<Rc<str>> {
        let parked = self.parked.keys().cloned();
        parked.chain([Rc::clone(&self.example)]).collect()
    }

    /// The ids of the projects that can be opened at once: those in the page, and the examples that were loaded.
    pub(crate) fn at_hand(&self) -> Vec<Rc<str>> {
        let examples = self.examples.keys().cloned();
        self.present().into_iter().chain(examples).collect()
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
    let lesson = link.state.lesson.as_ref();
    let lesson = lesson.and_then(|lesson| state.course.id_of(lesson));
    let base = lesson.map(|id| project_of(&id));
    let ids = (1_usize..).map(|number| match &base {
        Some(base) => copy_of(base, number),
        None => format!("link-{number}"),
    });
    let is_taken = |id: &str| {
        state.loaded.iter().any(|loaded| *loaded.id == *id)
            || state.parked.contains_key(id)
            || *state.example == *id
    };
    let mut ids = ids.into_iter().filter(|id| !is_taken(id));
    let id = ids.next().unwrap_or_default();
    let mut next = opening::beside(state, id.into(), lab_of(&state.tables, &link));
    look(&mut next, state, &link);
    next
}

/// The page as a frame shows it: nothing but what the link carries.
pub(super) fn embedded(id: Rc<str>, link: OpenedLink, theme: Theme) -> State {
    let tables = Rc::default();
    let mut next = opening::started(id, lab_of(&tables, &link), theme, tables);
    let before = next.clone();
    look(&mut next, &before, &link);
    // The first place that an editor goes to takes no focus.
    next.reveal.1 = 0;
    next
}

fn lab_of(tables: &Tables, link: &OpenedLink) -> Lab {
    let mut lab = link.state.lab(tables.here.clone());
    if lab.project.name.is_empty() {
        lab.project.name = "From a link".into();
    }
    lab
}

/// Looks at what the link says. `before` is the page that it was opened in.
fn look(next: &mut State, before: &State, link: &OpenedLink) {
    let view = &link.state.view;
    next.moment = Moment::Now;
    if let Some(panel) = Panel::from_id(&view.panel) {
        next.panel = panel;
    }
    if let Ok(line @ 1..) = usize::try_from(view.line) {
        next.line = line;
        next.reveal = (line, before.reveal.1.wrapping_add(1));
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
    next.notice = link.notice().map(Into::into);
}

/// The projects that are no examples join the menu.
pub(super) fn kept_found(state: &State, kept: Vec<LoadedProject>) -> Option<State> {
    let is_new = |project: &LoadedProject| {
        !layerlab_core::lessons::examples()
            .iter()
            .any(|example| *example.id == *project.id)
            && !state.loaded.iter().any(|loaded| loaded.id == project.id)
    };
    let new: Vec<LoadedProject> = kept.into_iter().filter(is_new).collect();
    if new.is_empty() {
        return None;
    }
    let all = state.loaded.iter().cloned().chain(new).collect();
    Some(state.with(|next| next.loaded = Rc::new(all)))
}

/// A project as it was kept, in the place of the open one, which stays in the page. At the start that is the untouched first
/// example, which may be the very one that was kept.
pub(super) fn kept_opened(state: &State, id: Rc<str>, link: OpenedLink) -> Option<State> {
    // The lesson of a project that somebody wrote is kept with it.
    let lesson: Option<Rc<str>> = lesson_of(&id).map(Into::into);
    let with_lesson = match (&link.state.lesson, &lesson) {
        (Some(SharedLesson::Text(text)), Some(lesson)) => course::own_read(state, lesson, text),
        _ => None,
    };
    let state = with_lesson.as_ref().unwrap_or(state);
    let mut lab = lab_of(&state.tables, &link);
    // It may have got its name after it was written down.
    if let Some(kept) = state.loaded.iter().find(|loaded| loaded.id == id) {
        lab.project.name = Rc::clone(&kept.name);
    }
    let mut next = opening::in_place(state, id, lab);
    look(&mut next, state, &link);
    next.session = state.session.wrapping_add(1);
    Some(next)
}

/// The project has another name, in the menu and wherever it names itself.
pub(super) fn renamed(state: &State, id: &str, to: &Rc<str>, name: &Rc<str>) -> State {
    let mut next = state.clone();
    let mut loaded = (*next.loaded).clone();
    match loaded.iter_mut().find(|loaded| *loaded.id == *id) {
        Some(loaded) => {
            loaded.id = Rc::clone(to);
            loaded.name = Rc::clone(name);
        }
        None => loaded.push(LoadedProject {
            id: Rc::clone(to),
            name: Rc::clone(name),
        }),
    }
    next.loaded = Rc::new(loaded);
    if *next.example == *id {
        next.example = Rc::clone(to);
        next.lab.project.name = Rc::clone(name);
    } else if next.parked.contains_key(id) {
        let mut parked = (*next.parked).clone();
        if let Some(mut left) = parked.remove(id) {
            left.example = Rc::clone(to);
            left.lab.project.name = Rc::clone(name);
            parked.insert(Rc::clone(to), left);
        }
        next.parked = Rc::new(parked);
    }
    next
}

/// The project is taken out of the page; an example is as it was at first.
pub(super) fn forgotten(state: &State, id: &str) -> Option<State> {
    let was_open = *state.example == *id;
    let mut next = state.clone();
    let mut parked = (*next.parked).clone();
    parked.remove(id);
    next.parked = Rc::new(parked);
    let loaded = next.loaded.iter().filter(|loaded| *loaded.id != *id);
    next.loaded = Rc::new(loaded.cloned().collect());
    if was_open {
        next = opening::afresh(&next, id);
        next.session = state.session.wrapping_add(1);
    }
    Some(next)
}
