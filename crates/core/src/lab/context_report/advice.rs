//! What is sent and should rarely be. The list is data: `rarely_sent.tsv`.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::entries::ContextEntries;
use super::tree::{ContextEntry, ContextKind};
use crate::lab::ignore_edit::ignore_line;

const RARELY_SENT: &str = include_str!("rarely_sent.tsv");

/// Why something should rarely be sent, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// It may end in the image, where anybody who has the image can read it.
    Secret,
    /// It makes the context and the image large.
    Size,
    /// It changes often, and each change makes steps run again.
    Speed,
}

impl Concern {
    /// The word shown for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Size => "size",
            Self::Speed => "speed",
        }
    }
}

/// Files or folders of one name that are sent and should rarely be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Where they are, in order, relative to the root.
    pub paths: Vec<Rc<str>>,
    /// They are folders.
    pub folders: bool,
    /// Files that are sent of them.
    pub sent_files: usize,
    /// Their bytes.
    pub sent_bytes: u64,
    /// Why they should rarely be sent.
    pub concern: Concern,
    /// The reason in a sentence or two.
    pub reason: &'static str,
    /// The line that ignores all of them.
    pub ignore_line: String,
}

/// One entry of the list.
#[derive(Debug)]
struct Rule {
    name: &'static str,
    /// What it names is no finding.
    harmless: bool,
    folders: bool,
    files: bool,
    /// A file that must be in the folder.
    holds: Option<&'static str>,
    concern: Concern,
    reason: &'static str,
}

impl Rule {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let name = fields.next()?;
        let kind = fields.next()?;
        let holds = fields.next()?;
        let concern = match fields.next()? {
            "secret" => Concern::Secret,
            "size" => Concern::Size,
            "speed" => Concern::Speed,
            _ => return None,
        };
        let reason = fields.next()?;
        Some(Self {
            name: name.strip_prefix('!').unwrap_or(name),
            harmless: name.starts_with('!'),
            folders: matches!(kind, "folder" | "any"),
            files: matches!(kind, "file" | "any"),
            holds: (holds != "-").then_some(holds),
            concern,
            reason,
        })
    }

    fn is_named(&self, name: &str) -> bool {
        match self.name.split_once('*') {
            None => self.name == name,
            Some((start, end)) => {
                name.len() >= start.len() + end.len()
                    && name.starts_with(start)
                    && name.ends_with(end)
            }
        }
    }
}

fn rules() -> impl Iterator<Item = Rule> {
    RARELY_SENT
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .filter_map(Rule::read)
}

/// The name of a file, or of a folder that it is in, is one under which secrets are kept.
#[must_use]
pub fn looks_secret(path: &str) -> bool {
    let rules: Vec<Rule> = rules().collect();
    let count = path.split('/').count();
    path.split('/').enumerate().any(|(place, name)| {
        let is_file = place + 1 == count;
        let of_kind = |rule: &&Rule| if is_file { rule.files } else { rule.folders };
        let first = rules
            .iter()
            .filter(of_kind)
            .find(|rule| rule.is_named(name));
        first.is_some_and(|rule| !rule.harmless && rule.concern == Concern::Secret)
    })
}

/// What was found under one name by one rule.
#[derive(Debug)]
struct Found {
    paths: Vec<Rc<str>>,
    folders: bool,
    sent_files: usize,
    sent_bytes: u64,
}

/// The rules, to be found by name.
#[derive(Debug)]
struct Rules {
    all: Vec<Rule>,
    /// Those of one name.
    exact: BTreeMap<&'static str, Vec<usize>>,
    /// Those of several.
    patterns: Vec<usize>,
}

impl Rules {
    fn read() -> Self {
        let all: Vec<Rule> = rules().collect();
        let mut exact: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let mut patterns = Vec::new();
        for (place, rule) in all.iter().enumerate() {
            if rule.name.contains('*') {
                patterns.push(place);
            } else {
                exact.entry(rule.name).or_default().push(place);
            }
        }
        Self {
            all,
            exact,
            patterns,
        }
    }

