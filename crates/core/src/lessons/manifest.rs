//! The files of an example project, and its manifest.
//!
//! ```text
//! project.txt    the manifest, see `Manifest`
//! files/         the project as it was built first: Dockerfile, dot-dockerignore and all text files.
//!                A name that begins with `dot-` stands for one that begins with a dot, so that the tools of the
//!                repository that the files are kept in do not take them for theirs.
//! ```

use std::collections::BTreeMap;

/// What `project.txt` says. Empty lines and lines that begin with `#` are skipped.
///
/// ```text
/// order: 1
/// group: Python
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
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// Place in the menu.
    pub(crate) order: u32,
    /// The part of the menu that it is in.
    pub(crate) group: String,
    /// What the menu calls it.
    pub(crate) name: String,
    /// One sentence.
    pub(crate) summary: String,
    /// Paths of text files with the mode `0755`.
    pub(crate) executable: Vec<String>,
    /// Sizes in bytes, and paths.
    pub(crate) sizes: Vec<(u64, String)>,
    edits: Vec<EditLines>,
}

#[derive(Debug, Default)]
struct EditLines {
    what: String,
    file: String,
    replace: String,
    with: String,
}

/// An example project, read and found to be whole.
#[derive(Debug)]
pub(crate) struct Files {
    /// What the manifest says.
    pub(crate) manifest: Manifest,
    /// Paths and texts, the Dockerfile and `.dockerignore` among them.
    pub(crate) texts: BTreeMap<String, String>,
    /// What each edit is, the file that it changes, and its text afterwards, with the edits before it.
    pub(crate) edits: Vec<(String, String, String)>,
}

/// Reads the files of a project: their paths below its folder, and their texts.
///
/// # Errors
///
/// A sentence that says what to mend.
pub(crate) fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Files, String> {
    let mut manifest = None;
    let mut texts = BTreeMap::new();
    for (path, text) in files {
        if path == "project.txt" {
            manifest = Some(read_manifest(text)?);
        } else if let Some(path) = path.strip_prefix("files/") {
            let parts = path.split('/').map(|part| match part.strip_prefix("dot-") {
                Some(rest) => format!(".{rest}"),
                None => part.to_owned(),
            });
            texts.insert(parts.collect::<Vec<_>>().join("/"), text.to_owned());
        }
    }
    let manifest = manifest.ok_or("project.txt is missing")?;
    if !texts.contains_key("Dockerfile") {
        return Err("files/Dockerfile is missing".to_owned());
    }
    if let Some((_, place)) = (manifest.sizes.iter()).find(|(_, place)| texts.contains_key(place)) {
        return Err(format!("{place} has both a text and a size"));
    }
    let mut executable = manifest.executable.iter();
    if let Some(unknown) = executable.find(|place| !texts.contains_key(*place)) {
        return Err(format!("the executable {unknown} is missing in files"));
    }
    let edits = edited(&manifest.edits, texts.clone())?;
    Ok(Files {
        manifest,
        texts,
        edits,
    })
}

fn read_manifest(text: &str) -> Result<Manifest, String> {
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
            let read = line
                .split_once(' ')
                .and_then(|(size, path)| Some((size.parse().ok()?, path.to_owned())));
            let read = read.ok_or_else(|| format!("`{line}` is not `bytes path`"))?;
            manifest.sizes.push(read);
        } else {
            read_field(&mut manifest, section, line)?;
        }
    }
    if manifest.name.is_empty() || manifest.summary.is_empty() || manifest.group.is_empty() {
        return Err("group, name and summary must be given".to_owned());
    }
    Ok(manifest)
}

fn read_field(manifest: &mut Manifest, section: &str, line: &str) -> Result<(), String> {
    let (key, value) = line
        .split_once(": ")
        .ok_or_else(|| format!("`{line}` is not `key: value`"))?;
    let text = value.to_owned();
    match (section, manifest.edits.last_mut(), key) {
        ("", _, "order") => {
            manifest.order = value
                .parse()
                .map_err(|_| format!("`{value}` is not a number"))?;
        }
        ("", _, "group") => manifest.group = text,
        ("", _, "name") => manifest.name = text,
        ("", _, "summary") => manifest.summary = text,
        ("", _, "executable") => manifest.executable.push(text),
        ("[edit]", Some(edit), "what") => edit.what = text,
        ("[edit]", Some(edit), "file") => edit.file = text,
        ("[edit]", Some(edit), "replace") => edit.replace = text,
        ("[edit]", Some(edit), "with") => edit.with = text,
        _ => return Err(format!("`{line}` is not known here")),
    }
    Ok(())
}

/// Each edit is made on what the edits before it left.
fn edited(
    edits: &[EditLines],
    mut texts: BTreeMap<String, String>,
) -> Result<Vec<(String, String, String)>, String> {
    let mut made = Vec::new();
    for edit in edits {
        let EditLines {
            what,
            file,
            replace,
            with,
        } = edit;
        let text = texts
            .get_mut(file)
            .ok_or_else(|| format!("`{file}`, which an edit changes, is missing in files"))?;
        if text.lines().filter(|line| line == replace).count() != 1 {
            return Err(format!("`{replace}` must be one whole line of {file}"));
        }
        *text = text
            .split_inclusive('\n')
            .map(|line| match line.strip_suffix('\n') {
                Some(content) if content == replace => format!("{with}\n"),
                None if line == replace => with.clone(),
                _ => line.to_owned(),
            })
            .collect();
        made.push((what.clone(), file.clone(), text.clone()));
    }
    Ok(made)
}
