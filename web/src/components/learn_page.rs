//! The explanations as pages of their own: an index with search, and a page for each topic.

use layerlab_core::explain::{self, Texts, Topic};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::icons;
use super::learning::{Explanations, TextsNotice};
use super::prose::prose;
use super::theme_switch::ThemeSwitch;
use super::topic_text::{learn_link, sources, summary, whole};
use crate::browser::set_title;
use crate::state::{Loading, Page, Theme, index_address, topic_address};

const PAGE_TITLE: &str = "Layerlab: see how Docker would build it";

/// What is shown.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LearnPageProps {
    /// Which page, and the texts.
    pub(crate) explanations: Explanations,
    /// The theme chosen.
    pub(crate) theme: Theme,
}

/// Names the window after what is shown.
#[hook]
pub(super) fn use_title(page: &Page) {
    use_effect_with(page.clone(), |page| match page {
        Page::Workbench => set_title(PAGE_TITLE),
        Page::Index => set_title("Explanations · Layerlab"),
        Page::Topic(id) => {
            let title = explain::topic(id).map_or("Explanations", |topic| topic.title);
            set_title(&format!("{title} · Layerlab"));
        }
    });
}

/// The page.
#[component]
pub(crate) fn LearnPage(props: &LearnPageProps) -> Html {
    let state = &props.explanations.state;
    let question = use_state(String::new);
    let (top, heading) = (use_node_ref(), use_node_ref());
    use_reading_place(&state.page, &top, &heading, &question);
    let typed = {
        let question = question.setter();
        move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                question.set(field.value());
            }
        }
    };
    let asked = !question.trim().is_empty();
    let found = explain::search(&question, &state.texts);
    let back = match &*state.left {
        "" => "#".to_owned(),
        left => left.to_owned(),
    };
    html! {
        <div class="learn" ref={top}>
            <header class="header">
                <p class="logo">{ icons::logo() }<span class="logo-name">{ "Layerlab" }</span></p>
                <a class="learn-back" href={back}>{ "Workbench" }</a>
                <span class="header-space"></span>
                <ThemeSwitch theme={props.theme} />
            </header>
            <main class="learn-main">
                <form class="learn-search" role="search" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                    <label for="learn-question">{ "Search the explanations" }</label>
                    <input
                        id="learn-question"
                        class="field"
                        type="search"
                        autocomplete="off"
                        placeholder="depends_on, cache, apt-get…"
                        value={(*question).clone()}
                        oninput={typed}
                    />
                    <p class="learn-count" role="status">
                        if asked { { count(found.len(), &state.loading) } }
                    </p>
                </form>
                { if asked {
                    html! { <><h1 tabindex="-1" ref={heading} class="visually-hidden">{ "Search" }</h1>{ list(&found, &state.texts) }</> }
                } else {
                    match &state.page {
                        Page::Topic(id) => match explain::topic(id) {
                            Some(topic) => topic_view(topic, &props.explanations, &heading),
                            None => html! {
                                <>
                                    <p class="learn-unknown">{ format!("There is no explanation with the name {id}. These are all there are:") }</p>
                                    { index(&heading, &props.explanations) }
                                </>
                            },
                        },
                        Page::Index | Page::Workbench => index(&heading, &props.explanations),
                    }
                } }
            </main>
        </div>
    }
}

/// A topic that is opened begins at its top, and is where the keyboard is. The first one leaves the focus where it is.
#[hook]
fn use_reading_place(
    page: &Page,
    top: &NodeRef,
    heading: &NodeRef,
    question: &UseStateHandle<String>,
) {
    let (top, heading, question) = (top.clone(), heading.clone(), question.setter());
    let moved = use_mut_ref(|| false);
    use_effect_with(page.clone(), move |_| {
        question.set(String::new());
        if let Some(top) = top.cast::<HtmlElement>() {
            top.set_scroll_top(0);
        }
        let again = std::mem::replace(&mut *moved.borrow_mut(), true);
        if again && let Some(heading) = heading.cast::<HtmlElement>() {
            // The page works without it.
            let _ = heading.focus();
        }
    });
}

fn count(found: usize, loading: &Loading) -> String {
    let topics = match found {
        0 => "No topic".to_owned(),
        1 => "1 topic".to_owned(),
        found => format!("{found} topics"),
    };
    if *loading == Loading::Done {
        topics
    } else {
        format!("{topics}. Only titles and names are searched so far.")
    }
}

fn list(topics: &[&'static Topic], texts: &Texts) -> Html {
    html! {
        <ul class="learn-list">
            { for topics.iter().map(|topic| html! {
                <li key={topic.id}>
                    <a href={topic_address(topic.id)}>{ topic.title }</a>
                    <span>{ prose(topic.summary_in(texts)) }</span>
                </li>
            }) }
        </ul>
    }
}

fn index(heading: &NodeRef, explanations: &Explanations) -> Html {
    html! {
        <>
            <h1 tabindex="-1" ref={heading.clone()}>{ "Explanations" }</h1>
            <TextsNotice />
            { for explain::groups().iter().enumerate().map(|(group, name)| {
                let topics: Vec<&'static Topic> = explain::all().iter().filter(|topic| topic.group == group).collect();
                html! {
                    <section key={*name} aria-labelledby={format!("group-{group}")}>
                        <h2 id={format!("group-{group}")}>{ *name }</h2>
                        { list(&topics, &explanations.state.texts) }
                    </section>
                }
            }) }
        </>
    }
}

fn topic_view(topic: &'static Topic, explanations: &Explanations, heading: &NodeRef) -> Html {
    let text = explanations.state.texts.of(topic.id);
    let (before, after) = explain::neighbours(topic.id);
    let group = explain::groups()
        .get(topic.group)
        .copied()
        .unwrap_or_default();
    html! {
        <article class="learn-topic" key={topic.id}>
            <p class="learn-path"><a href={index_address()}>{ "Explanations" }</a>{ format!(" / {group}") }</p>
            <h1 tabindex="-1" ref={heading.clone()}>{ topic.title }</h1>
            { summary(topic.summary_in(&explanations.state.texts)) }
            { match &text {
                Some(text) => html! {
                    <>
                        { whole(text) }
                        if !text.related.is_empty() {
                            <h2>{ "Related" }</h2>
                            <ul class="learn-related">
                                { for text.related.iter().map(|topic| html! { <li>{ learn_link(topic, topic.title) }</li> }) }
                            </ul>
                        }
                        { sources(&text.sources) }
                    </>
                },
                None => html! { <TextsNotice /> },
            } }
            <nav class="learn-neighbours" aria-label="Topics before and after">
                { before.map(|topic| html! { <a href={topic_address(topic.id)} rel="prev">{ format!("Previous: {}", topic.title) }</a> }).unwrap_or_default() }
                { after.map(|topic| html! { <a href={topic_address(topic.id)} rel="next">{ format!("Next: {}", topic.title) }</a> }).unwrap_or_default() }
            </nav>
        </article>
    }
}
