//! The long texts of the topics: one file, which the page loads when it is usable and the command line has compiled in.
//!
//! `layerlab-texts` says how it is written.

use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use super::{TOPICS, Topic, topic};

/// Between two records.
const RECORD_END: &str = "\n\u{1e}\n";
/// Between what is read at once and what is shown on demand.
const PART_END: &str = "\n\u{c}\n";

/// The long texts, or nothing while they are not here. Cloning is cheap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    all: Rc<str>,
    /// The record of each topic, in the order of [`super::all`].
    records: Rc<[Range<usize>]>,
}

/// The long text of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    /// One to three sentences, in which words between backquotes are code.
    pub summary: &'a str,
    /// The names of what it explains, with tabs between them.
    pub names: &'a str,
    /// Why it matters, as HTML made of paragraphs, lists, links, emphasis and code. It holds no scripts, styles or images.
    pub why: &'a str,
    /// More, as HTML of the same kind with headings of the third level. Empty if there is no more.
    pub more: &'a str,
    /// Where the facts come from.
    pub sources: Vec<Source<'a>>,
    /// What to read next.
    pub related: Vec<&'static Topic>,
}

/// A page or source file that states what a topic says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// Address, beginning with `https://`.
    pub url: &'a str,
    /// Day on which it was read, as `2026-11-21`.
    pub date: &'a str,
}

/// Why a file is not that of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedTexts;

impl fmt::Display for DamagedTexts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it does not hold the explanations of this version")
    }
}

impl Texts {
    /// Those that this crate was compiled with.
    #[cfg(feature = "texts")]
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(include_str!(concat!(env!("OUT_DIR"), "/texts.txt"))).unwrap_or_default()
    }

    /// Reads the file.
    ///
    /// # Errors
    /// It is damaged, or of another version of the program.
    pub fn read(file: &str) -> Result<Self, DamagedTexts> {
        let mut records = Vec::with_capacity(TOPICS.len());
        let mut start = 0;
        for topic in TOPICS {
            let rest = file.get(start..).ok_or(DamagedTexts)?;
            let length = rest.find(RECORD_END).ok_or(DamagedTexts)?;
            let record = rest.get(..length).ok_or(DamagedTexts)?;
            if record.lines().next() != Some(topic.id) || !record.contains(PART_END) {
                return Err(DamagedTexts);
            }
            records.push(start..start + length);
            start += length + RECORD_END.len();
        }
        if start != file.len() {
            return Err(DamagedTexts);
        }
        Ok(Self {
            all: file.into(),
            records: records.into(),
        })
    }

    /// Whether they are here.
    #[must_use]
    pub fn are_here(&self) -> bool {
        !self.records.is_empty()
    }

    /// The text of a topic; `None` while the texts are not here, and for an unknown id.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<Text<'_>> {
        let index = TOPICS.iter().position(|topic| topic.id == id)?;
        let record = self.all.get(self.records.get(index)?.clone())?;
        let (_, rest) = record.split_once('\n')?;
        let (summary, rest) = rest.split_once('\n')?;
        let (names, rest) = rest.split_once('\n')?;
        let (related, rest) = rest.split_once('\n')?;
        let (sources, rest) = rest.split_once('\n')?;
        let (why, more) = rest.split_once(PART_END)?;
        Some(Text {
            summary,
            names,
            why,
            more,
            sources: sources
                .split('\t')
                .filter_map(|source| source.split_once(' '))
                .map(|(url, date)| Source { url, date })
                .collect(),
            related: related.split(' ').filter_map(topic).collect(),
        })
    }
}
