//! What is in the key of a step and what is not, where no recording shows it. The rules are those of BuildKit's source.

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{BuildKitWord, Lab, Project};

fn project(dockerfile: &str) -> Project {
    let files = ["a", "b", "sub/x.txt", "sub/deep/y.txt"];
    let files = files.iter().fold(FileTree::default(), |files, path| {
        files.with(path, FileNode::text(path))
    });
    Project {
        dockerfile: dockerfile.into(),
        files: files.into(),
        ..Project::default()
    }
}

/// What happens to each step of a build after another one.
fn words(before: &str, after: &str) -> Vec<(String, BuildKitWord)> {
    let lab = Lab::open(project(before)).build();
    let lines = lab.with_project(project(after)).log().lines;
    lines
        .into_iter()
        .map(|line| (line.name, line.word))
        .collect()
}

/// Whether the last step of a build comes from the cache after another build.
fn hits(before: &str, after: &str) -> bool {
    words(before, after).last().map(|(_, word)| *word) == Some(BuildKitWord::Cached)
}

/// Which of two lines behind `FROM alpine` and `WORKDIR /w` have the same key.
fn same(before: &str, after: &str) -> bool {
    let dockerfile = |line: &str| format!("FROM alpine\nWORKDIR /w\n{line}\n");
    let found = hits(&dockerfile(before), &dockerfile(after));
    assert_eq!(found, hits(&dockerfile(after), &dockerfile(before)));
    found
}

#[test]
fn the_order_of_mounts_does_not_count() {
    assert!(same(
        "RUN --mount=source=a,target=/m/b --mount=source=b,target=/m/a true",
        "RUN --mount=source=b,target=/m/a --mount=source=a,target=/m/b true",
    ));
    assert!(same(
        "RUN --mount=source=a,target=/m/b --mount=from=nginx,target=/m/a true",
        "RUN --mount=from=nginx,target=/m/a --mount=source=a,target=/m/b true",
    ));
    assert!(
        !same(
            "RUN --mount=type=secret,id=one --mount=type=secret,id=two true",
            "RUN --mount=type=secret,id=two --mount=type=secret,id=one true",
        ),
        "secrets are not sorted"
    );
}

#[test]
fn the_id_of_a_cache_counts_where_it_is_the_target() {
    let cache = |options: &str| format!("RUN --mount=type=cache,{options} true");
    let same = |one: &str, other: &str| same(&cache(one), &cache(other));
    assert!(same("target=/c", "target=/c,id=/c"));
    assert!(!same("target=/c", "target=/c,id=c2"));
    assert!(
        same("target=c", "target=/w/c,id=x"),
        "a relative target is not the id"
    );
    assert!(!same("target=c", "target=/w/c"));
    assert!(same("target=/c,mode=0755", "target=/c,uid=0,mode=755"));
    assert!(!same("target=/c,mode=0755", "target=/c"));
}

#[test]
fn options_of_mounts_are_read_before_they_count() {
    assert!(same(
        "RUN --mount=type=secret,id=tok true",
        "RUN --mount=type=secret,src=tok,target=/run/secrets/tok,mode=0400,uid=0,required=false true",
    ));
    assert!(same(
        "RUN --mount=type=tmpfs,target=/t,size=64m true",
        "RUN --mount=type=tmpfs,target=/t,size=67108864 true",
    ));
    assert!(!same(
        "RUN --mount=type=tmpfs,target=/t,size=64m true",
        "RUN --mount=type=tmpfs,target=/t true",
    ));
}

/// What fills a cache mount is compared as what is mounted is: by definition, else by content.
#[test]
fn what_fills_a_cache_counts_by_content() {
    let dockerfile = |text: &str, source: &str| {
        format!(
            "FROM alpine AS gen\nRUN echo {text} > /x\nCOPY a /seed/a\nFROM alpine\n\
             RUN --mount=type=cache,from=gen,source={source},target=/c true\n"
        )
    };
    assert!(hits(&dockerfile("1", "/seed"), &dockerfile("2", "/seed")));
    assert!(!hits(&dockerfile("1", "/x"), &dockerfile("2", "/x")));
    assert!(!hits(&dockerfile("1", "/seed"), &dockerfile("1", "/x")));
}

