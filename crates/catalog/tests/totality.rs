//! Lookups have an answer for whatever is typed.

#![allow(clippy::expect_used)]

mod tables;

use layerlab_catalog::{
    Estimate, PackageTable, Packages, Suite, alpine_package, apt_install, base_image,
    base_image_names, node_install, python_install,
};
use proptest::prelude::*;
use tables::packages;

fn assert_orderly(estimate: Estimate) {
    assert!(
        estimate.low_bytes <= estimate.bytes && estimate.bytes <= estimate.high_bytes,
        "{estimate:?}"
    );
}

fn check_image(reference: &str) {
    let image = base_image(reference);
    assert_orderly(image.size);
    assert_orderly(image.compressed);
    assert!(!image.size_reason.is_empty());
    assert_eq!(image, base_image(reference), "the same answer each time");
}

fn check_packages(names: &[&str], slim: bool, recommends: bool) {
    let tables = packages();
    let indexes = [Suite::Bookworm, Suite::Trixie].map(|suite| tables.debian(suite));
    assert!(indexes.iter().all(Option::is_some));
    for index in indexes.into_iter().flatten() {
        let install = apt_install(index, slim, &|_| false, names, recommends);
        assert!(
            install
                .packages
                .is_sorted_by(|one, next| one.name < next.name)
        );
        for package in &install.packages {
            assert_orderly(package.added);
        }
        assert_orderly(install.database);
    }
    let python = python_install(names.iter().copied());
    for estimate in [python.installed, python.download, python.cache] {
        assert_orderly(estimate);
    }
    let (installed, cache, _) = node_install(names.iter().copied());
    assert_orderly(installed);
    assert_orderly(cache);
    for name in names {
        assert_orderly(alpine_package(name).unwrap_or_default());
    }
}

/// Tags made of the words that real ones are made of, and other characters between them.
fn tag() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("alpine"),
        Just("slim"),
        Just("bookworm"),
        Just("ubuntu22.04"),
        Just("latest"),
        Just("99999999999999999999"),
        Just("3.12"),
        Just("20260101"),
        Just("v"),
        Just("jdk21"),
        Just(""),
        Just("¦"),
    ];
    prop::collection::vec(word, 0..5).prop_map(|words| words.join("-"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reference(reference in any::<String>()) {
        check_image(&reference);
    }

    #[test]
    fn any_tag_of_a_known_image(at in 0_usize..101, tag in tag()) {
        let known = base_image_names().nth(at).unwrap_or_default();
        let name = known.split(':').next().unwrap_or_default();
        check_image(&format!("{name}:{tag}"));
    }

    #[test]
    fn any_damage_to_a_table(
        at in 0_usize..80_000,
        instead in prop_oneof![any::<Vec<u8>>(), "[\\t\\n0-9a-z|,]{0,9}".prop_map(String::into_bytes)],
        name in "[a-z0-9-]{1,9}",
    ) {
        let mut bytes = include_bytes!("../data/lazy/debian-12.tsv").to_vec();
        let at = at.min(bytes.len());
        let end = (at + instead.len()).min(bytes.len());
        bytes.splice(at..end, instead);
        let packages = Packages::none().with(PackageTable::Debian12, bytes).unwrap_or_default();
        if let Some(index) = packages.debian(Suite::Bookworm) {
            for list in ["", "ubuntu", "debian-slim", "python", &name] {
                assert!(index.installed(list).is_sorted());
            }
            for names in [["curl", "git"], ["build-essential", &name]] {
                assert_orderly(apt_install(index, true, &|_| false, &names, true).database);
            }
        }
    }

    #[test]
    fn any_packages(
        names in prop::collection::vec(prop_oneof![any::<String>(), "[a-z0-9]{1,4}[-=@:./]?[a-z0-9.]{0,4}"], 0..5),
        slim: bool,
        recommends: bool,
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        check_packages(&names, slim, recommends);
    }
}

#[test]
fn all_that_is_known_at_once() {
    let names = [
        "build-essential",
        "imagemagick",
        "npm",
        "python3-pip",
        "ffmpeg",
        "django",
        "flask",
        "express",
        "git",
    ];
    check_packages(&names, true, true);
    check_packages(&names, false, false);
}
