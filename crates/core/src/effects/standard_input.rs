//! What commands do with a here-document on their standard input.

use super::shell::ShellCommand;
use crate::graph::paths;

/// The shells whose script a here-document can be.
const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

/// Whether a program of this name, or at this path, is a shell.
pub(crate) fn is_shell(name: &str) -> bool {
    SHELLS.contains(&paths::base_name(name))
}

/// Whether the `#!` line that a script begins with names a shell; `None` without such a line. Programs may stand before it,
/// such as `env` and `dumb-init`.
pub(crate) fn first_line_names_shell(script: &str) -> Option<bool> {
    let words = script.lines().next()?.strip_prefix("#!")?;
    Some(words.split_whitespace().any(is_shell))
}

/// Interpreters that are no shells, with the options of each that give it its program, and those that take a value.
///
/// Sources: the manuals perl(1) `perlrun`, ruby(1), node(1), php(1), lua(1), and
/// <https://docs.python.org/3/using/cmdline.html>.
const INTERPRETERS: [(&str, &[&str], &[&str]); 6] = [
    ("python", &["-c", "-m"], &["-W", "-X"]),
    ("perl", &["-e", "-E"], &["-I"]),
    ("ruby", &["-e"], &["-I", "-r"]),
    (
        "node",
        &["-e", "--eval", "-p", "--print"],
        &["-r", "--require"],
    ),
    ("php", &["-r", "-f", "-B", "-R", "-F"], &["-d", "-c"]),
    ("lua", &["-e"], &["-l"]),
];

/// Whether a command is such an interpreter that reads its program from the standard input: its arguments give it none,
/// or `-` in the place of a file.
pub(super) fn reads_program(name: &str, arguments: &[&str]) -> bool {
    let version = |rest: &str| {
        let mut letters = rest.chars();
        letters.all(|letter| letter.is_ascii_digit() || letter == '.')
    };
    let known = INTERPRETERS
        .iter()
        .find(|(family, ..)| name.strip_prefix(family).is_some_and(version));
    let Some((_, programs, valued)) = known else {
        return false;
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let option = argument
            .split_once('=')
            .map_or(*argument, |(option, _)| option);
        if programs.contains(&option) {
            return false;
        }
        if !argument.starts_with('-') || *argument == "-" {
            return *argument == "-";
        }
        if valued.contains(argument) {
            arguments.next();
        }
    }
    true
}

/// Whether a command is a shell that reads its script from the standard input: flags at most, or `-s` with arguments.
pub(crate) fn reads_script<'a>(mut words: impl Iterator<Item = &'a str>) -> bool {
    let name = words.find(|word| !matches!(*word, "sudo" | "exec" | "time" | "nice"));
    if !name.is_some_and(is_shell) {
        return false;
    }
    while let Some(word) = words.next() {
        let Some(letters) = word.strip_prefix(['-', '+']) else {
            return false;
        };
        if letters.is_empty() || letters.starts_with('-') {
            continue;
        }
        if letters.contains('c') {
            return false;
        }
        if letters.contains('s') {
            return true;
        }
        // `-o pipefail`
        if letters.ends_with('o') {
            words.next();
        }
    }
    true
}

/// `cat` that prints nothing but its input.
pub(super) fn hands_on(command: &ShellCommand) -> bool {
    let is_cat = matches!(command.words.as_slice(), [name] if name == "cat")
        || matches!(command.words.as_slice(), [name, from] if name == "cat" && from == "-");
    is_cat && command.output.is_none()
}

#[cfg(test)]
mod tests {
    use super::first_line_names_shell;

    #[test]
    fn the_first_line_may_name_a_shell() {
        for (script, names) in [
            ("#!/bin/sh\nls\n", Some(true)),
            ("#! /usr/bin/env -S bash -eu", Some(true)),
            ("#!/usr/bin/dumb-init /bin/zsh\n", Some(true)),
            ("#!/usr/bin/env python3\nimport sh\n", Some(false)),
            // They read their scripts in another way.
            ("#!/usr/bin/fish\n", Some(false)),
            ("#!", Some(false)),
            ("ls\n#!/bin/sh\n", None),
            ("", None),
        ] {
            assert_eq!(first_line_names_shell(script), names, "{script}");
        }
    }
}
