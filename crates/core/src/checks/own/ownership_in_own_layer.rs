//! `chown -R` in a RUN of its own, on files that were copied.

use layerlab_syntax::{Command, Instruction};

use super::scene::{Run, insert, replace};
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};
use crate::graph::paths;

pub(super) static RULE: OwnRule = OwnRule {
    name: "OwnershipInOwnLayer",
    severity: Severity::Note,
    description: "A RUN changes the owner of files that were copied, and so stores all of them a second time",
    explanation: "A layer cannot change the owner of a file alone: it holds the whole file again, and the image carries both. Write the owner into the instruction that brings the files, as in COPY --chown=web:web.",
    promise: Promise::ImageSize,
    finds,
    bad: &[Example::bad(
        "FROM python:3.13-slim\nRUN useradd web\nWORKDIR /app\nCOPY . .\nRUN chown -R web:web /app\nUSER web\n",
        &["This layer holds the files of line 4 a second time, with another owner"],
    )],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nRUN useradd web\nWORKDIR /app\nCOPY --chown=web:web . .\nUSER web\n",
        ),
        Example::good(
            "FROM python:3.13-slim\nRUN useradd web\nRUN chown -R web:web /home/web\nCOPY . /app\n",
        ),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let found = scene.image_runs().filter_map(|run| {
        let (owner, place) = run.script.commands.iter().find_map(|command| {
            let recursive = command
                .texts()
                .skip(1)
                .any(|word| word == "--recursive" || (word.starts_with('-') && word.contains('R')));
            if command.name() != "chown" || !recursive {
                return None;
            }
            let (owner, rest) = command.verb(&[])?;
            let [place] = rest else { return None };
            let place = place.text.trim_matches(['"', '\'']).trim_end_matches("/*");
            Some((owner.text, paths::join(&run.exec.working_directory, place)))
        })?;
        let copies: Vec<(usize, &Instruction<'_>)> = scene
            .before(run.index)
            .filter(|index| {
                let copied = scene.copied(*index);
                !copied.is_empty()
                    && copied.iter().all(|action| {
                        let destination = action.destination.trim_end_matches('/');
                        action.owner.is_empty() && paths::is_within(destination, &place)
                    })
            })
            .filter_map(|index| Some((index, scene.syntax.instructions.get(index)?)))
            .collect();
        let (first, copy) = copies.first()?;
        Some(OwnFound {
            instruction: run.index,
            message: format!(
                "This layer holds the files of line {} a second time, with another owner",
                copy.lines.first
            ),
            remedy: remedy(scene, &run, owner, *first, &copies),
            ..OwnFound::default()
        })
    });
    found.collect()
}

fn remedy(
    scene: &Scene<'_>,
    run: &Run<'_>,
    owner: &str,
    first: usize,
    copies: &[(usize, &Instruction<'_>)],
) -> Remedy {
    let between = (first + 1..run.index).filter_map(|index| scene.syntax.instructions.get(index));
    let between_runs = between.filter(|instruction| matches!(instruction.command, Command::Run(_)));
    if between_runs.count() > 0 {
        return Remedy::ByHand(
            "Put the steps that make the user above the COPY, and write --chown into it. What the steps between the two write needs an owner of its own.",
        );
    }
    let user = owner.split(':').next().unwrap_or_default();
    let numeric = owner
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    let made = scene
        .before(first)
        .filter_map(|index| scene.run(index))
        .any(|earlier| {
            earlier.script.commands.iter().any(|command| {
                matches!(command.name(), "useradd" | "adduser")
                    && command.texts().any(|word| word == user)
            })
        });
    if owner.contains(['$', '"', '\'']) || !(numeric || made) {
        return Remedy::ByHand(
            "Make the user above the COPY, and write --chown with its name into it.",
        );
    }
    if run.script.commands.len() != 1 || !run.instruction.heredocs.is_empty() {
        return Remedy::ByHand("Write --chown into the COPY, and take chown out of this step.");
    }
    let owner = owner.trim_end_matches(':');
    let mut edits: Vec<TextEdit> = copies
        .iter()
        .map(|(_, copy)| insert(copy.keyword.span.end, format!(" --chown={owner}")))
        .collect();
    edits.push(replace(scene.whole_lines(run.instruction.span), ""));
    Remedy::fix(
        "Write the owner into the COPY",
        edits,
        "The folder itself and what other steps wrote into it stay root's: if the program writes there, make the folder in a RUN before.",
    )
}
