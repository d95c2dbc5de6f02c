//! Reading a lesson from its Markdown file. Total: every text gives a lesson and a list of what is wrong with it.

use super::goal::{self, Goal};
use super::lesson::{Changes, Lesson, OptionChange, Step};

/// What is longer is cut, in bytes.
const LONGEST_TEXT_BYTES: usize = 256 * 1024;
/// More of the same kind (files, steps, goals, hints) are left out.
const MOST: usize = 500;
/// No file is larger, in bytes.
const LARGEST_FILE_BYTES: u64 = 1_000_000_000_000;

/// Something wrong with a lesson.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    /// Line of the file, 1-based.
    pub line: usize,
    /// What is wrong, as a sentence without a full stop.
    pub reason: String,
}

/// The section that lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Text,
    Start,
    Edit,
    Step,
    Goals,
    Hint,
    Solution,
    Unknown,
}

/// A block between two fences.
struct Fence<'a> {
    /// Line of its beginning, 1-based.
    line: usize,
    /// The backticks or tildes.
    mark: &'a str,
    /// What follows them.
    info: &'a str,
    /// The section takes it as it is: it is part of a text.
    is_text: bool,
    body: String,
}

struct Reader {
    lesson: Lesson,
    flaws: Vec<Flaw>,
    section: Section,
}

