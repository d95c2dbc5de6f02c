//! `pip` and `pipenv`.

use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::{
    Basis, Estimate, LIBRARY_COMPILED_BYTES, UNKNOWN_PYTHON_PACKAGE, python_install,
};

use super::{Outcome, Surroundings, count, megabytes, operands, option};
use crate::effects::{FileSystem, Kind, Work};
use crate::graph::paths;

/// Options whose value is the next word.
const WITH_VALUE: [&str; 27] = [
    "-r",
    "--requirement",
    "-c",
    "--constraint",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "-i",
    "--index-url",
    "--extra-index-url",
    "-f",
    "--find-links",
    "-w",
    "--wheel-dir",
    "--cache-dir",
    "--src",
    "--timeout",
    "--retries",
    "--platform",
    "--python-version",
    "--implementation",
    "--abi",
    "--trusted-host",
    "--proxy",
    "--no-binary",
    "--only-binary",
];

pub(super) fn run(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(arguments, &WITH_VALUE);
    let Some((verb, names)) = words.split_first() else {
        return Outcome::default();
    };
    match *verb {
        "install" | "wheel" | "download" => {
            let (mut requirements, mut local) = (Vec::new(), Vec::new());
            for name in names {
                if name.contains('/') || name.ends_with(".whl") || *name == "." {
                    local.push(*name);
                } else {
                    requirements.push((*name).to_owned());
                }
            }
            let mut missing = Vec::new();
            for file in values(arguments, &["-r", "--requirement"]) {
                read_requirements(
                    &surroundings.path(file),
                    files,
                    &mut requirements,
                    &mut missing,
                    0,
                );
            }
            let target = Target::of(verb, arguments, surroundings);
            let mut outcome = install(
                &requirements,
                &target,
                surroundings,
                files,
                no_cache(arguments, surroundings),
            );
            add_local(&local, &target, surroundings, files, &mut outcome);
            if !missing.is_empty() {
                outcome.reason = format!(
                    "{} could not be read, its packages are not counted",
                    missing.join(", ")
                );
            }
            outcome
        }
        "cache" => {
            if names.first() == Some(&"purge") {
                files.remove(&cache(surroundings, arguments));
            }
            Outcome::default()
        }
        "uninstall" => {
            for name in names {
                let homes: Vec<Rc<str>> = files
                    .lumps()
                    .filter(|lump| lump.kind == Kind::Python && &*lump.name == *name)
                    .map(|lump| lump.path.clone())
                    .collect();
                for home in homes {
                    files.remove_named(&home, name);
                }
            }
            Outcome::busy(Duration::from_millis(500))
        }
        _ => Outcome::busy(Duration::from_millis(500)),
    }
}

/// `pipenv install`: the packages of `Pipfile.lock` with `--deploy` or `sync`, else of `Pipfile`.
pub(super) fn pipenv(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(
        arguments,
        &["--python", "--extra-index-url", "--pypi-mirror"],
    );
    if !matches!(words.first(), Some(&("install" | "sync"))) {
        return Outcome::busy(Duration::from_secs(2));
    }
    let text = files.text(&surroundings.path("Pipfile"));
    let mut requirements: Vec<String> = words
        .iter()
        .skip(1)
        .map(|word| (*word).to_owned())
        .collect();
    let mut section = "";
    for line in text.as_deref().unwrap_or("").lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[packages]"
            || section == "[dev-packages]" && arguments.contains(&"--dev")
        {
            requirements.extend(
                line.split_once('=')
                    .map(|(name, _)| name.trim().trim_matches('"').to_owned()),
            );
        }
    }
    requirements.retain(|name| !name.starts_with('#'));
    let target = Target {
        directory: site_packages(&prefix(arguments, surroundings), surroundings),
        wheels: false,
        compiles: true,
    };
    let mut outcome = install(
        &requirements,
        &target,
        surroundings,
        files,
        no_cache(&[], surroundings),
    );
    if text.is_none() {
        outcome.reason = "Pipfile could not be read, its packages are not counted".to_owned();
    }
    outcome.work.busy += Duration::from_secs(5);
    outcome
}

/// Where the packages go.
struct Target {
    directory: String,
    /// Archives are put there instead of installed packages.
    wheels: bool,
    /// pip compiles what it installs.
    compiles: bool,
}

