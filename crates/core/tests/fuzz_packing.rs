//! The parts of the library that a fuzz target compiles by itself still fit together: the target is no member of the
//! workspace, so nothing else would say so.

#[path = "../fuzz/fuzz_targets/packing/mod.rs"]
mod packing;

#[test]
fn a_link_is_unpacked_and_packed_as_the_fuzz_target_does() {
    let text = include_str!("permalinks/1-nginx-proxy.txt");
    let bytes = packing::unpack(text.lines().next().unwrap_or_default()).expect("a link");
    assert!(!bytes.is_empty());
    assert_eq!(packing::unpack(&packing::pack(&bytes)), Some(bytes));
}
