//! The scripts of a Dockerfile, each read once however many rules look at it.

use std::cell::OnceCell;
use std::rc::Rc;

use layerlab_syntax::{Arguments, Command, Dockerfile};

use super::script::{self, Script};

/// What was read so far, by instruction.
#[derive(Debug)]
pub struct Scripts<'a> {
    text: &'a str,
    syntax: &'a Dockerfile<'a>,
    read: Vec<OnceCell<Option<Rc<Script<'a>>>>>,
}

impl<'a> Scripts<'a> {
    /// Of a Dockerfile and its text. Nothing is read before it is asked for.
    #[must_use]
    pub fn new(text: &'a str, syntax: &'a Dockerfile<'a>) -> Self {
        let mut read = Vec::new();
        read.resize_with(syntax.instructions.len(), OnceCell::new);
        Self { text, syntax, read }
    }

    /// The script of a RUN that stands in the text; `None` for any other instruction.
    pub(super) fn of(&self, index: usize) -> Option<Rc<Script<'a>>> {
        let read = self.read.get(index)?.get_or_init(|| self.read(index));
        read.clone()
    }

    fn read(&self, index: usize) -> Option<Rc<Script<'a>>> {
        let instruction = self.syntax.instructions.get(index)?;
        let Command::Run(Arguments::Shell(word)) = &instruction.command else {
            return None;
        };
        let mut script = match instruction.heredocs.first() {
            None => script::read(self.text, word.span, self.syntax.escape),
            Some(heredoc) if word.value.starts_with("<<") && instruction.heredocs.len() == 1 => {
                script::read(self.text, heredoc.body, '\\')
            }
            Some(_) => return None,
        };
        if !instruction.heredocs.is_empty() {
            script.end = None;
        }
        Some(Rc::new(script))
    }
}
