//! Two Dockerfiles for the same files beside each other, with all their figures. The second can be edited.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use layerlab_core::lab::{Analysis, FigurePair, Lab, Severity, compare_dockerfiles};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::app::use_dispatch;
use super::chosen::use_chosen;
use super::decorations;
use super::dialog::Dialog;
use super::figure_table::FigureTable;
use crate::browser::{keep_second, kept_second};
use crate::editor::{Decorations, EditorPane};
use crate::shared::Shared;
use crate::state::{Action, Second, SecondSource, State};

/// So long nothing must change before the figures are worked out anew.
const QUIET_MILLISECONDS: u32 = 350;

/// The page.
#[derive(Debug, Clone, Properties)]
pub(crate) struct DockerfileComparisonProps {
    /// Its state.
    pub(crate) state: State,
    /// The second Dockerfile.
    pub(crate) second: Second,
}

impl PartialEq for DockerfileComparisonProps {
    fn eq(&self, other: &Self) -> bool {
        self.state.now == other.state.now && self.second.now == other.second.now
    }
}

/// The window.
#[component]
pub(crate) fn DockerfileComparisonDialog(props: &DockerfileComparisonProps) -> Html {
    let dispatch = use_dispatch();
    let (state, second) = (&props.state, &props.second);
    use_kept_second(state, second);
    let menu = use_chosen(&value(&second.source));
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.emit(action.clone()))
    };
    let edited = {
        let dispatch = dispatch.clone();
        use_callback((), move |(text, _): (Rc<str>, u32), ()| {
            dispatch.emit(Action::SecondEdited(text));
        })
    };
    let text = Rc::clone(&state.lab.project.dockerfile);
    let second_text = Rc::clone(&second.lab.project.dockerfile);
    let same = text == second_text;
    html! {
        <Dialog title="Compare Dockerfiles" class="dialog-full" on_close={send(Action::CompareClosed)}>
            <div class="compare-texts">
                <section class="compare-text" aria-label="First">
                    <div class="compare-text-head"><h3>{ "As it stands" }</h3></div>
                    <Text id={format!("{}/first", state.example)} label="First Dockerfile" {text} lab={Shared::new(state.lab.clone())} analysis={state.now.clone()} read_only={true} on_change={Callback::noop()} />
                </section>
                <section class="compare-text" aria-label="Second">
                    <div class="compare-text-head">
                        <h3>{ "Beside it" }</h3>
                        { sources(state, second, menu, &dispatch) }
                        <span class="header-space"></span>
                        <button type="button" class="button small" disabled={same} onclick={send(Action::SecondTaken).reform(|_: MouseEvent| ())}
                            title="It takes the place of the first. This can be undone.">{ "Use this one" }</button>
                    </div>
                    <Text id={format!("{}/second/{}", state.example, second.opening)} label="Second Dockerfile" text={second_text} lab={Shared::new(second.lab.clone())} analysis={second.now.clone()} read_only={false} on_change={edited} />
                </section>
            </div>
            { problem(&second.now) }
            <Figures
                first={Shared::new(state.lab.clone())} first_now={state.now.clone()}
                second={Shared::new(second.lab.clone())} second_now={second.now.clone()}
            />
        </Dialog>
    }
}

/// What is wrong with the second one, if it cannot be built.
fn problem(now: &Analysis) -> Html {
    let mut problems = now.problems.iter();
    let error = problems.find(|problem| problem.severity == Severity::Error);
    match error {
        Some(error) => html! {
            <p class="compare-problem" role="status"><b>{ format!("The second fails, line {}: ", error.line) }</b>{ &error.message }</p>
        },
        None => Html::default(),
    }
}

/// What stands for a source in its menu.
fn value(source: &SecondSource) -> String {
    match source {
        SecondSource::Copy => "copy".to_owned(),
        SecondSource::Kept(_) => "kept".to_owned(),
        SecondSource::Build(number) => format!("build {number}"),
        SecondSource::File(path) => format!("file {path}"),
    }
}

