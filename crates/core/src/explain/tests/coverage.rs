//! `COVERAGE.md` names a topic for each thing that the playground was to explain from the start.

use super::topic;

const COVERAGE: &str = include_str!("../COVERAGE.md");

#[test]
fn every_topic_that_is_named_exists() {
    let mut rows = 0;
    for line in COVERAGE.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [point, ids] = cells.as_slice() else {
            panic!("not two cells: {line}");
        };
        if *point == "Point" || point.starts_with("--") {
            continue;
        }
        rows += 1;
        assert!(!ids.is_empty(), "{point}");
        for id in ids.split(", ") {
            let id = id.trim_matches('`');
            assert!(topic(id).is_some(), "{point}: there is no topic {id}");
        }
    }
    assert!(rows >= 80, "{rows} points");
}
