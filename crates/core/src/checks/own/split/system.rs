//! Packages of the system: which are needed to build only, and what a program needs in their place when it runs.

use layerlab_catalog::{Distribution, base_image};

use super::super::Scene;
use super::super::install::{apk, apt};
use super::super::scene::Run;
use super::super::script::Command;
use super::Refused;

/// Compilers, headers and what builds with them.
pub(in crate::checks::own) fn is_tool(name: &str) -> bool {
    let bare = bare(name);
    matches!(
        bare,
        "gcc"
            | "g++"
            | "clang"
            | "make"
            | "cmake"
            | "build-essential"
            | "build-base"
            | "autoconf"
            | "automake"
            | "pkg-config"
            | "pkgconf"
            | "rustc"
            | "cargo"
            | "python3-dev"
            | "musl-dev"
            | "linux-headers"
    ) || bare.ends_with("-dev")
}

fn bare(name: &str) -> &str {
    name.split(['=', '<', '>', '~', ':', '/'])
        .next()
        .unwrap_or(name)
}

/// The command takes packages out of the system.
pub(super) fn removes(command: &Command<'_>) -> bool {
    ["purge", "remove", "autoremove", "autopurge"]
        .iter()
        .any(|verb| apt(command, verb).is_some())
        || apk(command, "del").is_some()
}

/// Which packages a step installs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Installed {
    names: Vec<String>,
    /// With what is only recommended.
    recommends: bool,
    /// By apk.
    alpine: bool,
}

const UNREADABLE: Refused = "Build in a stage of its own, and copy what came out of it into the final one. It has to be done by hand, because which packages a step installs stands in a variable.";

impl Installed {
    /// What the commands of a step install.
    pub(super) fn by(run: &Run<'_>) -> Result<Self, Refused> {
        let mut installed = Self::default();
        for command in &run.script.commands {
            let arguments = match (apt(command, "install"), apk(command, "add")) {
                (Some((_, arguments)), _) => {
                    let told = command.mentions("no-install-recommends")
                        || command.mentions("Install-Recommends");
                    installed.recommends |= !told;
                    arguments
                }
                (_, Some((_, arguments))) => {
                    installed.alpine = true;
                    arguments
                }
                _ => continue,
            };
            let mut words = arguments
                .iter()
                .map(|word| word.text.trim_matches(['"', '\'']));
            while let Some(word) = words.next() {
                if matches!(word, "--virtual" | "-t" | "--repository" | "-X" | "-o") {
                    words.next();
                } else if word.contains('$') {
                    return Err(UNREADABLE);
                } else if !word.starts_with(['-', '.', '>', '2', '/']) {
                    installed.names.push(word.to_owned());
                }
            }
        }
        Ok(installed)
    }

    pub(super) fn has_tools(&self) -> bool {
        self.names.iter().any(|name| is_tool(name))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The step of the final stage that brings what is needed of it when the program runs; `None` if nothing is. `tools`
    /// are needed to build only as well.
    pub(super) fn at_run_time(
        &self,
        scene: &Scene<'_>,
        base: &str,
        tools: &[&str],
    ) -> Result<Option<String>, Refused> {
        let mut names: Vec<String> = Vec::new();
        let mut others = false;
        for name in self
            .names
            .iter()
            .filter(|name| !tools.contains(&bare(name)))
        {
            let needed = if is_tool(name) {
                libraries(scene, base, bare(name))?
            } else {
                others = true;
                vec![name.clone()]
            };
            for name in needed {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        if names.is_empty() {
            return Ok(None);
        }
        let names = names.join(" ");
        let (escape, end) = (scene.syntax.escape, scene.line_break());
        let text = if self.alpine {
            format!("RUN apk add --no-cache {names}")
        } else {
            let recommends = if others && self.recommends {
                ""
            } else {
                "--no-install-recommends "
            };
            format!(
                "RUN apt-get update {escape}{end}    && apt-get install -y {recommends}{names} {escape}{end}    && rm -rf /var/lib/apt/lists/*"
            )
        };
        Ok(Some(text))
    }
}

const NO_TABLE: Refused = "Build in a stage of its own, and copy what came out of it into the final one. Which libraries the final one then needs is not known here, because the list of packages was not loaded.";

const UNKNOWN: Refused = "Build in a stage of its own, and copy what came out of it into the final one. It has to be done by hand: which library a program needs that was compiled with these headers is not known here.";

/// What stands behind a tool or a package of headers when the program runs.
fn libraries(scene: &Scene<'_>, base: &str, name: &str) -> Result<Vec<String>, Refused> {
    let facts = base_image(base);
    // What is compiled from C++ counts on a library that Debian's images hold and most of Alpine's do not.
    if matches!(name, "g++" | "build-base") {
        let lacks = facts.distribution == Distribution::Alpine && !facts.node;
        return Ok(lacks.then(|| "libstdc++".to_owned()).into_iter().collect());
    }
    let of_language = ["python3-dev", "musl-dev", "libc6-dev", "libc-dev"];
    if !name.ends_with("-dev") || of_language.contains(&name) {
        return Ok(Vec::new());
    }
    // Releases that stand in for others have other names of libraries.
    let others = ["bullseye", "buster", "stretch", "forky", "sid"];
    if others.iter().any(|release| base.contains(release)) {
        return Err(UNKNOWN);
    }
    match facts.distribution {
        Distribution::Debian(suite) => {
            let index = scene.packages.debian(suite).ok_or(NO_TABLE)?;
            let there = index.installed(facts.package_list);
            let found = index.libraries_of(name).ok_or(UNKNOWN)?.into_iter();
            let missing = found.filter(|name| !there.contains(name));
            Ok(missing.map(str::to_owned).collect())
        }
        Distribution::Alpine => {
            let library = ALPINE.iter().find(|(headers, _)| *headers == name);
            let (_, library) = library.ok_or(UNKNOWN)?;
            Ok(vec![(*library).to_owned()])
        }
        Distribution::Ubuntu(_) | Distribution::Other => Err(UNKNOWN),
    }
}

/// Packages of headers of Alpine and the library behind them (names of release 3.22, November 2026).
const ALPINE: [(&str, &str); 16] = [
    ("cairo-dev", "cairo"),
    ("curl-dev", "libcurl"),
    ("freetype-dev", "freetype"),
    ("gmp-dev", "gmp"),
    ("icu-dev", "icu-libs"),
    ("jpeg-dev", "libjpeg-turbo"),
    ("libffi-dev", "libffi"),
    ("libpng-dev", "libpng"),
    ("libpq-dev", "libpq"),
    ("libxml2-dev", "libxml2"),
    ("libxslt-dev", "libxslt"),
    ("mariadb-dev", "mariadb-connector-c"),
    ("openssl-dev", "openssl"),
    ("postgresql-dev", "libpq"),
    ("yaml-dev", "yaml"),
    ("zlib-dev", "zlib"),
];
