//! Any letters after the `#` give a project or a reason, bounded in size. A project that was read can be worked out, and
//! comes out of its own link as it went in.

#![no_main]

mod packing;

use std::sync::LazyLock;

use layerlab_core::Packages;
use layerlab_core::share::{Contents, LinkOptions, MOST_BYTES, link, open_kept, open_link};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    /// An address as it stands.
    Letters(&'a str),
    /// What is packed in a link.
    Bytes(&'a [u8]),
    /// What is packed in a real link, with changes.
    Changed { link: u8, changes: Vec<Change<'a>> },
}

#[derive(Arbitrary, Debug)]
enum Change<'a> {
    Set(u16, u8),
    Insert(u16, &'a [u8]),
    Remove(u16, u8),
    /// A part of it once more, somewhere else.
    Repeat(u16, u8, u16),
    Cut(u16),
}

/// What is packed in the links of which the tests say that they stay readable.
static BODIES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let texts = [
        include_str!("../../tests/permalinks/1-builds-and-figures.txt"),
        include_str!("../../tests/permalinks/1-django-one-stage.txt"),
        include_str!("../../tests/permalinks/1-nginx-proxy.txt"),
    ];
    let body =
        |text: &&str| packing::unpack(text.lines().next().unwrap_or_default()).expect("a link");
    texts.iter().map(body).collect()
});

fn changed(link: u8, changes: &[Change<'_>]) -> Vec<u8> {
    let mut bytes = BODIES[usize::from(link) % BODIES.len()].clone();
    for change in changes.iter().take(20) {
        let place = |place: u16| usize::from(place) % (bytes.len() + 1);
        match *change {
            Change::Set(at, value) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = value;
                }
            }
            Change::Insert(at, added) => {
                let at = place(at);
                bytes.splice(at..at, added.iter().copied());
            }
            Change::Remove(at, length) => {
                let at = place(at);
                let end = (at + usize::from(length)).min(bytes.len());
                bytes.drain(at..end);
            }
            Change::Repeat(from, length, to) => {
                let (from, to) = (place(from), place(to));
                let end = (from + usize::from(length)).min(bytes.len());
                let part = bytes[from..end].to_vec();
                bytes.splice(to..to, part);
            }
            Change::Cut(at) => {
                let at = place(at);
                bytes.truncate(at);
            }
        }
    }
    bytes
}

fn open(text: &str) {
    let Ok(opened) = open_link(text) else {
        return;
    };
    // Of what was kept in the browser more builds are made again.
    if opened.left_out == 0 {
        assert_eq!(open_kept(text).as_ref(), Ok(&opened));
    }
    let builds = || opened.state.builds.iter().chain([&opened.state.now]);
    let longest = builds().map(|build| build.project.dockerfile.len()).max();
    assert!(longest.is_some_and(|bytes| bytes <= MOST_BYTES));
    let all = LinkOptions {
        contents: Contents::All,
        secrets: true,
        ..LinkOptions::default()
    };
    let again = open_kept(&link(&opened.state, &all)).expect("what was made here can be read here");
    assert!(!again.cut);
    assert_eq!(again.state, opened.state);
    let lab = opened.state.lab(packages());
    let analysis = lab.analyze();
    assert_eq!(analysis.rows.len(), analysis.syntax.instructions.len());
}

thread_local! {
    /// Read once: it takes longer than most of what is tried.
    static PACKAGES: Packages = Packages::compiled_in();
}

fn packages() -> Packages {
    PACKAGES.with(Packages::clone)
}

fuzz_target!(|input: Input<'_>| {
    match input {
        Input::Letters(text) => open(text),
        Input::Bytes(bytes) => open(&packing::pack(bytes)),
        Input::Changed { link, changes } => {
            open(&packing::pack(&changed(link, &changes)));
        }
    }
});
