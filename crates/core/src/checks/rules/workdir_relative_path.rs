//! A first WORKDIR that does not begin at the root.

use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "WorkdirRelativePath",
    origin: Origin::BuildKit,
    description: "Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes",
    url: "https://docs.docker.com/go/dockerfile/rule/workdir-relative-path/",
    experimental: false,
    explanation: "This path is added to the working directory of the base image, which may be another one in its next version. Begin the first WORKDIR with a slash; later ones may be relative.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nWORKDIR app\nWORKDIR src\n",
        &["Relative workdir \"app\" can have unexpected results if the base image changes"],
    )],
    good: &[Example::good(
        "FROM alpine AS a\nWORKDIR /app\nFROM a\nWORKDIR src\n",
    )],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::WorkingDirectory {
            path,
            absolute: false,
            known: false,
        } => Found::message(format!(
            "Relative workdir {} can have unexpected results if the base image changes",
            go_quote(path)
        )),
        _ => Vec::new(),
    }
}
