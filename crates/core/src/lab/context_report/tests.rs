//! What is said of small contexts.

use std::rc::Rc;

use super::{Concern, ContextReport, FileDecision};
use crate::context::{FileNode, FileTree};
use crate::lab::{Analysis, Lab, Project, Severity};

fn analysis(dockerfile: &str, ignore: &str, files: &[(&str, u64)]) -> Analysis {
    let tree = files
        .iter()
        .fold(FileTree::default(), |tree, (path, size_bytes)| {
            tree.with(path, FileNode::sized(*size_bytes, "x"))
        });
    Lab::open(Project {
        dockerfile: dockerfile.into(),
        dockerignore: Some(ignore.into()),
        files: Rc::new(tree),
        ..Project::default()
    })
    .analyze()
}

fn report(ignore: &str, files: &[(&str, u64)]) -> ContextReport {
    (*analysis("FROM scratch\n", ignore, files).context).clone()
}

fn idle(ignore: &str, files: &[(&str, u64)]) -> Vec<(usize, String)> {
    let lines = report(ignore, files).lines.into_iter();
    lines
        .filter(|line| !line.idle.is_empty())
        .map(|line| (line.line, line.idle))
        .collect()
}

#[test]
fn the_tree_has_folders_first_and_adds_up() {
    let report = report(
        "a\n",
        &[
            ("a/x", 5),
            ("a-b", 1),
            ("b/c/d", 7),
            ("b/e", 2),
            ("b-c/f", 4),
        ],
    );
    let root = report.entries.first().unwrap();
    let names: Vec<&str> = root
        .children
        .iter()
        .map(|child| report.entries.get(*child as usize).unwrap().name())
        .collect();
    assert_eq!(
        names,
        ["a", "b", "b-c", ".dockerignore", "Dockerfile", "a-b"]
    );
    let entry = |path: &str| {
        let found = report.entries.iter().find(|entry| &*entry.path == path);
        found.cloned().map(|entry| {
            (
                entry.files,
                entry.size_bytes,
                entry.sent_bytes,
                entry.decision,
            )
        })
    };
    let ignored = entry("a").and_then(|(_, _, _, decision)| decision);
    assert!(matches!(ignored, Some(FileDecision::Ignored(decider)) if decider.line == 1));
    assert_eq!(entry("b"), Some((2, 9, 9, Some(FileDecision::Sent))));
    assert_eq!(entry("b/c"), Some((1, 7, 7, Some(FileDecision::Sent))));
    assert_eq!(root.decision, None);
    assert_eq!((report.ignored_files, report.ignored_bytes), (1, 5));
    assert_eq!(report.sent_files, 6);
}

#[test]
fn lines_count_what_they_decide() {
    let report = report(
        "*.log\n!keep.log\ndocs\n",
        &[("a.log", 3), ("b.log", 4), ("keep.log", 5), ("docs/x", 6)],
    );
    let counts: Vec<_> = report
        .lines
        .iter()
        .map(|line| {
            (
                line.excluded_files,
                line.excluded_bytes,
                line.readmitted_files,
                line.readmitted_bytes,
            )
        })
        .collect();
    assert_eq!(counts, [(2, 7, 0, 0), (0, 0, 1, 5), (1, 6, 0, 0)]);
    assert!(report.lines.iter().all(|line| line.idle.is_empty()));
}

#[test]
fn a_line_that_does_nothing_is_told_why() {
    let files = [("a.log", 1), ("docs/b.log", 1), ("x", 1)];
    let no_file = "This line does nothing: it matches no file of the project.";
    assert_eq!(idle("*.md\n", &files), [(1, no_file.to_owned())]);
    assert_eq!(
        idle("*.log\n**/*.log\n", &files),
        [(
            1,
            "This line does nothing: other lines say the same of every file that it matches."
                .to_owned()
        )]
    );
    assert_eq!(
        idle("**/*.log\na.log\n", &files),
        [(
            2,
            "This line does nothing: line 1 decides about every file that it matches.".to_owned()
        )]
    );
    assert_eq!(
        idle("!x\n", &files),
        [(
            1,
            "This line does nothing: no line above it excludes what it takes back in.".to_owned()
        )]
    );
}

#[test]
fn the_largest_things_are_named_as_a_whole_unless_one_thing_leads() {
    let report = report(
        "big\n",
        &[
            ("big", 1000),
            ("media/a", 90),
            ("media/b", 80),
            ("media/c", 70),
            ("data/dump.sql", 500),
            ("data/readme", 1),
            ("x", 10),
        ],
    );
    let largest: Vec<(&str, u64, bool)> = report
        .largest
        .iter()
        .map(|thing| (&*thing.path, thing.sent_bytes, thing.folder))
        .collect();
    assert_eq!(
        largest.get(..3),
        Some(
            &[
                ("data/dump.sql", 500, false),
                ("media", 240, true),
                ("Dockerfile", 13, false)
            ][..]
        )
    );
}

