//! What packs and unpacks links, which the library keeps to itself. `crates/core/tests/fuzz_packing.rs` compiles it too, so
//! that a change there which leaves something out here is seen by the tests.

#[path = "../../../src/share/letters.rs"]
mod letters;
#[path = "../../../src/share/packed.rs"]
mod packed;
#[path = "../../../src/share/percent.rs"]
#[expect(dead_code, reason = "only letters need it here")]
mod percent;

// The modules find it where they look for it.
use layerlab_core::share::{LinkError, MOST_BYTES, MOST_LETTERS};

/// What is packed in a link that is whole.
pub fn unpack(link: &str) -> Vec<u8> {
    let read = letters::read(link, MOST_LETTERS).expect("a link");
    let unpacked = packed::unpack(&read, MOST_BYTES).expect("a link");
    assert!(unpacked.whole);
    unpacked.bytes
}

/// A link in which this is packed.
pub fn pack(bytes: &[u8]) -> String {
    letters::write(&packed::pack(bytes))
}
