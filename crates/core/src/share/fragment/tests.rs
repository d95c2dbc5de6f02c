//! What an address says is understood, and what it says wrongly is told and does no harm.

use proptest::prelude::*;

use super::*;
use crate::context::FileNode;
use crate::lab::{Lab, Project};
use crate::lessons;
use crate::share::{LinkError, LinkOptions, SharedState, View, link};
use layerlab_catalog::Packages;

fn code() -> String {
    let lab = Lab::open(lessons::first_project().project());
    link(
        &SharedState::of(&lab, View::default()),
        &LinkOptions::default(),
    )
}

fn read(text: &str) -> Fragment {
    let read = Fragment::read(text);
    assert_eq!(read.complaints, [""; 0], "{text}");
    read
}

#[test]
fn a_permalink_alone_is_valid() {
    let code = code();
    for text in [
        code.clone(),
        format!("#{code}"),
        format!("https://example.org/embed.html#{code}"),
    ] {
        assert_eq!(read(&text).code.as_deref(), Some(code.as_str()));
        assert!(read(&text).open().is_ok());
    }
}

#[test]
fn options_stand_before_or_behind_it() {
    let code = code();
    let before = read(&format!("#panels=steps,image&theme=dark&readonly&{code}"));
    let behind = read(&format!("#{code}&panels=steps,image&theme=dark&readonly"));
    assert_eq!(before, behind);
    assert_eq!(
        before.panels,
        Some(vec![EmbedPart::Steps, EmbedPart::Panel("image")])
    );
    assert_eq!(before.theme, EmbedTheme::Dark);
    assert!(before.read_only);
    assert_eq!(before.code, Some(code));
}

#[test]
fn every_option_is_understood() {
    let all = read(
        "#lines=3-9&start=build&height=480&lang=de&events=https://Example.org/&lesson=cache-key&src=lesson.md&panels=none&secret=Ab9",
    );
    assert_eq!(all.lines, Some((3, 9)));
    assert_eq!(all.start, Start::Build);
    assert_eq!(all.height, Some(480));
    assert_eq!(all.language.as_deref(), Some("de"));
    assert_eq!(
        all.events,
        Listener::Origin("https://example.org".to_owned())
    );
    assert_eq!(all.lesson.as_deref(), Some("cache-key"));
    assert_eq!(all.source.as_deref(), Some("lesson.md"));
    assert_eq!(all.panels, Some(Vec::new()));
    assert_eq!(all.secret.as_deref(), Some("Ab9"));
    assert_eq!(read("#events").events, Listener::Anyone);
    assert!(!read("#readonly=false").read_only);
    assert_eq!(read("#lines=4").lines, Some((4, 4)));
    assert_eq!(
        read("#/lesson/cache-key").lesson.as_deref(),
        Some("cache-key")
    );
}

#[test]
fn of_several_lessons_the_first_in_the_documentation_counts() {
    let wanted = |text: &str| match Fragment::read(text).lesson_wanted() {
        Some(LessonWanted::Named(id)) => format!("named {id}"),
        Some(LessonWanted::Text(text)) => format!("text {text}"),
        Some(LessonWanted::At(address)) => format!("at {address}"),
        None => "none".to_owned(),
    };
    assert_eq!(wanted("#src=a.md&lesson-text=T&lesson=x"), "named x");
    assert_eq!(wanted("#src=a.md&lesson-text=T%0AU"), "text T\nU");
    assert_eq!(wanted("#src=a.md&1dAAAA"), "at a.md");
    assert_eq!(wanted("#1dAAAA"), "none");
}

