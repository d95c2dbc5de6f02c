//! What holds for every text and every offset: no panic, answers that lie inside the text, and names that stay together.

#[path = "support/any_text.rs"]
mod any_text;

use std::time::{Duration, Instant};

use any_text::text;
use layerlab_syntax::services::{
    ReferenceKind, TextEdit, completions, definition, element_at, folding, outline, references,
    rename,
};
use layerlab_syntax::{Dockerfile, Span, parse};
use proptest::prelude::*;

/// Whole lines, so that the names in random files have something to do with one another.
const LINES: &[&str] = &[
    "FROM a AS b",
    "FROM b AS C",
    "FROM c",
    "FROM $V",
    "FROM a:${V:-$W} AS b",
    "FROM ",
    "FROM a AS ",
    "ARG V",
    "ARG V=b W=$V",
    "ARG W",
    "ENV V=1 W=$V",
    "ENV W \"$V\"",
    "ENV \"V\"=1",
    "RUN echo $V '$W' ${W:-${V}} \\",
    "RUN --mount=type=bind,from=B,target=/x --network=none $W",
    "RUN --mount=type=cache,",
    "RUN --mount=\"from=c\" x",
    "RUN --",
    "RUN <<E",
    "COPY --from=b / /",
    "COPY --from=0 --chown=$V / /",
    "COPY --from=\"C\" / /",
    "COPY --from=",
    "COPY <<E <<'F' /x",
    "echo $V",
    "E",
    "F",
    "CMD [\"$V\"]",
    "CMD echo ${V",
    "ONBUILD ENV V=2",
    "ONBUILD RUN $V",
    "ONBUILD COPY --from=b / /",
    "  # comment $V",
    "# comment",
    "",
    "\\",
    "USER \u{e9}$V\u{e9}",
];

fn file() -> impl Strategy<Value = String> {
    let line_break = prop_oneof![8 => Just("\n"), 1 => Just("\r\n"), 1 => Just(" \\\n")];
    let line =
        (prop::sample::select(LINES), line_break).prop_map(|(line, end)| format!("{line}{end}"));
    prop::collection::vec(line, 0..16).prop_map(|lines| lines.concat())
}

fn any_file() -> impl Strategy<Value = String> {
    prop_oneof![4 => file(), 2 => text(), 1 => any::<String>()]
}

fn slice(text: &str, span: Span) -> &str {
    let slice = text.get(span.start..span.end);
    assert!(slice.is_some(), "{span:?} is no range of {text:?}");
    slice.unwrap_or_default()
}

fn check_whole(dockerfile: &Dockerfile, text: &str) {
    let line_count = text.split_inclusive('\n').count();
    let mut before = (0, 0);
    for fold in folding(dockerfile, text) {
        let lines = fold.lines;
        assert!(
            lines.first < lines.last && lines.last <= line_count,
            "{fold:?} of {text:?}"
        );
        let order = (lines.first, usize::MAX - lines.last);
        assert!(before <= order, "{text:?} has folds in the wrong order");
        before = order;
    }
    let outline = outline(dockerfile, text);
    let items: usize = outline.iter().map(|group| group.items.len()).sum();
    assert_eq!(
        items + dockerfile.stages.len(),
        dockerfile.instructions.len(),
        "{text:?}"
    );
    for group in outline {
        slice(text, group.span);
        for item in group.items {
            slice(text, item.span);
            assert!(group.span.start <= item.span.start && item.span.end <= group.span.end);
            assert!(group.lines.first <= item.line && item.line <= group.lines.last);
        }
    }
}

fn check_at(dockerfile: &Dockerfile, text: &str, offset: usize) {
    let is_boundary = text.is_char_boundary(offset);
    if let Some(element) = element_at(dockerfile, text, offset) {
        assert!(!slice(text, element.span).is_empty());
        assert!(
            !is_boundary || element.span.touches(offset),
            "{element:?} in {text:?}"
        );
    }
    let completions = completions(dockerfile, text, offset);
    slice(text, completions.replace);
    assert!(
        !is_boundary || completions.replace.touches(offset),
        "{:?} at {offset} of {text:?}",
        completions.replace
    );
    if let Some(span) = definition(dockerfile, text, offset) {
        slice(text, span);
    }
    check_references(dockerfile, text, offset);
}

