//! What is remembered between edits changes no result.

use std::rc::Rc;

use proptest::prelude::*;

use super::{Lab, Project};
use crate::context::{FileNode, FileTree};
use crate::graph::BuildOptions;

/// What a user does.
#[derive(Debug, Clone)]
enum Edit {
    Dockerfile(&'static str),
    Ignore(&'static str),
    /// Another text, or none: then the file is gone.
    File(&'static str, Option<String>),
    Size(&'static str, u64),
    Mode(&'static str, u32),
    /// Another Dockerfile is built.
    Named(Option<&'static str>),
    Build,
}

const PATHS: [&str; 10] = [
    "a/b.txt",
    "a/c/d.txt",
    "a/c/e.key",
    "a-b/x",
    "z",
    "node_modules/x/index.js",
    "node_modules/y.js",
    ".env",
    "docker/prod.Dockerfile",
    "docker/prod.Dockerfile.dockerignore",
];

fn edit() -> impl Strategy<Value = Edit> {
    let path = || prop::sample::select(PATHS.to_vec());
    let dockerfile = prop::sample::select(vec![
        "FROM scratch\nCOPY . /\n",
        "FROM alpine:3.20\nCOPY a /a\nRUN make\nCOPY a/c/* .env /etc/\nCOPY . .\n",
        "FROM scratch AS one\nCOPY --exclude=**/*.txt . /x\nFROM scratch\nCOPY --from=one /x /\nCOPY --parents a/*/d* /\n",
        "FROM scratch\nCOPY none /\n",
    ]);
    let ignore = prop::sample::select(vec![
        "",
        "node_modules\n",
        "*\n!a\n",
        "**/*.key\na/c\n!a/c/d.txt\n",
    ]);
    let text = proptest::option::weighted(0.9, "[xy]{0,3}");
    let named = prop::sample::select(vec![None, Some("docker/prod.Dockerfile")]);
    prop_oneof![
        2 => dockerfile.prop_map(Edit::Dockerfile),
        1 => ignore.prop_map(Edit::Ignore),
        8 => (path(), text).prop_map(|(path, text)| Edit::File(path, text)),
        2 => (path(), 0..5000_u64).prop_map(|(path, size)| Edit::Size(path, size)),
        1 => (path(), 0o600..0o602_u32).prop_map(|(path, mode)| Edit::Mode(path, mode)),
        1 => named.prop_map(Edit::Named),
        2 => Just(Edit::Build),
    ]
}

fn apply(project: &Project, edit: &Edit) -> Project {
    let mut project = project.clone();
    match edit {
        Edit::Dockerfile(text) => project.dockerfile = (*text).into(),
        Edit::Ignore(text) => project.dockerignore = Some((*text).into()),
        Edit::File(path, Some(text)) => {
            let files = Rc::make_mut(&mut project.files);
            files.entries.insert(*path, FileNode::text(text));
        }
        Edit::File(path, None) => {
            Rc::make_mut(&mut project.files).entries.remove(path);
        }
        Edit::Size(path, size) => {
            let node = FileNode::sized(*size, &size.to_string());
            let files = Rc::make_mut(&mut project.files);
            files.entries.insert(*path, node);
        }
        Edit::Mode(path, mode) => {
            let files = Rc::make_mut(&mut project.files);
            if let Some(node) = files.entries.get_mut(path) {
                node.mode = *mode;
            }
        }
        Edit::Named(name) => project.options.dockerfile_name = name.map(str::to_owned),
        Edit::Build => {}
    }
    project
}

fn project() -> Project {
    let files = PATHS
        .iter()
        .take(8)
        .fold(FileTree::default(), |files, path| {
            files.with(path, FileNode::text(path))
        });
    Project {
        dockerfile: "FROM scratch\nCOPY . /\n".into(),
        files: Rc::new(files.with("empty", FileNode::directory())),
        options: BuildOptions::default(),
        ..Project::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_analysis_after_edits_is_that_of_the_project_as_it_stands(
        edits in proptest::collection::vec(edit(), 1..14),
    ) {
        let mut lab = Lab::open(project());
        let _ = lab.analyze();
        for edit in edits {
            let edited = apply(&lab.project, &edit);
            lab = lab.with_project(edited);
            let fresh = lab.without_memory();
            prop_assert_eq!(&lab.analyze(), &fresh.analyze(), "{:?}", &edit);
            prop_assert_eq!(lab.edit_costs(), fresh.edit_costs());
            if matches!(edit, Edit::Build) {
                let built = lab.build();
                prop_assert_eq!(&built, &fresh.build());
                lab = built;
            }
        }
    }
}

#[test]
fn another_ignore_file_that_says_the_same_is_named() {
    let edits = [
        Edit::Named(Some("docker/prod.Dockerfile")),
        Edit::Size("docker/prod.Dockerfile.dockerignore", 0),
        Edit::File("docker/prod.Dockerfile.dockerignore", Some(String::new())),
    ];
    let mut lab = Lab::open(project());
    for edit in edits {
        lab = lab.with_project(apply(&lab.project, &edit));
        assert_eq!(lab.analyze(), lab.without_memory().analyze(), "{edit:?}");
    }
}
