//! Causes in words.

use crate::cache::{Cause, FileChange};

/// What the sentences need to know about a step that another one depends on.
pub(super) struct StepName {
    /// `builder 5/5`.
    pub(super) label: String,
    /// The image, if it is one that files are taken from: `golang:1.25`.
    pub(super) image: Option<String>,
}

/// How a change of text reads: "`--prefix=/install` was added".
pub(super) fn word_change(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_whitespace().collect();
    let new: Vec<&str> = after.split_whitespace().collect();
    let start = old
        .iter()
        .zip(&new)
        .take_while(|(left, right)| left == right)
        .count();
    let old_rest = old.get(start..).unwrap_or_default();
    let new_rest = new.get(start..).unwrap_or_default();
    let end = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    let removed = words(&old, start, old.len() - end);
    let added = words(&new, start, new.len() - end);
    match (removed.is_empty(), added.is_empty()) {
        (true, true) => "its spacing changed".to_owned(),
        (true, false) => format!("`{}` was added", shorten(&added)),
        (false, true) => format!("`{}` was removed", shorten(&removed)),
        (false, false) => replaced(&old, &new, start, end),
    }
}

fn words(all: &[&str], from: usize, to: usize) -> String {
    all.get(from..to).unwrap_or_default().join(" ")
}

/// Words that were replaced, with enough around them to see where: a short command whole. `start` and `end` words at both
/// ends are the same.
fn replaced(old: &[&str], new: &[&str], start: usize, end: usize) -> String {
    const WHOLE: usize = 50;
    const AROUND: usize = 2;
    let is_short = |all: &[&str]| words(all, 0, all.len()).chars().count() <= WHOLE;
    let (before, after) = if is_short(old) && is_short(new) {
        (start, end)
    } else {
        (start.min(AROUND), end.min(AROUND))
    };
    let shown = |all: &[&str]| {
        let (from, to) = (start - before, all.len() - (end - after));
        let text = shorten(&words(all, from, to));
        let left_out = if from > 0 { "… " } else { "" };
        // What is shortened ends with the sign already.
        let rest = if to < all.len() && !text.ends_with('…') {
            " …"
        } else {
            ""
        };
        format!("`{left_out}{text}{rest}`")
    };
    format!("{} became {}", shown(old), shown(new))
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{cut}…")
}

fn file_words(change: FileChange) -> &'static str {
    match change {
        FileChange::Content => "changed",
        FileChange::Mode => "has other permissions",
        FileChange::Added => "was added",
        FileChange::Removed => "was removed",
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn variable(name: &str, before: Option<&str>, after: Option<&str>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{name} changed from `{before}` to `{after}`"),
        (None, Some(after)) => format!("{name} was set to `{after}`"),
        (Some(_), None) => format!("{name} is no longer set"),
        (None, None) => format!("{name} changed"),
    }
}

/// The name under which a topic says that it explains the cause.
pub(super) fn subject(cause: &Cause) -> &'static str {
    match cause {
        Cause::FirstBuild | Cause::NewStep | Cause::NewCombination => "new",
        Cause::FirstUse | Cause::BaseImage { .. } => "base image",
        Cause::Edited { .. } => "edited",
        Cause::Files(_) => "files",
        Cause::Variable { .. } | Cause::VariableOrder => "variable",
        Cause::Setting { .. } => "option",
        Cause::NoCache => "no cache",
        Cause::StepBefore(_) | Cause::OtherStepBefore => "step before",
        Cause::Source { .. } => "stage",
    }
}

/// A few words for the ledger.
pub(super) fn brief(cause: &Cause, step: impl Fn(crate::graph::VertexId) -> StepName) -> String {
    match cause {
        Cause::FirstBuild => "first build".to_owned(),
        Cause::NewStep => "new step".to_owned(),
        Cause::FirstUse => "image not here yet".to_owned(),
        Cause::Edited { .. } => "this line was edited".to_owned(),
        Cause::Files(changes) => match changes.as_slice() {
            [(path, change)] => format!("{} {}", base_name(path), file_words(*change)),
            [(path, _), _] => format!("{} and 1 more file differ", base_name(path)),
            [(path, _), rest @ ..] => {
                format!("{} and {} more files differ", base_name(path), rest.len())
            }
            [] => "files differ".to_owned(),
        },
        Cause::Variable { name, .. } => format!("{name} changed"),
        Cause::VariableOrder => "variables in another order".to_owned(),
        Cause::Setting { what, .. } => format!("the {what} changed"),
        Cause::BaseImage { .. } => "another base image".to_owned(),
        Cause::NoCache => "cache switched off".to_owned(),
        Cause::StepBefore(_) => "the step before ran".to_owned(),
        Cause::OtherStepBefore => "another step before it".to_owned(),
        Cause::Source { vertex, .. } => match step(*vertex) {
            StepName { image: Some(_), .. } => "another image than before".to_owned(),
            StepName { label, .. } => format!("{label} changed"),
        },
        Cause::NewCombination => "not built like this before".to_owned(),
    }
}

