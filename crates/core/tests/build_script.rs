//! The build script refuses what is malformed: a mistake in a text never reaches the page.

#[path = "../build/main.rs"]
#[expect(dead_code, reason = "its `main` and what only that calls")]
mod build_script;

use std::path::PathBuf;
use std::{fs, io};

use build_script::{projects, terms, topics};

const FRONT_MATTER: &str = "---\nid: run\ntitle: RUN\napplies_to: RUN\nsources:\n  - \
                            https://docs.docker.com/reference/dockerfile/#run 2026-11-21\n---\n";

fn html_or_error(text: &str) -> Result<String, String> {
    topics::read(text, "run")
        .map(|topic| topic.html)
        .map_err(|error| error.to_string())
}

#[test]
fn a_topic_is_rendered() {
    let text = format!("{FRONT_MATTER}\nRuns `a < b` & more.\n");
    assert_eq!(
        html_or_error(&text).as_deref(),
        Ok("<p>Runs <code>a &lt; b</code> &amp; more.</p>\n")
    );
}

#[test]
fn html_images_and_other_links_are_refused_in_topics() {
    for (body, complaint) in [
        ("<script>alert(1)</script>", "HTML is not allowed"),
        ("Some <b>bold</b> word", "HTML is not allowed"),
        (
            "![a picture](https://docs.docker.com/a.png)",
            "images are not",
        ),
        ("[here](javascript:alert(1))", "must begin with https://"),
        ("[here](http://docs.docker.com)", "must begin with https://"),
    ] {
        let error = html_or_error(&format!("{FRONT_MATTER}\n{body}\n")).expect_err(body);
        assert!(error.contains(complaint), "{body}: {error}");
    }
}

#[test]
fn front_matter_must_be_whole() {
    for (from, to, complaint) in [
        ("id: run", "id: ran", "the id must be the file's name"),
        ("title: RUN\n", "", "title and sources"),
        ("applies_to: RUN", "applies_to: run", "not the keyword"),
        ("2026-11-21", "yesterday", "not a date"),
        ("https://docs", "http://docs", "must begin with https://"),
        ("title: RUN", "colour: RUN", "is not known here"),
        ("---\nid", "id", "front matter"),
    ] {
        assert!(FRONT_MATTER.contains(from));
        let error = html_or_error(&FRONT_MATTER.replacen(from, to, 1)).expect_err(to);
        assert!(error.contains(complaint), "{to}: {error}");
    }
}

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

const MANIFEST: &str = "order: 1\nname: Small\nsummary: It is small.\n\n[sizes]\n2048 .git/pack\n\n[edit]\nwhat: \
                        Another word.\nfile: a.txt\nreplace: two\nwith: three\n";

#[test]
fn a_project_becomes_a_record() {
    let folder = projects_folder("project_good", MANIFEST).expect("a folder for the test");
    let table = projects::table(&folder).expect("well formed");
    for part in [
        "[Record; 1]",
        "(\".env\", include_str!",
        "(\".git/pack\", 2048)",
        "EditTarget::File(\"a.txt\"), text: \"one\\nthree\\n\"",
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
            "order: 1",
            "executable: b.sh",
            "the executable b.sh is missing",
        ),
        ("name: Small\n", "", "name and summary"),
        ("[sizes]", "[size]", "is not `key: value`"),
    ] {
        assert!(MANIFEST.contains(from));
        let folder = projects_folder("project_bad", &MANIFEST.replacen(from, to, 1))
            .expect("a folder for the test");
        let error = projects::table(&folder).expect_err(to).to_string();
        assert!(error.contains(complaint), "{to}: {error}");
    }
}

#[test]
fn terms_have_a_name_a_text_and_a_source() {
    let head = "# https://example.org 2026-11-21\n";
    let good = terms::read(&format!(
        "{head}\nA --b\n    Does c.\n    And d.\n\ne\n    Is f.\n"
    ));
    let good: Vec<_> = good.expect("well formed").into_iter().collect();
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(good, [text("A --b", "Does c. And d."), text("e", "Is f.")]);
    for (body, complaint) in [
        ("    Does c.\n", "before the first name"),
        ("a\n    Does c.\na\n    Does d.\n", "there twice"),
        ("a\n", "plain sentences"),
        ("a\n    Does `c`.\n", "plain sentences"),
    ] {
        let error = terms::read(&format!("{head}{body}")).expect_err(body);
        assert!(error.to_string().contains(complaint), "{body}: {error}");
    }
    let error = terms::read("a\n    Does c.\n").expect_err("no source");
    assert!(error.to_string().contains("source"), "{error}");
}
