//! Markdown to HTML that can go into a page as it is.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

use super::Outcome;

/// A link to another topic is written `[layers](topic:layer)`.
const TOPIC: &str = "topic:";
/// Where the page shows a topic.
const ADDRESS: &str = "#/learn/";

/// Markdown as HTML.
pub struct Rendered {
    /// Paragraphs, lists, headings of the third level, code, emphasis and links; nothing else.
    pub html: String,
    /// Ids of the topics that it links to.
    pub topics: Vec<String>,
}

/// Renders Markdown.
///
/// # Errors
/// HTML of the author's own, an image, a heading of another level than the second, or a link that is neither https nor a
/// topic.
pub fn render(markdown: &str) -> Outcome<Rendered> {
    let mut events = Vec::new();
    let mut topics = Vec::new();
    let third = |event| match event {
        Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Heading {
            level: HeadingLevel::H3,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(HeadingLevel::H3)),
        event => event,
    };
    for event in Parser::new(markdown) {
        match event {
            Event::Html(raw) | Event::InlineHtml(raw) => {
                return Err(format!("HTML is not allowed: {raw}").into());
            }
            Event::Start(Tag::Image { .. }) => return Err("images are not allowed".into()),
            Event::Start(Tag::BlockQuote(_)) | Event::Rule => {
                return Err("quotations and rules are not allowed".into());
            }
            Event::Start(Tag::Heading { level, .. }) if level != HeadingLevel::H2 => {
                return Err("only headings with `##` are allowed".into());
            }
            Event::Start(Tag::CodeBlock(_)) => {
                // Without the name of a language, which nothing would use.
                events.push(Event::Start(Tag::CodeBlock(
                    pulldown_cmark::CodeBlockKind::Indented,
                )));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let dest_url = match dest_url.strip_prefix(TOPIC) {
                    Some(topic) => {
                        topics.push(topic.to_owned());
                        CowStr::from(format!("{ADDRESS}{topic}"))
                    }
                    None if dest_url.starts_with("https://") => dest_url,
                    None => {
                        return Err(format!(
                            "the link to `{dest_url}` must begin with https:// or {TOPIC}"
                        )
                        .into());
                    }
                };
                events.push(Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }));
            }
            event => events.push(third(event)),
        }
    }
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.into_iter());
    Ok(Rendered {
        html: rendered,
        topics,
    })
}

/// A paragraph without markup but for code, which stays between backquotes.
///
/// # Errors
/// It holds anything else, or nothing.
pub fn sentences(paragraph: &str) -> Outcome<String> {
    let mut text = String::new();
    for event in Parser::new(paragraph) {
        match event {
            Event::Text(part) if !part.contains('`') => text.push_str(&part),
            Event::Code(part) if !part.contains('`') => {
                text.push('`');
                text.push_str(&part);
                text.push('`');
            }
            Event::SoftBreak => text.push(' '),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            other => return Err(format!("the first paragraph holds {other:?}").into()),
        }
    }
    if text.is_empty() {
        return Err("the first paragraph is missing".into());
    }
    Ok(text)
}
