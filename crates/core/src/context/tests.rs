//! What is kept apart and remembered is the same as what is worked out as a whole.

use std::collections::BTreeMap;
use std::rc::Rc;

use proptest::prelude::*;

use super::{ContextMemo, FileNode, FileTree, NodeKind, Query, SelectedFile, SentContext};

fn path() -> impl Strategy<Value = String> {
    proptest::collection::vec("[ab]{1,2}|a-b|Dockerfile|docker", 1..4)
        .prop_map(|parts| parts.join("/"))
}

fn node() -> impl Strategy<Value = FileNode> {
    prop_oneof![
        4 => "[xy]{0,2}".prop_map(|text| FileNode::text(&text)),
        2 => (0..9_u64).prop_map(|size| FileNode::sized(size, &size.to_string())),
        1 => Just(FileNode::directory()),
    ]
}

fn tree() -> impl Strategy<Value = FileTree> {
    proptest::collection::btree_map(path(), node(), 0..12).prop_map(|entries| FileTree {
        entries: entries.into_iter().collect(),
    })
}

fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        path(),
        "[ab*/?]{0,4}",
        Just("*".to_owned()),
        Just("**".to_owned()),
        Just("docker*".to_owned()),
        Just("!docker/Dockerfile".to_owned()),
        Just(String::new()),
    ]
}

fn in_order(files: impl Iterator<Item = SelectedFile>) -> Vec<SelectedFile> {
    let mut files: Vec<SelectedFile> = files.collect();
    files.sort_by(|left, right| (&left.path, &left.below).cmp(&(&right.path, &right.below)));
    files
}

/// Both contexts are alike, whatever is asked of them.
fn assert_same(
    apart: &SentContext,
    whole: &SentContext,
    asked: &[(String, bool, bool, Vec<String>)],
) {
    assert!(apart.entries().eq(whole.entries()));
    assert!(apart.verdicts().eq(whole.verdicts()));
    assert_eq!(apart.sent_bytes(), whole.sent_bytes());
    assert_eq!(apart.directory_modes(), whole.directory_modes());
    for (path, wildcards, parents, exclude) in asked {
        let query = Query {
            path,
            wildcards: *wildcards,
            parents: parents.then_some("/a"),
            exclude,
        };
        match (apart.select(query), whole.select(query)) {
            (Ok(apart), Ok(whole)) => {
                assert_eq!(apart.digest, whole.digest, "{query:?}");
                assert_eq!(apart.single_file, whole.single_file);
                assert_eq!(apart.files.regular(), whole.files.regular());
                assert_eq!(apart.files.directories(), whole.files.directories());
                let top = |files: &super::SelectedFiles| in_order(files.top().cloned());
                assert_eq!(top(&apart.files), top(&whole.files));
                let all = |files: &super::SelectedFiles| in_order(files.iter().cloned());
                assert_eq!(all(&apart.files), all(&whole.files));
            }
            (apart, whole) => assert_eq!(apart.err(), whole.err()),
        }
    }
}

/// What a query takes, and where it is put, or BuildKit's message.
fn taken(query: Query<'_>, files: &[(&str, FileNode)]) -> Result<Vec<[String; 2]>, String> {
    let entries = files.iter().cloned();
    let files = FileTree {
        entries: entries
            .map(|(path, node)| (path.to_owned(), node))
            .collect(),
    };
    let nothing = Rc::new(BTreeMap::new());
    let memo = ContextMemo::default();
    let context = SentContext::new(&Rc::new(files), &[], "", &nothing, &memo);
    let taken = context.select(query)?;
    let files = in_order(taken.files.iter().cloned()).into_iter();
    Ok(files
        .map(|file| [file.path, file.below].map(|path| path.to_string()))
        .collect())
}

/// What COPY takes with wildcards.
fn with_wildcards(path: &str, files: &[(&str, FileNode)]) -> Result<Vec<String>, String> {
    with_wildcards_but(path, &[], files)
}

/// The same with `--exclude`.
fn with_wildcards_but(
    path: &str,
    exclude: &[String],
    files: &[(&str, FileNode)],
) -> Result<Vec<String>, String> {
    let query = Query {
        path,
        wildcards: true,
        parents: None,
        exclude,
    };
    let taken = taken(query, files)?;
    Ok(taken.into_iter().map(|[path, _]| path).collect())
}

