//! Here-documents inside of a script, whose lines are data, or the commands of another shell.
//!
//! Source of the rules: POSIX, Shell Command Language, 2.7.4 Here-Document.

use std::ops::Range;

use layerlab_syntax::Span;

use super::script::{Command, Word};
use crate::effects::{MOST_DOCUMENTS, Marker, read_marker, reads_script};

/// The documents that the line being read announces.
#[derive(Debug, Default)]
pub(super) struct Documents {
    announced: Vec<Announced>,
    /// How often a marker was looked for.
    looked: usize,
}

#[derive(Debug)]
struct Announced {
    marker: Marker,
    /// Where the marker stands in the Dockerfile.
    span: Span,
    /// The number of the command that it stands at.
    command: usize,
}

/// A document without the line that ends it.
#[derive(Debug)]
pub(super) struct Body {
    /// Where it stands in the script.
    pub(super) range: Range<usize>,
    /// A shell reads it as its script.
    pub(super) is_script: bool,
}

impl Documents {
    /// Notes the document whose marker has its `<<` at `place`, if one has. `start` is where the script stands in the
    /// Dockerfile. Gives where the marker begins.
    pub(super) fn announce(
        &mut self,
        script: &str,
        place: usize,
        start: usize,
        command: usize,
    ) -> Option<usize> {
        let before = script.get(..place)?;
        if before.ends_with('<') || self.looked == MOST_DOCUMENTS {
            return None;
        }
        self.looked += 1;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        // `$((1 << 2))` shifts.
        if before.get(line_start..)?.contains("((") {
            return None;
        }
        let line = script.get(line_start..)?.split('\n').next()?;
        let marker = read_marker(line, place - line_start)?;
        let offset = start + line_start;
        let span = Span::new(offset + marker.start, offset + marker.end);
        self.announced.push(Announced {
            marker,
            span,
            command,
        });
        Some(span.start)
    }

    /// The documents that begin at `from`, where the line has ended, and where the script goes on behind them. One that
    /// does not end is none.
    pub(super) fn take(
        &mut self,
        script: &str,
        from: usize,
        commands: &[Command<'_>],
    ) -> (Vec<Body>, usize) {
        let mut bodies = Vec::new();
        let mut next = from;
        for announced in self.announced.drain(..) {
            let rest = script.get(next..).unwrap_or_default();
            let Some((length, whole)) = announced.marker.lengths_in(rest) else {
                break;
            };
            bodies.push(Body {
                range: next..next + length,
                is_script: announced.is_script(commands),
            });
            next += whole;
        }
        (bodies, next)
    }
}

impl Announced {
    /// The command, or the one that `cat` hands the document on to, is a shell that reads its script from its input.
    fn is_script(&self, commands: &[Command<'_>]) -> bool {
        if !self.marker.to_input {
            return false;
        }
        let mut commands = commands.iter().skip(self.command);
        let own: Vec<&str> = match commands.next() {
            Some(command) => self.words(command).collect(),
            None => return false,
        };
        if matches!(own.as_slice(), ["cat"] | ["cat", "-"]) {
            return commands
                .next()
                .is_some_and(|behind| reads_script(behind.texts()));
        }
        reads_script(own.into_iter())
    }

    /// The words of the command without the marker; none if its output goes elsewhere.
    fn words<'c>(&self, command: &'c Command<'_>) -> impl Iterator<Item = &'c str> {
        let is_own =
            |word: &Word<'_>| self.span.start <= word.span.start && word.span.start < self.span.end;
        let words = command.words.iter().filter(move |word| !is_own(word));
        words.map(|word| word.text.trim_matches(['"', '\'']))
    }
}
