//! Whatever is done on a workbench, in whatever order: it can be worked out and shown, what is remembered changes no result,
//! the same build twice runs nothing, and all of it comes out of its link as it went in.

#![no_main]

mod acts;

use acts::Act;
use layerlab_core::Packages;
use layerlab_core::export;
use layerlab_core::lab::{
    Analysis, EditedDockerfile, Lab, Range, RowState, compare_builds, compare_dockerfiles,
    config_json, history_text, typical_edits, why_here,
};
use layerlab_core::share::{Contents, LinkOptions, SharedState, View, link, open_kept};
use libfuzzer_sys::fuzz_target;

/// A longer text says nothing more, and its analysis takes its time.
const LONGEST_DOCKERFILE: usize = 3_000;
const MOST_ACTS: usize = 40;
const MOST_BUILDS: usize = 6;

thread_local! {
    /// Read once: it takes longer than most of what is tried.
    static PACKAGES: Packages = Packages::compiled_in();
}

fn packages() -> Packages {
    PACKAGES.with(Packages::clone)
}

fuzz_target!(|acts: Vec<Act<'_>>| {
    let mut lab = Lab::open_with(acts::start(), packages());
    for act in acts.iter().take(MOST_ACTS) {
        match act {
            Act::Build if lab.history.len() < MOST_BUILDS => lab = build(&lab),
            Act::Build => {}
            Act::Unchanged { stage, path } => {
                let (stage, path) = (acts::stage(*stage), acts::path(*path));
                lab = lab.with_output(stage, path, true);
            }
            Act::Pasted(text) => {
                if let Ok(reading) = layerlab_core::known::read_output(text, &lab.simulate().plan) {
                    let mut project = lab.project.clone();
                    project.known = reading.figures.into();
                    lab = lab.with_project(project);
                }
            }
            Act::Look(offset) => look(&lab, usize::from(*offset)),
            Act::Improve => improve(&lab),
            Act::Back(build) => {
                let record = lab.history.get(usize::from(*build) % MOST_BUILDS);
                if let Some(project) = record.map(|record| record.project.clone()) {
                    lab = lab.with_project(project);
                }
            }
            act => {
                let project = acts::edited(&lab.project, act);
                if project.dockerfile.len() <= LONGEST_DOCKERFILE {
                    lab = lab.with_project(project);
                }
            }
        }
        shown(&lab, &lab.analyze());
    }
    replayed(&lab);
});

/// Builds, and asks for the same build again.
fn build(lab: &Lab) -> Lab {
    let now = lab.analyze();
    let built = lab.build();
    if let Some(record) = built.history.last() {
        assert!(
            *record.analysis == now,
            "a build is what was shown before it"
        );
    }
    let options = &lab.project.options;
    let always = options.no_cache || !options.no_cache_filter.is_empty();
    if !now.summary.fails && !always {
        assert_eq!(built.analyze().summary.steps_run, 0);
    }
    built
}

/// What holds of all that is shown.
fn shown(lab: &Lab, now: &Analysis) {
    let text = &lab.project.dockerfile;
    assert_eq!(now.rows.len(), now.syntax.instructions.len());
    for row in &now.rows {
        if row.state == RowState::Runs {
            assert!(!row.brief.is_empty() && !row.chain.is_empty(), "{row:?}");
        }
    }
    for problem in &now.problems {
        assert!(!problem.message.is_empty());
        let span = problem.span;
        assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
    }
    for finding in &now.own_findings {
        assert!(text.get(finding.span.start..finding.span.end).is_some());
    }
    in_order(&now.image.size);
    in_order(&now.image.pull);
    for bar in &now.timeline.bars {
        assert!(!bar.runs || bar.end() <= now.timeline.total, "{bar:?}");
    }
}

fn in_order(range: &Range) {
    assert!(range.low_bytes <= range.bytes && range.bytes <= range.high_bytes);
}

/// All that can be looked at.
fn look(lab: &Lab, offset: usize) {
    let now = lab.analyze();
    let costs = lab.edit_costs();
    assert_eq!(costs.instructions.len(), now.rows.len());
    for row in &now.rows {
        let _ = why_here(&now, &costs, row);
    }
    for edit in typical_edits(&now, &costs) {
        if let Some(project) = edit.made_in(&lab.project) {
            let _ = lab.with_project(project).analyze();
        }
    }
    let _ = compare_dockerfiles((&now, &costs), (&now, &costs));
    assert_eq!(lab.compare_builders(&now).rows.len(), now.rows.len());
    assert!(lab.log().plain(true).len() >= lab.log().plain(false).len());
    let text = &lab.project.dockerfile;
    let editor = EditedDockerfile::new(text, &lab.project, &now.context);
    let offset = offset % (text.len() + 1);
    let _ = (
        editor.hover(offset),
        editor.completions(offset),
        editor.definition(offset),
    );
    let _ = (editor.references(offset), editor.folds());
    if let Ok(edits) = editor.rename(offset, "renamed") {
        for edit in &edits {
            assert!(
                text.get(edit.span.start..edit.span.end).is_some(),
                "{edits:?}"
            );
        }
    }
    let _ = (now.looked_at(), lab.check());
    let image = lab.image_detail();
    let _ = (config_json(&image.config), history_text(&image.history));
    for build in &lab.history {
        let _ = compare_builds((&build.project, &build.analysis), (&lab.project, &now));
    }
    let against = lab.history.last().map(|build| &**build);
    let _ = export::summary(lab, &now, against);
    let _ = (
        export::timeline_picture(&now, "a <b>"),
        export::layer_picture(&now, "a"),
    );
    let _ = export::project_files(&lab.project);
}

/// Fixes can be applied, and what comes of them can be worked out.
fn improve(lab: &Lab) {
    for offer in lab.offers() {
        let fixed = lab.project.with_edits(&offer.fix.edits);
        let fixed = fixed.expect("a fix fits its project");
        let _ = lab.with_project(fixed).analyze();
    }
    let improvement = lab.improve();
    let all = vec![true; improvement.steps.len()];
    let choice = lab.choose(&improvement, &all);
    assert_eq!(lab.project.with_edits(&choice.edits), Some(choice.project));
}

/// From the beginning, without anything remembered, the same comes out; and from a link too.
fn replayed(lab: &Lab) {
    let state = SharedState::of(lab, View::default());
    let again = state.lab(packages());
    assert!(
        again.history == lab.history,
        "what is remembered changes a build"
    );
    assert!(
        again.analyze() == lab.analyze(),
        "what is remembered changes an analysis"
    );
    let all = LinkOptions {
        contents: Contents::All,
        secrets: true,
        ..LinkOptions::default()
    };
    let opened = open_kept(&link(&state, &all)).expect("a link that was made can be opened");
    assert!(!opened.cut);
    // Marks of files of which only the size is known are others in a link, so two links are compared.
    let twice = open_kept(&link(&opened.state, &all)).expect("a link that was made can be opened");
    assert_eq!(twice.state, opened.state);
    let states = |lab: &Lab| -> Vec<RowState> {
        let rows = lab.analyze().rows;
        rows.iter().map(|row| row.state).collect()
    };
    assert_eq!(states(&opened.state.lab(packages())), states(lab));
}
