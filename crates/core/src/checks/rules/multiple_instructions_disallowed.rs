//! CMD, ENTRYPOINT or HEALTHCHECK more than once in a stage.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "MultipleInstructionsDisallowed",
    origin: Origin::BuildKit,
    description: "Multiple instructions of the same type should not be used in the same stage",
    url: "https://docs.docker.com/go/dockerfile/rule/multiple-instructions-disallowed/",
    experimental: false,
    explanation: "An image has one CMD, one ENTRYPOINT and one HEALTHCHECK. A later one replaces this, so this line does nothing. Keep the one that is meant.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nCMD [\"a\"]\nCMD [\"b\"]\n",
        &[
            "Multiple CMD instructions should not be used in the same stage because only the last one will be used",
        ],
    )],
    good: &[Example::good(
        "FROM alpine AS a\nCMD [\"a\"]\nFROM a\nCMD [\"b\"]\nENTRYPOINT [\"c\"]\n",
    )],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::Replaced { keyword } => Found::message(format!(
            "Multiple {keyword} instructions should not be used in the same stage because only the last one will be used"
        )),
        _ => Vec::new(),
    }
}
