//! The format of lessons, their goals, and every lesson of our own.

use super::*;
use crate::lab::Lab;

const LESSON: &str = "---
id: a-lesson
title: A lesson
chapter: order-and-cache
order: 2
topics: build-cache, copy
---

Text with `code`.

```sh
## no heading
```

## Start

```dockerfile Dockerfile
FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
```

```text requirements.txt
django
```

```python app.py
print(1)
```

```sizes
2_000_000 media/cat.jpg
```

## Step: Look

At this.

## Goals

```goals
the build succeeds
An edit of app.py keeps \"pip install\"
```

## Hint

Above.

## Solution

It is before.

```dockerfile Dockerfile
FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
```
";

#[test]
fn a_lesson_is_read_whole() {
    let (lesson, flaws) = read_lesson(LESSON);
    assert_eq!(flaws, []);
    assert_eq!((lesson.id.as_str(), lesson.order), ("a-lesson", 2));
    assert_eq!(lesson.topics, ["build-cache", "copy"]);
    assert_eq!(
        lesson.text,
        "Text with `code`.\n\n```sh\n## no heading\n```"
    );
    assert_eq!(lesson.start.texts.len(), 3);
    assert_eq!(
        lesson.start.sizes,
        [("media/cat.jpg".to_owned(), 2_000_000)]
    );
    let steps = [Step {
        title: "Look".to_owned(),
        text: "At this.".to_owned(),
    }];
    assert_eq!(lesson.steps, steps);
    assert_eq!(lesson.goals.len(), 2);
    assert_eq!(lesson.hints, ["Above."]);
    assert_eq!(lesson.solution_text, "It is before.");
    assert_eq!(
        check_lesson(&lesson, None, &Lab::open(Default::default())),
        []
    );
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let (lesson, flaws) = read_lesson(&LESSON.replace('\n', "\r\n"));
    assert_eq!((lesson, flaws), read_lesson(LESSON));
}

#[test]
fn mistakes_are_told_with_their_lines() {
    let line_of = |part: &str| {
        LESSON
            .lines()
            .position(|line| line.contains(part))
            .map(|line| line + 1)
    };
    for (from, to, reason) in [
        ("order: 2", "order: two", "`two` is no number"),
        ("order: 2", "level: 2", "`level` is not known"),
        (
            "order: 2",
            "topics: layer, none-such",
            "no explanation `none-such`",
        ),
        ("id: a-lesson", "id: A lesson", "small letters"),
        (
            "2_000_000 media/cat.jpg",
            "large media/cat.jpg",
            "not a number of bytes",
        ),
        (
            "2_000_000 media/cat.jpg",
            "1 /etc/passwd",
            "not a path inside",
        ),
        (
            "```python app.py",
            "```python ../app.py",
            "not a path inside",
        ),
        ("```python app.py", "```python", "the file's path"),
        (
            "## Step: Look",
            "## Stop: Look",
            "`Stop: Look` is not known",
        ),
        ("## Step: Look", "## Step", "a step has a title"),
        (
            "the build succeeds",
            "the build wins",
            "after `build` comes",
        ),
        (
            "the build succeeds",
            "the image is under 5 apples",
            "`5 apples` is no size",
        ),
    ] {
        let line = line_of(from).expect("it is there");
        let (_, flaws) = read_lesson(&LESSON.replacen(from, to, 1));
        let found = flaws.iter().find(|flaw| flaw.reason.contains(reason));
        assert_eq!(found.map(|flaw| flaw.line), Some(line), "{to}: {flaws:?}");
    }
    for (from, reason) in [
        ("id: a-lesson\n", "no id"),
        (
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n```\n\n```text",
            "not closed",
        ),
    ] {
        let (_, flaws) = read_lesson(&LESSON.replacen(from, "", 1));
        assert!(flaws.iter().all(|flaw| flaw.line >= 1), "{reason}");
    }
    let (_, flaws) = read_lesson(LESSON.trim_end().trim_end_matches('`'));
    assert!(
        flaws.iter().any(|flaw| flaw.reason.contains("not closed")),
        "{flaws:?}"
    );
    let (_, flaws) = read_lesson("");
    assert!(flaws.len() > 3, "{flaws:?}");
}