    /// The place of the first one that applies to an entry.
    fn first(&self, entry: &ContextEntry, entries: &ContextEntries) -> Option<usize> {
        let name = entry.name();
        let holds = |place: &&usize| {
            let rule = self.all.get(**place);
            rule.is_some_and(|rule| applies(rule, entry, entries))
        };
        let named = |place: &&usize| {
            let rule = self.all.get(**place);
            rule.is_some_and(|rule| rule.is_named(name))
        };
        let exact = self.exact.get(name).into_iter().flatten().find(holds);
        let mut patterns = self.patterns.iter().filter(named);
        let pattern = patterns.find(holds);
        exact.into_iter().chain(pattern).min().copied()
    }
}

/// Looks for what is sent and should rarely be, in parts of any length.
#[derive(Debug)]
pub(super) struct Advising {
    rules: Rules,
    found: BTreeMap<(usize, String), Found>,
    /// What is still to be looked at, the next one last.
    waiting: Vec<u32>,
}

impl Advising {
    pub(super) fn new() -> Self {
        Self {
            rules: Rules::read(),
            found: BTreeMap::new(),
            waiting: vec![0],
        }
    }

    /// Looks at the next `count` entries. False when there are no more.
    pub(super) fn advance(&mut self, entries: &ContextEntries, count: usize) -> bool {
        for _ in 0..count {
            let Some(index) = self.waiting.pop() else {
                return false;
            };
            if let Some(entry) = entries.get(index as usize) {
                self.look_at(entry, entries);
            }
        }
        true
    }

    fn look_at(&mut self, entry: &ContextEntry, entries: &ContextEntries) {
        if entry.sent_files == 0 {
            return;
        }
        let rule = self.rules.first(entry, entries);
        let is_grave =
            |rule: &usize| (self.rules.all.get(*rule)).is_some_and(|rule| !rule.harmless);
        let Some(rule) = rule.filter(is_grave) else {
            // In reverse, so that they come out in order.
            self.waiting.extend(entry.children.iter().rev());
            return;
        };
        let key = (rule, entry.name().to_owned());
        let found = self.found.entry(key).or_insert_with(|| Found {
            paths: Vec::new(),
            folders: entry.kind == ContextKind::Folder,
            sent_files: 0,
            sent_bytes: 0,
        });
        found.paths.push(Rc::clone(&entry.path));
        found.sent_files += entry.sent_files;
        found.sent_bytes = found.sent_bytes.saturating_add(entry.sent_bytes);
    }

    pub(super) fn finish(self) -> Vec<Advice> {
        let rules = self.rules.all;
        let mut advice: Vec<Advice> = (self.found.into_iter())
            .filter_map(|((rule, name), found)| {
                let rule = rules.get(rule)?;
                let ignore_line = match found.paths.as_slice() {
                    [path] => ignore_line(path),
                    _ => format!("**/{}", ignore_line(&name)),
                };
                Some(Advice {
                    paths: found.paths,
                    folders: found.folders,
                    sent_files: found.sent_files,
                    sent_bytes: found.sent_bytes,
                    concern: rule.concern,
                    reason: rule.reason,
                    ignore_line,
                })
            })
            .collect();
        sort(&mut advice);
        advice
    }
}

/// Secrets first, then what is large, then what changes often; among those the largest first.
pub(super) fn sort(advice: &mut [Advice]) {
    advice.sort_by(|left, right| {
        (left.concern.cmp(&right.concern))
            .then(right.sent_bytes.cmp(&left.sent_bytes))
            .then_with(|| left.paths.cmp(&right.paths))
    });
}

fn applies(rule: &Rule, entry: &ContextEntry, entries: &ContextEntries) -> bool {
    if entry.kind != ContextKind::Folder {
        return rule.files && rule.holds.is_none();
    }
    let mut inside = entry.children.iter();
    rule.folders
        && rule.holds.is_none_or(|holds| {
            inside.any(|child| {
                let child = entries.get(*child as usize);
                child.is_some_and(|child| child.name() == holds)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{RARELY_SENT, rules};

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines = RARELY_SENT.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rules().count(), lines.count());
        for rule in rules() {
            assert!(rule.name.matches('*').count() <= 1, "{}", rule.name);
            assert!(rule.folders || rule.files, "{}", rule.name);
            assert!(rule.reason.ends_with('.'), "{}", rule.name);
        }
    }
}
