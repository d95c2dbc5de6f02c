//! The services of the project's `compose.yaml`: one is picked, and the build is made as it says. The file is read only while
//! this is shown.

use std::rc::Rc;

use layerlab_core::compose::{
    Compose, Environment, Remark, Service, YamlError, from_json, services,
};
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::Project;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::app::use_dispatch;
use super::chosen::use_chosen;
use super::newest::unless_over;
use crate::folder::read_yaml;
use crate::state::Action;

/// The Compose file of a project and what its variables stand for.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ComposeChoiceProps {
    /// Path of the file.
    pub(crate) path: Rc<str>,
    /// Its text.
    pub(crate) text: Rc<str>,
    /// The text of `.env`.
    pub(crate) environment: Rc<str>,
    /// The options as they are.
    pub(crate) options: BuildOptions,
}

impl ComposeChoiceProps {
    /// Those of a project that has such a file.
    pub(crate) fn of(project: &Project) -> Option<Self> {
        let text = |path: &str| project.files.get(path).and_then(|node| node.as_text());
        let names = layerlab_core::compose::FILE_NAMES.into_iter();
        let (path, found) = names.filter_map(|name| Some((name, text(name)?))).next()?;
        Some(Self {
            path: path.into(),
            text: Rc::clone(found),
            environment: text(".env").cloned().unwrap_or_else(|| "".into()),
            options: project.options.clone(),
        })
    }
}

/// What came of reading the file.
#[derive(Debug, Clone, PartialEq)]
enum Read {
    Compose(Rc<Compose>),
    NoYaml(YamlError),
    Unavailable(String),
}

async fn read_compose(text: Rc<str>, environment: Rc<str>) -> Read {
    let Ok(json) = JsFuture::from(read_yaml(&text)).await else {
        let sentence = "What reads YAML could not be loaded. Try again later.";
        return Read::Unavailable(sentence.to_owned());
    };
    match from_json(&json.as_string().unwrap_or_default()) {
        Ok(root) => {
            let environment = Environment::of_file(&environment);
            Read::Compose(Rc::new(services(&root, &environment)))
        }
        Err(error) => Read::NoYaml(error),
    }
}

/// The menu of services and what is to be said of them.
#[component]
pub(crate) fn ComposeChoice(props: &ComposeChoiceProps) -> Html {
    let dispatch = use_dispatch();
    let read = use_state_eq(|| None::<Read>);
    let chosen = use_state_eq(|| None::<String>);
    {
        let read = read.setter();
        let texts = (Rc::clone(&props.text), Rc::clone(&props.environment));
        use_effect_with(texts, move |(text, environment)| {
            let (text, environment) = (Rc::clone(text), Rc::clone(environment));
            // What reads YAML may still be on its way.
            unless_over(read_compose(text, environment), move |found| {
                read.set(Some(found));
            })
        });
    }
    let compose = match &*read {
        Some(Read::Compose(compose)) => Some(compose),
        _ => None,
    };
    let now = compose
        .and_then(|compose| is_chosen(compose, &props.options, chosen.as_deref()))
        .cloned();
    let shown = now
        .as_ref()
        .map_or_else(String::new, |service| service.name.clone());
    let menu = use_chosen(&shown);
    let inside = match &*read {
        None => html! { <p>{ "Reading it…" }</p> },
        Some(Read::Unavailable(sentence)) => html! { <p role="alert">{ sentence }</p> },
        Some(Read::NoYaml(error)) => html! {
            <p class="compose-error" role="alert">{ format!("{}, line {}: {}", props.path, error.line, error.message) }</p>
        },
        Some(Read::Compose(compose)) => {
            let choose = {
                let (compose, chosen) = (Rc::clone(compose), chosen.setter());
                move |event: Event| {
                    let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
                        return;
                    };
                    let name = select.value();
                    // It may not be there to be built: until the build is made as it says, the menu names what holds.
                    select.set_value(&shown);
                    let mut services = compose.services.iter();
                    if let Some(service) = services.find(|service| service.name == name) {
                        chosen.set(Some(service.name.clone()));
                        dispatch.emit(Action::ServiceChosen(Box::new(service.clone())));
                    }
                }
            };
            view(compose, now.as_ref(), menu, choose)
        }
    };
    html! {
        <>
            <h2><label for="option-service">{ format!("Service of {}", props.path) }</label></h2>
            { inside }
        </>
    }
}

fn view(
    compose: &Compose,
    now: Option<&Service>,
    menu: NodeRef,
    choose: impl Fn(Event) + 'static,
) -> Html {
    let remarks = compose
        .remarks
        .iter()
        .chain(now.iter().flat_map(|service| &service.remarks));
    html! {
        <>
            if compose.services.is_empty() {
                <p>{ "No service of it is built." }</p>
            } else {
                <select ref={menu} id="option-service" class="field" onchange={choose}>
                    // What is said elsewhere in this menu is not undone by choosing no service.
                    <option value="" selected={now.is_none()} disabled={now.is_some()}>{ "none: as set here" }</option>
                    { for compose.services.iter().map(|service| html! {
                        <option key={service.name.clone()} value={service.name.clone()} selected={Some(service) == now}>
                            { service_label(service) }
                        </option>
                    }) }
                </select>
            }
            if !compose.not_built.is_empty() {
                <p>{ format!("Not built, since they use an image as it is: {}.", compose.not_built.join(", ")) }</p>
            }
            <ul class="compose-remarks">
                { for remarks.map(|Remark { line, message }| html! { <li>{ format!("Line {line}: {message}") }</li> }) }
            </ul>
        </>
    }
}

/// `web: folder app, target runtime`.
fn service_label(service: &Service) -> String {
    let folder = service
        .context
        .trim_start_matches("./")
        .trim_end_matches('/');
    let folder = (!folder.is_empty() && folder != ".").then(|| format!("folder {folder}"));
    let file = service.dockerfile.clone();
    let target = service
        .target
        .as_ref()
        .map(|target| format!("target {target}"));
    let parts: Vec<String> = folder.into_iter().chain(file).chain(target).collect();
    if parts.is_empty() {
        service.name.clone()
    } else {
        format!("{}: {}", service.name, parts.join(", "))
    }
}

/// The service that the options are those of; of several the one that was chosen last.
fn is_chosen<'a>(
    compose: &'a Compose,
    options: &BuildOptions,
    last: Option<&str>,
) -> Option<&'a Service> {
    let fitting = |service: &&Service| service.fits(options);
    let services = &compose.services;
    let by_name = |service: &&Service| Some(service.name.as_str()) == last && fitting(service);
    services.iter().find(by_name).or_else(|| {
        // Options that nobody set are those of the command, not of a service.
        let set = *options != BuildOptions::default();
        services.iter().filter(|_| set).find(fitting)
    })
}
