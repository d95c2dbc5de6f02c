//! What is read of files that BuildKit refuses.

use expect_test::{Expect, expect};
use layerlab_syntax::{Command, parse};

/// Shows the errors with what they stand on, and which instructions and stages were read all the same.
fn check(text: &str, expected: Expect) {
    let dockerfile = parse(text);
    let mut shown = String::new();
    for error in &dockerfile.errors {
        let lines: Vec<String> = error
            .lines
            .iter()
            .map(|lines| format!("{}-{}", lines.first, lines.last))
            .collect();
        let place = &text[error.span.start..error.span.end];
        let kind = if error.fatal { "fatal" } else { "error" };
        shown += &format!("{kind} {} {place:?}: {}\n", lines.join(","), error.message);
    }
    for instruction in &dockerfile.instructions {
        let mark = if instruction.command == Command::Invalid {
            " (not understood)"
        } else {
            ""
        };
        let lines = instruction.lines;
        shown += &format!(
            "{}-{} {}{mark}\n",
            lines.first,
            lines.last,
            instruction.original()
        );
    }
    for stage in &dockerfile.stages {
        shown += &format!("stage {}..{} {:?}\n", stage.from, stage.end, stage.name);
    }
    expected.assert_eq(&shown);
}

#[test]
fn broken_lines_leave_the_others_alone() {
    check(
        "FROM alpine AS a\nRUNN x\nENV A=1 B\nCOPY --form=x a b\nRUN [1]\nRUN ok\nFROM a AS 1\nFROM a AS b\nUSER\n",
        expect![[r#"
            fatal 3-3 "ENV A=1 B": Syntax error - can't find = in "B". Must be of the form: name=value
            fatal 5-5 "RUN [1]": when using JSON array syntax, arrays must be comprised of strings only
            error 2-2 "RUNN": unknown instruction: RUNN (did you mean RUN?)
            error 4-4 "--form=x": unknown flag: --form (did you mean from?)
            error 7-7 "1": invalid name for build stage: "1", name can't start with a number or contain symbols
            error 9-9 "USER": USER requires exactly one argument
            1-1 FROM alpine AS a
            2-2 RUNN x (not understood)
            3-3 ENV A=1 B (not understood)
            4-4 COPY --form=x a b (not understood)
            5-5 RUN [1] (not understood)
            6-6 RUN ok
            7-7 FROM a AS 1 (not understood)
            8-8 FROM a AS b
            9-9 USER (not understood)
            stage 0..7 Some("a")
            stage 7..9 Some("b")
        "#]],
    );
}

#[test]
fn one_missing_stage_is_said_once() {
    check(
        "RUN a\nCOPY b c\nFROM x\n",
        expect![[r#"
        error 1-1 "RUN": no build stage in current context
        1-1 RUN a
        2-2 COPY b c
        3-3 FROM x
        stage 2..3 None
    "#]],
    );
    check(
        "FORM x\nRUN a\n",
        expect![[r#"
        error 1-1 "FORM": unknown instruction: FORM (did you mean FROM?)
        1-1 FORM x (not understood)
        2-2 RUN a
    "#]],
    );
    check(
        "ARG a\nRUN b\nFORM x\n",
        expect![[r#"
        error 2-2 "RUN": no build stage in current context
        error 3-3 "FORM": unknown instruction: FORM (did you mean FROM?)
        1-1 ARG a
        2-2 RUN b
        3-3 FORM x (not understood)
    "#]],
    );
}

#[test]
fn an_open_heredoc_ends_at_the_next_instruction() {
    check(
        "FROM a\nRUN <<EOF\n  echo\nrun along\nCOPY b c\nRUN <<A <<B\nx\nA\ny\n",
        expect![[r#"
            fatal 2-9 "<<EOF": unterminated heredoc
            fatal 6-9 "<<B": unterminated heredoc
            1-1 FROM a
            2-4 RUN <<EOF
            5-5 COPY b c
            6-9 RUN <<A <<B
            stage 0..4 None
        "#]],
    );
}

#[test]
fn directives() {
    check(
        "# escape=x\n# syntax=a\n# Syntax=b\n# check=skip=all\n# escape=`\nFROM a\nRUN b `\n c\n",
        expect![[r##"
            fatal 0-0 "x": invalid escape token 'x' does not match ` or \
            fatal 2-2 "# Syntax=b": only one syntax parser directive can be used
            fatal 4-4 "# escape=`": only one escape parser directive can be used
            error 8-8 "c": unknown instruction: c (did you mean cmd?)
            6-6 FROM a
            7-7 RUN b `
            8-8 c (not understood)
            stage 0..3 None
        "##]],
    );
}

#[test]
fn files_with_nothing_in_them() {
    check(
        "",
        expect![[r#"
        fatal 0-0 "": file with no instructions
    "#]],
    );
    check(
        "# c\n\n",
        expect![[r#"
        fatal 2-2 "": file with no instructions
    "#]],
    );
    check(
        "\\",
        expect![[r#"
        error 1-1 "": unknown instruction: 
        1-1  (not understood)
    "#]],
    );
}

#[test]
fn lines_beyond_the_limit() {
    let long = "x".repeat(65_535);
    let text = format!("FROM a\n#{long}\nUSER b\n");
    let dockerfile = parse(&text);
    assert_eq!(dockerfile.instructions.len(), 2);
    assert_eq!(
        dockerfile.errors[0].message,
        "dockerfile line greater than max allowed size of 65535"
    );
    assert!(
        parse(&format!(
            "FROM a\n{}",
            &long[..65_535].replacen("xx", "# ", 1)
        ))
        .errors
        .is_empty()
    );
}

#[test]
fn spans_lead_through_continuations() {
    let text = "\u{feff}FROM a\nCOPY --chown=\"a\\\n  b\" one \\\n# c\n  t\\\nwo /x\nENV A=\"1\\\n 2\" B=é\n";
    let dockerfile = parse(text);
    let at = |span: layerlab_syntax::Span| &text[span.start..span.end];
    let copy = &dockerfile.instructions[1];
    let flag = copy.flag("chown").unwrap();
    assert_eq!(
        (
            at(flag.name.span),
            flag.value.as_ref().unwrap().value.as_ref()
        ),
        ("chown", "a  b")
    );
    assert_eq!(at(flag.value.as_ref().unwrap().span), "\"a\\\n  b\"");
    let Command::Copy(transfer) = &copy.command else {
        panic!("{copy:?}")
    };
    let layerlab_syntax::Source::Path(second) = &transfer.sources[1] else {
        panic!("{transfer:?}")
    };
    assert_eq!((at(second.span), second.value.as_ref()), ("t\\\nwo", "two"));
    assert_eq!(at(transfer.destination.span), "/x");
    let Command::Env(pairs) = &dockerfile.instructions[2].command else {
        panic!()
    };
    assert_eq!(
        (at(pairs[0].value.span), pairs[0].value.value.as_ref()),
        ("\"1\\\n 2\"", "\"1 2\"")
    );
    assert_eq!((at(pairs[1].key.span), at(pairs[1].value.span)), ("B", "é"));
    assert_eq!(dockerfile.instruction_at_line(4), Some(1));
    assert_eq!(
        (dockerfile.stage_of(2), dockerfile.stage_of(3)),
        (Some(0), None)
    );
}

/// The mark is a line, so the error names line 1; without it the file has no line to name.
#[test]
fn nothing_but_a_byte_order_mark() {
    check(
        "\u{feff}",
        expect![[r#"
        fatal 1-1 "": file with no instructions
    "#]],
    );
    check(
        "",
        expect![[r#"
        fatal 0-0 "": file with no instructions
    "#]],
    );
    check(
        "\u{feff}\n",
        expect![[r#"
        fatal 1-1 "": file with no instructions
    "#]],
    );
}
