//! Any script of a RUN is read, its effects stay within what can be counted, and running it twice gives the same.

#![no_main]

use layerlab_core::Packages;
use layerlab_core::effects::{self, FileSystem, Ground, RunReport, read_script};
use layerlab_core::graph::Exec;
use layerlab_core::image::base_result;
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

/// What a script is made of: pieces that mean something to the commands that are known, and whatever the fuzzer likes.
#[derive(Arbitrary, Debug)]
enum Piece<'a> {
    Known(u8),
    Text(&'a str),
}

const BASES: [&str; 6] = [
    "debian:bookworm",
    "python:3.13-slim",
    "alpine:3.20",
    "node:22-slim",
    "scratch",
    "example/unknown:1",
];

const KNOWN: [&str; 64] = [
    " ",
    " && ",
    " || ",
    "; ",
    " | ",
    "\n",
    "\\\n",
    "(",
    ")",
    "{ ",
    "; }",
    "'",
    "\"",
    "`",
    "$(",
    "${A:-",
    "}",
    "$A",
    " > ",
    " >> ",
    " 2>&1",
    " < ",
    "<<EOF\n",
    "EOF\n",
    "if ",
    "; then ",
    "; else ",
    "; fi",
    "for x in ",
    "; do ",
    "; done",
    "while ",
    "case $x in ",
    ";; esac",
    "apt-get update",
    "apt-get install -y --no-install-recommends ",
    "apt-get purge -y --auto-remove ",
    "apt-get clean",
    "gcc libpq-dev",
    "build-essential=1.*",
    "rm -rf /var/lib/apt/lists/*",
    "apk add --no-cache ",
    "apk del ",
    "--virtual .build-deps ",
    "pip install --no-cache-dir -r requirements.txt",
    "pip wheel --wheel-dir=/wheels ",
    "django==5.2",
    "npm ci --omit=dev",
    "npm cache clean --force",
    "yarn install",
    "pipx install poetry",
    "uv sync",
    "useradd -m ",
    "chown -R ",
    "chmod 777 /",
    "mkdir -p /a/b/../c",
    "cp -r /a /b",
    "mv /b/ /c",
    "ln -s /a /b",
    "curl -fsSLo /tmp/x https://example.com/x",
    "echo ",
    "cd /tmp",
    "go build -o /out ./...",
    "export A=",
];

fn run(script: &str, base: &str, twice: bool) -> (RunReport, FileSystem) {
    let packages = packages();
    let base = base_result(base, &packages);
    let ground: &Ground = &base.ground;
    let mut files = (*base.files).clone();
    let exec = Exec {
        args: vec!["/bin/sh".to_owned(), "-c".to_owned(), script.to_owned()],
        shell_length: 2,
        env: vec![
            ("PATH".to_owned(), "/usr/bin:/bin".to_owned()),
            ("A".to_owned(), "/a b".to_owned()),
        ],
        ..Exec::default()
    };
    files.begin_layer();
    let mut report = effects::run(&exec, ground, &packages, &mut files);
    if twice {
        files.begin_layer();
        report = effects::run(&exec, ground, &packages, &mut files);
    }
    (report, files)
}

thread_local! {
    /// Read once: it takes longer than most of what is tried.
    static PACKAGES: Packages = Packages::compiled_in();
}

fn packages() -> Packages {
    PACKAGES.with(Packages::clone)
}

fuzz_target!(|input: (u8, bool, Vec<Piece<'_>>)| {
    let (base, twice, pieces) = input;
    let script: String = pieces
        .iter()
        .take(200)
        .map(|piece| match piece {
            Piece::Known(index) => KNOWN[usize::from(*index) % KNOWN.len()],
            Piece::Text(text) => text,
        })
        .collect();
    let base = BASES[usize::from(base) % BASES.len()];
    let variables = [("A".to_owned(), "x".to_owned())];
    assert_eq!(
        read_script(&script, &variables),
        read_script(&script, &variables)
    );
    let (report, files) = run(&script, base, twice);
    let size = files.layer_size();
    assert!(size.low_bytes <= size.bytes && size.bytes <= size.high_bytes);
    for reason in &report.reasons {
        assert!(!reason.is_empty());
    }
    let (again, files_again) = run(&script, base, twice);
    assert!(report == again);
    assert!(size == files_again.layer_size());
});
