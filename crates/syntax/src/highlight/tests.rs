//! What the tags of small files are.

use expect_test::{Expect, expect};

use super::highlight;

fn check(text: &str, expected: Expect) {
    let tokens = highlight(&crate::parse(text), text);
    let shown: Vec<String> = tokens
        .iter()
        .map(|token| {
            format!(
                "{:?} {:?}",
                token.tag,
                &text[token.span.start..token.span.end]
            )
        })
        .collect();
    expected.assert_eq(&shown.join("\n"));
}

#[test]
fn stages_and_flags() {
    check(
        "# syntax=x\n# c\nFROM --platform=$P alpine:${V:-3} \\\n # d\n AS build\nFORM x\n",
        expect![[r##"
            Directive "# syntax=x"
            Comment "# c"
            Keyword "FROM"
            Flag "--platform"
            Variable "$P"
            Name "alpine:"
            Variable "${V:-"
            Name "3"
            Variable "}"
            Operator "\\"
            Comment "# d"
            Keyword "AS"
            Name "build"
            Invalid "FORM""##]],
    );
}

#[test]
fn shell_form() {
    check(
        "RUN --mount=type=cache apt-get -y \"a $B c\" 'd $e' && \\\n  x --f=g | y \\$z ${q#\"r\"}s}\n",
        expect![[r#"
            Keyword "RUN"
            Flag "--mount"
            Flag "-y"
            String "\"a "
            Variable "$B"
            String " c\""
            String "'d $e'"
            Operator "&&"
            Operator "\\"
            Flag "--f"
            Operator "|"
            Variable "${q#"
            String "\"r\""
            Variable "}""#]],
    );
}

#[test]
fn json_and_healthcheck() {
    check(
        "ONBUILD RUN [\"a\", \"b\\\"c\"]\nHEALTHCHECK CMD x\nMAINTAINER O'Neil\nENV a='b' c=$d\n",
        expect![[r#"
            Keyword "ONBUILD"
            Keyword "RUN"
            String "\"a\""
            String "\"b\\\"c\""
            Keyword "HEALTHCHECK"
            Keyword "CMD"
            Keyword "MAINTAINER"
            Keyword "ENV"
            String "'b'"
            Variable "$d""#]],
    );
}

#[test]
fn heredocs() {
    check(
        "RUN <<A cat <<'B' > c\nx $y\nA\n$z\nB\nCOPY <<E /f\nunclosed\nRUN d\n",
        expect![[r#"
            Keyword "RUN"
            Heredoc "<<A"
            Heredoc "<<'B'"
            Operator ">"
            Heredoc "x "
            Variable "$y"
            Heredoc "\nA"
            Heredoc "$z\nB"
            Keyword "COPY"
            Keyword "RUN""#]],
    );
}