/// Where the second one can come from.
fn sources(state: &State, second: &Second, menu: NodeRef, dispatch: &Callback<Action>) -> Html {
    let choose = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
                return;
            };
            let value = select.value();
            let source = match value.split_once(' ') {
                Some(("file", path)) => SecondSource::File(path.into()),
                Some(("build", number)) => SecondSource::Build(number.parse().unwrap_or(0)),
                _ => SecondSource::Copy,
            };
            dispatch.emit(Action::SecondOpened(source));
        }
    };
    let chosen = value(&second.source);
    let option = |source: SecondSource, text: String| {
        let value = value(&source);
        html! { <option selected={value == chosen} value={value.clone()}>{ text }</option> }
    };
    html! {
        <label class="compare-side">
            <span>{ "from" }</span>
            <select ref={menu} class="field" onchange={choose}>
                if let SecondSource::Kept(_) = &second.source {
                    { option(second.source.clone(), "the last visit".to_owned()) }
                }
                { option(SecondSource::Copy, "a copy".to_owned()) }
                { for state.other_dockerfiles().into_iter().map(|path| option(SecondSource::File(Rc::clone(&path)), path.to_string())) }
                { for state.lab.history.iter().map(|build| {
                    option(SecondSource::Build(build.number), format!("build {}, {}", build.number, build.label))
                }) }
            </select>
        </label>
    }
}

/// What was written beside a project at an earlier visit is there again, and what is written now is kept.
#[hook]
fn use_kept_second(state: &State, second: &Second) {
    let dispatch = use_dispatch();
    {
        let id = Rc::clone(&state.example);
        let is_new = second.opening == 1;
        let first = Rc::clone(&state.lab.project.dockerfile);
        use_effect_with((), move |()| {
            if is_new
                && let Some(text) = kept_second(&id)
                && *text != *first
            {
                dispatch.emit(Action::SecondOpened(SecondSource::Kept(text.into())));
            }
        });
    }
    let (id, text) = (
        Rc::clone(&state.example),
        Rc::clone(&second.lab.project.dockerfile),
    );
    let is_copy = text == state.lab.project.dockerfile;
    use_effect_with(second.now.clone(), move |_| {
        let timer =
            (!is_copy).then(|| Timeout::new(QUIET_MILLISECONDS, move || keep_second(&id, &text)));
        move || drop(timer)
    });
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct TextProps {
    id: AttrValue,
    label: AttrValue,
    text: Rc<str>,
    lab: Shared<Lab>,
    analysis: Shared<Analysis>,
    read_only: bool,
    on_change: Callback<(Rc<str>, u32)>,
}

/// One of the texts, in an editor.
#[component]
fn Text(props: &TextProps) -> Html {
    let dependencies = (props.analysis.clone(), Rc::clone(&props.text));
    let decorations: Rc<Decorations> = use_memo(dependencies, |(analysis, text)| {
        decorations::of_dockerfile(text, analysis, Some(&props.lab.findings(analysis)))
    });
    html! {
        <div class="compare-editor">
            <EditorPane
                document={props.id.clone()}
                text={Rc::clone(&props.text)}
                label={props.label.clone()}
                read_only={props.read_only}
                {decorations}
                on_change={props.on_change.clone()}
            />
        </div>
    }
}

#[derive(Debug, Clone, Properties)]
struct FiguresProps {
    first: Shared<Lab>,
    first_now: Shared<Analysis>,
    second: Shared<Lab>,
    second_now: Shared<Analysis>,
}

impl PartialEq for FiguresProps {
    fn eq(&self, other: &Self) -> bool {
        self.first_now == other.first_now && self.second_now == other.second_now
    }
}

impl FiguresProps {
    fn figures(&self) -> Vec<FigurePair> {
        compare_dockerfiles(
            (&self.first_now, &self.first.edit_costs()),
            (&self.second_now, &self.second.edit_costs()),
        )
    }
}

/// The figures. They take a few simulations, so they follow the text a moment later.
#[component]
fn Figures(props: &FiguresProps) -> Html {
    let figures = {
        let props = props.clone();
        use_state(move || props.figures())
    };
    {
        let (props, figures) = (props.clone(), figures.setter());
        let is_first = use_mut_ref(|| true);
        use_effect_with(props.clone(), move |_| {
            let timer = (!is_first.replace(false))
                .then(|| Timeout::new(QUIET_MILLISECONDS, move || figures.set(props.figures())));
            move || drop(timer)
        });
    }
    html! { <FigureTable figures={(*figures).clone()} before="As it stands" after="Beside it" /> }
}