#[test]
fn a_start_that_is_solved_and_a_solution_that_is_none_are_told() {
    let empty = Lab::open(Default::default());
    let of = |text: &str| check_lesson(&read_lesson(text).0, None, &empty);
    let met = of(&LESSON.replace("An edit of app.py keeps", "An edit of app.py reruns"));
    let reasons: Vec<_> = met.iter().map(|flaw| flaw.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "the starting project meets all goals already",
            "the solution does not meet this goal (it would be cached)"
        ]
    );
    let example = of(&LESSON.replace("order: 2", "example: none"));
    assert!(
        example
            .iter()
            .any(|flaw| flaw.reason == "there is no example `none`")
    );
}

#[test]
fn goals_are_sentences() {
    for good in [
        "the image is under 200 MB",
        "The download is at most 60MB",
        "waste is exactly 0 B",
        "the context is under 1.5 MB",
        "the image has at most 3 layers",
        "the build takes under 10 s",
        "the cold build takes at most 2 min",
        "the build runs at most 1 step",
        "the build succeeds",
        "an edit of src/a.py runs at most 2 steps",
        "an edit of \"LABEL version\" runs exactly 0 steps",
        "an edit of argument VERSION keeps \"apt-get\"",
        "an edit of base image node:24-slim takes under 30 s",
        "step \"git clone\" runs",
        "step \"git clone\" is cached",
        "file .env is not sent",
        "file README.md is sent",
        "stage test is not built",
        "rule RunsAsRoot finds nothing",
        "rule JSONArgsRecommended finds nothing",
        "no secret is in the image",
        "the user is not root",
        "file Dockerfile contains \"pip install\"",
        "file .dockerignore lacks \"*\"",
        "a comment contains \"because\"",
    ] {
        assert!(read_goal(good).is_ok(), "{good}: {:?}", read_goal(good));
    }
    for (bad, reason) in [
        ("", "no goal"),
        ("the image is small", "a figure comes after"),
        ("the image is under \"200 MB\"", "cannot stand here"),
        ("rule NoSuchRule finds nothing", "no rule `NoSuchRule`"),
        ("step \"x runs", "quote is not closed"),
        ("step \"\" runs", "nothing between"),
        ("file a is big", "after the name of a file"),
        ("stage a is big", "here comes `is built`"),
        ("an edit of a", "after what is edited"),
        ("the build runs at most -1 steps", "`-1` is no number"),
    ] {
        let error = read_goal(bad).expect_err(bad);
        assert!(error.contains(reason), "{bad}: {error}");
    }
}

fn graded(dockerfile: &str, goal: &str) -> (bool, String) {
    let text = LESSON.replace("the build succeeds", goal);
    let lesson = read_lesson(&text).0;
    let lab = lesson.open(None, Lab::open(Default::default()));
    let lab = lab.with_project(lab.project.with_text("Dockerfile", dockerfile.into()));
    let grades = grade(&lesson.goals, &lab, &lab.analyze());
    let first = grades.first().expect("there is a goal");
    (first.met, first.now.to_string())
}

