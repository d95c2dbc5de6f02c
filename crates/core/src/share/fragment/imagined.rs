//! The files of a lone Dockerfile. Nothing says which there are, and without those that it copies no build would get
//! anywhere, so each source has one file, of an assumed size.

use std::collections::BTreeSet;

use crate::cache::taken_paths;
use crate::context::{FileNode, FileTree};
use crate::graph::{Input, Operation, Plan, Vertex};
use crate::lab::{Lab, Project};
use crate::share::is_often_read;

/// Size of each file.
const ASSUMED_BYTES: u64 = 10_000;
/// More files than these are not assumed.
const MOST_FILES: usize = 500;
/// The name of a file in a folder of which nothing else is known, and in the project if it is copied as a whole.
const ANY_NAME: &str = "code";

/// A file for each source that the Dockerfile takes from the context.
pub(super) fn imagined(project: &Project) -> FileTree {
    let simulation = Lab::open(project.clone()).simulate();
    let plan = &simulation.plan;
    let mut paths = BTreeSet::new();
    for vertex in &plan.vertices {
        for source in sources(vertex, plan) {
            paths.extend(path(source));
        }
    }
    let is_folder = |path: &String| {
        let below = format!("{path}/");
        paths.iter().any(|other| other.starts_with(&below))
    };
    let files = paths.iter().filter(|path| !is_folder(path));
    let mut tree = FileTree::default();
    for path in files.take(MOST_FILES) {
        tree = tree.with(path, FileNode::sized(ASSUMED_BYTES, "assumed"));
    }
    tree
}

/// What a step takes from the context, as cleaned paths.
fn sources<'a>(vertex: &'a Vertex, plan: &Plan) -> impl Iterator<Item = &'a str> {
    let from_context = |input: &&Input| {
        let source = input.vertex.and_then(|source| plan.vertex(source));
        source.is_some_and(|source| source.operation == Operation::Context)
    };
    let inputs = vertex.inputs.iter().enumerate();
    let context = inputs.filter(move |(_, input)| from_context(input));
    context.flat_map(|(position, _)| taken_paths(&vertex.operation, position))
}

/// The file that stands for a source. A name without an extension is that of a folder, unless it is one that files have.
fn path(source: &str) -> Option<String> {
    let parts: Vec<String> = source
        .split('/')
        .filter(|part| !matches!(*part, "" | "." | ".." | "**"))
        .map(without_wildcards)
        .collect();
    let Some(name) = parts.last() else {
        return Some(ANY_NAME.to_owned());
    };
    if parts
        .iter()
        .any(|part| part.is_empty() || part.contains('\0'))
    {
        return None;
    }
    let path = parts.join("/");
    let is_file = name.contains('.')
        || is_often_read(name)
        || name.starts_with(|letter: char| letter.is_ascii_uppercase());
    Some(if is_file {
        path
    } else {
        format!("{path}/{ANY_NAME}")
    })
}

/// A name that the pattern matches: that of a list of dependencies, if it can be one.
fn without_wildcards(pattern: &str) -> String {
    let shortest = pattern.replace('*', "");
    if is_often_read(&shortest) {
        return shortest;
    }
    let mut name = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' | '?' => name.push('a'),
            '[' => {
                let class: Vec<char> = letters.by_ref().take_while(|other| *other != ']').collect();
                name.extend(class.first().filter(|first| **first != '^'));
            }
            '\\' => name.extend(letters.next()),
            letter => name.push(letter),
        }
    }
    name
}
