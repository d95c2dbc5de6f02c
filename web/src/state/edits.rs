//! From an action to the next state.

use std::rc::Rc;

use layerlab_core::checks::TextEdit;
use layerlab_core::compose::{Service, with_service};
use layerlab_core::context::{Content, FileNode, FileTree, NodeKind};
use layerlab_core::known::KnownFigures;
use layerlab_core::lab::{Lab, Project};

use super::paths::is_within;
use super::{
    Action, FileTab, Moment, State, checked_path, comparing, course, links, looking, opening,
    tables, undo,
};

/// The state after an action; `None` if the action changes nothing.
pub(super) fn next(state: &State, action: Action) -> Option<State> {
    match action {
        Action::DockerfileEdited(text) => {
            if state.lab.project.dockerfile == text {
                return None;
            }
            let mut project = state.lab.project.clone();
            project.dockerfile = text;
            Some(reanalysed(state, project))
        }
        Action::LinkOpened(link) => Some(links::opened(state, *link)),
        Action::KeptFound(kept) => links::kept_found(state, kept),
        Action::KeptOpened { id, link } => links::kept_opened(state, id, *link),
        Action::NoticeShown(notice) => {
            (state.notice != notice).then(|| state.with(|next| next.notice = notice))
        }
        Action::TabChosen(tab) => tab_chosen(state, tab),
        Action::LineChosen(line) => {
            (state.line != line).then(|| state.with(|next| next.line = line))
        }
        Action::LineRevealed(line) => Some(state.with(|next| {
            next.line = line;
            next.reveal = (line, state.reveal.1.wrapping_add(1));
            next.tab = FileTab::Dockerfile;
        })),
        Action::PanelChosen(panel) => {
            (state.panel != panel).then(|| state.with(|next| next.panel = panel))
        }
        Action::ExampleRead { id, packed, opened } => {
            Some(opening::example_read(state, &id, &packed, opened))
        }
        Action::CourseRead(packed) => Some(course::read(state, packed)),
        Action::LessonsDone(ids) => course::done(state, ids),
        Action::TableArrived { table, bytes } => {
            let bytes = bytes.as_ref().map(AsRef::as_ref).map_err(Rc::clone);
            tables::arrived(state, table, bytes)
        }
        Action::Built => Some(state.with(|next| {
            next.analyse(state.lab.build());
            next.moment = Moment::Now;
        })),
        Action::ProjectOpened(id) => opening::switch(state, &id),
        seldom => after_seldom(state, seldom),
    }
}

