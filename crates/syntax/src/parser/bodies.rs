//! Heredoc bodies.

use std::ops::Range;

use super::Parser;
use crate::heredoc::{self, Marker, Terminators};
use crate::keyword::Keyword;
use crate::lines::PhysicalLine;
use crate::logical::LogicalLine;
use crate::{Heredoc, Lines, Span};

impl Parser<'_> {
    /// Reads the bodies of the heredocs whose markers are on `line`.
    pub(super) fn read_heredocs(
        &mut self,
        line: &LogicalLine,
        lines: Lines,
        end: &mut usize,
    ) -> Vec<Heredoc> {
        let markers = match heredoc::markers_of_line(&line.text) {
            Ok(markers) => markers,
            Err(message) => {
                self.refuse_line(message, lines, line.span(&(0..line.text.len())), "");
                return Vec::new();
            }
        };
        let mut heredocs = Vec::new();
        for (marker, range) in markers {
            let terminators = self
                .terminators
                .get_or_insert_with(|| Terminators::new(&self.lines));
            let Some(terminator) = terminators.find(&marker, self.next) else {
                self.refuse_unterminated(&marker, &range, line, lines, end);
                break;
            };
            let body = self.body(self.next, terminator);
            heredocs.push(Heredoc {
                marker: line.span(&range),
                body,
                content: self.content(self.next, terminator),
                name: marker.name,
                file_descriptor: marker.file_descriptor,
                expand: marker.expand,
                chomp: marker.chomp,
            });
            self.next = terminator + 1;
            *end = self
                .lines
                .get(terminator)
                .map_or(*end, PhysicalLine::content_end);
        }
        heredocs
    }

    /// BuildKit takes the rest of the file for the body. For the sake of what follows, the body is taken to end before the
    /// next line that begins with the name of an instruction in capitals.
    fn refuse_unterminated(
        &mut self,
        marker: &Marker,
        range: &Range<usize>,
        line: &LogicalLine,
        lines: Lines,
        end: &mut usize,
    ) {
        let hint = format!(
            "A line that consists of {} has to end the text that begins below this line.",
            marker.name
        );
        let lines = Lines {
            first: lines.first,
            last: self.lines.len(),
        };
        self.refuse_line(
            "unterminated heredoc".to_owned(),
            lines,
            line.span(range),
            &hint,
        );
        while let Some(physical) = self.lines.get(self.next) {
            let word = physical
                .text
                .split(char::is_whitespace)
                .next()
                .unwrap_or_default();
            if word.starts_with(|first: char| first.is_ascii_uppercase())
                && Keyword::read(word).is_some()
                && !word.contains(|next: char| next.is_ascii_lowercase())
            {
                break;
            }
            *end = physical.content_end();
            self.next += 1;
        }
    }

    fn body(&self, first: usize, terminator: usize) -> Span {
        let start = |index: usize| self.lines.get(index).map_or(0, |line| line.start);
        Span::new(start(first), start(terminator))
    }

    fn content(&self, first: usize, terminator: usize) -> String {
        self.lines
            .get(first..terminator)
            .unwrap_or_default()
            .iter()
            .map(|line| line.text)
            .collect()
    }
}
