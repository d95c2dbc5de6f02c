//! The page as a whole.

use std::rc::Rc;

use yew::prelude::*;

use super::compare_dialog::compare_dialog;
use super::examples::use_examples;
use super::file_panels::FilePanels;
use super::file_tabs::FileTabs;
use super::findings::{Found, use_checks};
use super::header::Header;
use super::history::{History, HistoryProps};
use super::keeping::use_kept;
use super::keys::use_keys;
use super::learn_page::{LearnPage, use_title};
use super::learning::{Explanations, use_learning};
use super::lessons::{use_grades, use_lessons};
use super::lessons_menu::LessonsMenuProps;
use super::links::use_links;
use super::live_region::LiveRegion;
use super::notice::Notice;
use super::open_file::OpenFile;
use super::open_folder::{OpenSource, use_folders};
use super::options_menu::OptionsMenuProps;
use super::pacing::use_paced;
use super::package_notice::{PackageNotice, use_tables};
use super::past_bar::looking_bar;
use super::print_sheet::PrintSheet;
use super::problem_list::{ProblemList, shown_problems};
use super::share_menu::ShareState;
use super::shortcuts_dialog::ShortcutsDialog;
use super::side_panel::{SidePanel, SidePanelProps};
use super::stat_strip::{StatStrip, StatStripProps};
use super::undo_bar::UndoBar;
use crate::browser::apply_theme;
use crate::shared::Shared;
use crate::state::{Action, FileTab, State};

/// How a component says what the user did.
pub(crate) type Dispatch = Callback<Action>;

/// The way from any component to the state.
#[hook]
pub(crate) fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>().unwrap_or_else(Callback::noop)
}

/// The texts, files and options of the project stay as they are: it can only be looked at and built. Around an embed that is made so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReadOnly(pub(crate) bool);

/// Whether buttons that change texts, files or options are to be left out.
#[hook]
pub(crate) fn use_read_only() -> bool {
    use_context::<ReadOnly>().is_some_and(|ReadOnly(read_only)| read_only)
}

/// How the page starts.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AppProps {
    /// The state that it opens with.
    pub(crate) first: Shared<State>,
    /// There is an editor, not only plain text fields.
    pub(crate) editor: bool,
}

/// The page.
#[component]
pub(crate) fn App(props: &AppProps) -> Html {
    let state = use_reducer(|| (*props.first).clone());
    let dispatch = use_callback(state.dispatcher(), |action: Action, dispatcher| {
        dispatcher.dispatch(action);
    });
    let dispatch = use_paced(&dispatch);
    let dispatch = use_examples(&state, &dispatch);
    let dispatch = use_kept(&state, &dispatch);
    {
        let dispatch = dispatch.clone();
        use_effect_with(props.editor, move |editor| {
            if !editor {
                let sentence = "The code editor could not be loaded, so a plain text field takes its place. All else works. Reloading the \
                                page may bring the editor; what you type is kept.";
                dispatch.emit(Action::NoticeShown(Some(sentence.into())));
            }
        });
    }
    let dispatch = use_lessons(&state, &dispatch);
    let folders = use_folders(&state.example, &dispatch);
    let dispatch = folders.dispatch.clone();
    let grades = use_grades(&state, &dispatch);
    use_effect_with(state.theme, |theme| apply_theme(*theme));
    let explanations = use_learning(true);
    let learning = &explanations.state;
    let reads = learning.page.is_learn();
    use_title(&learning.page);
    use_keys(&dispatch, state.moment, !reads);
    use_links(&state, learning, &dispatch);
    use_tables(&state.tables.asked, &dispatch);

    let found = use_checks(&state);
    let shown = state.shown();
    let problems = shown_problems(&state.tab, &shown);
    html! {
        <ContextProvider<Dispatch> context={dispatch}>
        <ContextProvider<OpenSource> context={folders.open}>
        <ContextProvider<OpenFile> context={folders.open_file}>
        <ContextProvider<Explanations> context={explanations.clone()}>
        <ContextProvider<Option<Found>> context={found}>
            if reads {
                <LearnPage explanations={explanations.clone()} theme={state.theme} />
            }
            // While an explanation is read, the workbench stays as it is; it is not made before somebody goes there.
            if learning.workbench_seen {
            <div class="bench" hidden={reads}>
            <Header
                example={Rc::clone(&state.example)}
                loaded={Rc::clone(&state.loaded)}
                options={OptionsMenuProps::of(&state)}
                now={state.now.clone()}
                lessons={LessonsMenuProps {
                    course: Rc::clone(&state.course),
                    open: state.lesson_id().map(Rc::from),
                    loaded: Rc::clone(&state.loaded),
                }}
                share={ShareState((*state).clone())}
                theme={state.theme}
            />
            if let Some(notice) = &state.notice {
                <Notice text={Rc::clone(notice)} />
            }
            <StatStrip ..StatStripProps::of(&state) />
            <main class="workbench">
                <section class="files" aria-label="Files and steps">
                    <FileTabs
                        tab={state.tab.clone()}
                        open_files={state.open_files.clone()}
                        sent_files={shown.context.sent_files}
                    />
                    { looking_bar(&state) }
                    <FilePanels state={(*state).clone()} />
                    <p class="leave-hint" id="leave-hint">{ "Escape, then Tab leaves the editor" }</p>
                    <PackageNotice lacking={state.lacking()} />
                    <ProblemList {problems} linked={state.tab == FileTab::Dockerfile} />
                </section>
                <SidePanel ..SidePanelProps::of(&state, &grades) />
            </main>
            <History ..HistoryProps::of(&state) />
            <UndoBar said={state.undo.said.clone()} />
            <LiveRegion analysis={shown} />
            { compare_dialog(&state) }
            if state.shortcuts {
                <ShortcutsDialog />
            }
            { folders.view }
            </div>
            }
            if !reads {
                <PrintSheet
                    name={state.name().to_owned()}
                    dockerfile={Rc::clone(&state.shown_project().dockerfile)}
                    analysis={state.shown()}
                    build={state.past().map(|build| build.number)}
                />
            }
        </ContextProvider<Option<Found>>>
        </ContextProvider<Explanations>>
        </ContextProvider<OpenFile>>
        </ContextProvider<OpenSource>>
        </ContextProvider<Dispatch>>
    }
}
