//! The explanations of the playground: Markdown files and lists of short hints, read, checked and rendered when the program
//! is built.
//!
//! Two things come out. [`Explanations::tables`] is Rust source with what the program needs from the start: names, titles,
//! hints and the summaries of instructions. [`Explanations::texts`] is one file with everything else, which the page loads later and the
//! command line has compiled in. A mistake in a text is an error of the build and never one of the page.

pub mod markdown;
pub mod subject;
mod tables;
pub mod terms;
pub mod topic;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use terms::Term;
use topic::Topic;

/// A value, or a sentence that says what to mend.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// Everything that was read.
pub struct Explanations {
    /// In the order of the index: by group, then by place in the group, then by id.
    pub topics: Vec<Topic>,
    /// In the order of their kinds and names.
    pub terms: Vec<Term>,
}

impl Explanations {
    /// Reads `topics` and `terms` in a folder.
    ///
    /// # Errors
    /// What is malformed, and in which file.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let mut topics = Vec::new();
        for path in sorted_entries(&folder.join("topics"))? {
            if path.extension().is_some_and(|extension| extension == "md") {
                let stem = file_name(&path)?.trim_end_matches(".md").to_owned();
                let topic = topic::read(&read_text(&path)?, &stem)
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                topics.push(topic);
            }
        }
        topics.sort_by_key(Topic::rank);
        let terms = terms::read_folder(&folder.join("terms"))?;
        let explanations = Self { topics, terms };
        explanations.check_names()?;
        Ok(explanations)
    }

    /// Every link leads to a topic, and nothing is explained by two.
    fn check_names(&self) -> Outcome<()> {
        let mut owners: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for topic in &self.topics {
            for id in topic.related.iter().chain(&topic.links) {
                if !self.topics.iter().any(|other| other.id == *id) {
                    return Err(format!("{}: there is no topic `{id}`", topic.id).into());
                }
            }
            for subject in &topic.subjects {
                let name = (subject.kind, subject.name.as_str());
                if let Some(other) = owners.insert(name, &topic.id) {
                    return Err(format!(
                        "`{} {}` is explained by {other} and by {}",
                        subject.kind, subject.name, topic.id
                    )
                    .into());
                }
            }
        }
        Ok(())
    }

    /// The Rust source of the tables that `layerlab-core` holds.
    ///
    /// # Errors
    /// A term that no topic explains.
    pub fn tables(&self) -> Outcome<String> {
        tables::source(self)
    }

    /// The long texts, one record a topic in the order of the tables.
    ///
    /// A record has a line each for the id, the summary, the names of what the topic explains with tabs between them, the
    /// related ids with blanks between them, and the sources (`address date`) with tabs between them. Then comes the rest of
    /// the text as HTML, a line with a form feed, and what is shown on demand as HTML. A line with a record separator ends it.
    #[must_use]
    pub fn texts(&self) -> String {
        let mut texts = String::new();
        for topic in &self.topics {
            let sources: Vec<String> = topic
                .sources
                .iter()
                .map(|(url, date)| format!("{url} {date}"))
                .collect();
            let names: Vec<&str> = topic
                .subjects
                .iter()
                .map(|subject| &*subject.name)
                .collect();
            for line in [
                &*topic.id,
                &topic.summary,
                &names.join("\t"),
                &topic.related.join(" "),
                &sources.join("\t"),
            ] {
                texts.push_str(line);
                texts.push('\n');
            }
            texts.push_str(topic.why.trim_end());
            texts.push_str("\n\u{c}\n");
            texts.push_str(topic.more.trim_end());
            texts.push_str("\n\u{1e}\n");
        }
        texts
    }
}

/// The entries of a folder in the order of their names, so that every machine generates the same.
///
/// # Errors
/// The folder cannot be read.
pub fn sorted_entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

/// Reads a text file with line feeds, whatever the checkout made of them.
///
/// # Errors
/// The file cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Outcome<String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

/// All files below a folder, by their paths in it with `/`, in order: their texts, as [`read_text`] reads them.
///
/// # Errors
/// A file cannot be read or is not UTF-8.
pub fn texts_below(folder: &Path) -> Outcome<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for path in sorted_entries(folder)? {
        let name = file_name(&path)?;
        if path.is_dir() {
            let below = texts_below(&path)?.into_iter();
            texts.extend(below.map(|(place, text)| (format!("{name}/{place}"), text)));
        } else {
            texts.push((name.to_owned(), read_text(&path)?));
        }
    }
    Ok(texts)
}

/// The last component of a path as text.
///
/// # Errors
/// It is not UTF-8.
pub fn file_name(path: &Path) -> Outcome<&str> {
    path.file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| format!("{}: the name is not UTF-8", path.display()).into())
}
