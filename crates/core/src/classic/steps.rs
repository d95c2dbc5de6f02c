//! The lines of a Dockerfile as the steps of the classic builder, each with what its cache compares.

use layerlab_syntax::{Command, Dockerfile, Instruction};

use crate::cache::{OutputContents, Solution};
use crate::context::{Digest, Hasher};
use crate::graph::{CopyAction, HistoryEntry, Operation, Placement, Plan, Vertex, VertexId};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassicStep {
    /// Index of its instruction.
    pub instruction: usize,
    /// It is the FROM of an image.
    pub is_base: bool,
    /// What tells it from other steps on the same image.
    pub line: Digest,
    /// What may have changed if it is not found, in a few words.
    pub change: String,
    /// The message with which this builder refuses the line.
    pub refused: Option<String>,
    /// The vertex that does the same in BuildKit.
    pub vertex: Option<VertexId>,
}

impl ClassicStep {
    /// How this builder says that the source of a COPY is missing.
    pub(super) fn in_classic_words(&self, message: &str) -> String {
        let missing = message
            .strip_suffix("\": not found")
            .and_then(|rest| rest.rsplit_once("\"/"));
        match missing {
            Some((_, path)) => format!(
                "COPY failed: file not found in build context or excluded by .dockerignore: stat {path}: file does \
                 not exist"
            ),
            None => message.to_owned(),
        }
    }
}

/// The steps of each stage up to the target.
#[must_use]
pub fn classic_steps(
    dockerfile: &Dockerfile,
    plan: &Plan,
    solution: &Solution,
) -> Vec<Vec<ClassicStep>> {
    let count = plan.target.map_or(0, |target| target + 1);
    let mut reader = Reader {
        dockerfile,
        plan,
        solution,
        contents: OutputContents::new(plan),
    };
    (0..count).map(|stage| reader.stage(stage)).collect()
}

struct Reader<'a> {
    dockerfile: &'a Dockerfile<'a>,
    plan: &'a Plan,
    solution: &'a Solution,
    contents: OutputContents<'a>,
}

impl Reader<'_> {
    fn stage(&mut self, stage: usize) -> Vec<ClassicStep> {
        let plan = self.plan;
        let (Some(read), Some(planned)) =
            (self.dockerfile.stages.get(stage), plan.stages.get(stage))
        else {
            return Vec::new();
        };
        let mut steps = vec![self.from(read.from)];
        let own = |entry: &&HistoryEntry| {
            entry
                .instruction
                .is_some_and(|instruction| (read.from..read.end).contains(&instruction))
        };
        // Triggers of the base are steps of their own, right after FROM.
        let triggers = planned.history.iter().filter(own);
        for entry in triggers.filter(|entry| entry.instruction == Some(read.from)) {
            let line = Hasher::new("trigger").text(&entry.created_by).finish();
            steps.push(self.plain(read.from, line, "a trigger of the base image changed"));
        }
        for position in read.from + 1..read.end {
            let Some(instruction) = self.dockerfile.instructions.get(position) else {
                continue;
            };
            let mut entries = planned.history.iter().filter(own);
            let entry = entries.find(|entry| entry.instruction == Some(position));
            if let Some(step) = self.step(position, instruction, entry) {
                steps.push(step);
            }
        }
        steps
    }

    fn plain(&self, instruction: usize, line: Digest, change: &str) -> ClassicStep {
        ClassicStep {
            instruction,
            is_base: false,
            line,
            change: change.to_owned(),
            refused: None,
            vertex: None,
        }
    }

    fn from(&self, position: usize) -> ClassicStep {
        let mut line = Hasher::new("from");
        let vertex = match self.plan.placements.get(position) {
            Some(Placement::Step(id)) => Some(*id),
            _ => None,
        };
        let operation = vertex.and_then(|id| Some(&self.plan.vertex(id)?.operation));
        if let Some(Operation::Image(image)) = operation {
            line.text(&image.manifest);
        }
        ClassicStep {
            is_base: true,
            vertex,
            ..self.plain(
                position,
                line.finish(),
                "image not here yet, or another one",
            )
        }
    }

    fn step(
        &mut self,
        position: usize,
        instruction: &Instruction,
        entry: Option<&HistoryEntry>,
    ) -> Option<ClassicStep> {
        let keyword = instruction.keyword.value.to_uppercase();
        let placement = self.plan.placements.get(position)?;
        if *placement == Placement::Broken {
            return None;
        }
        let mut line = Hasher::new("line");
        // What the image's history says of it is what this builder compares: variables are expanded in it.
        match entry {
            Some(entry) => line.text(&entry.created_by),
            None => line.text(&instruction.original()),
        };
        let vertex = match placement {
            Placement::Step(id) => Some(*id),
            _ => None,
        };
        let vertex_read = vertex.and_then(|id| self.plan.vertex(id).map(|vertex| (id, vertex)));
        let change = match (&instruction.command, vertex_read) {
            (Command::Copy(_) | Command::Add(_), Some((id, vertex))) => {
                self.copied(id, vertex, &mut line);
                "its files or its text changed".to_owned()
            }
            (Command::Run(_), _) => "its command or a build argument changed".to_owned(),
            (Command::Workdir(_), _) => "WORKDIR changed".to_owned(),
            _ => format!("{keyword} changed, and here every line counts"),
        };
        Some(ClassicStep {
            refused: refusal(instruction),
            vertex,
            ..self.plain(position, line.finish(), &change)
        })
    }

    /// Names and contents of the files that a COPY takes.
    fn copied(&mut self, id: VertexId, vertex: &Vertex, line: &mut Hasher) {
        // The second half of a `--link` copy only merges; such a line is refused anyway.
        let Operation::Copy(actions) = &vertex.operation else {
            return;
        };
        for (position, action) in actions.iter().enumerate() {
            line.text(&action.destination).text(&action.owner);
            match self.solution.selections.get(&(id, position)) {
                Some(selection) => {
                    for file in &selection.files {
                        line.text(&file.path).digest(file.digest);
                    }
                }
                None => self.other_content(vertex, action, line),
            }
        }
    }

    fn other_content(&mut self, vertex: &Vertex, action: &CopyAction, line: &mut Hasher) {
        let source = vertex
            .inputs
            .get(action.input)
            .and_then(|input| input.vertex);
        line.text(&action.source.path);
        if let Some(source) = source {
            line.digest(self.contents.at(source, &action.source.path, self.solution));
        }
    }
}

/// What this builder does not know.
fn refusal(instruction: &Instruction) -> Option<String> {
    const ONLY_BUILDKIT: [(&str, &[&str]); 3] = [
        ("RUN", &["mount", "network", "security", "device"]),
        ("COPY", &["chmod", "link", "parents", "exclude"]),
        (
            "ADD",
            &[
                "chmod",
                "link",
                "exclude",
                "checksum",
                "keep-git-dir",
                "unpack",
            ],
        ),
    ];
    if !instruction.heredocs.is_empty() {
        return Some(
            "Here-documents need BuildKit: this builder takes their lines for instructions."
                .to_owned(),
        );
    }
    let keyword = instruction.keyword.value.to_uppercase();
    let (_, flags) = ONLY_BUILDKIT.iter().find(|(name, _)| *name == keyword)?;
    let flag = flags.iter().find(|name| instruction.flag(name).is_some())?;
    Some(format!(
        "the --{flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build \
         images with BuildKit enabled"
    ))
}
