//! The variables that have a value at one place of the text.

use layerlab_syntax::Dockerfile;

use super::options::{BuildOptions, ImageLookup};
use super::planner::{Planner, Reach};

/// The variables at one place, with their values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// What the build sees: ENV and ARG. Before the first FROM, and in FROM lines, the global arguments.
    pub build: Vec<(String, String)>,
    /// What a container of the image would see: ENV alone.
    pub container: Vec<(String, String)>,
}

/// The variables after the first `count` instructions, by the planner's own rules. The stage at that place is built,
/// whether the target needs it or not. `within_stage` is false for a FROM line, which sees the global arguments.
#[must_use]
pub fn scope_after(
    dockerfile: &Dockerfile,
    options: &BuildOptions,
    images: &dyn ImageLookup,
    count: usize,
    within_stage: bool,
) -> Scope {
    let mut above = dockerfile.clone();
    above.instructions.truncate(count);
    above.stages.retain(|stage| stage.from < count);
    for stage in &mut above.stages {
        stage.end = stage.end.min(count);
    }
    let last = BuildOptions {
        target: None,
        ..options.clone()
    };
    let platform = options.platforms().into_iter().next().unwrap_or_default();
    let mut planner = Planner::new(&above, &last, images, &platform, Reach::Needed);
    if let Some(stage) = &options.target {
        // Who is built without a target is told of no target; here one is left out only to reach the stage.
        let told = options.build_args.get("TARGETSTAGE").unwrap_or(stage);
        let told = told.clone();
        planner.globals.insert("TARGETSTAGE".to_owned(), told);
    }
    if within_stage && !above.stages.is_empty() {
        for index in 0..above.stages.len() {
            planner.dispatch_stage(index);
        }
        let state = planner.states.pop().flatten().unwrap_or_default();
        return Scope {
            build: state.environment.variables,
            container: state.config.env,
        };
    }
    Scope {
        build: planner.globals.into_iter().collect(),
        container: Vec::new(),
    }
}
