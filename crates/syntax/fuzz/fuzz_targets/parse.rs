//! Any text gives a tree whose spans lie inside the text, on character boundaries, and highlighting that does too.

#![no_main]

use layerlab_syntax::{Span, highlight, parse};
use libfuzzer_sys::fuzz_target;

fn check(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?}");
}

fuzz_target!(|text: &str| {
    let dockerfile = parse(text);
    for instruction in &dockerfile.instructions {
        check(text, instruction.span);
        check(text, instruction.keyword.span);
        for flag in &instruction.flags {
            check(text, flag.span);
        }
        for heredoc in &instruction.heredocs {
            check(text, heredoc.body);
        }
    }
    for error in &dockerfile.errors {
        check(text, error.span);
    }
    for warning in &dockerfile.warnings {
        check(text, warning.span);
    }
    let mut end = 0;
    for token in highlight::highlight(&dockerfile, text) {
        check(text, token.span);
        assert!(token.span.start >= end, "tokens overlap");
        end = token.span.end;
    }
});
