//! `cargo xtask fuzz`: inputs that nobody would think of, for everything that reads what comes from elsewhere.

use std::fmt::Write as _;
use std::process::Stdio;

use crate::process::{answers, command, root, run};

/// The program that builds and runs the targets, and how it is installed.
const INSTALL: &str = "cargo install cargo-fuzz --locked";

/// One target.
struct Target {
    /// Its name, that of a file in `fuzz_targets`.
    name: &'static str,
    /// The crate whose folder `fuzz` it is in.
    package: &'static str,
    /// Inputs to begin with besides those that were found before: a folder.
    seeds: Option<&'static str>,
    /// No input is longer, in bytes.
    most_bytes: u32,
}

/// All of them, what is most worth it first.
const TARGETS: [Target; 9] = [
    Target {
        name: "lab",
        package: "core",
        seeds: None,
        most_bytes: 2_000,
    },
    Target {
        name: "shell",
        package: "core",
        seeds: None,
        most_bytes: 1_000,
    },
    Target {
        name: "link",
        package: "core",
        seeds: Some("crates/core/tests/permalinks"),
        most_bytes: 4_000,
    },
    Target {
        name: "lesson",
        package: "core",
        seeds: Some("crates/core/src/lessons/course"),
        most_bytes: 6_000,
    },
    Target {
        name: "parse",
        package: "syntax",
        seeds: Some("crates/syntax/tests/corpus"),
        most_bytes: 4_000,
    },
    Target {
        name: "expand",
        package: "syntax",
        seeds: None,
        most_bytes: 1_000,
    },
    Target {
        name: "decide",
        package: "dockerignore",
        seeds: None,
        most_bytes: 2_000,
    },
    Target {
        name: "recording",
        package: "cli",
        seeds: Some("tests/recordings"),
        most_bytes: 20_000,
    },
    Target {
        name: "pasted",
        package: "core",
        seeds: Some("crates/core/fuzz/seeds/pasted"),
        most_bytes: 4_000,
    },
];

