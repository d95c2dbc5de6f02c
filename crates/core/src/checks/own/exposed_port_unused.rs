//! EXPOSE with a port on which nothing listens.

use layerlab_syntax::{Command, Word};

use super::scene::replace;
use super::servers::listening;
use super::started::started;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;
use crate::graph::port;

pub(super) static RULE: OwnRule = OwnRule {
    name: "ExposedPortUnused",
    severity: Severity::Note,
    description: "EXPOSE names another port than the one on which the program listens",
    explanation: "EXPOSE opens nothing and publishes nothing: it is a note for people and for tools, which port the program listens on. docker run -p publishes a port, EXPOSE or not. A number that is not the program's leads whoever trusts it to a port where nobody answers.",
    promise: Promise::Safety,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nEXPOSE 80/tcp\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n",
        &["gunicorn listens on port 8000, and EXPOSE does not name it"],
    )],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nEXPOSE 8000\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nEXPOSE 7000-9000\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n",
        ),
        // No EXPOSE at all is no fault.
        Example::good(
            "FROM python:3.13-slim\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nARG PORT=80\nEXPOSE $PORT\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n",
        ),
        Example::good("FROM python:3.13-slim\nEXPOSE 80\nCMD [\"python\", \"app.py\"]\n"),
    ],
};

/// Whether a word of EXPOSE covers a port; `None` if that is not known, or if BuildKit has something to say of it.
fn covers(word: &Word<'_>, wanted: u16) -> Option<bool> {
    let written = word.value.trim_matches('"');
    if written.contains(['$', ':']) {
        return None;
    }
    let parts = port::split(written).ok()?;
    let (first, last) = match parts.container_port.split_once('-') {
        Some((first, last)) => (first, last),
        None => (parts.container_port, parts.container_port),
    };
    let (first, last): (u16, u16) = (first.parse().ok()?, last.parse().ok()?);
    Some(parts.protocol.eq_ignore_ascii_case("tcp") && (first..=last).contains(&wanted))
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let (Some(target), Some(started)) = (scene.target(), started(scene)) else {
        return Vec::new();
    };
    let environment = &target.config.env;
    let places: Vec<_> = started
        .commands
        .iter()
        .filter_map(|words| listening(words, environment))
        .collect();
    let Some(place) = places.first() else {
        return Vec::new();
    };
    let mut exposed = Vec::new();
    for (index, instruction) in scene.syntax.instructions.iter().enumerate() {
        if let Command::Expose(words) = &instruction.command
            && scene.is_in_image(index)
        {
            exposed.extend(words.iter().map(|word| (index, word)));
        }
    }
    let known: Option<Vec<bool>> = exposed
        .iter()
        .map(|(_, word)| covers(word, place.port))
        .collect();
    let (Some(known), Some((index, word))) = (known, exposed.first()) else {
        return Vec::new();
    };
    if known.contains(&true) {
        return Vec::new();
    }
    let number = word
        .value
        .find('/')
        .map_or(word.span.end, |at| word.span.start + at);
    let number = layerlab_syntax::Span::new(word.span.start, number);
    let plain = scene
        .slice(number)
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    vec![OwnFound {
        instruction: *index,
        span: word.span,
        message: format!(
            "{} listens on port {}, and EXPOSE does not name it",
            place.program, place.port
        ),
        remedy: if exposed.len() == 1 && plain {
            Remedy::fix(
                format!("Write EXPOSE {}", place.port),
                vec![replace(number, place.port.to_string())],
                "If the port of EXPOSE is the right one, the command has to be changed in its place.",
            )
        } else {
            Remedy::ByHand(
                "Name the port in EXPOSE, or let the program listen on one that is named.",
            )
        },
    }]
}