impl Target {
    fn of(verb: &str, arguments: &[&str], surroundings: &Surroundings<'_>) -> Self {
        let compiles = !arguments.contains(&"--no-compile");
        if verb != "install" {
            let wheels = option(arguments, &["-w", "--wheel-dir", "-d", "--dest"]).unwrap_or(".");
            return Self {
                directory: surroundings.path(wheels),
                wheels: true,
                compiles,
            };
        }
        let directory = match option(arguments, &["-t", "--target"]) {
            Some(target) => surroundings.path(target),
            None => site_packages(&prefix(arguments, surroundings), surroundings),
        };
        Self {
            directory,
            wheels: false,
            compiles,
        }
    }
}

fn prefix(arguments: &[&str], surroundings: &Surroundings<'_>) -> String {
    if let Some(prefix) = option(arguments, &["--prefix"]) {
        return surroundings.path(prefix);
    }
    if arguments.contains(&"--user") {
        return format!("{}/.local", surroundings.home());
    }
    // The first directory of PATH decides which pip runs: that of a virtual environment, if there is one.
    let first = surroundings
        .variable("PATH")
        .and_then(|path| path.split(':').next())
        .and_then(|path| path.strip_suffix("/bin"));
    match first.or(surroundings.variable("VIRTUAL_ENV")) {
        Some(environment)
            if !matches!(environment, "/usr/local" | "/usr" | "" | "/usr/local/s") =>
        {
            environment.to_owned()
        }
        _ => "/usr/local".to_owned(),
    }
}

fn site_packages(prefix: &str, surroundings: &Surroundings<'_>) -> String {
    let version = surroundings
        .ground
        .image
        .as_ref()
        .and_then(|image| image.python.as_deref())
        .unwrap_or("3");
    format!("{prefix}/lib/python{version}/site-packages")
}

fn no_cache(arguments: &[&str], surroundings: &Surroundings<'_>) -> bool {
    // pip takes options that are cut short, `--no-cache` among them. It reads the variable as a switch; `0` and `false` turn it off.
    let switched = surroundings
        .variable("PIP_NO_CACHE_DIR")
        .is_some_and(|value| !matches!(value, "0" | "false" | "off" | "no"));
    arguments
        .iter()
        .any(|argument| argument.starts_with("--no-cache"))
        || switched
}

fn cache(surroundings: &Surroundings<'_>, arguments: &[&str]) -> String {
    let given = option(arguments, &["--cache-dir"]).or(surroundings.variable("PIP_CACHE_DIR"));
    given.map_or_else(
        || format!("{}/.cache/pip", surroundings.home()),
        |given| surroundings.path(given),
    )
}

fn values<'a>(arguments: &[&'a str], names: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        if names.contains(argument) {
            found.extend(arguments.get(index + 1).copied());
        } else if let Some((name, value)) = argument.split_once('=')
            && names.contains(&name)
        {
            found.push(value);
        }
    }
    found
}

/// Adds the requirements of a file and of the files that it names with `-r`.
fn read_requirements(
    path: &str,
    files: &FileSystem,
    found: &mut Vec<String>,
    missing: &mut Vec<String>,
    depth: usize,
) {
    let Some(text) = files.text(path) else {
        missing.push(paths::base_name(path).to_owned());
        return;
    };
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or(line).trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let nested = line
            .strip_prefix("-r")
            .or_else(|| line.strip_prefix("--requirement"));
        if let Some(nested) = nested {
            let directory = path
                .rsplit_once('/')
                .map_or("/", |(directory, _)| directory);
            // Files may name each other in a circle.
            if depth < 8 {
                let nested = nested.trim_start_matches('=').trim();
                read_requirements(
                    &paths::join(directory, nested),
                    files,
                    found,
                    missing,
                    depth + 1,
                );
            }
        } else if !line.starts_with('-') {
            found.push(line.to_owned());
        }
    }
}

