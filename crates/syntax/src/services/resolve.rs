//! Which definition of a variable each of its mentions means.

use super::variables::{PerView, Role, VariableMention, View};
use crate::Span;

/// A mention and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resolved<'a> {
    pub(super) mention: VariableMention<'a>,
    /// The definition that counts here; of `ARG NAME` the global one that it takes over.
    pub(super) definition: Option<Span>,
    /// The variable to which it belongs: definitions and uses with the same number have to be renamed together. `None`
    /// for a use without a definition.
    pub(super) variable: Option<usize>,
}

/// What the mentions of one name mean. `mentions` are in the order of effect and all of the same name; `bases` says for
/// each stage on which it is built.
pub(super) fn resolve<'a>(
    mentions: &[VariableMention<'a>],
    bases: &[Option<usize>],
) -> Vec<Resolved<'a>> {
    let mut resolver = Resolver::new(bases.len());
    let mut by_stage: Vec<Vec<VariableMention<'a>>> = vec![Vec::new(); bases.len()];
    for mention in mentions {
        match mention.stage {
            None => resolver.read(0, *mention),
            Some(stage) => {
                if let Some(own) = by_stage.get_mut(stage) {
                    own.push(*mention);
                }
            }
        }
    }
    for (stage, own) in by_stage.into_iter().enumerate() {
        if let Some(base) = bases.get(stage).copied().flatten() {
            resolver.inherit(stage + 1, base + 1);
        }
        for mention in own {
            resolver.read(stage + 1, mention);
        }
    }
    resolver.finish()
}

/// Scope 0 is the global one, scope `n + 1` stage `n`.
struct Resolver<'a> {
    /// The definition that counts at the end of what was read of each scope.
    states: Vec<PerView<Option<Span>>>,
    /// Scopes that share the variable, as a forest.
    parents: Vec<usize>,
    resolved: Vec<(usize, Resolved<'a>)>,
}

impl<'a> Resolver<'a> {
    fn new(stages: usize) -> Self {
        Self {
            states: vec![[None; 4]; stages + 1],
            parents: (0..=stages).collect(),
            resolved: Vec::new(),
        }
    }

    fn root(&mut self, mut scope: usize) -> usize {
        while let Some(parent) = self.parents.get(scope).copied()
            && parent != scope
        {
            // Shortens the way for the next time.
            let grandparent = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(scope) {
                *slot = grandparent;
            }
            scope = parent;
        }
        scope
    }

    fn share(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        if let Some(parent) = self.parents.get_mut(left.max(right)) {
            *parent = left.min(right);
        }
    }

    fn state(&self, scope: usize) -> PerView<Option<Span>> {
        self.states.get(scope).copied().unwrap_or_default()
    }

    fn inherit(&mut self, scope: usize, base: usize) {
        // The triggers of the base have been run when the stage begins.
        let [build, container, later_build, later_container] = self.state(base);
        let state = [
            later_build.or(build),
            later_container.or(container),
            None,
            None,
        ];
        if state.iter().any(Option::is_some) {
            self.share(scope, base);
        }
        if let Some(slot) = self.states.get_mut(scope) {
            *slot = state;
        }
    }

    fn read(&mut self, scope: usize, mention: VariableMention<'a>) {
        let definition = match mention.role {
            Role::Definition { sets, imports } => {
                let [global, ..] = self.state(if imports { 0 } else { scope });
                let global = global.filter(|_| imports && scope > 0);
                if global.is_some() {
                    self.share(scope, 0);
                }
                if let Some(state) = self.states.get_mut(scope) {
                    for (slot, is_set) in state.iter_mut().zip(sets) {
                        if is_set {
                            *slot = Some(mention.span);
                        }
                    }
                }
                global.or(Some(mention.span))
            }
            Role::Use(view) => {
                let [build, container, later_build, _] = self.state(scope);
                match view {
                    View::Build => build,
                    View::Container => container,
                    View::Trigger => later_build.or(container),
                }
            }
        };
        self.resolved.push((
            scope,
            Resolved {
                mention,
                definition,
                variable: None,
            },
        ));
    }

    fn finish(mut self) -> Vec<Resolved<'a>> {
        let resolved = std::mem::take(&mut self.resolved);
        resolved
            .into_iter()
            .map(|(scope, resolved)| Resolved {
                variable: resolved.definition.map(|_| self.root(scope)),
                ..resolved
            })
            .collect()
    }
}
