//! What packs and unpacks links, which the library keeps to itself. `crates/core/tests/fuzz_packing.rs` compiles it too, so
//! that a change there which leaves something out here is seen by the tests.

#[path = "../../../src/share/letters.rs"]
mod letters;
#[path = "../../../src/share/packed.rs"]
mod packed;
#[path = "../../../src/percent.rs"]
#[expect(dead_code, reason = "only letters need it here")]
mod percent;

// The modules find it where they look for it.
use layerlab_core::share::{LinkError, MOST_BYTES, MOST_LETTERS};

/// What is packed in a link; nothing if it is not whole.
pub fn unpack(link: &str) -> Option<Vec<u8>> {
    let read = letters::read(link, MOST_LETTERS).ok()?;
    let unpacked = packed::unpack(&read, MOST_BYTES).ok()?;
    unpacked.whole.then_some(unpacked.bytes)
}

/// A link in which this is packed.
pub fn pack(bytes: &[u8]) -> String {
    letters::write(&packed::pack(bytes))
}
