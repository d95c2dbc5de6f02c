//! One folder an example project, see `src/lessons/manifest.rs`.

use std::fmt::Write as _;
use std::path::Path;

use super::manifest::{self, Manifest};
use super::{Outcome, file_name, packed, sorted_entries, texts_below};

struct Project {
    id: String,
    manifest: Manifest,
    packed: String,
}

/// The Rust source of the menu and the packed projects, in the order that their manifests ask for.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut projects = Vec::new();
    for path in sorted_entries(folder)? {
        if path.is_dir() {
            let project = read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            projects.push(project);
        }
    }
    projects.sort_by(|a, b| (a.manifest.order, &a.id).cmp(&(b.manifest.order, &b.id)));

    let count = projects.len();
    let mut menu = format!("static MENU: [ExampleEntry; {count}] = [\n");
    let mut all = format!("static PACKED: [(&str, &str); {count}] = [\n");
    for Project {
        id,
        manifest,
        packed,
    } in &projects
    {
        let Manifest {
            group,
            name,
            summary,
            ..
        } = manifest;
        writeln!(
            menu,
            "ExampleEntry {{ id: {id:?}, group: {group:?}, name: {name:?}, summary: {summary:?} }},"
        )?;
        writeln!(all, "({id:?}, {packed:?}),")?;
    }
    let first = projects.first().ok_or("there is no example")?;
    // Apart from the others, so that a program that asks only for the first holds no other.
    Ok(format!(
        "{menu}];\n{all}];\nstatic FIRST: (&str, &str) = ({:?}, {:?});\n",
        first.id, first.packed
    ))
}

fn read(folder: &Path) -> Outcome<Project> {
    let texts = texts_below(folder)?;
    let borrowed = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let manifest = manifest::read(borrowed.clone())?.manifest;
    let mut packed = String::new();
    for (path, text) in borrowed {
        packed::pack(&mut packed, path, text);
    }
    Ok(Project {
        id: file_name(folder)?.to_owned(),
        manifest,
        packed,
    })
}
