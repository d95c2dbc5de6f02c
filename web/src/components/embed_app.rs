//! The page in a frame of another one: compact, with what the address chose. It never writes its address and keeps nothing in
//! the browser.

use std::rc::Rc;

use layerlab_core::share::{EmbedPart, Fragment, LinkError, OpenedLink};
use yew::prelude::*;

use super::app::{Dispatch, ReadOnly};
use super::compare_dialog::compare_dialog;
use super::embed_bar::EmbedBar;
use super::embed_events::use_events;
use super::file_panels::FilePanels;
use super::file_tabs::FileTabs;
use super::findings::{Found, use_checks};
use super::history::{History, HistoryProps};
use super::learning::{Explanations, use_learning};
use super::lessons::{open_wanted, use_grades, use_lesson_loading};
use super::live_region::LiveRegion;
use super::notice::Notice;
use super::pacing::use_paced;
use super::package_notice::{PackageNotice, use_tables};
use super::past_bar::looking_bar;
use super::problem_list::{ProblemList, shown_problems};
use super::share_menu::ShareState;
use super::side_panel::{SidePanel, SidePanelProps};
use super::stat_strip::{StatStrip, StatStripProps};
use crate::browser::{fragment, show_theme};
use crate::state::{Action, FileTab, Panel, State, reading_only};

/// What is shown if the address does not say.
const USUAL: [EmbedPart; 6] = [
    EmbedPart::Figures,
    EmbedPart::Steps,
    EmbedPart::Panel("lesson"),
    EmbedPart::Panel("explain"),
    EmbedPart::Panel("timeline"),
    EmbedPart::Panel("image"),
];

/// What the address carries, unless it asks for a lesson.
type Opened = Option<Result<OpenedLink, LinkError>>;

/// The page.
#[component]
pub(crate) fn EmbedApp() -> Html {
    let address = use_memo((), |()| Fragment::read(&fragment()));
    // A lesson that the address asks for comes before any project, which is not even read then.
    let opened = use_memo((), |()| {
        let is_wanted = address.lesson_wanted().is_none();
        is_wanted.then(|| address.open())
    });
    let state = {
        let (address, opened) = (Rc::clone(&address), Rc::clone(&opened));
        use_reducer(move || State::embedded(&address, (*opened).clone()))
    };
    let dispatch = use_callback(state.dispatcher(), |action: Action, dispatcher| {
        dispatcher.dispatch(action);
    });
    let dispatch = use_paced(&dispatch);
    let dispatch = use_lesson_loading(&state, &dispatch);
    let read_only = address.read_only;
    let dispatch = use_callback(dispatch, move |action: Action, dispatch| {
        dispatch.emit(if read_only {
            reading_only(action)
        } else {
            action
        });
    });
    use_lesson(&address, &opened, &dispatch);
    let grades = use_grades(&state, &dispatch);
    let parts = use_memo((), |()| {
        address.panels.clone().unwrap_or_else(|| USUAL.to_vec())
    });
    let shows = |part: EmbedPart| parts.contains(&part);
    let panels = use_memo((), |()| panels(&parts));
    let explanations = use_learning(panels.contains(&Panel::Explain));
    use_effect_with(state.theme, |theme| show_theme(*theme));
    use_tables(&state.tables.asked, &dispatch);
    use_events(&state, &grades, &address);

    let found = use_checks(&state);
    let shown = state.shown();
    let assumed = address.code.is_none()
        && address.dockerfile.is_some()
        && !state.lab.project.files.entries.is_empty();
    let problems = shown_problems(&state.tab, &shown);
    let classes = classes!(
        "embed",
        address.height.map(|_| "embed-fixed"),
        (!shows(EmbedPart::Steps)).then_some("embed-no-steps"),
        panels.is_empty().then_some("embed-alone"),
    );
    html! {
        <ContextProvider<ReadOnly> context={ReadOnly(read_only)}>
        <ContextProvider<Dispatch> context={dispatch}>
        <ContextProvider<Explanations> context={explanations.clone()}>
        <ContextProvider<Option<Found>> context={found}>
            <div class={classes}>
                <EmbedBar state={ShareState((*state).clone())} fragment={fragment()} />
                if let Some(notice) = &state.notice {
                    <Notice text={Rc::clone(notice)} />
                }
                if shows(EmbedPart::Figures) {
                    <StatStrip ..StatStripProps::of(&state) />
                }
                <main class="workbench">
                    <section class="files" aria-label="Files and steps">
                        if shows(EmbedPart::Files) {
                            <FileTabs
                                tab={state.tab.clone()}
                                open_files={state.open_files.clone()}
                                sent_files={shown.context.sent_files}
                            />
                        }
                        { looking_bar(&state) }
                        <FilePanels
                            state={(*state).clone()}
                            {read_only}
                            lone={!shows(EmbedPart::Files)}
                            lines={address.lines}
                        />
                        <p class="leave-hint" id="leave-hint">{ "Escape, then Tab leaves the editor" }</p>
                        if assumed && shows(EmbedPart::Figures) {
                            <p class="embed-note">{ "The files that it copies are assumed: 10 kB for each." }</p>
                        }
                        <PackageNotice lacking={state.lacking()} />
                        <ProblemList {problems} linked={state.tab == FileTab::Dockerfile} />
                    </section>
                    if !panels.is_empty() {
                        <SidePanel
                            only={Rc::<[Panel]>::from(panels.as_slice())}
                            ..SidePanelProps::of(&state, &grades)
                        />
                    }
                </main>
                if shows(EmbedPart::Builds) {
                    <History ..HistoryProps::of(&state) />
                }
                <LiveRegion analysis={shown} />
                { compare_dialog(&state) }
            </div>
        </ContextProvider<Option<Found>>>
        </ContextProvider<Explanations>>
        </ContextProvider<Dispatch>>
        </ContextProvider<ReadOnly>>
    }
}

/// The tabs of the side panel, in their order.
fn panels(parts: &[EmbedPart]) -> Vec<Panel> {
    let all = Panel::ALL.iter();
    let named = all.filter(|(_, id, _)| parts.contains(&EmbedPart::Panel(id)));
    named.map(|(panel, _, _)| *panel).collect()
}

/// Opens the lesson that the address asks for, or that came with its permalink.
#[hook]
fn use_lesson(address: &Rc<Fragment>, opened: &Rc<Opened>, dispatch: &Dispatch) {
    let (address, opened) = (Rc::clone(address), Rc::clone(opened));
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| match &*opened {
        None => open_wanted(&address, &dispatch),
        Some(Ok(link)) if link.state.lesson.is_some() => {
            dispatch.emit(Action::LinkOpened(Box::new(link.clone())));
        }
        Some(_) => {}
    });
}
