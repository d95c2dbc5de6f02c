//! What changed in a project since its last build.

use super::project::Project;

/// Lines of `after` (1-based) that are not in `before` at the same place.
pub(super) fn edited_lines(before: &str, after: &str) -> Vec<usize> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let start = old
        .iter()
        .zip(&new)
        .take_while(|(left, right)| left == right)
        .count();
    let old_rest = old.get(start..).unwrap_or_default();
    let new_rest = new.get(start..).unwrap_or_default();
    let end = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    let old_middle = old_rest.get(..old_rest.len() - end).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - end).unwrap_or_default();
    // Between two edits far apart, lines that stand in the old text in the same order are not edited.
    let mut next_old = 0;
    let mut edited = Vec::new();
    for (index, line) in new_middle.iter().enumerate() {
        let rest = old_middle.get(next_old..).unwrap_or_default();
        match rest.iter().position(|other| other == line) {
            Some(found) => next_old += found + 1,
            None => edited.push(start + index + 1),
        }
    }
    edited
}

/// The same Dockerfile is built, whatever is in it.
pub(super) fn is_same_dockerfile(before: &Project, after: &Project) -> bool {
    before.options.dockerfile_path() == after.options.dockerfile_path()
}

/// The edit in a few words: "line 8", "views.py", ".dockerignore".
pub(super) fn edit_label(before: &Project, after: &Project) -> String {
    if !is_same_dockerfile(before, after) {
        return after.options.dockerfile_path().to_owned();
    }
    let mut parts = Vec::new();
    if before.dockerfile != after.dockerfile {
        let lines = edited_lines(&before.dockerfile, &after.dockerfile);
        parts.push(match lines.as_slice() {
            [] => "lines removed".to_owned(),
            [line] => format!("line {line}"),
            [first, ..] => format!("{} lines from {first}", lines.len()),
        });
    }
    if before.dockerignore != after.dockerignore {
        parts.push(".dockerignore".to_owned());
    }
    match changed_files(before, after).as_slice() {
        [] => {}
        [path] => parts.push(path.rsplit('/').next().unwrap_or(path).to_owned()),
        paths => parts.push(format!("{} files", paths.len())),
    }
    if before.options.target != after.options.target {
        parts.push(match &after.options.target {
            Some(target) => format!("target {target}"),
            None => "last stage as target".to_owned(),
        });
    }
    if parts.is_empty() && before.options != after.options {
        parts.push("options".to_owned());
    }
    parts.join(", ")
}

/// Paths of files that differ, added and removed ones included.
pub(super) fn changed_files(before: &Project, after: &Project) -> Vec<String> {
    let differences = after.files.entries.differences(&before.files.entries);
    differences.map(|(path, _, _)| path.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::edited_lines;

    #[test]
    fn finds_the_edited_lines() {
        assert_eq!(edited_lines("a\nb\nc", "a\nx\nc"), vec![2]);
        assert_eq!(edited_lines("a\nb\nc\nd\ne", "a\nx\nc\ny\ne"), vec![2, 4]);
        assert_eq!(edited_lines("a\nb", "a\nb"), Vec::<usize>::new());
        assert_eq!(edited_lines("a\nb", "a\nn\nb"), vec![2]);
    }
}
