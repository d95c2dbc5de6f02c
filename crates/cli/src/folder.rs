//! A real folder as a project.

use std::path::Path;
use std::rc::Rc;

use layerlab_core::context::{Content, FileNode, FileTree, Hasher, NodeKind};
use layerlab_core::dockerignore::IgnoreFile;
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::Project;

/// Files up to this size are read as text; of larger ones only size and checksum are kept.
const LARGEST_TEXT_BYTES: u64 = 256 * 1024;

/// The same for files that the ignore file keeps from the builder, and larger ones of them are not read at all: nothing
/// depends on what is in them, and folders such as `target` and `.git` hold gigabytes.
const LARGEST_IGNORED_TEXT_BYTES: u64 = 16 * 1024;

/// Options from the command line.
///
/// # Errors
/// A sentence if a build argument has no `=`.
pub fn options(
    file: &str,
    target: Option<String>,
    build_args: &[String],
    no_cache: bool,
) -> Result<BuildOptions, String> {
    let mut options = BuildOptions {
        target,
        no_cache,
        ..BuildOptions::default()
    };
    if file != "Dockerfile" {
        options.dockerfile_name = Some(file.to_owned());
    }
    for argument in build_args {
        // As in Docker, a name alone takes the value from the environment.
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => match std::env::var(argument) {
                Ok(value) => (argument.clone(), value),
                Err(_) => {
                    return Err(format!(
                        "--build-arg {argument} has no value: write {argument}=VALUE or set the variable"
                    ));
                }
            },
        };
        options.build_args.insert(name, value);
    }
    Ok(options)
}

/// Reads a folder.
///
/// # Errors
/// A sentence that says what is missing or cannot be read.
pub fn read(folder: &Path, options: &BuildOptions) -> Result<Project, String> {
    if !folder.is_dir() {
        return Err(format!("{} is not a folder", folder.display()));
    }
    let dockerfile_path = folder.join(options.dockerfile_path());
    if !dockerfile_path.exists() {
        return Err(format!(
            "{} has no {}",
            folder.display(),
            options.dockerfile_path()
        ));
    }
    let bytes = std::fs::read(&dockerfile_path)
        .map_err(|error| format!("{} cannot be read: {error}", dockerfile_path.display()))?;
    let dockerfile = String::from_utf8(bytes)
        .map_err(|_| format!("{} is not a text file in UTF-8", dockerfile_path.display()))?;
    Ok(Project {
        dockerfile: dockerfile.into(),
        options: options.clone(),
        ..read_sent_files(folder, options.dockerfile_path())?
    })
}

/// Reads the files of a folder, whether there is a Dockerfile among them or not.
///
/// # Errors
/// A sentence that says what cannot be read.
pub fn read_files(folder: &Path) -> Result<Project, String> {
    read_sent_files(folder, "Dockerfile")
}

/// Reads the files of a folder from which the Dockerfile at this path is built.
fn read_sent_files(folder: &Path, dockerfile: &str) -> Result<Project, String> {
    let mut files = FileTree::default();
    let beside = folder.join(format!("{dockerfile}.dockerignore"));
    let ignore = std::fs::read_to_string(beside)
        .or_else(|_| std::fs::read_to_string(folder.join(".dockerignore")));
    let ignore = IgnoreFile::parse(&ignore.unwrap_or_default());
    collect(folder, "", &ignore, &mut files)?;
    let text = |path: &str| files.get(path).and_then(FileNode::as_text).cloned();
    Ok(Project {
        name: folder.display().to_string().into(),
        dockerfile: text("Dockerfile").unwrap_or_else(|| "".into()),
        dockerignore: text(".dockerignore"),
        files: Rc::new(files),
        ..Project::default()
    })
}

fn collect(
    folder: &Path,
    prefix: &str,
    ignore: &IgnoreFile,
    files: &mut FileTree,
) -> Result<(), String> {
    let unreadable =
        |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // A name that is not UTF-8 is kept with a mark in place of what cannot be shown.
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let ignored = ignore.decide(&path).is_excluded();
        let node = node(&entry.path(), ignored)
            .map_err(|error| format!("{} cannot be read: {error}", entry.path().display()))?;
        if matches!(node.kind, NodeKind::Directory) {
            collect(&entry.path(), &format!("{path}/"), ignore, files)?;
        }
        files.entries.insert(path, node);
    }
    Ok(())
}

fn node(path: &Path, ignored: bool) -> std::io::Result<FileNode> {
    let metadata = std::fs::symlink_metadata(path)?;
    let modified = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_secs()).ok());
    let kind = if metadata.is_symlink() {
        NodeKind::Symlink(std::fs::read_link(path)?.to_string_lossy().as_ref().into())
    } else if metadata.is_dir() {
        NodeKind::Directory
    } else {
        NodeKind::File(if ignored && metadata.len() > LARGEST_IGNORED_TEXT_BYTES {
            Content::Opaque {
                size_bytes: metadata.len(),
                identity: format!("modified {modified:?}").into(),
            }
        } else {
            content(path, metadata.len())?
        })
    };
    Ok(FileNode {
        kind,
        mode: mode(&metadata),
        modified,
    })
}

fn content(path: &Path, size_bytes: u64) -> std::io::Result<Content> {
    let bytes = std::fs::read(path)?;
    if size_bytes <= LARGEST_TEXT_BYTES
        && let Ok(text) = std::str::from_utf8(&bytes)
    {
        return Ok(Content::Text(text.into()));
    }
    let digest = Hasher::new("bytes").bytes(&bytes).finish();
    Ok(Content::Opaque {
        size_bytes,
        identity: digest.hex().into(),
    })
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o7777
}

/// Docker on Windows sends all files as executable.
#[cfg(not(unix))]
fn mode(_metadata: &std::fs::Metadata) -> u32 {
    0o755
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn of_large_ignored_files_only_the_size_is_known() {
        let folder = std::env::temp_dir().join(format!("layerlab-folder-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("target")).expect("a folder");
        let write = |path: &str, text: &str| {
            std::fs::write(folder.join(path), text).expect("it can be written");
        };
        let long = "x".repeat(20_000);
        write("Dockerfile", "FROM scratch\nCOPY . /\n");
        write(".dockerignore", "target\n!target/kept\n");
        for path in ["target/long", "target/kept", "long"] {
            write(path, &long);
        }
        write("target/short", "y");
        let project = read(&folder, &BuildOptions::default());
        std::fs::remove_dir_all(&folder).expect("it can be removed");
        let files = project.expect("it can be read").files;
        let is_text = |path: &str| files.get(path).and_then(FileNode::as_text).is_some();
        let paths = ["target/long", "target/kept", "long", "target/short"];
        assert_eq!(paths.map(is_text), [false, true, true, true]);
        assert_eq!(
            files.get("target/long").map(FileNode::size_bytes),
            Some(20_000)
        );
    }
}
