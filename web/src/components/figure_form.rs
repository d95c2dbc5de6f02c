//! Setting the size and the time of a step by hand.

use std::time::Duration;

use layerlab_core::known::Subject;
use layerlab_core::lab::{Range, RealFigures};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::app::use_dispatch;
use crate::format;
use crate::state::{Action, read_duration, read_size};

/// Of which step, and what is shown for it now.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FigureFormProps {
    /// The step or base image.
    pub(crate) subject: Subject,
    /// Its size; `None` if it has no layer.
    pub(crate) size: Option<Range>,
    /// Its time; `None` if it does not run, so that none is shown.
    pub(crate) duration: Option<Duration>,
    /// Which of them are no estimates.
    pub(crate) real: RealFigures,
}

impl FigureFormProps {
    fn is_real(&self) -> bool {
        self.real.size.is_some() || self.real.duration.is_some()
    }
}

/// A button, and the form behind it.
#[component]
pub(crate) fn FigureForm(props: &FigureFormProps) -> Html {
    // The form belongs to one step: at another line it is closed.
    let open = use_state_eq(|| None::<Subject>);
    if open.as_ref() == Some(&props.subject) {
        let close = {
            let open = open.setter();
            Callback::from(move |()| open.set(None))
        };
        return html! { <OpenForm of={props.clone()} {close} /> };
    }
    let show = {
        let open = open.setter();
        let subject = props.subject.clone();
        move |_: MouseEvent| open.set(Some(subject.clone()))
    };
    html! {
        <p class="figure-form">
            { time_origin(props) }
            <button type="button" class="step-link" onclick={show}>
                { if props.is_real() { "Change these figures" } else { "Set real figures" } }
            </button>
        </p>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct OpenFormProps {
    of: FigureFormProps,
    close: Callback<()>,
}

/// The form.
#[component]
fn OpenForm(props: &OpenFormProps) -> Html {
    let OpenFormProps { of: props, close } = props;
    let dispatch = use_dispatch();
    let problem = use_state_eq(|| None::<&'static str>);
    let size_field = use_node_ref();
    let time_field = use_node_ref();
    {
        let size_field = size_field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = size_field.cast::<HtmlInputElement>() {
                // A field that cannot take the focus can still be clicked.
                let _ = field.focus();
            }
        });
    }
    let estimate = {
        let (dispatch, close) = (dispatch.clone(), close.clone());
        let subject = props.subject.clone();
        move |_: MouseEvent| {
            dispatch.emit(Action::SizeSet(subject.clone(), None));
            dispatch.emit(Action::TimeSet(subject.clone(), None));
            close.emit(());
        }
    };
    let submit = {
        let (size_field, time_field) = (size_field.clone(), time_field.clone());
        let (close, problem) = (close.clone(), problem.setter());
        let subject = props.subject.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let typed = |field: &NodeRef| {
                let field = field.cast::<HtmlInputElement>();
                field.map(|field| field.value()).unwrap_or_default()
            };
            let (size, time) = (typed(&size_field), typed(&time_field));
            let (size, time) = (size.trim(), time.trim());
            let (size_bytes, duration) = (read_size(size), read_duration(time));
            if size_bytes.is_none() && !size.is_empty() {
                problem.set(Some("Type a size, such as 120 MB."));
                return;
            }
            if duration.is_none() && !time.is_empty() {
                problem.set(Some("Type a time, such as 40 s or 2 min."));
                return;
            }
            // What was left empty stays as it is.
            if size_bytes.is_some() {
                dispatch.emit(Action::SizeSet(subject.clone(), size_bytes));
            }
            if duration.is_some() {
                dispatch.emit(Action::TimeSet(subject.clone(), duration));
            }
            close.emit(());
        }
    };
    let on_key = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        }
    };
    html! {
        <form class="figure-form" onsubmit={submit} onkeydown={on_key}>
            if let Some(size) = props.size {
                <label>{ "Size " }<input ref={size_field} class="field" placeholder={format::size(size)} spellcheck="false" autocapitalize="off" /></label>
            }
            <label>{ "Time " }<input ref={time_field} class="field" placeholder={props.duration.map(format::duration).unwrap_or_default()} spellcheck="false" autocapitalize="off" /></label>
            <button type="submit" class="button small">{ "Set" }</button>
            if props.is_real() {
                <button type="button" class="button small" onclick={estimate}>{ "Back to the estimate" }</button>
            }
            <button type="button" class="button small" onclick={close.reform(|_: MouseEvent| ())}>{ "Cancel" }</button>
            if let Some(problem) = *problem {
                <span class="field-problem" role="alert">{ problem }</span>
            }
        </form>
    }
}

fn time_origin(props: &FigureFormProps) -> String {
    match (props.real.duration, props.duration) {
        (Some(origin), Some(duration)) => {
            format!("{}, {}. ", format::duration(duration), origin.words())
        }
        _ => String::new(),
    }
}
