//! The history of an image: one entry for each instruction, in BuildKit's words.
//!
//! BuildKit: `convert.go:commitToHistory` and the `dispatch*` functions, and what the exporter makes of it,
//! `exporter/containerimage/writer.go:normalizeLayersAndHistory`.

use std::time::Duration;

use layerlab_syntax::buildkit_view::{self, go_quote};
use layerlab_syntax::{Arguments, Instruction};

use super::plan::Healthcheck;
use super::planner::StageState;

/// An entry of an image's history.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct HistoryEntry {
    /// What `docker history` shows in its column CREATED BY.
    pub created_by: String,
    /// It has no layer.
    pub empty: bool,
    /// It comes with the base image.
    pub base: bool,
    /// Index of the instruction that made it; for a trigger that of the FROM which fires it.
    pub instruction: Option<usize>,
}

impl StageState {
    /// Adds an entry without a layer.
    pub(super) fn record(&mut self, created_by: String) {
        self.history.push(HistoryEntry {
            created_by,
            empty: true,
            ..HistoryEntry::default()
        });
    }

    /// Adds an entry for a step of BuildKit's own.
    pub(super) fn record_step(&mut self, created_by: &str) {
        let created_by = format!("{created_by} # buildkit");
        self.history.push(HistoryEntry {
            created_by,
            ..HistoryEntry::default()
        });
    }

    /// `RUN |1 A=b /bin/sh -c command`: the arguments declared so far, then the command (`convert.go:runCommandString`).
    pub(super) fn run_history(&self, arguments: &[String]) -> String {
        let mut shown: Vec<(&str, String)> = Vec::new();
        for (name, declared) in &self.build_args {
            let value = self
                .environment
                .get(name)
                .or(declared.as_deref())
                .unwrap_or("");
            let text = format!("{name}={value}");
            match shown.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = text,
                None => shown.push((name, text)),
            }
        }
        let mut words = vec!["RUN".to_owned()];
        if !shown.is_empty() {
            words.push(format!("|{}", shown.len()));
        }
        words.extend(shown.into_iter().map(|(_, text)| text));
        words.extend(arguments.iter().cloned());
        words.join(" ")
    }
}

/// `["a" "b"]`: a list of strings as Go's `%q` prints it.
pub(super) fn quoted_list(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| go_quote(word)).collect();
    format!("[{}]", quoted.join(" "))
}

/// The check that an instruction sets.
pub(super) fn healthcheck(instruction: &Instruction, arguments: Option<&Arguments>) -> Healthcheck {
    let Some(arguments) = arguments else {
        return Healthcheck {
            test: vec!["NONE".to_owned()],
            ..Healthcheck::default()
        };
    };
    let test = match arguments {
        Arguments::Json(words) => std::iter::once("CMD".to_owned())
            .chain(words.iter().map(|word| word.value.to_string()))
            .collect(),
        Arguments::Shell(line) => vec!["CMD-SHELL".to_owned(), line.value.to_string()],
    };
    let value = |name: &str| {
        let flag = instruction.flag(name)?;
        flag.value.as_ref().map(|value| value.value.as_ref())
    };
    let duration = |name: &str| {
        value(name)
            .and_then(buildkit_view::go_duration)
            .unwrap_or_default()
    };
    Healthcheck {
        test,
        interval: duration("interval"),
        timeout: duration("timeout"),
        start_period: duration("start-period"),
        start_interval: duration("start-interval"),
        retries: value("retries")
            .and_then(|retries| retries.parse().ok())
            .unwrap_or(0),
    }
}

impl Healthcheck {
    /// As Go prints the structure with `%+v`.
    pub(super) fn history(&self) -> String {
        format!(
            "HEALTHCHECK {{Test:[{}] Interval:{} Timeout:{} StartPeriod:{} StartInterval:{} Retries:{}}}",
            self.test.join(" "),
            go_duration(self.interval),
            go_duration(self.timeout),
            go_duration(self.start_period),
            go_duration(self.start_interval),
            self.retries
        )
    }
}

/// Go's `time.Duration.String`: `1h0m0s`, `1.5s`, `500ms`, `0s`.
fn go_duration(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos();
    let fraction = |unit: u128, name: &str| {
        let whole = nanoseconds / unit;
        let rest = format!(
            "{:0width$}",
            nanoseconds % unit,
            width = unit.ilog10() as usize
        );
        let rest = rest.trim_end_matches('0');
        if rest.is_empty() {
            format!("{whole}{name}")
        } else {
            format!("{whole}.{rest}{name}")
        }
    };
    match nanoseconds {
        0 => "0s".to_owned(),
        1..1_000 => format!("{nanoseconds}ns"),
        1_000..1_000_000 => fraction(1_000, "µs"),
        1_000_000..1_000_000_000 => fraction(1_000_000, "ms"),
        _ => {
            let hours = duration.as_secs() / 3600;
            let minutes = duration.as_secs() / 60 % 60;
            let seconds = Duration::new(duration.as_secs() % 60, duration.subsec_nanos());
            let rest = seconds.subsec_nanos();
            let seconds = if rest == 0 {
                format!("{}s", seconds.as_secs())
            } else {
                format!(
                    "{}.{}s",
                    seconds.as_secs(),
                    format!("{rest:09}").trim_end_matches('0')
                )
            };
            match (hours, minutes) {
                (0, 0) => seconds,
                (0, _) => format!("{minutes}m{seconds}"),
                _ => format!("{hours}h{minutes}m{seconds}"),
            }
        }
    }
}

/// What the exporter makes of a history when there are fewer layers than entries that say they have one: it hands the
/// layers out in order, and the entries that are left over count as empty.
pub(super) fn normalize(history: &mut [HistoryEntry], layers: usize) {
    let mut left = layers;
    for entry in history {
        if !entry.empty {
            match left.checked_sub(1) {
                Some(rest) => left = rest,
                None => entry.empty = true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_in_go() {
        for (milliseconds, text) in [
            (0, "0s"),
            (500, "500ms"),
            (1_500, "1.5s"),
            (30_000, "30s"),
            (300_000, "5m0s"),
            (3_600_000, "1h0m0s"),
        ] {
            assert_eq!(go_duration(Duration::from_millis(milliseconds)), text);
        }
        assert_eq!(go_duration(Duration::from_nanos(1_500)), "1.5µs");
    }

    #[test]
    fn lists_are_quoted_as_in_go() {
        assert_eq!(
            quoted_list(&["a\"b".to_owned(), "c\n".to_owned()]),
            "[\"a\\\"b\" \"c\\n\"]"
        );
        assert_eq!(quoted_list(&[]), "[]");
    }

    #[test]
    fn entries_without_a_layer_left_are_empty() {
        let entry = |empty| HistoryEntry {
            empty,
            ..HistoryEntry::default()
        };
        let mut history = [entry(false), entry(true), entry(false), entry(false)];
        normalize(&mut history, 2);
        assert_eq!(history.map(|entry| entry.empty), [false, true, false, true]);
    }
}
