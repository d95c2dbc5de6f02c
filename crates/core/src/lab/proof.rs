//! Fixes with proof: each is applied to a copy of the project, and the simulator says what came of it.

use std::time::Duration;

use layerlab_catalog::Packages;
use layerlab_syntax::Span;

use super::analysis::{Analysis, Severity};
use super::checking::Findings;
use super::project::Project;
use super::typical_edits::{dearest, is_code, is_list};
use super::what_if::EditCosts;
use super::workbench::Lab;
use crate::checks::Fix;
use crate::checks::own::{OwnFinding, OwnRule, Promise, Remedy};

/// A fix that keeps what its rule promises.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Index of what it puts right in [`Findings::own`].
    pub finding: usize,
    /// What is changed.
    pub fix: Fix,
    /// What it costs or risks, one sentence.
    pub risk: &'static str,
    /// What is another figure with it; empty if none is.
    pub changes: Vec<Change>,
}

/// Something that is measured of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The build after an edit of a file of the code.
    CodeEdit,
    /// The build after an edit of the list of dependencies.
    DependencyEdit,
    /// The build after its base image became another one.
    BaseImage,
    /// The build with an empty cache.
    ColdBuild,
    /// The final image, unpacked.
    ImageSize,
    /// What is sent to the builder.
    Context,
}

impl Measure {
    /// All of them, those first that are seen most often.
    pub const ALL: [Self; 6] = [
        Self::CodeEdit,
        Self::DependencyEdit,
        Self::BaseImage,
        Self::ColdBuild,
        Self::ImageSize,
        Self::Context,
    ];
}

/// Time or bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// Time.
    Time(Duration),
    /// Bytes.
    Bytes(u64),
}

/// A figure that is another one with a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is measured.
    pub measure: Measure,
    /// The file that is edited; empty if none is.
    pub file: String,
    /// Without the fix.
    pub before: Amount,
    /// With it.
    pub after: Amount,
}

impl Change {
    /// What is measured, as a heading: `Build after an edit of views.py`.
    #[must_use]
    pub fn what(&self) -> String {
        match self.measure {
            Measure::CodeEdit | Measure::DependencyEdit => {
                let name = self.file.rsplit('/').next().unwrap_or(&self.file);
                format!("Build after an edit of {name}")
            }
            Measure::BaseImage => "Build after a new base image".to_owned(),
            Measure::ColdBuild => "Build with an empty cache".to_owned(),
            Measure::ImageSize => "Image".to_owned(),
            Measure::Context => "Sent to the builder".to_owned(),
        }
    }

    /// It is less with the fix.
    #[must_use]
    pub fn is_gain(&self) -> bool {
        self.after < self.before
    }
}

/// Differences that are smaller are noise of the estimates.
const LEAST_TIME: Duration = Duration::from_millis(200);

/// A project as simulated.
#[derive(Debug)]
pub(super) struct Simulated {
    pub(super) analysis: Analysis,
    pub(super) findings: Findings,
    costs: EditCosts,
}

impl Simulated {
    /// A project of which nothing was built yet.
    pub(super) fn new(lab: &Lab) -> Self {
        let analysis = lab.analyze();
        Self {
            findings: lab.findings(&analysis),
            costs: lab.edit_costs(),
            analysis,
        }
    }

    /// It builds.
    pub(super) fn succeeds(&self) -> bool {
        let mut problems = self.analysis.problems.iter();
        !self.analysis.summary.fails
            && self.analysis.syntax.errors.is_empty()
            && !problems.any(|problem| problem.severity == Severity::Error)
    }

    fn dearest(&self, is_kind: fn(&str) -> bool) -> Option<String> {
        dearest(&self.analysis, &self.costs, is_kind)
    }

    /// The build after the dearest edit of a base image.
    fn base_image_edit(&self) -> Duration {
        let costs = self.costs.base_images.iter();
        let durations = costs.map(|(_, _, cost)| cost.duration);
        durations.max().unwrap_or_default()
    }

    /// A figure, if the project has it.
    pub(super) fn figure(&self, measure: Measure, edited: &Edited) -> Option<Amount> {
        let edit = |file: &Option<String>| {
            let file = file.as_ref()?;
            Some(Amount::Time(self.costs.file(file).duration))
        };
        match measure {
            Measure::CodeEdit => edit(&edited.code),
            Measure::DependencyEdit => edit(&edited.list),
            Measure::BaseImage => Some(Amount::Time(self.base_image_edit())),
            Measure::ColdBuild => Some(Amount::Time(self.analysis.summary.cold_duration)),
            Measure::ImageSize => Some(Amount::Bytes(self.analysis.image.size.bytes)),
            Measure::Context => Some(Amount::Bytes(self.analysis.context.sent_bytes)),
        }
    }

