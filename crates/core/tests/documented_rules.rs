//! `docs/checks.md` names every rule of our own as it is, and no rule that does not exist.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::Path;

use layerlab_core::checks::RULES;
use layerlab_core::checks::own::OWN_RULES;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    std::fs::read_to_string(path).expect("the page is there")
}

/// The cells of the rows of a table below a heading, without its head.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, section) = page.split_once(heading).expect("the heading is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with('|')).skip(2);
    lines
        .map(|line| {
            let inner = line.trim_start_matches('|').trim_end_matches('|');
            inner
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

#[test]
fn every_rule_of_our_own_is_described() {
    let described = rows(&page(), "\n## Rules of our own\n");
    let described: Vec<Vec<&str>> = described
        .iter()
        .map(|row| row.iter().take(3).map(String::as_str).collect())
        .collect();
    let names: Vec<String> = OWN_RULES
        .iter()
        .map(|rule| format!("`{}`", rule.name))
        .collect();
    let expected: Vec<Vec<&str>> = OWN_RULES
        .iter()
        .zip(&names)
        .map(|(rule, name)| vec![name.as_str(), rule.severity.word(), rule.description])
        .collect();
    assert_eq!(described, expected);
}

#[test]
fn the_table_of_hadolints_rules_names_only_rules_that_exist() {
    let docker = RULES.iter().map(|rule| rule.name);
    let known: BTreeSet<&str> = docker
        .chain(OWN_RULES.iter().map(|rule| rule.name))
        .collect();
    let page = page();
    let rows = rows(&page, "\n## hadolint's rules\n");
    let mut numbers = BTreeSet::new();
    let (mut here, mut refused) = (0, 0);
    for row in &rows {
        let [number, about, rules, reason] = row.as_slice() else {
            panic!("{row:?} has another number of cells");
        };
        let digits = number.strip_prefix("DL").unwrap_or_default();
        let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        assert!(is_number && numbers.insert(number.clone()), "{number}");
        assert!(!about.is_empty(), "{number}");
        if rules == "–" {
            assert!(reason.ends_with('.'), "{number} says no reason");
            // A reason that is that of another rule.
            if let Some(other) = reason.strip_prefix("As ") {
                assert!(numbers.contains(other.trim_end_matches('.')), "{number}");
            }
            refused += usize::from(reason.contains("fails the build"));
            continue;
        }
        here += 1;
        for name in rules.split(", ") {
            let name = name.trim_matches('`');
            assert!(known.contains(name), "{number}: there is no rule {name}");
        }
    }
    let count = format!(
        "Of {} rules {here} are here, and {refused} more need none",
        rows.len()
    );
    assert!(page.contains(&count), "{count}");
    assert!(rows.len() > 80, "{}", rows.len());
}