/// Runs the targets one after the other, each for so many minutes, and prints a table. `only` leaves out those whose name does
/// not contain it.
///
/// # Errors
/// A sentence if `cargo fuzz` is missing, or once all have run, if a target does not build or an input was found that breaks one.
pub fn fuzz(minutes: u64, only: Option<&str>) -> Result<(), String> {
    if !answers("cargo", &["fuzz", "--version"]) {
        return Err(format!(
            "cargo-fuzz is needed, which drives the fuzzer of LLVM; install it with `{INSTALL}` (and a C++ compiler)"
        ));
    }
    let mut table = String::new();
    let mut broken = Vec::new();
    let mut unbuilt = Vec::new();
    for target in TARGETS {
        if only.is_some_and(|only| !target.name.contains(only)) {
            continue;
        }
        println!("\nxtask: fuzzing {} for {minutes} minutes", target.name);
        if let Err(message) = run(target.cargo("build")) {
            println!("xtask: {message}");
            let _ = writeln!(table, "{:<10} DOES NOT BUILD", target.name);
            unbuilt.push(target.name);
            continue;
        }
        let log = target.run(minutes)?;
        let runs = log.runs.map_or("-".to_owned(), |runs| runs.to_string());
        let outcome = if log.found { "BROKEN" } else { "nothing found" };
        let _ = writeln!(
            table,
            "{:<10} {:>12} runs in {:>5} s  {outcome}",
            target.name, runs, log.seconds
        );
        if log.found {
            broken.push(target.name);
        }
    }
    print!("\n{table}");
    let mut failures = Vec::new();
    if !unbuilt.is_empty() {
        failures.push(format!("these do not build: {}", unbuilt.join(", ")));
    }
    if !broken.is_empty() {
        failures.push(format!(
            "inputs that break {} are in the folder `artifacts` beside the target; `cargo fuzz fmt TARGET FILE` shows one",
            broken.join(", ")
        ));
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(failures.join("; "))
}

/// What came of a target.
struct Log {
    /// How many inputs were tried, if that was said.
    runs: Option<u64>,
    seconds: u64,
    /// An input breaks it.
    found: bool,
}

impl Target {
    fn folder(&self) -> String {
        format!("crates/{}/fuzz", self.package)
    }

    /// Cargo, as it has to be called: coverage is an option of the compiler that is not stable. The memory is not watched,
    /// since no code of ours can harm it, which makes it twice as quick.
    fn cargo(&self, subcommand: &str) -> std::process::Command {
        let arguments = [
            "fuzz",
            subcommand,
            "--fuzz-dir",
            ".",
            "--sanitizer",
            "none",
            self.name,
        ];
        let mut cargo = command("cargo", &self.folder(), &arguments);
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo
    }

    fn run(&self, minutes: u64) -> Result<Log, String> {
        let corpus = format!("corpus/{}", self.name);
        std::fs::create_dir_all(root().join(self.folder()).join(&corpus))
            .map_err(|error| format!("{corpus} cannot be made: {error}"))?;
        let mut cargo = self.cargo("run");
        cargo.arg(corpus);
        cargo.args(self.seeds.map(|seeds| root().join(seeds)));
        cargo.args([
            "--".to_owned(),
            format!("-max_total_time={}", minutes * 60),
            format!("-max_len={}", self.most_bytes),
            // Long inputs from the beginning: time is short, and most of what is read has many parts.
            "-len_control=0".to_owned(),
            "-timeout=60".to_owned(),
            "-rss_limit_mb=3000".to_owned(),
            "-print_final_stats=1".to_owned(),
        ]);
        let started = std::time::Instant::now();
        let output = cargo
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .map_err(|error| format!("cargo fuzz could not be started: {error}"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        let found = !output.status.success();
        if found {
            println!("{}", what_broke(&said));
        }
        Ok(Log {
            runs: runs(&said),
            seconds: started.elapsed().as_secs(),
            found,
        })
    }
}

/// What a program says that breaks: its last words, and before them the panic, which may be far above.
fn what_broke(said: &str) -> String {
    const MOST_LETTERS: usize = 2_000;
    let lines: Vec<&str> = said.lines().collect();
    let end = lines.len().saturating_sub(60);
    let above = lines.get(..end).unwrap_or_default();
    let panic = above.iter().rposition(|line| line.contains("panicked at"));
    let panic = panic.map_or(&[][..], |place| &above[place..above.len().min(place + 4)]);
    let last = lines.get(end..).unwrap_or_default();
    let shown = panic.iter().chain(last);
    // A value that is compared may be as long as a project.
    let shown = shown.map(|line| line.chars().take(MOST_LETTERS).collect::<String>());
    shown.collect::<Vec<_>>().join("\n")
}

/// The number of inputs in what the fuzzer says at its end, or at the last that it said before it broke.
fn runs(said: &str) -> Option<u64> {
    let last = |line: &&str| line.starts_with('#');
    let number = |line: &str| {
        let digits: String = line
            .chars()
            .skip(1)
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok()
    };
    let end = said.lines().rev().find_map(|line| {
        line.strip_prefix("stat::number_of_executed_units:")?
            .trim()
            .parse()
            .ok()
    });
    end.or_else(|| said.lines().rev().find(last).and_then(number))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The files of targets that are in no row of the table, and rows without a file.
    fn unlisted(crates: &Path) -> Vec<String> {
        let mut files = Vec::new();
        for package in std::fs::read_dir(crates).into_iter().flatten().flatten() {
            let targets = package.path().join("fuzz/fuzz_targets");
            for file in std::fs::read_dir(targets).into_iter().flatten().flatten() {
                let name = file.file_name().to_string_lossy().into_owned();
                if let Some(name) = name.strip_suffix(".rs") {
                    files.push(format!("{}/{name}", package.file_name().to_string_lossy()));
                }
            }
        }
        let listed: Vec<String> = TARGETS
            .iter()
            .map(|target| format!("{}/{}", target.package, target.name))
            .collect();
        let only_files = files.iter().filter(|name| !listed.contains(name));
        let only_listed = listed.iter().filter(|name| !files.contains(name));
        only_files.chain(only_listed).cloned().collect()
    }

    #[test]
    fn every_target_is_run() {
        assert_eq!(unlisted(&root().join("crates")), Vec::<String>::new());
    }

    #[test]
    fn seeds_are_there() {
        for seeds in TARGETS.iter().filter_map(|target| target.seeds) {
            assert!(root().join(seeds).is_dir(), "{seeds}");
        }
    }

    #[test]
    fn the_panic_is_told_though_much_follows_it() {
        let frames = "  1: frame\n".repeat(100);
        let said =
            format!("#1 INITED\nthread 'x' panicked at y.rs:3:5:\nleft\nright\n{frames}end\n");
        let told = what_broke(&said);
        assert!(told.starts_with("thread 'x' panicked at y.rs:3:5:\nleft\nright\n"));
        assert!(told.ends_with("end") && told.lines().count() == 64);
    }

    #[test]
    fn the_number_of_runs_is_read() {
        assert_eq!(
            runs("#2 INITED\nDone 12 runs\nstat::number_of_executed_units: 12\n"),
            Some(12)
        );
        assert_eq!(
            runs("#2 INITED\n#1024\tpulse cov: 3\nthread panicked\n"),
            Some(1024)
        );
        assert_eq!(runs("error: no such target"), None);
    }
}