#[test]
fn secrets_are_hidden_in_names() {
    let file = "FROM alpine\nRUN --mount=type=secret,id=tok,env=TOKEN echo $TOKEN $PATH2\n";
    let names = words(file, file);
    assert!(
        names
            .iter()
            .any(|(name, _)| name.ends_with("echo **** $PATH2")),
        "{names:?}"
    );
}

#[test]
fn owners_are_numbers_where_they_can_be() {
    let copy = |owner: &str| format!("COPY --chown={owner} a /a");
    assert!(same(&copy("root:root"), &copy("0:0")));
    assert!(same(&copy("root"), &copy("0")));
    assert!(same(&copy("1000:"), &copy("1000:root")));
    assert!(!same(&copy("0"), &copy("0:0")));
    assert!(!same(&copy("nobody"), &copy("65534")));
    let link = "FROM alpine\nCOPY --link --chown=root:root a /a\n";
    assert_eq!(Lab::open(project(link)).log().error, None);
}

/// There is no /etc/passwd in an empty file system.
#[test]
fn nothing_but_numbers_owns_files_in_an_empty_image() {
    let error = |file: &str| Lab::open(project(file)).log().error.unwrap_or_default();
    let message = "invalid user index: -1";
    assert_eq!(error("FROM scratch\nCOPY --chown=app a /a\n"), message);
    assert_eq!(error("FROM scratch\nCOPY --chown=root:1000 a /a\n"), "");
    assert_eq!(error("FROM scratch\nUSER app\nWORKDIR /x\n"), message);
    assert_eq!(error("FROM scratch\nUSER 1000\nWORKDIR /x\n"), "");
    assert_eq!(
        error("FROM scratch\nCOPY a /a\nCOPY --chown=app b /b\n"),
        ""
    );
}

/// A merge with nothing is the copy alone, and of the two vertices it is the one that is not shown.
#[test]
fn a_linked_copy_onto_nothing_is_a_copy() {
    let file = "FROM scratch\nCOPY --link a /a\nCOPY --link b /b\n";
    let names: Vec<String> = words("FROM scratch\nCOPY a /a\n", file)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["[2/2] COPY --link b /b"]);
    assert!(hits(
        "FROM scratch\nCOPY --link a /a\nCOPY b /b\n",
        "FROM scratch\nCOPY a /a\nCOPY b /b\n"
    ));
}

#[test]
fn the_pivot_of_parents_counts() {
    let copy = |sources: &str| format!("COPY --parents {sources} /d/");
    let same = |one: &str, other: &str| same(&copy(one), &copy(other));
    assert!(same("./sub/./deep/y.txt", "sub/./deep/y.txt"));
    assert!(!same("sub/deep/y.txt", "sub/./deep/y.txt"));
    let missing = "FROM alpine\nCOPY --parents sub/./nope.txt /d/\n";
    assert_eq!(
        Lab::open(project(missing)).log().error.unwrap_or_default(),
        "failed to compute cache key: failed to calculate checksum of ref <ref>: \"/sub/nope.txt\": not found"
    );
    let pattern = "FROM alpine\nCOPY --parents sub/./nope*.txt /d/\n";
    assert_eq!(Lab::open(project(pattern)).log().error, None);
}

/// An image that is mounted is loaded only if the step is not found without looking into it.
#[test]
fn what_is_known_by_definition_is_not_looked_into() {
    let file = "FROM alpine\nRUN --mount=source=a,target=/a --mount=from=nginx,target=/n true\n";
    let nginx = words(file, file)
        .into_iter()
        .find(|(name, _)| name.starts_with("FROM docker.io/library/nginx"));
    assert_eq!(nginx.map(|(_, word)| word), Some(BuildKitWord::Done));
}
