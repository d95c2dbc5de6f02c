//! The steps that an edit makes run, counted and laid out in time.
//!
//! What stands in a chain (see [`Chains`](crate::cache::Chains)) is added up once, from each vertex to the end. So an edit costs
//! no more than a look at the chains that it reaches, and the edits within a chain share what comes after its end.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

use rustc_hash::FxBuildHasher;

use super::{EditCost, Instructions};
use crate::cache::{Reached, Rest, Ways};
use crate::graph::{Operation, Placement, Plan, VertexId};
use crate::image::{StepResult, layers_of_all_platforms};
use crate::lab::simulation::Simulation;
use crate::schedule::{self, CacheMounts, Machine};

/// Figures of vertices that run.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    steps: usize,
    push_bytes: u64,
    exported_bytes: u64,
    /// One after the other.
    took: Duration,
}

impl Sum {
    fn and(self, other: Self) -> Self {
        Self {
            steps: self.steps + other.steps,
            push_bytes: self.push_bytes.saturating_add(other.push_bytes),
            exported_bytes: self.exported_bytes.saturating_add(other.exported_bytes),
            took: self.took.saturating_add(other.took),
        }
    }
}

/// What follows when the last vertex of a chain runs, without that vertex itself.
#[derive(Clone)]
struct After {
    sum: Sum,
    others: Rc<[Range<usize>]>,
    /// When the results, one for each platform, are there, if nothing before the end of the chain runs.
    until: Duration,
    /// From the end of the chain until the results are there; `None` if none waits for it.
    rest: Option<Duration>,
}

pub(super) struct Costs<'a> {
    pub(super) ways: Ways<'a>,
    plan: &'a Plan,
    machine: Machine,
    /// For each vertex what comes of it and of what follows it in its chain.
    sums: Vec<Sum>,
    /// The transfer of the context.
    transfer: Duration,
    /// For each vertex the first one from it on, in its chain, that waits for the context.
    waits: Vec<Option<VertexId>>,
    /// For each vertex whether the result waits for it.
    needed: Vec<bool>,
    /// The ends of the chains, in the order of the plan.
    ends: Vec<VertexId>,
    instructions: Rc<[usize]>,
    /// For each vertex the place of its own instructions in the list.
    places: Vec<Range<usize>>,
    /// What follows the chains that were asked about.
    known: RefCell<HashMap<VertexId, After, FxBuildHasher>>,
}

impl<'a> Costs<'a> {
    /// `results` are what the steps leave.
    pub(super) fn new(
        simulation: &'a Simulation,
        results: &[Rc<StepResult>],
        machine: Machine,
    ) -> Self {
        let plan = &simulation.plan;
        let ways = Ways::new(plan, &simulation.solution);
        let ids = || (0..plan.vertices.len()).map(VertexId);
        let ends = ids().filter(|id| ways.chains().end(*id) == *id).collect();
        let mut costs = Self {
            plan,
            machine,
            sums: vec![Sum::default(); plan.vertices.len()],
            transfer: schedule::transfer(0, machine),
            waits: vec![None; plan.vertices.len()],
            needed: vec![false; plan.vertices.len()],
            ends,
            instructions: Rc::default(),
            places: vec![0..0; plan.vertices.len()],
            known: RefCell::default(),
            ways,
        };
        costs.add_up(results);
        costs.read_waiting();
        costs.list_instructions();
        costs
    }

    /// The vertex whose running shows as that of `id`: `COPY --link` runs if its first half does, also where the build does
    /// not get as far as to the second one.
    fn shown_by(&self, id: VertexId) -> VertexId {
        let half = self.plan.first_half(id);
        half.filter(|_| !self.ways.is_reached(id)).unwrap_or(id)
    }

