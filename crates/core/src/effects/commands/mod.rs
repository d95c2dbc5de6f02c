//! The commands that are understood, one file for each family.

mod accounts;
mod apk;
mod apt;
mod compilers;
mod fetch;
mod files;
mod fill;
mod npm;
mod pip;
mod python;
mod python_tools;
mod written;
mod written_size;

use std::collections::BTreeSet;
use std::time::Duration;

use layerlab_catalog::{Estimate, PackageTable, Packages};

use super::standard_input::reads_program;
use super::{Document, FileSystem, Ground, ShellCommand, Work};
use crate::graph::paths;

/// What surrounds a command.
pub(super) struct Surroundings<'a> {
    /// Variables, later ones first.
    pub(super) environment: Vec<(String, String)>,
    /// Current directory.
    pub(super) directory: String,
    /// USER, empty for root.
    pub(super) user: String,
    /// What the command finds on its standard input, where that is known.
    pub(super) input: Option<Document>,
    /// Directories, links and empty files that commands before it made.
    pub(super) made_small: BTreeSet<String>,
    /// The base image.
    pub(super) ground: &'a Ground,
    /// The tables of packages that are here.
    pub(super) packages: &'a Packages,
}

impl Surroundings<'_> {
    /// A variable's value, if it is set and not empty.
    fn variable(&self, name: &str) -> Option<&str> {
        let value = self
            .environment
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    /// A path seen from the current directory.
    fn path(&self, path: &str) -> String {
        paths::join(&self.directory, path)
    }

    /// Where the user keeps caches.
    fn home(&self) -> String {
        match self.user.split(':').next().unwrap_or("") {
            "" | "root" | "0" => "/root".to_owned(),
            user => format!("/home/{user}"),
        }
    }
}

/// What a command did, besides changing the file system.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outcome {
    /// What it took.
    pub(super) work: Work,
    /// On which data the size rests, part of a sentence; empty if there is nothing to say.
    pub(super) reason: String,
    /// The reason holds only while something is left at this path.
    pub(super) only_while: Option<&'static str>,
    /// Packages whose size is assumed, by name.
    pub(super) assumed: Vec<String>,
    /// The table of packages that would say more and is not here.
    pub(super) lacking: Option<PackageTable>,
    /// Names of commands, or of what they install, of which nothing is known.
    pub(super) unknown: Vec<String>,
    /// The folder in which downloads are kept for the next time, and how many bytes of what was downloaded.
    pub(super) kept: Option<(String, u64)>,
}

impl Outcome {
    /// Takes some time and leaves nothing worth counting.
    fn busy(time: Duration) -> Self {
        Self {
            work: Work::busy(time),
            ..Self::default()
        }
    }

    /// Downloaded some files and wrote some.
    fn made(written: Estimate, downloaded: Estimate, time: Duration, reason: String) -> Self {
        Self {
            work: Work {
                download_bytes: downloaded.bytes,
                written_bytes: written.bytes,
                busy: time,
            },
            reason,
            ..Self::default()
        }
    }
}