/// The state after what nobody does while the page is opening. It is apart from what is done then, so that it can be loaded later.
#[inline(never)]
fn after_seldom(state: &State, action: Action) -> Option<State> {
    match action {
        Action::IgnoreEdited(text) => {
            if state.lab.project.dockerignore.as_deref().unwrap_or("") == &*text {
                return None;
            }
            let mut project = state.lab.project.clone();
            project.dockerignore = Some(text);
            Some(reanalysed(state, project))
        }
        Action::FileEdited { path, text } => {
            let node = state.lab.project.files.get(&path)?;
            if *state.text_of(&state.lab.project, &path)? == text {
                return None;
            }
            let node = with_text(node, text);
            Some(with_files(state, |files| {
                files.entries.insert(path.as_ref().to_owned(), node);
            }))
        }
        Action::FileAdded(typed) => file_added(state, &typed),
        Action::FileRemoved(path) => file_removed(state, &path),
        Action::FileRenamed { from, to } => file_renamed(state, &from, &to),
        Action::FileSized { path, size_bytes } => file_sized(state, &path, size_bytes),
        Action::DockerfileChosen(path) => dockerfile_chosen(state, &path),
        Action::LineIgnored(line) => {
            let project = state.lab.project.with_ignore_lines([line.as_str()]);
            if project == state.lab.project {
                return None;
            }
            Some(rewritten(state, project))
        }
        Action::FixApplied { dockerfile, edits } => fix_applied(state, &dockerfile, &edits),
        Action::TextWanted(path) if state.texts.contains_key(&path) => {
            tab_chosen(state, FileTab::File(path))
        }
        Action::TextWanted(_) => None,
        Action::TextRead {
            project,
            path,
            text,
        } => {
            if project != state.example {
                return None;
            }
            let mut texts = (*state.texts).clone();
            texts.insert(Rc::clone(&path), text);
            let state = state.with(|next| next.texts = Rc::new(texts));
            tab_chosen(&state, FileTab::File(path))
        }
        Action::ProjectLoaded { id, lab, note } => Some(opening::loaded(state, id, *lab, note)),
        Action::ProjectRenamed { id, to, name } => Some(links::renamed(state, &id, &to, &name)),
        Action::ProjectForgotten(id) => links::forgotten(state, &id),
        Action::TargetChosen(target) => {
            if state.lab.project.options.target == target {
                return None;
            }
            let mut project = state.lab.project.clone();
            project.options.target = target;
            Some(reanalysed(state, project))
        }
        Action::ServiceChosen(service) => service_chosen(state, &service),
        Action::OptionsChosen(options) => {
            if state.lab.project.options == *options {
                return None;
            }
            let mut project = state.lab.project.clone();
            project.options = *options;
            Some(reanalysed(state, project))
        }
        Action::MachineChosen(machine) => {
            if state.lab.project.machine == machine {
                return None;
            }
            let mut project = state.lab.project.clone();
            project.machine = machine;
            Some(reanalysed(state, project))
        }
        Action::SizeSet(subject, size_bytes) => {
            with_figures(state, |figures| figures.set_size(subject, size_bytes))
        }
        Action::TimeSet(subject, duration) => {
            with_figures(state, |figures| figures.set_duration(subject, duration))
        }
        Action::FiguresRead(read) => with_figures(state, |figures| figures.extend(*read)),
        Action::FiguresForgotten => {
            with_figures(state, |figures| *figures = KnownFigures::default())
        }
        Action::OutputTold {
            stage,
            path,
            unchanged,
        } => {
            let lab = state.lab.with_output(&stage, &path, unchanged);
            (lab != state.lab).then(|| state.with(|next| next.analyse(lab)))
        }
        Action::FileClosed(path) => file_closed(state, &path),
        Action::BuildSelected(moment) => looking::build_selected(state, moment),
        Action::EditPreviewed(edit) => looking::previewed(state, *edit),
        Action::EditMade(edit) => looking::made(state, &edit),
        Action::BuildRestored(number) => looking::restored(state, number),
        Action::AgainstChosen(against) => {
            (state.against != against).then(|| state.with(|next| next.against = against))
        }
        Action::Undone => undo::undone(state),
        Action::Redone => undo::redone(state),
        Action::StepSaid => undo::heard(state),
        Action::ShortcutsShown(shortcuts) => {
            (state.shortcuts != shortcuts).then(|| state.with(|next| next.shortcuts = shortcuts))
        }
        Action::CompareOpened(compare) => comparing::opened(state, compare),
        Action::SecondOpened(source) => comparing::second_opened(state, source),
        Action::SecondEdited(text) => comparing::second_edited(state, text),
        Action::SecondTaken => comparing::second_taken(state),
        Action::CompareClosed => {
            let compared = state.compare.is_some();
            compared.then(|| state.with(|next| next.compare = None))
        }
        // They are loaded by the page, which then says so.
        Action::CourseWanted | Action::LessonWanted(_) | Action::OwnLessonWanted { .. } => None,
        Action::OwnLessonRead { id, text } => course::own_read(state, &id, &text),
        Action::LessonDone => course::done(state, [state.lesson_id()?.into()]),
        Action::LessonOpened(id) => course::open(state, &id),
        Action::LessonRestarted => course::restarted(state),
        Action::LessonStepChosen(step) => course::looked(state, |open| {
            open.step = step.min(open.lesson.steps.len().saturating_sub(1));
        }),
        Action::HintWanted => course::looked(state, |open| {
            open.hints = (open.hints + 1).min(open.lesson.hints.len());
        }),
        Action::SolutionWanted => course::looked(state, |open| open.solution = !open.solution),
        Action::SolutionApplied => course::solved(state),
        Action::TableWanted(table) => tables::again(state, table),
        Action::ThemeChosen(theme) => {
            (state.theme != theme).then(|| state.with(|next| next.theme = theme))
        }
        // What `next` does itself.
        Action::DockerfileEdited(_)
        | Action::LinkOpened(_)
        | Action::KeptFound(_)
        | Action::KeptOpened { .. }
        | Action::NoticeShown(_)
        | Action::TabChosen(_)
        | Action::LineChosen(_)
        | Action::LineRevealed(_)
        | Action::PanelChosen(_)
        | Action::ExampleRead { .. }
        | Action::CourseRead(_)
        | Action::LessonsDone(_)
        | Action::TableArrived { .. }
        | Action::Built
        | Action::ProjectOpened(_) => None,
    }
}

