//! The top line: which project, which target, build, theme.

use std::rc::Rc;

use layerlab_core::lab::Analysis;
use layerlab_core::lessons::{ExampleEntry, examples};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::app::use_dispatch;
use super::chosen::use_chosen;
use super::icons;
use super::lessons_menu::{LessonsMenu, LessonsMenuProps};
use super::options_menu::{OptionsMenu, OptionsMenuProps};
use super::share_menu::{ShareMenu, ShareState};
use super::theme_switch::ThemeSwitch;
use crate::shared::Shared;
use crate::state::{Action, Compare, LoadedProject, Theme, index_address};

/// What the header shows.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HeaderProps {
    /// Id of the open project.
    pub(crate) example: Rc<str>,
    /// The projects that were loaded from the user's computer.
    pub(crate) loaded: Rc<Vec<LoadedProject>>,
    /// Options of the build, the target among them.
    pub(crate) options: OptionsMenuProps,
    /// The build that would run now: its stages can be chosen.
    pub(crate) now: Shared<Analysis>,
    /// The lessons.
    pub(crate) lessons: LessonsMenuProps,
    /// What a link carries.
    pub(crate) share: ShareState,
    /// The theme chosen.
    pub(crate) theme: Theme,
}

/// The header.
#[component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let dispatch = use_dispatch();
    let build = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(Action::Built)
    };
    let compare = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(Action::CompareOpened(Compare::Dockerfiles))
    };
    let keys = move |_: MouseEvent| dispatch.emit(Action::ShortcutsShown(true));
    let menus = || {
        let options = &props.options.options;
        html! {
            <>
                <DockerfileMenu dockerfile={options.dockerfile_path().to_owned()} now={props.now.clone()} />
                <TargetMenu target={options.target.clone()} now={props.now.clone()} />
            </>
        }
    };
    html! {
        <header class="header">
            <h1 class="logo">{ icons::logo() }<span class="logo-name">{ "Layerlab" }</span></h1>
            <ProjectMenu example={Rc::clone(&props.example)} loaded={Rc::clone(&props.loaded)} />
            <a class="header-link" href={index_address()}>{ "Explanations" }</a>
            <LessonsMenu ..props.lessons.clone() />
            <span class="header-space"></span>
            { menus() }
            <OptionsMenu
                target={html! {
                    <>
                        { menus() }
                        <button type="button" class="button small" popovertarget="lessons">{ "Lessons" }</button>
                    </>
                }}
                ..props.options.clone()
            />
            <button class="button options-button" type="button" aria-label="Compare" onclick={compare}>
                <span class="options-icon">{ icons::columns() }</span>
                <span class="options-name">{ "Compare" }</span>
            </button>
            <ShareMenu state={props.share.clone()} />
            <button class="button primary" type="button" aria-keyshortcuts="Control+Enter Meta+Enter" onclick={build}>
                { "Build" }<kbd aria-hidden="true">{ "Ctrl ↵" }</kbd>
            </button>
            <button class="button icon-button shortcuts-button" type="button" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" aria-keyshortcuts="?" onclick={keys}>
                { icons::question() }
            </button>
            <ThemeSwitch theme={props.theme} />
        </header>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ProjectMenuProps {
    example: Rc<str>,
    loaded: Rc<Vec<LoadedProject>>,
}

#[component]
fn ProjectMenu(props: &ProjectMenuProps) -> Html {
    let dispatch = use_dispatch();
    let menu = use_chosen(&props.example);
    let groups = use_memo((), |()| groups());
    let open = Rc::clone(&props.example);
    let choose = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            let chosen = select.value();
            // It may have to be loaded first, which may fail: until it is there, the menu names what is open.
            select.set_value(&open);
            dispatch.emit(Action::ProjectOpened(chosen));
        }
    };
    html! {
        <label class="menu">
            <span class="menu-name">{ "Project" }</span>
            <select ref={menu} class="menu-select project-menu" onchange={choose}>
                if !props.loaded.is_empty() {
                    <optgroup label="Yours">
                        { for props.loaded.iter().map(|project| html! {
                            <option
                                key={project.id.to_string()}
                                value={project.id.to_string()}
                                selected={project.id == props.example}
                            >{ &*project.name }</option>
                        }) }
                    </optgroup>
                }
                { for groups.iter().map(|(group, examples)| html! {
                    <optgroup key={*group} label={*group}>
                        { for examples.iter().map(|example| html! {
                            <option
                                key={example.id}
                                value={example.id}
                                selected={example.id == &*props.example}
                                title={example.summary}
                            >{ example.name }</option>
                        }) }
                    </optgroup>
                }) }
            </select>
        </label>
    }
}

