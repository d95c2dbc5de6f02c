//! One Markdown file a topic: front matter, then text.
//!
//! ```text
//! ---
//! id: run                         the file's name
//! title: RUN
//! group: instructions             where the index lists it
//! applies_to:                     or `applies_to: concept`
//!   - instruction RUN
//!   - flag RUN --mount, RUN --network
//! related: layer, cache-key       other topics
//! sources:
//!   - https://example.org/page 2026-11-21
//! ---
//!
//! Two or three sentences, plain but for code: the summary.
//!
//! Why it matters.
//!
//! ## More
//!
//! What is shown on demand.
//! ```

use super::Outcome;
use super::markdown::{self, Rendered};
use super::subject::{self, Subject};

/// Where the index lists topics: the id of each group and its heading, in order.
pub const GROUPS: [(&str, &str); 9] = [
    ("ideas", "Images, layers and the cache"),
    ("instructions", "Instructions"),
    ("language", "Flags, variables and directives"),
    ("files", "What the build may see"),
    ("shell", "Commands inside RUN"),
    ("bases", "Base images"),
    ("running", "Running a container"),
    ("python", "Python and Django in a container"),
    ("compose", "Compose: several containers"),
];

/// One explanation.
pub struct Topic {
    /// Stable name.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Index into [`GROUPS`].
    pub group: usize,
    /// What it explains.
    pub subjects: Vec<Subject>,
    /// Ids of topics to read next.
    pub related: Vec<String>,
    /// The first paragraph; words between backquotes are code.
    pub summary: String,
    /// The text up to the first heading, as HTML.
    pub why: String,
    /// The rest, as HTML.
    pub more: String,
    /// Ids of topics that the text links to.
    pub links: Vec<String>,
    /// Addresses and the days on which they were read.
    pub sources: Vec<(String, String)>,
}

impl Topic {
    /// Its place in the index. What explains an instruction stands by its name, which is its title.
    #[must_use]
    pub fn rank(&self) -> (usize, String) {
        (
            self.group,
            self.title.trim_start_matches('.').to_lowercase(),
        )
    }
}

/// Reads one topic; `stem` is the name of its file without `.md`.
///
/// # Errors
/// What is malformed.
pub fn read(text: &str, stem: &str) -> Outcome<Topic> {
    let (front_matter, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .ok_or("the file must begin with front matter between two lines of `---`")?;
    let mut topic = body_of(body)?;
    let mut group = None;
    let mut list = "";
    for line in front_matter.lines() {
        if let Some(item) = line.strip_prefix("  - ") {
            match list {
                "sources" => topic.sources.push(read_source(item)?),
                "applies_to" => topic.subjects.extend(subject::read(item)?),
                _ => return Err(format!("`{line}` belongs to no list").into()),
            }
            continue;
        }
        let (key, value) = line
            .split_once(':')
            .map(|(key, value)| (key, value.trim()))
            .ok_or_else(|| format!("`{line}` is not `key: value`"))?;
        list = if value.is_empty() { key } else { "" };
        match (key, value) {
            ("id", id) => topic.id = id.to_owned(),
            ("title", title) => topic.title = title.to_owned(),
            ("group", id) => group = GROUPS.iter().position(|(group, _)| *group == id),
            ("related", ids) => topic.related = ids.split(", ").map(str::to_owned).collect(),
            ("applies_to", "" | "concept") | ("sources", "") => {}
            _ => return Err(format!("`{line}` is not known here").into()),
        }
    }
    topic.group = group.ok_or("group must be one of the groups of the index")?;
    if topic.id != stem {
        return Err(format!("the id must be the file's name, `{stem}`").into());
    }
    let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !topic.id.bytes().all(is_id) {
        return Err("the id must be small letters, digits and hyphens".into());
    }
    if topic.title.is_empty() || topic.sources.is_empty() {
        return Err("title and sources must be given".into());
    }
    Ok(topic)
}

/// The text of a topic, still without its front matter.
fn body_of(body: &str) -> Outcome<Topic> {
    let body = body.trim();
    let (summary, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    let (why, more) = match rest.find("## ").filter(|_| rest.starts_with("## ")) {
        Some(_) => ("", rest),
        None => match rest.find("\n## ") {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        },
    };
    // Under the heading of its own that the page gives it, the first one would say nothing.
    let more = more.trim_start();
    let more = more.strip_prefix("## More\n").unwrap_or(more);
    let (why, more) = (markdown::render(why)?, markdown::render(more)?);
    let links = |part: &Rendered| part.topics.clone();
    Ok(Topic {
        id: String::new(),
        title: String::new(),
        group: 0,
        subjects: Vec::new(),
        related: Vec::new(),
        summary: markdown::sentences(summary)?,
        links: [links(&why), links(&more)].concat(),
        why: why.html,
        more: more.html,
        sources: Vec::new(),
    })
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
