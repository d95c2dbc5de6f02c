//! What nobody writes and somebody sends: huge numbers, deep nesting, thousands of stages, characters that cannot be seen. All of
//! it has an analysis, in a bounded time and on a small stack.

use std::rc::Rc;
use std::time::{Duration, Instant};

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::format;
use layerlab_core::lab::{Lab, Project};

/// As much as the page has in WebAssembly.
const STACK_BYTES: usize = 1 << 20;
/// Far more than any of these takes, also on a busy machine and without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

fn project(dockerfile: &str) -> Project {
    let files = FileTree::default()
        .with("a.txt", FileNode::text("a"))
        .with("huge.bin", FileNode::sized(u64::MAX, "x"))
        .with("huger.bin", FileNode::sized(u64::MAX, "y"))
        .with("\u{202e}txt.exe", FileNode::text("<script>"));
    Project {
        dockerfile: dockerfile.into(),
        files: Rc::new(files),
        ..Project::default()
    }
}

/// Analyses a text, builds it, edits it and analyses it again. Every figure that is shown has to be a figure.
fn goes_through(name: &str, dockerfile: &str) {
    let (name, dockerfile) = (name.to_owned(), dockerfile.to_owned());
    let work = move || {
        let begun = Instant::now();
        let lab = Lab::open(project(&dockerfile));
        let before = lab.analyze();
        let mut lab = lab.build();
        lab.project.dockerfile = format!("{dockerfile}\n# more\n").into();
        let after = lab.analyze();
        for analysis in [&before, &after] {
            for row in &analysis.rows {
                if let Some(size) = row.size {
                    let shown = format::size(size);
                    assert!(
                        !shown.contains("NaN") && !shown.contains("inf"),
                        "{name}: {shown}"
                    );
                    assert!(size.low_bytes <= size.high_bytes, "{name}: {size:?}");
                }
            }
        }
        println!("{name}: {:?}", begun.elapsed());
        assert!(
            begun.elapsed() < LONGEST,
            "{name} took {:?}",
            begun.elapsed()
        );
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    let done = thread.spawn(work).map(std::thread::JoinHandle::join);
    assert!(
        matches!(done, Ok(Ok(()))),
        "a thread starts, and nothing in it panics"
    );
}

#[test]
fn numbers_may_be_huge() {
    for (name, line) in [
        (
            "port",
            "EXPOSE 99999999999999999999 1-99999999999 0-65535/udp",
        ),
        ("ports", "EXPOSE 1-65535/tcp 1-65535/udp 1-65535/sctp"),
        (
            "interval",
            "HEALTHCHECK --interval=9999999999999999h --timeout=1e308s --retries=99999999999999999999 CMD true",
        ),
        ("mode", "COPY --chmod=7777777777777777777777 a.txt /"),
        ("owner", "COPY --chown=99999999999999999999:-1 a.txt /"),
        ("user", "USER 340282366920938463463374607431768211456"),
        ("stage", "COPY --from=18446744073709551616 /a /b"),
        (
            "tmpfs",
            "RUN --mount=type=tmpfs,target=/x,size=999999999999999999999999t true",
        ),
        (
            "cache mode",
            "RUN --mount=type=cache,target=/x,mode=99999999999999999999,uid=99999999999 true",
        ),
        (
            "truncate",
            "RUN truncate -s 99999999999999999999E /x && fallocate -l 18446744073709551615 /y && dd if=/dev/zero of=/z bs=99999999999G count=99999999999G",
        ),
        (
            "head",
            "RUN head -c 99999999999999999999 /dev/zero > /x; yes | head -n 1e99 > /y",
        ),
        (
            "sleep",
            "RUN sleep 1e308 && sleep infinity && sleep 99999999999999999999999999d",
        ),
        (
            "seq",
            "RUN seq 1 99999999999999999999 > /x; for i in $(seq 1 9999999999); do touch /f$i; done",
        ),
        (
            "braces",
            "RUN touch /x{1..999999999} {1..99}{1..99}{1..99}{1..99}{1..99}",
        ),
        (
            "substring",
            "ARG A=abc\nENV B=${A:99999999999999999999} C=${A:-99999999999999999999}",
        ),
        ("signal", "STOPSIGNAL 99999999999999999999999"),
        (
            "files",
            "COPY . /\nRUN cp /huge.bin /again && cat /huge.bin /huger.bin > /both",
        ),
    ] {
        goes_through(name, &format!("FROM alpine:3.22\n{line}\nRUN true\n"));
    }
}

#[test]
fn nesting_may_be_deep() {
    const DEPTH: usize = 5_000;
    let nested = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(DEPTH), close.repeat(DEPTH))
    };
    for (name, line) in [
        ("variables", format!("ENV A={}", nested("${A:-", "x", "}"))),
        (
            "variables without an end",
            format!("ENV A={}", "${A:-".repeat(DEPTH)),
        ),
        ("patterns", format!("ENV A={}", nested("${A#", "x", "}"))),
        ("lists", format!("RUN {}", nested("[", "\"x\"", "]"))),
        ("maps", format!("CMD {}", nested("[{\"a\":", "1", "}]"))),
        ("subshells", format!("RUN {}", nested("(", "true", ")"))),
        (
            "substitutions",
            format!("RUN echo {}", nested("$(echo ", "x", ")")),
        ),
        ("backquotes", format!("RUN echo {}", "`".repeat(DEPTH))),
        (
            "arithmetic",
            format!("RUN echo $(({}))", nested("(", "1", ")")),
        ),
        ("groups", format!("RUN {}", nested("{ ", "true;", " }"))),
        (
            "conditions",
            format!("RUN {}", nested("if true; then ", "true; ", "fi; ")),
        ),
        ("tests", format!("RUN {}", nested("[[ ! ", "-f x", " ]]"))),
        ("quotes", format!("RUN echo {}", "\"'".repeat(DEPTH))),
        (
            "a shell in a shell",
            format!("RUN {}", "sh -c ".repeat(DEPTH)),
        ),
        (
            "xargs",
            format!("RUN {} true", "xargs env sudo ".repeat(DEPTH)),
        ),
        ("onbuild", format!("{}RUN true", "ONBUILD ".repeat(DEPTH))),
        (
            "heredocs",
            format!(
                "RUN {}\n",
                (0..500).map(|n| format!("<<E{n} ")).collect::<String>()
            ),
        ),
        ("lines", format!("RUN true {}", "\\\n".repeat(DEPTH))),
        (
            "comments in a line",
            format!("RUN true \\\n{}x", "# a\n".repeat(DEPTH)),
        ),
        ("folders", format!("COPY a.txt /{}", "x/".repeat(DEPTH))),
        ("ways up", format!("WORKDIR /{}", "../".repeat(DEPTH))),
        (
            "patterns of files",
            format!("COPY {}a /", "*?[a-z]".repeat(2_000)),
        ),
        ("pipes", format!("RUN {}true", "true | ".repeat(DEPTH))),
        ("chains", format!("RUN {}true", "true && ".repeat(DEPTH))),
    ] {
        goes_through(name, &format!("FROM alpine:3.22\n{line}\nRUN true\n"));
    }
}

