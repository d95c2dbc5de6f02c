//! What goes into a link comes out of it, and what happens to links on their way does no harm.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::Packages;
use proptest::prelude::*;

use super::*;
use crate::context::{FileNode, FileTree, NodeKind};
use crate::graph::BuildOptions;
use crate::known::{KnownFigures, Subject};
use crate::lab::{Lab, Project};
use crate::lessons;
use crate::schedule::machine_profiles;

fn example() -> Lab {
    let lab = Lab::open(lessons::first_project().project()).build();
    let edited = Project {
        dockerfile: lab
            .project
            .dockerfile
            .replace("pip install", "pip install --no-cache-dir")
            .into(),
        ..lab.project.clone()
    };
    lab.with_project(edited)
}

fn all() -> LinkOptions {
    LinkOptions {
        contents: Contents::All,
        secrets: true,
        ..LinkOptions::default()
    }
}

/// A damaged link, or one of which early builds are left out, tells of contents that do not begin with the first one.
#[test]
fn contents_keep_what_tells_them_from_others() {
    let build = |node: FileNode| {
        let files = FileTree::default().with("a.bin", node);
        SharedBuild {
            project: Project {
                dockerfile: "FROM scratch\nCOPY . /\n".into(),
                files: Rc::new(files),
                ..Project::default()
            },
            ..SharedBuild::default()
        }
    };
    let came_by_link = |number: u32| FileNode::sized(45, &format!("content {number} of a.bin"));
    let state = SharedState {
        builds: vec![build(came_by_link(51)), build(came_by_link(2))],
        now: build(came_by_link(51)),
        ..SharedState::default()
    };
    let again = open_link(&link(&state, &all())).expect("it is a link");
    assert_eq!(again.state, state);
    // What is not from a link never takes a number that something else has.
    let state = SharedState {
        builds: vec![
            build(FileNode::sized(45, "own")),
            build(came_by_link(0)),
            build(came_by_link(2)),
            build(FileNode::sized(45, "other")),
        ],
        ..state
    };
    let again = open_link(&link(&state, &all())).expect("it is a link");
    let builds = again.state.builds.iter().chain([&again.state.now]);
    let contents: BTreeSet<String> = builds
        .filter_map(|build| build.project.files.get("a.bin"))
        .map(|node| format!("{:?}", node.kind))
        .collect();
    assert_eq!(contents.len(), 5);
}

#[test]
fn a_lab_comes_out_as_it_went_in() {
    let lab = example();
    let view = View {
        panel: "image".to_owned(),
        file: "requirements.txt".to_owned(),
        line: 8,
    };
    let state = SharedState::of(&lab, view);
    let opened = open_link(&link(&state, &all())).expect("it is a link");
    assert!(!opened.cut);
    assert_eq!(opened.state.view, state.view);
    let again = opened.state.lab(Packages::compiled_in());
    assert!(again.analyze() == lab.analyze());
    let builds = |lab: &Lab| -> Vec<_> {
        let builds = lab.history.iter();
        builds
            .map(|build| (build.label.clone(), build.analysis.clone()))
            .collect()
    };
    assert!(builds(&again) == builds(&lab));
    for (path, node) in lab.project.files.entries.iter() {
        let opened = opened.state.now.project.files.get(path);
        assert_eq!(opened.and_then(FileNode::as_text), node.as_text(), "{path}");
    }
}

#[test]
fn without_contents_the_same_steps_run() {
    let lab = example();
    let state = SharedState::of(&lab, View::default());
    for contents in [Contents::None, Contents::Needed] {
        let options = LinkOptions {
            contents,
            ..LinkOptions::default()
        };
        let link = link(&state, &options);
        let opened = open_link(&link).expect("it is a link").state;
        let outcome = |lab: &Lab| {
            lab.analyze()
                .rows
                .iter()
                .map(|row| row.state)
                .collect::<Vec<_>>()
        };
        assert_eq!(outcome(&opened.lab(Packages::compiled_in())), outcome(&lab));
        // Sharing it on gives the same link.
        assert_eq!(super::link(&opened, &options), link);
    }
}

