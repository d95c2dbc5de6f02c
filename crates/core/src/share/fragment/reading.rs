//! An address as it is read: tolerant of what happens to addresses on their way, and never at a loss.

use super::{EmbedPart, EmbedTheme, Fragment, Listener, Start};
use crate::percent;
use crate::share::MOST_LETTERS;

/// Of more, the first are told.
const MOST_COMPLAINTS: usize = 5;
/// Of longer words, the beginning is told.
const LONGEST_TOLD: usize = 40;
/// Heights that make sense, in CSS pixels.
const HEIGHTS: std::ops::RangeInclusive<u32> = 120..=2_000;
/// What programs that recognise addresses in texts take for a part of them.
const TRAILING: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '*', '`',
];

impl Fragment {
    /// Reads an address, or what follows its `#`. Whatever cannot be understood is left out and told in
    /// [`Fragment::complaints`].
    #[must_use]
    pub fn read(address: &str) -> Self {
        let mut read = Self::default();
        let text = address.trim();
        let mut text = text
            .split_once('#')
            .map_or(text, |(_, fragment)| fragment)
            .to_owned();
        if !text.contains(['&', '=']) {
            text = unwrapped(text);
        }
        // WordPress adds `#?secret=…`. HTML that was escaped twice has `&amp;` for `&`.
        for part in text.split(['&', '#']) {
            let part = part.trim().trim_start_matches('?');
            let part = part.strip_prefix("amp;").unwrap_or(part);
            if !part.is_empty() {
                read.part(part);
            }
        }
        read
    }

    fn part(&mut self, part: &str) {
        if part.starts_with(|letter: char| letter.is_ascii_digit()) {
            if self.code.is_some() {
                self.complain("There is a second permalink, which is left out.".to_owned());
            } else {
                self.code = Some(part.to_owned());
            }
            return;
        }
        if let Some(page) = part.strip_prefix('/') {
            // Pages of the playground itself.
            let id = page.strip_prefix("lesson/").map(word);
            self.lesson = id.filter(|id| !id.is_empty()).or(self.lesson.take());
            return;
        }
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = word(name).to_ascii_lowercase();
        self.option(&name, value);
    }

    fn option(&mut self, name: &str, value: &str) {
        match name {
            "dockerfile" => self.dockerfile = self.text(name, value),
            "dockerignore" => self.dockerignore = self.text(name, value),
            "lesson-text" => self.lesson_text = self.text(name, value),
            "lesson" => self.lesson = Some(word(value)).filter(|id| !id.is_empty()),
            "src" => self.source = self.text(name, value.trim()),
            "panels" => self.panels(&word(value)),
            "theme" => match &*word(value) {
                "auto" | "" => self.theme = EmbedTheme::Auto,
                "light" => self.theme = EmbedTheme::Light,
                "dark" => self.theme = EmbedTheme::Dark,
                other => self.refuse(name, other, "it can be auto, light or dark"),
            },
            "start" => match &*word(value) {
                "build" => self.start = Start::Build,
                "edit" => self.start = Start::Edit,
                other => self.refuse(name, other, "it can be build or edit"),
            },
            "readonly" => match switch(&word(value)) {
                Some(on) => self.read_only = on,
                None => self.refuse(name, value, "it has no value"),
            },
            "lines" => match range(&word(value)) {
                Some(lines) => self.lines = Some(lines),
                None => self.refuse(
                    name,
                    value,
                    "it is written as 3-9, the first line and the last",
                ),
            },
            "height" => match word(value).trim_end_matches("px").parse::<u32>() {
                Ok(height) if HEIGHTS.contains(&height) => self.height = Some(height),
                _ => self.refuse(name, value, "it is a number of pixels from 120 to 2000"),
            },
            "lang" => {
                let tag = word(value);
                let letters = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
                if (2..=35).contains(&tag.len()) && tag.chars().all(letters) {
                    self.language = Some(tag);
                } else {
                    self.refuse(name, &tag, "it is a tag such as en");
                }
            }
            "events" => match listener(&word(value)) {
                Some(listener) => self.events = listener,
                None => self.refuse(
                    name,
                    value,
                    "it has no value, or an origin such as https://example.org",
                ),
            },
            "secret" => {
                let secret = word(value);
                let known = |letter: char| letter.is_ascii_alphanumeric();
                if (1..=64).contains(&secret.len()) && secret.chars().all(known) {
                    self.secret = Some(secret);
                }
            }
            other => {
                let other = told(other);
                self.complain(format!("There is no option {other}, so it is left out."));
            }
        }
    }