#[test]
fn what_is_above_parents_may_have_wildcards() {
    let files = ["a1/x/f", "a1/y", "a2/x/f", "b/x/f"].map(|path| (path, FileNode::text("x")));
    let with_parents = |path, above| {
        let query = Query {
            path,
            wildcards: true,
            parents: Some(above),
            exclude: &[],
        };
        let taken = taken(query, &files).unwrap();
        let taken = taken.into_iter().map(|paths| paths.join(" "));
        taken.collect::<Vec<_>>()
    };
    assert_eq!(
        with_parents("/a?/x", "/a?"),
        ["a1/x x", "a1/x/f x/f", "a2/x x", "a2/x/f x/f"]
    );
    assert_eq!(with_parents("/b/x/*", "/b"), ["b/x/f x/f"]);
    assert_eq!(with_parents("/b/**", "/"), ["b/x b/x", "b/x/f b/x/f"]);
    // The directory itself is no pattern.
    assert_eq!(with_parents("/", "/"), [""; 0]);
    assert_eq!(with_parents("/b", "/b"), [""; 0]);
}

#[test]
fn wildcards_of_a_source_stay_within_a_folder() {
    let text = FileNode::text("x");
    let files = ["x.txt", "a/x.txt", "a/b/x.txt", "a*b/y", "b{1}"].map(|path| (path, text.clone()));
    let taken = |path: &str| with_wildcards(path, &files);
    let are = |paths: &[&str]| Ok(paths.iter().map(|&path| path.to_owned()).collect());
    assert_eq!(taken("/**/x.txt"), are(&["a/x.txt"]));
    assert_eq!(taken("/a/**"), are(&["a/b/x.txt", "a/x.txt"]));
    assert_eq!(taken("/*.txt"), are(&["x.txt"]));
    assert_eq!(taken("/a\\*b/?"), are(&[]));
    assert_eq!(taken("/a\\*[a-c]/y"), are(&["a*b/y"]));
    let refused = "failed to compute cache key: failed to calculate checksum of ref <ref>: syntax error in pattern";
    assert_eq!(taken("/x*[]a]b"), Err(refused.to_owned()));
    let refused = "error from sender: failed to match includepatterns: syntax error in pattern";
    assert_eq!(taken("/x*["), Err(refused.to_owned()));
    let refused =
        "rpc error: code = Unknown desc = invalid includepatterns: [[x]: syntax error in pattern";
    assert_eq!(taken("/[x"), Err(refused.to_owned()));
}

#[test]
fn what_wildcards_match_cannot_be_excluded() {
    let files = ["a", "b", "dir/a", "dir/b"].map(|path| (path, FileNode::text("x")));
    let exclude = ["a".to_owned(), "dir".to_owned()];
    let taken = with_wildcards_but("/*", &exclude, &files);
    assert_eq!(taken, Ok(["a", "b", "dir/b"].map(str::to_owned).to_vec()));
}

