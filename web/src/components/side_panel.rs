//! The panel at the side: the lesson if one is open, Explain, Checks, Timeline, Image. On a narrow page it is a sheet at the bottom that can be folded away.

use std::rc::Rc;

use layerlab_core::lab::{Analysis, Lab};
use layerlab_core::lessons::Grade;
use yew::prelude::*;

use super::app::use_dispatch;
use super::builders_panel::BuildersPanel;
use super::checks_panel::{self, ChecksPanel};
use super::explain::Explain;
use super::findings::use_findings;
use super::icons;
use super::image_panel::ImagePanel;
use super::lesson_panel::LessonPanel;
use super::tab_list::{TabCount, TabItem, TabList};
use super::timeline_panel::TimelinePanel;
use super::what_if_panel::WhatIfPanel;
use crate::format;
use crate::shared::Shared;
use crate::state::{Action, Course, Moment, OpenLesson, Panel, State};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SidePanelProps {
    /// The open tab.
    pub(crate) panel: Panel,
    /// The lesson that is open.
    pub(crate) lesson: Option<Rc<OpenLesson>>,
    /// The lessons.
    pub(crate) course: Rc<Course>,
    /// The state of each goal of the lesson.
    pub(crate) grades: Rc<Vec<Grade>>,
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// The project, its history and the cache.
    pub(crate) lab: Shared<Lab>,
    /// The build that would run now: another one whenever the lab is another one.
    pub(crate) now: Shared<Analysis>,
    /// Which build is looked at.
    pub(crate) moment: Moment,
    /// The line that Explain is about.
    pub(crate) line: usize,
    /// The tabs that there are, if not all of them.
    #[prop_or_default]
    pub(crate) only: Option<Rc<[Panel]>>,
}

impl SidePanelProps {
    /// All tabs, about what is looked at.
    pub(super) fn of(state: &State, grades: &Rc<Vec<Grade>>) -> Self {
        let (lab, now) = state.shown_lab();
        Self {
            panel: state.panel,
            lesson: state.lesson.clone(),
            course: Rc::clone(&state.course),
            grades: Rc::clone(grades),
            analysis: state.shown(),
            lab: Shared::new(lab.clone()),
            now: now.clone(),
            moment: state.moment,
            line: state.line,
            only: None,
        }
    }
}

/// The panel.
#[component]
pub(crate) fn SidePanel(props: &SidePanelProps) -> Html {
    let dispatch = use_dispatch();
    let folded = use_state(|| false);
    let findings = use_findings(&props.analysis);
    let found = findings.and_then(|found| checks_panel::count(&found));
    let met = props.grades.iter().filter(|grade| grade.met).count();
    let panels: Vec<(Panel, &str, &str)> = (Panel::ALL.into_iter())
        .filter(|(panel, _, _)| *panel != Panel::Lesson || props.lesson.is_some())
        .filter(|(panel, _, _)| props.only.as_ref().is_none_or(|only| only.contains(panel)))
        .collect();
    let items: Vec<TabItem> = panels
        .iter()
        .map(|(panel, id, label)| TabItem {
            id: (*id).into(),
            label: (*label).into(),
            count: match panel {
                Panel::Checks => found.clone(),
                Panel::Lesson => Some(TabCount {
                    figures: format!("{met}/{}", props.grades.len()).into(),
                    meaning: format!(
                        "{met} of {} met",
                        format::counted(props.grades.len(), "goal")
                    )
                    .into(),
                }),
                _ => None,
            },
            closable: false,
        })
        .collect();
    // A link may name the panel of a lesson that is not open, or one that is not shown.
    let first = panels
        .first()
        .map_or(Panel::Explain, |(panel, _, _)| *panel);
    let is_here = panels.iter().any(|(panel, _, _)| *panel == props.panel);
    let open = match (props.panel, &props.lesson) {
        (Panel::Lesson, None) if props.only.is_none() => Panel::Explain,
        (panel, _) if is_here => panel,
        _ => first,
    };
    let id = open.id();
    let on_select = {
        let folded = folded.setter();
        Callback::from(move |place: usize| {
            folded.set(false);
            if let Some((panel, _, _)) = panels.get(place) {
                dispatch.emit(Action::PanelChosen(*panel));
            }
        })
    };
    let fold = {
        let folded = folded.clone();
        move |_: MouseEvent| folded.set(!*folded)
    };
    html! {
        <aside class={classes!("side", folded.then_some("folded"))} aria-label="Explanations">
            <div class="side-bar">
                <TabList label="Explanations" tabs={items} selected={id} {on_select} />
                <button
                    type="button"
                    class="sheet-toggle"
                    aria-expanded={if *folded { "false" } else { "true" }}
                    aria-label={if *folded { "Unfold the panel" } else { "Fold the panel" }}
                    onclick={fold}
                >{ icons::triangle() }</button>
            </div>
            <div class="side-panel" role="tabpanel" id={format!("panel-{id}")} aria-labelledby={format!("tab-{id}")} tabindex="0">
                { match open {
                    Panel::Lesson => match &props.lesson {
                        Some(lesson) => html! {
                            <LessonPanel open={Rc::clone(lesson)} course={Rc::clone(&props.course)} grades={Rc::clone(&props.grades)} />
                        },
                        None => Html::default(),
                    },
                    Panel::Explain => html! { <Explain analysis={props.analysis.clone()} line={props.line} lab={(props.moment == Moment::Now).then(|| props.lab.clone())} /> },
                    Panel::Checks => html! { <ChecksPanel analysis={props.analysis.clone()} lab={props.lab.clone()} now={props.now.clone()} /> },
                    Panel::Timeline => html! { <TimelinePanel analysis={props.analysis.clone()} lab={props.lab.clone()} moment={props.moment} /> },
                    Panel::Image => html! { <ImagePanel analysis={props.analysis.clone()} moment={props.moment} lab={props.lab.clone()} /> },
                    Panel::WhatIf => html! { <WhatIfPanel lab={props.lab.clone()} now={props.now.clone()} /> },
                    Panel::Builders => html! { <BuildersPanel lab={props.lab.clone()} now={props.now.clone()} /> },
                } }
            </div>
        </aside>
    }
}
