//! Where two readings of a file differ.

use std::collections::BTreeMap;

use layerlab_syntax::{Dockerfile, Instruction};

use crate::others::Other;
use crate::reading::{self, Reading};

/// A Dockerfile of the corpus and our tree of it.
pub struct File {
    /// Its path, or where in the vectors it stands.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Our tree.
    pub tree: Dockerfile<'static>,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// An instruction that only we find. `theirs` is theirs that covers its place, if one does.
    OnlyOurs,
    /// An instruction that only they find. `ours` is ours that covers its place, if one does.
    OnlyTheirs,
    /// The keyword.
    Keyword,
    /// The text after the keyword.
    Text,
    /// The flags.
    Flags,
    /// Whether the arguments are a JSON array, or its strings.
    Json,
    /// The bodies of the heredocs.
    Heredocs,
}

/// One difference.
pub struct Difference<'a> {
    /// Who differs from us.
    pub other: Other,
    /// In which file.
    pub file: &'a File,
    /// In what.
    pub aspect: Aspect,
    /// Our instruction and how we read it.
    pub ours: Option<(&'a Instruction<'a>, &'a Reading)>,
    /// How they read it.
    pub theirs: Option<&'a Reading>,
}

impl<'a> Difference<'a> {
    /// Both readings, if the difference is in `aspect`.
    pub fn both(&self, aspect: Aspect) -> Option<(&'a Reading, &'a Reading)> {
        let (_, ours) = self.ours?;
        let theirs = self.theirs?;
        (self.aspect == aspect).then_some((ours, theirs))
    }

    /// Our flags and theirs, if they differ.
    pub fn flags(&self) -> Option<(&'a [String], &'a [String])> {
        let (ours, theirs) = self.both(Aspect::Flags)?;
        Some((ours.flags.as_deref()?, theirs.flags.as_deref()?))
    }

    /// The number of lines of one of their instructions.
    pub fn lines_of(&self, theirs: &Reading) -> usize {
        let end = theirs.end.unwrap_or(theirs.start);
        let written = self.file.text.get(theirs.start..end);
        written.map_or(0, |written| written.lines().count())
    }
}

/// Our readings of all instructions, by their offset in the file.
pub fn our_readings<'a>(
    tree: &'a Dockerfile<'a>,
) -> BTreeMap<usize, (&'a Instruction<'a>, Reading)> {
    let instructions = tree.instructions.iter();
    instructions
        .map(|each| (each.span.start, (each, reading::ours(tree, each))))
        .collect()
}

/// Hands each difference between our reading of `file` and theirs to `visit`.
pub fn compare(
    other: Other,
    file: &File,
    their_readings: &[Reading],
    mut visit: impl FnMut(&Difference<'_>),
) {
    let ours = our_readings(&file.tree);
    let theirs: BTreeMap<usize, &Reading> = their_readings
        .iter()
        .map(|reading| (reading.start, reading))
        .collect();
    for (start, reading) in &theirs {
        let found = ours.get(start);
        let covering = || {
            let (_, before) = ours.range(..start).next_back()?;
            (*start < before.0.span.end).then_some(before)
        };
        let mut report = |aspect, ours: Option<&(&Instruction, Reading)>| {
            visit(&Difference {
                other,
                file,
                aspect,
                ours: ours.map(|(instruction, reading)| (*instruction, reading)),
                theirs: Some(reading),
            });
        };
        match found {
            Some((_, our_reading)) => {
                for aspect in differing(our_reading, reading) {
                    report(aspect, found);
                }
            }
            None => report(Aspect::OnlyTheirs, covering()),
        }
    }
    for (start, (instruction, reading)) in &ours {
        if theirs.contains_key(start) {
            continue;
        }
        let before = theirs.range(..start).next_back();
        let covering = before.filter(|(_, before)| before.end.is_some_and(|end| *start < end));
        visit(&Difference {
            other,
            file,
            aspect: Aspect::OnlyOurs,
            ours: Some((instruction, reading)),
            theirs: covering.map(|(_, reading)| *reading),
        });
    }
}

/// The aspects in which they tell something else than we do.
pub fn differing(ours: &Reading, theirs: &Reading) -> Vec<Aspect> {
    let told = [
        (Aspect::Keyword, ours.keyword != theirs.keyword),
        (
            Aspect::Text,
            theirs.text.is_some() && ours.text != theirs.text,
        ),
        (
            Aspect::Flags,
            theirs.flags.is_some() && ours.flags != theirs.flags,
        ),
        (
            Aspect::Json,
            theirs.json.is_some() && ours.json != theirs.json,
        ),
        (
            Aspect::Heredocs,
            theirs.heredocs.is_some() && ours.heredocs != theirs.heredocs,
        ),
    ];
    let differing = told.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(aspect, _)| aspect).collect()
}
