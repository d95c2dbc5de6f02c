//! Short explanations: what an instruction or an idea is, what it means for the cache, what it means for the size.
//!
//! One Markdown file for each topic in `topics/`. The build script checks and renders them, so adding a topic is
//! adding a file.

/// One explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Stable name, such as `run` or `build-cache`.
    pub id: &'static str,
    /// Heading, such as `RUN` or `Build cache`.
    pub title: &'static str,
    /// Upper-case keywords of the instructions that it explains. Empty for an idea.
    pub applies_to: &'static [&'static str],
    /// The text as HTML made of paragraphs, lists, links, emphasis and code. It holds no scripts, styles or images.
    pub html: &'static str,
    /// Where the facts come from.
    pub sources: &'static [Source],
}

/// A page or source file that states what a topic says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Address, beginning with `https://`.
    pub url: &'static str,
    /// Day on which it was read, as `2026-11-21`.
    pub date: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/topics.rs"));

/// All topics in the order of their ids.
#[must_use]
pub fn all() -> &'static [Topic] {
    TOPICS
}

/// The topic with this id.
#[must_use]
pub fn topic(id: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.id == id)
}

/// The topic that explains an instruction. The keyword may be written in any case, as in a Dockerfile.
#[must_use]
pub fn for_instruction(keyword: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| {
        topic
            .applies_to
            .iter()
            .any(|instruction| instruction.eq_ignore_ascii_case(keyword))
    })
}

#[cfg(test)]
mod tests;
