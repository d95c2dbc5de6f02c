//! An empty line where an instruction goes on.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "NoEmptyContinuation",
    origin: Origin::BuildKit,
    description: "Empty continuation lines will become errors in a future release",
    url: "https://docs.docker.com/go/dockerfile/rule/no-empty-continuation/",
    experimental: false,
    explanation: "A line ends with the escape character, so the instruction goes on, but the next line is empty. Docker passes over it today and will refuse it one day. Take the empty line out, or write a comment in its place.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nRUN a \\\n\n  b\n",
        &["Empty continuation line"],
    )],
    good: &[Example::good("FROM alpine\nRUN a \\\n  # why\n  b\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::EmptyContinuation => Found::message("Empty continuation line"),
        _ => Vec::new(),
    }
}