    fn add_up(&mut self, results: &[Rc<StepResult>]) {
        let plan = self.plan;
        for (index, vertex) in plan.vertices.iter().enumerate() {
            let is_step =
                vertex.display.is_some() && !matches!(vertex.operation, Operation::Download { .. });
            let by = self.shown_by(VertexId(index));
            if let Some(sum) = self.sums.get_mut(by.0) {
                sum.steps += usize::from(is_step);
            }
            if let (Some(result), Some(sum)) = (results.get(index), self.sums.get_mut(index)) {
                let operation = &vertex.operation;
                sum.exported_bytes = schedule::exported(operation, result);
                let filled = CacheMounts::Filled;
                sum.took = schedule::step_duration(operation, result, self.machine, filled);
            }
        }
        // The layers that the images have: what a push uploads.
        for layer in layers_of_all_platforms(plan, results) {
            if let Some(sum) = self.sums.get_mut(layer.vertex.0) {
                sum.push_bytes = sum.push_bytes.saturating_add(layer.compressed.bytes);
            }
        }
        for index in (0..plan.vertices.len()).rev() {
            let next = self.ways.chains().next(VertexId(index));
            let next = next.map(|next| self.sum(next));
            if let (Some(next), Some(sum)) = (next, self.sums.get_mut(index)) {
                *sum = sum.and(next);
            }
        }
    }

    fn sum(&self, id: VertexId) -> Sum {
        self.sums.get(id.0).copied().unwrap_or_default()
    }

    /// Which vertices wait for the context, and for which the result waits.
    fn read_waiting(&mut self) {
        let mut waits = vec![false; self.plan.vertices.len()];
        for (index, vertex) in self.plan.vertices.iter().enumerate() {
            let mut inputs = vertex.inputs.iter().filter_map(|input| input.vertex);
            let own = matches!(vertex.operation, Operation::Context)
                || inputs.any(|input| waits.get(input.0) == Some(&true));
            if let Some(slot) = waits.get_mut(index) {
                *slot = own;
            }
        }
        for (index, own) in waits.iter().enumerate().rev() {
            let id = VertexId(index);
            let next = self.ways.chains().next(id);
            let first = if *own {
                Some(id)
            } else {
                next.and_then(|next| self.waits.get(next.0).copied().flatten())
            };
            let users = self.ways.chains().users(id);
            let needed = self.plan.is_result(id)
                || (users.iter()).any(|user| self.needed.get(user.0) == Some(&true));
            if let (Some(waits), Some(slot)) =
                (self.waits.get_mut(index), self.needed.get_mut(index))
            {
                (*waits, *slot) = (first, needed);
            }
        }
    }

    /// Lists the instructions of each chain one after the other.
    fn list_instructions(&mut self) {
        let mut of_vertex: Vec<Vec<usize>> = vec![Vec::new(); self.plan.vertices.len()];
        for (index, placement) in self.plan.placements.iter().enumerate() {
            if let Placement::Step(id) = placement
                && let Some(instructions) = of_vertex.get_mut(self.shown_by(*id).0)
            {
                instructions.push(index);
            }
        }
        let chains = self.ways.chains();
        let mut list = Vec::new();
        let mut listed = vec![false; self.plan.vertices.len()];
        for index in 0..listed.len() {
            // Inputs come first, so that the first of a chain that is met is the one that it begins with.
            let mut current = Some(VertexId(index));
            while let Some(id) = current.filter(|id| listed.get(id.0) == Some(&false)) {
                let begin = list.len();
                list.extend(of_vertex.get(id.0).into_iter().flatten());
                if let (Some(place), Some(slot)) = (self.places.get_mut(id.0), listed.get_mut(id.0))
                {
                    (*place, *slot) = (begin..list.len(), true);
                }
                current = chains.next(id);
            }
        }
        self.instructions = list.into();
    }

    /// The cost of an edit by which the operations of these vertices change.
    pub(super) fn of_operations(&self, changed: &BTreeSet<VertexId>) -> EditCost {
        self.of(&self.ways.operations(changed))
    }

    /// The cost of an edit that reaches this.
    pub(super) fn of(&self, reached: &Reached) -> EditCost {
        if let Some(from) = self.ways.within_a_chain(reached) {
            return self.of_rest(from);
        }
        let rests = self.ways.follow(reached);
        let behind = self.behind(&rests);
        let sum = self.sum_of(&rests);
        self.cost(sum, self.until(&rests, &behind), 0..0, self.parts(&rests))
    }

    /// The cost of an edit of which the rest of a chain runs, and what follows that.
    fn of_rest(&self, from: VertexId) -> EditCost {
        let end = self.ways.chains().end(from);
        let known = self.known.borrow().get(&end).cloned();
        let after = known.unwrap_or_else(|| {
            let after = self.after(end);
            self.known.borrow_mut().insert(end, after.clone());
            after
        });
        let rest = Rest { end, from };
        let until = after.until.max(self.until_through(rest, after.rest));
        let sum = self.sum(from).and(after.sum);
        self.cost(sum, until, self.part(rest), after.others)
    }

