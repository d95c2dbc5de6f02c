//! Fixes with proof: each is applied to a copy of the project, and the simulator says what came of it.

use std::time::Duration;

use layerlab_catalog::Packages;

use super::analysis::{Analysis, Severity};
use super::project::Project;
use super::what_if::{EditCost, EditCosts};
use super::workbench::Lab;
use crate::checks::Fix;
use crate::checks::own::{OwnFinding, Promise, Remedy};

/// A fix that keeps what its rule promises.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Index of what it puts right in [`Analysis::own_findings`].
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
    /// The build with an empty cache.
    ColdBuild,
    /// The final image, unpacked.
    ImageSize,
    /// What is sent to the builder.
    Context,
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
    /// It is less with the fix.
    #[must_use]
    pub fn is_gain(&self) -> bool {
        self.after < self.before
    }
}

/// Differences that are smaller are noise of the estimates.
const LEAST_TIME: Duration = Duration::from_millis(200);

/// Files that list what is installed, by the beginnings and ends of their names.
const LISTS: [(&str, &str); 9] = [
    ("requirements", ".txt"),
    ("package", ".json"),
    ("Pipfile", ""),
    ("pyproject", ".toml"),
    ("poetry", ".lock"),
    ("yarn", ".lock"),
    ("go", ".mod"),
    ("Cargo", ".toml"),
    ("Gemfile", ""),
];

/// Ends of the names of files that are edited all day.
const CODE: [&str; 21] = [
    "py", "js", "ts", "jsx", "tsx", "mjs", "go", "rs", "rb", "php", "java", "kt", "c", "cc", "cpp",
    "cs", "ex", "html", "css", "vue", "sh",
];

/// Lists are no code, and `requirements/prod.txt` is a list as well.
fn is_list(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = |(start, end): &(&str, &str)| name.starts_with(start) && name.ends_with(end);
    LISTS.iter().any(named) || (path.contains("requirements/") && path.ends_with(".txt"))
}

fn is_code(path: &str) -> bool {
    let end = path.rsplit_once('.').map(|(_, end)| end);
    end.is_some_and(|end| CODE.contains(&end)) && !is_list(path)
}

/// A project as simulated.
struct Simulated {
    analysis: Analysis,
    costs: EditCosts,
}

impl Simulated {
    fn new(project: Project, packages: &Packages) -> Self {
        let lab = Lab::open_with(project, packages.clone());
        let analysis = lab.analyze();
        let costs = lab.edit_costs();
        Self { analysis, costs }
    }

    /// It builds.
    fn succeeds(&self) -> bool {
        let mut problems = self.analysis.problems.iter();
        !self.analysis.summary.fails
            && self.analysis.syntax.errors.is_empty()
            && !problems.any(|problem| problem.severity == Severity::Error)
    }

    /// The sent file of a kind that is dearest to edit. Of equal ones it is the largest: the one that is worked on most.
    fn dearest(&self, is_kind: fn(&str) -> bool) -> Option<String> {
        let files = self.analysis.context.files();
        let sent = files.filter(|file| file.sent_files > 0 && is_kind(&file.path));
        let costs = sent.map(|file| (self.costs.file(&file.path), file));
        let dearest = costs.max_by_key(|(cost, file)| {
            let place = std::cmp::Reverse(&file.path);
            (cost.duration, cost.steps, file.sent_bytes, place)
        });
        let (_, file) = dearest.filter(|(cost, _)| cost.steps > 0)?;
        Some(file.path.to_string())
    }

    fn of_rule(&self, name: &str) -> usize {
        let findings = self.analysis.own_findings.iter();
        findings.filter(|finding| finding.rule.name == name).count()
    }
}

/// The files whose edits are measured.
struct Edited {
    code: Option<String>,
    list: Option<String>,
}

/// The fixes of what is found in a project, as far as they keep what they promise.
pub(super) fn offers(project: &Project, packages: &Packages) -> Vec<Offer> {
    let before = Simulated::new(project.clone(), packages);
    if !before.succeeds() {
        return Vec::new();
    }
    let edited = Edited {
        code: before.dearest(is_code),
        list: before.dearest(is_list),
    };
    let findings = before.analysis.own_findings.iter().enumerate();
    findings
        .filter_map(|(index, finding)| prove(project, packages, &before, &edited, index, finding))
        .collect()
}

fn prove(
    project: &Project,
    packages: &Packages,
    before: &Simulated,
    edited: &Edited,
    index: usize,
    finding: &OwnFinding,
) -> Option<Offer> {
    let Remedy::Fix { fix, risk } = &finding.remedy else {
        return None;
    };
    let fixed = project.with_edits(&fix.edits)?;
    let after = Simulated::new(fixed, packages);
    let name = finding.rule.name;
    let puts_right = after.succeeds() && after.of_rule(name) < before.of_rule(name);
    let changes = changes(before, &after, edited);
    (puts_right && keeps(finding.rule.promise, &changes)).then(|| Offer {
        finding: index,
        fix: fix.clone(),
        risk,
        changes,
    })
}

/// The promise is kept if one of its figures is less and none is more.
fn keeps(promise: Promise, changes: &[Change]) -> bool {
    let promised: &[Measure] = match promise {
        Promise::CodeEdit => &[Measure::CodeEdit],
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

fn changes(before: &Simulated, after: &Simulated, edited: &Edited) -> Vec<Change> {
    let cost = |simulated: &Simulated, file: &Option<String>| -> Option<EditCost> {
        file.as_ref().map(|file| simulated.costs.file(file).clone())
    };
    let mut changes = Vec::new();
    let mut differ = |measure, file: &str, before: Amount, after: Amount| {
        let noise = match (before, after) {
            (Amount::Time(before), Amount::Time(after)) => before.abs_diff(after) < LEAST_TIME,
            _ => before == after,
        };
        if !noise {
            changes.push(Change {
                measure,
                file: file.to_owned(),
                before,
                after,
            });
        }
    };
    let edits = [
        (Measure::CodeEdit, &edited.code),
        (Measure::DependencyEdit, &edited.list),
    ];
    for (measure, file) in edits {
        if let (Some(old), Some(new)) = (cost(before, file), cost(after, file)) {
            let name = file.as_deref().unwrap_or_default();
            let (old, new) = (Amount::Time(old.duration), Amount::Time(new.duration));
            differ(measure, name, old, new);
        }
    }
    let (old, new) = (&before.analysis, &after.analysis);
    let cold = |analysis: &Analysis| Amount::Time(analysis.summary.cold_duration);
    let image = |analysis: &Analysis| Amount::Bytes(analysis.image.size.bytes);
    let context = |analysis: &Analysis| Amount::Bytes(analysis.context.sent_bytes);
    differ(Measure::ColdBuild, "", cold(old), cold(new));
    differ(Measure::ImageSize, "", image(old), image(new));
    // The texts of the Dockerfile and of the ignore file are part of what is sent: a few bytes more of them are no cost.
    let texts = |analysis: &Analysis| {
        let files = analysis.context.files();
        let texts = files.filter(|file| {
            *file.path == *"Dockerfile" || *file.path == *analysis.context.ignore_file
        });
        texts
            .map(|file| file.sent_bytes)
            .fold(0, u64::saturating_add)
    };
    let without_texts = |analysis: &Analysis| match context(analysis) {
        Amount::Bytes(bytes) => Amount::Bytes(bytes.saturating_sub(texts(analysis))),
        time => time,
    };
    if without_texts(old) != without_texts(new) {
        differ(Measure::Context, "", context(old), context(new));
    }
    changes
}
