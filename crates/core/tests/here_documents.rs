//! Here-documents on the standard input of a command: data, unless a shell reads them as its script.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use layerlab_core::lab::{Lab, LedgerRow, Project};

fn row(run: &str) -> LedgerRow {
    let analysis = Lab::open(Project {
        dockerfile: format!("FROM debian:12-slim\n{run}\n").into(),
        ..Project::default()
    })
    .analyze();
    analysis.rows[1].clone()
}

fn bytes(row: &LedgerRow) -> (u64, u64, u64) {
    let size = row.size.unwrap();
    (size.low_bytes, size.bytes, size.high_bytes)
}

const DOCUMENT: &str = "apt-get update\napt-get install -y build-essential\n";

#[test]
fn a_document_that_is_written_to_a_file_has_its_own_length() {
    let length = DOCUMENT.len() as u64;
    for command in [
        "cat > /etc/x.conf <<EOF",
        "cat <<EOF > /etc/x.conf",
        "tee /usr/local/bin/setup.sh <<EOF",
        "cat <<'EOF' | tee /etc/x.conf",
    ] {
        let row = row(&format!("RUN {command}\n{DOCUMENT}EOF"));
        assert_eq!(bytes(&row), (length, length, length), "{command}");
        assert!(
            !row.size_reason.contains("not known"),
            "{}",
            row.size_reason
        );
    }
    let twice = row(&format!("RUN tee /a /b <<EOF\n{DOCUMENT}EOF"));
    assert_eq!(bytes(&twice).1, 2 * length);
    let added = format!("RUN cat > /a <<A && cat >> /a <<B\n{DOCUMENT}A\n1\nB");
    assert_eq!(bytes(&row(&added)).1, length + 2);
}

#[test]
fn a_shell_reads_it_as_its_script() {
    let bare = row(&format!("RUN <<EOF\n{DOCUMENT}EOF"));
    assert!(bytes(&bare).1 > 100_000_000, "{bare:?}");
    for command in ["sh <<EOF", "bash -ex <<EOF", "/bin/dash -s <<EOF"] {
        let row = row(&format!("RUN {command}\n{DOCUMENT}EOF"));
        assert_eq!(bytes(&row), bytes(&bare), "{command}");
    }
}

#[test]
fn of_another_interpreter_the_command_is_what_is_not_known() {
    for (command, name) in [
        ("python3 <<PY", "python3"),
        ("python3 - <<PY", "python3"),
        ("python3.13 -X dev - a b <<PY", "python3.13"),
        ("perl - <<PY", "perl"),
    ] {
        let row = row(&format!("RUN {command}\nprint(\"hello\")\nPY"));
        let reason = &row.size_reason;
        assert!(
            reason.starts_with(&format!("What {name} leaves is not known")),
            "{reason}"
        );
    }
}

#[test]
fn what_a_document_holds_is_read_later() {
    let file = "FROM python:3.13-slim\nRUN cat > /r.txt <<EOF\nnumpy==2.1.0\nEOF\nRUN pip install -r /r.txt\n";
    let analysis = Lab::open(Project {
        dockerfile: file.into(),
        ..Project::default()
    })
    .analyze();
    assert!(bytes(&analysis.rows[2]).1 > 20_000_000);
}
