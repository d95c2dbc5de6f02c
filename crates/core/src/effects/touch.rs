//! Where a RUN can write at all: what it surely leaves alone.
//!
//! A stage that runs again may still leave a file as it was. That is sure where every command is known to write in
//! certain places only. Package managers and programs of the project can write anywhere, so that they make nothing sure.

use super::shell::{Script, ShellCommand, read_script};
use crate::graph::{Exec, paths};

/// Whether what lies at or below `path`, or above it, may be another file after this RUN.
#[must_use]
pub fn may_touch(exec: &Exec, path: &str) -> bool {
    let Some(script) = exec.script() else {
        return true;
    };
    let Script { commands, unread } = read_script(script, &exec.env);
    if !unread.is_empty() {
        return true;
    }
    let mut directory = start_directory(exec);
    for command in &commands {
        if command_may_touch(command, &directory, path) {
            return true;
        }
        change_directory(command, &mut directory);
    }
    false
}

/// Whether one command, run in `directory`, may change what lies at, below or above `path`.
pub(super) fn command_may_touch(command: &ShellCommand, directory: &str, path: &str) -> bool {
    let Some(written) = places(command, directory) else {
        return true;
    };
    let output = command
        .output
        .iter()
        .map(|output| paths::join(directory, output));
    written.into_iter().chain(output).any(|place| {
        let known = place.split(['*', '?', '[', '…']).next().unwrap_or("");
        let known = if known.len() < place.len() {
            // What a pattern matches lies in the directory before it.
            known
                .rsplit_once('/')
                .map_or("/", |(directory, _)| directory)
        } else {
            known
        };
        paths::is_within(path, known) || paths::is_within(known, path)
    })
}

/// The directory in which a RUN begins.
pub(super) fn start_directory(exec: &Exec) -> String {
    if exec.working_directory.is_empty() {
        "/".to_owned()
    } else {
        exec.working_directory.clone()
    }
}

/// Follows a `cd`.
pub(super) fn change_directory(command: &ShellCommand, directory: &mut String) {
    if let ["cd", to, ..] = words(command).as_slice() {
        *directory = paths::join(directory, to);
    }
}

fn words(command: &ShellCommand) -> Vec<&str> {
    command.words.iter().map(String::as_str).collect()
}

/// The places that a command writes to, as absolute paths; `None` if it may write anywhere.
fn places(command: &ShellCommand, directory: &str) -> Option<Vec<String>> {
    let words = words(command);
    let (name, arguments) = words.split_first()?;
    let operands = || {
        let operands = arguments
            .iter()
            .filter(|argument| !argument.starts_with('-'));
        operands
            .map(|operand| paths::join(directory, operand))
            .collect::<Vec<_>>()
    };
    match paths::base_name(name) {
        "true" | "false" | ":" | "echo" | "printf" | "cat" | "ls" | "test" | "[" | "cd" | "set"
        | "export" | "pwd" | "id" | "env" | "sleep" | "date" | "grep" | "head" | "tail" | "wc"
        | "sort" | "uname" | "which" => Some(Vec::new()),
        "mkdir" | "touch" | "rm" | "rmdir" | "cp" | "mv" | "ln" | "chmod" | "chown" | "chgrp"
        | "install" | "truncate" | "tee" | "fallocate" => Some(operands()),
        "useradd" | "adduser" | "groupadd" | "addgroup" | "usermod" | "passwd" => Some(
            ["/etc", "/home", "/var", "/root"]
                .map(str::to_owned)
                .to_vec(),
        ),
        // Compilers: where the sources are, their caches, and the file that they are told to write.
        "go" | "cargo" | "rustc" | "gcc" | "g++" | "cc" | "c++" => {
            // These run programs that the project brings.
            if arguments
                .first()
                .is_some_and(|verb| matches!(*verb, "generate" | "run" | "test" | "tool"))
            {
                return None;
            }
            let mut written: Vec<String> = ["/go", "/root", "/usr/local/cargo", "/tmp"]
                .map(str::to_owned)
                .to_vec();
            written.push(directory.to_owned());
            written.extend(
                super::commands::option(arguments, &["-o", "--out-dir", "--target-dir", "--root"])
                    .map(|path| paths::join(directory, path)),
            );
            Some(written)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touches(script: &str, path: &str) -> bool {
        let exec = Exec {
            args: vec!["/bin/sh".to_owned(), "-c".to_owned(), script.to_owned()],
            shell_length: 2,
            working_directory: "/src".to_owned(),
            ..Exec::default()
        };
        may_touch(&exec, path)
    }

    #[test]
    fn what_is_written_elsewhere_is_left_alone() {
        assert!(!touches("go build -o /bin/server ./cmd", "/etc/passwd"));
        assert!(!touches("echo a > /a && mkdir -p /b", "/c"));
        assert!(touches("go build -o /bin/server ./cmd", "/bin/server"));
        assert!(touches("echo a > /a", "/a"));
        assert!(touches("echo a > out/a", "/src"));
        assert!(touches("cd /x && touch y", "/x/y"));
        assert!(touches("rm -rf /var/lib/apt/lists/*", "/var/lib/apt/lists"));
        assert!(touches("useradd web", "/etc/passwd"));
    }

    #[test]
    fn what_is_not_known_may_touch_everything() {
        for script in [
            "make install",
            "apt-get install -y git",
            "if true; then ./x; fi",
            "go generate ./...",
            "( ",
        ] {
            assert!(touches(script, "/etc/passwd"), "{script}");
        }
    }
}
