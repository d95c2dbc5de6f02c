//! Bytes per second of this parser and of the two other Dockerfile parsers, on the same texts: `cargo bench -p
//! layerlab-syntax`.
//!
//! The others stop at the first error and expand nothing; every text is one that all of them accept, which is checked
//! before anything is measured.

#![allow(
    clippy::expect_used,
    reason = "a benchmark of refused texts is worthless"
)]

use divan::{Bencher, black_box, counter::BytesCount};

/// About one megabyte, the size at which a parser that is not linear shows itself.
const BIG_BYTES: usize = 1_000_000;

/// What is measured: the name in the figures and the text.
struct Input {
    name: &'static str,
    text: String,
}

impl std::fmt::Display for Input {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

fn main() {
    for input in inputs() {
        assert_all_accept(&input);
    }
    divan::main();
}

fn inputs() -> Vec<Input> {
    let large = include_str!("../tests/corpus/large.Dockerfile");
    let input = |name, text| Input { name, text };
    vec![
        input(
            "1: 20 lines",
            include_str!("../tests/corpus/two-stages.Dockerfile").to_owned(),
        ),
        input("2: 200 instructions", large.to_owned()),
        input("3: 1 MB", repeat(large)),
    ]
}

/// The text again and again. Stage names stay only in the first copy, as a name may not be given twice.
fn repeat(text: &str) -> String {
    let mut big = text.to_owned();
    while big.len() < BIG_BYTES {
        for line in text.lines() {
            let unnamed = match line.rsplit_once(" AS ") {
                Some((before, _)) if line.starts_with("FROM ") => before,
                _ => line,
            };
            big.push_str(unnamed);
            big.push('\n');
        }
    }
    big
}

fn assert_all_accept(input: &Input) {
    let ours = layerlab_syntax::parse(&input.text);
    assert_eq!(ours.errors, [], "{input}");
    let count = ours.instructions.len();
    let parsed = parse_dockerfile::parse(&input.text).expect("parse-dockerfile accepts it");
    assert_eq!(parsed.instructions.len(), count, "{input}");
    let parsed =
        dockerfile_parser::Dockerfile::parse(&input.text).expect("dockerfile-parser accepts it");
    assert_eq!(parsed.instructions.len(), count, "{input}");
}

#[divan::bench(args = inputs())]
fn layerlab_syntax_parse(bencher: Bencher<'_, '_>, input: &Input) {
    bencher
        .counter(BytesCount::of_str(&input.text))
        .bench(|| layerlab_syntax::parse(black_box(&input.text)));
}

#[divan::bench(args = inputs())]
fn parse_dockerfile_parse(bencher: Bencher<'_, '_>, input: &Input) {
    bencher
        .counter(BytesCount::of_str(&input.text))
        .bench(|| parse_dockerfile::parse(black_box(&input.text)));
}

#[divan::bench(args = inputs(), max_time = 5)]
fn dockerfile_parser_parse(bencher: Bencher<'_, '_>, input: &Input) {
    bencher
        .counter(BytesCount::of_str(&input.text))
        .bench(|| dockerfile_parser::Dockerfile::parse(black_box(&input.text)));
}

/// Texts of one megabyte that are mean to a parser: none may cost more than in proportion to its length.
fn adversarial() -> Vec<Input> {
    let input = |name, head: &str, unit: &str| Input {
        name,
        text: format!("FROM a\n{head}{}", unit.repeat(BIG_BYTES / unit.len())),
    };
    vec![
        input("1: double quotes in ENV", "ENV a=", "\""),
        input("2: single quotes in RUN", "RUN ", "'"),
        input("3: opening brackets in CMD", "CMD ", "["),
        input("4: backslashes in ENV", "ENV a=", "\\"),
        input("5: heredoc markers in a line", "RUN ", "<<A "),
        input("6: lines with an open heredoc", "", "RUN <<A\n"),
        input("7: empty continuation lines", "RUN a \\\n", "\n"),
        input("8: flags", "COPY ", "--a=b "),
        input("9: unknown instructions", "", "FORM\n"),
    ]
}

#[divan::bench(args = adversarial(), sample_count = 10, sample_size = 1)]
fn layerlab_syntax_parse_adversarial(bencher: Bencher<'_, '_>, input: &Input) {
    bencher
        .counter(BytesCount::of_str(&input.text))
        .bench(|| layerlab_syntax::parse(black_box(&input.text)));
}
