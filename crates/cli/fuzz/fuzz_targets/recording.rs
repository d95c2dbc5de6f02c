//! Any text is a recording or is refused, and a recording of anything can be replayed.

#![no_main]

#[path = "../../src/verify/image.rs"]
mod image;
#[path = "../../src/verify/images.rs"]
mod images;
#[path = "../../src/verify/recording.rs"]
mod recording;
#[path = "../../src/verify/replay.rs"]
mod replay;

use images::StubImages;
use libfuzzer_sys::fuzz_target;

/// Of a longer series of builds the rest is like the first.
const MOST_BUILDS: usize = 12;

fuzz_target!(|text: &str| {
    let Ok(mut recording) = serde_json::from_str::<recording::Recording>(text) else {
        return;
    };
    recording.builds.truncate(MOST_BUILDS);
    let images = include_str!("../../../../tests/recordings/stub-images.json");
    let mut images = StubImages::parse(images).expect("the images of the recordings");
    let (figures, disagreements) = replay::replay(&recording, &mut images);
    assert!(figures.builds.all <= recording.builds.len());
    assert!(figures.all_agree() || !disagreements.is_empty());
    for disagreement in &disagreements {
        assert!(!disagreement.text.is_empty() && !disagreement.kind.is_empty());
        assert_eq!(disagreement.recording, recording.name);
        assert!(!disagreement.build.is_empty());
    }
});