/// Reads a lesson.
#[must_use]
pub fn read_lesson(text: &str) -> (Lesson, Vec<Flaw>) {
    let mut reader = Reader {
        lesson: Lesson {
            built: true,
            ..Lesson::default()
        },
        flaws: Vec::new(),
        section: Section::Text,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let end = text.floor_char_boundary(LONGEST_TEXT_BYTES);
    let kept = text.get(..end).unwrap_or_default();
    let lines: Vec<&str> = kept.lines().collect();
    if end < text.len() {
        reader.flaw(
            lines.len(),
            "what follows is left out: a lesson has at most 256 KiB",
        );
    }
    let first = reader.front_matter(&lines);
    reader.body(&lines, first);
    reader.finish(lines.len());
    (reader.lesson, reader.flaws)
}

impl Reader {
    fn flaw(&mut self, line: usize, reason: impl Into<String>) {
        if self.flaws.len() < MOST {
            self.flaws.push(Flaw {
                line: line.max(1),
                reason: reason.into(),
            });
        }
    }

    /// Reads what stands between two lines of `---` and gives the index of the line after it.
    fn front_matter(&mut self, lines: &[&str]) -> usize {
        if lines.first().map(|line| line.trim_end()) != Some("---") {
            self.flaw(
                1,
                "a lesson begins with front matter between two lines of `---`",
            );
            return 0;
        }
        for (index, line) in lines.iter().enumerate().skip(1) {
            let line = line.trim();
            if line == "---" {
                return index + 1;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once(':') {
                Some((key, value)) => self.field(index + 1, key.trim(), value.trim()),
                None => self.flaw(index + 1, format!("`{line}` is not `key: value`")),
            }
        }
        self.flaw(
            1,
            "the front matter is not closed by a second line of `---`",
        );
        lines.len()
    }

    fn field(&mut self, line: usize, key: &str, value: &str) {
        let lesson = &mut self.lesson;
        match key {
            "id" if is_id(value) => lesson.id = value.to_owned(),
            "id" => self.flaw(line, "an id has small letters, digits and hyphens only"),
            "title" => lesson.title = value.to_owned(),
            "chapter" => lesson.chapter = value.to_owned(),
            "order" => match value.parse() {
                Ok(order) => lesson.order = order,
                Err(_) => self.flaw(line, format!("`{value}` is no number")),
            },
            "topics" => {
                let topics = value.split(',').map(str::trim);
                let topics = topics.filter(|topic| !topic.is_empty());
                lesson.topics = topics.map(str::to_owned).take(MOST).collect();
                let unknown = |id: &&String| crate::explain::topic(id).is_none();
                if let Some(id) = lesson.topics.iter().find(unknown) {
                    let reason = format!("there is no explanation `{id}`");
                    self.flaw(line, reason);
                }
            }
            "example" => lesson.example = (!value.is_empty()).then(|| value.to_owned()),
            "built" => match value {
                "yes" => lesson.built = true,
                "no" => lesson.built = false,
                _ => self.flaw(line, "`built` is `yes` or `no`"),
            },
            _ => self.flaw(
                line,
                format!("`{key}` is not known; there are id, title, chapter, order, topics, example and built"),
            ),
        }
    }

    fn body(&mut self, lines: &[&str], first: usize) {
        let mut fence: Option<Fence<'_>> = None;
        for (index, line) in lines.iter().enumerate().skip(first) {
            if let Some(open) = &mut fence {
                let end = line.trim();
                let letter = open.mark.chars().next();
                let closes =
                    end.len() >= open.mark.len() && end.chars().all(|other| Some(other) == letter);
                if closes {
                    if open.is_text {
                        self.text_line(line);
                    }
                    if let Some(closed) = fence.take() {
                        self.block(&closed);
                    }
                } else if open.is_text {
                    self.text_line(line);
                } else {
                    open.body.push_str(line);
                    open.body.push('\n');
                }
                continue;
            }
            if let Some((mark, info)) = fence_start(line) {
                let is_text = !matches!(
                    self.section,
                    Section::Start | Section::Edit | Section::Solution | Section::Goals
                );
                if is_text {
                    self.text_line(line);
                }
                fence = Some(Fence {
                    line: index + 1,
                    mark,
                    info,
                    is_text,
                    body: String::new(),
                });
            } else if let Some(heading) = line.strip_prefix("## ") {
                self.heading(index + 1, heading.trim());
            } else {
                self.text_line(line);
            }
        }
        if let Some(open) = fence {
            let reason = format!("this block is not closed by a line of `{}`", open.mark);
            self.flaw(open.line, reason);
            self.block(&open);
        }
    }

    fn heading(&mut self, line: usize, heading: &str) {
        let name = heading.split([':', ' ']).next().unwrap_or_default();
        self.section = match name.to_ascii_lowercase().as_str() {
            "start" => Section::Start,
            "edit" => Section::Edit,
            "goals" | "goal" => Section::Goals,
            "solution" => Section::Solution,
            "hint" | "hints" => Section::Hint,
            "step" => Section::Step,
            _ => Section::Unknown,
        };
        let lesson = &mut self.lesson;
        match self.section {
            Section::Goals => lesson.goals_line = line,
            Section::Solution => lesson.solution_line = line,
            Section::Step if lesson.steps.len() < MOST => {
                let title = heading.get(name.len()..).unwrap_or_default();
                let title = title.trim_start_matches([':', ' ']).to_owned();
                if title.is_empty() {
                    self.flaw(line, "a step has a title, as in `## Step: Find the dear line`");
                }
                self.lesson.steps.push(Step {
                    title,
                    text: String::new(),
                });
            }
            Section::Hint if lesson.hints.len() < MOST => lesson.hints.push(String::new()),
            Section::Unknown => self.flaw(
                line,
                format!(
                    "`{heading}` is not known; sections are Start, Edit, Step, Goals, Hint and Solution, and smaller headings begin with ###"
                ),
            ),
            _ => {}
        }
    }

    /// A line of text goes where its section keeps texts.
    fn text_line(&mut self, line: &str) {
        let lesson = &mut self.lesson;
        let place = match self.section {
            Section::Text => Some(&mut lesson.text),
            Section::Step => lesson.steps.last_mut().map(|step| &mut step.text),
            Section::Hint => lesson.hints.last_mut(),
            Section::Solution => Some(&mut lesson.solution_text),
            Section::Start | Section::Edit | Section::Goals | Section::Unknown => None,
        };
        if let Some(place) = place {
            place.push_str(line);
            place.push('\n');
        }
    }

    fn block(&mut self, fence: &Fence<'_>) {
        if fence.is_text {
            return;
        }
        let lines = || (fence.body.lines().enumerate()).filter(|(_, line)| !line.trim().is_empty());
        match (self.section, fence.info) {
            (Section::Goals, _) => {
                for (index, line) in lines() {
                    self.goal(fence.line + 1 + index, line.trim());
                }
            }
            (_, "sizes" | "modes" | "remove" | "options") => {
                for (index, line) in lines() {
                    self.change(fence.info, fence.line + 1 + index, line.trim());
                }
            }
            (_, info) => {
                let path = info.split_whitespace().nth(1);
                match path {
                    Some(path) if is_path(path) => {
                        let text = (path.to_owned(), fence.body.clone());
                        if let Some(changes) = self.changes() {
                            changes.texts.retain(|(other, _)| other != path);
                            changes.texts.push(text);
                        }
                    }
                    Some(path) => self.flaw(fence.line, path_flaw(path)),
                    None => self.flaw(
                        fence.line,
                        "a block of a file begins with a language and the file's path, as in ```dockerfile Dockerfile",
                    ),
                }
            }
        }
    }

    /// Where the section keeps changes, if there is room.
    fn changes(&mut self) -> Option<&mut Changes> {
        let changes = match self.section {
            Section::Start => &mut self.lesson.start,
            Section::Edit => &mut self.lesson.edit,
            Section::Solution => &mut self.lesson.solution,
            _ => return None,
        };
        let count = changes.texts.len()
            + changes.sizes.len()
            + changes.modes.len()
            + changes.removed.len()
            + changes.options.len();
        (count < MOST).then_some(changes)
    }

    fn goal(&mut self, line: usize, text: &str) {
        let text = text.trim_start_matches("- ").trim_end_matches('.');
        match goal::read(text) {
            Ok(_) if self.lesson.goals.len() >= MOST => {}
            Ok(ask) => self.lesson.goals.push(Goal {
                line,
                text: text.to_owned(),
                ask,
            }),
            Err(reason) => self.flaw(line, reason),
        }
    }

    /// A line of a block that holds no text of a file.
    fn change(&mut self, kind: &str, line: usize, text: &str) {
        let (head, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        let read = match kind {
            "sizes" => match head.replace('_', "").parse::<u64>() {
                Ok(_) if !is_path(rest) => Err(path_flaw(rest)),
                Ok(size) if size <= LARGEST_FILE_BYTES => Ok(Change::Size(rest.to_owned(), size)),
                _ => Err(format!("`{text}` is not a number of bytes and a path")),
            },
            "modes" => match u32::from_str_radix(head, 8) {
                Ok(_) if !is_path(rest) => Err(path_flaw(rest)),
                Ok(mode) if mode <= 0o7777 => Ok(Change::Mode(rest.to_owned(), mode)),
                _ => Err(format!("`{text}` is not a mode such as 0755 and a path")),
            },
            "remove" if is_path(text) => Ok(Change::Remove(text.to_owned())),
            "remove" => Err(path_flaw(text)),
            _ => option(text).map(Change::Option),
        };
        match read {
            Err(reason) => self.flaw(line, reason),
            Ok(change) => {
                let Some(changes) = self.changes() else {
                    return;
                };
                match change {
                    Change::Size(path, size) => changes.sizes.push((path, size)),
                    Change::Mode(path, mode) => changes.modes.push((path, mode)),
                    Change::Remove(path) => changes.removed.push(path),
                    Change::Option(option) => changes.options.push(option),
                }
            }
        }
    }

    /// What a lesson must have.
    fn finish(&mut self, lines: usize) {
        let lesson = &self.lesson;
        let dockerfile =
            |changes: &Changes| changes.texts.iter().any(|(path, _)| path == "Dockerfile");
        let missing = [
            (lesson.id.is_empty(), "the front matter gives no id"),
            (lesson.title.is_empty(), "the front matter gives no title"),
            (
                lesson.example.is_none() && !dockerfile(&lesson.start),
                "there is no Dockerfile: name an example, or give one under `## Start`",
            ),
            (lesson.goals.is_empty(), "there is no goal"),
            (lesson.solution.is_empty(), "there is no solution"),
        ];
        for (is_missing, reason) in missing {
            if is_missing {
                self.flaw(lines, reason);
            }
        }
        let lesson = &mut self.lesson;
        for text in lesson
            .hints
            .iter_mut()
            .chain([&mut lesson.text, &mut lesson.solution_text])
        {
            *text = text.trim().to_owned();
        }
        for step in &mut lesson.steps {
            step.text = step.text.trim().to_owned();
        }
    }
}

enum Change {
    Size(String, u64),
    Mode(String, u32),
    Remove(String),
    Option(OptionChange),
}

fn option(text: &str) -> Result<OptionChange, String> {
    match text.split_once(' ') {
        Some(("target", name)) => Ok(OptionChange::Target(name.trim().to_owned())),
        Some(("argument", pair)) if pair.contains('=') => {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok(OptionChange::Argument(
                name.trim().to_owned(),
                value.to_owned(),
            ))
        }
        Some(("no", "cache")) => Ok(OptionChange::NoCache),
        _ if text == "target" => Ok(OptionChange::Target(String::new())),
        _ => Err(format!(
            "`{text}` is none of `target NAME`, `argument NAME=VALUE` and `no cache`"
        )),
    }
}

/// The mark and what follows it, if a block begins here.
fn fence_start(line: &str) -> Option<(&str, &str)> {
    let letter = line
        .chars()
        .next()
        .filter(|letter| matches!(letter, '`' | '~'))?;
    let end = line.len() - line.trim_start_matches(letter).len();
    let (mark, info) = line.split_at_checked(end)?;
    (mark.len() >= 3).then_some((mark, info.trim()))
}

fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 100 && text.bytes().all(letter)
}

/// A path that stays inside the project.
fn is_path(path: &str) -> bool {
    let parts = path.split('/');
    path.len() <= 1000
        && parts.clone().count() <= 100
        && !path.contains(['\\', '\0'])
        && parts
            .into_iter()
            .all(|part| !matches!(part, "" | "." | ".."))
}

fn path_flaw(path: &str) -> String {
    format!("`{path}` is not a path inside of the project, such as `src/app.py`")
}
