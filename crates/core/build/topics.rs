//! One Markdown file a topic: front matter, then text.
//!
//! ```text
//! ---
//! id: run                     the file's name
//! title: RUN
//! applies_to: RUN             instructions, or `concept`
//! sources:
//!   - https://example.org/page 2026-11-21
//! ---
//!
//! Text in Markdown, without HTML and images.
//! ```

use std::fmt::Write as _;
use std::path::Path;

use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};

use super::{Outcome, file_name, read_text, sorted_entries};

pub(crate) struct Topic {
    id: String,
    title: String,
    applies_to: Vec<String>,
    pub(crate) html: String,
    pub(crate) summary: String,
    sources: Vec<(String, String)>,
}

/// The Rust source of the table of topics, in the order of their ids.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut source = String::from("static TOPICS: &[Topic] = &[\n");
    for path in sorted_entries(folder)? {
        if path.extension().is_some_and(|extension| extension == "md") {
            let stem = file_name(&path)?.trim_end_matches(".md").to_owned();
            let topic = read(&read_text(&path)?, &stem)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            write_topic(&mut source, &topic)?;
        }
    }
    source.push_str("];\n");
    Ok(source)
}

fn write_topic(source: &mut String, topic: &Topic) -> Outcome<()> {
    let Topic {
        id,
        title,
        applies_to,
        html,
        summary,
        sources,
    } = topic;
    writeln!(
        source,
        "Topic {{ id: {id:?}, title: {title:?}, applies_to: &{applies_to:?}, html: {html:?}, summary: {summary:?}, sources: &["
    )?;
    for (url, date) in sources {
        writeln!(source, "Source {{ url: {url:?}, date: {date:?} }},")?;
    }
    writeln!(source, "] }},")?;
    Ok(())
}

/// Reads one topic; `stem` is the name of its file without `.md`.
pub(crate) fn read(text: &str, stem: &str) -> Outcome<Topic> {
    let (front_matter, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .ok_or("the file must begin with front matter between two lines of `---`")?;

    let mut topic = Topic {
        id: String::new(),
        title: String::new(),
        applies_to: Vec::new(),
        html: render(body)?,
        summary: summary(body),
        sources: Vec::new(),
    };
    let mut in_sources = false;
    for line in front_matter.lines() {
        if let Some(item) = line.strip_prefix("  - ").filter(|_| in_sources) {
            topic.sources.push(read_source(item)?);
            continue;
        }
        let (key, value) = line
            .split_once(':')
            .map(|(key, value)| (key, value.trim().to_owned()))
            .ok_or_else(|| format!("`{line}` is not `key: value`"))?;
        in_sources = key == "sources";
        match key {
            "id" => topic.id = value,
            "title" => topic.title = value,
            "applies_to" if value == "concept" => {}
            "applies_to" => topic.applies_to = read_keywords(&value)?,
            "sources" if value.is_empty() => {}
            _ => return Err(format!("`{line}` is not known here").into()),
        }
    }
    if topic.id != stem {
        return Err(format!("the id must be the file's name, `{stem}`").into());
    }
    if topic.title.is_empty() || topic.sources.is_empty() {
        return Err("title and sources must be given".into());
    }
    Ok(topic)
}

fn read_keywords(value: &str) -> Outcome<Vec<String>> {
    value
        .split(',')
        .map(|keyword| {
            let keyword = keyword.trim();
            let well_formed =
                !keyword.is_empty() && keyword.bytes().all(|byte| byte.is_ascii_uppercase());
            if well_formed {
                Ok(keyword.to_owned())
            } else {
                Err(format!("`{keyword}` is not the keyword of an instruction").into())
            }
        })
        .collect()
}

fn read_source(item: &str) -> Outcome<(String, String)> {
    let (url, date) = item
        .split_once(' ')
        .ok_or("a source is an address, a space and a date")?;
    if !url.starts_with("https://") {
        return Err(format!("`{url}` must begin with https://").into());
    }
    let is_date = date.len() == 10
        && date.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_date {
        return Err(format!("`{date}` is not a date such as 2026-11-21").into());
    }
    Ok((url.to_owned(), date.to_owned()))
}

/// The first paragraph without any markup.
fn summary(markdown: &str) -> String {
    let mut summary = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => summary.push_str(&text),
            Event::SoftBreak | Event::HardBreak => summary.push(' '),
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    summary
}

/// Markdown to HTML that can go into the page as it is: no HTML of the author's own, no images, only https links.
fn render(markdown: &str) -> Outcome<String> {
    let mut events = Vec::new();
    for event in Parser::new(markdown) {
        match &event {
            Event::Html(raw) | Event::InlineHtml(raw) => {
                return Err(format!("HTML is not allowed: {raw}").into());
            }
            Event::Start(Tag::Image { .. }) => return Err("images are not allowed".into()),
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with("https://") => {
                return Err(format!("the link to `{dest_url}` must begin with https://").into());
            }
            _ => {}
        }
        events.push(event);
    }
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.into_iter());
    Ok(rendered)
}
