//! What a build is told besides the Dockerfile, and the machine that builds.

use std::rc::Rc;

use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::{Analysis, build_command};
use layerlab_core::schedule::{Machine, machine_profiles};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::app::use_dispatch;
use super::chosen::use_chosen;
use super::compose_choice::{ComposeChoice, ComposeChoiceProps};
use super::icons;
use super::keeping::{KeptList, KeptListProps, MOST_KEPT_FILES};
use super::shown::use_shown;
use crate::shared::Shared;
use crate::state::{Action, State};

/// The platforms that are offered; the first is the default.
const PLATFORMS: [&str; 4] = [
    "linux/amd64",
    "linux/arm64",
    "linux/amd64,linux/arm64",
    "linux/arm/v7",
];

/// The options as they are.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct OptionsMenuProps {
    /// Options of the build.
    pub(crate) options: BuildOptions,
    /// The machine.
    pub(crate) machine: Machine,
    /// The build that would run now: its stages and build arguments can be chosen.
    pub(crate) now: Shared<Analysis>,
    /// The project's Compose file, if it has one.
    pub(crate) compose: Option<ComposeChoiceProps>,
    /// What is kept in the browser.
    pub(crate) kept: KeptListProps,
    /// The menu of targets, for pages that are too narrow to have it beside this one.
    #[prop_or_default]
    pub(crate) target: Html,
}

impl OptionsMenuProps {
    /// The options of the open project.
    pub(crate) fn of(state: &State) -> Self {
        let project = &state.lab.project;
        Self {
            options: project.options.clone(),
            machine: project.machine,
            now: state.now.clone(),
            compose: ComposeChoiceProps::of(project),
            kept: KeptListProps {
                open: Rc::clone(&state.example),
                too_large: project.files.entries.len() > MOST_KEPT_FILES,
            },
            target: Html::default(),
        }
    }
}

/// A button and the panel that it opens.
#[component]
pub(crate) fn OptionsMenu(props: &OptionsMenuProps) -> Html {
    let shown = use_shown();
    let count = chosen(props);
    let label = match count {
        0 => "Options".to_owned(),
        count => format!("Options, {count} set"),
    };
    html! {
        <>
            <button type="button" class="button options-button" popovertarget="options" aria-label={label} onclick={shown.on_click}>
                <span class="options-icon">{ icons::sliders() }</span>
                <span class="options-name">{ "Options" }</span>
                if count > 0 { <span class="options-count" aria-hidden="true">{ count }</span> }
            </button>
            <div id="options" class="options" popover="auto" role="dialog" aria-label="Options of the build" ontoggle={shown.on_toggle}>
                if shown.now {
                    <OptionsForm ..props.clone() />
                }
            </div>
        </>
    }
}

/// What the panel holds.
#[component]
fn OptionsForm(props: &OptionsMenuProps) -> Html {
    let dispatch = use_dispatch();
    let choose =
        Callback::from(move |options| dispatch.emit(Action::OptionsChosen(Box::new(options))));
    let no_cache = with(&props.options, &choose, |options, field| {
        options.no_cache = field.checked();
    });
    let menu = use_chosen(props.options.platform.as_deref().unwrap_or(PLATFORMS[0]));
    html! {
        <>
            <div class="options-target">{ props.target.clone() }</div>
            if let Some(compose) = props.compose.clone() {
                <ComposeChoice ..compose />
            }
            { build_arguments(props, &choose) }
            <h2>{ "Cache" }</h2>
            <label class="option">
                <input type="checkbox" checked={props.options.no_cache} onchange={no_cache} />
                { " Run every step " }<code>{ "--no-cache" }</code>
            </label>
            { stages(props, &choose) }
            <h2><label for="option-platform">{ "Platform" }</label></h2>
            { platform(props, menu, &choose) }
            <h2><label for="option-machine">{ "Machine that builds" }</label></h2>
            <MachineChoice machine={props.machine} />
            <h2>{ "Kept in this browser" }</h2>
            <KeptList ..props.kept.clone() />
            <h2>{ "As a command" }</h2>
            <pre class="options-command" tabindex="0" aria-label="Command">{ build_command(&props.options) }</pre>
        </>
    }
}

/// How many things are not as they are by default. The target has its own menu.
fn chosen(props: &OptionsMenuProps) -> usize {
    let options = &props.options;
    options.build_args.len()
        + usize::from(options.no_cache)
        + usize::from(!options.no_cache_filter.is_empty())
        + usize::from(options.platform.is_some())
        + usize::from(props.machine != Machine::default())
}

/// What happens when a field changes: the options with that change.
fn with(
    options: &BuildOptions,
    choose: &Callback<BuildOptions>,
    change: impl Fn(&mut BuildOptions, &HtmlInputElement) + 'static,
) -> Callback<Event> {
    let (options, choose) = (options.clone(), choose.clone());
    Callback::from(move |event: Event| {
        let field = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            let mut options = options.clone();
            change(&mut options, &field);
            choose.emit(options);
        }
    })
}

