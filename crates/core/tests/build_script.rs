//! The build script refuses what is malformed: a mistake in a project never reaches the page.

#[path = "../build/main.rs"]
#[expect(dead_code, reason = "its `main` and what only that calls")]
mod build_script;

use std::path::PathBuf;
use std::{fs, io};

use build_script::projects;

/// A folder of projects with one project in it.
fn projects_folder(name: &str, manifest: &str) -> io::Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let files = folder.join("small/files");
    fs::create_dir_all(&files)?;
    fs::write(folder.join("small/project.txt"), manifest)?;
    fs::write(files.join("Dockerfile"), "FROM scratch\nCOPY a.txt /\n")?;
    fs::write(files.join("a.txt"), "one\ntwo\n")?;
    fs::write(files.join("dot-env"), "KEY=1\n")?;
    Ok(folder)
}

const MANIFEST: &str = "order: 1\ngroup: Small things\nname: Small\nsummary: It is small.\n\n[sizes]\n2048 .git/pack\n\n[edit]\nwhat: \
                        Another word.\nfile: a.txt\nreplace: two\nwith: three\n";

#[test]
fn a_project_becomes_a_record() {
    let folder = projects_folder("project_good", MANIFEST).expect("a folder for the test");
    let table = projects::table(&folder).expect("well formed");
    for part in [
        "group: \"Small things\", name: \"Small\", summary: \"It is small.\"",
        "files/dot-env 6\\nKEY=1\\n",
        "project.txt ",
        "static FIRST",
    ] {
        assert!(table.contains(part), "{part} is missing in {table}");
    }
}

#[test]
fn a_manifest_that_does_not_fit_its_files_is_refused() {
    for (from, to, complaint) in [
        ("replace: two", "replace: tw", "one whole line"),
        ("file: a.txt", "file: b.txt", "missing in files"),
        (".git/pack", "a.txt", "both a text and a size"),
        (
            "order: 1\n",
            "executable: b.sh\n",
            "the executable b.sh is missing",
        ),
        ("name: Small\n", "", "group, name and summary"),
        ("[sizes]", "[size]", "is not `key: value`"),
    ] {
        assert!(MANIFEST.contains(from));
        let folder = projects_folder("project_bad", &MANIFEST.replacen(from, to, 1))
            .expect("a folder for the test");
        let error = projects::table(&folder).expect_err(to).to_string();
        assert!(error.contains(complaint), "{to}: {error}");
    }
}
