//! The results of another build, most of whose steps are those of this one.

use std::rc::Rc;

use super::layers::StepResult;
use crate::cache::Solution;
use crate::context::Selection;
use crate::graph::{Plan, VertexId};

/// Another build and its results.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Its steps.
    pub plan: &'a Plan,
    /// What became of them.
    pub solution: &'a Solution,
    /// What they left.
    pub results: &'a [Rc<StepResult>],
}

fn same_selections(left: &Selection, right: &Selection) -> bool {
    left.digest == right.digest
        && left.single_file == right.single_file
        && left.files.is_same(&right.files)
}

impl Before<'_> {
    /// What stood at the place of this step: the same place, unless steps were added or removed.
    pub(super) fn at(&self, plan: &Plan, id: VertexId) -> Option<Rc<StepResult>> {
        let same = self.plan.vertices.len() == plan.vertices.len();
        let place = if same { Some(id) } else { self.moved(plan, id) };
        self.results.get(place?.0).cloned()
    }

    /// Where the step was if what was added or removed stands before it: behind that all places have moved alike.
    fn moved(&self, plan: &Plan, id: VertexId) -> Option<VertexId> {
        let moved = (id.0 + self.plan.vertices.len()).checked_sub(plan.vertices.len());
        moved.map(VertexId)
    }

    /// The result of the step, if the other build had the same one on top of the very same results. `results` are those
    /// of the steps before it.
    pub(super) fn same(
        &self,
        plan: &Plan,
        solution: &Solution,
        id: VertexId,
        results: &[Rc<StepResult>],
    ) -> Option<Rc<StepResult>> {
        let at_the_same_place = self.is_same(plan, solution, id, id, results);
        let old = if at_the_same_place {
            Some(id)
        } else {
            self.moved(plan, id)
                .filter(|old| *old != id && self.is_same(plan, solution, id, *old, results))
        };
        self.results.get(old?.0).cloned()
    }

    fn is_same(
        &self,
        plan: &Plan,
        solution: &Solution,
        id: VertexId,
        old: VertexId,
        results: &[Rc<StepResult>],
    ) -> bool {
        let (Some(vertex), Some(before)) = (plan.vertex(id), self.plan.vertex(old)) else {
            return false;
        };
        let inputs = vertex.inputs.iter().zip(&before.inputs);
        let mut inputs = inputs.map(|(now, before)| (now.vertex, before.vertex));
        let same_inputs = vertex.inputs.len() == before.inputs.len()
            && inputs.all(|inputs| match inputs {
                (None, None) => true,
                (Some(now), Some(before)) => {
                    match (results.get(now.0), self.results.get(before.0)) {
                        (Some(now), Some(before)) => Rc::ptr_eq(now, before),
                        _ => false,
                    }
                }
                _ => false,
            });
        same_inputs && vertex.operation == before.operation && self.same_files(solution, id, old)
    }

    /// Both take the same from the context, and it has the same time.
    fn same_files(&self, solution: &Solution, id: VertexId, old: VertexId) -> bool {
        let now = solution.selections.range((id, 0)..=(id, usize::MAX));
        let mut then = self.solution.selections.range((old, 0)..=(old, usize::MAX));
        let mut any = false;
        for ((_, position), selection) in now {
            any = true;
            let same = then.next().is_some_and(|((_, old), before)| {
                position == old && same_selections(selection, before)
            });
            if !same {
                return false;
            }
        }
        let made_in = |solution: &Solution, id: VertexId| solution.made_in.get(id.0).copied();
        then.next().is_none()
            && (!any
                || made_in(solution, id) == made_in(self.solution, old)
                    && solution.building == self.solution.building
                    && Rc::ptr_eq(&solution.file_times, &self.solution.file_times))
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::Before;
    use crate::image::{StepResult, results, results_again};
    use crate::known::KnownFigures;
    use crate::lab::{Lab, Project, Simulation};
    use layerlab_catalog::Packages;

    fn simulated(dockerfile: &str) -> Simulation {
        Lab::open(Project {
            dockerfile: dockerfile.into(),
            ..Project::default()
        })
        .simulate()
    }

    /// The results of an edited Dockerfile, worked out on top of those of another one; they are those from nothing.
    fn edited(before: &str, after: &str) -> (Vec<Rc<StepResult>>, Vec<Rc<StepResult>>) {
        let packages = Packages::default();
        let (before, after) = (simulated(before), simulated(after));
        let old = results(&before.plan, &before.solution, &packages);
        let again = Before {
            plan: &before.plan,
            solution: &before.solution,
            results: &old,
        };
        let known = KnownFigures::default();
        let new = results_again(&after.plan, &after.solution, &known, &packages, Some(again));
        assert_eq!(new, results(&after.plan, &after.solution, &packages));
        (old, new)
    }

    fn last_is_shared((old, new): &(Vec<Rc<StepResult>>, Vec<Rc<StepResult>>)) -> bool {
        match (old.last(), new.last()) {
            (Some(old), Some(new)) => Rc::ptr_eq(old, new),
            _ => false,
        }
    }

    #[test]
    fn what_stands_on_a_step_that_leaves_the_same_is_not_worked_out_again() {
        let rest = "RUN pip install flask\nFROM alpine\nCOPY --from=a / /srv\nRUN true\n";
        let before = format!("FROM python:3.13-slim AS a\nRUN make al\n{rest}");
        let typed = format!("FROM python:3.13-slim AS a\nRUN make all\n{rest}");
        let added = format!("FROM python:3.13-slim AS a\nRUN make al\nRUN echo\n{rest}");
        let other = format!("FROM python:3.13-slim AS a\nRUN pip install django\n{rest}");
        assert!(last_is_shared(&edited(&before, &typed)));
        assert!(last_is_shared(&edited(&before, &added)));
        assert!(!last_is_shared(&edited(&before, &other)));
    }
}
