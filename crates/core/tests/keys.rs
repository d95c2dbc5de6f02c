//! What is in the key of a step and what is not, where no recording shows it. The rules are those of BuildKit's source.

use std::rc::Rc;

use layerlab_core::cache::Knowledge;
use layerlab_core::context::{Content, FileNode, FileTree, NodeKind};
use layerlab_core::graph::BuildOptions;
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
    words_of(project(before), project(after))
}

fn words_of(before: Project, after: Project) -> Vec<(String, BuildKitWord)> {
    let lab = Lab::open(before).build();
    let lines = lab.with_project(after).log().lines;
    lines
        .into_iter()
        .map(|line| (line.name, line.word))
        .collect()
}

/// Whether the last step of a build comes from the cache after another build.
fn hits(before: &str, after: &str) -> bool {
    words(before, after).last().map(|(_, word)| *word) == Some(BuildKitWord::Cached)
}

/// The same with other files or options.
fn hits_of(before: Project, after: Project) -> bool {
    words_of(before, after).last().map(|(_, word)| *word) == Some(BuildKitWord::Cached)
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

#[test]
fn options_are_read_before_they_count() {
    let with = |set: fn(&mut BuildOptions)| {
        let mut project = project("FROM alpine\nRUN true\n");
        set(&mut project.options);
        project
    };
    let plain = || with(|_| {});
    assert!(hits_of(
        plain(),
        with(|options| options.shm_size_bytes = Some(0))
    ));
    assert!(hits_of(
        plain(),
        with(|options| options.network = Some("sandbox".to_owned()))
    ));
    assert!(hits_of(
        with(|options| options.ulimits = vec!["nofile=9".to_owned()]),
        with(|options| options.ulimits = vec!["nofile=9:9".to_owned()])
    ));
    assert!(hits_of(
        with(|options| options.add_hosts = vec!["db:1.2.3.4".to_owned()]),
        with(|options| options.add_hosts = vec!["db=5.6.7.8".to_owned()])
    ));
    assert!(!hits_of(
        plain(),
        with(|options| options.hostname = Some("x".to_owned()))
    ));
}

/// What merges a linked copy is covered too, so the step directly on it cannot match by definition.
#[test]
fn no_cache_covers_both_halves_of_a_linked_copy() {
    let file = "FROM alpine\nCOPY --link a /a\nWORKDIR /w\n";
    let mut again = project(file);
    again.options.no_cache = true;
    assert!(!hits_of(project(file), again));
}

/// BuildKit sorts the paths, so only what the key has of each source tells their order: its last name.
#[test]
fn sources_of_the_same_name_have_no_order() {
    let with = |line: &str| {
        let mut project = project(&format!("FROM alpine\n{line}\n"));
        let files = (*project.files).clone();
        project.files = files
            .with("one/f", FileNode::text("1"))
            .with("two/f", FileNode::text("2"))
            .into();
        project
    };
    assert!(hits_of(
        with("COPY one/f two/f /d/"),
        with("COPY two/f one/f /d/")
    ));
    assert!(!hits_of(with("COPY a b /d/"), with("COPY b a /d/")));
}

/// With patterns, what a link leads to counts.
#[test]
fn links_that_match_are_followed() {
    let with = |text: &str, target: &str| {
        let mut project = project("FROM alpine\nCOPY l* /d/\n");
        let link = FileNode {
            kind: NodeKind::Symlink(target.into()),
            ..FileNode::text("")
        };
        let files = (*project.files).clone();
        project.files = files
            .with("link", link)
            .with("target", FileNode::text(text))
            .into();
        project
    };
    assert!(hits_of(with("1", "target"), with("1", "target")));
    assert!(!hits_of(with("1", "target"), with("2", "target")));
    assert_eq!(
        Lab::open(with("1", "nowhere"))
            .log()
            .error
            .unwrap_or_default(),
        "failed to compute cache key: failed to calculate checksum of ref <ref>: \"/link\": not found"
    );
}

/// A file of the same size, mode and time is not sent again.
#[test]
fn what_looks_the_same_is_not_sent_again() {
    let with = |text: &str, modified: Option<i64>| {
        let mut project = project("FROM alpine\nCOPY t /t\n");
        let node = FileNode {
            modified,
            ..FileNode::text(text)
        };
        project.files = (*project.files).clone().with("t", node).into();
        project
    };
    assert!(hits_of(with("one", Some(7)), with("two", Some(7))));
    assert!(!hits_of(with("one", Some(7)), with("three", Some(7))));
    assert!(!hits_of(with("one", Some(7)), with("two", Some(8))));
    assert!(!hits_of(with("one", None), with("two", None)));
    // The builder still has the first one.
    let lab = Lab::open(with("one", Some(7))).build();
    let lab = lab.with_project(with("two", Some(7))).build();
    let lab = lab.with_project(with("one", Some(7)));
    assert_eq!(lab.analyze().summary.steps_run, 0);
}

/// Only the files that are taken count, not where they lie in the stage.
#[test]
fn files_moved_within_a_stage_are_the_same_files() {
    let with = |place: &str| {
        format!(
            "FROM scratch AS files\nCOPY sub {place}\nFROM alpine\nCOPY --from=files {place}/x.txt /x.txt\n"
        )
    };
    assert!(hits(&with("/one"), &with("/two")));
    // It does not matter either with which other files it came.
    let with = |copy: &str| {
        format!(
            "FROM alpine AS files\nCOPY {copy}\nFROM alpine\nCOPY --from=files /s/x.txt /x.txt\n"
        )
    };
    assert!(hits(&with("sub /s"), &with("sub/x.txt /s/")));
}

fn download(line: &str, body: Option<&str>) -> Lab {
    let mut told = Knowledge::default();
    let address = "https://example.com/f".to_owned();
    match body {
        Some(body) => {
            told.downloads.insert(address, Content::Text(body.into()));
        }
        None => {
            told.not_found.insert(address);
        }
    }
    Lab::open(project(&format!("FROM alpine\n{line}\n"))).with_told(Rc::new(told))
}

#[test]
fn a_checksum_stands_for_the_download() {
    let plain = "ADD https://example.com/f /f";
    let sum = "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let pinned = format!("ADD --checksum={sum} https://example.com/f /f");
    assert_eq!(download(&pinned, Some("x")).log().error, None);
    assert_eq!(
        download(&pinned, Some("y")).log().error.unwrap_or_default(),
        format!(
            "digest mismatch for https://example.com/f: \
             sha256:a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa (expected: {sum})"
        )
    );
    // What is known is not downloaded, so nobody sees that the server has something else by now.
    let built = download(&pinned, Some("x")).build();
    let changed = built.with_told(download(&pinned, Some("y")).told().clone());
    assert_eq!(changed.analyze().summary.steps_run, 0);
    let unpinned = download(plain, Some("x")).build();
    let pinned = unpinned.with_project(download(&pinned, None).project);
    let copy = pinned.log().lines.last().map(|line| line.word);
    assert_eq!(copy, Some(BuildKitWord::Cached));
}

#[test]
fn what_is_not_there_cannot_be_added() {
    assert_eq!(
        download("ADD https://example.com/f /f", None)
            .log()
            .error
            .unwrap_or_default(),
        "failed to load cache key: invalid response status 404"
    );
}

#[test]
fn a_dot_at_the_end_of_a_destination_counts() {
    // `client/llb/fileop.go:normalizePath` keeps it, and the slash too; only a lone `.` is a slash.
    assert!(same("COPY a .", "COPY a ./"));
    assert!(same("COPY a .", "COPY a /w/"));
    assert!(!same("COPY a d/", "COPY a d/."));
    assert!(!same("COPY a ./", "COPY a ./."));
    assert!(same("COPY a d/.", "COPY a /w/./d/."));
}

#[test]
fn a_file_of_the_context_is_the_same_by_way_of_a_stage() {
    let direct = "FROM alpine\nCOPY a /x/\n";
    let by_stage =
        |line: &str| format!("FROM alpine AS s\n{line}\nFROM alpine\nCOPY --from=s /w/a /x/\n");
    for line in [
        "COPY a /w/a",
        "COPY --chown=0:0 a /w/",
        "COPY sub /w/sub\nCOPY a b /w/\nRUN echo > /y",
    ] {
        assert!(hits(direct, &by_stage(line)), "{line}");
        assert!(hits(&by_stage(line), direct), "{line}");
    }
    for line in [
        "COPY b /w/a",
        "COPY --chmod=600 a /w/",
        "COPY --chown=1:1 a /w/",
        "COPY a /w/\nRUN chmod 600 /w/a",
    ] {
        assert!(!hits(direct, &by_stage(line)), "{line}");
    }
    let mount = |source: &str| {
        format!("FROM alpine AS s\nCOPY a /w/a\nFROM alpine\nRUN --mount={source},target=/m true\n")
    };
    assert!(hits(&mount("source=a"), &mount("from=s,source=/w/a")));
    assert!(!hits(&mount("source=b"), &mount("from=s,source=/w/a")));
}

#[test]
fn arguments_for_attestations_are_no_variables() {
    let dockerfile =
        |value: &str| format!("FROM alpine\nARG BUILDKIT_SBOM_SCAN_STAGE={value}\nRUN true\n");
    assert!(hits(&dockerfile("true"), &dockerfile("false")));
    assert!(hits("FROM alpine\nRUN true\n", &dockerfile("true")));
}

#[test]
fn names_of_arguments_are_taken_as_written() {
    let dockerfile = |name: &str| format!("FROM alpine\nENV N=A\nARG {name}=1\nRUN echo $A\n");
    assert!(!hits(&dockerfile("A"), &dockerfile("$N")));
}

#[test]
fn files_stand_before_documents() {
    assert!(same("COPY a <<E /d/\nx\nE", "COPY <<E a /d/\nx\nE",));
}

#[test]
fn variables_mean_nothing_in_what_is_excluded() {
    let dockerfile = |end: &str| format!("FROM alpine\nENV E={end}\nCOPY --exclude=*.$E sub /d/\n");
    assert!(hits(&dockerfile("txt"), &dockerfile("md")));
}

#[test]
fn the_default_network_is_that_of_the_build() {
    let without_network = |line: &str| Project {
        options: BuildOptions {
            network: Some("none".to_owned()),
            ..BuildOptions::default()
        },
        ..project(&format!("FROM alpine\n{line}\n"))
    };
    assert!(hits_of(
        without_network("RUN true"),
        without_network("RUN --network=default true")
    ));
    assert!(!hits_of(
        without_network("RUN true"),
        project("FROM alpine\nRUN true\n")
    ));
}

#[test]
fn a_time_is_the_number_that_it_is() {
    let at = |seconds: &str| format!("ARG SOURCE_DATE_EPOCH={seconds}\nFROM alpine\nWORKDIR /w\n");
    assert!(hits(&at("100"), &at("0100")));
    assert!(!hits(&at("100"), &at("101")));
}
