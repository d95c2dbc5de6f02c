//! `layerlab link` and `layerlab open`: permalinks in the terminal.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use layerlab_core::context::{Content, NodeKind};
use layerlab_core::lab::{Lab, Project};
use layerlab_core::lessons::{project, read_own_lesson};
use layerlab_core::share::{
    Contents, LinkLength, LinkOptions, OpenedLink, SharedLesson, SharedState, View,
    link as write_link, open_link, withheld_secrets,
};

use crate::{LinkContents, folder};

/// Prints the link of a folder, or of the file of a lesson. What is left out or may go wrong is told on standard error.
///
/// # Errors
/// A sentence if the folder cannot be read.
pub fn link(
    path: &Path,
    file: &str,
    page: Option<&str>,
    contents: LinkContents,
    secrets: bool,
) -> Result<bool, String> {
    if path.is_file() {
        return lesson_link(path, page);
    }
    let options = folder::options(file, None, &[], false)?;
    let state = SharedState::of(&Lab::open(folder::read(path, &options)?), View::default());
    let options = LinkOptions {
        contents: match contents {
            LinkContents::Needed => Contents::Needed,
            LinkContents::All => Contents::All,
            LinkContents::None => Contents::None,
        },
        secrets,
        ..LinkOptions::default()
    };
    if !secrets {
        for path in withheld_secrets(&state, &options) {
            eprintln!(
                "layerlab: the text of {path} stays out, since it looks like a secret (--with-secrets puts it in)"
            );
        }
    }
    print_link(&write_link(&state, &options), page);
    Ok(true)
}

fn lesson_link(path: &Path, page: Option<&str>) -> Result<bool, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (_, flaws) = read_own_lesson(&text).map_err(|flaw| {
        let (path, line) = (path.display(), flaw.line);
        format!(
            "{path}:{line}: this is neither a folder nor a lesson: {}",
            flaw.reason
        )
    })?;
    if !flaws.is_empty() {
        eprintln!(
            "layerlab: something is wrong with this lesson; `layerlab lesson {}` says what",
            path.display()
        );
    }
    let state = SharedState::of_lesson(&text);
    print_link(&write_link(&state, &LinkOptions::default()), page);
    Ok(true)
}

fn print_link(link: &str, page: Option<&str>) {
    let page = page.unwrap_or_default();
    let length = page.len() + 1 + link.len();
    if let Some(advice) = LinkLength::of(length).advice() {
        eprintln!("layerlab: the link has {length} letters. {advice}");
    }
    say!("{page}#{link}");
}

/// Writes the files of a link. Of those whose text is not in it, a file of the same size is written, without content on
/// the disk where the file system can do that.
///
/// # Errors
/// A sentence if the link cannot be read, or the folder holds something, or cannot be written.
pub fn open(link: &str, folder: &Path) -> Result<bool, String> {
    let mut typed = String::new();
    if link == "-" {
        let limit = 1 << 20;
        let read = std::io::stdin().take(limit).read_to_string(&mut typed);
        read.map_err(|error| format!("standard input: {error}"))?;
    }
    let link = if link == "-" { &typed } else { link };
    let opened = open_link(link).map_err(|error| error.message().to_owned())?;
    if let Some(notice) = opened.notice() {
        eprintln!("layerlab: {notice}");
    }
    let is_empty = |mut entries: fs::ReadDir| entries.next().is_none();
    if folder.exists() && !fs::read_dir(folder).is_ok_and(is_empty) {
        return Err(format!(
            "{} is there already and not empty",
            folder.display()
        ));
    }
    let mut without_text = 0;
    write(&shared_project(&opened)?, folder, &mut without_text)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    if without_text > 0 {
        eprintln!(
            "layerlab: {without_text} files hold only zeros, since the link tells no more than their size"
        );
    }
    say!("{}", folder.display());
    Ok(true)
}

/// The project of a link; of a lesson the one with which it begins.
fn shared_project(opened: &OpenedLink) -> Result<Project, String> {
    let state = &opened.state;
    let text = match &state.lesson {
        Some(SharedLesson::Text(text)) if state.begins => text,
        Some(SharedLesson::Named(id)) if state.begins => {
            return Err(format!(
                "this link leads to the lesson {id} and holds no files"
            ));
        }
        _ => return Ok(state.now.project.clone()),
    };
    let (lesson, _) = read_own_lesson(text).map_err(|flaw| {
        let (line, reason) = (flaw.line, flaw.reason);
        format!("this link holds a lesson that cannot be read, line {line}: {reason}")
    })?;
    let example = lesson.example.as_deref().and_then(project);
    Ok(lesson.open(example.as_ref(), Lab::default()).project)
}

/// Paths in a link are relative and lead nowhere up. Links between files are not made, since they may.
fn write(project: &Project, folder: &Path, without_text: &mut usize) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for (path, node) in project.files.entries.iter() {
        let place = folder.join(&**path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        match &node.kind {
            NodeKind::Directory => fs::create_dir_all(&place)?,
            NodeKind::Symlink(target) => {
                eprintln!("layerlab: {path} is a link to {target} and was left out");
            }
            NodeKind::File(Content::Text(text)) => fs::write(&place, text.as_bytes())?,
            NodeKind::File(Content::Opaque { size_bytes, .. }) => {
                *without_text += 1;
                fs::File::create(&place)?.set_len(*size_bytes)?;
            }
        }
        #[cfg(unix)]
        if matches!(node.kind, NodeKind::File(_)) {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&place, fs::Permissions::from_mode(node.mode & 0o777))?;
        }
    }
    let dockerfile = folder.join(project.options.dockerfile_path());
    if let Some(parent) = dockerfile.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(dockerfile, project.dockerfile.as_bytes())?;
    match &project.dockerignore {
        Some(ignore) => fs::write(folder.join(".dockerignore"), ignore.as_bytes()),
        None => Ok(()),
    }
}