/// The node with another text; its mode stays.
pub(super) fn with_text(node: &FileNode, text: Rc<str>) -> FileNode {
    FileNode {
        kind: NodeKind::File(Content::Text(text)),
        ..node.clone()
    }
}

/// Any edit leads back from an earlier build to now: that is where it can be seen.
fn reanalysed(state: &State, project: Project) -> State {
    state.with(|next| {
        next.analyse(state.lab.with_project(project));
        next.moment = Moment::Now;
    })
}

/// The project as the page itself wrote it: editors take over the texts that are others, as edits that can be undone.
pub(super) fn rewritten(state: &State, project: Project) -> State {
    let before = &state.lab.project;
    let dockerfile = u32::from(before.dockerfile != project.dockerfile);
    let ignore_file = u32::from(before.dockerignore != project.dockerignore);
    let files = u32::from(before.files != project.files);
    let mut next = reanalysed(state, project);
    next.dockerfile_edition = state.dockerfile_edition.wrapping_add(dockerfile);
    next.ignore_edition = state.ignore_edition.wrapping_add(ignore_file);
    next.files_edition = state.files_edition.wrapping_add(files);
    next
}

/// The editors start anew: what was done in one file cannot be undone in another.
fn dockerfile_chosen(state: &State, path: &str) -> Option<State> {
    let project = state.lab.project.with_dockerfile(path)?;
    let mut next = reanalysed(state, project);
    next.session = state.session.wrapping_add(1);
    next.tab = FileTab::Dockerfile;
    next.line = 1;
    next.open_files.retain(|open| **open != *path);
    Some(next)
}

/// The editors of both texts take them over as edits that can be undone. A fix for another text than there is now is none.
fn fix_applied(state: &State, dockerfile: &str, edits: &[TextEdit]) -> Option<State> {
    if *state.lab.project.dockerfile != *dockerfile {
        return None;
    }
    let project = state.lab.project.with_edits(edits)?;
    if project == state.lab.project {
        return None;
    }
    Some(rewritten(state, project))
}

/// A service that sends another folder is a project of its own, beside this one.
fn service_chosen(state: &State, service: &Service) -> Option<State> {
    let applied = match with_service(&state.lab.project, service) {
        Ok(applied) => applied,
        Err(sentence) => {
            return Some(state.with(|next| next.notice = Some(sentence.into())));
        }
    };
    if applied.other_files {
        let is_free = |id: &String| !state.loaded.iter().any(|loaded| *loaded.id == **id);
        let mut ids = (1_usize..).map(|number| format!("service-{number}"));
        let id = ids.find(is_free).unwrap_or_default();
        let lab = Lab::open_with(applied.project, state.tables.here.clone());
        let notice = format!(
            "{} sends the folder {}, so it is opened as a project of its own.",
            service.name, service.context
        );
        return Some(opening::loaded(state, id.into(), lab, Some(notice.into())));
    }
    if applied.project == state.lab.project {
        return None;
    }
    let mut next = reanalysed(state, applied.project);
    let files = Rc::clone(&next.lab.project.files);
    next.open_files.retain(|path| files.get(path).is_some());
    if let FileTab::File(path) = &next.tab
        && files.get(path).is_none()
    {
        next.tab = FileTab::Dockerfile;
    }
    next.dockerfile_edition = state.dockerfile_edition.wrapping_add(1);
    next.ignore_edition = state.ignore_edition.wrapping_add(1);
    Some(next)
}

fn with_figures(state: &State, change: impl FnOnce(&mut KnownFigures)) -> Option<State> {
    let mut figures = (*state.lab.project.known).clone();
    change(&mut figures);
    if figures == *state.lab.project.known {
        return None;
    }
    let mut project = state.lab.project.clone();
    project.known = figures.into();
    Some(reanalysed(state, project))
}

