//! Texts in Markdown, such as those of lessons.

use yew::prelude::*;

use crate::texts;

/// Which text.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MarkdownProps {
    /// Markdown.
    pub(crate) text: String,
}

/// The text, with HTML of its own shown as text.
#[component]
pub(crate) fn Markdown(props: &MarkdownProps) -> Html {
    let html = use_memo(props.text.clone(), |text| {
        // `web/editor/src/markdown.ts` lets no HTML of the author's through.
        Html::from_html_unchecked(AttrValue::from(texts::rendered(text)))
    });
    html! { <div class="markdown">{ (*html).clone() }</div> }
}
