//! Capitals in the name of a stage.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "StageNameCasing",
    origin: Origin::BuildKit,
    description: "Stage names should be lowercase",
    url: "https://docs.docker.com/go/dockerfile/rule/stage-name-casing/",
    experimental: false,
    explanation: "Docker turns the names of stages into lower case, so a name with capitals is not the name that it knows. Write it in lower case, here and wherever it is used.",
    finds,
    bad: &[Example::bad(
        "FROM alpine AS Builder\n",
        &["Stage name 'Builder' should be lowercase"],
    )],
    good: &[Example::good("FROM alpine AS builder\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::From {
        words: [_, _, name],
        ..
    } = moment
    else {
        return Vec::new();
    };
    if *name == name.to_lowercase() {
        return Vec::new();
    }
    Found::message(format!("Stage name '{name}' should be lowercase"))
}
