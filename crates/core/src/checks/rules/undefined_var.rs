//! A variable that nothing sets.

use crate::checks::{Example, Found, Moment, Origin, Rule};
use crate::graph::environment::NOT_IN_ENVIRONMENT;
use crate::graph::suggest::nearest;

pub(super) static RULE: Rule = Rule {
    name: "UndefinedVar",
    origin: Origin::BuildKit,
    description: "Variables should be defined before their use",
    url: "https://docs.docker.com/go/dockerfile/rule/undefined-var/",
    experimental: false,
    explanation: "Nothing sets this variable before the line that uses it, so nothing stands in its place. A misspelt name does this, and so does an ARG from above FROM, which each stage has to take over with a line ARG NAME. Declare it with ARG or ENV before, or correct the name.",
    finds,
    bad: &[
        Example::bad(
            "FROM alpine\nENV PATH=$PAHT:/app\nCOPY $SRC /dst\n",
            &[
                "Usage of undefined variable '$PAHT' (did you mean $PATH?)",
                "Usage of undefined variable '$SRC'",
            ],
        ),
        Example::bad(
            "ARG DIR=/app\nFROM alpine\nWORKDIR /x$DIR\n",
            &["Usage of undefined variable '$DIR'"],
        ),
    ],
    good: &[Example::good(
        "FROM alpine\nARG SRC\nCOPY ${SRC} /dst\nENV A=1\nENV B=$A\nRUN echo $UNSET\n",
    )],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::UnsetVariable {
        name,
        arguments,
        set,
    } = moment
    else {
        return Vec::new();
    };
    // An argument may be left without a value on purpose.
    if arguments.iter().any(|argument| argument == name) || NOT_IN_ENVIRONMENT.contains(name) {
        return Vec::new();
    }
    let hint = nearest(name, set.iter().map(|(name, _)| name.as_str()))
        .map(|name| format!(" (did you mean ${name}?)"))
        .unwrap_or_default();
    Found::message(format!("Usage of undefined variable '${name}'{hint}"))
}