/// The examples by the parts of the menu.
fn groups() -> Vec<(&'static str, Vec<ExampleEntry>)> {
    let mut groups: Vec<(&str, Vec<ExampleEntry>)> = Vec::new();
    for example in examples() {
        match groups.last_mut() {
            Some((group, examples)) if *group == example.group => examples.push(*example),
            _ => groups.push((example.group, vec![*example])),
        }
    }
    groups
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct DockerfileMenuProps {
    /// Path of the one that is built.
    dockerfile: String,
    now: Shared<Analysis>,
}

/// The Dockerfiles of the project, if it has several.
#[component]
fn DockerfileMenu(props: &DockerfileMenuProps) -> Html {
    let dispatch = use_dispatch();
    let choose = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            dispatch.emit(Action::DockerfileChosen(select.value().into()));
        }
    };
    let found = &props.now.context.dockerfiles;
    let others = found.iter().filter(|path| ***path != *props.dockerfile);
    if others.count() == 0 {
        return Html::default();
    }
    let is_listed = found.iter().any(|path| **path == *props.dockerfile);
    html! {
        <label class="menu target-menu">
            <span class="menu-name">{ "Dockerfile" }</span>
            <select class="menu-select dockerfile-menu" onchange={choose}>
                if !is_listed {
                    <option value={props.dockerfile.clone()} selected={true}>{ &props.dockerfile }</option>
                }
                { for found.iter().map(|path| html! {
                    <option
                        key={path.to_string()}
                        value={path.to_string()}
                        selected={**path == *props.dockerfile}
                    >{ &**path }</option>
                }) }
            </select>
        </label>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct TargetMenuProps {
    target: Option<String>,
    now: Shared<Analysis>,
}

/// The stages. The last one has an empty value: it is the target unless another is named.
#[component]
fn TargetMenu(props: &TargetMenuProps) -> Html {
    let dispatch = use_dispatch();
    let choose = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            let value = select.value();
            dispatch.emit(Action::TargetChosen((!value.is_empty()).then_some(value)));
        }
    };
    let (last, others) = match props.now.stages.split_last() {
        Some((last, others)) => (last.name.as_str(), others),
        None => ("none", [].as_slice()),
    };
    let chosen = props.target.as_deref().unwrap_or_default();
    let names: Vec<&str> = (others.iter())
        .filter(|stage| stage.named)
        .map(|stage| stage.name.as_str())
        .collect();
    let gone = !chosen.is_empty() && chosen != last && !names.contains(&chosen);
    let is_last = chosen.is_empty() || chosen == last;
    let menu = use_chosen(if is_last { "" } else { chosen });
    html! {
        <label class="menu target-menu">
            <span class="menu-name">{ "Target" }</span>
            <select ref={menu} class="menu-select" onchange={choose}>
                { for names.iter().map(|name| html! {
                    <option key={*name} value={(*name).to_owned()} selected={*name == chosen}>{ *name }</option>
                }) }
                if gone {
                    <option value={chosen.to_owned()} selected={true}>{ format!("{chosen} (no such stage)") }</option>
                }
                <option value="" selected={is_last}>{ last }</option>
            </select>
        </label>
    }
}
