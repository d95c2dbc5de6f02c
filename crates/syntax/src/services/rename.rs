//! Other names for stages and variables.

use std::collections::BTreeSet;

use super::references::{ReferenceKind, Symbol, references, symbol_at};
use super::resolve::Resolved;
use super::stage_names::{self, StageMentionKind};
use super::variables::{self, PLATFORM_ARGUMENTS, Role};
use crate::instruction::is_stage_name;
use crate::{Command, Dockerfile, Span};

/// Text to put in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// Names that mean something else than a stage (BuildKit's check `ReservedStageName`).
const RESERVED_STAGE_NAMES: [&str; 2] = ["context", "scratch"];

/// Arguments that can be given to every build without being declared.
const PROXY_ARGUMENTS: [&str; 10] = [
    "ALL_PROXY",
    "FTP_PROXY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "all_proxy",
    "ftp_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// The edits that give the stage or the variable at `offset` of `text` another name wherever it is named, in the order of
/// the text. `dockerfile` was read from `text`.
///
/// # Errors
/// Why it cannot be done, in a sentence: there is nothing to rename, the name is not allowed, or another thing has it.
pub fn rename(
    dockerfile: &Dockerfile,
    text: &str,
    offset: usize,
    new_name: &str,
) -> Result<Vec<TextEdit>, String> {
    match symbol_at(dockerfile, text, offset) {
        None => {
            return Err(
                "Only the name of a stage or a variable of this file can be changed.".to_owned(),
            );
        }
        Some(Symbol::Stage(stage)) => check_stage(dockerfile, text, stage, new_name)?,
        Some(Symbol::Variable(resolved, here)) => {
            check_variable(dockerfile, text, &resolved, here, new_name)?;
        }
    }
    let edits = references(dockerfile, text, offset)
        .into_iter()
        .filter(|reference| reference.kind != ReferenceKind::StageIndex)
        .map(|reference| TextEdit {
            span: reference.span,
            text: new_name.to_owned(),
        })
        .collect();
    Ok(edits)
}

fn check_stage(
    dockerfile: &Dockerfile,
    text: &str,
    stage: usize,
    new_name: &str,
) -> Result<(), String> {
    let new_lower = new_name.to_lowercase();
    if !is_stage_name(&new_lower) {
        return Err(
            "The name of a stage begins with a letter and has only letters, digits, '.', '_' and '-'."
                .to_owned(),
        );
    }
    if RESERVED_STAGE_NAMES.contains(&new_lower.as_str()) {
        return Err(format!("The name {new_name} is reserved."));
    }
    let mentions = stage_names::mentions(dockerfile, text);
    let is_named = mentions.iter().any(|mention| {
        mention.kind == StageMentionKind::Definition && mention.stage == Some(stage)
    });
    if !is_named {
        return Err("The stage has no name that can be changed.".to_owned());
    }
    let is_taken = mentions
        .iter()
        .any(|mention| mention.stage != Some(stage) && mention.name.to_lowercase() == new_lower);
    if is_taken {
        return Err(format!(
            "The name {new_name} already stands for another stage or an image."
        ));
    }
    let uses: BTreeSet<usize> = mentions
        .iter()
        .filter(|mention| mention.stage == Some(stage))
        .map(|mention| mention.span.start)
        .collect();
    let bases = stage_names::base_stages(dockerfile);
    for (built_on_it, base) in dockerfile.stages.iter().zip(bases) {
        if base == Some(stage)
            && let Some(from) = dockerfile.instructions.get(built_on_it.from)
            && let Command::From { image, .. } = &from.command
            && uses
                .range(image.span.start..=image.span.end)
                .next()
                .is_none()
        {
            return Err(format!(
                "The FROM in line {} names the stage by way of a variable.",
                from.lines.first
            ));
        }
    }
    Ok(())
}

fn check_variable(
    dockerfile: &Dockerfile,
    text: &str,
    resolved: &[Resolved<'_>],
    here: Resolved<'_>,
    new_name: &str,
) -> Result<(), String> {
    let starts_well =
        new_name.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic());
    let has_only = |next: char| next == '_' || next.is_ascii_alphanumeric();
    if !starts_well || !new_name.chars().all(has_only) {
        return Err(
            "The name of a variable begins with a letter or '_' and has only letters, digits and '_'."
                .to_owned(),
        );
    }
    for name in [here.mention.name, new_name] {
        if PLATFORM_ARGUMENTS.contains(&name) || PROXY_ARGUMENTS.contains(&name) {
            return Err(format!("The variable {name} gets its value from BuildKit."));
        }
    }
    if new_name == here.mention.name {
        return Ok(());
    }
    let own: Vec<_> = resolved
        .iter()
        .filter(|other| other.variable == here.variable)
        .collect();
    let scopes: BTreeSet<Option<usize>> = own.iter().map(|own| own.mention.stage).collect();
    let imports = own
        .iter()
        .any(|own| matches!(own.mention.role, Role::Definition { imports, .. } if imports));
    // A stage sees what the stages below it set.
    let mut sees_it = Vec::with_capacity(dockerfile.stages.len());
    for (stage, base) in stage_names::base_stages(dockerfile).into_iter().enumerate() {
        let inherits = base.is_some_and(|base| sees_it.get(base).copied().unwrap_or_default());
        sees_it.push(inherits || scopes.contains(&Some(stage)));
    }
    let clashes = variables::mentions(dockerfile, text)
        .iter()
        .filter(|mention| mention.name == new_name)
        .any(|mention| match (mention.stage, mention.role) {
            (None, _) => imports || scopes.contains(&None),
            (Some(_), Role::Definition { imports: true, .. }) if scopes.contains(&None) => true,
            (Some(stage), _) => sees_it.get(stage).copied().unwrap_or_default(),
        });
    if clashes {
        return Err(format!(
            "The name {new_name} is already used where this variable is visible."
        ));
    }
    let has_no_definition = own
        .iter()
        .all(|own| matches!(own.mention.role, Role::Use(_)));
    if has_no_definition {
        return Err("The variable has no definition that can be changed.".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn renamed(marked_text: &str, new_name: &str) -> Result<String, String> {
        let offset = marked_text.find('|').unwrap_or_default();
        let mut text = marked_text.replacen('|', "", 1);
        for edit in rename(&parse(&text), &text, offset, new_name)?.iter().rev() {
            text.replace_range(edit.span.start..edit.span.end, &edit.text);
        }
        Ok(text)
    }

    #[test]
    fn names_change_everywhere() {
        assert_eq!(
            renamed("FROM a AS b\nFROM |B\nCOPY --from=b --from=0 / /\n", "base"),
            Ok("FROM a AS base\nFROM base\nCOPY --from=base --from=0 / /\n".to_owned())
        );
        assert_eq!(
            renamed("ARG V=1\nFROM a:$V\nARG V\nRUN ${|V:-V} V\n", "TAG"),
            Ok("ARG TAG=1\nFROM a:$TAG\nARG TAG\nRUN ${TAG:-V} V\n".to_owned())
        );
    }

    #[test]
    fn names_that_do_not_fit_are_refused() {
        for (text, new_name) in [
            ("FROM a AS |b\n", "1b"),
            ("FROM a AS |b\n", "scratch"),
            ("FROM a AS |b\nFROM c\n", "C"),
            ("FROM a AS |b\nFROM c AS d\n", "d"),
            ("FROM |a AS b\n", "d"),
            ("ARG V=b\nFROM a AS |b\nFROM $V\n", "d"),
            ("FROM a\nCOPY --from=|0 / /\n", "d"),
            ("ARG |V=1\n", "a b"),
            ("FROM a\nARG |TARGETARCH\n", "d"),
            ("FROM a AS b\nENV |V=1\nFROM b\nENV W=2\n", "W"),
            ("ARG W=1\nFROM a\nARG |V\n", "W"),
            ("ARG |V=1\nFROM a\nARG W\n", "W"),
        ] {
            assert!(renamed(text, new_name).is_err(), "{text:?}");
        }
    }
}
