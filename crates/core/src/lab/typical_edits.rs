//! The edits that are made most often in a project: of the code, of the list of dependencies, of the base image.

use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::base_image_names;
use layerlab_syntax::Command;

use super::analysis::Analysis;
use super::project::Project;
use super::what_if::{EditCost, EditCosts};
use super::workbench::Lab;
use crate::checks::TextEdit;
use crate::context::{Content, FileNode, NodeKind};
use crate::graph::reference::{familiar_to_full, short_name};

/// What is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// A file of the code.
    Code,
    /// A list of dependencies.
    Dependencies,
    /// The base image.
    BaseImage,
}

/// An edit and what it costs, if it is the only one after a build of the project as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypicalEdit {
    /// What is edited.
    pub kind: EditKind,
    /// Path of the file, or the full name of the image.
    pub subject: String,
    /// What it costs.
    pub cost: EditCost,
}

/// Files that list what is installed, by the beginnings and ends of their names.
const LISTS: [(&str, &str); 9] = [
    ("requirements", ".txt"),
    ("package", ".json"),
    ("Pipfile", ""),
    ("pyproject", ".toml"),
    ("poetry", ".lock"),
    ("yarn", ".lock"),
    ("go", ".mod"),
    ("Cargo", ".toml"),
    ("Gemfile", ""),
];

/// Ends of the names of files that are edited all day.
const CODE: [&str; 21] = [
    "py", "js", "ts", "jsx", "tsx", "mjs", "go", "rs", "rb", "php", "java", "kt", "c", "cc", "cpp",
    "cs", "ex", "html", "css", "vue", "sh",
];

/// Beginnings of the names of code that is written once and seldom edited.
const SELDOM_EDITED: [&str; 8] = [
    "__init__", "config", "conftest", "gunicorn", "manage.", "settings", "setup.", "wsgi",
];

/// Configuration (`settings.py`, `vite.config.ts`) and what a tool wrote (`migrations/0001_initial.py`).
fn is_seldom_edited(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let begins = |start: &&str| name.starts_with(*start);
    let written_by_tools = path.split('/').any(|folder| folder == "migrations");
    written_by_tools
        || SELDOM_EDITED.iter().any(begins)
        || name.contains(".config.")
        || name.starts_with('.')
}

/// Lists are no code, and `requirements/prod.txt` is a list as well.
pub(super) fn is_list(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = |(start, end): &(&str, &str)| name.starts_with(start) && name.ends_with(end);
    LISTS.iter().any(named) || (path.contains("requirements/") && path.ends_with(".txt"))
}

pub(super) fn is_code(path: &str) -> bool {
    let end = path.rsplit_once('.').map(|(_, end)| end);
    end.is_some_and(|end| CODE.contains(&end)) && !is_list(path)
}

/// The sent file of a kind that is dearest to edit. Of equal ones it is the largest: the one that is worked on most.
pub(super) fn dearest(
    analysis: &Analysis,
    costs: &EditCosts,
    is_kind: fn(&str) -> bool,
) -> Option<String> {
    let files = analysis.context.files();
    let sent = files.filter(|file| file.sent_files > 0 && is_kind(&file.path));
    let costs = sent.map(|file| (costs.file(&file.path), file));
    let dearest = costs.max_by_key(|(cost, file)| {
        let place = std::cmp::Reverse(&file.path);
        (cost.duration, cost.steps, file.sent_bytes, place)
    });
    let (_, file) = dearest.filter(|(cost, _)| cost.steps > 0)?;
    Some(file.path.to_string())
}

