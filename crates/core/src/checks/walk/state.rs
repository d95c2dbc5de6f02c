//! A stage on its way through BuildKit. BuildKit: `convert.go:dispatchState`.

use std::borrow::Cow;

use layerlab_syntax::{Instruction, Lines, Span};

use crate::graph::environment::Environment;
use crate::graph::platform::Platform;

/// A stage, or an image that is only copied or mounted from.
#[derive(Debug, Default)]
pub(super) struct State<'a> {
    /// Name as messages say it: that after AS in lower case, or `stage-0`; empty if it is no stage.
    pub(super) name: String,
    /// What it is built on, variables expanded.
    pub(super) base_name: String,
    /// The stage that it is built on.
    pub(super) base: Option<usize>,
    /// Its own platform.
    pub(super) platform: Option<Platform>,
    /// The lines of FROM, or of what copies from the image.
    pub(super) lines: Vec<Lines>,
    /// The range of the same.
    pub(super) span: Span,
    /// It is no stage.
    pub(super) is_image_only: bool,
    /// Its instructions without FROM.
    pub(super) steps: Vec<Step<'a>>,
    /// The states that its instructions take files from, each with the lines of the last one that does.
    pub(super) needs: Vec<(usize, Vec<Lines>)>,
    /// The variables that are set.
    pub(super) environment: Environment,
    /// Names that ARG has declared.
    pub(super) arguments: Vec<String>,
    /// The part of its image's configuration that counts here.
    pub(super) image: Image,
    /// The file has set a working directory.
    pub(super) directory_is_known: bool,
    /// Instructions that only the last one of each kind counts of.
    pub(super) earlier: [Option<(Vec<Lines>, Span)>; 3],
    /// What it is built on has been looked up.
    pub(super) is_resolved: bool,
    /// What the stage below holds back for it has been added.
    pub(super) has_triggers: bool,
    /// Its instructions have been gone through.
    pub(super) is_dispatched: bool,
}

/// An instruction of a stage.
#[derive(Debug, Clone)]
pub(super) struct Step<'a> {
    pub(super) instruction: Cow<'a, Instruction<'a>>,
    pub(super) lines: Vec<Lines>,
    /// For what ONBUILD of another stage held back: where the FROM stands that lets it go.
    pub(super) fired_by: Option<Span>,
    /// The states that it takes files from: that of COPY, or one for each mount of RUN.
    pub(super) sources: Vec<usize>,
}

impl Step<'_> {
    /// The range of the file for a range of the instruction.
    pub(super) fn span(&self, span: Span) -> Span {
        self.fired_by.unwrap_or(span)
    }
}

/// Configuration of an image.
#[derive(Debug, Clone, Default)]
pub(super) struct Image {
    /// ENV.
    pub(super) env: Vec<(String, String)>,
    /// WORKDIR.
    pub(super) working_directory: String,
    /// SHELL is set.
    pub(super) shell_is_set: bool,
    /// ONBUILD.
    pub(super) triggers: Vec<String>,
}
