//! From the core's places to the editor's, the only code that does this.
//!
//! The core counts bytes of UTF-8 and ends a line at `\n` only. The editor counts units of UTF-16, sees a line break in
//! `\n`, `\r\n` and in a lone `\r`, and counts each of them as one unit.

/// Where the two ways of counting differ in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Places {
    /// Every character (or `\r\n`) whose number of bytes is not its number of units, in text order.
    irregular: Vec<Irregular>,
    /// For every lone `\r`, the number of `\n` before it, in text order.
    lone_returns: Vec<u32>,
    length_bytes: usize,
}

/// A character that takes another number of units than of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Irregular {
    start_byte: usize,
    end_byte: usize,
    start_unit: usize,
    end_unit: usize,
}

impl Places {
    /// Reads a text once; most texts have few irregular places, and looking one up is a binary search among them.
    pub(crate) fn new(text: &str) -> Self {
        let mut irregular = Vec::new();
        let mut lone_returns = Vec::new();
        let mut line_feeds = 0;
        let mut unit = 0;
        let mut characters = text.char_indices().peekable();
        while let Some((start_byte, character)) = characters.next() {
            let mut end_byte = start_byte + character.len_utf8();
            let start_unit = unit;
            unit += character.len_utf16();
            if character == '\r' {
                if characters.next_if(|&(_, next)| next == '\n').is_some() {
                    end_byte += 1;
                    line_feeds += 1;
                } else {
                    lone_returns.push(line_feeds);
                }
            } else if character == '\n' {
                line_feeds += 1;
            }
            if end_byte - start_byte != unit - start_unit {
                irregular.push(Irregular {
                    start_byte,
                    end_byte,
                    start_unit,
                    end_unit: unit,
                });
            }
        }
        Self {
            irregular,
            lone_returns,
            length_bytes: text.len(),
        }
    }

    /// The editor's offset of a byte offset. One inside a character is moved to its start, one behind the text to its end.
    pub(crate) fn unit(&self, byte: usize) -> u32 {
        let byte = byte.min(self.length_bytes);
        let started = self
            .irregular
            .partition_point(|place| place.start_byte < byte);
        let unit = match started
            .checked_sub(1)
            .and_then(|last| self.irregular.get(last))
        {
            None => byte,
            Some(place) if byte < place.end_byte => place.start_unit,
            Some(place) => place.end_unit + (byte - place.end_byte),
        };
        u32::try_from(unit).unwrap_or(u32::MAX)
    }

    /// The byte offset of an offset of the editor. One inside a character is moved to its start, one behind the text to
    /// its end.
    pub(crate) fn byte(&self, unit: u32) -> usize {
        let unit = unit as usize;
        let started = self
            .irregular
            .partition_point(|place| place.start_unit < unit);
        let byte = match started
            .checked_sub(1)
            .and_then(|last| self.irregular.get(last))
        {
            None => unit,
            Some(place) if unit < place.end_unit => place.start_byte,
            Some(place) => place.end_byte + (unit - place.end_unit),
        };
        byte.min(self.length_bytes)
    }

    /// The editor's number of a line; both count from 1. With lone `\r`s one line of the core is several of the editor's:
    /// this is the first of them.
    pub(crate) fn editor_line(&self, core_line: u32) -> u32 {
        let returns = self
            .lone_returns
            .partition_point(|&line_feeds| line_feeds + 1 < core_line);
        core_line.saturating_add(u32::try_from(returns).unwrap_or(u32::MAX))
    }

    /// The core's number of a line of the editor; both count from 1.
    pub(crate) fn core_line(&self, editor_line: u32) -> u32 {
        // The lone `\r` at place n ends the editor's line `line_feeds + n + 1`.
        let mut returns = 0;
        for &line_feeds in &self.lone_returns {
            if line_feeds + returns + 1 >= editor_line {
                break;
            }
            returns += 1;
        }
        editor_line.saturating_sub(returns).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    /// What the editor would show: the text with line breaks of one unit, in UTF-16.
    fn as_editor(text: &str) -> Vec<u16> {
        text.replace("\r\n", "\n")
            .replace('\r', "\n")
            .encode_utf16()
            .collect()
    }

    /// Checks every character boundary against the definition: the units of everything before it.
    fn check_every_boundary(text: &str) {
        let places = Places::new(text);
        let boundaries = text
            .char_indices()
            .map(|(byte, _)| byte)
            .chain([text.len()]);
        for byte in boundaries {
            let (before, after) = text.split_at(byte);
            // Between `\r` and `\n` the editor has no place of its own; the start of the break stands for it.
            let before = if before.ends_with('\r') && after.starts_with('\n') {
                before.strip_suffix('\r').unwrap_or(before)
            } else {
                before
            };
            let expected = as_editor(before).len();
            assert_eq!(
                places.unit(byte) as usize,
                expected,
                "byte {byte} of {text:?}"
            );
            // And back, except that the end of a line stands for what is between its two characters.
            let between = text[..byte].ends_with('\r') && text[byte..].starts_with('\n');
            let back = places.byte(places.unit(byte));
            assert_eq!(back, byte - usize::from(between), "byte {byte} of {text:?}");
        }
    }

    #[test]
    fn every_boundary_of_many_texts() {
        for text in [
            "",
            "FROM alpine\nRUN true\n",
            "FROM alpine\r\nRUN true\r\n",
            "\r\n\r\n",
            "# Größe: 3 €\nRUN echo 🐳 🐳\r\nRUN x",
            "🐳",
            "a\rb\nc\r\r\nd",
            "e\u{301}\u{1F468}\u{200D}\u{1F469}\r\n",
            "\u{FEFF}FROM x\n",
        ] {
            check_every_boundary(text);
        }
    }

    #[test]
    fn inside_a_character_means_its_start_and_behind_the_text_its_end() {
        let places = Places::new("a🐳b");
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 7].map(|byte| places.unit(byte)),
            [1, 1, 1, 1, 3, 4, 4]
        );
    }

    #[test]
    fn a_unit_inside_a_character_means_its_start_and_one_behind_the_text_its_end() {
        let places = Places::new("a🐳b");
        assert_eq!(
            [0, 1, 2, 3, 4, 5, u32::MAX].map(|unit| places.byte(unit)),
            [0, 1, 1, 5, 6, 6, 6]
        );
    }

    #[test]
    fn between_return_and_line_feed_is_the_end_of_the_line() {
        let places = Places::new("ab\r\nc");
        assert_eq!([2, 3, 4, 5].map(|byte| places.unit(byte)), [2, 2, 3, 4]);
    }

    #[test]
    fn lines_agree_unless_there_are_lone_returns() {
        let places = Places::new("a\r\nb\nc");
        for line in 1..=3 {
            assert_eq!(places.editor_line(line), line);
            assert_eq!(places.core_line(line), line);
        }
    }

    #[test]
    fn lone_returns_make_lines_of_the_editor_only() {
        // Lines of the core: "a\rb", "c", "\rd\re", "f"; of the editor: a, b, c, (empty), d, e, f.
        let places = Places::new("a\rb\nc\n\rd\re\nf");
        assert_eq!(
            [1, 2, 3, 4].map(|line| places.editor_line(line)),
            [1, 3, 4, 7]
        );
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 7].map(|line| places.core_line(line)),
            [1, 1, 2, 3, 3, 3, 4]
        );
    }
}
