//! `layerlab link` and `layerlab open`: permalinks in the terminal.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use layerlab_core::context::{Content, NodeKind};
use layerlab_core::lab::{Lab, Project};
use layerlab_core::share::{
    Contents, LinkOptions, SharedState, View, link as write_link, open_link, withheld_secrets,
};

use crate::{LinkContents, folder};

/// A longer link is cut by some chat programs.
const LONG_LINK: usize = 2_000;

/// Prints the link of a folder. What is left out or may go wrong is told on standard error.
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
    let link = write_link(&state, &options);
    if link.len() > LONG_LINK {
        eprintln!(
            "layerlab: the link has {} letters; chat programs cut after {LONG_LINK}",
            link.len()
        );
    }
    say!("{}#{link}", page.unwrap_or_default());
    Ok(true)
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
    if opened.cut {
        eprintln!(
            "layerlab: a part of this link was lost or changed on the way; this is what could be read"
        );
    }
    let is_empty = |mut entries: fs::ReadDir| entries.next().is_none();
    if folder.exists() && !fs::read_dir(folder).is_ok_and(is_empty) {
        return Err(format!(
            "{} is there already and not empty",
            folder.display()
        ));
    }
    let mut without_text = 0;
    write(&opened.state.now.project, folder, &mut without_text)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    if without_text > 0 {
        eprintln!(
            "layerlab: {without_text} files hold only zeros, since the link tells no more than their size"
        );
    }
    say!("{}", folder.display());
    Ok(true)
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
