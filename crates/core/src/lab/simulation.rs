//! One simulated build, from texts to outcomes.

use std::rc::Rc;

use layerlab_dockerignore::STOPPED_AT_PATTERN;
use layerlab_syntax::{Dockerfile, Span};

use super::buildkit_word::BuildKitWord;
use super::project::Project;
use crate::cache::{Knowledge, Solution, Status, Store, Trace, commit, solve};
use crate::checks::{self, Refusal, Subject};
use crate::context::{ContextMemo, FileTree, SentContext};
use crate::graph::{
    BuildError, ImageLookup, Operation, Plan, VertexId, plan, plan_apart, plan_in_order,
};

/// The plan of a build and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// The Dockerfile as read.
    pub syntax: Rc<Dockerfile<'static>>,
    /// The build graph.
    pub plan: Plan,
    /// The files of the project as the builder has them once they are sent.
    pub files: Rc<FileTree>,
    /// What the builder sees.
    pub context: SentContext,
    /// What runs.
    pub solution: Solution,
}

/// The place of `# check=`, or of the first instruction if the settings come from elsewhere.
fn directive_span(syntax: &Dockerfile<'_>) -> Span {
    let mut directives = syntax.directives.iter();
    let directive = directives.find(|directive| &*directive.name.value == "check");
    let first = syntax.instructions.first();
    directive
        .map(|directive| directive.span)
        .or(first.map(|first| first.keyword.span))
        .unwrap_or_default()
}

/// What the builder sees of a project.
pub(super) fn sent_context(project: &Project, store: &Store, memo: &ContextMemo) -> SentContext {
    let files = store.files_after_sending(&project.files);
    context_of(project, &files, store, memo)
}

/// The same of a project whose files arrive like these.
fn context_of(
    project: &Project,
    files: &Rc<FileTree>,
    store: &Store,
    memo: &ContextMemo,
) -> SentContext {
    let dockerfile_path = project.options.dockerfile_path();
    let mut texts = vec![(dockerfile_path, &project.dockerfile)];
    let dockerignore = project.dockerignore.iter();
    texts.extend(dockerignore.map(|text| (".dockerignore", text)));
    SentContext::new(
        files,
        &texts,
        &project.ignore_file_text(),
        store.directory_modes(),
        memo,
    )
}

impl Simulation {
    /// Simulates a build of `project` against the builds that `store` remembers.
    #[must_use]
    pub fn run(
        project: &Project,
        store: &Store,
        images: &dyn ImageLookup,
        knowledge: &Knowledge,
    ) -> Self {
        Self::run_again(project, store, images, knowledge, &ContextMemo::default())
    }

    /// The same, with what is remembered of a simulation before.
    #[must_use]
    pub fn run_again(
        project: &Project,
        store: &Store,
        images: &dyn ImageLookup,
        knowledge: &Knowledge,
        memo: &ContextMemo,
    ) -> Self {
        let syntax = Rc::new(layerlab_syntax::parse(&project.dockerfile).into_owned());
        let plan = plan(&syntax, &project.options, images);
        let simulation = Self::solved(project, syntax, plan, store, knowledge, memo);
        simulation.checked(project, images).held_back()
    }

    /// Simulates a build from nothing of all stages up to the target, as the builder before BuildKit makes it.
    #[must_use]
    pub fn in_order(project: &Project, images: &dyn ImageLookup, memo: &ContextMemo) -> Self {
        let syntax = Rc::new(layerlab_syntax::parse(&project.dockerfile).into_owned());
        let plan = plan_in_order(&syntax, &project.options, images);
        Self::solved(
            project,
            syntax,
            plan,
            &Store::default(),
            &Knowledge::default(),
            memo,
        )
    }

    /// The same build with a vertex for every instruction, see [`plan_apart`].
    #[must_use]
    pub fn apart(
        project: &Project,
        store: &Store,
        images: &dyn ImageLookup,
        memo: &ContextMemo,
    ) -> Self {
        let syntax = Rc::new(layerlab_syntax::parse(&project.dockerfile).into_owned());
        let plan = plan_apart(&syntax, &project.options, images);
        let simulation = Self::solved(project, syntax, plan, store, &Knowledge::default(), memo);
        simulation.checked(project, images).held_back()
    }

