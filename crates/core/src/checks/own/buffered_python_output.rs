//! A Python program whose output waits in a buffer.

use super::scene::insert;
use super::started::{is_python, started};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::paths;

pub(super) static RULE: OwnRule = OwnRule {
    name: "BufferedPythonOutput",
    severity: Severity::Hint,
    description: "A Python program is started without PYTHONUNBUFFERED",
    explanation: "Where no terminal is, as in a container, Python collects what a program prints and writes it in blocks of some kilobytes. docker logs then shows it late, and what was still waiting when the program crashed is lost. PYTHONUNBUFFERED=1 makes Python write at once, as the option -u does.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nCOPY app.py /\n# Starts it\nCMD [\"python\", \"/app.py\"]\n",
            &["What the program prints reaches docker logs late, or never if it crashes"],
        ),
        Example::bad(
            "FROM python:3.13-slim\nENTRYPOINT exec gunicorn --bind :8000 app:app\n",
            &["What the program prints reaches docker logs late, or never if it crashes"],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nCMD [\"python\", \"/app.py\"]\n",
        ),
        Example::good("FROM python:3.13-slim\nCMD [\"python\", \"-u\", \"/app.py\"]\n"),
        Example::good("FROM nginx:1.27\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n"),
        Example::good("FROM python:3.13-slim\nRUN pip list\n"),
    ],
};

/// Programs that are written in Python and run code of the project.
const PROGRAMS: [&str; 11] = [
    "gunicorn",
    "uvicorn",
    "hypercorn",
    "daphne",
    "waitress-serve",
    "flask",
    "fastapi",
    "celery",
    "django-admin",
    "streamlit",
    "manage.py",
];

/// The command runs Python with a buffer.
fn buffers(words: &[String]) -> bool {
    let Some((program, arguments)) = words.split_first() else {
        return false;
    };
    let name = paths::base_name(program);
    if !is_python(name) {
        return PROGRAMS.contains(&name);
    }
    // Options of the interpreter stand before the program; without one it is a prompt.
    let own = arguments
        .iter()
        .take_while(|word| word.starts_with('-') && *word != "-m");
    let unbuffered = own.clone().any(|option| {
        !option.starts_with("--") && option.contains('u')
            || matches!(option.as_str(), "-c" | "-V" | "--version")
    });
    !unbuffered && own.count() < arguments.len()
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let (Some(target), Some(started)) = (scene.target(), started(scene)) else {
        return Vec::new();
    };
    let set = target.config.env.iter();
    let is_set = set
        .clone()
        .any(|(name, value)| name == "PYTHONUNBUFFERED" && !value.is_empty());
    let buffered = started.commands.iter().any(|words| buffers(words));
    let instruction = scene.syntax.instructions.get(started.instruction);
    let (Some(instruction), false, true, true) =
        (instruction, is_set, buffered, scene.base_is_known())
    else {
        return Vec::new();
    };
    let text = format!("ENV PYTHONUNBUFFERED=1{}", scene.line_break());
    vec![OwnFound {
        instruction: started.instruction,
        message: "What the program prints reaches docker logs late, or never if it crashes"
            .to_owned(),
        remedy: Remedy::fix(
            "Set PYTHONUNBUFFERED",
            vec![insert(scene.block_start(instruction.span), text)],
            "A program that prints very much gets a little slower.",
        ),
        ..OwnFound::default()
    }]
}
