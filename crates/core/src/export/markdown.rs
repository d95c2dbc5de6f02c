//! A summary of a build in Markdown, to be put into a pull request.

use crate::format;
use crate::lab::{Analysis, BuildRecord, Lab, LedgerRow};

/// So many groups of files are listed with what an edit of them costs.
const MOST_GROUPS: usize = 8;
/// So many files of a group are named.
const MOST_NAMED: usize = 4;

/// The build that would run now: figures, steps, what an edit costs. `now` is its analysis; `against` is an earlier build to
/// compare it with.
#[must_use]
pub fn summary(lab: &Lab, now: &Analysis, against: Option<&BuildRecord>) -> String {
    let mut text = format!("### Docker build of {}\n\n", plain(&lab.project.name));
    if now.summary.fails {
        let error = now.problems.first().map(|problem| problem.message.as_str());
        text.push_str("**The build fails.**\n\n");
        if let Some(error) = error {
            text.push_str(&format!("{}\n\n", code(error)));
        }
    } else {
        figures(&mut text, now, against);
    }
    steps(&mut text, now);
    if !now.summary.fails {
        edits(&mut text, lab, now);
    }
    let found = lab.findings(now).docker_count();
    if found > 0 {
        text.push_str(&format!(
            "`docker build --check` finds {}.\n\n",
            format::counted(found, "thing")
        ));
    }
    text.push_str(
        "Simulated by Layerlab, not built: what is cached follows BuildKit's rules; times and the sizes of commands are \
         estimates.\n",
    );
    text
}

fn figures(text: &mut String, now: &Analysis, against: Option<&BuildRecord>) {
    let before = against.filter(|record| !record.analysis.summary.fails);
    let head = match before {
        Some(record) => format!(
            "| | now | build {} | difference |\n|---|---:|---:|---:|\n",
            record.number
        ),
        None => "| | now |\n|---|---:|\n".to_owned(),
    };
    text.push_str(&head);
    let then = before.map(|record| &*record.analysis);
    let mut row = |name: &str, value: &dyn Fn(&Analysis) -> String, difference: Option<String>| {
        text.push_str(&format!("| {name} | {} |", value(now)));
        if let Some(then) = then {
            text.push_str(&format!(
                " {} | {} |",
                value(then),
                difference.unwrap_or_default()
            ));
        }
        text.push('\n');
    };
    let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let change = |of: &dyn Fn(&Analysis) -> u64| {
        let (after, before) = (of(now), of(then?));
        let change = signed(after) - signed(before);
        let percent = format::change_percent(change, before).map(|percent| format!(" ({percent})"));
        Some(format!(
            "{}{}",
            format::change(change),
            percent.unwrap_or_default()
        ))
    };
    let steps = |analysis: &Analysis| {
        format!(
            "{} of {}",
            analysis.summary.steps_run, analysis.summary.steps
        )
    };
    row("Steps that run", &steps, None);
    row(
        "Time",
        &|analysis| format::about(analysis.summary.duration),
        None,
    );
    row(
        "Time with an empty cache",
        &|analysis| format::about(analysis.summary.cold_duration),
        None,
    );
    let image = |analysis: &Analysis| {
        let size = analysis.image.size;
        let range = format::uncertainty(size).map(|range| format!(" ({range})"));
        format!("{}{}", format::size(size), range.unwrap_or_default())
    };
    row(
        "Image",
        &image,
        change(&|analysis| analysis.image.size.bytes),
    );
    row(
        "of it wasted",
        &|analysis| format::bytes(analysis.image.wasted_bytes),
        change(&|analysis| analysis.image.wasted_bytes),
    );
    row(
        "To pull",
        &|analysis| format::size(analysis.image.pull),
        change(&|analysis| analysis.image.pull.bytes),
    );
    let context = |analysis: &Analysis| {
        let context = &analysis.context;
        format!(
            "{} in {}",
            format::bytes(context.sent_bytes),
            format::counted(context.sent_files, "file")
        )
    };
    row(
        "Build context",
        &context,
        change(&|analysis| analysis.context.sent_bytes),
    );
    text.push('\n');
}

fn steps(text: &mut String, now: &Analysis) {
    let rows: Vec<&LedgerRow> = now.rows.iter().filter(|row| row.step.is_some()).collect();
    if rows.is_empty() {
        return;
    }
    text.push_str("| Line | Step | Outcome | Why | Time | Size |\n|---:|---|---|---|---:|---:|\n");
    for row in rows {
        let Some(step) = &row.step else { continue };
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            row.first_line,
            code(&step.text),
            row.state.word(),
            plain(&row.brief),
            row.duration.map(format::duration).unwrap_or_default(),
            row.size.map(format::added).unwrap_or_default()
        ));
    }
    text.push('\n');
}

