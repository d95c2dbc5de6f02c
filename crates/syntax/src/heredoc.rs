//! Heredoc markers on a line, and the lines that end heredocs.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::expand::{self, ExpandOptions};
use crate::lines::{LineReader, PhysicalLine};
use crate::scan;

/// What `3<<-"WORD"` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) name: String,
    pub(crate) file_descriptor: u64,
    pub(crate) expand: bool,
    pub(crate) chomp: bool,
}

/// All markers of a logical line and where they stand in it. BuildKit: `heredocsFromLine`.
///
/// # Errors
/// BuildKit's words if the delimiter of one cannot be read.
pub(crate) fn markers_of_line(line: &str) -> Result<Vec<(Marker, Range<usize>)>, String> {
    if !scan::has_double_less_than(line) {
        return Ok(Vec::new());
    }
    let mut options = ExpandOptions::new('\\');
    options.raw_quotes = true;
    options.raw_escapes = true;
    options.skip_unset = true;
    // A line that the lexer refuses, because of an open quote say, has no heredocs.
    let Ok(words) = expand::split_words(line, options) else {
        return Ok(Vec::new());
    };
    let mut markers = Vec::new();
    for word in words {
        if let Some(marker) = read_marker(&word.text)? {
            markers.push((marker, word.start..word.end));
        }
    }
    Ok(markers)
}

/// Reads a word as a marker. BuildKit: `ParseHeredoc`.
///
/// # Errors
/// BuildKit's words if it is a marker whose delimiter cannot be read.
#[inline]
pub(crate) fn read_marker(word: &str) -> Result<Option<Marker>, String> {
    match word.as_bytes().first() {
        Some(b'<' | b'0'..=b'9') => read_possible_marker(word),
        _ => Ok(None),
    }
}

fn read_possible_marker(word: &str) -> Result<Option<Marker>, String> {
    let digits = word
        .find(|next: char| !next.is_ascii_digit())
        .unwrap_or(word.len());
    let (file_descriptor, rest) = word.split_at(digits);
    let Some(rest) = rest.strip_prefix("<<") else {
        return Ok(None);
    };
    let (chomp, delimiter) = match rest.strip_prefix('-') {
        Some(delimiter) => (true, delimiter),
        None => (false, rest),
    };
    if delimiter.is_empty() || delimiter.contains('<') {
        return Ok(None);
    }
    let mut options = ExpandOptions::new('\\');
    options.skip_unset = true;
    let unquoted = expand::split_words(delimiter, options).map_err(|error| error.message)?;
    let [name] = unquoted.as_slice() else {
        return Ok(None);
    };
    options.raw_quotes = true;
    let raw = expand::split_words(delimiter, options).map_err(|error| error.message)?;
    let [raw_name] = raw.as_slice() else {
        return Err(format!(
            "internal lexing of heredoc produced inconsistent results: {delimiter}"
        ));
    };
    let count_quotes = |text: &str| {
        text.bytes()
            .filter(|byte| matches!(byte, b'\'' | b'"'))
            .count()
    };
    Ok(Some(Marker {
        name: name.text.clone(),
        file_descriptor: if file_descriptor.is_empty() {
            0
        } else {
            file_descriptor.parse().unwrap_or(u64::MAX)
        },
        expand: count_quotes(&name.text) == count_quotes(&raw_name.text),
        chomp,
    }))
}

/// Reads up to the line that ends a heredoc, and gives that one; `lines` stays as it is if there is none.
pub(crate) fn find_terminator<'a>(
    marker: &Marker,
    lines: &mut LineReader<'a>,
) -> Option<PhysicalLine<'a>> {
    let mut ahead = lines.clone();
    while let Some(line) = ahead.next_line() {
        let content = if marker.chomp {
            line.content.trim_start_matches('\t')
        } else {
            line.content
        };
        if content == marker.name {
            *lines = ahead;
            return Some(line);
        }
    }
    None
}

/// Finds the line that ends a heredoc in logarithmic time, so that many heredocs without an end cost no more than
/// one look at the text.
pub(crate) struct Terminators<'a> {
    whole: BTreeMap<&'a str, Vec<Place<'a>>>,
    without_tabs: BTreeMap<&'a str, Vec<Place<'a>>>,
    /// The number of lines of the whole text.
    pub(crate) line_count: usize,
}

/// A line and its 1-based number.
type Place<'a> = (PhysicalLine<'a>, usize);

impl<'a> Terminators<'a> {
    /// Of the lines that `lines` has still to read. Lines that are too long are found among them.
    pub(crate) fn new(lines: &mut LineReader<'a>) -> Self {
        let mut whole: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
        let mut without_tabs: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
        let mut ahead = lines.clone();
        while let Some(line) = ahead.next_line() {
            let place = (line, ahead.taken);
            whole.entry(line.content).or_default().push(place);
            without_tabs
                .entry(line.content.trim_start_matches('\t'))
                .or_default()
                .push(place);
        }
        lines.too_long = ahead.too_long;
        Self {
            whole,
            without_tabs,
            line_count: ahead.taken,
        }
    }

    /// Like [`find_terminator`].
    pub(crate) fn find(
        &self,
        marker: &Marker,
        lines: &mut LineReader<'a>,
    ) -> Option<PhysicalLine<'a>> {
        let places = if marker.chomp {
            &self.without_tabs
        } else {
            &self.whole
        };
        let places = places.get(marker.name.as_str())?;
        let first = places.partition_point(|(line, _)| line.start < lines.position);
        let (line, number) = places.get(first)?;
        lines.position = line.end;
        lines.taken = *number;
        Some(*line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        let names = |line: &str| -> Vec<String> {
            markers_of_line(line)
                .unwrap()
                .into_iter()
                .map(|(marker, range)| format!("{} {}", marker.name, &line[range]))
                .collect()
        };
        assert_eq!(
            names("RUN cat <<A && cat 3<<-\"B C\""),
            ["A <<A", "B C 3<<-\"B C\""]
        );
        assert_eq!(names("RUN echo '<<A' \\<<B <<<C <<"), Vec::<String>::new());
        assert_eq!(names("RUN it's <<A"), Vec::<String>::new());
        assert_eq!(
            read_marker("<<'A'").unwrap().map(|marker| marker.expand),
            Some(false)
        );
        assert_eq!(
            read_marker("<<-A")
                .unwrap()
                .map(|marker| (marker.expand, marker.chomp)),
            Some((true, true))
        );
    }
}
