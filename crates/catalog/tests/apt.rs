//! Estimates of `apt-get install` against measured runs.

#![allow(clippy::expect_used)]

mod tables;

use layerlab_catalog::{
    AptInstall, Estimate, Packages, ROUGH_DEBIAN_INSTALL, apt_install, base_image,
};

use tables::packages;

const MEASURED: &str = include_str!("data/apt-installs.tsv");

struct Run {
    image: &'static str,
    recommends: bool,
    names: Vec<&'static str>,
    added_bytes: u64,
    packages: Vec<&'static str>,
}

fn runs() -> Vec<Run> {
    let lines = MEASURED.lines().filter(|line| !line.starts_with('#'));
    lines
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().expect("five cells");
            Run {
                image: cell(),
                recommends: cell() == "yes",
                names: cell().split(' ').collect(),
                added_bytes: cell().parse().expect("a number of bytes"),
                packages: cell().split(' ').collect(),
            }
        })
        .collect()
}

fn install<'a>(packages: &'a Packages, run: &Run) -> AptInstall<'a> {
    let image = base_image(run.image);
    let suite = image.distribution.suite().expect("a Debian image");
    let index = packages.debian(suite).expect("both tables are here");
    let there = index.installed(image.package_list);
    let installed = |name: &str| there.contains(&name);
    apt_install(index, image.slim, &installed, &run.names, run.recommends)
}

fn total(install: &AptInstall<'_>) -> Estimate {
    let packages: Estimate = install.packages.iter().map(|package| package.added).sum();
    packages.plus(install.database)
}

#[test]
fn sizes_agree_with_measured_runs() {
    let mut errors = Vec::new();
    let mut within = 0;
    let packages = packages();
    for run in runs() {
        let estimate = total(&install(&packages, &run));
        let error = estimate.bytes as f64 / run.added_bytes as f64 - 1.0;
        println!(
            "{:+6.1} % of {:>9} {} {}",
            error * 100.0,
            run.added_bytes,
            run.image,
            run.names.join(" ")
        );
        within +=
            usize::from((estimate.low_bytes..=estimate.high_bytes).contains(&run.added_bytes));
        errors.push(error.abs());
    }
    errors.sort_by(f64::total_cmp);
    let median = errors[errors.len() / 2];
    let ninth = errors[errors.len() * 9 / 10];
    println!(
        "{} runs, median error {median:.4}, 90th percentile {ninth:.4}, {within} in the range",
        errors.len()
    );
    assert!(errors.len() >= 60);
    assert!(median < 0.02, "{median}");
    assert!(ninth < 0.06, "{ninth}");
}

#[test]
fn chooses_the_packages_that_apt_chose() {
    let (runs, packages) = (runs(), packages());
    let mut equal = 0;
    for run in &runs {
        let install = install(&packages, run);
        let chosen: Vec<&str> = install
            .packages
            .iter()
            .map(|package| package.name)
            .collect();
        assert_eq!(install.unknown, Vec::<String>::new());
        if chosen == run.packages {
            equal += 1;
        } else {
            println!(
                "{} {:?}: {} instead of {}",
                run.image,
                run.names,
                chosen.len(),
                run.packages.len()
            );
        }
    }
    println!("{equal} of {} alike", runs.len());
    assert!(equal * 100 >= runs.len() * 95, "{equal} of {}", runs.len());
}

#[test]
fn what_is_assumed_without_the_table_encloses_most_runs() {
    let inside = runs()
        .iter()
        .filter(|run| {
            let each = vec![ROUGH_DEBIAN_INSTALL; run.names.len()];
            let assumed: Estimate = each.into_iter().sum();
            (assumed.low_bytes..=assumed.high_bytes).contains(&run.added_bytes)
        })
        .count();
    println!("{inside} of {}", runs().len());
    assert!(inside * 100 >= runs().len() * 85, "{inside}");
}
