//! The Rust source of the tables that `layerlab-core` includes.

use std::fmt::Write as _;

use super::topic::GROUPS;
use super::{Explanations, Outcome, subject};

pub(crate) fn source(explanations: &Explanations) -> Outcome<String> {
    let mut source = String::from("static GROUPS: &[&str] = &[\n");
    for (_, heading) in GROUPS {
        writeln!(source, "{heading:?},")?;
    }
    source.push_str("];\nstatic TOPICS: &[Topic] = &[\n");
    for topic in &explanations.topics {
        // Explain and the cards show these before the texts are here.
        let explains_instruction = (topic.subjects.iter()).any(|it| it.kind == "instruction");
        let summary = if explains_instruction {
            &*topic.summary
        } else {
            ""
        };
        writeln!(
            source,
            "Topic {{ id: {:?}, title: {:?}, group: {}, summary: {summary:?} }},",
            topic.id, topic.title, topic.group
        )?;
    }
    source.push_str("];\nstatic SUBJECTS: &[(&str, &str, u16)] = &[\n");
    let mut subjects: Vec<(&str, &str, usize)> = Vec::new();
    for (index, topic) in explanations.topics.iter().enumerate() {
        subjects.extend(
            topic
                .subjects
                .iter()
                .filter(|subject| !subject::ONLY_SEARCHED.contains(&subject.kind))
                .map(|subject| (subject.kind, &*subject.name, index)),
        );
    }
    subjects.sort_unstable();
    for (kind, name, topic) in &subjects {
        writeln!(source, "({kind:?}, {name:?}, {topic}),")?;
    }
    source.push_str("];\nstatic TERMS: &[(&str, &str, &str)] = &[\n");
    for term in &explanations.terms {
        writeln!(
            source,
            "({:?}, {:?}, {:?}),",
            term.file, term.name, term.text
        )?;
    }
    source.push_str("];\n");
    Ok(source)
}
