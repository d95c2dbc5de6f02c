//! Files whose text a RUN writes in so many words: `echo text > file`.
//!
//! Two steps that write the same text leave the same file, whatever else they do, so a `COPY --from` of it is a match by
//! content.

use super::shell::{ShellCommand, read_script};
use super::touch::{change_directory, command_may_touch, start_directory};
use crate::graph::{Exec, paths};

/// The text that the file `path` holds after this RUN, if the RUN writes it as a whole and in so many words.
#[must_use]
pub fn written_text(exec: &Exec, path: &str) -> Option<String> {
    let script = exec.script()?;
    let covered = exec
        .mounts
        .iter()
        .any(|mount| paths::is_within(path, &mount.target));
    if covered || !runs_every_command(script) {
        return None;
    }
    let script = read_script(script, &exec.env);
    if !script.unread.is_empty() {
        return None;
    }
    let mut directory = start_directory(exec);
    let mut text = None;
    for command in &script.commands {
        let writes_it = command
            .output
            .as_ref()
            .is_some_and(|output| paths::join(&directory, output) == path);
        if writes_it && !command.appends {
            text = echoed(command);
        } else if command_may_touch(command, &directory, path) {
            text = text.filter(|_| only_makes_directories(command));
        }
        change_directory(command, &mut directory);
    }
    text
}

/// A chain of `&&` alone: if the step succeeds, each of its commands ran and succeeded.
fn runs_every_command(script: &str) -> bool {
    !script
        .replace("&&", "")
        .contains(['|', ';', '&', '\n', '(', '`', '<'])
}

/// What `echo` prints. `None` for other commands, options, and words that the shell or `echo` may read differently.
fn echoed(command: &ShellCommand) -> Option<String> {
    let (name, words) = command.words.split_first()?;
    let plain = words
        .iter()
        .all(|word| !word.contains(['*', '?', '[', '~', '\\', '…']));
    let no_options = words.first().is_none_or(|word| !word.starts_with('-'));
    (name == "echo" && plain && no_options).then(|| words.join(" ") + "\n")
}

/// `mkdir` leaves the files alone that are there.
fn only_makes_directories(command: &ShellCommand) -> bool {
    command.words.first().is_some_and(|name| name == "mkdir") && command.output.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(script: &str, path: &str) -> Option<String> {
        let exec = Exec {
            args: vec!["/bin/sh".to_owned(), "-c".to_owned(), script.to_owned()],
            shell_length: 2,
            working_directory: "/src".to_owned(),
            env: vec![("NAME".to_owned(), "value".to_owned())],
            ..Exec::default()
        };
        written_text(&exec, path)
    }

    #[test]
    fn what_is_printed_is_known() {
        assert_eq!(text("echo 1 > /a", "/a").as_deref(), Some("1\n"));
        assert_eq!(
            text("mkdir /x && echo 'a  b' c > /x/a", "/x/a").as_deref(),
            Some("a  b c\n")
        );
        assert_eq!(
            text("cd /x && echo $NAME > a && echo 2 > b", "/x/a").as_deref(),
            Some("value\n")
        );
        assert_eq!(
            text("echo 1 > a && echo 2 > a", "/src/a").as_deref(),
            Some("2\n")
        );
        assert_eq!(
            text("echo 1 > a && mkdir -p /src/b", "/src/a").as_deref(),
            Some("1\n")
        );
    }

    #[test]
    fn what_may_be_otherwise_is_not_known() {
        for script in [
            "echo 1 > /b",
            "echo 1 >> /a",
            "echo 1 > /a && make",
            "echo 1 > /a && rm /a",
            "echo 1 > /a && echo 2 >> /a",
            "test -f /x || echo 1 > /a",
            "false; echo 1 > /a",
            "echo * > /a",
            "echo -n 1 > /a",
            "echo $(date) > /a",
            "date > /a",
            "echo 1 | tee /a",
        ] {
            assert_eq!(text(script, "/a"), None, "{script}");
        }
    }
}
