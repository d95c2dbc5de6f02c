//! Plays a build: a moment that goes on by itself. What is seen at a moment is a function of the timeline alone.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use layerlab_core::lab::{Analysis, TimelineReport};
use yew::prelude::*;

use crate::browser::prefers_less_motion;
use crate::shared::Shared;

/// Milliseconds from one picture to the next.
const PICTURE: u32 = 40;
/// A build is played in at most so many pictures.
const MOST_PICTURES: u32 = 300;
/// Milliseconds from one step to the next where motion is not wanted.
const STEP: u32 = 1_000;

/// Where the build is, and what moves it.
pub(crate) struct Playback {
    /// The moment; `None` if the build is shown as a whole.
    pub(crate) elapsed: Option<Duration>,
    /// It goes on by itself.
    pub(crate) playing: bool,
    /// Plays and pauses.
    pub(crate) toggle: Callback<()>,
    /// Goes to a moment and stays there.
    pub(crate) seek: Callback<Duration>,
}

/// What is remembered of the playing of a build.
#[derive(Debug, Clone, PartialEq)]
struct Played {
    analysis: Shared<Analysis>,
    elapsed: Option<Duration>,
    playing: bool,
}

/// The moment of a build that is played. Another build is shown as a whole again.
#[hook]
pub(crate) fn use_playback(analysis: &Shared<Analysis>) -> Playback {
    let whole = Played {
        analysis: analysis.clone(),
        elapsed: None,
        playing: false,
    };
    let played = use_state_eq(|| whole.clone());
    let now = if played.analysis == *analysis {
        (*played).clone()
    } else {
        whole
    };
    {
        let played = played.setter();
        use_effect_with(now.clone(), move |now| {
            let timer = now.playing.then(|| {
                let next = Played {
                    elapsed: Some(next_moment(
                        &now.analysis.timeline,
                        now.elapsed.unwrap_or_default(),
                        prefers_less_motion(),
                    )),
                    ..now.clone()
                };
                let done = next.elapsed >= Some(now.analysis.timeline.total);
                let next = Played {
                    playing: !done,
                    ..next
                };
                let pause = if prefers_less_motion() { STEP } else { PICTURE };
                Timeout::new(pause, move || played.set(next))
            });
            move || drop(timer)
        });
    }
    let toggle = {
        let (played, now) = (played.setter(), now.clone());
        Callback::from(move |()| {
            let total = now.analysis.timeline.total;
            // From the beginning, if it was at the end.
            let elapsed = now.elapsed.filter(|elapsed| *elapsed < total);
            played.set(Played {
                elapsed: Some(elapsed.unwrap_or_default()),
                playing: !now.playing,
                ..now.clone()
            });
        })
    };
    let seek = {
        let (played, now) = (played.setter(), now.clone());
        Callback::from(move |at: Duration| {
            played.set(Played {
                elapsed: Some(at.min(now.analysis.timeline.total)),
                playing: false,
                ..now.clone()
            });
        })
    };
    Playback {
        elapsed: now.elapsed,
        playing: now.playing,
        toggle,
        seek,
    }
}

/// The next picture: a little later, or the next step where motion is not wanted.
fn next_moment(timeline: &TimelineReport, elapsed: Duration, in_steps: bool) -> Duration {
    if in_steps {
        return timeline.next_event(elapsed);
    }
    let picture = Duration::from_millis(PICTURE.into()).max(timeline.total / MOST_PICTURES);
    elapsed.saturating_add(picture).min(timeline.total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_build_is_played_in_a_bounded_time_and_a_short_one_as_it_is() {
        let pictures = |seconds: u64| {
            let timeline = TimelineReport {
                bars: Vec::new(),
                total: Duration::from_secs(seconds),
            };
            let mut count = 0;
            let mut elapsed = Duration::ZERO;
            while elapsed < timeline.total {
                elapsed = next_moment(&timeline, elapsed, false);
                count += 1;
            }
            count
        };
        assert_eq!(pictures(3600), MOST_PICTURES);
        assert_eq!(pictures(2), 50);
    }

    #[test]
    fn without_motion_it_goes_by_steps() {
        let timeline = TimelineReport {
            bars: Vec::new(),
            total: Duration::from_secs(10),
        };
        assert_eq!(
            next_moment(&timeline, Duration::ZERO, true),
            Duration::from_secs(10)
        );
    }
}
