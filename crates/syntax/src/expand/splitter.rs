//! Splits expanded text into words.

use super::PlacedWord;

/// Collects words. BuildKit: `wordsStruct`.
#[derive(Default)]
pub(super) struct Splitter {
    finished: Vec<PlacedWord>,
    current: PlacedWord,
    in_word: bool,
}

impl Splitter {
    pub(super) fn add_character(&mut self, character: char, start: usize, end: usize) {
        if !character.is_whitespace() {
            self.add_raw_character(character, start, end);
        } else if self.in_word && !self.current.text.is_empty() {
            self.finished.push(std::mem::take(&mut self.current));
            self.in_word = false;
        }
    }

    pub(super) fn add_text(&mut self, text: &str, start: usize, end: usize) {
        for character in text.chars() {
            self.add_character(character, start, end);
        }
    }

    pub(super) fn add_raw_character(&mut self, character: char, start: usize, end: usize) {
        if self.current.text.is_empty() {
            self.current.start = start;
        }
        self.current.text.push(character);
        self.current.end = end;
        self.in_word = true;
    }

    pub(super) fn add_raw_text(&mut self, text: &str, start: usize, end: usize) {
        if self.current.text.is_empty() {
            self.current.start = start;
        }
        self.current.text.push_str(text);
        self.current.end = end;
        self.in_word = true;
    }

    /// Forgets what was read of the current word.
    pub(super) fn drop_current(&mut self) {
        self.current = PlacedWord::default();
    }

    pub(super) fn finish(mut self) -> Vec<PlacedWord> {
        if !self.current.text.is_empty() {
            self.finished.push(self.current);
        }
        self.finished
    }
}
