//! What a fix of our own rules changes, in words.

use std::time::Duration;

use layerlab_core::lab::{Amount, Change, Measure};

/// Such as `build after an edit of app.py: 31.2 s, now 58.0 s`.
pub(super) fn sentence(change: &Change) -> String {
    format!(
        "{}: {}, now {}",
        name(change),
        amount(change.after),
        amount(change.before)
    )
}

/// Such as `build after an edit of app.py: 58.0 s -> 31.2 s`.
pub(crate) fn old_and_new(change: &Change) -> String {
    format!(
        "{}: {} -> {}",
        name(change),
        amount(change.before),
        amount(change.after)
    )
}

/// What is measured.
fn name(change: &Change) -> String {
    match change.measure {
        Measure::CodeEdit | Measure::DependencyEdit => {
            format!("build after an edit of {}", change.file)
        }
        Measure::BaseImage => "build after a new base image".to_owned(),
        Measure::ColdBuild => "build with an empty cache".to_owned(),
        Measure::ImageSize => "image".to_owned(),
        Measure::Context => "sent to the builder".to_owned(),
    }
}

/// Seconds or megabytes.
fn amount(amount: Amount) -> String {
    match amount {
        Amount::Time(time) => seconds(time),
        Amount::Bytes(bytes) => megabytes(bytes),
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// The word for a figure, for programs.
pub(crate) fn id(measure: Measure) -> &'static str {
    match measure {
        Measure::CodeEdit => "code-edit",
        Measure::DependencyEdit => "dependency-edit",
        Measure::BaseImage => "base-image",
        Measure::ColdBuild => "cold-build",
        Measure::ImageSize => "image-size",
        Measure::Context => "context",
    }
}

/// Seconds or bytes, for programs.
pub(crate) fn number(amount: Amount) -> serde_json::Value {
    match amount {
        Amount::Time(time) => time.as_secs_f64().into(),
        Amount::Bytes(bytes) => bytes.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn megabytes_are_rounded() {
        assert_eq!(megabytes(49_999), "0.0 MB");
        assert_eq!(megabytes(1_250_000), "1.3 MB");
    }
}