#[test]
fn every_setting_survives() {
    let mut known = KnownFigures::default();
    known.set_size(
        Subject::Image("docker.io/library/x:1".to_owned()),
        Some(5_000_000),
    );
    let step = Subject::Step {
        stage: "stage-0".to_owned(),
        text: "RUN make".to_owned(),
    };
    known.set_duration(step, Some(Duration::from_millis(1500)));
    let pairs = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let options = BuildOptions {
        target: Some("a".to_owned()),
        build_args: pairs(&[("A", "1"), ("B", "")]),
        no_cache: true,
        no_cache_filter: vec!["b".to_owned()],
        platform: Some("linux/arm64".to_owned()),
        secrets: std::collections::BTreeMap::new(),
        labels: pairs(&[("l", "v")]),
        add_hosts: vec!["h:1".to_owned()],
        network: Some("host".to_owned()),
        shm_size_bytes: Some(7),
        ulimits: vec!["nofile=1".to_owned()],
        hostname: Some("n".to_owned()),
        dockerfile_name: Some("docker/Dockerfile".to_owned()),
    };
    let executable = FileNode {
        mode: 0o755,
        ..FileNode::text("#!/bin/sh\n")
    };
    let pointer = FileNode {
        kind: NodeKind::Symlink("run.sh".into()),
        mode: 0o777,
        modified: None,
    };
    let files = FileTree::default()
        .with("bin/run.sh", executable)
        .with("bin/link", pointer)
        .with(
            "bin/größe",
            FileNode::sized(9_000_000, "content 0 of bin/größe"),
        )
        .with("empty", FileNode::directory());
    let project = Project {
        name: "ein Projekt".into(),
        dockerfile: "FROM x:1\nRUN make\n".into(),
        dockerignore: None,
        files: Rc::new(files),
        options,
        machine: machine_profiles().last().expect("there are some").machine,
        known: Rc::new(known),
    };
    let state = SharedState {
        builds: Vec::new(),
        now: SharedBuild {
            project,
            unchanged: BTreeSet::from([("a".to_owned(), "/x".to_owned())]),
        },
        ..SharedState::default()
    };
    assert_eq!(
        open_link(&link(&state, &all())).map(|opened| opened.state),
        Ok(state)
    );
}

#[test]
fn secrets_stay_at_home() {
    let project = Project {
        options: BuildOptions {
            secrets: [("token".to_owned(), "s3cr3t".to_owned())].into(),
            ..BuildOptions::default()
        },
        ..Project::default()
    };
    let state = SharedState::of(&Lab::open(project), View::default());
    let opened = open_link(&link(&state, &all())).expect("it is a link");
    assert!(opened.state.now.project.options.secrets.is_empty());
}

#[test]
fn files_named_like_secrets_keep_their_text_unless_it_is_asked_for() {
    let files = FileTree::default()
        .with(".env", FileNode::text("TOKEN=s3cr3t"))
        .with(".env.example", FileNode::text("TOKEN="));
    let project = Project {
        dockerfile: "FROM x\nCOPY .env .env.example ./\n".into(),
        files: Rc::new(files),
        ..Project::default()
    };
    let state = SharedState::of(&Lab::open(project), View::default());
    let options = LinkOptions::default();
    let texts = |options: &LinkOptions| {
        let opened = open_link(&link(&state, options))
            .expect("it is a link")
            .state;
        let files = opened.now.project.files.entries.iter();
        let texts = files.filter(|(_, node)| node.as_text().is_some());
        texts.map(|(path, _)| path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&options), [".env.example"]);
    assert_eq!(
        withheld_secrets(&state, &options),
        BTreeSet::from([".env".to_owned()])
    );
    assert_eq!(texts(&all()), [".env", ".env.example"]);
}

