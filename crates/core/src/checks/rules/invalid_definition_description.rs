//! A comment above a stage or an argument that does not begin with its name.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "InvalidDefinitionDescription",
    origin: Origin::BuildKit,
    description: "Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.",
    url: "https://docs.docker.com/go/dockerfile/rule/invalid-definition-description/",
    experimental: true,
    explanation: "A comment directly above a named stage or an ARG is taken for its description, which docker build --call=outline shows. Begin it with the name that it describes, or leave an empty comment line between. This rule is asked only if # check=experimental=InvalidDefinitionDescription stands at the head of the file.",
    finds,
    bad: &[
        Example::bad(
            "# check=experimental=all\nFROM alpine\n# the version\nARG VERSION\n",
            &["Comment for ARG should follow the format: `# VERSION <description>`"],
        ),
        Example::bad(
            "# check=experimental=InvalidDefinitionDescription\n# compiles\nFROM alpine AS build\n# two\nARG A=1 B=2\n",
            &[
                "Comment for FROM should follow the format: `# build <description>`",
                "Comment for ARG should follow the format: `# <arg_key> <description>`",
            ],
        ),
    ],
    good: &[
        Example::good(
            "# check=experimental=all\n# build compiles\nFROM alpine AS build\n# note\n#\nARG VERSION\n",
        ),
        Example::good("FROM alpine\n# the version\nARG VERSION\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::Described {
        instruction,
        names,
        comment,
    } = moment
    else {
        return Vec::new();
    };
    let begins_with = comment.split(' ').next().unwrap_or_default();
    let name = match names {
        names if names.contains(&begins_with) => return Vec::new(),
        [] => return Vec::new(),
        [name] => name,
        _ => "<arg_key>",
    };
    Found::message(format!(
        "Comment for {instruction} should follow the format: `# {name} <description>`"
    ))
}