fn edits(text: &mut String, lab: &Lab, now: &Analysis) {
    let sent = now.context.files().filter(|file| file.sent_files > 0);
    let paths: Vec<&str> = sent.map(|file| &*file.path).collect();
    let costs = lab.edit_costs();
    let groups = costs.by_cost(paths.iter().copied());
    if groups.is_empty() {
        return;
    }
    text.push_str("What an edit costs after this build:\n\n| Edited | Steps | Time | To push |\n|---|---:|---:|---:|\n");
    let mut line = |what: String, cost: &crate::lab::EditCost| {
        text.push_str(&format!(
            "| {what} | {} | {} | {} |\n",
            cost.steps,
            format::duration(cost.duration),
            format::bytes(cost.push_bytes)
        ));
    };
    for (cost, files) in groups.iter().take(MOST_GROUPS) {
        let named: Vec<String> = files
            .iter()
            .take(MOST_NAMED)
            .map(|path| code(path))
            .collect();
        let more = match files.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {} more", format::count(more)),
        };
        line(format!("{}{more}", named.join(", ")), cost);
    }
    for (name, _, cost) in &costs.base_images {
        let name = crate::graph::reference::short_name(name);
        line(format!("{} published anew", code(name)), cost);
    }
    text.push('\n');
}

/// A text as code in a cell of a table: in more backticks than it holds, in one line.
fn code(text: &str) -> String {
    const LONGEST: usize = 120;
    let text = super::svg::cut(text.trim(), LONGEST).replace(['\n', '\r', '\t'], " ");
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A pipe ends the cell even inside of code.
    let text = text.replace('|', "\\|");
    if longest > 0 || text.is_empty() {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// A text that means nothing in Markdown.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '@' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::context::{FileNode, FileTree};
    use crate::lab::Project;

    fn lab(dockerfile: &str) -> Lab {
        let files = FileTree::default()
            .with("requirements.txt", FileNode::text("Django==5.2\n"))
            .with("a|b`c.py", FileNode::text("print(1)\n"));
        Lab::open(Project {
            name: "shop <script>".into(),
            dockerfile: dockerfile.into(),
            files: Rc::new(files),
            ..Project::default()
        })
    }

    /// The cells of each row of all tables, as a reader of Markdown sees them.
    fn cells(markdown: &str) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::TableRow | Tag::TableHead) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    if let Some(row) = rows.last_mut() {
                        row.push(String::new());
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                        cell.push_str(&text);
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
                _ => {}
            }
        }
        rows
    }

    #[test]
    fn it_says_what_the_analysis_says() {
        let text = "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt | tee log\nCOPY . .\n";
        let built = lab(text).build();
        let mut project = built.project.clone();
        project.dockerfile = text.replace("COPY . .", "COPY . /app").into();
        let lab = built.with_project(project);
        let now = lab.analyze();
        let markdown = summary(&lab, &now, lab.history.last().map(Rc::as_ref));
        let cells = cells(&markdown);
        assert_eq!(cells[0], ["", "now", "build 1", "difference"]);
        assert_eq!(cells[1], ["Steps that run", "1 of 4", "4 of 4", ""]);
        let step = |line: &str| cells.iter().find(|row| row.len() == 6 && row[0] == line);
        assert_eq!(
            step("3").map(|row| (row[1].as_str(), row[2].as_str())),
            Some(("RUN pip install -r requirements.txt | tee log", "cached"))
        );
        assert_eq!(
            step("4").map(|row| (row[2].as_str(), row[3].as_str())),
            Some(("runs", "this line was edited"))
        );
        let edit = cells.iter().find(|row| row[0] == "requirements.txt");
        assert_eq!(edit.map(|row| row[1].as_str()), Some("3"));
        assert!(
            cells.iter().any(|row| row[0].ends_with("a|b`c.py")),
            "{cells:?}"
        );
    }

    #[test]
    fn a_build_that_fails_says_so() {
        let lab = lab("FROM python:3.13-slim\nCOPY nothing /\n");
        let markdown = summary(&lab, &lab.analyze(), None);
        assert!(
            markdown.contains("**The build fails.**") && markdown.contains("nothing"),
            "{markdown}"
        );
        assert!(!markdown.contains("What an edit costs"));
    }
}
