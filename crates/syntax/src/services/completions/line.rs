//! Keywords, flags and arguments of an instruction.

use std::ops::Range;

use super::mount;
use super::scope::{self, Named};
use super::search::Search;
use super::{CompletionKind, Wanted};
use crate::flag_check::{Kind, NETWORK_MODES, SECURITY_MODES, known_flags};
use crate::keyword::{Keyword, NAMES};
use crate::services::variables::View;

impl Search<'_> {
    /// Before the first FROM only ARG can stand.
    pub(super) fn instructions(&mut self, prefix: &str, index: usize) {
        let has_from = index
            .checked_sub(1)
            .is_some_and(|before| scope::own_from(self.dockerfile, before).is_some());
        for (name, keyword) in NAMES {
            if has_from || matches!(keyword, Keyword::Arg | Keyword::From) {
                self.keyword(prefix, name, describe(keyword));
            }
        }
    }

    /// An instruction that begins at `from` of what was typed, held back by ONBUILD if `trigger` is given.
    pub(super) fn line(&mut self, from: usize, trigger: Option<Keyword>) {
        let typed = self.typed(from);
        let begin = from + typed.len() - typed.trim_start().len();
        let word = self.typed(begin);
        let Some(length) = word.find(char::is_whitespace) else {
            let word = word.to_owned();
            self.replace(begin, |_| false);
            if trigger.is_none() {
                self.instructions(&word, self.index);
                return;
            }
            for (name, keyword) in NAMES {
                let is_allowed = !matches!(
                    keyword,
                    Keyword::From | Keyword::Maintainer | Keyword::Onbuild
                );
                if is_allowed {
                    self.keyword(&word, name, describe(keyword));
                }
            }
            return;
        };
        let keyword = word.get(..length).and_then(Keyword::read);
        match keyword {
            Some(Keyword::Onbuild) if trigger.is_none() => {
                self.line(begin + length, Some(Keyword::Onbuild));
            }
            Some(keyword) => self.arguments(keyword, begin + length, trigger.is_some()),
            None => {}
        }
    }

    fn arguments(&mut self, keyword: Keyword, from: usize, is_trigger: bool) {
        let words = self
            .written
            .as_ref()
            .map(|written| written.words(from))
            .unwrap_or_default();
        let Some((last, before)) = words.split_last() else {
            return;
        };
        let is_flag = |word: &Range<usize>| self.typed(word.start).starts_with("--");
        let flags = before.iter().take_while(|word| is_flag(word)).count();
        let view = match keyword {
            Keyword::Maintainer | Keyword::Shell => None,
            Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck => Some(View::Container),
            _ if is_trigger => Some(View::Trigger),
            _ => Some(View::Build),
        };
        if let Some(view) = view
            && self.variable(from, view)
        {
            return;
        }
        let in_flags = flags == before.len();
        let word = self.typed(last.start).to_owned();
        if in_flags && word.starts_with('-') {
            match word.split_once('=') {
                None => self.flag(keyword, &word, last.start, before),
                Some((name, _)) => {
                    let start = last.start + name.len() + 1;
                    self.flag_value(keyword, name.trim_start_matches('-'), start);
                }
            }
            return;
        }
        match (keyword, before.len() - flags) {
            (Keyword::From, 0) => {
                self.replace(last.start, |_| false);
                self.stages(&word, false);
                self.wanted = Wanted::Image;
                self.add(
                    &word,
                    "scratch",
                    CompletionKind::Stage,
                    "scratch".to_owned(),
                    "an empty file system",
                );
            }
            (Keyword::Copy | Keyword::Add, sources) => {
                let in_json = self.typed(from).trim_start().starts_with('[');
                let of_stage = before
                    .iter()
                    .any(|word| self.typed(word.start).starts_with("--from="));
                if !in_json && !of_stage && !word.starts_with("<<") {
                    self.replace(last.start, |_| false);
                    self.wanted = if sources == 0 || self.is_followed_on_the_line() {
                        Wanted::ContextPath
                    } else {
                        Wanted::ContextPathOrDestination
                    };
                }
            }
            (Keyword::From, 1) => {
                self.replace(last.start, |_| false);
                self.keyword(&word, "as", "gives the stage a name");
            }
            (Keyword::Healthcheck, 0) => {
                self.replace(last.start, |_| false);
                self.keyword(&word, "cmd", "the command that checks");
                self.keyword(&word, "none", "no check, not even that of the base image");
            }
            (Keyword::Arg, _) if !word.contains('=') => {
                self.replace(last.start, |next| next == '=');
                for Named { name, detail } in
                    scope::arguments_to_declare(self.dockerfile, self.text, self.index)
                {
                    self.add(
                        &word,
                        &name,
                        CompletionKind::Variable,
                        name.clone(),
                        &detail,
                    );
                }
            }
            _ => {}
        }
    }

    /// Whether another word stands behind the part that is replaced.
    fn is_followed_on_the_line(&self) -> bool {
        let behind = self.text.get(self.end..).unwrap_or_default();
        let line = behind.lines().next().unwrap_or_default();
        line.starts_with(char::is_whitespace) && !line.trim().is_empty()
    }

    fn flag(&mut self, keyword: Keyword, word: &str, start: usize, before: &[Range<usize>]) {
        self.replace(start, |next| next == '=');
        let has_value = self.follows('=');
        let used: Vec<String> = before
            .iter()
            .map(|word| {
                let flag = self
                    .typed(word.start)
                    .split(|next: char| next == '=' || next.is_whitespace());
                flag.take(1).collect()
            })
            .collect();
        for (name, kind) in known_flags(keyword) {
            let label = format!("--{name}");
            if *kind != Kind::Texts && used.contains(&label) {
                continue;
            }
            let (equals, detail) = match kind {
                Kind::Switch => ("", "a switch"),
                Kind::Text => ("=", ""),
                Kind::Texts => ("=", "can be given several times"),
            };
            let equals = if has_value { "" } else { equals };
            let insert = format!("{label}{equals}");
            self.add(word, &label, CompletionKind::Flag, insert, detail);
        }
    }

    fn flag_value(&mut self, keyword: Keyword, name: &str, start: usize) {
        let Some((_, kind)) = known_flags(keyword)
            .iter()
            .find(|(known, _)| *known == name)
        else {
            return;
        };
        if name == "mount" {
            self.mount(start);
            return;
        }
        let typed = self.typed(start).to_owned();
        self.replace(start, |next| next == '"');
        let values: &[&str] = match (keyword, name, kind) {
            (_, _, Kind::Switch) => &["true", "false"],
            (_, "network", _) => &NETWORK_MODES,
            (_, "security", _) => &SECURITY_MODES,
            (_, "platform", _) => &[
                "$BUILDPLATFORM",
                "$TARGETPLATFORM",
                "linux/amd64",
                "linux/arm64",
            ],
            (Keyword::Copy, "from", _) => {
                self.stages(&typed, true);
                self.wanted = Wanted::Image;
                &[]
            }
            _ => &[],
        };
        self.values(&typed, values);
    }

    fn mount(&mut self, start: usize) {
        let typed = self.typed(start).to_owned();
        let fields: Vec<&str> = typed.split(',').collect();
        let Some((field, before)) = fields.split_last() else {
            return;
        };
        let field_start = start + typed.len() - field.len();
        match field.split_once('=') {
            Some((key, value)) => {
                self.replace(field_start + key.len() + 1, |next| {
                    matches!(next, ',' | '"')
                });
                if key.trim().eq_ignore_ascii_case("from") {
                    self.stages(value, false);
                    self.wanted = Wanted::Image;
                }
                let has = |wanted: &str| {
                    let mut fields = fields.iter();
                    fields.any(|field| field.trim().to_lowercase().starts_with(wanted))
                };
                if matches!(key.trim().to_lowercase().as_str(), "source" | "src")
                    && !has("from=")
                    && (has("type=bind") || !has("type="))
                {
                    self.wanted = Wanted::ContextPath;
                }
                self.values(value, &mount::values(key.trim()));
            }
            None => {
                self.replace(field_start, |next| matches!(next, ',' | '=' | '"'));
                let has_value = self.follows('=');
                for key in mount::keys(before) {
                    let label = key.trim_end_matches('=');
                    let insert = if has_value { label } else { key };
                    self.add(field, label, CompletionKind::Flag, insert.to_owned(), "");
                }
            }
        }
    }
}

/// A few words about an instruction.
fn describe(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Add => "adds files, also from URLs and archives",
        Keyword::Arg => "declares a build argument",
        Keyword::Cmd => "sets the default command",
        Keyword::Copy => "copies files from the context or a stage",
        Keyword::Entrypoint => "sets the program that is started",
        Keyword::Env => "sets environment variables",
        Keyword::Expose => "names the ports that are listened on",
        Keyword::From => "begins a stage",
        Keyword::Healthcheck => "says how to check that the container works",
        Keyword::Label => "adds metadata",
        Keyword::Maintainer => "names the author (out of use: LABEL does it)",
        Keyword::Onbuild => "runs an instruction in builds on top of this image",
        Keyword::Run => "runs a command",
        Keyword::Shell => "sets the shell of the shell form",
        Keyword::Stopsignal => "sets the signal that stops the container",
        Keyword::User => "sets the user",
        Keyword::Volume => "names directories that are volumes",
        Keyword::Workdir => "sets the working directory",
    }
}
