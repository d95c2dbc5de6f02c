//! `uv` and `poetry`: the same packages as with pip, listed in `pyproject.toml`.

use std::time::Duration;

use layerlab_catalog::assumed;

use super::{Outcome, Surroundings, operands, pip};
use crate::effects::{FileSystem, Kind};

/// `uv pip install …`, `uv sync`, `uv add …`.
pub(super) fn uv(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    match arguments {
        ["pip", rest @ ..] => {
            // uv links what it installs to its cache, so that it takes no space of its own; nor does it compile.
            let mut words: Vec<&str> = rest
                .iter()
                .copied()
                .filter(|word| *word != "--system")
                .collect();
            words.extend(["--no-cache-dir", "--no-compile"]);
            pip::run(&words, surroundings, files)
        }
        ["sync", rest @ ..] => {
            let development = !rest.contains(&"--no-dev");
            install_listed(".venv", development, surroundings, files)
        }
        ["venv", ..] => Outcome::busy(Duration::from_millis(300)),
        _ => Outcome::busy(Duration::from_secs(1)),
    }
}

/// `poetry install`; into the system's packages if it was told to make no virtual environment.
pub(super) fn poetry(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(arguments, &["--with", "--without", "--only", "-C"]);
    if words.first() != Some(&"install") {
        return Outcome::busy(Duration::from_secs(1));
    }
    let production = arguments
        .iter()
        .any(|word| matches!(*word, "--no-dev" | "--only=main" | "--without=dev"))
        || arguments
            .windows(2)
            .any(|pair| matches!(pair, ["--only", "main"] | ["--without", "dev"]));
    let inside = matches!(
        surroundings.variable("POETRY_VIRTUALENVS_IN_PROJECT"),
        Some("1" | "true")
    );
    let home = if inside { ".venv" } else { "" };
    let mut outcome = install_listed(home, !production, surroundings, files);
    let cache = format!("{}/.cache/pypoetry", surroundings.home());
    if !arguments.contains(&"--no-cache") && surroundings.variable("POETRY_NO_CACHE").is_none() {
        let kept = assumed("virtual-environment-tool");
        files.add(&cache, "", kept, Kind::Archive, None);
    }
    outcome.work.busy += Duration::from_secs(3);
    outcome
}

/// Installs what `pyproject.toml` lists.
fn install_listed(
    home: &str,
    development: bool,
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let Some(text) = files.text(&surroundings.path("pyproject.toml")) else {
        return Outcome {
            unknown: vec!["a project without a pyproject.toml".to_owned()],
            ..Outcome::default()
        };
    };
    let names = listed(&text, development);
    let target = surroundings.path(home);
    let mut words = vec!["install", "--no-cache-dir"];
    if !home.is_empty() {
        words.extend(["--target", &target]);
    }
    words.extend(names.iter().map(String::as_str));
    pip::run(&words, surroundings, files)
}

/// The names of dependencies in a `pyproject.toml`, of the project's own table and of poetry's. A broken file gives what
/// can be read.
fn listed(text: &str, development: bool) -> Vec<String> {
    let mut names = Vec::new();
    let mut section = "";
    let mut in_list = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') && !in_list {
            section = line;
            continue;
        }
        let is_development = section == "[dependency-groups]"
            || section.starts_with("[tool.poetry.group.")
                && (section.contains("dev") || section.contains("test"));
        if is_development && !development {
            continue;
        }
        if section == "[tool.poetry.dependencies]" || section.starts_with("[tool.poetry.group.") {
            if let Some((name, _)) = line.split_once('=') {
                names.push(name.trim().trim_matches('"').to_owned());
            }
            continue;
        }
        let starts = matches!(section, "[project]") && line.starts_with("dependencies")
            || section == "[dependency-groups]" && line.contains('[');
        in_list |= starts;
        if in_list {
            // Every second piece between quotes is a requirement.
            names.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
            in_list = !line.trim_end_matches(',').ends_with(']');
        }
    }
    names.retain(|name| !name.is_empty() && name != "python");
    names
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn reads_both_kinds_of_tables() {
        let standard = "[project]\nname = \"x\"\ndependencies = [\n  \"django>=5\",\n  \"gunicorn\",\n]\n[dependency-groups]\ndev = [\"pytest\"]\n";
        assert_eq!(listed(standard, false), ["django>=5", "gunicorn"]);
        assert_eq!(listed(standard, true), ["django>=5", "gunicorn", "pytest"]);
        let poetry = "[tool.poetry.dependencies]\npython = \"^3.13\"\nDjango = \"^5\"\n[tool.poetry.group.dev.dependencies]\npytest = \"8\"\n";
        assert_eq!(listed(poetry, false), ["Django"]);
        assert_eq!(listed(poetry, true), ["Django", "pytest"]);
        assert_eq!(listed("[project]\ndependencies = [\"a", true), ["a"]);
    }
}
