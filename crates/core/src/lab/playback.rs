//! A build as it stands at a moment of its timeline.

use std::time::Duration;

use super::analysis::{TimelineBar, TimelineReport};

/// How far a step is at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// It has not begun.
    Waiting,
    /// It runs; the part of it that is done, from 0 to 1.
    Running(f64),
    /// It is done.
    Done,
}

impl TimelineBar {
    /// When it ends.
    #[must_use]
    pub fn end(&self) -> Duration {
        self.start.saturating_add(self.duration)
    }

    /// How far it is so long after the build began.
    #[must_use]
    pub fn at(&self, elapsed: Duration) -> Progress {
        if elapsed >= self.end() {
            Progress::Done
        } else if elapsed <= self.start {
            Progress::Waiting
        } else {
            let done = elapsed.saturating_sub(self.start);
            Progress::Running(done.as_secs_f64() / self.duration.as_secs_f64())
        }
    }
}

impl TimelineReport {
    /// The moments at which something begins or ends, in order, the beginning and the end of the build among them.
    #[must_use]
    pub fn events(&self) -> Vec<Duration> {
        let bars = self.bars.iter().filter(|bar| bar.runs);
        let mut events: Vec<Duration> = bars.flat_map(|bar| [bar.start, bar.end()]).collect();
        events.extend([Duration::ZERO, self.total]);
        events.sort_unstable();
        events.dedup();
        events
    }

    /// The event after a moment; the end of the build if there is none.
    #[must_use]
    pub fn next_event(&self, elapsed: Duration) -> Duration {
        let events = self.events();
        let next = events.into_iter().find(|event| *event > elapsed);
        next.unwrap_or(self.total)
    }

    /// The event before a moment; the beginning of the build if there is none.
    #[must_use]
    pub fn previous_event(&self, elapsed: Duration) -> Duration {
        let events = self.events();
        let previous = events.into_iter().rev().find(|event| *event < elapsed);
        previous.unwrap_or_default()
    }

    /// The bars of the steps that run at a moment.
    pub fn running_at(&self, elapsed: Duration) -> impl Iterator<Item = &TimelineBar> {
        let bars = self.bars.iter();
        bars.filter(move |bar| {
            bar.runs && bar.start <= elapsed && elapsed < bar.end() && !bar.duration.is_zero()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(start: u64, duration: u64, runs: bool) -> TimelineBar {
        TimelineBar {
            stage: "stage-0".to_owned(),
            label: format!("RUN {start}"),
            line: None,
            start: Duration::from_secs(start),
            duration: Duration::from_secs(duration),
            runs,
            critical: false,
        }
    }

    fn timeline() -> TimelineReport {
        TimelineReport {
            bars: vec![
                bar(0, 0, false),
                bar(0, 4, true),
                bar(4, 6, true),
                bar(2, 4, true),
            ],
            total: Duration::from_secs(10),
        }
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_step_waits_runs_and_is_done() {
        let bar = bar(2, 4, true);
        assert_eq!(bar.at(seconds(0)), Progress::Waiting);
        assert_eq!(bar.at(seconds(2)), Progress::Waiting);
        assert_eq!(bar.at(seconds(3)), Progress::Running(0.25));
        assert_eq!(bar.at(seconds(6)), Progress::Done);
    }

    #[test]
    fn a_cached_step_is_done_at_once() {
        assert_eq!(bar(0, 0, false).at(Duration::ZERO), Progress::Done);
    }

    #[test]
    fn events_are_in_order_and_each_is_there_once() {
        assert_eq!(timeline().events(), [0, 2, 4, 6, 10].map(seconds));
    }

    #[test]
    fn one_goes_from_event_to_event_and_no_further() {
        let timeline = timeline();
        assert_eq!(timeline.next_event(seconds(0)), seconds(2));
        assert_eq!(timeline.next_event(seconds(3)), seconds(4));
        assert_eq!(timeline.next_event(seconds(10)), seconds(10));
        assert_eq!(timeline.previous_event(seconds(3)), seconds(2));
        assert_eq!(timeline.previous_event(seconds(0)), seconds(0));
        let empty = TimelineReport::default();
        assert_eq!(empty.next_event(seconds(1)), Duration::ZERO);
    }

    #[test]
    fn stages_run_beside_each_other() {
        let timeline = timeline();
        let labels = |at| -> Vec<String> {
            let bars = timeline.running_at(seconds(at));
            bars.map(|bar| bar.label.clone()).collect()
        };
        assert_eq!(labels(3), ["RUN 0", "RUN 2"]);
        assert_eq!(labels(10), Vec::<String>::new());
    }
}
