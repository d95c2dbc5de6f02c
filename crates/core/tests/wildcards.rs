//! What becomes of a build whose COPY has wildcards that match nothing.

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project, Severity};

fn lab(dockerfile: &str, files: &[&str], ignore: Option<&str>) -> Lab {
    let files = files.iter().fold(FileTree::default(), |files, path| {
        files.with(path, FileNode::text("x"))
    });
    Lab::open(Project {
        dockerfile: dockerfile.into(),
        dockerignore: ignore.map(Into::into),
        files: files.into(),
        ..Project::default()
    })
}

fn error(dockerfile: &str, files: &[&str]) -> String {
    lab(dockerfile, files, None).log().error.unwrap_or_default()
}

const NO_FOLDER: &str = "lstat /sql: no such file or directory";

#[test]
fn the_folder_before_wildcards_has_to_be_sent() {
    let copy = "FROM scratch\nCOPY sql/*.sql /x/\n";
    assert_eq!(error(copy, &["sql/a.sql"]), "");
    assert_eq!(error(copy, &["a"]), NO_FOLDER);
    // The folder is there, but nothing asks for what is in it.
    assert_eq!(error(copy, &["sql/readme"]), NO_FOLDER);
    assert_eq!(error("FROM scratch\nCOPY *.sql /x/\n", &["a"]), "");
    assert_eq!(error("FROM scratch\nCOPY sq[l]/*.sql /x/\n", &["a"]), "");
}

#[test]
fn what_others_ask_for_is_sent_too() {
    let files = ["sql/readme", "b"];
    let also = |line: &str| {
        error(
            &format!("FROM scratch\nCOPY sql/*.sql /x/\n{line}\n"),
            &files,
        )
    };
    assert_eq!(also("COPY b /"), NO_FOLDER);
    assert_eq!(also("COPY sql/readme /"), "");
    assert_eq!(also("COPY . /"), "");
    assert_eq!(
        also("RUN --mount=type=bind,source=sql,target=/sql [\"x\"]"),
        ""
    );
    assert_eq!(also("RUN --mount=type=tmpfs,target=/t [\"x\"]"), "");
}

#[test]
fn the_problem_is_told_before_the_build() {
    let lab = lab(
        "FROM scratch\nCOPY sql/*.sql /x/\n",
        &["sql/a.sql"],
        Some("**/*.sql\n"),
    );
    let problems = &lab.analyze().problems;
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.severity, &*problem.message, &*problem.hint))
        .collect();
    assert_eq!(
        told,
        [(
            Severity::Error,
            NO_FOLDER,
            "The build fails here: line 1 of .dockerignore, **/*.sql, leaves it out."
        )]
    );
}

#[test]
fn parents_of_the_folder_itself_take_nothing() {
    let told = |line: &str| {
        let lab = lab(&format!("FROM scratch\n{line}\n"), &["a/b"], None);
        let problems = &lab.analyze().problems;
        let messages = problems.iter().map(|problem| problem.message.clone());
        messages.collect::<Vec<_>>()
    };
    assert_eq!(
        told("COPY --parents . /x/"),
        ["\".\" matches nothing, so nothing is copied"]
    );
    assert_eq!(told("COPY --parents ./* /x/"), [""; 0]);
    assert_eq!(told("COPY . /x/"), [""; 0]);
}

#[test]
fn a_file_that_wildcards_match_alone_gets_the_name_of_the_destination() {
    let labels = |line: &str, files: &[&str]| {
        let lab = lab(&format!("FROM scratch\n{line}\n"), files, None);
        let parts = lab.image_detail().parts;
        let rows = parts.into_iter().flat_map(|part| part.rows);
        rows.map(|row| row.label).collect::<Vec<_>>()
    };
    let jar = ["target/app-1.0.jar"];
    assert_eq!(labels("COPY target/*.jar /app.jar", &jar), ["/app.jar"]);
    assert_eq!(
        labels("COPY target/*.jar /app/", &jar),
        ["/app/app-1.0.jar"]
    );
    assert_eq!(labels("COPY t* /app", &jar), ["/app/app-1.0.jar"]);
    assert_eq!(
        labels("COPY target/*.jar /app", &["target/a.jar", "target/b.jar"]),
        ["/app/", "a.jar", "b.jar"]
    );
}
