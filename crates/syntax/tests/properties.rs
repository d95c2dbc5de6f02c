//! What holds for every text: no panic, spans inside the text, and time in proportion to its length.

#[path = "support/any_text.rs"]
mod any_text;

use std::time::{Duration, Instant};

use any_text::text;
use layerlab_syntax::expand::{ExpandOptions, expand_word, expand_words};
use layerlab_syntax::highlight::highlight;
use layerlab_syntax::{
    Arguments, Command, Dockerfile, Instruction, Source, Span, buildkit_view, parse,
};
use proptest::prelude::*;

fn collect_instruction(instruction: &Instruction, spans: &mut Vec<Span>) {
    spans.extend([instruction.span, instruction.keyword.span]);
    for flag in &instruction.flags {
        spans.extend([flag.span, flag.name.span]);
        spans.extend(flag.value.as_ref().map(|value| value.span));
    }
    for heredoc in &instruction.heredocs {
        spans.extend([heredoc.marker, heredoc.body]);
    }
    match &instruction.command {
        Command::From { image, name } => {
            spans.push(image.span);
            spans.extend(name.as_ref().map(|name| name.span));
        }
        Command::Run(arguments)
        | Command::Cmd(arguments)
        | Command::Entrypoint(arguments)
        | Command::Healthcheck(Some(arguments)) => match arguments {
            Arguments::Shell(shell) => spans.push(shell.span),
            Arguments::Json(words) => spans.extend(words.iter().map(|word| word.span)),
        },
        Command::Copy(transfer) | Command::Add(transfer) => {
            spans.push(transfer.destination.span);
            for source in &transfer.sources {
                match source {
                    Source::Path(path) => spans.push(path.span),
                    Source::Heredoc(index) => assert!(*index < instruction.heredocs.len()),
                }
            }
        }
        Command::Env(pairs) | Command::Label(pairs) => {
            spans.extend(
                pairs
                    .iter()
                    .flat_map(|pair| [pair.key.span, pair.value.span]),
            );
        }
        Command::Arg(arguments) => {
            for (name, value) in arguments {
                spans.push(name.span);
                spans.extend(value.as_ref().map(|value| value.span));
            }
        }
        Command::Shell(words) | Command::Expose(words) | Command::Volume(words) => {
            spans.extend(words.iter().map(|word| word.span));
        }
        Command::User(word)
        | Command::Workdir(word)
        | Command::Stopsignal(word)
        | Command::Maintainer(word) => {
            spans.push(word.span);
        }
        Command::Onbuild(nested) => collect_instruction(nested, spans),
        Command::Healthcheck(None) | Command::Invalid => {}
    }
}

fn all_spans(dockerfile: &Dockerfile) -> Vec<Span> {
    let mut spans: Vec<Span> = dockerfile.comments.to_vec();
    for directive in &dockerfile.directives {
        spans.extend([directive.span, directive.name.span, directive.value.span]);
    }
    spans.extend(dockerfile.errors.iter().map(|error| error.span));
    spans.extend(dockerfile.warnings.iter().map(|warning| warning.span));
    for instruction in &dockerfile.instructions {
        collect_instruction(instruction, &mut spans);
    }
    spans
}