#[test]
fn goals_are_graded() {
    let python = "FROM python:3.13-slim\nCOPY app.py /\n";
    for (dockerfile, goal, met) in [
        (python, "the image is over 50 MB", true),
        (python, "the image is under 50 MB", false),
        (python, "the image has exactly 1 layer", true),
        (python, "the context is over 2 MB", true),
        (python, "an edit of app.py runs exactly 1 step", true),
        (
            python,
            "an edit of media/cat.jpg runs exactly 0 steps",
            true,
        ),
        (python, "an edit of none.py runs exactly 0 steps", false),
        (python, "an edit of \"COPY\" reruns \"COPY\"", true),
        (
            python,
            "an edit of base image python:3.13-slim reruns \"COPY\"",
            true,
        ),
        (python, "an edit of argument A runs at most 9 steps", false),
        (python, "the user is not root", false),
        (
            "FROM alpine:3.22\nUSER 1000:1000\n",
            "the user is not root",
            true,
        ),
        (
            "FROM alpine:3.22\nENV API_PASSWORD=x\n",
            "no secret is in the image",
            false,
        ),
        (python, "no secret is in the image", true),
        (
            "# check=skip=all\nFROM alpine:3.22\nENV API_PASSWORD=x\n",
            "no secret is in the image",
            false,
        ),
        (python, "file app.py is sent", true),
        (python, "file app.py is not sent", false),
        (
            "FROM alpine:3.22 AS a\nFROM alpine:3.22\n",
            "stage a is not built",
            true,
        ),
        (
            "FROM alpine:3.22 AS a\nFROM a\n",
            "stage a is not built",
            false,
        ),
        ("FROM alpine:3.22\n", "stage a is not built", false),
        (python, "file Dockerfile contains \"COPY app.py\"", true),
        (
            "FROM alpine:3.22\n# COPY app.py\n",
            "file Dockerfile contains \"COPY app.py\"",
            false,
        ),
        // Nothing is met by a build that fails.
        (
            "FROM alpine:3.22\nCOPY none /\n",
            "the image is under 900 MB",
            false,
        ),
        ("", "the build runs at most 99 steps", false),
    ] {
        let (is_met, now) = graded(dockerfile, goal);
        assert_eq!(is_met, met, "{goal}: {now}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    /// What is half typed, cut or mixed up is a lesson all the same, with flaws at lines that exist.
    #[test]
    fn any_text_is_a_lesson(
        cuts in proptest::collection::vec((0..LESSON.len(), 0..LESSON.len()), 0..6),
        noise in "[\\-#`~a-z \\n:\"/.0-9]{0,40}",
    ) {
        let mut text = String::new();
        for (from, to) in cuts {
            text.push_str(LESSON.get(from.min(to)..to.max(from)).unwrap_or_default());
            text.push_str(&noise);
        }
        let lines = text.lines().count().max(1);
        let (lesson, flaws) = read_lesson(&text);
        let told = check_lesson(&lesson, None, &Lab::open(Default::default()));
        for flaw in flaws.iter().chain(&told) {
            proptest::prop_assert!((1..=lines).contains(&flaw.line), "{flaw:?}");
        }
        for goal in &lesson.goals {
            proptest::prop_assert!((1..=lines).contains(&goal.line));
        }
    }
}

#[test]
fn what_is_too_long_is_cut_and_told() {
    let long = LESSON.replace("Text with", &"word ü ".repeat(60_000));
    let (lesson, flaws) = read_lesson(&long);
    assert!(lesson.text.len() <= 256 * 1024);
    assert!(
        flaws.iter().any(|flaw| flaw.reason.contains("256 KiB")),
        "{flaws:?}"
    );
    let many = LESSON.replace("the build succeeds", &"the build succeeds\n".repeat(900));
    assert_eq!(read_lesson(&many).0.goals.len(), 500);
    let sizes: String = (0..900).map(|number| format!("1 f/{number}\n")).collect();
    let many = LESSON.replace("2_000_000 media/cat.jpg\n", &sizes);
    assert!(read_lesson(&many).0.start.sizes.len() <= 500);
}

#[test]
fn every_lesson_of_ours_can_be_taught() {
    let empty = Lab::open(Default::default());
    let mut flaws = Vec::new();
    for lesson in course() {
        let example = lesson.example.as_deref().and_then(project);
        for flaw in check_lesson(&lesson, example.as_ref(), &empty) {
            flaws.push(format!("{} line {}: {}", lesson.id, flaw.line, flaw.reason));
        }
    }
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

#[test]
fn our_course_is_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lessons/course");
    let files = std::fs::read_dir(folder).expect("it is there");
    let mut count = 0;
    for file in files {
        let path = file.expect("it can be listed").path();
        let text = std::fs::read_to_string(&path).expect("it is a text");
        let (lesson, flaws) = read_lesson(&text);
        assert_eq!(flaws, [], "{}", path.display());
        assert_eq!(
            path.file_stem().and_then(|stem| stem.to_str()),
            Some(lesson.id.as_str())
        );
        assert!(
            !lesson.steps.is_empty() && lesson.hints.len() >= 2,
            "{}",
            lesson.id
        );
        for topic in &lesson.topics {
            assert!(
                crate::explain::topic(topic).is_some(),
                "{}: {topic}",
                lesson.id
            );
        }
        count += 1;
    }
    let lessons = course();
    assert_eq!(lessons.len(), count);
    for chapter in CHAPTERS {
        let own: Vec<_> = lessons
            .iter()
            .filter(|lesson| lesson.chapter == chapter.id)
            .collect();
        assert!(own.len() >= 4, "{}", chapter.id);
        let last = own.last().expect("it has some");
        assert!(
            last.example.is_some(),
            "{} ends with {}",
            chapter.id,
            last.id
        );
    }
    assert!(
        lessons
            .iter()
            .all(|lesson| CHAPTERS.iter().any(|chapter| chapter.id == lesson.chapter))
    );
}
