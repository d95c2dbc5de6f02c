//! The row of an ARG before the first FROM: it belongs to no stage, and counts where a FROM names it or a stage takes it in.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact>, and
//! `dockerfile2llb/convert.go` (`metaArgs`).

use std::collections::BTreeMap;

use layerlab_syntax::{Command, Dockerfile, Instruction};

use super::analysis::LedgerRow;

/// Says what the ARG sets, and for which lines. `uses` are those of all such ARG.
pub(super) fn describe(
    row: &mut LedgerRow,
    syntax: &Dockerfile,
    uses: &BTreeMap<usize, Vec<usize>>,
) {
    let uses = uses.get(&row.instruction).into_iter().flatten();
    let (stages, taken_in): (Vec<&Instruction>, Vec<&Instruction>) = uses
        .filter_map(|position| syntax.instructions.get(*position))
        .partition(|instruction| matches!(instruction.command, Command::From { .. }));
    let names = names_of(syntax.instructions.get(row.instruction));
    let read_by_docker = names.iter().any(|name| is_read_by_docker(name));
    let for_whom = match (stages.is_empty(), taken_in.is_empty()) {
        (false, _) => "for FROM lines",
        (true, false) => "for stages that ask for it",
        (true, true) if read_by_docker => "for BuildKit itself",
        (true, true) => "and nothing uses it",
    };
    row.brief = format!("sets {} {for_whom}", names.join(", "));
    let mut answer =
        "It stands before the first FROM, so it belongs to no stage and makes no step.".to_owned();
    if !stages.is_empty() {
        answer.push_str(&format!(" FROM in {} uses its value.", lines(&stages)));
    }
    if !taken_in.is_empty() {
        answer.push_str(&format!(
            " ARG in {} takes its value into the stage.",
            lines(&taken_in)
        ));
    }
    if read_by_docker {
        answer.push_str(" BuildKit itself reads it.");
    } else if stages.is_empty() && taken_in.is_empty() {
        answer.push_str(
            " No FROM uses its value, and no ARG inside a stage takes it in, so it changes nothing.",
        );
    }
    row.answer = answer;
}

/// `SOURCE_DATE_EPOCH` gives times, `BUILDKIT_…` switches parts of BuildKit on and off.
fn is_read_by_docker(name: &str) -> bool {
    name == "SOURCE_DATE_EPOCH" || name.starts_with("BUILDKIT_")
}

fn names_of<'a>(instruction: Option<&'a Instruction>) -> Vec<&'a str> {
    match instruction.map(|instruction| &instruction.command) {
        Some(Command::Arg(arguments)) => arguments.iter().map(|(name, _)| &*name.value).collect(),
        _ => Vec::new(),
    }
}

/// `line 2`, `lines 2, 5 and 9`.
fn lines(instructions: &[&Instruction]) -> String {
    let numbers: Vec<String> = instructions
        .iter()
        .map(|instruction| instruction.lines.first.to_string())
        .collect();
    match numbers.as_slice() {
        [] => String::new(),
        [only] => format!("line {only}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::lab::{Lab, LedgerRow, Project};

    fn first_row(dockerfile: &str) -> LedgerRow {
        let project = Project {
            dockerfile: dockerfile.into(),
            ..Project::default()
        };
        Lab::open(project).analyze().rows.swap_remove(0)
    }

    const NO_STAGE: &str =
        "It stands before the first FROM, so it belongs to no stage and makes no step.";

    #[test]
    fn an_argument_before_the_first_from_says_who_uses_it() {
        for (dockerfile, brief, uses) in [
            (
                "ARG V=3.13\nFROM python:${V}-slim\nRUN echo hi\n",
                "sets V for FROM lines",
                "FROM in line 2 uses its value.",
            ),
            (
                "ARG V=3.13\nARG T=$V-slim\nFROM python:$T AS a\nFROM python:$T\n",
                "sets V for FROM lines",
                "FROM in lines 3 and 4 uses its value.",
            ),
            (
                "ARG V=1\nFROM alpine\nRUN echo\nARG V\nRUN echo $V\n",
                "sets V for stages that ask for it",
                "ARG in line 4 takes its value into the stage.",
            ),
            (
                "ARG V=1\nARG VERSION=2\nFROM alpine:$VERSION\nRUN echo $V\n",
                "sets V and nothing uses it",
                "No FROM uses its value, and no ARG inside a stage takes it in, so it changes nothing.",
            ),
            (
                "ARG SOURCE_DATE_EPOCH=0\nFROM alpine\nWORKDIR /app\n",
                "sets SOURCE_DATE_EPOCH for BuildKit itself",
                "BuildKit itself reads it.",
            ),
        ] {
            let row = first_row(dockerfile);
            assert_eq!(row.state.word(), "", "{dockerfile}");
            assert_eq!(row.brief, brief);
            assert_eq!(row.answer, format!("{NO_STAGE} {uses}"));
        }
    }
}
