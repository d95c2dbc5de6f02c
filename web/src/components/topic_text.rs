//! What is written about a topic: as part of Explain, and on a page of its own.

use layerlab_core::explain::{Source, Text, Topic};
use yew::prelude::*;
use yew::virtual_dom::VNode;

use super::learning::{TextsNotice, use_explanations};
use super::prose::prose;
use crate::browser::{in_full, link_target};
use crate::state::{index_address, topic_address};

/// Which topic.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TopicTextProps {
    /// Its id.
    pub(crate) id: AttrValue,
}

/// The topic as part of Explain: what is not needed at once is folded away.
#[component]
pub(crate) fn TopicText(props: &TopicTextProps) -> Html {
    let explanations = use_explanations();
    let Some(topic) = layerlab_core::explain::topic(&props.id) else {
        return Html::default();
    };
    let text =
        (explanations.as_ref()).and_then(|explanations| explanations.state.texts.of(topic.id));
    html! {
        <div class="topic">
            { summary(text.as_ref().map_or(topic.summary, |text| text.summary)) }
            { match &text {
                Some(text) => html! {
                    <>
                        { markup(text.why) }
                        if !text.more.is_empty() {
                            <details class="topic-more" key={topic.id}>
                                <summary>{ "More" }</summary>
                                { markup(text.more) }
                            </details>
                        }
                    </>
                },
                None => html! { <TextsNotice /> },
            } }
            <p class="topic-links">
                { learn_link(topic, &format!("All about {}", topic.title)) }
                <a class="learn-link" href={in_full(&index_address())} target={link_target()}>{ "All explanations" }</a>
            </p>
            { text.map(|text| sources(&text.sources)).unwrap_or_default() }
        </div>
    }
}

/// The first sentences, as far as they are here.
pub(crate) fn summary(text: &str) -> Html {
    if text.is_empty() {
        return Html::default();
    }
    html! { <p class="topic-summary">{ prose(text) }</p> }
}

/// A link to the page of a topic.
pub(crate) fn learn_link(topic: &Topic, words: &str) -> Html {
    html! {
        <a class="learn-link" href={in_full(&topic_address(topic.id))} target={link_target()}>{ words.to_owned() }</a>
    }
}

/// The body of a topic on its own page, where its headings are one level higher.
pub(crate) fn whole(text: &Text<'_>) -> Html {
    let raised = |part: &str| part.replace("<h3>", "<h2>").replace("</h3>", "</h2>");
    // Where the rest begins with a heading of its own, that one is enough.
    let apart = !text.more.is_empty() && !text.more.starts_with("<h3>");
    html! {
        <>
            { markup(text.why) }
            if apart {
                <h2>{ "More" }</h2>
            }
            { markup(&raised(text.more)) }
        </>
    }
}

/// HTML that was made and checked when the program was built.
fn markup(html: &str) -> Html {
    VNode::from_html_unchecked(AttrValue::from(html.to_owned()))
}

/// Where it is written.
pub(crate) fn sources(sources: &[Source<'_>]) -> Html {
    if sources.is_empty() {
        return Html::default();
    }
    html! {
        <p class="sources">
            { "Explained from: " }
            { for sources.iter().enumerate().map(|(place, source)| html! {
                <>
                    if place > 0 { { " · " } }
                    <a href={source.url.to_owned()} target="_blank" rel="noreferrer" title={format!("{}, read on {}", source.url, source.date)}>{ source_name(source.url) }</a>
                </>
            }) }
        </p>
    }
}

/// Host and last part of an address: `docs.docker.com, invalidation`.
fn source_name(url: &str) -> String {
    let address = url.strip_prefix("https://").unwrap_or(url);
    let host = address.split('/').next().unwrap_or(address);
    let last = address
        .trim_end_matches('/')
        .rsplit(['/', '#'])
        .find(|part| !part.is_empty())
        .unwrap_or(host);
    if last == host {
        host.to_owned()
    } else {
        format!("{host}, {last}")
    }
}

#[cfg(test)]
mod tests {
    use super::source_name;

    #[test]
    fn a_source_is_named_by_host_and_page() {
        assert_eq!(
            source_name("https://docs.docker.com/reference/dockerfile/#run"),
            "docs.docker.com, run"
        );
        assert_eq!(
            source_name("https://docs.docker.com/build/cache/invalidation/"),
            "docs.docker.com, invalidation"
        );
        assert_eq!(source_name("https://docs.docker.com/"), "docs.docker.com");
    }
}
