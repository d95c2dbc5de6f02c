//! Every kind of card and proposal, and that no text and no offset is too much.

use proptest::prelude::*;

use super::*;
use crate::context::{FileNode, FileTree};
use crate::known::{KnownFigures, Subject};
use crate::lab::Lab;
use crate::lessons;

/// A project with a few files, some of which are not sent.
fn project() -> Project {
    let files = FileTree::default()
        .with("requirements.txt", FileNode::text("django==5.2\n"))
        .with("shop/views.py", FileNode::text("x = 1\n"))
        .with("shop/urls.py", FileNode::text("y = 2\n"))
        .with("secrets.env", FileNode::text("A=1\n"))
        .with("a b.txt", FileNode::text("c\n"));
    Project {
        dockerignore: Some("*.env\n".into()),
        files: files.into(),
        ..Project::default()
    }
}

/// Asks about the place of the `|` in a text.
fn at<T>(marked: &str, ask: impl Fn(&EditedDockerfile<'_>, usize) -> T) -> T {
    with(&project(), marked, ask)
}

fn with<T>(project: &Project, marked: &str, ask: impl Fn(&EditedDockerfile<'_>, usize) -> T) -> T {
    let offset = marked.find('|').expect("a mark");
    let text = marked.replacen('|', "", 1);
    let context = Lab::open(project.clone()).analyze().context;
    ask(&EditedDockerfile::new(&text, project, &context), offset)
}

fn card(marked: &str) -> HoverCard {
    at(marked, |edited, offset| edited.hover(offset))
        .unwrap_or_else(|| panic!("no card for {marked}"))
}

fn fact(card: &HoverCard, name: &str) -> String {
    let fact = card.facts.iter().find(|fact| fact.name == name);
    match fact.map(|fact| &fact.value) {
        Some(FactValue::Words(text) | FactValue::Code(text)) => text.clone(),
        Some(FactValue::Size(range, basis)) => format!("{} {basis}", range.bytes),
        None => String::new(),
    }
}

fn labels(marked: &str) -> Vec<String> {
    let proposals = at(marked, |edited, offset| edited.completions(offset));
    proposals.items.into_iter().map(|item| item.label).collect()
}

/// The text after the first proposal with this label was put in.
fn completed(marked: &str, label: &str) -> String {
    at(marked, |edited, offset| {
        let proposals = edited.completions(offset);
        let item = proposals.items.iter().find(|item| item.label == label);
        let item = item.unwrap_or_else(|| panic!("{label} is not proposed for {marked}"));
        let mut text = edited.text.to_owned();
        text.replace_range(proposals.replace.start..proposals.replace.end, &item.insert);
        text
    })
}

fn unasked(marked: &str) -> bool {
    at(marked, |edited, offset| edited.completions(offset).unasked)
}

#[test]
fn cards_explain_instructions_flags_and_words() {
    let run = card("FROM alpine\nRU|N ls\n");
    assert_eq!((run.title.as_str(), run.kind), ("RUN", "instruction"));
    assert!(run.text.starts_with("RUN executes a command"));
    assert_eq!(card("FROM a A|S b\n").title, "FROM AS");
    assert_eq!(
        card("FROM a\nHEALTHCHECK C|MD x\n").title,
        "HEALTHCHECK CMD"
    );
    assert_eq!(card("FROM a\nONBUILD RU|N x\n").title, "RUN");
    assert_eq!(card("FROM a\nCOPY --fr|om=b / /\n").title, "COPY --from");
    assert_eq!(
        card("FROM a\nCOPY --chown=1|:2 / /\n").title,
        "COPY --chown"
    );
    assert_eq!(
        card("FROM a\nRUN --network=no|ne ls\n").title,
        "--network=none"
    );
    let mount = card("FROM a\nRUN --mount=type=cac|he,target=/x ls\n");
    assert_eq!(
        (mount.title.as_str(), mount.kind),
        ("type=cache", "value of a flag")
    );
    let target = card("FROM a\nRUN --mount=type=cache,tar|get=/x ls\n");
    assert!(target.text.contains("path"));
    assert_eq!(
        card("# sy|ntax=docker/dockerfile:1\nFROM a\n").kind,
        "parser directive"
    );
}

#[test]
fn cards_lead_to_what_explains_more() {
    for (marked, id) in [
        ("FROM alpine\nRU|N ls\n", "run"),
        ("FROM al|pine\n", "alpine-images"),
        ("FROM docker.io/library/pyth|on:3.13-slim\n", "python-image"),
        ("FROM example.org/team/ou|rs:1\n", "from"),
        ("FROM scr|atch\n", "scratch"),
        ("FROM a A|S b\n", "stage"),
        ("FROM a\nCOPY --fr|om=b / /\n", "copy-from"),
        (
            "FROM a\nRUN --mount=type=cac|he,target=/x ls\n",
            "cache-mount",
        ),
        (
            "FROM a\nRUN --mount=type=tmpfs,si|ze=1,target=/x ls\n",
            "run-mount",
        ),
        ("FROM a\nRUN apt-get ins|tall x\n", "apt-get"),
        ("FROM a\nRUN python -m pip wh|eel x\n", "python-in-stages"),
        ("FROM a\nENV PYTHONUNBUFF|ERED=1\n", "output-buffering"),
        ("# che|ck=skip=all\nFROM a\n", "build-checks"),
    ] {
        assert_eq!(
            card(marked).topic.map(|topic| topic.id),
            Some(id),
            "{marked}"
        );
    }
    assert_eq!(card("FROM a\nARG OU|RS=1\n").topic, None);
}

#[test]
fn a_variable_shows_its_value_here() {
    let text = "ARG V=3.13\nFROM python:${V|}\n";
    assert_eq!(fact(&card(text), "Value here"), "3.13");
    assert_eq!(fact(&card(text), "Set by"), "line 1");
    let text = "FROM a\nENV V=1\nENV V=2 W=$V|\nRUN $V\n";
    assert_eq!(fact(&card(text), "Value here"), "1");
    let text = "FROM a\nENV V=1\nENV V|=2\nRUN $V\n";
    assert_eq!(fact(&card(text), "Value here"), "2");
    let text = "FROM a\nARG A=1 B=$A| \nRUN ls\n";
    assert_eq!(fact(&card(text), "Value here"), "1");
    let text = "FROM a\nARG A\nRUN echo $A|\n";
    assert_eq!(fact(&card(text), "Value here"), "none");
    let text = "FROM a\nENV A=\nRUN echo $A|\n";
    assert_eq!(fact(&card(text), "Value here"), "empty");
    // The container does not see ARG.
    let text = "FROM a\nARG A=1\nENV B=2\nCMD echo $A| $B\n";
    assert_eq!(fact(&card(text), "Value here"), "none");
    let text = "FROM a\nARG A=1\nENV B=2\nCMD echo $A $B|\n";
    assert_eq!(fact(&card(text), "Value here"), "2");
    // What the base image and BuildKit set.
    let path = card("FROM python:3.13-slim\nRUN echo $PA|TH\n");
    assert!(fact(&path, "Value here").starts_with("/usr/local/bin"));
    assert_eq!(fact(&path, "Set by"), "the base image");
    let platform = card("FROM --platform=$BUILDPLAT|FORM a\n");
    assert_eq!(fact(&platform, "Value here"), "linux/amd64");
    assert_eq!(fact(&platform, "Set by"), "BuildKit");
}

#[test]
fn stages_that_are_not_built_have_values_too() {
    let text = "FROM a AS unused\nENV V=1\nRUN echo $V|\nFROM b\n";
    assert_eq!(fact(&card(text), "Value here"), "1");
    let inherited = "FROM a AS one\nENV V=1\nFROM one\nRUN echo $V|\nFROM b\n";
    assert_eq!(fact(&card(inherited), "Value here"), "1");
}

#[test]
fn a_given_build_argument_wins() {
    let mut project = project();
    let given = ("V".to_owned(), "9".to_owned());
    project.options.build_args.extend([given]);
    let hover = |text| with(&project, text, |edited, offset| edited.hover(offset)).expect("a card");
    let argument = hover("FROM a\nARG V=1\nRUN $V|\n");
    assert_eq!(fact(&argument, "Value here"), "9");
    assert!(fact(&argument, "Set by").contains("argument"));
    assert_eq!(
        fact(&hover("FROM a\nENV V=1\nRUN $V|\n"), "Value here"),
        "1"
    );
}

#[test]
fn images_show_their_size_and_what_it_rests_on() {
    let slim = card("FROM pyth|on:3.13-slim\n");
    assert!(fact(&slim, "Unpacked").ends_with(" measured"));
    assert_eq!(fact(&slim, "Command"), "python3");
    let expanded = card("ARG V=3.13\nFROM pyth|on:$V-slim\n");
    assert_eq!(expanded.title, "python:3.13-slim");
    assert_eq!(fact(&expanded, "Unpacked"), fact(&slim, "Unpacked"));
    let unknown = card("FROM exam|ple.org/nobody/knows\n");
    assert!(fact(&unknown, "Unpacked").ends_with(" assumed"));
    assert!(!unknown.text.is_empty());
    assert!(card("FROM scr|atch\n").facts.is_empty());
    assert_eq!(
        card("FROM a\nCOPY --from=ngi|nx:1.29 / /\n").kind,
        "base image"
    );
}

#[test]
fn a_size_that_the_user_gave_takes_the_place_of_the_catalogues() {
    let mut project = project();
    let subject = Subject::Image("docker.io/library/python:3.13-slim".to_owned());
    let mut known = KnownFigures::default();
    known.set_size(subject, Some(7_000_000));
    project.known = known.into();
    let card = with(&project, "FROM pyth|on:3.13-slim\n", |edited, offset| {
        edited.hover(offset)
    });
    let unpacked = fact(&card.expect("a card"), "Unpacked");
    assert_eq!(unpacked, "7000000 set by hand");
}

#[test]
fn stages_files_and_commands_have_cards() {
    let stage = card("# build makes it\nFROM a AS build\nRUN x\nFROM b\nCOPY --from=bui|ld / /\n");
    assert_eq!((stage.title.as_str(), stage.kind), ("build", "build stage"));
    assert_eq!(fact(&stage, "Lines"), "2 to 3");
    assert_eq!(fact(&stage, "Used"), "once");
    assert_eq!(stage.text, "makes it.");

    let file = card("FROM a\nCOPY require|ments.txt ./\n");
    assert_eq!(fact(&file, "Size"), "12 exact");
    let folder = card("FROM a\nCOPY ./sh|op /app/\n");
    assert_eq!(fact(&folder, "Files"), "2");
    let ignored = card("FROM a\nCOPY secr|ets.env ./\n");
    assert_eq!(
        fact(&ignored, "Left out by"),
        "line 1 of .dockerignore: *.env"
    );
    assert_eq!(
        at("FROM a\nCOPY shop /a|pp/\n", |edited, offset| edited
            .hover(offset)),
        None
    );
    assert_eq!(
        at("FROM a\nCOPY --from=b sh|op /\n", |edited, offset| edited
            .hover(offset)),
        None
    );

    assert_eq!(
        card("FROM a\nRUN apt-get up|date\n").title,
        "apt-get update"
    );
    assert_eq!(
        card("FROM a\nRUN [\"pip\", \"inst|all\"]\n").title,
        "pip install"
    );
    assert_eq!(card("FROM a\nCMD [\"gunic|orn\"]\n").title, "gunicorn");
    assert_eq!(card("FROM a\nRUN <<EOF\nset -|e\nEOF\n").title, "set -e");
    assert_eq!(
        card("FROM a\nRUN ls && \\\n  # why\n  rm -r|f x\n").title,
        "rm -rf"
    );
    assert_eq!(
        at("FROM a\nCOPY <<EOF /x\nrm |-rf\nEOF\n", |edited, offset| {
            edited.hover(offset)
        }),
        None
    );
}

#[test]
fn files_are_proposed_folder_by_folder() {
    assert_eq!(
        labels("FROM a\nCOPY |\n"),
        ["shop/", ".dockerignore", "Dockerfile", "requirements.txt"]
    );
    assert_eq!(labels("FROM a\nCOPY sh|\n"), ["shop/"]);
    assert_eq!(labels("FROM a\nCOPY ./shop/|\n"), ["urls.py", "views.py"]);
    assert_eq!(
        completed("FROM a\nCOPY ./shop/v| /x/\n", "views.py"),
        "FROM a\nCOPY ./shop/views.py /x/\n"
    );
    assert_eq!(
        completed("FROM a\nCOPY --link req|\n", "requirements.txt"),
        "FROM a\nCOPY --link requirements.txt\n"
    );
    assert_eq!(
        completed("FROM a\nADD a req| ./\n", "requirements.txt"),
        "FROM a\nADD a requirements.txt ./\n"
    );
    assert_eq!(
        completed(
            "FROM a\nRUN --mount=type=bind,source=req| ls\n",
            "requirements.txt"
        ),
        "FROM a\nRUN --mount=type=bind,source=requirements.txt ls\n"
    );
    let none: [String; 0] = [];
    assert_eq!(labels("FROM a\nCOPY --from=b sh|\n"), none);
    assert_eq!(labels("FROM a\nCOPY nowhere/|\n"), none);
    assert_eq!(
        labels("FROM a\nRUN --mount=type=cache,source=re| ls\n"),
        none
    );
}

#[test]
fn images_are_proposed_with_their_size() {
    let proposals = at("FROM python:3.13-s|\n", |edited, offset| {
        edited.completions(offset)
    });
    let slim = proposals
        .items
        .iter()
        .find(|item| item.label == "python:3.13-slim");
    assert!(
        slim.and_then(|item| item.size)
            .is_some_and(|size| size.bytes > 50_000_000)
    );
    assert_eq!(
        completed("FROM pyt| AS x\n", "python:3.13-slim"),
        "FROM python:3.13-slim AS x\n"
    );
    // Newer versions first, and parts of a name are found.
    let alpine = labels("FROM alpine:|\n");
    let place = |name: &str| alpine.iter().position(|label| label == name);
    assert!(place("alpine:3.22") < place("alpine:3.18"));
    assert!(labels("FROM slim|\n").contains(&"python:3.13-slim".to_owned()));
    // Stages come before images.
    assert_eq!(
        labels("FROM a AS pybase\nFROM py|\n")
            .first()
            .map(String::as_str),
        Some("pybase")
    );
}

#[test]
fn flags_values_stages_and_variables_are_proposed() {
    assert_eq!(
        completed("FROM a\nCOPY --fr|\n", "--from"),
        "FROM a\nCOPY --from=\n"
    );
    assert_eq!(
        completed("FROM a\nRUN --mount=type=ca|\n", "cache"),
        "FROM a\nRUN --mount=type=cache\n"
    );
    assert_eq!(
        completed("FROM a AS build\nFROM b\nCOPY --from=bu|\n", "build"),
        "FROM a AS build\nFROM b\nCOPY --from=build\n"
    );
    assert_eq!(
        completed("FROM a\nENV P=1\nRUN echo ${| x\n", "P"),
        "FROM a\nENV P=1\nRUN echo ${P} x\n"
    );
}

#[test]
fn a_variable_is_proposed_with_its_value() {
    let proposals = at(
        "FROM a\nENV NAME=value\nRUN echo $NA|\n",
        |edited, offset| edited.completions(offset),
    );
    let name = proposals.items.first().expect("a proposal");
    assert_eq!(
        (name.label.as_str(), name.detail.as_str()),
        ("NAME", "value, set in line 2")
    );
}

#[test]
fn proposals_say_what_they_mean() {
    let texts = |marked: &str| -> Vec<String> {
        let proposals = at(marked, |edited, offset| edited.completions(offset));
        proposals
            .items
            .into_iter()
            .map(|item| item.text.into_owned())
            .collect()
    };
    for marked in [
        "FROM a\nR|\n",
        "FROM a\nCOPY --|\n",
        "FROM a\nADD --|\n",
        "FROM a\nRUN --|\n",
        "FROM a\nHEALTHCHECK --|\n",
        "FROM --|\n",
        "FROM a\nRUN --mount=|\n",
        "FROM a\nRUN --mount=type=|\n",
        "FROM a\nRUN --mount=type=bind,|\n",
        "FROM a\nRUN --mount=type=cache,|\n",
        "FROM a\nRUN --mount=type=secret,|\n",
        "FROM a\nRUN --mount=type=ssh,|\n",
        "FROM a\nRUN --mount=type=tmpfs,|\n",
        "FROM a\nRUN --mount=type=cache,sharing=|\n",
        "FROM a\nRUN --network=|\n",
        "ARG |\n",
    ] {
        let texts = texts(marked);
        assert!(!texts.is_empty(), "{marked}");
        assert!(
            texts.iter().all(|text| !text.is_empty()),
            "{marked}: {texts:?}"
        );
    }
}

#[test]
fn nothing_is_shown_unasked_that_enter_would_put_in_by_mistake() {
    for shown in [
        "FR|",
        "FROM |",
        "FROM py|",
        "FROM python:|",
        "FROM a\nCOPY |",
        "FROM a\nCOPY --from=|\nFROM b",
        "FROM a\nENV A=1\nRUN $|",
    ] {
        assert!(unasked(shown), "{shown}");
    }
    for hidden in [
        "|",
        "FROM a\n|",
        "FROM|",
        "FROM python|",
        "FROM alpine:3.22|",
        "FROM a\nCOPY a |",
        "FROM a\nCOPY a sh|",
        "FROM a\nCOPY requirements.txt|",
        "FROM a\nENV A=1\nRUN $A|",
        "FROM a |",
    ] {
        assert!(!unasked(hidden), "{hidden}");
    }
    assert!(unasked("FROM a\nCOPY a requ|"));
}

#[test]
fn definitions_uses_names_and_folds_are_handed_on() {
    let text = "FROM a AS build\nRUN x\nFROM b\nCOPY --from=bui|ld / /\n";
    assert_eq!(
        at(text, |edited, offset| edited.definition(offset)),
        Some(Span::new(10, 15))
    );
    assert_eq!(
        at(text, |edited, offset| edited.references(offset)).len(),
        2
    );
    assert_eq!(
        at(text, |edited, offset| edited
            .rename(offset, "deps")
            .map(|edits| edits.len())),
        Ok(2)
    );
    assert!(at(text, |edited, offset| edited.rename(offset, "1x")).is_err());
    assert_eq!(at(text, |edited, _| edited.folds().len()), 2);
}

/// Asks everything at an offset, and checks what holds everywhere.
fn check(edited: &EditedDockerfile<'_>, offset: usize) {
    let text = edited.text;
    let is_inside = |span: Span| text.get(span.start..span.end).is_some();
    if let Some(card) = edited.hover(offset) {
        assert!(
            is_inside(card.span) && !card.title.is_empty(),
            "{card:?} in {text:?}"
        );
        assert!(
            !card.text.is_empty() || !card.facts.is_empty(),
            "{card:?} in {text:?}"
        );
    }
    let proposals = edited.completions(offset);
    assert!(is_inside(proposals.replace), "{proposals:?} in {text:?}");
    assert!(edited.definition(offset).is_none_or(is_inside));
    assert!(
        edited
            .references(offset)
            .iter()
            .all(|found| is_inside(found.span))
    );
    let _ = edited.rename(offset, "other");
}

#[test]
fn every_offset_of_every_example_and_of_its_half_typed_forms() {
    for example in lessons::projects() {
        let project = example.project();
        let context = Lab::open(project.clone()).analyze().context;
        let text = &*project.dockerfile;
        let edited = EditedDockerfile::new(text, &project, &context);
        for offset in (0..=text.len() + 1).step_by(3) {
            check(&edited, offset);
        }
        for (end, _) in text.char_indices().step_by(7) {
            let half = text.get(..end).unwrap_or_default();
            check(&EditedDockerfile::new(half, &project, &context), end);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_and_any_offset(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "FROM ", "alpine", " AS ", "b", "\n", "COPY ", "--from=", "--mount=type=", "cache", ",", "RUN ", "$", "{", "A",
            "}", "ENV A=1", "ARG A", "\\\n", "# c\n", "<<E", "\nE\n", "\"", "'", "[", "]", "é", "🐳", "\r", " ", "=", ":-",
            "ONBUILD ", "HEALTHCHECK ", "apt-get install -y ", " && ", "./shop/", "CMD ", "# escape=`\n",
        ]), 0..24),
        at in 0.0..1.0_f64,
    ) {
        let text = pieces.concat();
        let project = project();
        let context = Lab::open(project.clone()).analyze().context;
        let offset = (text.len() as f64 * at) as usize;
        let edited = EditedDockerfile::new(&text, &project, &context);
        check(&edited, offset);
        check(&edited, text.len());
        check(&edited, usize::MAX);
    }
}
