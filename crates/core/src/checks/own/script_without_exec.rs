//! An entrypoint script that stays in front of the program.

use std::rc::Rc;

use layerlab_syntax::Span;

use super::script::{self, Command};
use super::started::is_python;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};
use crate::effects::{first_line_names_shell, is_shell};
use crate::graph::paths;

pub(super) static RULE: OwnRule = OwnRule {
    name: "ScriptWithoutExec",
    severity: Severity::Serious,
    description: "The script that starts the program stays in front of it, and signals do not reach the program",
    explanation: "docker stop sends its signal to the first process of the container. If that is a shell which waits for the program, the program never hears of it and is killed after ten seconds, in the middle of whatever it does. exec lets the program take the shell's place: let the script end with exec \"$@\" or exec and the command.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nCOPY start.sh /start.sh\nENTRYPOINT [\"/start.sh\"]\nCMD [\"gunicorn\", \"-b\", \":80\", \"a:b\"]\n",
            &[
                "start.sh ends with \"$@\" without exec, so that docker stop reaches the script only",
            ],
        ),
        Example::bad(
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY start.sh ./\nCMD [\"sh\", \"start.sh\"]\n",
            &[
                "start.sh ends with \"$@\" without exec, so that docker stop reaches the script only",
            ],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nCOPY good.sh /good.sh\nENTRYPOINT [\"/good.sh\"]\nCMD [\"gunicorn\", \"-b\", \":80\", \"a:b\"]\n",
        ),
        Example::good("FROM python:3.13-slim\nCOPY app.py /\nENTRYPOINT [\"/app.py\"]\n"),
        Example::good("FROM python:3.13-slim\nENTRYPOINT [\"/start.sh\"]\n"),
    ],
};

/// Programs that run until they are stopped.
const SERVERS: [&str; 14] = [
    "gunicorn",
    "uvicorn",
    "hypercorn",
    "daphne",
    "uwsgi",
    "celery",
    "node",
    "java",
    "nginx",
    "httpd",
    "php-fpm",
    "puma",
    "supervisord",
    "dotnet",
];

/// The command is what the container is there for.
fn is_program(command: &Command<'_>) -> bool {
    let text = command.words.first().map_or("", |word| word.text);
    let handed_on = matches!(text, "\"$@\"" | "$@" | "$*" | "\"$*\"");
    let name = command.name();
    handed_on || SERVERS.contains(&name) || is_python(name)
}

/// The path of the script that the container starts.
fn script_path(scene: &Scene<'_>) -> Option<String> {
    let config = &scene.target()?.config;
    let words = if config.entrypoint.is_empty() {
        &config.cmd
    } else {
        &config.entrypoint
    };
    let mut words = words.iter();
    let first = words.next()?;
    let by_shell = is_shell(first);
    let path = if by_shell { words.next()? } else { first };
    let looks_like_one = path.contains('/') || by_shell;
    let directory = match config.working_directory.as_str() {
        "" => "/",
        directory => directory,
    };
    (looks_like_one && !path.starts_with('-')).then(|| paths::join(directory, path))
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    found(scene).into_iter().collect()
}

fn found(scene: &Scene<'_>) -> Option<OwnFound> {
    let instruction = scene.last_start()?;
    let path = script_path(scene)?;
    let file = scene.file_at(&path)?;
    let text: Rc<str> = Rc::clone(scene.context.get(&file)?.node.as_text()?);
    if first_line_names_shell(&text) != Some(true) || text.contains("trap ") {
        return None;
    }
    let script = script::read(&text, Span::new(0, text.len()), '\\');
    let last = script.commands.last()?;
    let execs = last.leading.iter().any(|word| word.text == "exec");
    // What ends an `if` or a loop is no command.
    if execs || !is_program(last) || text.trim_end().ends_with('&') {
        return None;
    }
    let word = last.words.first()?;
    let start = last
        .leading
        .first()
        .map_or(word.span.start, |word| word.span.start);
    Some(OwnFound {
        instruction,
        message: format!(
            "{} ends with {} without exec, so that docker stop reaches the script only",
            paths::base_name(&file),
            word.text
        ),
        remedy: Remedy::fix(
            format!("Write exec in front of it in {file}"),
            vec![TextEdit {
                file: file.to_string(),
                span: Span::new(start, start),
                text: "exec ".to_owned(),
            }],
            "Nothing of the script runs after that command any more.",
        ),
        ..OwnFound::default()
    })
}