#[test]
fn what_happens_to_links_on_their_way_is_mended() {
    let state = SharedState::of(&example(), View::default());
    let options = LinkOptions::default();
    let whole = link(&state, &options);
    assert!(
        whole
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
    let expected = open_link(&whole).expect("it is a link");
    let percent = |text: &str| {
        text.replace('_', "%5F")
            .replace('-', "%2D")
            .replace('d', "%64")
    };
    let (middle, end) = whole.split_at(whole.len() / 2);
    // The start and the end of a line of a mail, as `line` puts them between the halves.
    let broken = |line: &str| format!("https://example.org/layerlab/#{middle}{line}{end}");
    let address = format!("https://example.org/layerlab/#{whole}");
    let escaped = percent(&address).replace(':', "%3A").replace('/', "%2F");
    let escaped = escaped.replace('#', "%23");
    let mangled = [
        format!("#{whole}"),
        address.clone(),
        format!("https://example.org/layerlab/%23{whole}"),
        format!("  {whole}\n"),
        format!("{middle}\r\n  {end}"),
        format!("{middle}%0D%0A{end}"),
        format!("{middle}%20{end}"),
        format!("{middle}\u{200b}{end}"),
        // Punctuation and brackets around it.
        format!("{whole}."),
        format!("{whole}),"),
        format!("{whole}=="),
        format!("{whole}>;"),
        format!("<{address}>"),
        format!("({address})."),
        format!("[in Layerlab]({address})"),
        format!("\"{address}\""),
        format!("<a href='{address}'>"),
        format!("Look at {address} please"),
        // What mail programs do to long lines.
        broken("\r\n"),
        broken("\n> "),
        broken("\n>> "),
        broken("=\r\n"),
        // Once or twice escaped.
        percent(&whole),
        percent(&whole).replace('%', "%25"),
        escaped.clone(),
        escaped.replace('%', "%25"),
        // Letters of another alphabet, and hyphens made beautiful.
        whole.replace('-', "+").replace('_', "/"),
        whole.replace('-', "%2B").replace('_', "%2F"),
        whole.replace("--", "\u{2014}").replace('-', "\u{2011}"),
        // Addresses of redirections, and what is put behind.
        format!("https://redirect.example/link?url={escaped}&v=3"),
        format!("https://redirect.example/#/to?url={escaped}"),
        format!("{address}&utm_source=chat"),
        format!("{address}?utm_source=chat"),
        format!("{address}#:~:text=layer"),
        format!("{address}|"),
        format!("{address}%7C"),
    ];
    for link in mangled {
        assert_eq!(open_link(&link).as_ref(), Ok(&expected), "{link}");
    }
}

#[test]
fn a_link_that_was_cut_gives_what_is_left() {
    let whole = link(
        &SharedState::of(&example(), View::default()),
        &LinkOptions::default(),
    );
    let cut = whole.get(..whole.len() - 20).expect("it is longer");
    let opened = open_link(cut).expect("most of it is there");
    assert!(opened.cut);
    let notice = opened.notice().expect("it is told");
    assert!(notice.contains("A part of this link was lost"), "{notice}");
    assert_eq!(
        opened
            .state
            .builds
            .first()
            .unwrap_or(&opened.state.now)
            .project
            .dockerfile,
        example().history[0].project.dockerfile
    );
    for end in 0..whole.len() {
        if let Ok(opened) = open_link(&whole[..end]) {
            assert!(opened.cut, "{end}");
        }
    }
}

#[test]
fn what_is_no_link_is_told_from_what_is_damaged() {
    assert_eq!(open_link(""), Err(LinkError::NotALink));
    assert_eq!(open_link("#/learn/layer"), Err(LinkError::NotALink));
    assert_eq!(open_link("#2dAAAAAAAAAAAA"), Err(LinkError::Newer));
    assert_eq!(open_link("#1zAAAAAAAAAAAA"), Err(LinkError::Newer));
    assert_eq!(open_link("#1dAAA"), Err(LinkError::Damaged));
    assert_eq!(open_link("#1d!!!!!!!!!!!!"), Err(LinkError::Damaged));
    let long = format!("1d{}", "A".repeat(MOST_LETTERS));
    assert_eq!(open_link(&long), Err(LinkError::TooLong));
}

/// A megabyte of one letter packs to about a kilobyte, a hundred megabytes to a hundred. How much work that is, is tested
/// where it is done.
#[test]
fn a_bomb_is_refused_at_the_limit() {
    const MEGABYTE: usize = 1_000_000;
    for (bytes, letters, error) in [
        (2 * MEGABYTE, 2_000..4_000, LinkError::TooLarge),
        (40 * MEGABYTE, 50_000..MOST_LETTERS, LinkError::TooLarge),
        // Not even unpacked.
        (100 * MEGABYTE, 100_000..200_000, LinkError::TooLong),
    ] {
        let link = letters::write(&packed::pack(&vec![b'D'; bytes]));
        assert!(letters.contains(&link.len()), "{}", link.len());
        let start = std::time::Instant::now();
        assert_eq!(open_link(&link), Err(error));
        println!(
            "{bytes} bytes in {} letters: refused after {:?}",
            link.len(),
            start.elapsed()
        );
    }
}

fn packed_body(parts: &[(u8, Vec<u8>)]) -> String {
    let mut body = Vec::new();
    for (letter, bytes) in parts {
        body.push(*letter);
        body.extend(postcard::to_allocvec(&bytes.len()).expect("it is a number"));
        body.extend(bytes);
    }
    letters::write(&packed::pack(&body))
}

/// Not only unpacking makes much of little: so do a million builds, edits of a long text, and paths that repeat each other.
#[test]
fn what_a_link_tells_of_has_a_limit_too() {
    let list = |count: usize, item: &[u8]| {
        let mut bytes = postcard::to_allocvec(&count).expect("it is a number");
        bytes.extend(item.repeat(count));
        bytes
    };
    let build = 6;
    let builds = packed_body(&[(b'D', b"FROM a".to_vec()), (b'E', list(20_000, &[build]))]);
    assert!(builds.len() < 1_000);
    let opened = open_link(&builds).expect("the last of them can be opened");
    assert!((1..1_000).contains(&opened.state.builds.len()));
    assert_eq!(opened.state.builds.len() + opened.left_out, 20_000);
    let notice = opened.notice().expect("it is told");
    assert!(
        notice.contains("earliest builds of this link were left out"),
        "{notice}"
    );
    let builds = packed_body(&[(b'D', Vec::new()), (b'E', list(1_000_000, &[build]))]);
    assert_eq!(open_link(&builds), Err(LinkError::TooLarge));
    // The text is replaced from its first byte to its first byte by nothing.
    let edits = [
        (b'D', vec![b'#'; 500_000]),
        (b'E', list(100_000, &[0, 0, 0, 0])),
    ];
    assert_eq!(open_link(&packed_body(&edits)), Err(LinkError::TooLarge));
    // Each path is the one before and a letter more.
    let mut files = postcard::to_allocvec(&8_000_usize).expect("it is a number");
    for length in 0..8_000_usize {
        files.extend(postcard::to_allocvec(&length).expect("it is a number"));
        files.extend([1, b'a', 0, 2]);
    }
    let files = packed_body(&[(b'D', Vec::new()), (b'F', files)]);
    assert_eq!(open_link(&files), Err(LinkError::TooLarge));
}

#[test]
fn a_lesson_travels_alone_or_with_a_project() {
    let text = "---\nid: a\ntitle: A\n---\n\nÜber *layers*.\n";
    let alone = SharedState::of_lesson(text);
    let opened = open_link(&link(&alone, &LinkOptions::default())).expect("it is a link");
    assert_eq!(opened.state, alone);
    for lesson in [
        SharedLesson::Text(text.into()),
        SharedLesson::Named("comments-are-free".to_owned()),
    ] {
        let state = SharedState {
            lesson: Some(lesson),
            ..SharedState::of(&example(), View::default())
        };
        let opened = open_link(&link(&state, &all())).expect("it is a link");
        assert_eq!(opened.state.lesson, state.lesson);
        assert!(!opened.state.begins);
        assert_eq!(opened.state.builds.len(), state.builds.len());
        let dockerfile = &opened.state.now.project.dockerfile;
        assert_eq!(*dockerfile, state.now.project.dockerfile);
    }
}

#[test]
fn paths_that_lead_out_are_left_out() {
    let files = FileTree::default()
        .with("../up", FileNode::text("x"))
        .with("/etc/passwd", FileNode::text("x"))
        .with("a//b", FileNode::text("x"))
        .with("good", FileNode::text("x"));
    let project = Project {
        files: Rc::new(files),
        ..Project::default()
    };
    let state = SharedState::of(&Lab::open(project), View::default());
    let opened = open_link(&link(&state, &all()))
        .expect("it is a link")
        .state;
    let paths = opened.now.project.files.entries.keys();
    let paths: Vec<&str> = paths.map(AsRef::as_ref).collect();
    assert_eq!(paths, ["good"]);
}

#[test]
fn two_stages_and_25_files_take_less_than_a_thousand_letters() {
    let lab = example();
    let mut files = (*lab.project.files).clone();
    files.entries.retain(|path, _| {
        ![".git/", ".venv/"]
            .iter()
            .any(|folder| path.starts_with(folder))
    });
    files.entries = (files.entries.shared().take(25))
        .map(|(path, node)| (Rc::clone(path), Rc::clone(node)))
        .collect();
    let project = Project {
        files: Rc::new(files),
        ..lab.project.clone()
    };
    let stages = project
        .dockerfile
        .lines()
        .filter(|line| line.starts_with("FROM "));
    assert_eq!(stages.count(), 2);
    assert!(project.dockerignore.is_some());
    assert_eq!(project.files.entries.len(), 25);
    let state = SharedState::of(&Lab::open(project), View::default());
    let length = link(&state, &LinkOptions::default()).len();
    println!("two stages, an ignore file and 25 files: {length} letters");
    assert!(length <= 1000, "{length}");
}

fn any_project() -> impl Strategy<Value = Project> {
    let path = "[a-z]{1,3}(/[a-zé]{1,3}){0,2}";
    let node = prop_oneof![
        ".{0,20}".prop_map(|text| FileNode::text(&text)),
        Just(FileNode::directory()),
    ];
    let files = prop::collection::btree_map(path, node, 0..6);
    let ignore = prop::option::of(".{0,30}");
    ("(.|\n){0,80}", ignore, files, any::<bool>()).prop_map(
        |(dockerfile, ignore, entries, no_cache)| {
            let options = BuildOptions {
                no_cache,
                ..BuildOptions::default()
            };
            Project {
                dockerfile: dockerfile.into(),
                dockerignore: ignore.map(Into::into),
                files: Rc::new(FileTree {
                    entries: entries.into_iter().collect(),
                }),
                options,
                ..Project::default()
            }
        },
    )
}

proptest! {
    #[test]
    fn any_state_comes_out_as_it_went_in(projects in prop::collection::vec(any_project(), 1..5)) {
        let mut builds: Vec<SharedBuild> = projects
            .into_iter()
            .map(|project| SharedBuild { project, ..SharedBuild::default() })
            .collect();
        let now = builds.pop().expect("there is one");
        let state = SharedState { builds, now, ..SharedState::default() };
        prop_assert_eq!(open_link(&link(&state, &all())).map(|opened| opened.state), Ok(state));
    }

    #[test]
    fn no_letters_make_it_panic(letters in "[A-Za-z0-9_-]{0,200}") {
        let _ = open_link(&format!("1d{letters}"));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = body::read(&bytes, MOST_BYTES);
        if let Ok(opened) = open_link(&letters::write(&packed::pack(&bytes))) {
            let _ = opened.state.lab(Packages::compiled_in()).analyze();
        }
    }

    #[test]
    fn a_changed_letter_does_no_harm(place in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_-]") {
        let mut link = link(&SharedState::of(&example(), View::default()), &LinkOptions::default());
        let place = 2 + place.index(link.len() - 2);
        link.replace_range(place..place + 1, &letter);
        if let Ok(opened) = open_link(&link) {
            let _ = opened.state.lab(Packages::compiled_in()).analyze();
        }
    }
}