#[test]
fn stages_may_be_thousands_and_know_each_other() {
    const STAGES: usize = 1_000;
    let chain: String = (0..STAGES)
        .map(|stage| match stage {
            0 => "FROM alpine:3.22 AS s0\nCOPY a.txt /\n".to_owned(),
            _ => format!("FROM s{} AS s{stage}\nRUN touch /f{stage}\n", stage - 1),
        })
        .collect();
    goes_through("a chain", &chain);
    let copies: String = (0..STAGES)
        .map(|stage| match stage {
            0 => "FROM scratch AS s0\nCOPY a.txt /\n".to_owned(),
            _ => format!("FROM scratch AS s{stage}\nCOPY --from=s{} / /\n", stage - 1),
        })
        .collect();
    goes_through("copies of copies", &copies);
    // Each stage takes all of two before: as many ways to the first one as 2 to the power of their number.
    let doubling: String = (0..60)
        .map(|stage| match stage {
            0 | 1 => format!("FROM scratch AS s{stage}\nCOPY a.txt /f{stage}\n"),
            _ => format!(
                "FROM scratch AS s{stage}\nCOPY --from=s{} / /a/\nCOPY --from=s{} / /b/\n",
                stage - 1,
                stage - 2
            ),
        })
        .collect();
    goes_through("a doubling", &doubling);
    let circle: String = (0..STAGES)
        .map(|stage| format!("FROM s{} AS s{stage}\n", (stage + 1) % STAGES))
        .collect();
    goes_through("a circle", &circle);
}

#[test]
fn variables_may_not_grow_beyond_measure() {
    let doubling: String = (1..64)
        .map(|n| format!("ENV A{n}=$A{0}$A{0}\n", n - 1))
        .collect();
    goes_through(
        "doubled variables",
        &format!("FROM alpine\nENV A0=xxxxxxxx\n{doubling}RUN echo $A63\n"),
    );
    let arguments: String = (1..64)
        .map(|n| format!("ARG A{n}=${{A{0}}}${{A{0}}}\n", n - 1))
        .collect();
    goes_through(
        "doubled arguments",
        &format!("ARG A0=xxxxxxxx\n{arguments}FROM alpine:$A63\nRUN true\n"),
    );
}

#[test]
fn what_cannot_be_seen_goes_through_and_is_shown() {
    goes_through(
        "invisible",
        "FROM alpine AS b\u{202e}uild\u{200b}er\nCOPY --from=b\u{202e}uild\u{200b}er /a\u{feff} /\u{2066}b\nCOPY \u{202e}txt.exe /\nRUN echo \u{e0041}\u{0}\u{1b}[31m\n",
    );
    assert_eq!(
        format::visible("a\u{202e}b\u{200b}"),
        "a\u{27e8}U+202E\u{27e9}b\u{27e8}U+200B\u{27e9}"
    );
    assert_eq!(format::visible("\u{1b}[31m"), "\u{27e8}U+001B\u{27e9}[31m");
    for seen in [
        "plain",
        "tab\tand\nline",
        "caf\u{e9}",
        "\u{5d0}\u{5d1}",
        "\u{4e2d}\u{6587}",
        "\u{1f600}",
    ] {
        assert_eq!(format::visible(seen), seen);
    }
}
