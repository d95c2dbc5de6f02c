//! Lessons that somebody wrote: they come as a text, alone or with a project.

use std::rc::Rc;

use layerlab_core::share::{LinkOptions, SharedLesson, SharedState, link, open_link};

use super::tests::{after, first};
use super::*;

const LESSON: &str = "---\nid: ours\ntitle: Ours\norder: x\n---\n\n## Start\n\n```dockerfile Dockerfile\nFROM alpine:3.20\n```\n\n\
                      ## Goals\n\n```goals\na comment contains \"why\"\n```\n\n## Solution\n\n```dockerfile Dockerfile\n# why\nFROM alpine:3.20\n```\n";

fn read(id: &str, text: &str) -> Action {
    Action::OwnLessonRead {
        id: id.into(),
        text: text.into(),
    }
}

fn in_own_lesson() -> Rc<State> {
    let open = Action::LessonOpened("own/ours".into());
    after(&first(), [read("own/ours", LESSON), open])
}

#[test]
fn an_own_lesson_opens_with_what_is_wrong_with_it() {
    let state = in_own_lesson();
    assert_eq!(state.lesson_id(), Some("own/ours"));
    assert_eq!(state.panel, Panel::Lesson);
    let open = state.lesson.as_ref().expect("it is open");
    let lines: Vec<usize> = open.flaws.iter().map(|flaw| flaw.line).collect();
    assert_eq!(lines, [4]);
    assert_eq!(state.grades().len(), 1);
    // A text that is no lesson is none.
    let other = after(
        &state,
        [
            read("own/other", "Hello"),
            Action::LessonOpened("own/other".into()),
        ],
    );
    assert_eq!(other.lesson_id(), Some("own/ours"));
}

#[test]
fn its_project_is_shared_with_it_and_opens_beside_what_is_there() {
    let state = after(
        &in_own_lesson(),
        [Action::DockerfileEdited("# why\nFROM alpine:3.20\n".into())],
    );
    let shared = state.shared();
    assert_eq!(shared.lesson, Some(SharedLesson::Text(LESSON.into())));
    let opened = open_link(&link(&shared, &LinkOptions::default())).expect("it is a link");
    let arrived = |state: &Rc<State>| {
        let link = Action::LinkOpened(Box::new(opened.clone()));
        let state = after(state, [read("own/ours", LESSON), link]);
        let id: Rc<str> = state.lesson_id().expect("it belongs to a lesson").into();
        after(&state, [Action::LessonOpened(id)])
    };
    let elsewhere = arrived(&first());
    assert_eq!(&*elsewhere.example, "lesson/own/ours");
    assert_eq!(
        elsewhere.lab.project.dockerfile,
        state.lab.project.dockerfile
    );
    assert!(elsewhere.grades().iter().all(|grade| grade.met));
    let here = arrived(&state);
    assert_eq!(&*here.example, "lesson/own/ours~2");
    assert_eq!(here.lesson_id(), Some("own/ours"));
    assert!(here.lesson.is_some());
    let back = after(&here, [Action::ProjectOpened("lesson/own/ours".to_owned())]);
    assert_eq!(back.lab.project.dockerfile, state.lab.project.dockerfile);
}

#[test]
fn a_project_that_was_kept_brings_its_lesson() {
    let kept = link(&in_own_lesson().shared(), &LinkOptions::default());
    let kept = open_link(&kept).expect("it is a link");
    let action = Action::KeptOpened {
        id: "lesson/own/ours".into(),
        link: Box::new(kept),
    };
    let state = after(&first(), [action, Action::LessonOpened("own/ours".into())]);
    assert!(state.lesson.is_some());
    assert_eq!(
        state.shared().lesson,
        Some(SharedLesson::Text(LESSON.into()))
    );
}

#[test]
fn a_link_says_which_lesson_of_the_page_its_project_belongs_to() {
    let named = |id: &str| {
        let state = SharedState {
            lesson: Some(SharedLesson::Named(id.to_owned())),
            ..first().shared()
        };
        let opened = open_link(&link(&state, &LinkOptions::default())).expect("it is a link");
        let state = after(&first(), [Action::LinkOpened(Box::new(opened))]);
        state.example.to_string()
    };
    assert_eq!(named("comments-are-free"), "lesson/comments-are-free");
    // What is no id is none.
    assert_eq!(named("../x~y"), "link-1");
}