#[test]
fn what_is_wrong_is_told_and_left_out() {
    for (text, told) in [
        ("#panles=steps", "There is no option panles"),
        ("#panels=steps,stpes", "panels=stpes is left out"),
        (
            "#theme=pink",
            "theme=pink is left out: it can be auto, light or dark.",
        ),
        ("#lines=9-3", "lines=9-3 is left out"),
        ("#lines=0-3", "lines=0-3 is left out"),
        ("#lines=", "lines= is left out"),
        (
            "#height=99999999999999999999",
            "height=99999999999999999999 is left out",
        ),
        ("#height=1", "height=1 is left out"),
        ("#start=now", "start=now is left out"),
        ("#readonly=perhaps", "readonly=perhaps is left out"),
        ("#lang=<b>", "lang=<b is left out"),
        ("#events=javascript:alert(1)", "is left out"),
        ("#events=https://a.example/path", "is left out"),
        ("#1dAAAAAAAA&1dBBBBBBBB", "There is a second permalink"),
    ] {
        let read = Fragment::read(text);
        assert_eq!(read.complaints.len(), 1, "{text}: {:?}", read.complaints);
        let complaint = read.complaints.first().map_or("", String::as_str);
        assert!(complaint.contains(told), "{text}: {complaint}");
    }
    let read = Fragment::read("#theme=pink&panels=steps,stpes,image&start=build");
    assert_eq!(
        read.panels,
        Some(vec![EmbedPart::Steps, EmbedPart::Panel("image")])
    );
    assert_eq!(read.start, Start::Build);
}

#[test]
fn complaints_are_few_and_short() {
    let long = format!("#{}", "x".repeat(10_000));
    let many = format!("#{}", "y=1&".repeat(1_000));
    for text in [long, many] {
        let complaints = Fragment::read(&text).complaints;
        assert!((1..=5).contains(&complaints.len()));
        assert!(complaints.iter().all(|complaint| complaint.len() < 200));
    }
}

#[test]
fn what_happens_to_addresses_is_mended() {
    let code = code();
    let whole = format!("{code}&theme=dark&lines=3-9");
    for text in [
        format!("#{code}&amp;theme=dark&amp;lines=3-9"),
        format!("#{code}%26theme%3Ddark%26lines%3D3-9"),
        format!("#{code}%2526theme%253Ddark%2526lines%253D3-9"),
        format!(" <https://example.org/embed.html#{whole}> ").replace('<', ""),
        format!("#{whole}."),
        format!("#{code}&theme=dark#lines=3-9"),
    ] {
        let mended = read(&text);
        assert_eq!(
            (mended.theme, mended.lines),
            (EmbedTheme::Dark, Some((3, 9))),
            "{text}"
        );
        assert_eq!(mended.code.as_deref(), Some(code.as_str()));
    }
    // What WordPress adds.
    assert_eq!(
        read(&format!("#{whole}#?secret=Zx81")).secret.as_deref(),
        Some("Zx81")
    );
    // Only the letters of a permalink were encoded: it mends itself.
    assert!(
        read(&format!("#{}", code.replace('-', "%2D")))
            .open()
            .is_ok()
    );
    assert!(read(&format!("#{code}%3D")).open().is_ok());
    assert!(read(&format!("%23{code}%3D")).open().is_ok());
}

#[test]
fn a_damaged_permalink_is_an_error_of_its_own() {
    assert_eq!(read("#1dAAAA&theme=dark").open(), Err(LinkError::Damaged));
    assert_eq!(read("#theme=dark").open(), Err(LinkError::NotALink));
    assert_eq!(read("").open(), Err(LinkError::NotALink));
}

#[test]
fn a_lone_dockerfile_can_be_built() {
    let dockerfile = "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=bind,source=scripts,target=/scripts npm ci\n\
                      COPY src/ src/\nCOPY Makefile conf/nginx.conf [a-c].txt data/*.csv .\nCOPY . .\n";
    let fragment = Fragment {
        dockerfile: Some(dockerfile.to_owned()),
        start: Start::Build,
        ..Fragment::default()
    };
    let opened = read(&fragment.write())
        .open()
        .expect("it carries a project");
    let project = &opened.state.now.project;
    assert_eq!(&*project.dockerfile, dockerfile);
    let paths: Vec<&str> = project.files.entries.keys().map(AsRef::as_ref).collect();
    assert_eq!(
        paths,
        [
            "Makefile",
            "a.txt",
            "code",
            "conf/nginx.conf",
            "data/a.csv",
            "package.json",
            "scripts/code",
            "src/code"
        ]
    );
    let lab = opened.state.lab(Packages::compiled_in());
    let now = lab.analyze();
    assert!(!now.summary.fails);
    assert_eq!((now.summary.steps_run, lab.history.len()), (0, 1));
}

