//! Which stage takes files from which. BuildKit: `convert.go:buildStageDependencyGraph`, `toCommand`,
//! `convert_runmount.go:detectRunMount`, `validations.go:validateCircularDependency`.

use std::collections::BTreeSet;

use layerlab_syntax::{Command, Instruction, Lines, Span};

use super::words::expand;
use super::{Stop, Walk};
use crate::graph::environment::Environment;
use crate::graph::mounts;

/// What BuildKit says of `COPY --from=$NAME`.
const NO_VARIABLES: &str = "variable expansion is not supported for --from, define a new stage with FROM using ARG from \
                            global scope as a workaround";

impl Walk<'_> {
    pub(super) fn find_needs(&mut self) -> Result<(), Stop> {
        // What is added on the way are images, which have no instructions.
        for index in 0..self.states.len() {
            let Some(state) = self.states.get_mut(index) else {
                continue;
            };
            let mut steps = std::mem::take(&mut state.steps);
            for step in &mut steps {
                step.sources =
                    self.sources(&step.instruction, &step.lines, step.instruction.span)?;
                self.add_needs(index, &step.sources, &step.lines);
            }
            if let Some(state) = self.states.get_mut(index) {
                state.steps = steps;
            }
        }
        self.refuse_circles()?;
        if let [only] = self.states.as_mut_slice() {
            only.name.clear();
        }
        Ok(())
    }

    pub(super) fn add_needs(&mut self, index: usize, sources: &[usize], lines: &[Lines]) {
        let Some(state) = self.states.get_mut(index) else {
            return;
        };
        for source in sources {
            match state.needs.iter_mut().find(|(known, _)| known == source) {
                Some((_, place)) => *place = lines.to_vec(),
                None => state.needs.push((*source, lines.to_vec())),
            }
        }
    }

    /// The states that an instruction takes files from.
    pub(super) fn sources(
        &mut self,
        instruction: &Instruction,
        lines: &[Lines],
        span: Span,
    ) -> Result<Vec<usize>, Stop> {
        match &instruction.command {
            Command::Copy(_) => {
                let flag = instruction
                    .flag("from")
                    .and_then(|flag| flag.value.as_ref());
                let Some(from) = flag.filter(|from| !from.value.is_empty()) else {
                    return Ok(Vec::new());
                };
                let from = &*from.value;
                let expansion = expand(from, &Environment::default(), self.expand_options);
                if expansion.result.map_err(Stop::new)? != from {
                    return Err(Stop::new(NO_VARIABLES));
                }
                let Ok(number) = from.parse::<i64>() else {
                    return Ok(vec![self.stage_or_image(from, lines, span)]);
                };
                let place = usize::try_from(number).ok();
                let place = place.filter(|place| *place < self.states.len());
                let place =
                    place.ok_or_else(|| Stop::new(format!("invalid stage index {number}")))?;
                Ok(vec![place])
            }
            Command::Run(_) => {
                let names = mounts::source_of_each(instruction);
                Ok(names
                    .iter()
                    .map(|name| self.stage_or_image(name, lines, span))
                    .collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn refuse_circles(&self) -> Result<(), Stop> {
        let mut visited = BTreeSet::new();
        let mut on_path = BTreeSet::new();
        for start in 0..self.states.len() {
            if !visited.insert(start) {
                continue;
            }
            on_path.insert(start);
            // Each state on the way with the next of its needs to look at. A list of our own, as stages may be many.
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            while let Some((index, next)) = path.last_mut() {
                let needs = self.states.get(*index).map(|state| state.needs.as_slice());
                let Some((need, _)) = needs.unwrap_or_default().get(*next) else {
                    on_path.remove(index);
                    path.pop();
                    continue;
                };
                *next += 1;
                if on_path.contains(need) {
                    return Err(self.circle(start, &path));
                }
                if visited.insert(*need) {
                    on_path.insert(*need);
                    path.push((*need, 0));
                }
            }
        }
        Ok(())
    }

    /// The error for a way that leads back to itself.
    fn circle(&self, start: usize, path: &[(usize, usize)]) -> Stop {
        let name = self.states.get(start).map_or("", |state| &state.name);
        let stop = Stop::new(format!("circular dependency detected on stage: {name}"));
        path.iter().fold(stop, |stop, (index, next)| {
            let needs = self.states.get(*index).map(|state| state.needs.as_slice());
            let step = needs.unwrap_or_default().get(next.saturating_sub(1));
            step.map_or(stop.clone(), |(_, lines)| stop.at(lines))
        })
    }

    /// The states that a state needs, itself included.
    pub(super) fn reachable(&self, target: usize) -> BTreeSet<usize> {
        let mut reachable = BTreeSet::new();
        let mut stack = vec![target];
        while let Some(index) = stack.pop() {
            if !reachable.insert(index) {
                continue;
            }
            if let Some(state) = self.states.get(index) {
                stack.extend(state.base);
                stack.extend(state.needs.iter().map(|(need, _)| *need));
            }
        }
        reachable
    }
}
