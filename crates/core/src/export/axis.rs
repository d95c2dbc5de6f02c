//! Round marks for an axis of time.

use std::time::Duration;

use crate::format;

/// The marks of an axis from zero to `total`: when they are, and what they say.
pub(super) fn marks(total: Duration) -> Vec<(Duration, String)> {
    const STEPS: [u64; 15] = [
        100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000,
        600_000, 1_800_000, 3_600_000,
    ];
    let rough = u64::try_from(total.as_millis() / 6).unwrap_or(u64::MAX);
    let step = STEPS.into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or_else(|| rough.div_ceil(3_600_000).saturating_mul(3_600_000));
    let marks = (0..=6_u64).map(|count| Duration::from_millis(count.saturating_mul(step)));
    marks
        .take_while(|mark| *mark <= total)
        .map(|mark| (mark, format::duration(mark)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_few_marks_and_they_are_round() {
        let said = |seconds| -> Vec<String> {
            let marks = marks(Duration::from_secs(seconds)).into_iter();
            marks.map(|(_, text)| text).collect()
        };
        assert_eq!(said(41), ["0 s", "10 s", "20 s", "30 s", "40 s"]);
        assert_eq!(said(0), ["0 s"]);
        for seconds in [1, 7, 128, 999, 86_400, 10_000_000] {
            assert!((2..=7).contains(&said(seconds).len()), "{seconds}");
        }
    }
}
