//! Files of a size that a command is told, what later steps do to them, and what is said where nothing is known.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use layerlab_core::format;
use layerlab_core::lab::{Analysis, Lab, Project, Range};

fn analyze(steps: &[&str]) -> Analysis {
    let steps: Vec<String> = steps.iter().map(|step| format!("RUN {step}\n")).collect();
    Lab::open(Project {
        dockerfile: format!("FROM alpine:3.20\n{}", steps.concat()).into(),
        ..Project::default()
    })
    .analyze()
}

fn size(analysis: &Analysis, row: usize) -> Range {
    analysis.rows[row].size.unwrap()
}

const MIB: u64 = 1024 * 1024;

#[test]
fn a_file_has_the_size_that_the_command_says() {
    for (command, bytes) in [
        ("fallocate -l 100M /x", 100 * MIB),
        ("fallocate --length=1GB /x", 1_000_000_000),
        ("truncate -s 10M /x", 10 * MIB),
        ("truncate --size 5 /x && truncate -s +3 /x", 8),
        ("dd if=/dev/zero of=/x bs=1M count=100", 100 * MIB),
        ("dd if=/dev/urandom of=/x count=4", 2_048),
        ("dd if=/dev/zero of=/x bs=1 count=0 seek=3M", 3 * MIB),
        ("dd if=/dev/zero bs=1k count=2 > /x", 2_048),
        ("head -c 20M /dev/urandom > /x", 20 * MIB),
        ("dd if=/dev/zero of=/x bs=1M count=9 && rm /x", 0),
        ("dd if=/dev/zero of=/x bs=1M count=2 && cp /x /y", 4 * MIB),
        ("dd if=/dev/zero of=/dev/null bs=1M count=2", 0),
    ] {
        let found = size(&analyze(&[command]), 1);
        let all = (found.low_bytes, found.bytes, found.high_bytes);
        assert_eq!(all, (bytes, bytes, bytes), "{command}");
    }
}

#[test]
fn what_later_steps_do_to_the_file_is_wasted_or_stored_again() {
    let big = "fallocate -l 100M /x";
    for (later, layer, wasted) in [
        ("chmod 777 /x", 100 * MIB, 100 * MIB),
        ("chown nobody /x", 100 * MIB, 100 * MIB),
        ("mv /x /y", 100 * MIB, 100 * MIB),
        ("cp /x /y", 100 * MIB, 0),
        ("rm /x", 0, 100 * MIB),
    ] {
        let analysis = analyze(&[big, later]);
        assert_eq!(size(&analysis, 2).bytes, layer, "{later}");
        assert_eq!(analysis.image.wasted_bytes, wasted, "{later}");
    }
}

#[test]
fn zeros_take_next_to_nothing_compressed_and_random_bytes_all() {
    let zeros = analyze(&["head -c 100M /dev/zero > /x"]).image.push.bytes;
    let random = analyze(&["head -c 100M /dev/urandom > /x"])
        .image
        .push
        .bytes;
    assert_eq!(random - 100 * MIB, zeros - zeros_of_100_mib());
}

/// 100 MiB of zeros, compressed.
fn zeros_of_100_mib() -> u64 {
    104_858
}

#[test]
fn where_nothing_is_known_nobody_is_sure() {
    let analysis = analyze(&[
        "make-something-big",
        "chmod 777 /x",
        "mkdir /d && chmod 777 /d",
    ]);
    let found = size(&analysis, 1);
    assert_eq!((found.bytes, format::added(found).as_str()), (0, "unknown"));
    assert_eq!(format::uncertainty(found).as_deref(), Some("0 to 100 MB"));
    // The file may be what the first step left.
    assert_eq!(format::added(size(&analysis, 2)), "unknown");
    assert!(
        analysis.rows[2]
            .size_reason
            .contains("What chmod leaves is not known")
    );
    assert_eq!(format::added(size(&analysis, 3)), "0");
    let image = &analysis.image;
    assert!(image.size.high_bytes > image.size.bytes + 100_000_000);
    assert_eq!(image.parts[1].basis, "assumed");
    assert_eq!(image.wasted_bytes, 0);
}

#[test]
fn commands_that_are_not_understood_to_the_end_are_not_known() {
    for command in [
        "dd if=/dev/zero of=/x",
        "dd if=/dev/zero of=/x bs=?",
        "dd if=/nobody/knows of=/x",
        "fallocate -d /x",
        "truncate -r /y /x",
    ] {
        let analysis = analyze(&[command]);
        assert_eq!(format::added(size(&analysis, 1)), "unknown", "{command}");
    }
}
