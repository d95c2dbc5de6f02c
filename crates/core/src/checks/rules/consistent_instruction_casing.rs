//! An instruction that is not written in the same case as most others.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "ConsistentInstructionCasing",
    origin: Origin::BuildKit,
    description: "All commands within the Dockerfile should use the same casing (either upper or lower)",
    url: "https://docs.docker.com/go/dockerfile/rule/consistent-instruction-casing/",
    experimental: false,
    explanation: "Docker takes instructions in any case. Most of this file are written one way and this one is not, which makes it easy to overlook. The usual way is capitals throughout.",
    finds,
    bad: &[
        Example::bad(
            "FROM alpine\nrun a\nRUN b\n",
            &["Command 'run' should match the case of the command majority (uppercase)"],
        ),
        Example::bad(
            "from alpine\nRUN a\nrun b\nRun c\n",
            &[
                "Command 'RUN' should match the case of the command majority (lowercase)",
                "Command 'Run' should match the case of the command majority (lowercase)",
            ],
        ),
    ],
    good: &[
        Example::good("from alpine\nrun a\n"),
        Example::good("FROM alpine\nRUN a\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::Keyword {
        written,
        majority_is_lower,
    } = moment
    else {
        return Vec::new();
    };
    let (expected, name) = if *majority_is_lower {
        (written.to_lowercase(), "lowercase")
    } else {
        (written.to_uppercase(), "uppercase")
    };
    if expected == *written {
        return Vec::new();
    }
    Found::message(format!(
        "Command '{written}' should match the case of the command majority ({name})"
    ))
}