#[test]
fn a_file_that_is_also_a_folder_is_the_folder() {
    let project = Project {
        dockerfile: "FROM alpine\nCOPY a.d /1\nCOPY a.d/b.txt /2\n".into(),
        ..Project::default()
    };
    let tree = super::imagined::imagined(&project);
    assert_eq!(tree.get("a.d"), None);
    assert_eq!(
        tree.get("a.d/b.txt").map(FileNode::size_bytes),
        Some(10_000)
    );
}

#[test]
fn nothing_is_assumed_of_what_comes_from_elsewhere() {
    let project = Project {
        dockerfile: "FROM alpine AS a\nADD https://example.org/x /x\nFROM alpine\nCOPY --from=a /x /x\nCOPY <<EOF /y\ntext\nEOF\n"
            .into(),
        ..Project::default()
    };
    assert_eq!(super::imagined::imagined(&project).entries.len(), 0);
}

fn fragments() -> impl Strategy<Value = Fragment> {
    let text = || prop::option::of("[^\\r]{1,60}");
    let part = (0..EmbedPart::ALL.len()).prop_filter_map("a part", |place| {
        EmbedPart::ALL.get(place).map(|(part, _)| *part)
    });
    let panels = prop::option::of(prop::collection::btree_set(part, 0..5));
    let texts = (text(), text(), text());
    let looks = (
        prop::sample::select(vec![EmbedTheme::Auto, EmbedTheme::Light, EmbedTheme::Dark]),
        prop::sample::select(vec![Start::AsShared, Start::Build, Start::Edit]),
        prop::option::of((1_usize..500, 0_usize..500)),
        prop::option::of(120_u32..=2_000),
    );
    let words = (
        prop::option::of("[a-z][a-z-]{0,20}[a-z]"),
        any::<bool>(),
        prop::sample::select(vec![
            Listener::Nobody,
            Listener::Anyone,
            Listener::Origin("https://learn.example:8443".to_owned()),
        ]),
        prop::option::of("[A-Za-z0-9]{1,20}"),
    );
    (texts, panels, looks, words).prop_map(|(texts, panels, looks, words)| Fragment {
        code: words.0.as_ref().map(|_| "1dAAAA".to_owned()),
        dockerfile: texts.0,
        dockerignore: texts.1,
        lesson: words.0.clone(),
        lesson_text: texts.2,
        source: words
            .0
            .clone()
            .map(|name| format!("https://example.org/{name}.md?a=1&b=2#c")),
        panels: panels.map(|parts| parts.into_iter().collect()),
        theme: looks.0,
        read_only: words.1,
        lines: looks.2.map(|(first, more)| (first, first + more)),
        start: looks.1,
        height: looks.3,
        language: words.3.as_ref().map(|_| "pt-BR".to_owned()),
        events: words.2,
        secret: words.3,
        complaints: Vec::new(),
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(fragment in fragments()) {
        prop_assert_eq!(Fragment::read(&fragment.write()), fragment);
    }

    #[test]
    fn reading_never_fails(text in ".{0,200}") {
        let _ = Fragment::read(&text).open();
    }

    #[test]
    fn reading_never_fails_on_what_looks_like_options(
        text in "(#|&|=|%|%2|%23|%25|%26|%3D|amp;|1d|AAAA|lines|height|panels|dockerfile|FROM a|COPY |\\[|\\*|-|,|9|start|build|é|\n){0,30}"
    ) {
        let read = Fragment::read(&text);
        let _ = read.open();
        prop_assert!(read.complaints.len() <= 5);
    }
}
