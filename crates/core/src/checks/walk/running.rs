//! The mounts of RUN. BuildKit: `convert_runmount.go:dispatchRunMounts`.

use layerlab_syntax::buildkit_view::go_quote;

use super::state::Step;
use super::{Stop, Walk};
use crate::checks::directive::Settings;
use crate::graph::mount_reading;

impl Walk<'_> {
    pub(super) fn run_mounts(
        &mut self,
        index: usize,
        step: &Step<'_>,
        above: Option<&Settings>,
    ) -> Result<(), Stop> {
        let span = step.instruction.span;
        let mut expand = |word: &str| {
            self.word(index, step, above, word, span)
                .map_err(|stop| stop.message)
        };
        let written = mount_reading::read(&step.instruction, &mut expand).map_err(Stop::new)?;
        let mut sockets = 0;
        for (place, mount) in written.iter().enumerate() {
            let source = step
                .sources
                .get(place)
                .and_then(|source| self.states.get(*source));
            let takes_files = !mount.from.is_empty() || mount.kind == "cache";
            if takes_files && source.is_some_and(|source| !source.is_dispatched) {
                let from = if mount.from.is_empty() {
                    "scratch"
                } else {
                    &mount.from
                };
                return Err(Stop::new(format!(
                    "cannot mount from stage {} to {}, stage needs to be defined before current command",
                    go_quote(from),
                    go_quote(&mount.target)
                )));
            }
            let directory = self
                .states
                .get(index)
                .map_or("", |state| &state.image.working_directory);
            mount
                .absolute_target(directory, &mut sockets)
                .map_err(Stop::new)?;
        }
        Ok(())
    }
}
