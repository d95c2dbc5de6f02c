//! What stands behind the `#` of the address of the page and of what is embedded in others: a project or a lesson, and
//! options. `docs/embedding.md` has the grammar.

mod imagined;
mod opening;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

/// A part of the page that an embed can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EmbedPart {
    /// The strip of figures.
    Figures,
    /// The steps beside the lines.
    Steps,
    /// Tabs for `.dockerignore` and the files.
    Files,
    /// The strip of builds.
    Builds,
    /// A tab of the side panel, by its id in the page.
    Panel(&'static str),
}

impl EmbedPart {
    /// All parts and what they are called in an address. Names never change.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Figures, "figures"),
        (Self::Steps, "steps"),
        (Self::Files, "files"),
        (Self::Builds, "builds"),
        (Self::Panel("lesson"), "lesson"),
        (Self::Panel("explain"), "explain"),
        (Self::Panel("checks"), "checks"),
        (Self::Panel("timeline"), "timeline"),
        (Self::Panel("image"), "image"),
        (Self::Panel("what-if"), "what-if"),
        (Self::Panel("builders"), "builders"),
    ];

    /// What it is called in an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(part, _)| *part == self);
        found.map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, other)| *other == name);
        found.map(|(part, _)| *part)
    }
}

/// Light or dark, as an address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmbedTheme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How a project begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// As it was shared.
    #[default]
    AsShared,
    /// Built once as it is, so that the reader's first edit shows what it costs.
    Build,
    /// Not built as it is, with the cursor where the edit is to be made.
    Edit,
}

/// Who hears what the reader does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Listener {
    /// Nobody.
    #[default]
    Nobody,
    /// Whichever page holds the embed.
    Anyone,
    /// The page that holds the embed, if it has this origin.
    Origin(String),
}

/// What an address says, as far as it can be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fragment {
    /// The letters of a permalink.
    pub code: Option<String>,
    /// The text of a Dockerfile, where there is no permalink.
    pub dockerfile: Option<String>,
    /// The text of the ignore file that belongs to it.
    pub dockerignore: Option<String>,
    /// The id of a lesson of ours.
    pub lesson: Option<String>,
    /// The text of somebody else's lesson.
    pub lesson_text: Option<String>,
    /// The address of such a text.
    pub source: Option<String>,
    /// What is shown besides the text; `None` if that is not said.
    pub panels: Option<Vec<EmbedPart>>,
    /// Light or dark.
    pub theme: EmbedTheme,
    /// The text can only be read.
    pub read_only: bool,
    /// The first and the last line that are shown at first, from 1; `None` for all.
    pub lines: Option<(usize, usize)>,
    /// How it begins.
    pub start: Start,
    /// A fixed height in CSS pixels; `None` if it follows the content.
    pub height: Option<u32>,
    /// The language wanted, as a tag such as `en`.
    pub language: Option<String>,
    /// Who hears what the reader does.
    pub events: Listener,
    /// What WordPress knows the embed by.
    pub secret: Option<String>,
    /// What could not be understood, as sentences.
    pub complaints: Vec<String>,
}

/// A lesson that an address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonWanted<'a> {
    /// One of ours, by its id.
    Named(&'a str),
    /// Somebody else's, by its text.
    Text(&'a str),
    /// Somebody else's, by the address of its text.
    At(&'a str),
}

impl Fragment {
    /// The lesson that the address asks for besides its permalink. It comes before any project.
    #[must_use]
    pub fn lesson_wanted(&self) -> Option<LessonWanted<'_>> {
        let named = self.lesson.as_deref().map(LessonWanted::Named);
        let text = || self.lesson_text.as_deref().map(LessonWanted::Text);
        let at = || self.source.as_deref().map(LessonWanted::At);
        named.or_else(text).or_else(at)
    }
}
