use super::*;
use crate::parse;

/// What is replaced, and what is put in its place. The cursor is the `|`.
fn at(marked: &str) -> (String, Vec<String>) {
    let offset = marked.find('|').unwrap_or_default();
    let text = marked.replacen('|', "", 1);
    let found = completions(&parse(&text), &text, offset);
    assert!(found.replace.touches(offset), "{marked:?}");
    let replaced = text
        .get(found.replace.start..found.replace.end)
        .unwrap_or("not a range");
    let inserts = found.items.into_iter().map(|item| item.insert).collect();
    (replaced.to_owned(), inserts)
}

fn inserts(marked: &str) -> Vec<String> {
    at(marked).1
}

fn replaced(marked: &str) -> String {
    at(marked).0
}

#[test]
fn instructions_at_the_start_of_a_line() {
    assert_eq!(inserts("|"), ["ARG", "FROM"]);
    assert_eq!(inserts("FROM a\n|").len(), 18);
    assert_eq!(
        at("FROM a\nCO|XX /\n"),
        ("COXX".to_owned(), vec!["COPY".to_owned()])
    );
    assert_eq!(inserts("FROM a\n  ru|"), ["run"]);
    assert_eq!(inserts("FROM a\nONBUILD RU|"), ["RUN"]);
    assert_eq!(inserts("FROM a\nONBUILD |").len(), 15);
    assert_eq!(inserts("# a|"), [""; 0]);
    assert_eq!(inserts("FROM a\nRUN <<E\nR|\nE\n"), [""; 0]);
}

#[test]
fn flags_of_the_instruction() {
    assert_eq!(
        inserts("FROM a\nCOPY --|"),
        [
            "--chmod=",
            "--chown=",
            "--exclude=",
            "--from=",
            "--link",
            "--parents"
        ]
    );
    assert_eq!(inserts("FROM a\nCOPY --link --l| a b"), [""; 0]);
    assert_eq!(inserts("FROM a\nRUN --mount=type=ssh --m|"), ["--mount="]);
    assert_eq!(
        at("FROM a\nRUN --ne|twork=none x"),
        ("--network".to_owned(), vec!["--network".to_owned()])
    );
    assert_eq!(inserts("FROM a\nONBUILD COPY --f|"), ["--from="]);
    assert_eq!(inserts("FROM a\nRUN ls --|"), [""; 0]);
    assert_eq!(
        inserts("FROM a\nRUN --mount=type=ssh \\\n  --net|"),
        ["--network="]
    );
    assert_eq!(inserts("FROM a\nRUN --mount=type=ssh \\\n|").len(), 0);
}

#[test]
fn values_of_flags() {
    assert_eq!(
        inserts("FROM a\nRUN --network=| x"),
        ["default", "host", "none"]
    );
    assert_eq!(inserts("FROM a\nRUN --security=i|"), ["insecure"]);
    assert_eq!(inserts("FROM a\nCOPY --link=f|"), ["false"]);
    assert_eq!(
        inserts("FROM a\nRUN --mount=type=|"),
        ["bind", "cache", "secret", "ssh", "tmpfs"]
    );
    assert_eq!(
        inserts("FROM a\nRUN --mount=type=cache,s|"),
        ["sharing=", "source=", "src="]
    );
    assert_eq!(
        at("FROM a\nRUN --mount=type=cache,sharing=lo|ck,target=/a x"),
        ("lock".to_owned(), vec!["locked".to_owned()])
    );
    assert_eq!(inserts("FROM a AS b\nFROM c\nRUN --mount=from=|"), ["b"]);
}

#[test]
fn stages_above() {
    let text = "FROM a AS One\nFROM b\nFROM c AS two\nFROM d AS one\n";
    assert_eq!(inserts(&format!("{text}FROM |")), ["one", "two", "scratch"]);
    assert_eq!(
        inserts(&format!("{text}FROM x AS y\nCOPY --from=|")),
        ["one", "two", "1"]
    );
    assert_eq!(inserts(&format!("{text}COPY --from=o|ne / /")), ["One"]);
    assert_eq!(inserts(&format!("{text}FROM \nCOPY --from=o|")), ["one"]);
    assert_eq!(inserts("FROM a |"), ["AS"]);
    assert_eq!(
        inserts("FROM a\nHEALTHCHECK --retries=3 |"),
        ["CMD", "NONE"]
    );
}

#[test]
fn variables_in_scope() {
    let text = "ARG G=1\nFROM a:$G AS b\nENV E=1\nARG A\nFROM b\n";
    assert_eq!(inserts(&format!("{text}RUN echo $|")), ["A", "E"]);
    assert_eq!(inserts(&format!("{text}CMD echo $|")), ["E"]);
    assert_eq!(inserts(&format!("{text}ENV F=1 G=${{|")), ["A}", "E}"]);
    assert_eq!(inserts(&format!("{text}ARG F=1 H=$|")), ["A", "E", "F"]);
    assert_eq!(inserts(&format!("{text}COPY <<X /a\n$E|\nX\n")), ["E"]);
    assert_eq!(inserts(&format!("{text}RUN echo '$|'")), [""; 0]);
    assert_eq!(inserts(&format!("{text}FROM x:$G|")), ["G"]);
    assert_eq!(inserts("FROM --platform=$BUILD|").len(), 5);
    assert_eq!(inserts("FROM a\nRUN $BUILD|").len(), 0);
    assert_eq!(inserts("ARG G\nFROM a\nARG G|=2"), ["G"]);
    assert_eq!(replaced("FROM a\nENV A=1\nRUN ${|A:-x}"), "A");
    assert_eq!(inserts("FROM a\nENV A=1\nRUN ${|A:-x}"), ["A"]);
}

#[test]
fn says_where_images_and_paths_fit() {
    let wanted = |marked: &str| {
        let offset = marked.find('|').unwrap_or_default();
        let text = marked.replacen('|', "", 1);
        completions(&parse(&text), &text, offset).wanted
    };
    for marked in [
        "FROM |",
        "FROM a\nCOPY --from=|",
        "FROM a\nRUN --mount=from=|",
    ] {
        assert_eq!(wanted(marked), Wanted::Image, "{marked}");
    }
    for marked in [
        "FROM a\nCOPY |",
        "FROM a\nCOPY --link x| y",
        "FROM a\nADD x y| z",
        "FROM a\nRUN --mount=type=bind,source=|",
        "FROM a\nRUN --mount=src=|",
    ] {
        assert_eq!(wanted(marked), Wanted::ContextPath, "{marked}");
    }
    assert_eq!(wanted("FROM a\nCOPY x |"), Wanted::ContextPathOrDestination);
    for marked in [
        "FROM a |",
        "FROM a\nRUN |",
        "FROM a\nCOPY --from=b |",
        "FROM a\nCOPY [\"|",
        "FROM a\nCOPY <<|",
        "FROM a\nRUN --mount=type=cache,source=|",
        "FROM a\nRUN --mount=type=bind,from=b,source=|",
    ] {
        assert_eq!(wanted(marked), Wanted::Nothing, "{marked}");
    }
}
