//! Two stages of the same name.

use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "DuplicateStageName",
    origin: Origin::BuildKit,
    description: "Stage names should be unique",
    url: "https://docs.docker.com/go/dockerfile/rule/duplicate-stage-name/",
    experimental: false,
    explanation: "Two stages have the same name, and the name stands for the later one from there on. The earlier one can then only be reached by its number. Give each stage a name of its own.",
    finds,
    bad: &[Example::bad(
        "FROM alpine AS a\nFROM debian AS A\n",
        &["Duplicate stage name \"a\", stage names should be unique"],
    )],
    good: &[Example::good("FROM alpine AS a\nFROM debian AS b\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::StageNamed { name, taken: true } => Found::message(format!(
            "Duplicate stage name {}, stage names should be unique",
            go_quote(name)
        )),
        _ => Vec::new(),
    }
}
