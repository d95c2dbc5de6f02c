//! Known figures in the place of estimates.

use layerlab_catalog::{Basis, Estimate};

use super::layers::StepResult;
use crate::known::KnownFigure;

/// The result of a step with what is known of it. The files that it leaves stay as the model sees them: only their sum
/// is known.
pub(super) fn corrected(mut result: StepResult, known: KnownFigure) -> StepResult {
    if let (Some(size), Some(estimate)) = (known.size, result.size) {
        let size_bytes = size.value.bytes;
        result.compressed = in_proportion(result.compressed, estimate.bytes, size.value);
        result.work.download_bytes = scaled(result.work.download_bytes, estimate.bytes, size_bytes);
        result.work.written_bytes = size_bytes;
        result.size = Some(size.value);
        result.estimate = Some(estimate);
    }
    if let (Some(compressed), Some(_)) = (known.compressed, result.size) {
        let before = result.compressed.bytes;
        result.work.download_bytes =
            scaled(result.work.download_bytes, before, compressed.value.bytes);
        result.compressed = compressed.value;
    }
    result.took = known.duration.map(|duration| duration.value);
    result.known = known;
    result
}

fn scaled(bytes: u64, from: u64, to: u64) -> u64 {
    if from == 0 {
        return bytes;
    }
    let scaled = u128::from(bytes) * u128::from(to) / u128::from(from);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// Compressed, a layer of another size than thought is as much smaller as it was thought to be. Of one that was thought
/// to be empty nothing is known but the spread of the measured layers.
fn in_proportion(compressed: Estimate, from: u64, size: Estimate) -> Estimate {
    if from == 0 || compressed.bytes == 0 {
        return size.times_between(0.2, 0.38, 0.8, Basis::Assumed);
    }
    let scale = |bytes| scaled(bytes, from, size.bytes);
    Estimate::between(
        scale(compressed.low_bytes),
        scale(compressed.bytes),
        scale(compressed.high_bytes),
        compressed.basis,
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::known::{Known, Origin};

    fn estimated() -> StepResult {
        StepResult {
            size: Some(Estimate::within_percent(100_000_000, 20, Basis::Derived)),
            compressed: Estimate::within_percent(40_000_000, 30, Basis::Derived),
            work: crate::effects::Work {
                download_bytes: 38_000_000,
                written_bytes: 100_000_000,
                busy: Duration::from_secs(9),
            },
            ..StepResult::default()
        }
    }

    #[test]
    fn a_known_size_takes_the_place_of_the_estimate_and_the_rest_follows() {
        let known = KnownFigure {
            size: Some(Known {
                value: Estimate::exact(50_000_000),
                origin: Origin::Hand,
            }),
            ..KnownFigure::default()
        };
        let result = corrected(estimated(), known);
        assert_eq!(result.size, Some(Estimate::exact(50_000_000)));
        assert_eq!(result.compressed.bytes, 20_000_000);
        assert_eq!(result.work.download_bytes, 19_000_000);
        assert_eq!(result.work.written_bytes, 50_000_000);
        assert_eq!(result.estimate, estimated().size);
        assert_eq!(result.took, None);
    }

    #[test]
    fn a_step_without_a_layer_gets_none() {
        let known = KnownFigure {
            size: Some(Known {
                value: Estimate::exact(1),
                origin: Origin::Hand,
            }),
            duration: Some(Known {
                value: Duration::from_secs(2),
                origin: Origin::Progress,
            }),
            ..KnownFigure::default()
        };
        let result = corrected(StepResult::default(), known);
        assert_eq!(result.size, None);
        assert_eq!(result.took, Some(Duration::from_secs(2)));
    }
}
