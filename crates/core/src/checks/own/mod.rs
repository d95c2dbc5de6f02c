//! Rules of our own, beside those of `docker build --check`.
//!
//! Each is one file here: who it is, what it finds, how it is put right, why that matters, and examples that are its tests.
//! They look at the plan of the build and at what it takes from the context, and never at figures: whether a fix gains
//! anything is for the simulator to say, which applies it to a copy of the project (`lab::proof`).

mod add_for_copy;
mod apt_lists_kept;
mod apt_update_alone;
mod buffered_python_output;
mod build_tools_in_image;
mod cache_mount_missing;
mod dependencies_after_source;
mod directory_by_cd;
mod download_first;
mod exposed_port_unused;
mod full_base_image;
mod ignored_command;
mod install;
mod listens_on_loopback;
mod ownership_in_own_layer;
mod package_cache_kept;
mod pipe_hides_failure;
mod places;
mod recommended_packages;
mod relative_destination;
mod runs_as_root;
mod scene;
mod script;
mod script_documents;
#[cfg(test)]
mod script_tests;
mod script_without_exec;
mod scripts;
mod secret_in_layer;
mod servers;
mod single_stage_build;
mod split;
mod stable_step_after_source;
mod started;
mod sudo_in_run;
mod unanswered_question;
mod unneeded_files;
mod unpinned_base_image;
mod unused_stage;
mod weak_ignore_file;

pub use scene::{RarelySent, Scene};
pub use scripts::Scripts;

use layerlab_syntax::Span;

use super::directive::Settings;
use super::rule::{Example, Fix, TextEdit};

/// What a fix of a rule promises. An offer that does not keep it is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// The build after an edit of the code is quicker.
    CodeEdit,
    /// The build after an edit of the list of dependencies is quicker.
    DependencyEdit,
    /// The build after an edit of the code or of the list of dependencies is quicker.
    AnyEdit,
    /// The image is smaller.
    ImageSize,
    /// The image is smaller or the build with an empty cache quicker.
    Installation,
    /// Less is sent to the builder.
    Context,
    /// The build does what it should; no figure shows that.
    Safety,
}

/// How much it matters what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something does not do what it seems to do, or is open to others.
    Serious,
    /// It costs time or space that need not be spent.
    Note,
    /// It could be better, and many do without.
    Hint,
}

impl Severity {
    /// The word shown for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Serious => "serious",
            Self::Note => "note",
            Self::Hint => "hint",
        }
    }
}

/// A rule of our own.
#[derive(Debug)]
pub struct OwnRule {
    /// Name as `# check=skip=` takes it.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about, in one sentence.
    pub description: &'static str,
    /// Two or three sentences for someone who meets it for the first time: what goes wrong, and what to write instead.
    pub explanation: &'static str,
    /// What its fixes promise.
    pub promise: Promise,
    /// What it finds.
    pub finds: fn(&Scene<'_>) -> Vec<OwnFound>,
    /// Dockerfiles in which it finds something.
    pub bad: &'static [Example],
    /// Dockerfiles in which it finds nothing.
    pub good: &'static [Example],
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnFound {
    /// The instruction that it is about (index in the syntax tree).
    pub instruction: usize,
    /// Where exactly; the keyword of the instruction if it is empty.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// A way to put it right, or why there is none.
    pub remedy: Remedy,
}

/// A way to put something right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// An edit.
    Fix {
        /// What is changed.
        fix: Fix,
        /// What it costs or risks, one sentence.
        risk: &'static str,
    },
    /// Why nothing is offered, one sentence that says what to do by hand.
    ByHand(&'static str),
}

impl Default for Remedy {
    fn default() -> Self {
        Self::ByHand("It has to be put right by hand.")
    }
}

impl Remedy {
    /// An edit of some places.
    fn fix(title: impl Into<String>, edits: Vec<TextEdit>, risk: &'static str) -> Self {
        let title = title.into();
        Self::Fix {
            fix: Fix { title, edits },
            risk,
        }
    }
}

/// Something that a rule of our own found.
#[derive(Debug, Clone)]
pub struct OwnFinding {
    /// The rule.
    pub rule: &'static OwnRule,
    /// What is wrong.
    pub message: String,
    /// First line of the instruction, 1-based.
    pub line: usize,
    /// Where exactly: a range of bytes of the Dockerfile.
    pub span: Span,
    /// A way to put it right, or why there is none.
    pub remedy: Remedy,
}

/// Rules are known by their names.
impl PartialEq for OwnFinding {
    fn eq(&self, other: &Self) -> bool {
        let parts = |finding: &Self| (finding.rule.name, finding.line, finding.span);
        parts(self) == parts(other) && self.message == other.message && self.remedy == other.remedy
    }
}

impl Eq for OwnFinding {}

/// All rules of our own, those first that usually gain the most.
pub static OWN_RULES: &[&OwnRule] = &[
    &dependencies_after_source::RULE,
    &stable_step_after_source::RULE,
    &secret_in_layer::RULE,
    &weak_ignore_file::RULE,
    &full_base_image::RULE,
    &apt_update_alone::RULE,
    &unanswered_question::RULE,
    &apt_lists_kept::RULE,
    &recommended_packages::RULE,
    &package_cache_kept::RULE,
    &single_stage_build::RULE,
    &build_tools_in_image::RULE,
    &cache_mount_missing::RULE,
    &ownership_in_own_layer::RULE,
    &listens_on_loopback::RULE,
    &script_without_exec::RULE,
    &ignored_command::RULE,
    &exposed_port_unused::RULE,
    &unused_stage::RULE,
    &unneeded_files::RULE,
    &runs_as_root::RULE,
    &unpinned_base_image::RULE,
    &pipe_hides_failure::RULE,
    &sudo_in_run::RULE,
    &directory_by_cd::RULE,
    &relative_destination::RULE,
    &buffered_python_output::RULE,
    &add_for_copy::RULE,
];

/// What our rules find. Nothing in a file that BuildKit's parser refuses: half of it would be guessed.
#[must_use]
pub fn find(scene: &Scene<'_>) -> Vec<OwnFinding> {
    if !scene.syntax.errors.is_empty() {
        return Vec::new();
    }
    let settings = Settings::of_build(scene.text, scene.syntax, scene.options).unwrap_or_default();
    let mut findings = Vec::new();
    for rule in OWN_RULES {
        if settings.skips(rule.name, None) {
            continue;
        }
        for found in (rule.finds)(scene) {
            let Some(instruction) = scene.syntax.instructions.get(found.instruction) else {
                continue;
            };
            let comments = instruction.comments_before();
            let above = Settings::of_comments(comments.iter().map(AsRef::as_ref));
            if settings.skips(rule.name, above.as_ref()) {
                continue;
            }
            let whole = found.span.start >= found.span.end;
            findings.push(OwnFinding {
                rule,
                message: found.message,
                line: instruction.lines.first,
                span: if whole {
                    instruction.keyword.span
                } else {
                    found.span
                },
                remedy: found.remedy,
            });
        }
    }
    findings
}
