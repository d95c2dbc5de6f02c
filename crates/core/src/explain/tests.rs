//! House rules for the texts: complete, short, plain, with sources; and what they are found by.

use std::collections::BTreeSet;

use layerlab_texts::Explanations;

use super::{
    About, TERMS, Text, Texts, Topic, all, for_instruction, groups, neighbours, search, topic,
    topic_of,
};

mod coverage;
mod reading;

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

/// Sites whose word counts: those who make a thing, or who keep its documentation.
const OFFICIAL: [&str; 38] = [
    "alpinelinux.org",
    "apache.org",
    "astral.sh",
    "bundler.io",
    "celeryq.dev",
    "curl.se",
    "debian.org",
    "djangoproject.com",
    "docker.com",
    "freedesktop.org",
    "getcomposer.org",
    "git-scm.com",
    "github.com/GoogleContainerTools",
    "github.com/docker",
    "github.com/docker-library",
    "github.com/krallin/tini",
    "github.com/moby",
    "github.com/nodejs",
    "github.com/opencontainers",
    "gnu.org",
    "go.dev",
    "gradle.org",
    "gunicorn.org",
    "man7.org",
    "nginx.org",
    "npmjs.com",
    "pip.pypa.io",
    "pipenv.pypa.io",
    "pnpm.io",
    "postgresql.org",
    "psycopg.org",
    "python-poetry.org",
    "python.org",
    "redhat.com",
    "reproducible-builds.org",
    "rust-lang.org",
    "uwsgi-docs.readthedocs.io",
    "yarnpkg.com",
];

fn texts() -> Texts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/explain");
    let file = Explanations::read(&folder).expect("well formed").texts();
    Texts::read(&file).expect("of this version")
}

fn text<'a>(texts: &'a Texts, topic: &Topic) -> Text<'a> {
    texts.of(topic.id).expect(topic.id)
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
fn every_hint_leads_to_a_topic() {
    for (file, name, _) in TERMS {
        let about = match *file {
            "commands" => About::Command,
            "directives" => About::Directive,
            "flags" => About::Flag,
            "values" => About::Value,
            "variables" => About::Variable,
            other => panic!("{other} is no kind of hint"),
        };
        assert!(topic_of(about, name).is_some(), "{file}: {name}");
        // A flag has a topic that speaks of it, not only that of its instruction.
        if about == About::Flag {
            let found = topic_of(about, name).expect(name);
            let mut subjects = found.subjects();
            assert!(subjects.any(|subject| subject == ("flag", name)), "{name}");
        }
    }
    assert_eq!(topic_of(About::Command, "no-such-program"), None);
}

#[test]
fn every_cause_and_every_rule_of_docker_has_a_topic() {
    for cause in [
        "new",
        "base image",
        "edited",
        "files",
        "variable",
        "option",
        "no cache",
        "step before",
        "stage",
        "cached",
        "setting",
        "not needed",
    ] {
        assert!(topic_of(About::Cause, cause).is_some(), "{cause}");
    }
    for topic in all() {
        for (kind, name) in topic.subjects().filter(|(kind, _)| *kind == "check") {
            let known = crate::checks::rule(name).is_some()
                || crate::checks::own::OWN_RULES
                    .iter()
                    .any(|rule| rule.name == name);
            assert!(known, "{}: there is no {kind} {name}", topic.id);
        }
    }
}

#[test]
fn ids_are_unique_and_groups_are_filled() {
    let ids: BTreeSet<_> = all().iter().map(|topic| topic.id).collect();
    assert_eq!(ids.len(), all().len());
    let used: BTreeSet<_> = all().iter().map(|topic| topic.group).collect();
    assert_eq!(
        used.into_iter().collect::<Vec<_>>(),
        (0..groups().len()).collect::<Vec<_>>()
    );
    for topic in all() {
        for (kind, name) in topic.subjects() {
            assert!(
                kind != "instruction" || INSTRUCTIONS.contains(&name),
                "{name}"
            );
        }
    }
}

#[test]
fn topics_stand_in_a_row() {
    let topics = all();
    let (before, after) = neighbours(topics[1].id);
    assert_eq!((before, after), (topics.first(), topics.get(2)));
    assert_eq!(neighbours(topics[0].id).0, None);
    assert_eq!(neighbours(topics[topics.len() - 1].id).1, None);
    assert_eq!(neighbours("nothing of the kind"), (None, None));
}

#[test]
fn sources_are_official_pages_with_a_date() {
    let texts = texts();
    for topic in all() {
        let sources = text(&texts, topic).sources;
        assert!(!sources.is_empty(), "{}", topic.id);
        for source in sources {
            let address = source.url.strip_prefix("https://").unwrap_or_default();
            let known = OFFICIAL.iter().any(|site| {
                let (host, folder) = site.split_once('/').unwrap_or((site, ""));
                let (at, path) = address.split_once('/').unwrap_or((address, ""));
                let own = at == host || at.ends_with(&format!(".{host}"));
                own && path.starts_with(folder)
            });
            assert!(known, "{}: {}", topic.id, source.url);
            assert!(!source.url.contains(char::is_whitespace), "{}", source.url);
            assert_eq!(source.date.len(), 10, "{}", topic.id);
        }
    }
}

#[test]
fn html_holds_only_plain_tags() {
    let texts = texts();
    for topic in all() {
        let text = text(&texts, topic);
        for part in text.why.split('<').chain(text.more.split('<')).skip(1) {
            let name = part
                .trim_start_matches('/')
                .split(|character: char| !character.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            let allowed = [
                "p", "code", "pre", "em", "strong", "a", "ul", "ol", "li", "h3", "",
            ];
            assert!(allowed.contains(&name), "{}: <{name}", topic.id);
        }
    }
}

#[test]
fn topics_are_found_by_what_people_type() {
    let texts = texts();
    let first = |question: &str| search(question, &texts).first().map(|topic| topic.id);
    for (question, id) in [
        ("run", "run"),
        ("layer", "layer"),
        ("COPY --from", "copy-from"),
        ("pythonunbuffered", "output-buffering"),
        ("cache mount", "cache-mount"),
        ("depends_on", "compose-depends-on"),
    ] {
        assert_eq!(first(question), Some(id), "{question}");
    }
    assert!(search("", &texts).is_empty() && search("  ", &texts).is_empty());
    assert!(search("zzzqqq", &texts).is_empty());
    // Without the texts, titles and first sentences are searched.
    assert_eq!(
        search("layer", &Texts::default()).first(),
        topic("layer").as_ref()
    );
}

#[test]
fn texts_of_another_version_are_refused() {
    assert!(!Texts::default().are_here() && texts().are_here());
    assert_eq!(Texts::default().of("run"), None);
    assert_eq!(texts().of("nothing of the kind"), None);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/explain");
    let file = Explanations::read(&folder).expect("well formed").texts();
    for damaged in [
        "",
        "<!doctype html>",
        &file[..file.len() / 2],
        &file[..file.len() - 1],
        &format!("{file}x"),
        &file.replacen(all()[0].id, "other", 1),
    ] {
        assert!(Texts::read(damaged).is_err());
    }
}
