//! What is malformed is refused, so that a mistake in a text never reaches the page.

use layerlab_texts::{terms, topic};

const FRONT_MATTER: &str = "---\nid: run\ntitle: RUN\ngroup: instructions\napplies_to:\n  - instruction RUN\n  - flag \
                            RUN --mount, RUN --network\nrelated: layer, cache-key\nsources:\n  - \
                            https://docs.docker.com/reference/dockerfile/#run 2026-11-21\n---\n";

fn read(body: &str) -> Result<topic::Topic, String> {
    topic::read(&format!("{FRONT_MATTER}\n{body}\n"), "run").map_err(|error| error.to_string())
}

#[test]
fn a_topic_has_a_summary_a_text_and_more() {
    let topic = read("Runs `a < b`\nand more.\n\nWhy & [how](topic:layer).\n\n## More\n\nFirst.\n\n## Two\n\nLast.")
        .expect("well formed");
    assert_eq!(topic.summary, "Runs `a < b` and more.");
    assert_eq!(
        topic.why,
        "<p>Why &amp; <a href=\"#/learn/layer\">how</a>.</p>\n"
    );
    assert_eq!(topic.more, "<p>First.</p>\n<h3>Two</h3>\n<p>Last.</p>\n");
    assert_eq!(topic.links, ["layer"]);
    assert_eq!(topic.related, ["layer", "cache-key"]);
    let names: Vec<_> = topic
        .subjects
        .iter()
        .map(|subject| (subject.kind, &*subject.name))
        .collect();
    assert_eq!(
        names,
        [
            ("instruction", "RUN"),
            ("flag", "RUN --mount"),
            ("flag", "RUN --network")
        ]
    );
}

#[test]
fn a_topic_may_have_no_text_or_no_more() {
    let topic = read("Runs.").expect("well formed");
    assert_eq!((&*topic.why, &*topic.more), ("", ""));
    let topic = read("Runs.\n\n## More\n\nMuch.").expect("well formed");
    assert_eq!((&*topic.why, &*topic.more), ("", "<p>Much.</p>\n"));
}

#[test]
fn html_images_and_other_links_are_refused() {
    for (body, complaint) in [
        ("<script>alert(1)</script>", "HTML is not allowed"),
        ("Some <b>bold</b> word", "HTML is not allowed"),
        (
            "![a picture](https://docs.docker.com/a.png)",
            "images are not",
        ),
        ("[here](javascript:alert(1))", "must begin with https://"),
        ("[here](http://docs.docker.com)", "must begin with https://"),
        ("# Large", "only headings"),
        ("> said", "quotations"),
    ] {
        let error = read(&format!("Runs.\n\n{body}")).err().unwrap_or_default();
        assert!(error.contains(complaint), "{body}: {error}");
    }
    for body in ["[here](https://docs.docker.com)", "*so*", "- a", ""] {
        let error = read(body).err().unwrap_or_default();
        assert!(error.contains("first paragraph"), "{body}: {error}");
    }
}

#[test]
fn front_matter_must_be_whole() {
    for (from, to, complaint) in [
        ("id: run", "id: ran", "the id must be the file's name"),
        ("title: RUN\n", "", "title and sources"),
        ("instruction RUN", "instruction run", "not the name"),
        ("instruction RUN", "colour RUN", "is not one of"),
        ("group: instructions", "group: colours", "group must be"),
        ("2026-11-21", "yesterday", "not a date"),
        ("https://docs", "http://docs", "must begin with https://"),
        ("title: RUN", "colour: RUN", "is not known here"),
        ("---\nid", "id", "front matter"),
    ] {
        assert!(FRONT_MATTER.contains(from), "{from}");
        let text = FRONT_MATTER.replacen(from, to, 1) + "\nRuns.\n";
        let error = topic::read(&text, "run").err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
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