    /// The same, refused if the checks are to fail the build (`# check=error=true`) and find something.
    fn checked(mut self, project: &Project, images: &dyn ImageLookup) -> Self {
        let refusal = checks::refusal(&Subject {
            text: &project.dockerfile,
            syntax: &self.syntax,
            options: &project.options,
            ignore: Some(&self.context.ignore),
            images,
        });
        let error = |message, hint: &str| BuildError {
            message,
            span: directive_span(&self.syntax),
            lines: Vec::new(),
            hint: hint.to_owned(),
            vertex: None,
        };
        match refusal {
            Some(Refusal::Settings(message)) if !project.dockerfile.is_empty() => {
                let error = error(
                    message,
                    "Write it as in # check=skip=JSONArgsRecommended;error=true.",
                );
                self.plan.errors.insert(0, error);
            }
            Some(Refusal::Findings(message)) if !self.refused() => {
                let error = error(
                    message,
                    "With error=true, what the checks find fails the build: put it right, or skip the rule.",
                );
                self.plan.errors.push(error);
            }
            _ => {}
        }
        self
    }

    /// The same with no step reached if the build is refused: BuildKit has read and planned the whole file before it
    /// solves anything.
    fn held_back(mut self) -> Self {
        if self.refused() {
            self.solution = self.solution.not_begun();
        }
        self
    }

    fn solved(
        project: &Project,
        syntax: Rc<Dockerfile<'static>>,
        mut plan: Plan,
        store: &Store,
        knowledge: &Knowledge,
        memo: &ContextMemo,
    ) -> Self {
        if project.dockerfile.is_empty() {
            // Said before the text is parsed (`dockerui/config.go:ReadEntrypoint`).
            plan.errors = vec![BuildError {
                message: "the Dockerfile cannot be empty".to_owned(),
                hint: "Begin with a FROM line, such as FROM python:3.13-slim.".to_owned(),
                ..BuildError::default()
            }];
        }
        let files = store.files_after_sending(&project.files);
        let context = context_of(project, &files, store, memo);
        let solution = solve(&plan, &context, store, knowledge);
        Self {
            syntax,
            plan,
            files,
            context,
            solution,
        }
    }

    /// BuildKit does not start the build: the Dockerfile or `.dockerignore` has an error.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.refusal().is_some()
    }

    /// The message with which BuildKit refuses to start.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        // The frontend reads the ignore file when it asks for the context, after the Dockerfile was parsed.
        let plan = self.plan.errors.iter().find(|error| error.vertex.is_none());
        let ignore = self.context.ignore.error_before_matching();
        plan.map(|error| &error.message)
            .or(ignore.map(|error| &error.message))
            .cloned()
            .or_else(|| {
                // `fsutil`: `receive.go`.
                self.stops_at_pattern()
                    .then(|| format!("error from sender: {STOPPED_AT_PATTERN}"))
            })
    }

    /// The files are sent, and one of them is compared with a pattern that is none: moby compiles a pattern only when a
    /// path is compared with it (`patternmatcher.go:match`). What is sent only in part is taken for sent as a whole.
    #[must_use]
    pub fn stops_at_pattern(&self) -> bool {
        self.context.met_broken_pattern && self.sends_context()
    }

    fn sends_context(&self) -> bool {
        let mut operations = self.plan.vertices.iter().map(|vertex| &vertex.operation);
        operations.any(|operation| *operation == Operation::Context)
    }

    /// The store after this build, which was solved against `store`. Unchanged if the build is refused.
    #[must_use]
    pub fn commit(&self, store: &Store) -> Store {
        if self.refused() {
            return store.clone();
        }
        let next = commit(
            store,
            &self.plan,
            &self.context,
            &self.solution,
            Trace::new(&self.plan, &self.solution),
        );
        if self.sends_context() {
            next.with_files(Rc::clone(&self.files))
        } else {
            next
        }
    }

    /// The vertices that BuildKit shows, in order, with its word for each.
    #[must_use]
    pub fn shown(&self) -> Vec<(VertexId, BuildKitWord)> {
        if self.refused() {
            return Vec::new();
        }
        let shown = self
            .plan
            .vertices
            .iter()
            .enumerate()
            .filter(|(_, vertex)| vertex.display.as_ref().is_some_and(|own| !own.hidden));
        shown
            .map(|(index, _)| (VertexId(index), self.word(VertexId(index))))
            .collect()
    }

    fn word(&self, id: VertexId) -> BuildKitWord {
        let status = super::rows::shown_status(&self.plan, &self.solution.statuses, id);
        let is_image = matches!(
            self.plan.vertex(id).map(|vertex| &vertex.operation),
            Some(Operation::Image(_))
        );
        // Resolving an image already counts as running; it shows CACHED only when a step on top of it needs its
        // files and they are there.
        if is_image && !self.solution.images_loaded.contains(&id) {
            return BuildKitWord::Done;
        }
        match status {
            Status::Cached => BuildKitWord::Cached,
            Status::Runs => BuildKitWord::Done,
            Status::Fails => BuildKitWord::Error,
            Status::NotReached => BuildKitWord::NotStarted,
        }
    }
}