    /// A value that may hold any text.
    fn text(&mut self, name: &str, value: &str) -> Option<String> {
        let text = percent::decode(value)
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        if text.len() > MOST_LETTERS {
            self.complain(format!(
                "The text of {name} is longer than 64 kB, so it is left out."
            ));
            return None;
        }
        Some(text)
    }

    fn panels(&mut self, value: &str) {
        let mut panels = Vec::new();
        for name in value.split(',').map(str::trim) {
            if name.is_empty() || name == "none" {
                continue;
            }
            match EmbedPart::from_name(name) {
                Some(part) if panels.contains(&part) => {}
                Some(part) => panels.push(part),
                None => self.refuse("panels", name, "docs/embedding.md lists what can be shown"),
            }
        }
        self.panels = Some(panels);
    }

    fn refuse(&mut self, name: &str, value: &str, what: &str) {
        let value = told(value);
        self.complain(format!("{name}={value} is left out: {what}."));
    }

    fn complain(&mut self, sentence: String) {
        if self.complaints.len() < MOST_COMPLAINTS {
            self.complaints.push(sentence);
        }
    }
}

/// Everything may be percent-encoded once or twice more than it was written. A permalink alone is left as it is: it mends
/// itself.
fn unwrapped(text: String) -> String {
    let once = percent::decode(&text);
    let twice = percent::decode(&once);
    let is_code = |text: &str| {
        let text = text.trim_start_matches('#');
        text.starts_with(|letter: char| letter.is_ascii_digit())
    };
    let holds_options =
        |text: &&String| text.contains('&') || (text.contains('=') && !is_code(text));
    let found = [&once, &twice].into_iter().find(holds_options).cloned();
    found.unwrap_or(if text.starts_with('%') { twice } else { text })
}

/// A short value: decoded, without what an address picked up at its end.
fn word(value: &str) -> String {
    let value = percent::decode(value);
    value.trim().trim_end_matches(TRAILING).to_owned()
}

fn told(value: &str) -> String {
    let mut told: String = value
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_TOLD)
        .collect();
    if told.len() < value.len() {
        told.push('…');
    }
    told
}

/// An option that is on when it is named.
fn switch(value: &str) -> Option<bool> {
    match value {
        "" | "1" | "true" | "yes" | "on" | "readonly" => Some(true),
        "0" | "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// `3-9`, or `3` for a single line.
fn range(value: &str) -> Option<(usize, usize)> {
    let (first, last) = value.split_once('-').unwrap_or((value, value));
    let first: usize = first.trim().trim_start_matches('L').parse().ok()?;
    let last: usize = last.trim().trim_start_matches('L').parse().ok()?;
    (1 <= first && first <= last).then_some((first, last))
}

fn listener(value: &str) -> Option<Listener> {
    match switch(value) {
        Some(true) => return Some(Listener::Anyone),
        Some(false) => return Some(Listener::Nobody),
        None => {}
    }
    let value = value.trim_end_matches('/');
    let (scheme, host) = value.split_once("://")?;
    let letters = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]_".contains(letter);
    let is_origin =
        matches!(scheme, "https" | "http") && !host.is_empty() && host.chars().all(letters);
    is_origin.then(|| Listener::Origin(value.to_ascii_lowercase()))
}
