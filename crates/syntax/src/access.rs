//! Ways to find things in the tree.

use crate::{Dockerfile, Flag, Instruction};

impl Dockerfile<'_> {
    /// The stage to which an instruction belongs, its FROM included; `None` before the first FROM.
    #[must_use]
    pub fn stage_of(&self, instruction_index: usize) -> Option<usize> {
        let following = self
            .stages
            .partition_point(|stage| stage.from <= instruction_index);
        let index = following.checked_sub(1)?;
        let stage = self.stages.get(index)?;
        (instruction_index < stage.end).then_some(index)
    }

    /// The instruction that covers a 1-based line, with its continuations and heredocs.
    #[must_use]
    pub fn instruction_at_line(&self, line: usize) -> Option<usize> {
        let following = self
            .instructions
            .partition_point(|instruction| instruction.lines.first <= line);
        let index = following.checked_sub(1)?;
        let instruction = self.instructions.get(index)?;
        (line <= instruction.lines.last).then_some(index)
    }
}

impl<'a> Instruction<'a> {
    /// The first flag of this name.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag<'a>> {
        self.flags.iter().find(|flag| flag.name.value == name)
    }
}