fn with_files(state: &State, change: impl FnOnce(&mut FileTree)) -> State {
    let mut project = state.lab.project.clone();
    change(Rc::make_mut(&mut project.files));
    reanalysed(state, project)
}

fn file_added(state: &State, typed: &str) -> Option<State> {
    let path = checked_path(&state.lab.project.files, typed).ok()?;
    let mut next = with_files(state, |files| {
        files.entries.insert(path.clone(), FileNode::text(""));
    });
    let path: Rc<str> = path.into();
    next.open_files.push(Rc::clone(&path));
    next.tab = FileTab::File(path);
    Some(next)
}

/// A file that is there keeps its mode and is opened no more.
fn file_sized(state: &State, typed: &str, size_bytes: u64) -> Option<State> {
    let files = &state.lab.project.files;
    let sized = FileNode::sized(size_bytes, &format!("set by hand to {size_bytes} bytes"));
    let (path, node) = match files.get(typed) {
        Some(node) if matches!(node.kind, NodeKind::File(_)) => {
            let node = FileNode {
                kind: sized.kind,
                ..node.clone()
            };
            (typed.to_owned(), node)
        }
        Some(_) => return None,
        None => (checked_path(files, typed).ok()?, sized),
    };
    if files.get(&path) == Some(&node) {
        return None;
    }
    Some(with_files(state, |files| {
        files.entries.insert(path, node);
    }))
}

fn file_removed(state: &State, path: &str) -> Option<State> {
    let stays = |entry: &str| entry != path && !is_within(entry, path);
    if state
        .lab
        .project
        .files
        .entries
        .keys()
        .all(|entry| stays(entry))
    {
        return None;
    }
    let mut next = with_files(state, |files| files.entries.retain(|entry, _| stays(entry)));
    next.open_files.retain(|open| stays(open));
    if let FileTab::File(open) = &next.tab
        && !stays(open)
    {
        next.tab = FileTab::Context;
    }
    Some(next)
}

fn file_renamed(state: &State, from: &str, to: &str) -> Option<State> {
    let moves = |entry: &str| entry == from || is_within(entry, from);
    let rest = FileTree {
        entries: state
            .lab
            .project
            .files
            .entries
            .iter()
            .filter(|(entry, _)| !moves(entry))
            .map(|(entry, node)| (entry.clone(), node.clone()))
            .collect(),
    };
    let to = checked_path(&rest, to).ok()?;
    if to == from || rest.entries.len() == state.lab.project.files.entries.len() {
        return None;
    }
    let renamed = |entry: &str| -> Option<String> {
        moves(entry).then(|| format!("{to}{}", entry.get(from.len()..).unwrap_or_default()))
    };
    let mut next = with_files(state, |files| {
        let before = std::mem::take(&mut files.entries);
        for (entry, node) in before.shared() {
            let path = renamed(entry).map_or_else(|| Rc::clone(entry), Rc::from);
            files.entries.insert(path, Rc::clone(node));
        }
    });
    for open in &mut next.open_files {
        if let Some(path) = renamed(open) {
            *open = path.into();
        }
    }
    if let FileTab::File(open) = &mut next.tab
        && let Some(path) = renamed(open)
    {
        *open = path.into();
    }
    Some(next)
}

fn tab_chosen(state: &State, tab: FileTab) -> Option<State> {
    let mut next = state.with(|next| next.tab = tab.clone());
    if let FileTab::File(path) = &tab {
        next.text_of(next.shown_project(), path)?;
        if !next.open_files.contains(path) {
            next.open_files.push(Rc::clone(path));
        }
    }
    (state.tab != tab).then_some(next)
}

fn file_closed(state: &State, path: &Rc<str>) -> Option<State> {
    let place = state.open_files.iter().position(|open| open == path)?;
    let mut next = state.clone();
    next.open_files.remove(place);
    if next.tab == FileTab::File(Rc::clone(path)) {
        next.tab = match place
            .checked_sub(1)
            .and_then(|left| next.open_files.get(left))
        {
            Some(left) => FileTab::File(Rc::clone(left)),
            None => FileTab::Context,
        };
    }
    Some(next)
}