/// The file of the code that is edited most often, as far as names and sizes tell: where edits cost the same for most of
/// the code, the largest file that is no configuration.
fn most_edited(analysis: &Analysis, costs: &EditCosts) -> Option<String> {
    struct Group<'a> {
        cost: &'a EditCost,
        bytes: u64,
        /// Whether it is edited often, its bytes and its path.
        most: (bool, u64, &'a str),
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    let files = analysis.context.files();
    for file in files.filter(|file| file.sent_files > 0 && is_code(&file.path)) {
        let cost = costs.file(&file.path);
        if cost.steps == 0 {
            continue;
        }
        let own = (!is_seldom_edited(&file.path), file.sent_bytes, &*file.path);
        match groups.iter_mut().find(|group| group.cost == cost) {
            Some(group) => {
                group.bytes = group.bytes.saturating_add(own.1);
                if (own.0, own.1) > (group.most.0, group.most.1) {
                    group.most = own;
                }
            }
            None => groups.push(Group {
                cost,
                bytes: own.1,
                most: own,
            }),
        }
    }
    let most = |group: &&Group<'_>| (group.bytes, group.cost.duration);
    let group = groups.iter().max_by_key(most)?;
    Some(group.most.2.to_owned())
}

impl EditCosts {
    /// What it costs to publish the base image anew that is dearest to change: its full name and the cost.
    #[must_use]
    pub fn dearest_base_image(&self) -> Option<(&str, &EditCost)> {
        let images = self.base_images.iter();
        let dearest = images.rev().max_by_key(|(_, _, cost)| cost.duration)?;
        Some((&dearest.0, &dearest.2))
    }
}

/// The edits that matter most, the code first. What no step takes is left out. `costs` are those of the same project.
#[must_use]
pub fn typical_edits(analysis: &Analysis, costs: &EditCosts) -> Vec<TypicalEdit> {
    if analysis.summary.fails {
        return Vec::new();
    }
    let of_file = |kind, path: Option<String>| {
        path.map(|path| TypicalEdit {
            kind,
            cost: costs.file(&path).clone(),
            subject: path,
        })
    };
    let image = costs.dearest_base_image();
    let image = image.map(|(name, cost)| TypicalEdit {
        kind: EditKind::BaseImage,
        subject: name.to_owned(),
        cost: cost.clone(),
    });
    [
        of_file(EditKind::Code, most_edited(analysis, costs)),
        of_file(EditKind::Dependencies, dearest(analysis, costs, is_list)),
        image.filter(|edit| edit.cost.duration > Duration::ZERO),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Lab {
    /// Those of [`typical_edits`] that can be made in the project. In the place of a base image comes another version of it,
    /// which is filled by other downloads: the time is that of such a build, not of the same version published anew.
    #[must_use]
    pub fn typical_edits(&self, now: &Analysis) -> Vec<TypicalEdit> {
        let edits = typical_edits(now, &self.edit_costs()).into_iter();
        let made = edits.filter_map(|edit| {
            let made = edit.made_in(&self.project)?;
            if edit.kind != EditKind::BaseImage {
                return Some(edit);
            }
            let after = self.aside(|lab| lab.build().with_project(made).analyze().summary);
            let cost = EditCost {
                steps: after.steps_run,
                duration: after.duration,
                ..edit.cost
            };
            Some(TypicalEdit { cost, ..edit })
        });
        made.collect()
    }
}

impl TypicalEdit {
    /// What is edited, in short: the name of the file, or of the image that comes in the place of the one that is there.
    #[must_use]
    pub fn short_subject(&self) -> &str {
        match self.kind {
            EditKind::BaseImage => short_name(&self.subject),
            EditKind::Code | EditKind::Dependencies => {
                self.subject.rsplit('/').next().unwrap_or(&self.subject)
            }
        }
    }

    /// The image that takes the place of the base image; `None` if no base image is edited, or none is known.
    #[must_use]
    pub fn other_image(&self) -> Option<&'static str> {
        (self.kind == EditKind::BaseImage)
            .then(|| neighbour(short_name(&self.subject)))
            .flatten()
    }

    /// The project after the edit. A file gets an empty line at its end, or a byte more if its text is not known. In the
    /// place of a base image comes another version of it. `None` if the image is named by a variable, or no other is known.
    #[must_use]
    pub fn made_in(&self, project: &Project) -> Option<Project> {
        match self.kind {
            EditKind::Code | EditKind::Dependencies => {
                let node = edited(project.files.get(&self.subject)?)?;
                let mut project = project.clone();
                let files = Rc::make_mut(&mut project.files);
                files.entries.insert(self.subject.clone(), node);
                Some(project)
            }
            EditKind::BaseImage => {
                let other = self.other_image()?;
                let syntax = layerlab_syntax::parse(&project.dockerfile);
                let instructions = syntax.instructions.iter();
                let edits = instructions.filter_map(|instruction| match &instruction.command {
                    Command::From { image, .. } => (familiar_to_full(&image.value) == self.subject)
                        .then(|| TextEdit {
                            file: "Dockerfile".to_owned(),
                            span: image.span,
                            text: other.to_owned(),
                        }),
                    _ => None,
                });
                let edits: Vec<TextEdit> = edits.collect();
                if edits.is_empty() {
                    return None;
                }
                project.with_edits(&edits)
            }
        }
    }
}

fn edited(node: &FileNode) -> Option<FileNode> {
    let NodeKind::File(content) = &node.kind else {
        return None;
    };
    let content = match content {
        Content::Text(text) => Content::Text(format!("{text}\n").into()),
        Content::Opaque {
            size_bytes,
            identity,
        } => Content::Opaque {
            size_bytes: size_bytes.saturating_add(1),
            identity: format!("{identity}, edited").into(),
        },
    };
    Some(FileNode {
        kind: NodeKind::File(content),
        ..node.clone()
    })
}

/// The numbers at the start of a tag, and what follows them: `3.13-slim` is 3, 13 and `-slim`.
fn tag_parts(tag: &str) -> (Vec<u32>, &str) {
    let number = tag.split('-').next().unwrap_or_default();
    let numbers: Option<Vec<u32>> = number.split('.').map(|part| part.parse().ok()).collect();
    match numbers {
        Some(numbers) => (numbers, tag.get(number.len()..).unwrap_or_default()),
        None => (Vec::new(), tag),
    }
}

/// Another image of the catalogue with the same name: of the same kind the next newer version, else the one before, else
/// one of another kind.
fn neighbour(image: &str) -> Option<&'static str> {
    let (name, tag) = image.split_once(':').unwrap_or((image, "latest"));
    let (numbers, kind) = tag_parts(tag);
    let others = base_image_names().filter_map(|other| {
        let (other_name, other_tag) = other.split_once(':')?;
        (other_name == name && other_tag != tag).then(|| (other, tag_parts(other_tag)))
    });
    let others: Vec<(&'static str, (Vec<u32>, &str))> = others.collect();
    let alike = others.iter().filter(|(_, (other, other_kind))| {
        *other_kind == kind && other.len() == numbers.len() && !other.is_empty()
    });
    let newer = alike.clone().filter(|(_, (other, _))| *other > numbers);
    let newer = newer.min_by(|(_, (a, _)), (_, (b, _))| a.cmp(b));
    let older = alike.max_by(|(_, (a, _)), (_, (b, _))| a.cmp(b));
    let found = newer.or(older).or(others.first());
    found.map(|(other, _)| *other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::FileTree;
    use crate::lab::RowState;

    fn project(dockerfile: &str) -> Project {
        let files = FileTree::default()
            .with("requirements.txt", FileNode::text("django==5.2\n"))
            .with("shop/views.py", FileNode::text(&"x = 1\n".repeat(50)))
            .with(
                "shop/migrations/0001.py",
                FileNode::text(&"x = 1\n".repeat(80)),
            )
            .with("shop/settings.py", FileNode::text(&"x = 1\n".repeat(90)))
            .with("shop/urls.py", FileNode::text("x = 1\n"))
            .with("photo.jpg", FileNode::sized(10_000, "1"));
        Project {
            dockerfile: dockerfile.into(),
            files: Rc::new(files),
            ..Project::default()
        }
    }

    const TWO_STEPS: &str = "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n";

    fn edits_of(dockerfile: &str) -> (Lab, Vec<TypicalEdit>) {
        let lab = Lab::open(project(dockerfile));
        let edits = typical_edits(&lab.analyze(), &lab.edit_costs());
        (lab, edits)
    }

    #[test]
    fn the_edits_that_matter_are_code_list_and_base_image() {
        let (_, edits) = edits_of(TWO_STEPS);
        let found: Vec<(EditKind, &str, usize)> = edits
            .iter()
            .map(|edit| (edit.kind, edit.short_subject(), edit.cost.steps))
            .collect();
        assert_eq!(
            found,
            [
                (EditKind::Code, "views.py", 1),
                (EditKind::Dependencies, "requirements.txt", 3),
                (EditKind::BaseImage, "python:3.13-slim", 5),
            ]
        );
    }

    #[test]
    fn what_an_edit_costs_is_what_happens_after_it() {
        let (lab, edits) = edits_of(TWO_STEPS);
        let built = lab.build();
        let possible = lab.typical_edits(&lab.analyze());
        assert_eq!(possible.len(), edits.len());
        for edit in possible {
            let made = edit.made_in(&built.project).expect("it can be made");
            let after = built.with_project(made).analyze();
            let run: Vec<usize> = (after.rows.iter())
                .filter(|row| row.state == RowState::Runs)
                .map(|row| row.instruction)
                .collect();
            assert_eq!(run, edit.cost.instructions.sorted(), "{edit:?}");
            assert_eq!(after.summary.steps_run, edit.cost.steps, "{edit:?}");
            assert_eq!(after.summary.duration, edit.cost.duration, "{edit:?}");
        }
    }

    #[test]
    fn what_is_remembered_for_the_next_keystroke_stays() {
        let lab = Lab::open(project(TWO_STEPS));
        let now = lab.analyze();
        assert_eq!(lab.typical_edits(&now).len(), 3);
        let remembered = lab.before();
        let remembered = remembered.as_ref().map(|before| &before.lab.project);
        assert_eq!(remembered, Some(&lab.project));
    }

    #[test]
    fn every_use_of_the_image_gets_the_other_one() {
        let text =
            "FROM python:3.13-slim AS a\nRUN true\nFROM python:3.13-slim\nCOPY --from=a /x /x\n";
        let (lab, edits) = edits_of(text);
        let edit = edits.last().expect("a base image");
        let made = edit.made_in(&lab.project).expect("it can be made");
        assert_eq!(
            &*made.dockerfile,
            text.replace("python:3.13-slim", edit.other_image().expect("another one"))
        );
    }

    #[test]
    fn an_image_named_by_a_variable_is_left_alone() {
        let (lab, edits) = edits_of("ARG TAG=3.13-slim\nFROM python:${TAG}\nRUN true\n");
        let edit = edits.last().expect("a base image");
        assert_eq!(edit.kind, EditKind::BaseImage);
        assert_eq!(edit.made_in(&lab.project), None);
    }

    #[test]
    fn another_image_is_one_of_the_same_kind() {
        assert_eq!(neighbour("python:3.12-slim"), Some("python:3.13-slim"));
        assert_eq!(tag_parts("3.13-slim"), (vec![3, 13], "-slim"));
        assert_eq!(tag_parts("bookworm"), (Vec::new(), "bookworm"));
        assert_eq!(neighbour("nobody/knows:1"), None);
        for name in base_image_names() {
            assert_ne!(neighbour(name), Some(name));
        }
    }

    #[test]
    fn nothing_is_said_of_a_build_that_fails() {
        let (_, edits) = edits_of("FROM python:3.13-slim\nCOPY nothing-there .\n");
        assert_eq!(edits, []);
    }

    #[test]
    fn files_of_unknown_text_get_a_byte_more() {
        let node = edited(&FileNode::sized(10, "1")).expect("a file");
        assert_eq!(node.size_bytes(), 11);
        assert_ne!(node, FileNode::sized(11, "1"));
        assert_eq!(edited(&FileNode::directory()), None);
    }
}
