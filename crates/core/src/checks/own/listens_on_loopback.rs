//! A server that only its own container can reach.

use super::scene::replace;
use super::servers::listening;
use super::started::started;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "ListensOnLoopback",
    severity: Severity::Serious,
    description: "The program listens on 127.0.0.1, where no published port reaches it",
    explanation: "A container has a network of its own, and 127.0.0.1 in it is the container itself. docker run -p brings connections to its other address, so a server has to listen on 0.0.0.0, which stands for all of them. Many development servers take 127.0.0.1 if nothing is said.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nCMD [\"gunicorn\", \"--bind\", \"127.0.0.1:8000\", \"app:app\"]\n",
            &["gunicorn listens on 127.0.0.1, where no published port reaches it"],
        ),
        Example::bad(
            "FROM python:3.13-slim\nENTRYPOINT [\"python\", \"manage.py\"]\nCMD [\"runserver\"]\n",
            &[
                "manage.py listens on 127.0.0.1 if it is told nothing, where no published port reaches it",
            ],
        ),
        Example::bad(
            "FROM python:3.13-slim\nCMD [\"uvicorn\", \"app:app\", \"--port\", \"80\"]\n",
            &[
                "uvicorn listens on 127.0.0.1 if it is told nothing, where no published port reaches it",
            ],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nENV UVICORN_HOST=0.0.0.0\nCMD [\"uvicorn\", \"app:app\"]\n",
        ),
        Example::good("FROM python:3.13-slim\nCMD [\"python\", \"app.py\"]\n"),
        Example::good(
            "FROM python:3.13-slim\nCMD python manage.py migrate && python manage.py runserver 0.0.0.0:8000\n",
        ),
    ],
};

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
    // gunicorn reads this file by itself.
    let configured = scene.context.get("gunicorn.conf.py").is_some();
    let mut alone = places
        .iter()
        .filter(|place| place.is_loopback() && !(place.by_itself && configured));
    // One server in front of another may well listen for both.
    let Some(place) = alone
        .next()
        .filter(|_| !places.iter().any(|place| !place.is_loopback()))
    else {
        return Vec::new();
    };
    let if_silent = if place.by_itself {
        " if it is told nothing"
    } else {
        ""
    };
    vec![OwnFound {
        instruction: started.instruction,
        message: format!(
            "{} listens on {}{if_silent}, where no published port reaches it",
            place.program, place.host
        ),
        remedy: remedy(scene, started.instruction, &place.host, place.by_itself),
        ..OwnFound::default()
    }]
}

fn remedy(scene: &Scene<'_>, instruction: usize, host: &str, by_itself: bool) -> Remedy {
    if by_itself {
        return Remedy::ByHand(
            "Tell the program to listen on 0.0.0.0, by the option or the argument that it has for this.",
        );
    }
    let span = scene.syntax.instructions.get(instruction);
    let span = span.map(|instruction| instruction.span).unwrap_or_default();
    let text = scene.slice(span);
    match (text.find(host), text.matches(host).count()) {
        (Some(at), 1) => {
            let start = span.start + at;
            let place = layerlab_syntax::Span::new(start, start + host.len());
            Remedy::fix(
                "Listen on 0.0.0.0",
                vec![replace(place, "0.0.0.0")],
                "Every container of the same network reaches the program then, and whoever reaches a port that is published.",
            )
        }
        _ => Remedy::ByHand("Write 0.0.0.0 in its place."),
    }
}