fn check_references(dockerfile: &Dockerfile, text: &str, offset: usize) {
    let found = references(dockerfile, text, offset);
    let named: Vec<Span> = found
        .iter()
        .filter(|reference| reference.kind != ReferenceKind::StageIndex)
        .map(|reference| reference.span)
        .collect();
    for reference in &found {
        slice(text, reference.span);
        if reference.kind != ReferenceKind::StageIndex {
            // Asked at another place of the same thing, the answer is the same. Where two names meet, the second is meant.
            assert_eq!(
                references(dockerfile, text, reference.span.start),
                found,
                "from {offset} and {} of {text:?}",
                reference.span.start
            );
        }
    }
    assert!(
        named.is_sorted_by(|left, right| left.end <= right.start),
        "{text:?}"
    );
    let Some(first) = named.first() else {
        return;
    };
    for span in &named {
        assert_eq!(
            slice(text, *span).to_lowercase(),
            slice(text, *first).to_lowercase(),
            "{text:?}"
        );
    }
    if let Ok(edits) = rename(dockerfile, text, offset, "other_name") {
        check_renamed(dockerfile, text, &edits);
    }
}

/// Everything means the same after one thing has got another name.
fn check_renamed(dockerfile: &Dockerfile, text: &str, edits: &[TextEdit]) {
    let mut renamed = text.to_owned();
    for edit in edits.iter().rev() {
        renamed.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    // Where the start of a name has moved to.
    let moved = |offset: usize| {
        edits
            .iter()
            .take_while(|edit| edit.span.start < offset)
            .fold(offset, |moved, edit| {
                moved + edit.text.len() - (edit.span.end - edit.span.start)
            })
    };
    let after = parse(&renamed);
    for (offset, _) in text
        .char_indices()
        .filter(|(_, next)| next.is_ascii_alphanumeric())
    {
        let is_start = !text[..offset].ends_with(|before: char| before.is_ascii_alphanumeric());
        let is_inside = |edit: &TextEdit| edit.span.start < offset && offset < edit.span.end;
        if is_start && !edits.iter().any(is_inside) {
            let before = definition(dockerfile, text, offset).map(|span| moved(span.start));
            let now = definition(&after, &renamed, moved(offset)).map(|span| span.start);
            assert_eq!(
                now, before,
                "at {offset} of {text:?}, which became {renamed:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_and_offset_has_an_answer(text in any_file(), offsets in prop::collection::vec(any::<prop::sample::Index>(), 12)) {
        let dockerfile = parse(&text);
        check_whole(&dockerfile, &text);
        for offset in offsets {
            check_at(&dockerfile, &text, offset.index(text.len() + 3));
        }
    }

    /// While a file is typed, its end is what the cursor stands at.
    #[test]
    fn every_beginning_has_completions(text in file(), length in any::<prop::sample::Index>()) {
        let ends: Vec<usize> = (0..=text.len()).filter(|end| text.is_char_boundary(*end)).collect();
        let end = *length.get(&ends);
        let beginning = &text[..end];
        check_at(&parse(beginning), beginning, end);
    }
}

/// No measurement: it tells work that does not end from work that does. Quadratic work takes many minutes here.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn a_megabyte_of_names_takes_little_time() {
    let units = [
        "FROM a AS b\n",
        "FROM b AS b\n",
        "COPY --from=b / /\n",
        "ENV V=$V\n",
        "ARG V=$V$V\n",
        "FROM b AS b\nARG V\nRUN $V\n",
        "# c\n",
        "a,",
        "${V:-",
        "RUN --mount=from=b,\n",
        "'",
        "\\\n",
    ];
    for unit in units {
        for head in [
            "",
            "ARG V=b\nFROM a AS b\nENV V=$V ",
            "FROM a AS b\nRUN --mount=",
        ] {
            let text = format!("{head}{}", unit.repeat((1 << 18) / unit.len()));
            let dockerfile = parse(&text);
            let start = Instant::now();
            check_whole(&dockerfile, &text);
            for needle in ["b", "V", "\n"] {
                for offset in [text.find(needle), text.rfind(needle)]
                    .into_iter()
                    .flatten()
                {
                    let _ = element_at(&dockerfile, &text, offset);
                    let _ = completions(&dockerfile, &text, offset);
                    let _ = definition(&dockerfile, &text, offset);
                    let _ = rename(&dockerfile, &text, offset, "other_name");
                }
            }
            assert!(
                start.elapsed() < LIMIT,
                "{head:?} and many {unit:?} take {:?}",
                start.elapsed()
            );
        }
    }
}