/// To be read after "builder 5/5 runs: ".
pub(super) fn link(cause: &Cause, step: impl Fn(crate::graph::VertexId) -> StepName) -> String {
    match cause {
        Cause::FirstBuild => "nothing is in the cache yet".to_owned(),
        Cause::NewStep => "no earlier build has this step".to_owned(),
        Cause::FirstUse => "the image is downloaded".to_owned(),
        Cause::Edited { before, after } => word_change(before, after),
        Cause::Files(changes) => {
            let mut words: Vec<String> = changes
                .iter()
                .take(3)
                .map(|(path, change)| format!("`{path}` {}", file_words(*change)))
                .collect();
            if changes.len() > 3 {
                words.push(match changes.len() - 3 {
                    1 => "1 more file differs".to_owned(),
                    more => format!("{more} more files differ"),
                });
            }
            words.join(", ")
        }
        Cause::Variable {
            name,
            before,
            after,
            used,
        } => {
            let change = variable(name, before.as_deref(), after.as_deref());
            if *used {
                change
            } else {
                format!("{change}, and every variable counts, used or not")
            }
        }
        Cause::VariableOrder => "its variables are set in another order".to_owned(),
        Cause::Setting {
            what,
            before,
            after,
        } => {
            let shown = |value: &str| {
                if value.is_empty() {
                    "none".to_owned()
                } else {
                    format!("`{value}`")
                }
            };
            format!(
                "the {what} changed from {} to {}",
                shown(before),
                shown(after)
            )
        }
        Cause::BaseImage { before, after } => {
            format!("the base image changed from `{before}` to `{after}`")
        }
        Cause::NoCache => "the cache is switched off for it".to_owned(),
        Cause::StepBefore(_) => "the step before it ran".to_owned(),
        Cause::OtherStepBefore => "it now follows another step than before".to_owned(),
        Cause::Source { vertex, .. } => match step(*vertex) {
            StepName {
                image: Some(image), ..
            } => format!("it takes files from `{image}`, another image than before"),
            StepName { label, .. } => format!("it copies from {label}, whose result changed"),
        },
        Cause::NewCombination => "these inputs were never built together".to_owned(),
    }
}

/// One or two sentences for Explain.
pub(super) fn answer(cause: &Cause, step: impl Fn(crate::graph::VertexId) -> StepName) -> String {
    match cause {
        Cause::FirstBuild => "This is the first build, so nothing is in the cache yet.".to_owned(),
        Cause::NewStep => "No earlier build has a step like this at this place.".to_owned(),
        Cause::FirstUse => "The image is not on this machine yet, so it is downloaded.".to_owned(),
        Cause::Edited { .. } => "You edited the command, so its cache key is new.".to_owned(),
        Cause::Files(changes) => match changes.as_slice() {
            [(path, FileChange::Content)] => {
                format!("{path} changed. The content of every copied file is part of the key.")
            }
            [(path, FileChange::Mode)] => {
                format!("The permissions of {path} changed. They are part of the key, the time of the change is not.")
            }
            [(path, FileChange::Added)] => format!("{path} is new among the copied files."),
            [(path, FileChange::Removed)] => format!("{path} is no longer among the copied files."),
            _ => format!("{} of the copied files differ from the last build.", changes.len()),
        },
        Cause::Variable { used: true, .. } => {
            "A variable of the command has another value, so the cache key is new.".to_owned()
        }
        Cause::Variable { .. } => {
            "A variable has another value. All variables are part of the key of every RUN below them, used or not."
                .to_owned()
        }
        Cause::VariableOrder => {
            "The variables are the same, but in another order. The order is part of the key.".to_owned()
        }
        Cause::Setting { what, .. } => format!("The {what} is part of the key, and it changed."),
        Cause::BaseImage { .. } => "The stage begins with another base image, so everything in it is new.".to_owned(),
        Cause::NoCache => "The build was told not to use the cache for this stage.".to_owned(),
        Cause::StepBefore(_) => {
            "The step before it ran. A step works on the files that the step before it left, so it runs too.".to_owned()
        }
        Cause::OtherStepBefore => {
            "It follows another step than in the last build, so it works on other files.".to_owned()
        }
        Cause::Source { vertex, .. } => match step(*vertex) {
            StepName { image: Some(image), .. } => {
                format!("It takes files from the image {image}, which is another one than in the last build.")
            }
            StepName { label, .. } => format!("It copies from {label}, which ran again and left other files."),
        },
        Cause::NewCombination => "Each of its inputs was built before, but never together.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::word_change;

    #[test]
    fn names_the_words_that_changed() {
        assert_eq!(
            word_change(
                "RUN pip install -r r.txt",
                "RUN pip install --prefix=/install -r r.txt"
            ),
            "`--prefix=/install` was added"
        );
        assert_eq!(word_change("RUN a b c", "RUN a c"), "`b` was removed");
        assert_eq!(
            word_change("RUN a b c", "RUN a d c"),
            "`RUN a b c` became `RUN a d c`"
        );
        assert_eq!(
            word_change("RUN echo 1", "RUN echo hi && echo there"),
            "`RUN echo 1` became `RUN echo hi && echo there`"
        );
    }

    #[test]
    fn of_a_long_command_the_words_around_the_change_are_shown() {
        let command = |version: &str| {
            format!(
                "RUN curl --fail --location --output /tmp/tool.tar.gz https://example.com/{version} && tar --extract --file /tmp/tool.tar.gz"
            )
        };
        assert_eq!(
            word_change(&command("1"), &command("2")),
            "`… --output /tmp/tool.tar.gz https://example.com/1 && tar …` became `… --output /tmp/tool.tar.gz https://example.com/2 && tar …`"
        );
    }
}
