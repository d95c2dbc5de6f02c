//! House rules for the texts: complete, short, plain.

use std::collections::BTreeSet;

use super::{Topic, all, for_instruction, topic};

const INSTRUCTIONS: [&str; 18] = [
    "FROM",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "ARG",
    "WORKDIR",
    "USER",
    "CMD",
    "ENTRYPOINT",
    "EXPOSE",
    "VOLUME",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "SHELL",
];

/// The text that a reader sees, one line a paragraph, with each piece of code as one word.
fn visible_text(topic: &Topic) -> String {
    let mut text = String::new();
    let mut in_code = false;
    let mut rest = topic.html;
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').expect("a tag ends");
        if in_code {
            text.push_str("code");
        } else {
            text.push_str(before);
        }
        in_code = tag == "code";
        rest = behind;
    }
    text.push_str(rest);
    text
}

fn sentences(text: &str) -> Vec<String> {
    let ends = |character: char| matches!(character, '.' | '?' | '\n');
    text.split_inclusive(ends)
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| sentence.chars().any(char::is_alphabetic))
        .collect()
}

#[test]
fn every_instruction_has_its_topic() {
    for keyword in INSTRUCTIONS {
        let found = for_instruction(keyword).expect(keyword);
        assert_eq!(found.title, keyword);
        assert_eq!(for_instruction(&keyword.to_lowercase()), Some(found));
    }
    assert_eq!(for_instruction("RUNS"), None);
    assert_eq!(for_instruction(""), None);
}

#[test]
fn every_idea_of_the_page_has_its_topic() {
    for id in [
        "layer",
        "build-cache",
        "build-context",
        "dockerignore",
        "stage",
        "base-image",
        "cache-key",
        "comment",
        "parser-directive",
    ] {
        let found = topic(id).expect(id);
        assert!(found.applies_to.is_empty(), "{id} is an idea");
    }
    assert_eq!(topic("nothing of the kind"), None);
}

#[test]
fn ids_and_keywords_are_unique() {
    let ids: BTreeSet<_> = all().iter().map(|topic| topic.id).collect();
    assert_eq!(ids.len(), all().len());
    let keywords: Vec<_> = all().iter().flat_map(|topic| topic.applies_to).collect();
    let unique: BTreeSet<_> = keywords.iter().collect();
    assert_eq!(unique.len(), keywords.len());
    for keyword in keywords {
        assert!(INSTRUCTIONS.contains(keyword), "{keyword}");
    }
}

#[test]
fn texts_are_short() {
    for topic in all() {
        let words = visible_text(topic).split_whitespace().count();
        assert!((60..=130).contains(&words), "{}: {words} words", topic.id);
    }
}

#[test]
fn sentences_are_short() {
    for topic in all() {
        let text = visible_text(topic);
        let sentences = sentences(&text);
        let words = text.split_whitespace().count();
        assert!(
            words <= 18 * sentences.len(),
            "{}: {words} words in {} sentences",
            topic.id,
            sentences.len()
        );
        for sentence in sentences {
            let words = sentence.split_whitespace().count();
            assert!(words <= 32, "{}: {words} words in: {sentence}", topic.id);
        }
    }
}

#[test]
fn texts_are_plain() {
    for topic in all() {
        let text = visible_text(topic);
        assert!(!text.contains('!'), "{}", topic.id);
        let odd = text
            .chars()
            .find(|character| !character.is_ascii() || character.is_ascii_control())
            .filter(|character| *character != '\n');
        assert_eq!(odd, None, "{}", topic.id);
    }
}

#[test]
fn every_topic_speaks_of_cache_and_size() {
    for topic in all() {
        let text = visible_text(topic);
        assert!(
            text.contains("key") || text.contains("cache"),
            "{}",
            topic.id
        );
        assert!(
            ["byte", "size", "layer", "large"]
                .iter()
                .any(|word| text.contains(word)),
            "{}",
            topic.id
        );
    }
}

#[test]
fn sources_are_docker_or_moby_pages_with_a_date() {
    for topic in all() {
        assert!(!topic.sources.is_empty(), "{}", topic.id);
        for source in topic.sources {
            let known = ["https://docs.docker.com/", "https://github.com/moby/"]
                .iter()
                .any(|site| source.url.starts_with(site));
            assert!(known, "{}: {}", topic.id, source.url);
            assert!(!source.url.contains(char::is_whitespace), "{}", source.url);
            assert_eq!(source.date.len(), 10, "{}", topic.id);
        }
    }
}

#[test]
fn html_holds_only_plain_tags() {
    for topic in all() {
        for part in topic.html.split('<').skip(1) {
            let name = part
                .trim_start_matches('/')
                .split(|character: char| !character.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            let allowed = [
                "p", "code", "em", "strong", "a", "ul", "ol", "li", "h2", "h3",
            ];
            assert!(allowed.contains(&name), "{}: <{name}", topic.id);
        }
    }
}
