//! What is known about base images.

use layerlab_catalog::{Estimate, Match, base_image, base_image_names};

use super::{EditedDockerfile, Fact, FactValue};
use crate::graph::reference::familiar_to_full;
use crate::known::{Known, KnownFigures, Subject};
use crate::lab::analysis::Range;

/// A size with its limits.
pub(super) fn range(estimate: Estimate) -> Range {
    Range {
        bytes: estimate.bytes,
        low_bytes: estimate.low_bytes,
        high_bytes: estimate.high_bytes,
    }
}

/// What is known about an image, by the name behind FROM with its variables expanded. Sizes that the user has given take
/// the place of those of the catalogue.
pub(super) fn facts(reference: &str, known: &KnownFigures) -> (String, Vec<Fact>) {
    let image = base_image(reference);
    let given = known.get(&Subject::Image(familiar_to_full(reference)));
    let size = |name, estimate: Estimate, given: Option<Known<Estimate>>| {
        let size = given.map_or(estimate, |given| given.value);
        let basis = given.map_or(estimate.basis.word(), |given| given.origin.words());
        Fact {
            name,
            value: FactValue::Size(range(size), basis),
        }
    };
    let mut facts = vec![
        size("Unpacked", image.size, given.size),
        size("To pull", image.compressed, given.compressed),
    ];
    if image.matched == Match::Unknown {
        let reason = if given.size.is_some() {
            String::new()
        } else {
            image.size_reason
        };
        return (reason, facts);
    }
    let code = |name, words: &[String]| {
        (!words.is_empty()).then(|| Fact {
            name,
            value: FactValue::Code(words.join(" ")),
        })
    };
    facts.extend(code("Entrypoint", &image.entrypoint));
    facts.extend(code("Command", &image.cmd));
    facts.extend(code("Ports", &image.exposed_ports));
    if !image.user.is_empty() {
        facts.extend(code("User", &[image.user]));
    }
    (image.size_reason, facts)
}

/// The names of the catalogue that fit what was typed: first those that begin with it, then those in which a part does.
/// The images of one name come together, the newest version first.
pub(super) fn names(typed: &str) -> Vec<&'static str> {
    let typed = typed.to_lowercase();
    let rank = |name: &str| {
        if name.starts_with(&typed) {
            return Some(0);
        }
        let mut parts = name.split(['/', ':', '-']);
        let has_part = !typed.is_empty() && parts.any(|part| part.starts_with(&typed));
        has_part.then_some(1)
    };
    let mut names: Vec<_> = base_image_names()
        .filter_map(|name| Some((rank(name)?, name)))
        .collect();
    names.sort_unstable_by(|(a_rank, a), (b_rank, b)| {
        let (a_name, a_tag) = a.split_once(':').unwrap_or((a, ""));
        let (b_name, b_tag) = b.split_once(':').unwrap_or((b, ""));
        (a_rank, a_name)
            .cmp(&(b_rank, b_name))
            .then_with(|| version(b_tag).cmp(&version(a_tag)))
            // The small ones first: `slim`, `alpine`, then the whole one.
            .then_with(|| b_tag.cmp(a_tag))
    });
    names.into_iter().map(|(_, name)| name).collect()
}

/// The numbers at the start of a tag.
fn version(tag: &str) -> Vec<u32> {
    let number = tag.split('-').next().unwrap_or_default();
    number
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect()
}

/// Whether `name` is an image of the catalogue without its tag, which stands for `latest`.
pub(super) fn is_name(name: &str) -> bool {
    base_image_names().any(|image| {
        image
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(':'))
    })
}

impl EditedDockerfile<'_> {
    /// An image name with the variables that the instruction at `index` sees.
    pub(super) fn expanded(&self, word: &str, index: usize) -> Option<String> {
        use layerlab_syntax::expand::{ExpandOptions, expand_word};
        let variables = self.scope(index, false).build;
        let lookup = |name: &str| super::variables::value_of(&variables, name);
        let options = ExpandOptions::new(self.syntax.escape);
        let expanded = expand_word(word, options, &lookup).ok()?;
        (!expanded.text.is_empty()).then_some(expanded.text)
    }
}
