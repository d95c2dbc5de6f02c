//! The explanations: which page of them is open, and whether their texts are here. This is apart from the project, so that
//! opening another one changes nothing of it.

use std::rc::Rc;

use layerlab_core::explain::Texts;
use yew::Reducible;

/// What follows the `#` of the address of every page of the explanations.
const LEARN: &str = "/learn";

/// What the page as a whole shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// Editor, ledger and panels.
    Workbench,
    /// The index of all topics.
    Index,
    /// A topic by its id, which may be that of none.
    Topic(Rc<str>),
}

impl Page {
    /// The page of what follows the `#` of an address, given with it or without.
    pub(crate) fn of_fragment(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        match fragment.strip_prefix(LEARN) {
            Some("" | "/") => Self::Index,
            Some(rest) => match rest.strip_prefix('/') {
                Some(id) => Self::Topic(id.trim_end_matches('/').into()),
                None => Self::Workbench,
            },
            None => Self::Workbench,
        }
    }

    /// Whether it is one of the explanations.
    pub(crate) fn is_learn(&self) -> bool {
        *self != Self::Workbench
    }
}

/// The address of a topic's page.
pub(crate) fn topic_address(id: &str) -> String {
    format!("#{LEARN}/{id}")
}

/// The address of the index.
pub(crate) fn index_address() -> String {
    format!("#{LEARN}")
}

/// The long texts on their way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Loading {
    /// They are being loaded, for the first time or again.
    Running,
    /// They are here.
    Done,
    /// They could not be loaded: why, as part of a sentence.
    Failed(Rc<str>),
}

/// What is known of the explanations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Learning {
    /// What is shown.
    pub(crate) page: Page,
    /// The fragment of the workbench when it was left, with its `#`; empty if there was none.
    pub(crate) left: Rc<str>,
    /// The workbench was shown before, so it is kept as it is while an explanation is read.
    pub(crate) workbench_seen: bool,
    /// The texts, as soon as they are here.
    pub(crate) texts: Texts,
    /// What became of loading them.
    pub(crate) loading: Loading,
    /// How often they were asked for.
    pub(crate) attempt: u32,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LearnAction {
    /// The fragment of the address is another one.
    Moved {
        /// The fragment before.
        from: String,
        /// The fragment now.
        to: String,
    },
    /// The texts are wanted again after they could not be had.
    TextsWanted,
    /// The file of the texts came, or part of a sentence why it did not.
    TextsArrived(Result<Rc<str>, Rc<str>>),
}

impl Learning {
    /// The page as it opens at an address.
    pub(crate) fn first(fragment: &str) -> Self {
        let page = Page::of_fragment(fragment);
        Self {
            workbench_seen: !page.is_learn(),
            page,
            left: "".into(),
            texts: Texts::default(),
            loading: Loading::Running,
            attempt: 1,
        }
    }

    /// The state after an action; `None` if it changes nothing.
    fn next(&self, action: LearnAction) -> Option<Self> {
        match action {
            LearnAction::Moved { from, to } => {
                let page = Page::of_fragment(&to);
                let leaves = page.is_learn() && !Page::of_fragment(&from).is_learn();
                Some(Self {
                    left: if leaves {
                        from.into()
                    } else {
                        Rc::clone(&self.left)
                    },
                    workbench_seen: self.workbench_seen || !page.is_learn(),
                    page,
                    ..self.clone()
                })
            }
            LearnAction::TextsWanted if matches!(self.loading, Loading::Failed(_)) => Some(Self {
                loading: Loading::Running,
                attempt: self.attempt.wrapping_add(1),
                ..self.clone()
            }),
            LearnAction::TextsWanted => None,
            LearnAction::TextsArrived(file) => {
                let read = file.and_then(|file| {
                    Texts::read(&file)
                        .map_err(|damage| format!("the file is damaged: {damage}").into())
                });
                Some(match read {
                    Ok(texts) => Self {
                        texts,
                        loading: Loading::Done,
                        ..self.clone()
                    },
                    Err(reason) => Self {
                        loading: Loading::Failed(reason),
                        ..self.clone()
                    },
                })
            }
        }
    }
}

impl Reducible for Learning {
    type Action = LearnAction;

    fn reduce(self: Rc<Self>, action: LearnAction) -> Rc<Self> {
        match self.next(action) {
            Some(next) => Rc::new(next),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_pages() {
        for (fragment, page) in [
            ("", Page::Workbench),
            ("#", Page::Workbench),
            ("#1abc", Page::Workbench),
            ("#/learner", Page::Workbench),
            ("#/learn", Page::Index),
            ("#/learn/", Page::Index),
            ("#/learn/layer", Page::Topic("layer".into())),
            ("/learn/layer/", Page::Topic("layer".into())),
        ] {
            assert_eq!(Page::of_fragment(fragment), page, "{fragment}");
        }
        let address = topic_address("cache-key");
        assert_eq!(Page::of_fragment(&address), Page::Topic("cache-key".into()));
        assert_eq!(Page::of_fragment(&index_address()), Page::Index);
    }

    fn moved(state: &Learning, from: &str, to: &str) -> Learning {
        let (from, to) = (from.to_owned(), to.to_owned());
        state
            .next(LearnAction::Moved { from, to })
            .unwrap_or_else(|| state.clone())
    }

    #[test]
    fn the_workbench_is_come_back_to_where_it_was_left() {
        let first = Learning::first("#1abc");
        assert!(first.workbench_seen);
        let reading = moved(&first, "#1abc", "#/learn/layer");
        assert_eq!((&*reading.left, reading.page.is_learn()), ("#1abc", true));
        let on = moved(&reading, "#/learn/layer", "#/learn/cache-key");
        assert_eq!(&*on.left, "#1abc");
        let back = moved(&on, "#/learn/cache-key", "#1abc");
        assert_eq!(back.page, Page::Workbench);
        let linked = Learning::first("#/learn/layer");
        assert!(!linked.workbench_seen && linked.left.is_empty());
        assert!(moved(&linked, "#/learn/layer", "").workbench_seen);
    }

    #[test]
    fn texts_that_could_not_be_had_are_asked_for_again() {
        let first = Learning::first("");
        assert_eq!(first.next(LearnAction::TextsWanted), None);
        let failed = first.next(LearnAction::TextsArrived(Err("offline".into())));
        let failed = failed.expect("it changes");
        assert_eq!(failed.loading, Loading::Failed("offline".into()));
        let again = failed.next(LearnAction::TextsWanted).expect("it changes");
        assert_eq!(
            (again.loading.clone(), again.attempt),
            (Loading::Running, 2)
        );
        let damaged = again.next(LearnAction::TextsArrived(Ok("<html>".into())));
        let Loading::Failed(reason) = damaged.expect("it changes").loading else {
            panic!("a wrong file is taken for the texts");
        };
        assert!(reason.contains("damaged"), "{reason}");
    }
}
