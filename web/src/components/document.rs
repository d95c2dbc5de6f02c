//! One text in an editor, with the steps beside it. Both scroll together.

use std::ops::Range;
use std::rc::Rc;

use layerlab_core::lab::Analysis;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::app::use_dispatch;
use super::decorations;
use super::findings::use_findings;
use super::ledger::Ledger;
use super::step_list::StepList;
use crate::editor::{Answers, Decorations, EditorPane};
use crate::shared::Shared;
use crate::state::{Action, FileTab};

/// Rows this far above and below what is in view are made too, and what is in view is known only to this precision.
const MARGIN: i32 = 600;

/// One text and the build it belongs to.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DocumentProps {
    /// Which document this is, among all projects and builds.
    pub(crate) document: AttrValue,
    /// Which file it is.
    pub(crate) file: FileTab,
    /// How often the page itself wrote its text.
    pub(crate) edition: u32,
    /// Its text.
    pub(crate) text: Rc<str>,
    /// The build.
    pub(crate) analysis: Shared<Analysis>,
    /// Who knows the project of that build, if this is its Dockerfile.
    pub(crate) answers: Option<Answers>,
    /// The text belongs to a build that ran.
    pub(crate) read_only: bool,
    /// It is in sight. What stands beside the text of one that is not is not made.
    pub(crate) shown: bool,
    /// The line of the Dockerfile that is chosen.
    pub(crate) line: usize,
    /// The first and the last line that are shown at first, from 1; `None` for all.
    pub(crate) lines: Option<(usize, usize)>,
    /// The line of the Dockerfile to go to, and a number that makes each request another one.
    pub(crate) reveal: (usize, u32),
}

/// The editor and what stands beside it.
#[component]
pub(crate) fn Document(props: &DocumentProps) -> Html {
    let scroller = use_node_ref();
    let in_view = use_state_eq(|| -MARGIN..4 * MARGIN);
    let places = use_state(|| Shared::<[f64]>(Rc::new([])));
    let decorations = use_decorations(props);
    let is_dockerfile = props.file == FileTab::Dockerfile;

    let look = {
        let scroller = scroller.clone();
        let in_view = in_view.setter();
        Callback::from(move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                in_view.set(range_in_view(
                    scroller.scroll_top(),
                    scroller.client_height(),
                ));
            }
        })
    };
    let on_geometry = {
        let places = places.setter();
        let look = look.clone();
        use_callback((), move |measured: Rc<[f64]>, ()| {
            places.set(Shared(measured));
            look.emit(());
        })
    };
    let dispatch = use_dispatch();
    let on_change = {
        let dispatch = dispatch.clone();
        use_callback(
            props.file.clone(),
            move |(text, _revision): (Rc<str>, u32), file| {
                dispatch.emit(match file {
                    FileTab::Dockerfile => Action::DockerfileEdited(text),
                    FileTab::Dockerignore => Action::IgnoreEdited(text),
                    FileTab::File(path) => Action::FileEdited {
                        path: Rc::clone(path),
                        text,
                    },
                    FileTab::Context => return,
                });
            },
        )
    };
    let on_cursor = {
        let dispatch = dispatch.clone();
        use_callback(is_dockerfile, move |line: u32, is_dockerfile| {
            if *is_dockerfile {
                dispatch.emit(Action::LineChosen(line as usize));
            }
        })
    };
    let on_build = use_callback((), move |(), ()| dispatch.emit(Action::Built));
    let reveal = is_dockerfile.then(|| (decorations::line_number(props.reveal.0), props.reveal.1));
    html! {
        <div ref={scroller} class="sheet" onscroll={look.reform(|_: Event| ())}>
            <div class="sheet-code">
                <EditorPane
                    document={props.document.clone()}
                    edition={props.edition}
                    text={Rc::clone(&props.text)}
                    label={label(&props.file)}
                    read_only={props.read_only}
                    answers={props.answers.clone()}
                    lines={props.lines.map(|(first, last)| (decorations::line_number(first), decorations::line_number(last)))}
                    {decorations}
                    {reveal}
                    {on_change}
                    {on_cursor}
                    {on_geometry}
                    {on_build}
                />
            </div>
            <div class="sheet-steps">
                if !props.shown {
                } else if is_dockerfile {
                    <Ledger
                        analysis={props.analysis.clone()}
                        places={(*places).clone()}
                        in_view={(*in_view).clone()}
                        line={props.line}
                    />
                } else {
                    <StepList analysis={props.analysis.clone()} />
                }
            </div>
        </div>
    }
}

/// Made again only when the build or the text is another one.
#[hook]
fn use_decorations(props: &DocumentProps) -> Rc<Decorations> {
    let dependencies = (
        props.analysis.clone(),
        use_findings(&props.analysis),
        props.file.clone(),
        Rc::clone(&props.text),
    );
    use_memo(
        dependencies,
        |(analysis, findings, file, text)| match file {
            FileTab::Dockerfile => decorations::of_dockerfile(text, analysis, findings.as_deref()),
            tab if tab.path() == Some(&*analysis.context.ignore_file) => {
                decorations::of_ignore_file(text, analysis)
            }
            _ => Decorations::none(Rc::clone(text)),
        },
    )
}

fn label(file: &FileTab) -> AttrValue {
    match file {
        FileTab::Dockerfile => "Dockerfile".into(),
        FileTab::Dockerignore => ".dockerignore".into(),
        FileTab::Context => "Context".into(),
        FileTab::File(path) => path.to_string().into(),
    }
}

/// What is in view, with a margin and in steps, so that scrolling a little changes nothing.
fn range_in_view(scrolled: i32, height: i32) -> Range<i32> {
    let start = scrolled.div_euclid(MARGIN) - 1;
    let end = scrolled.saturating_add(height).div_euclid(MARGIN) + 2;
    start.saturating_mul(MARGIN)..end.saturating_mul(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::range_in_view;

    #[test]
    fn scrolling_a_little_changes_nothing() {
        assert_eq!(range_in_view(0, 700), -600..1800);
        assert_eq!(range_in_view(400, 700), -600..1800);
        assert_eq!(range_in_view(700, 700), 0..2400);
    }
}