fn build_arguments(props: &OptionsMenuProps, choose: &Callback<BuildOptions>) -> Html {
    let declared = props.now.build_arguments.iter();
    let declared = declared.map(|argument| (argument.name.as_str(), argument.default.as_deref()));
    let given = props.options.build_args.keys();
    let is_declared = |name: &str| props.now.build_arguments.iter().any(|own| own.name == name);
    let others = given
        .filter(|name| !is_declared(name))
        .map(|name| (name.as_str(), None));
    let arguments: Vec<_> = declared.chain(others).collect();
    html! {
        <>
            <h2>{ "Build arguments" }</h2>
            if arguments.is_empty() {
                <p>{ "The Dockerfile declares none. " }<code>{ "ARG NAME=value" }</code>{ " does." }</p>
            }
            { for arguments.into_iter().map(|(name, default)| {
                let id = format!("option-argument-{name}");
                let value = props.options.build_args.get(name).cloned().unwrap_or_default();
                let change = {
                    let name = name.to_owned();
                    with(&props.options, choose, move |options, field| {
                        match field.value() {
                            // An empty value cannot be told from none here; none is what is meant.
                            value if value.is_empty() => options.build_args.remove(&name),
                            value => options.build_args.insert(name.clone(), value),
                        };
                    })
                };
                html! {
                    <div class="option option-argument" key={name.to_owned()}>
                        <label for={id.clone()}><code>{ name }</code></label>
                        <input {id} class="field" {value} onchange={change} placeholder={default.unwrap_or("no default").to_owned()} spellcheck="false" autocapitalize="off" />
                    </div>
                }
            }) }
        </>
    }
}

fn stages(props: &OptionsMenuProps, choose: &Callback<BuildOptions>) -> Html {
    let named = props.now.stages.iter().filter(|stage| stage.named);
    let options = named.map(|stage| {
        let checked = props.options.no_cache_filter.contains(&stage.name);
        let change = {
            let name = stage.name.clone();
            with(&props.options, choose, move |options, field| {
                options.no_cache_filter.retain(|stage| *stage != name);
                if field.checked() {
                    options.no_cache_filter.push(name.clone());
                }
            })
        };
        html! {
            <label class="option" key={stage.name.clone()}>
                <input type="checkbox" {checked} onchange={change} />
                { " Run every step of " }<code>{ &stage.name }</code>
            </label>
        }
    });
    html! { <>{ for options }</> }
}

fn platform(props: &OptionsMenuProps, menu: NodeRef, choose: &Callback<BuildOptions>) -> Html {
    let chosen = props.options.platform.as_deref().unwrap_or(PLATFORMS[0]);
    let change = {
        let (options, choose) = (props.options.clone(), choose.clone());
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let value = select.value();
                choose.emit(BuildOptions {
                    platform: (value != PLATFORMS[0]).then_some(value),
                    ..options.clone()
                });
            }
        }
    };
    html! {
        <select ref={menu} id="option-platform" class="field" onchange={change}>
            { for PLATFORMS.iter().map(|platform| html! {
                <option value={*platform} selected={*platform == chosen}>{ platform.replace(',', " and ") }</option>
            }) }
            if !PLATFORMS.contains(&chosen) {
                <option value={chosen.to_owned()} selected={true}>{ chosen }</option>
            }
        </select>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct MachineChoiceProps {
    machine: Machine,
}

/// A profile, or its rates one by one.
#[component]
fn MachineChoice(props: &MachineChoiceProps) -> Html {
    let dispatch = use_dispatch();
    let profiles = use_memo((), |()| machine_profiles());
    let machine = props.machine;
    let profile = profiles.iter().find(|profile| profile.machine == machine);
    let is_profile = profile.is_some();
    let menu = use_chosen(profile.map_or("", |profile| profile.id));
    let choose = {
        let (dispatch, profiles) = (dispatch.clone(), profiles.clone());
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let id = select.map(|select| select.value()).unwrap_or_default();
            if let Some(profile) = profiles.iter().find(|profile| profile.id == id) {
                dispatch.emit(Action::MachineChosen(profile.machine));
            }
        }
    };
    let rate = |label: &'static str, value: u64, set: fn(&mut Machine, u64)| {
        let dispatch = dispatch.clone();
        let change = move |event: Event| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            let typed = field.and_then(|field| field.value().trim().parse::<u32>().ok());
            if let Some(typed) = typed.filter(|typed| (1..=100_000).contains(typed)) {
                let mut machine = machine;
                set(&mut machine, typed.into());
                dispatch.emit(Action::MachineChosen(machine));
            }
        };
        html! {
            <label class="option-rate">
                { label }
                <input class="field" type="number" min="1" max="100000" value={value.to_string()} onchange={change} />
            </label>
        }
    };
    html! {
        <>
            <select ref={menu} id="option-machine" class="field" onchange={choose}>
                { for profiles.iter().map(|profile| html! {
                    <option value={profile.id} selected={profile.machine == machine}>{ profile.name }</option>
                }) }
                if !is_profile {
                    <option value="" selected={true}>{ "As set below" }</option>
                }
            </select>
            <div class="option-rates">
                { rate("Download, Mbit/s", machine.download_bytes_per_second / 125_000, |machine, value| machine.download_bytes_per_second = value * 125_000) }
                { rate("Upload, Mbit/s", machine.upload_bytes_per_second / 125_000, |machine, value| machine.upload_bytes_per_second = value * 125_000) }
                { rate("Disk, MB/s", machine.write_bytes_per_second / 1_000_000, |machine, value| machine.write_bytes_per_second = value * 1_000_000) }
                { rate("Speed, % of a laptop", machine.speed_percent.into(), |machine, value| machine.speed_percent = u32::try_from(value).unwrap_or(100)) }
            </div>
        </>
    }
}
