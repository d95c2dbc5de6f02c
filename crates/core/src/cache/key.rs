//! The digest of an operation as it counts in cache keys.
//!
//! BuildKit: `solver/llbsolver/ops/{exec,file,source,merge}.go:CacheMap`. Inputs are not in it: they are linked beside it.

use crate::context::{Digest, Hasher};
use crate::graph::{CopyAction, Exec, MountKind, Operation, paths};

/// The digest of what a vertex does, its inputs left out.
#[must_use]
pub fn operation_key(operation: &Operation) -> Digest {
    match operation {
        // An image has two keys of its own, see `solve`.
        Operation::Image(_) => Hasher::new("image").finish(),
        Operation::Context => Hasher::new("context").finish(),
        Operation::InlineFiles(files) => {
            let mut hasher = Hasher::new("inline");
            for (name, content) in files {
                hasher.text(name).text(content);
            }
            hasher.finish()
        }
        Operation::Download {
            url,
            checksum,
            keep_git_directory,
        } => Hasher::new("download")
            .text(url)
            .text(checksum.as_deref().unwrap_or(""))
            .number(u64::from(*keep_git_directory))
            .finish(),
        Operation::Exec(exec) => exec_key(exec),
        Operation::MakeDirectory {
            path,
            owner,
            timestamp,
        } => Hasher::new("mkdir")
            .text(path)
            .text(owner)
            .text(timestamp.as_deref().unwrap_or(""))
            .finish(),
        Operation::Copy(actions) => copy_key(actions),
        Operation::Merge => Hasher::new("merge").finish(),
    }
}

fn exec_key(exec: &Exec) -> Digest {
    let mut hasher = Hasher::new("exec");
    let mut list = |name: &str, items: &mut dyn Iterator<Item = String>| {
        hasher.text(name);
        for item in items {
            hasher.text(&item);
        }
    };
    list("args", &mut exec.args.iter().cloned());
    list(
        "env",
        &mut exec
            .env
            .iter()
            .map(|(name, value)| format!("{name}={value}")),
    );
    // The addresses of added hosts are blanked out.
    list(
        "hosts",
        &mut exec
            .add_hosts
            .iter()
            .map(|host| host.split([':', '=']).next().unwrap_or(host).to_owned()),
    );
    list("extras", &mut exec.extras.iter().cloned());
    for field in [
        &exec.working_directory,
        &exec.user,
        &exec.network,
        &exec.security,
        &exec.platform,
    ] {
        hasher.text(field);
    }
    for mount in &exec.mounts {
        hasher
            .text("mount")
            .text(&mount.target)
            .number(u64::from(mount.read_only));
        match &mount.kind {
            // The source enters as the selector of the input.
            MountKind::Bind(bind) => hasher.text("bind").number(bind.input as u64),
            MountKind::Cache {
                key_id,
                from,
                ownership,
                ..
            } => {
                hasher.text("cache").text(key_id).text(ownership);
                let input = from.as_ref().map_or(0, |bind| bind.input as u64);
                hasher.number(input)
            }
            MountKind::Tmpfs(size) => hasher.text("tmpfs").text(size),
            MountKind::Secret(options) => hasher.text("secret").text(options),
            MountKind::Ssh(options) => hasher.text("ssh").text(options),
        };
    }
    hasher.finish()
}

fn copy_key(actions: &[CopyAction]) -> Digest {
    let mut hasher = Hasher::new("copy");
    for action in actions {
        // With --parents the pattern counts as a whole, without it only the last component of the source does.
        let name = if action.parents {
            let kept = action.source.path.strip_prefix(&action.source.pivot);
            kept.unwrap_or(&action.source.path).trim_start_matches('/')
        } else {
            paths::base_name(&action.source.path)
        };
        hasher
            .number(action.input as u64)
            .text(name)
            .text(&action.destination)
            // `client/llb/fileop.go:normalizePath`.
            .number(u64::from(action.ends_in_dot))
            .text(&action.owner)
            .text(&action.mode)
            .number(u64::from(action.unpack))
            .number(u64::from(action.parents))
            .text(if action.parents {
                paths::base_name(&action.source.pivot)
            } else {
                ""
            });
        for pattern in &action.exclude {
            hasher.text(pattern);
        }
    }
    hasher.finish()
}

/// What an operation takes from one of its inputs: the selector of a definition match.
#[must_use]
pub(super) fn selector(operation: &Operation, input: usize) -> Digest {
    let mut hasher = Hasher::new("selector");
    match operation {
        // Only the paths count, and not in the order in which they are written (`ops/file.go:CacheMap`).
        Operation::Copy(actions) => {
            let taken = actions.iter().filter(|action| action.input == input);
            let mut paths: Vec<&str> = taken.map(|action| action.source.path.as_str()).collect();
            paths.sort_unstable();
            for path in paths {
                hasher.text(path);
            }
        }
        Operation::Exec(exec) => {
            for mount in &exec.mounts {
                if let Some(bind) = mount.source().filter(|bind| bind.input == input) {
                    hasher.text(&bind.source);
                }
            }
        }
        _ => {}
    }
    hasher.finish()
}