fn check(text: &str) {
    let dockerfile = parse(text);
    for span in all_spans(&dockerfile) {
        assert!(
            text.get(span.start..span.end).is_some(),
            "{span:?} is no range of {text:?}"
        );
    }
    let line_count = text.split_inclusive('\n').count();
    let mut last_line = 0;
    let mut last_end = 0;
    for instruction in &dockerfile.instructions {
        assert!(
            instruction.lines.first > last_line && instruction.lines.last <= line_count,
            "{text:?}"
        );
        assert!(
            instruction.lines.first <= instruction.lines.last && instruction.span.start >= last_end,
            "{text:?}"
        );
        last_line = instruction.lines.last;
        last_end = instruction.span.end;
    }
    for (index, instruction) in dockerfile.instructions.iter().enumerate() {
        let is_invalid = instruction.command == Command::Invalid;
        let has_error = dockerfile
            .errors
            .iter()
            .any(|error| error.lines.contains(&instruction.lines));
        assert!(
            !is_invalid || has_error,
            "{text:?} says nothing about instruction {index}"
        );
    }
    let fatal: Vec<bool> = dockerfile.errors.iter().map(|error| error.fatal).collect();
    assert!(
        fatal.is_sorted_by(|left, right| left >= right),
        "{text:?} has errors in the wrong order"
    );
    let mut position = 0;
    for token in highlight(&dockerfile, text) {
        assert!(
            position <= token.span.start && token.span.start < token.span.end,
            "{text:?} has overlapping tokens"
        );
        assert!(
            text.get(token.span.start..token.span.end).is_some(),
            "{text:?}"
        );
        position = token.span.end;
    }
    assert_eq!(
        buildkit_view::lines(&dockerfile).len(),
        dockerfile.instructions.len()
    );
    assert_eq!(
        buildkit_view::stages(&dockerfile).len(),
        dockerfile.stages.len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in text()) {
        check(&text);
    }

    #[test]
    fn any_string_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_word_is_expanded(word in text(), value in text(), backtick in any::<bool>(), skip_unset in any::<bool>(), raw in any::<bool>()) {
        let mut options = ExpandOptions::new(if backtick { '`' } else { '\\' });
        options.skip_unset = skip_unset;
        options.raw_quotes = raw;
        let lookup = |name: &str| (name == "b").then(|| value.clone());
        let one = expand_word(&word, options, &lookup);
        let many = expand_words(&word, options, &lookup);
        prop_assert_eq!(one.is_ok(), many.is_ok());
    }
}

const MEGABYTE: usize = 1 << 20;

/// No measurement: it tells work that does not end from work that does. Quadratic work takes many minutes here.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn a_megabyte_of_anything_takes_little_time() {
    let units = [
        "\"",
        "'",
        "\\",
        "\\\n",
        "`",
        "[",
        "RUN [\"a\"\n",
        "RUN [[",
        "{",
        "$",
        "${",
        "${A:-",
        "${A//",
        "<<",
        "<<A ",
        "RUN <<A\n",
        "RUN <<-A <<B\n",
        "COPY <<A /b\nA\n",
        "# c\n",
        "#\n",
        "\n",
        " ",
        "\t",
        "a",
        "a ",
        "A=b ",
        "--a ",
        "--a=\" ",
        "ONBUILD ",
        "ONBUILD ENV a=b ",
        "FROM a AS b\n",
        "USER a\n",
        "x\n",
        "RUN \\\n\n",
        "ENV a\n",
        "\u{a0}",
        "é",
        "😀 ",
        "\u{feff}",
        "\r",
    ];
    let heads = [
        "",
        "RUN ",
        "ENV A=",
        "ENV ",
        "COPY ",
        "COPY --a",
        "HEALTHCHECK CMD ",
        "ONBUILD RUN ",
        "FROM ",
        "RUN <<",
        "RUN [\"",
    ];
    for unit in units {
        for head in heads {
            // The first without anything before it at full length, the others shorter for the sake of the tests' time.
            let bytes = if head.is_empty() {
                MEGABYTE
            } else {
                MEGABYTE / 8
            };
            let body = unit.repeat(bytes / unit.len());
            let text = format!("{head}{body}");
            let start = Instant::now();
            let dockerfile = parse(&text);
            let tokens = highlight(&dockerfile, &text);
            assert!(
                start.elapsed() < LIMIT,
                "{head:?} and many {unit:?} take {:?}",
                start.elapsed()
            );
            drop((dockerfile, tokens));
        }
    }
}

#[test]
fn expansion_is_bounded() {
    let lookup = |_: &str| Some("a".repeat(MEGABYTE));
    for word in [
        "$A".repeat(1_000),
        "${A:-".repeat(100_000),
        "${A//?/bb}".repeat(100),
        "${A##*a*a*a*a*b}".to_owned(),
    ] {
        let start = Instant::now();
        let _ = expand_word(&word, ExpandOptions::new('\\'), &lookup);
        assert!(
            start.elapsed() < LIMIT,
            "{:?} for {:?}",
            start.elapsed(),
            word.get(..20)
        );
    }
}
