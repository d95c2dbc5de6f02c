//! The build as BuildKit's plain progress lists it.

use std::time::Duration;

use super::buildkit_word::BuildKitWord;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The whole name: `[builder 2/5] COPY requirements.txt .`.
    pub name: String,
    /// What BuildKit says of it.
    pub word: BuildKitWord,
    /// How long it runs.
    pub duration: Duration,
    /// Why it runs, in a few words; empty if it does not.
    pub why: String,
}

/// All steps, inputs first, and the error if the build fails.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildLog {
    /// The steps.
    pub lines: Vec<LogLine>,
    /// The text after `error: failed to solve: `.
    pub error: Option<String>,
}

impl BuildLog {
    /// As `docker build --progress=plain` prints it, without what the commands themselves print. `why` adds the cause to each
    /// step that runs.
    #[must_use]
    pub fn plain(&self, why: bool) -> String {
        let mut text = String::new();
        for (number, line) in (1..).zip(&self.lines) {
            let end = match line.word {
                BuildKitWord::Done => format!("DONE {:.1}s", line.duration.as_secs_f64()),
                word => word.as_str().to_owned(),
            };
            text += &format!("#{number} {}\n#{number} {end}\n", line.name);
            if why && !line.why.is_empty() {
                text += &format!("#{number} why: {}\n", line.why);
            }
            text.push('\n');
        }
        if let Some(error) = &self.error {
            text += &format!("error: failed to solve: {error}\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_plain_progress_does() {
        let line = |name: &str, word, why: &str| LogLine {
            name: name.to_owned(),
            word,
            duration: Duration::from_millis(1240),
            why: why.to_owned(),
        };
        let log = BuildLog {
            lines: vec![
                line(
                    "[1/2] FROM docker.io/library/alpine",
                    BuildKitWord::Cached,
                    "",
                ),
                line("[2/2] RUN false", BuildKitWord::Done, "the first build"),
            ],
            error: Some("no luck".to_owned()),
        };
        assert_eq!(
            log.plain(true),
            "#1 [1/2] FROM docker.io/library/alpine\n#1 CACHED\n\n\
             #2 [2/2] RUN false\n#2 DONE 1.2s\n#2 why: the first build\n\n\
             error: failed to solve: no luck\n"
        );
        assert!(!log.plain(false).contains("why"));
    }
}
