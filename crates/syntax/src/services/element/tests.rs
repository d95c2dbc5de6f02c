use super::*;
use crate::parse;

/// What stands at the `|`, and what it is.
fn at(marked: &str) -> Option<(String, String)> {
    let offset = marked.find('|').unwrap_or_default();
    let text = marked.replacen('|', "", 1);
    let element = element_at(&parse(&text), &text, offset)?;
    let shown = text.get(element.span.start..element.span.end);
    Some((
        shown.unwrap_or("not a range").to_owned(),
        format!("{:?}", element.kind),
    ))
}

#[test]
fn everything_has_a_kind() {
    for (marked, span, kind) in [
        ("# synt|ax=a\n", "# syntax=a", "Directive(\"syntax\")"),
        ("FROM a\n# |b\n", "# b", "Comment"),
        ("fr|om a\n", "from", "Keyword(\"FROM\")"),
        ("FROM a |as b\n", "as", "Keyword(\"AS\")"),
        ("FROM |a:1\n", "a:1", "BaseImage(\"a:1\")"),
        ("ARG V=1\nFROM |a:$V\n", "a:$V", "BaseImage(\"a:$V\")"),
        (
            "ARG V=1\nFROM a:|$V\n",
            "$V",
            "Variable { name: \"V\", is_definition: false }",
        ),
        (
            "ARG V|=1\n",
            "V",
            "Variable { name: \"V\", is_definition: true }",
        ),
        (
            "FROM a AS |b\n",
            "b",
            "Stage { stage: 0, name: \"b\", is_definition: true }",
        ),
        (
            "FROM a AS b\nCOPY --from=|B x y\n",
            "B",
            "Stage { stage: 0, name: \"B\", is_definition: false }",
        ),
        (
            "FROM a\nCOPY --|from=x y z\n",
            "--from",
            "FlagName { instruction: \"COPY\", flag: \"from\" }",
        ),
        (
            "FROM a\nRUN --mount=type=|cache y\n",
            "type=cache",
            "FlagValue { instruction: \"RUN\", flag: \"mount\", value: \"type=cache\" }",
        ),
        (
            "FROM a\nRUN echo hel|lo x\n",
            "hello",
            "Argument { instruction: \"RUN\" }",
        ),
        (
            "FROM a\nCMD [\"a\", \"|b\"]\n",
            "\"b\"",
            "JsonElement(\"b\")",
        ),
        (
            "FROM a\nCOPY <|<E /x\nb\nE\n",
            "<<E",
            "HeredocMarker(\"E\")",
        ),
        ("FROM a\nCOPY <<E /x\n|b\nE\n", "b\nE", "HeredocBody(\"E\")"),
    ] {
        assert_eq!(
            at(marked),
            Some((span.to_owned(), kind.to_owned())),
            "{marked:?}"
        );
    }
    assert_eq!(at("FROM a\n|\n"), None);
    assert_eq!(at(""), None);
}