#[test]
fn what_should_rarely_be_sent_is_pointed_out_with_its_line() {
    let files = [
        (".git/HEAD", 10),
        (".env", 5),
        (".env.example", 5),
        ("a/__pycache__/x.pyc", 3),
        ("b/__pycache__/y.pyc", 4),
        ("venv/pyvenv.cfg", 1),
        ("env/settings.py", 1),
        ("id_rsa.pub", 1),
        ("certs/site.pem", 2),
    ];
    let report = report("", &files);
    let advice: Vec<(Concern, &str, usize)> = report
        .advice
        .iter()
        .map(|advice| {
            (
                advice.concern,
                advice.ignore_line.as_str(),
                advice.paths.len(),
            )
        })
        .collect();
    assert_eq!(
        advice,
        [
            (Concern::Secret, ".env", 1),
            (Concern::Secret, "certs/site.pem", 1),
            (Concern::Size, "venv", 1),
            (Concern::Speed, ".git", 1),
            (Concern::Speed, "**/__pycache__", 2),
        ]
    );
    let mut ignoring = Project {
        dockerfile: "FROM scratch\n".into(),
        files: Rc::new(
            files
                .iter()
                .fold(FileTree::default(), |tree, (path, size_bytes)| {
                    tree.with(path, FileNode::sized(*size_bytes, "x"))
                }),
        ),
        ..Project::default()
    };
    ignoring = ignoring.with_ignore_lines(
        report
            .advice
            .iter()
            .map(|advice| advice.ignore_line.as_str()),
    );
    assert_eq!(Lab::open(ignoring).analyze().context.advice, []);
}

#[test]
fn the_ignore_file_beside_the_dockerfile_goes_first() {
    let project = Project {
        dockerfile: "FROM scratch\n".into(),
        dockerignore: Some("a\n".into()),
        files: Rc::new(
            FileTree::default()
                .with("a", FileNode::text("1"))
                .with("b", FileNode::text("2"))
                .with("Dockerfile.dockerignore", FileNode::text("b\n[\n")),
        ),
        ..Project::default()
    };
    let analysis = Lab::open(project.clone()).analyze();
    assert_eq!(&*analysis.context.ignore_file, "Dockerfile.dockerignore");
    assert!(analysis.context.dockerignore_unused);
    assert_eq!(analysis.ignore_problems.len(), 1);
    assert_eq!(analysis.ignore_problems[0].line, 2);
    assert_eq!(analysis.context.ignored_files, 1);
    let ignoring = project.with_ignore_lines(["a"]);
    assert_eq!(ignoring.dockerignore, project.dockerignore);
    assert_eq!(&*ignoring.ignore_file_text(), "b\n[\na\n");
}

fn problems(
    dockerfile: &str,
    ignore: &str,
    files: &[(&str, u64)],
) -> Vec<(usize, Severity, String, String)> {
    let problems = analysis(dockerfile, ignore, files).problems.into_iter();
    problems
        .map(|problem| {
            (
                problem.line,
                problem.severity,
                problem.message,
                problem.hint,
            )
        })
        .collect()
}

#[test]
fn a_source_that_is_ignored_is_told_with_the_line_also_where_exceptions_are_used() {
    let found = problems(
        "FROM scratch\nCOPY keep.txt a.txt /x/\nCOPY b.txt /\n",
        "*.txt\n!keep.txt\n",
        &[("a.txt", 1), ("b.txt", 1), ("keep.txt", 1)],
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].0, 2);
    assert!(
        found[0].2.ends_with("\"/a.txt\": not found"),
        "{}",
        found[0].2
    );
    assert!(
        found[0].3.contains("line 1 of .dockerignore, *.txt"),
        "{}",
        found[0].3
    );
    assert_eq!(
        found[1].2,
        "Attempting to Copy file \"b.txt\" that is excluded by .dockerignore"
    );
    assert_eq!(found[1].1, Severity::Error);
}

#[test]
fn a_source_that_is_not_there_is_told_for_each_line() {
    let found = problems(
        "FROM scratch\nADD a /\nCOPY b /\nCOPY c /\n",
        "",
        &[("b", 1)],
    );
    let lines: Vec<usize> = found.iter().map(|problem| problem.0).collect();
    assert_eq!(lines, [2, 4]);
    assert!(found.iter().all(|problem| problem.1 == Severity::Error));
    assert!(found[1].2.ends_with("\"/c\": not found"));
}

#[test]
fn a_folder_of_which_nothing_is_sent_is_a_warning() {
    let found = problems(
        "FROM scratch\nCOPY dist /\nCOPY *.md /\n",
        "dist/*\n",
        &[("dist/a", 1)],
    );
    let found: Vec<_> = found.iter().map(|problem| (problem.0, problem.1)).collect();
    assert_eq!(found, [(2, Severity::Warning), (3, Severity::Warning)]);
}

#[test]
fn sources_that_are_there_are_no_problem() {
    let found = problems(
        "FROM scratch AS one\nCOPY . /\nCOPY a/b *.txt a/ /x/\nCOPY --parents a/*/c /y/\nFROM scratch\nCOPY --from=one /no /\nCOPY <<E /z\ntext\nE\n",
        "",
        &[("a/b/c", 1), ("d.txt", 1)],
    );
    assert_eq!(found, []);
}

#[test]
fn a_bad_pattern_matters_when_a_file_is_compared_with_it() {
    let said = |dockerfile: &str, ignore: &str| {
        let analysis = analysis(dockerfile, ignore, &[("a", 1)]);
        let severities: Vec<Severity> = (analysis.ignore_problems.iter())
            .filter(|problem| problem.message == "syntax error in pattern")
            .map(|problem| problem.severity)
            .collect();
        (analysis.summary.fails, severities)
    };
    let copies = "FROM scratch\nCOPY a /\n";
    assert_eq!(said(copies, "[c-a]\n"), (true, vec![Severity::Error]));
    // There is nothing that it could take back in.
    assert_eq!(said(copies, "![c-a]\n"), (false, vec![Severity::Warning]));
    // No file is sent.
    let empty = "FROM scratch\nWORKDIR /a\n";
    assert_eq!(said(empty, "[c-a]\n"), (false, vec![Severity::Warning]));
    // What is no pattern at all is found before any file is looked at.
    assert_eq!(said(empty, "[\n"), (true, vec![Severity::Error]));
}