fn install(
    requirements: &[String],
    target: &Target,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
    no_cache: bool,
) -> Outcome {
    if requirements.is_empty() {
        return Outcome::default();
    }
    let found = python_install(requirements.iter().map(String::as_str));
    let mut size = if target.wheels {
        found.download
    } else {
        found.installed
    };
    if !target.wheels && !target.compiles {
        size.bytes = size.bytes.saturating_sub(found.compiled_bytes);
        size.low_bytes = size
            .low_bytes
            .saturating_sub(found.compiled_bytes)
            .min(size.bytes);
        size.high_bytes = size
            .high_bytes
            .saturating_sub(found.compiled_bytes)
            .max(size.bytes);
    }
    // One lump for one call: what it brings lies in many directories side by side.
    let label = requirements.join(" ");
    let kind = if target.wheels {
        Kind::Archive
    } else {
        Kind::Python
    };
    files.add(&target.directory, &label, size, kind, None);
    let mut extras = Vec::new();
    if !no_cache {
        let path = cache(surroundings, &[]);
        // The cache is kept by content, so another run adds to it.
        files.add(&path, &label, found.cache, Kind::Archive, None);
        extras.push(format!(
            "{} of it pip's cache",
            megabytes(found.cache.bytes)
        ));
    }
    if !files.python_compiled && surroundings.variable("PYTHONDONTWRITEBYTECODE").is_none() {
        files.python_compiled = true;
        files.add(
            "/usr/local/lib/python",
            "compiled library",
            Estimate::within_percent(LIBRARY_COMPILED_BYTES, 15, Basis::Measured),
            Kind::Python,
            None,
        );
        extras.push(format!(
            "{} Python's own library, compiled at the first run",
            megabytes(LIBRARY_COMPILED_BYTES)
        ));
    }
    let total: u64 = size
        .bytes
        .saturating_add(if no_cache { 0 } else { found.cache.bytes });
    let mut reason = format!(
        "{} {}{}",
        count(found.packages.len(), "Python package"),
        megabytes(total),
        origin(found.packages.len(), &found.unknown)
    );
    for extra in extras {
        reason.push_str(", ");
        reason.push_str(&extra);
    }
    Outcome {
        work: Work {
            download_bytes: found.download.bytes,
            written_bytes: total,
            busy: Duration::from_secs(2) + Duration::from_millis(found.installed.bytes / 25_000),
        },
        reason,
        assumed: found.unknown,
        kept: (!no_cache).then(|| (cache(surroundings, &[]), found.download.bytes)),
        ..Outcome::default()
    }
}

/// Where the figures of so many packages are from.
fn origin(packages: usize, unknown: &[String]) -> String {
    let assumed = || {
        let each = megabytes(UNKNOWN_PYTHON_PACKAGE.installed.bytes);
        format!("{each} assumed for each of {}", some_of(unknown))
    };
    match packages.saturating_sub(unknown.len()) {
        _ if unknown.is_empty() => " from measurements".to_owned(),
        0 => format!(", {}, which nobody measured", assumed()),
        measured => format!(", {measured} from measurements and {}", assumed()),
    }
}

/// Up to three names.
fn some_of(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Installs archives that an earlier step put down, such as `/wheels/*`.
fn add_local(
    local: &[&str],
    target: &Target,
    surroundings: &Surroundings<'_>,
    files: &mut FileSystem,
    outcome: &mut Outcome,
) {
    for path in local {
        let path = surroundings.path(path.trim_end_matches('*'));
        let archives: Vec<_> = files
            .within(&path)
            .filter(|lump| lump.kind == Kind::Archive)
            .cloned()
            .collect();
        for archive in archives {
            let names: Vec<String> = archive.name.split(' ').map(str::to_owned).collect();
            // The cache is for downloads only.
            let added = install(&names, target, surroundings, files, true);
            outcome.work.written_bytes = outcome
                .work
                .written_bytes
                .saturating_add(added.work.written_bytes);
            outcome.work.busy += added.work.busy;
            outcome.reason.clone_from(&added.reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn assumed_packages_are_none_of_the_measured_ones() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(origin(3, &[]), " from measurements");
        assert_eq!(
            origin(7, &names(&["psycopg2", "whitenoise"])),
            ", 5 from measurements and 8.0 MB assumed for each of psycopg2, whitenoise"
        );
        assert_eq!(
            origin(1, &names(&["own"])),
            ", 8.0 MB assumed for each of own, which nobody measured"
        );
    }
}
