//! `layerlab build` on a folder: what it prints, for people and for programs.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("layerlab-build-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        let folder = Self(path);
        let dockerfile = "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\n\
                          RUN pip install -r requirements.txt\nCOPY app.py .\nRUN python -m compileall .\n";
        for (file, text) in [
            ("Dockerfile", dockerfile),
            ("requirements.txt", "django\n"),
            ("app.py", "print()\n"),
        ] {
            std::fs::write(folder.0.join(file), text).expect("written");
        }
        folder
    }

    fn build(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_layerlab"))
            .arg("build")
            .arg(&self.0)
            .args(arguments)
            .output()
            .expect("layerlab starts")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_build_after_an_edit_says_why_it_runs() {
    let folder = Folder::new("edit");
    let printed = text(&folder.build(&["--edit", "app.py", "--why"]));
    assert!(
        printed.contains("#4 [4/6] RUN pip install -r requirements.txt\n#4 CACHED\n"),
        "{printed}"
    );
    assert!(printed.contains("#5 why: `app.py` changed\n"), "{printed}");
    assert!(
        printed.contains("#6 why: the step before it ran\n"),
        "{printed}"
    );
    assert!(printed.contains("2 of 6 steps run"), "{printed}");
}

#[test]
fn the_folder_itself_as_the_build_before_leaves_nothing_to_run() {
    let folder = Folder::new("after");
    let path = folder.0.display().to_string();
    let printed = text(&folder.build(&["--after", &path]));
    assert!(printed.contains("0 of 6 steps run"), "{printed}");
}

#[test]
fn programs_get_json() {
    let folder = Folder::new("json");
    let printed = text(&folder.build(&[
        "--edit",
        "requirements.txt",
        "--format",
        "json",
        "--what-if",
    ]));
    let report: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(report["summary"]["steps_run"], 4);
    assert_eq!(report["steps"][3]["status"], "DONE");
    assert_eq!(report["steps"][2]["why"], "`requirements.txt` changed");
    assert_eq!(report["what_if"]["files"]["app.py"]["steps"], 2);
    assert_eq!(report["what_if"]["files"]["Dockerfile"]["steps"], 0);
    assert_eq!(report["what_if"]["lines"]["4"]["steps"], 3);
}

#[test]
fn a_build_that_fails_has_another_exit_status() {
    let folder = Folder::new("fails");
    std::fs::remove_file(folder.0.join("app.py")).expect("removed");
    let output = folder.build(&[]);
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains("\"/app.py\": not found"), "{printed}");
}

#[test]
fn a_file_that_is_not_there_cannot_be_edited() {
    let output = Folder::new("missing").build(&["--edit", "nothing.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no file nothing.txt to edit"));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let folder = Folder::new("pipe");
    let mut child = Command::new(env!("CARGO_BIN_EXE_layerlab"))
        .args(["build", "--format", "json"])
        .arg(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("layerlab starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn real_figures_take_the_place_of_estimates() {
    let folder = Folder::new("figures");
    let figures = folder.0.join("history.txt");
    let history = "\
<missing>   now          RUN /bin/sh -c python -m compileall . # buildkit                4.1kB   buildkit.dockerfile.v0
<missing>   now          COPY app.py . # buildkit                                        8B      buildkit.dockerfile.v0
<missing>   now          RUN /bin/sh -c pip install -r requirements.txt # buildkit       51MB    buildkit.dockerfile.v0
<missing>   now          COPY requirements.txt . # buildkit                              7B      buildkit.dockerfile.v0
<missing>   now          WORKDIR /app                                                    0B      buildkit.dockerfile.v0
<missing>   3 weeks ago  CMD [\"python3\"]                                               0B      buildkit.dockerfile.v0
<missing>   3 weeks ago  # debian.sh                                                     123MB   debuerreotype 0.16
";
    std::fs::write(&figures, history).expect("written");
    let figures = figures.to_string_lossy().into_owned();
    let output = folder.build(&["--format", "json", "--figures", &figures]);
    let printed: Value = serde_json::from_str(&text(&output)).expect("it is JSON");
    let size = printed.pointer("/image/size/bytes").and_then(Value::as_u64);
    assert_eq!(size, Some(123_000_000 + 51_000_000 + 4_100 + 7 + 8));

    let dockerfile = folder.0.join("Dockerfile").to_string_lossy().into_owned();
    let refused = folder.build(&["--figures", &dockerfile]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("docker history --no-trunc"), "{said}");
}

#[test]
fn a_slower_machine_takes_longer() {
    let folder = Folder::new("machine");
    let seconds = |machine: &str| {
        let output = folder.build(&["--format", "json", "--machine", machine]);
        let printed: Value = serde_json::from_str(&text(&output)).expect("it is JSON");
        let seconds = printed.pointer("/summary/seconds").and_then(Value::as_f64);
        seconds.expect("a number")
    };
    assert!(seconds("train") > 2.0 * seconds("laptop"));
    assert_eq!(folder.build(&["--machine", "none"]).status.code(), Some(2));
}

#[test]
fn the_summary_for_a_pull_request_compares_with_the_build_before() {
    let folder = Folder::new("markdown");
    let printed = text(&folder.build(&["--edit", "app.py", "--format", "markdown"]));
    assert!(printed.starts_with("### Docker build of "), "{printed}");
    assert!(
        printed.contains("| Steps that run | 2 of 6 | 6 of 6 |"),
        "{printed}"
    );
    assert!(
        printed.contains("| 4 | `RUN pip install -r requirements.txt` | cached |"),
        "{printed}"
    );
    let fresh = text(&folder.build(&["--format", "markdown"]));
    assert!(fresh.contains("| Steps that run | 6 of 6 |\n"), "{fresh}");
}

const COMPOSE: &str = "services:\n  web:\n    build:\n      context: .\n      target: ${STAGE}\n      args: [VERSION=1]\n  \
                       worker:\n    build:\n      context: worker\n      dockerfile: worker.Dockerfile\n  db:\n    image: postgres\n";

#[test]
fn a_service_of_a_compose_file_is_built_as_it_says() {
    let folder = Folder::new("compose");
    let write =
        |file: &str, text: &str| std::fs::write(folder.0.join(file), text).expect("written");
    std::fs::create_dir_all(folder.0.join("worker")).expect("a folder");
    write(
        "Dockerfile",
        "ARG VERSION\nFROM scratch AS first\nCOPY app.py /first\nFROM scratch AS last\nCOPY app.py /last\n",
    );
    write(".env", "STAGE=first\n");
    write("compose.yaml", COMPOSE);
    write("worker/worker.Dockerfile", "FROM scratch\nCOPY main.py /\n");
    write("worker/main.py", "print()\n");
    let web = text(&folder.build(&["--compose", "--service", "web"]));
    assert!(
        web.contains("COPY app.py /first") && !web.contains("/last"),
        "{web}"
    );
    let worker = text(&folder.build(&["--service", "worker", "--compose"]));
    assert!(worker.contains("COPY main.py /\n"), "{worker}");
    let last = text(&folder.build(&["--compose", "--service", "web", "--target", "last"]));
    assert!(last.contains("/last"), "{last}");

    let said = |arguments: &[&str]| {
        let output = folder.build(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["--compose"]).contains("it builds web, worker"));
    assert!(said(&["--compose", "--service", "db"]).contains("no service db that is built"));
    write(
        "compose.yaml",
        "services:\n  web:\n    build: .\n   target: x\n",
    );
    let error = said(&["--compose"]);
    assert!(error.contains("compose.yaml, line 4: "), "{error}");
}