    /// What is sent without the texts of the Dockerfile and of the ignore file: a few bytes more of them are no cost.
    fn sent_without_texts(&self) -> u64 {
        let context = &self.analysis.context;
        let files = context.files();
        let texts =
            files.filter(|file| *file.path == *"Dockerfile" || *file.path == *context.ignore_file);
        let bytes = texts.map(|file| file.sent_bytes);
        context
            .sent_bytes
            .saturating_sub(bytes.fold(0, u64::saturating_add))
    }

    pub(super) fn of_rule(&self, name: &str) -> usize {
        let findings = self.findings.own.iter();
        findings.filter(|finding| finding.rule.name == name).count()
    }
}

/// The files whose edits are measured.
#[derive(Debug, Clone)]
pub(super) struct Edited {
    code: Option<String>,
    list: Option<String>,
}

impl Edited {
    /// Those of a project that are dearest to edit.
    pub(super) fn of(simulated: &Simulated) -> Self {
        Self {
            code: simulated.dearest(is_code),
            list: simulated.dearest(is_list),
        }
    }

    fn file(&self, measure: Measure) -> &str {
        let file = match measure {
            Measure::CodeEdit => &self.code,
            Measure::DependencyEdit => &self.list,
            _ => &None,
        };
        file.as_deref().unwrap_or_default()
    }
}

/// The fixes of what is found in a project and `wanted`, as far as they keep what they promise.
pub(super) fn offers(
    project: &Project,
    packages: &Packages,
    wanted: impl Fn(&Analysis, &OwnFinding) -> bool,
) -> Vec<Offer> {
    let lab = Lab::open_with(project.clone(), packages.clone());
    let before = Simulated::new(&lab);
    if !before.succeeds() {
        return Vec::new();
    }
    let edited = Edited::of(&before);
    let findings = before.findings.own.iter().enumerate();
    findings
        .filter(|(_, finding)| wanted(&before.analysis, finding))
        .filter_map(|(index, finding)| prove(&lab, &before, &edited, index, finding))
        .collect()
}

/// Whether a finding is about the instruction at a byte offset of the Dockerfile.
pub(super) fn is_about(analysis: &Analysis, finding: &OwnFinding, offset: usize) -> bool {
    let covers = |span: Span| span.start <= offset && offset <= span.end;
    let mut instructions = analysis.syntax.instructions.iter();
    let at = instructions.find(|instruction| covers(instruction.span));
    covers(finding.span) || at.is_some_and(|at| at.lines.first == finding.line)
}

fn prove(
    lab: &Lab,
    before: &Simulated,
    edited: &Edited,
    index: usize,
    finding: &OwnFinding,
) -> Option<Offer> {
    let Remedy::Fix { fix, risk } = &finding.remedy else {
        return None;
    };
    let fixed = lab.project.with_edits(&fix.edits)?;
    let after = Simulated::new(&lab.with_project(fixed));
    let changes = proven(finding.rule, before, &after, edited)?;
    Some(Offer {
        finding: index,
        fix: fix.clone(),
        risk,
        changes,
    })
}

/// What is another figure with a fix of a rule, if the fix puts something right and keeps what the rule promises.
pub(super) fn proven(
    rule: &OwnRule,
    before: &Simulated,
    after: &Simulated,
    edited: &Edited,
) -> Option<Vec<Change>> {
    let puts_right = after.succeeds() && after.of_rule(rule.name) < before.of_rule(rule.name);
    let changes = changes(before, after, edited);
    (puts_right && keeps(rule.promise, &changes)).then_some(changes)
}

/// The promise is kept if one of its figures is less and none is more.
fn keeps(promise: Promise, changes: &[Change]) -> bool {
    let promised: &[Measure] = match promise {
        Promise::CodeEdit => &[Measure::CodeEdit],
        Promise::DependencyEdit => &[Measure::DependencyEdit],
        Promise::AnyEdit => &[Measure::CodeEdit, Measure::DependencyEdit],
        Promise::ImageSize => &[Measure::ImageSize],
        Promise::Installation => &[Measure::ImageSize, Measure::ColdBuild],
        Promise::Context => &[Measure::Context],
        Promise::Safety => return true,
    };
    let mut of_promise = changes
        .iter()
        .filter(|change| promised.contains(&change.measure))
        .peekable();
    of_promise.peek().is_some() && of_promise.all(Change::is_gain)
}

/// What is another figure. Differences that are noise of the estimates are left out.
pub(super) fn changes(before: &Simulated, after: &Simulated, edited: &Edited) -> Vec<Change> {
    let differing = Measure::ALL.into_iter().filter_map(|measure| {
        let (old, new) = (
            before.figure(measure, edited)?,
            after.figure(measure, edited)?,
        );
        let noise = match (measure, old, new) {
            (Measure::Context, ..) => before.sent_without_texts() == after.sent_without_texts(),
            (_, Amount::Time(old), Amount::Time(new)) => old.abs_diff(new) < LEAST_TIME,
            _ => old == new,
        };
        (!noise).then(|| Change {
            measure,
            file: edited.file(measure).to_owned(),
            before: old,
            after: new,
        })
    });
    differing.collect()
}
