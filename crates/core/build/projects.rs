//! One folder an example project.
//!
//! ```text
//! django-two-stages/
//!   project.txt    the manifest, see `Manifest`
//!   files/         the project as it was built first: Dockerfile, dot-dockerignore and all text files.
//!                  A name that begins with `dot-` stands for one that begins with a dot, so that this
//!                  repository's own tools do not take the file for theirs.
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Outcome, file_name, read_text, sorted_entries};

/// What `project.txt` says. Empty lines and lines that begin with `#` are skipped.
///
/// ```text
/// order: 1
/// name: Django, two stages
/// summary: One sentence for the menu.
/// executable: manage.py
///
/// [sizes]                          files of which only the size in bytes matters
/// 2097152 db.sqlite3
///
/// [edit]                           made after the first build; any number, in order
/// what: One sentence.
/// file: Dockerfile
/// replace: an entire line
/// with: what stands there afterwards
/// ```
#[derive(Default)]
pub(crate) struct Manifest {
    order: u32,
    name: String,
    summary: String,
    executable: Vec<String>,
    sizes: Vec<(u64, String)>,
    edits: Vec<EditLines>,
}

#[derive(Default)]
struct EditLines {
    what: String,
    file: String,
    replace: String,
    with: String,
}

struct Project {
    id: String,
    manifest: Manifest,
    /// Path in the project to the file that holds its text and the text itself.
    texts: BTreeMap<String, (PathBuf, String)>,
}

/// The Rust source of the table of projects, in the order that their manifests ask for.
pub(crate) fn table(folder: &Path) -> Outcome<String> {
    let mut projects = Vec::new();
    for path in sorted_entries(folder)? {
        if path.is_dir() {
            let project = read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            projects.push(project);
        }
    }
    projects.sort_by(|a, b| (a.manifest.order, &a.id).cmp(&(b.manifest.order, &b.id)));

    let mut source = format!("static PROJECTS: [Record; {}] = [\n", projects.len());
    for project in &projects {
        write_project(&mut source, project)
            .map_err(|error| format!("project {}: {error}", project.id))?;
    }
    source.push_str("];\n");
    Ok(source)
}

fn read(folder: &Path) -> Outcome<Project> {
    let mut texts = BTreeMap::new();
    collect_texts(&folder.join("files"), "", &mut texts)?;
    Ok(Project {
        id: file_name(folder)?.to_owned(),
        manifest: read_manifest(&read_text(&folder.join("project.txt"))?)?,
        texts,
    })
}

fn collect_texts(
    folder: &Path,
    prefix: &str,
    texts: &mut BTreeMap<String, (PathBuf, String)>,
) -> Outcome<()> {
    for path in sorted_entries(folder)? {
        let name = file_name(&path)?;
        let name = match name.strip_prefix("dot-") {
            Some(rest) => format!(".{rest}"),
            None => name.to_owned(),
        };
        let place = format!("{prefix}{name}");
        if path.is_dir() {
            collect_texts(&path, &format!("{place}/"), texts)?;
        } else {
            let text = read_text(&path)?;
            texts.insert(place, (path, text));
        }
    }
    Ok(())
}

pub(crate) fn read_manifest(text: &str) -> Outcome<Manifest> {
    let mut manifest = Manifest::default();
    let mut section = "";
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('[') {
            section = line;
            if section == "[edit]" {
                manifest.edits.push(EditLines::default());
            }
        } else if section == "[sizes]" {
            let (size, path) = line
                .split_once(' ')
                .ok_or_else(|| format!("`{line}` is not `bytes path`"))?;
            manifest.sizes.push((size.parse()?, path.to_owned()));
        } else {
            read_field(&mut manifest, section, line)?;
        }
    }
    if manifest.name.is_empty() || manifest.summary.is_empty() {
        return Err("name and summary must be given".into());
    }
    Ok(manifest)
}

fn read_field(manifest: &mut Manifest, section: &str, line: &str) -> Outcome<()> {
    let (key, value) = line
        .split_once(": ")
        .ok_or_else(|| format!("`{line}` is not `key: value`"))?;
    let text = value.to_owned();
    match (section, manifest.edits.last_mut(), key) {
        ("", _, "order") => manifest.order = value.parse()?,
        ("", _, "name") => manifest.name = text,
        ("", _, "summary") => manifest.summary = text,
        ("", _, "executable") => manifest.executable.push(text),
        ("[edit]", Some(edit), "what") => edit.what = text,
        ("[edit]", Some(edit), "file") => edit.file = text,
        ("[edit]", Some(edit), "replace") => edit.replace = text,
        ("[edit]", Some(edit), "with") => edit.with = text,
        _ => return Err(format!("`{line}` is not known here").into()),
    }
    Ok(())
}

fn write_project(source: &mut String, project: &Project) -> Outcome<()> {
    let Manifest {
        name,
        summary,
        executable,
        sizes,
        edits,
        ..
    } = &project.manifest;
    let mut texts = project.texts.clone();
    let (dockerfile, _) = texts
        .remove("Dockerfile")
        .ok_or("files/Dockerfile is missing")?;
    writeln!(
        source,
        "Record {{ id: {:?}, name: {name:?}, summary: {summary:?},",
        project.id
    )?;
    writeln!(source, "dockerfile: include_str!({:?}),", dockerfile)?;
    match texts.remove(".dockerignore") {
        Some((path, _)) => writeln!(source, "dockerignore: include_str!({path:?}),")?,
        None => writeln!(source, "dockerignore: \"\",")?,
    }

    writeln!(source, "texts: &[")?;
    for (place, (path, _)) in &texts {
        writeln!(source, "({place:?}, include_str!({path:?})),")?;
    }
    writeln!(source, "], sizes: &[")?;
    for (size, place) in sizes {
        if texts.contains_key(place) {
            return Err(format!("{place} has both a text and a size").into());
        }
        writeln!(source, "({place:?}, {size}),")?;
    }
    if let Some(unknown) = executable.iter().find(|place| !texts.contains_key(*place)) {
        return Err(format!("the executable {unknown} is missing in files").into());
    }
    writeln!(source, "], executable: &{executable:?}, edits: &[")?;
    write_edits(source, edits, project.texts.clone())?;
    writeln!(source, "] }},")?;
    Ok(())
}

/// Each edit is made on what the edits before it left.
fn write_edits(
    source: &mut String,
    edits: &[EditLines],
    mut texts: BTreeMap<String, (PathBuf, String)>,
) -> Outcome<()> {
    for edit in edits {
        let EditLines {
            what,
            file,
            replace,
            with,
        } = edit;
        let (_, text) = texts
            .get_mut(file)
            .ok_or_else(|| format!("`{file}`, which an edit changes, is missing in files"))?;
        if text.lines().filter(|line| line == replace).count() != 1 {
            return Err(format!("`{replace}` must be one whole line of {file}").into());
        }
        let edited: String = text
            .split_inclusive('\n')
            .map(|line| match line.strip_suffix('\n') {
                Some(content) if content == replace => format!("{with}\n"),
                None if line == replace => with.clone(),
                _ => line.to_owned(),
            })
            .collect();
        let target = match file.as_str() {
            "Dockerfile" => "EditTarget::Dockerfile".to_owned(),
            ".dockerignore" => "EditTarget::Dockerignore".to_owned(),
            path => format!("EditTarget::File({path:?})"),
        };
        writeln!(
            source,
            "Edit {{ what: {what:?}, target: {target}, text: {edited:?} }},"
        )?;
        *text = edited;
    }
    Ok(())
}