#[test]
fn what_stands_before_wildcards_may_be_a_link() {
    let mut link = FileNode::text("");
    link.kind = NodeKind::Symlink("real/../real".into());
    let files = [
        ("link", link),
        ("real/a.txt", FileNode::text("a")),
        ("real/b", FileNode::text("b")),
    ];
    assert_eq!(
        with_wildcards("/link/*.txt", &files),
        Ok(vec!["real/a.txt".to_owned()])
    );
    assert_eq!(with_wildcards("/gone/*.txt", &files), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// One memo serves a row of edits, of the Dockerfile, of `.dockerignore` and of the files.
    #[test]
    fn texts_kept_apart_change_nothing(
        files in tree(),
        edits in proptest::collection::vec(
            (prop::sample::select(vec!["Dockerfile", "docker/Dockerfile", "a/b"]), "[xy]{0,3}", any::<bool>(),
                any::<prop::sample::Index>(), node()), 1..6),
        ignores in proptest::collection::vec(proptest::collection::vec(pattern(), 0..4), 1..3),
        asked in proptest::collection::vec(
            (pattern(), any::<bool>(), any::<bool>(), proptest::collection::vec(pattern(), 0..2)), 1..5),
        modes in proptest::collection::btree_map(path(), 0_u32..3, 0..3),
    ) {
        let memo = ContextMemo::default();
        let nothing = Rc::new(BTreeMap::new());
        let modes = Rc::new(modes);
        let mut files = Rc::new(files);
        for (place, text, more, at, node) in edits {
            for ignore in &ignores {
                let ignore = ignore.join("\n");
                let text: Rc<str> = text.as_str().into();
                let apart = SentContext::new(&files, &[(place, &text)], &ignore, &modes, &memo);
                let mut all = (*files).clone();
                if all.get(place).is_none() {
                    all.entries.insert(place, FileNode::text(&text));
                }
                let whole = SentContext::new(&Rc::new(all), &[], &ignore, &modes, &ContextMemo::default());
                assert_same(&apart, &whole, &asked);
                let again = SentContext::new(&files, &[(place, &text)], &ignore, &modes, &memo);
                assert_same(&again, &whole, &asked);
                let other_modes = SentContext::new(&files, &[(place, &text)], &ignore, &nothing, &memo);
                let fresh = SentContext::new(&files, &[(place, &text)], &ignore, &nothing, &ContextMemo::default());
                assert_same(&other_modes, &fresh, &asked);
                assert_eq!(&other_modes, &fresh);
                for (path, wildcards, parents, exclude) in &asked {
                    let (wildcards, parents) = (*wildcards, *parents);
                    let parents = parents.then_some("/a");
                    let query = Query { path, wildcards, parents, exclude };
                    // In the same order, too: keys are made of it.
                    assert_eq!(other_modes.select(query), fresh.select(query));
                }
            }
            // Another file, or something else at the place of one that is there.
            let there = (!files.entries.is_empty()).then(|| at.index(files.entries.len()));
            let there = there.and_then(|at| files.entries.keys().nth(at).cloned());
            match there {
                Some(there) if !more => {
                    let node = FileNode { mode: 0o600 + place.len() as u32 % 2, ..node };
                    Rc::make_mut(&mut files).entries.insert(there, node);
                }
                _ => Rc::make_mut(&mut files).entries.insert("b/new", node),
            }
        }
    }
}

/// A file that has others below it is no directory, also where it was edited since the files were filtered.
#[test]
fn a_file_above_others_is_sent_as_it_is_now() {
    let tree = |text: &str| {
        let mut files = FileTree::default();
        files.entries.insert("docker", FileNode::text(text));
        files
            .entries
            .insert("docker/Dockerfile", FileNode::text(""));
        Rc::new(files)
    };
    let modes = Rc::new(BTreeMap::new());
    for ignore in ["*\n!docker/Dockerfile", ""] {
        let memo = ContextMemo::default();
        let _ = SentContext::new(&tree("old"), &[], ignore, &modes, &memo);
        let kept_apart = SentContext::new(&tree("newer"), &[], ignore, &modes, &memo);
        let fresh = SentContext::new(&tree("newer"), &[], ignore, &modes, &ContextMemo::default());
        assert_same(
            &kept_apart,
            &fresh,
            &[("docker".to_owned(), false, false, Vec::new())],
        );
    }
}

#[test]
fn directories_lead_to_a_directory_that_is_sent() {
    let mut files = FileTree::default();
    for path in ["a/b/c", "a/d", "e/f"] {
        files.entries.insert(path, FileNode::text(""));
    }
    let files = Rc::new(files);
    for (ignore, expected) in [
        ("a\n!a/b\na/b/c\n", vec!["a", "a/b", "e", "e/f"]),
        ("a\n!a/b/c\ne/f\n", vec!["a", "a/b", "a/b/c", "e"]),
        ("a\ne\n", vec![]),
    ] {
        let modes = Rc::new(BTreeMap::new());
        let sent = SentContext::new(&files, &[], ignore, &modes, &ContextMemo::default());
        let paths: Vec<&str> = sent.entries().map(|entry| &*entry.path).collect();
        assert_eq!(paths, expected, "{ignore:?}");
    }
}
