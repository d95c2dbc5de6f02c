//! The scripts of a Dockerfile, each read once however many rules look at it.

use std::cell::OnceCell;
use std::rc::Rc;

use layerlab_syntax::buildkit_view::is_heredoc_marker;
use layerlab_syntax::{Arguments, Command, Dockerfile};

use super::script::{self, Script};
use crate::effects::first_line_names_shell;
use crate::graph::run::chomped;

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

    /// The script of a RUN that stands in the text; `None` for any other instruction, and where something else than a
    /// shell reads it.
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
            Some(heredoc)
                if is_heredoc_marker(&word.value)
                    && instruction.heredocs.len() == 1
                    // Without such a line the shell of the stage reads it.
                    && first_line_names_shell(&chomped(heredoc)).unwrap_or(true) =>
            {
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

#[cfg(test)]
mod tests {
    use super::Scripts;

    /// The names of the commands of the second instruction.
    fn names(text: &str) -> Option<Vec<String>> {
        let syntax = layerlab_syntax::parse(text);
        let scripts = Scripts::new(text, &syntax);
        let script = scripts.of(1)?;
        let commands = script.commands.iter();
        Some(commands.map(|command| command.name().to_owned()).collect())
    }

    #[test]
    fn a_document_is_read_where_a_shell_reads_it() {
        let read = |line: &str| names(&format!("FROM a\nRUN {line}\nimport os\nEOF\n"));
        let import = Some(vec!["import".to_owned()]);
        assert_eq!(read("<<EOF"), import);
        assert_eq!(read("<<'EOF'\n#!/usr/bin/env bash"), import);
        assert_eq!(read("<<EOF\n#!/usr/bin/env python3"), None);
        assert_eq!(read("<<EOF python3"), None);
        assert_eq!(read("python3 <<EOF"), None);
    }
}
