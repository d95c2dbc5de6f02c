//! CMD or ENTRYPOINT in shell form.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "JSONArgsRecommended",
    origin: Origin::BuildKit,
    description: "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals",
    url: "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/",
    experimental: false,
    explanation: "In this form the command runs inside a shell, and docker stop sends its signal to the shell, which does not pass it on: the program is killed after ten seconds instead of ending in good order. Write the words as a JSON array, such as CMD [\"python\", \"app.py\"]. If a shell is wanted, say so with SHELL or call it in the array.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nCMD echo hi\nentrypoint a\n",
        &[
            "JSON arguments recommended for CMD to prevent unintended behavior related to OS signals",
            "JSON arguments recommended for entrypoint to prevent unintended behavior related to OS signals",
        ],
    )],
    good: &[
        Example::good("FROM alpine\nCMD [\"echo\", \"hi\"]\n"),
        Example::good("FROM alpine\nSHELL [\"/bin/bash\", \"-c\"]\nCMD echo hi\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::ShellForm {
            keyword,
            shell_is_set: false,
        } => Found::message(format!(
            "JSON arguments recommended for {keyword} to prevent unintended behavior related to OS signals"
        )),
        _ => Vec::new(),
    }
}
