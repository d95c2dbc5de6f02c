//! `chown -R` in a RUN of its own, on files that were copied.

use layerlab_syntax::{Command, Instruction, Span};

use super::install::is_account;
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
    let between: Vec<usize> = (first + 1..run.index)
        .filter(|index| {
            let instruction = scene.syntax.instructions.get(*index);
            matches!(
                instruction.map(|instruction| &instruction.command),
                Some(Command::Run(_))
            )
        })
        .collect();
    if !between.iter().all(|index| makes_accounts(scene, *index)) {
        return Remedy::ByHand(
            "Put the steps that make the user above the COPY, and write --chown into it. What the steps between the two write needs an owner of its own.",
        );
    }
    let user = owner.split(':').next().unwrap_or_default();
    let numeric = owner
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    let made = scene
        .before(run.index)
        .chain([run.index])
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
    let owner = owner.trim_end_matches(':');
    let Some(rest) = without_recursion(scene, run, owner, first) else {
        return Remedy::ByHand("Write --chown into the COPY, and take chown out of this step.");
    };
    let mut edits: Vec<TextEdit> = copies
        .iter()
        .map(|(_, copy)| insert(copy.keyword.span.end, format!(" --chown={owner}")))
        .collect();
    edits.push(replace(scene.whole_lines(run.instruction.span), ""));
    // User and folder have to be there when the files come, so the steps that make them move above the COPY.
    let mut moved = String::new();
    for index in between {
        let Some(instruction) = scene.syntax.instructions.get(index) else {
            continue;
        };
        edits.push(replace(scene.whole_lines(instruction.span), ""));
        moved.push_str(scene.slice(instruction.span));
        moved.push_str(scene.line_break());
    }
    if !rest.is_empty() {
        moved.push_str(&rest);
        moved.push_str(scene.line_break());
    }
    if let Some((_, copy)) = copies.first().filter(|_| !moved.is_empty()) {
        edits.push(insert(copy.span.start, moved));
    }
    Remedy::fix(
        "Write the owner into the COPY",
        edits,
        "What other steps wrote into the folder before stays root's, if there are such.",
    )
}

/// A RUN that does nothing but make users and groups.
fn makes_accounts(scene: &Scene<'_>, index: usize) -> bool {
    scene.run(index).is_some_and(|run| {
        run.instruction.heredocs.is_empty()
            && run.instruction.flags.is_empty()
            && run.script.commands.iter().all(is_account)
    })
}

/// What is left of a step that ends with the chown: commands that make users and groups, and the new owner of the folder
/// itself, which takes no space and lets the program write into it. Empty if nothing is left.
fn without_recursion(
    scene: &Scene<'_>,
    run: &Run<'_>,
    owner: &str,
    first: usize,
) -> Option<String> {
    let (chown, rest) = run.script.commands.split_last()?;
    let plain = run.instruction.heredocs.is_empty() && run.instruction.flags.is_empty();
    if !plain || run.script.end.is_none() || chown.name() != "chown" || !rest.iter().all(is_account)
    {
        return None;
    }
    let start = run.instruction.span.start;
    let place = chown.words.last()?.text;
    if place.trim_matches(['"', '\'']).ends_with("/*") {
        let last = rest.last().and_then(|command| command.words.last());
        let kept = last.map(|last| scene.slice(Span::new(start, last.span.end)));
        return Some(kept.unwrap_or_default().to_owned());
    }
    let before = scene.slice(Span::new(start, chown.words.first()?.span.start));
    // WORKDIR makes the folder; otherwise the COPY does, which comes later now.
    let folder = paths::join(&run.exec.working_directory, place.trim_matches(['"', '\'']));
    let made = scene.before(first).any(|index| {
        let instruction = scene.syntax.instructions.get(index);
        matches!(
            instruction.map(|instruction| &instruction.command),
            Some(Command::Workdir(_))
        )
    });
    let made = made && folder == run.exec.working_directory.trim_end_matches('/');
    let make = if made {
        String::new()
    } else {
        format!("mkdir -p {place} && ")
    };
    Some(format!("{before}{make}chown {owner} {place}"))
}