type Run = fn(&[&str], &mut Surroundings<'_>, &mut FileSystem) -> Outcome;

/// Names and what runs. The arguments do not hold the name itself.
const COMMANDS: &[(&[&str], Run)] = &[
    (&["apt-get", "apt", "aptitude"], apt::run),
    (&["apk"], apk::run),
    (&["pip", "pip3"], pip::run),
    (&["pipenv"], pip::pipenv),
    (&["python", "python3"], python::run),
    (&["npm", "pnpm"], npm::run),
    (&["yarn", "yarnpkg"], npm::yarn),
    (&["uv"], python_tools::uv),
    (&["poetry"], python_tools::poetry),
    (&["curl"], fetch::curl),
    (&["wget"], fetch::wget),
    (&["git"], fetch::git),
    (&["tar"], fetch::tar),
    (&["unzip"], fetch::unzip),
    (&["go"], compilers::go),
    (&["cargo"], compilers::cargo),
    (&["mvn", "mvnw", "gradle", "gradlew"], compilers::java),
    (&["bundle", "bundler"], compilers::bundle),
    (&["composer"], compilers::composer),
    (&["dnf", "yum", "microdnf", "zypper"], compilers::rpm),
    (&["sed"], files::edit),
    (&["cd"], files::change_directory),
    (&["rm"], files::remove),
    (&["chown", "chgrp"], files::change_owner),
    (&["chmod"], files::change_mode),
    (&["mkdir", "touch", "ln", "rmdir"], files::make_small),
    (&["tee"], written::tee),
    (&["dd"], fill::dd),
    (&["fallocate"], fill::fallocate),
    (&["truncate"], fill::truncate),
    (&["mkfile"], fill::mkfile),
    (&["cp"], files::copy),
    (&["mv"], files::rename),
    (
        &[
            "useradd", "adduser", "groupadd", "addgroup", "usermod", "passwd",
        ],
        accounts::run,
    ),
    (
        &[
            "set",
            "echo",
            "printf",
            "true",
            "false",
            ":",
            "test",
            "[",
            "ls",
            "cat",
            "pwd",
            "env",
            "id",
            "which",
            "command",
            "date",
            "sleep",
            "grep",
            "exit",
            "unset",
            "source",
            ".",
            "umask",
            "ulimit",
            "wait",
            "sync",
            "trap",
            "shift",
            "find",
            "head",
            "tail",
            "awk",
            "cut",
            "tr",
            "sort",
            "uniq",
            "wc",
            "xargs",
            "uname",
            "nproc",
            "basename",
            "dirname",
            "mktemp",
            "sha256sum",
            "sha512sum",
            "md5sum",
            "gpg",
            "ldconfig",
            "update-ca-certificates",
            "locale-gen",
            "groupmod",
            "chsh",
            "stat",
            "du",
            "df",
            "readlink",
            "realpath",
            "whoami",
            "hostname",
            "dpkg-reconfigure",
            "update-alternatives",
            "setcap",
            "a2enmod",
            "dpkg-divert",
        ],
        files::print,
    ),
];

/// Runs one command.
pub(super) fn run(
    command: &ShellCommand,
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
    let mut words = words.as_slice();
    // These run the rest as it is.
    while let Some((&("sudo" | "exec" | "eval" | "nice" | "time" | "ionice" | "command"), rest)) =
        words.split_first()
    {
        words = rest;
    }
    let Some((name, arguments)) = words.split_first() else {
        return Outcome::default();
    };
    let name = paths::base_name(name);
    let known = COMMANDS.iter().find(|(names, _)| names.contains(&name));
    let version_of = |family: &str| {
        name.strip_prefix(family).is_some_and(|rest| {
            rest.chars()
                .all(|character| character.is_ascii_digit() || character == '.')
        })
    };
    surroundings.input.clone_from(&command.input);
    let mut outcome = match known {
        Some((_, run)) => run(arguments, surroundings, files),
        None if version_of("pip") => pip::run(arguments, surroundings, files),
        None if version_of("python") => python::run(arguments, surroundings, files),
        None => Outcome {
            unknown: vec![name.to_owned()],
            ..Outcome::default()
        },
    };
    if let Some(output) = &command.output
        && !output.starts_with("/dev/")
        && !output.starts_with("/proc/")
    {
        written::redirect(
            name,
            arguments,
            command,
            output,
            &mut outcome,
            surroundings,
            files,
        );
    }
    if command.input.is_some() && reads_program(name, arguments) {
        // The program is the document.
        outcome.unknown = vec![name.to_owned()];
    }
    outcome.unknown.retain(|name| !name.is_empty());
    outcome
}

/// Arguments without options. `with_value` are the options whose value is the next word.
fn operands<'a>(arguments: &[&'a str], with_value: &[&str]) -> Vec<&'a str> {
    let mut operands = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if with_value.contains(argument) {
            rest.next();
        } else if !argument.starts_with('-') || *argument == "-" {
            operands.push(*argument);
        }
    }
    operands
}

/// The value of an option written as `--name value` or `--name=value`.
pub(in crate::effects) fn option<'a>(arguments: &[&'a str], names: &[&str]) -> Option<&'a str> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if names.contains(argument) {
            return rest.next().copied();
        }
        if let Some((name, value)) = argument.split_once('=')
            && names.contains(&name)
        {
            return Some(value);
        }
    }
    None
}

/// `3.2 MB`, `1.2 GB`, with as many digits as an estimate deserves.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    if tenths >= 10_000 {
        let tenths = bytes.saturating_add(50_000_000) / 100_000_000;
        return format!("{}.{} GB", tenths / 10, tenths % 10);
    }
    if tenths >= 100 {
        format!("{} MB", tenths.saturating_add(5) / 10)
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// `1 package`, `2 packages`.
fn count(number: usize, thing: &str) -> String {
    if number == 1 {
        format!("1 {thing}")
    } else {
        format!("{number} {thing}s")
    }
}
