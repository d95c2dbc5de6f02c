//! Heredoc bodies.

use std::borrow::Cow;
use std::ops::Range;

use super::Parser;
use crate::heredoc::{self, Marker, Terminators};
use crate::keyword::Keyword;
use crate::lines::PhysicalLine;
use crate::logical::LogicalLine;
use crate::{Heredoc, Lines, Span};

impl<'a> Parser<'a> {
    /// Reads the bodies of the heredocs whose markers are on `line`.
    pub(super) fn read_heredocs(
        &mut self,
        line: &LogicalLine<'a, '_>,
        lines: Lines,
        end: &mut usize,
    ) -> Vec<Heredoc<'a>> {
        let markers = match heredoc::markers_of_line(line.text) {
            Ok(markers) => markers,
            Err(message) => {
                self.refuse_line(message, lines, line.span(&(0..line.text.len())), "");
                return Vec::new();
            }
        };
        let mut heredocs = Vec::new();
        for (marker, range) in markers {
            let start = self.lines.position;
            let Some(terminator) = self.find_terminator(&marker) else {
                self.refuse_unterminated(&marker, &range, line, lines, end);
                break;
            };
            let body = Span::new(start, terminator.start);
            let content = self.text.get(body.start..body.end).unwrap_or_default();
            heredocs.push(Heredoc {
                marker: line.span(&range),
                body,
                content: Cow::Borrowed(content),
                name: Cow::Owned(marker.name),
                file_descriptor: marker.file_descriptor,
                expand: marker.expand,
                chomp: marker.chomp,
            });
            *end = terminator.content_end();
        }
        heredocs
    }

    /// Looks at the lines that follow. Once one heredoc has no end, others may have none either, and are looked up in
    /// an index.
    fn find_terminator(&mut self, marker: &Marker) -> Option<PhysicalLine<'a>> {
        match &self.terminators {
            Some(terminators) => terminators.find(marker, &mut self.lines),
            None => heredoc::find_terminator(marker, &mut self.lines),
        }
    }

    /// BuildKit takes the rest of the file for the body. For the sake of what follows, the body is taken to end before the
    /// next line that begins with the name of an instruction in capitals.
    fn refuse_unterminated(
        &mut self,
        marker: &Marker,
        range: &Range<usize>,
        line: &LogicalLine<'_, '_>,
        lines: Lines,
        end: &mut usize,
    ) {
        let terminators = self
            .terminators
            .get_or_insert_with(|| Terminators::new(&mut self.lines));
        let hint = format!(
            "A line that consists of {} has to end the text that begins below this line.",
            marker.name
        );
        let lines = Lines {
            first: lines.first,
            last: terminators.line_count,
        };
        self.refuse_line(
            "unterminated heredoc".to_owned(),
            lines,
            line.span(range),
            &hint,
        );
        loop {
            let mut ahead = self.lines.clone();
            let Some(physical) = ahead.next_line() else {
                break;
            };
            let word = physical
                .content
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
            self.lines = ahead;
        }
    }
}