    fn after(&self, end: VertexId) -> After {
        let rests = self.ways.follow(&Reached::at(end));
        let behind = self.behind(&rests);
        let others = rests.iter().filter(|rest| rest.end != end);
        let others: Vec<Rest> = others.copied().collect();
        After {
            sum: self.sum_of(&others),
            others: self.parts(&others),
            until: self.until(&others, &behind),
            rest: behind.get(&end).copied().flatten(),
        }
    }

    fn cost(
        &self,
        sum: Sum,
        until: Duration,
        first: Range<usize>,
        others: Rc<[Range<usize>]>,
    ) -> EditCost {
        let export = schedule::export(self.plan, sum.exported_bytes, self.machine);
        EditCost {
            steps: sum.steps,
            instructions: Instructions::new(self.instructions.clone(), first, others),
            duration: until.saturating_add(export),
            push_bytes: sum.push_bytes,
        }
    }

    fn sum_of(&self, rests: &[Rest]) -> Sum {
        let sums = rests.iter().map(|rest| self.sum(rest.from));
        sums.fold(Sum::default(), Sum::and)
    }

    /// The instructions of a rest.
    fn part(&self, rest: Rest) -> Range<usize> {
        let place = |id: VertexId| self.places.get(id.0).cloned().unwrap_or_default();
        place(rest.from).start..place(rest.end).end
    }

    fn parts(&self, rests: &[Rest]) -> Rc<[Range<usize>]> {
        rests.iter().map(|rest| self.part(*rest)).collect()
    }

    /// When the result is there, if these run. `behind` as [`Costs::behind`] says.
    fn until(&self, rests: &[Rest], behind: &Behind) -> Duration {
        let waits = |id: VertexId| self.waits.get(id.0).copied().flatten();
        let mut results = self.plan.results();
        let without = results.find_map(waits);
        let without = without.map_or(Duration::ZERO, |_| self.transfer);
        let through = rests
            .iter()
            .map(|rest| self.until_through(*rest, behind.get(&rest.end).copied().flatten()));
        through.fold(without, Duration::max)
    }

    /// When the result is there, as far as it waits for the rest of a chain, with so much behind it.
    fn until_through(&self, rest: Rest, behind: Option<Duration>) -> Duration {
        let Some(behind) = behind else {
            return Duration::ZERO;
        };
        let until = |from: VertexId| self.sum(from).took.saturating_add(behind);
        let waits = self.waits.get(rest.from.0).copied().flatten();
        let waiting = waits.map(|first| self.transfer.saturating_add(until(first)));
        until(rest.from).max(waiting.unwrap_or_default())
    }

    /// If these run, for the end of each chain among them and between them the longest way from there to the result.
    fn behind(&self, rests: &[Rest]) -> Behind {
        let mut behind = Behind::default();
        let (Some(first), Some(last)) = (rests.first(), rests.last()) else {
            return behind;
        };
        let chains = self.ways.chains();
        let runs: HashMap<VertexId, VertexId, FxBuildHasher> =
            rests.iter().map(|rest| (rest.end, rest.from)).collect();
        let begin = self.ends.partition_point(|end| *end < first.end);
        let stop = self.ends.partition_point(|end| *end <= last.end);
        for end in self.ends.get(begin..stop).unwrap_or_default().iter().rev() {
            let through = |user: &VertexId| {
                let of = chains.end(*user);
                if of > last.end {
                    // Nothing runs there.
                    return (self.needed.get(user.0) == Some(&true)).then_some(Duration::ZERO);
                }
                let behind = behind.get(&of).copied().flatten()?;
                let own = runs.get(&of).map(|from| self.sum(*from.max(user)).took);
                Some(behind.saturating_add(own.unwrap_or_default()))
            };
            let here = self.plan.is_result(*end).then_some(Duration::ZERO);
            let longest = chains.users(*end).iter().filter_map(through).chain(here);
            let longest = longest.max();
            behind.insert(*end, longest);
        }
        behind
    }
}

/// For the ends of chains the time from there to the result; `None` if the result does not wait for it.
type Behind = HashMap<VertexId, Option<Duration>, FxBuildHasher>;
