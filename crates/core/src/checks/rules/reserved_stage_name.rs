//! A stage with a name that means something else.

use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "ReservedStageName",
    origin: Origin::BuildKit,
    description: "Reserved words should not be used as stage names",
    url: "https://docs.docker.com/go/dockerfile/rule/reserved-stage-name/",
    experimental: false,
    explanation: "The names context and scratch have a meaning of their own: the build context, and the empty image. A stage of that name cannot be told from them. Choose another name.",
    finds,
    bad: &[
        Example::bad(
            "FROM alpine AS scratch\n",
            &["Stage name should not use the same name as reserved stage \"scratch\""],
        ),
        Example::bad(
            "FROM alpine AS Context\n",
            &["Stage name should not use the same name as reserved stage \"context\""],
        ),
    ],
    good: &[Example::good("FROM scratch AS base\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::StageNamed { name, .. } if matches!(*name, "context" | "scratch") => {
            Found::message(format!(
                "Stage name should not use the same name as reserved stage {}",
                go_quote(name)
            ))
        }
        _ => Vec::new(),
    }
}
