//! `apt-get` and `apt`.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use layerlab_catalog::{
    Basis, DPKG_DATABASE_BYTES, DebianIndex, Distribution, Estimate, PackageTable,
    ROUGH_DEBIAN_INSTALL, Suite, apt_install, apt_lists_bytes, apt_lists_download_bytes,
};

use super::{Outcome, Surroundings, count, megabytes, operands};
use crate::effects::{FileSystem, Kind, Lump, Work};

const LISTS: &str = "/var/lib/apt/lists";
/// Where packages are taken to lie. Their files are spread over many directories, none of which is removed as a whole.
const PACKAGES: &str = "/usr";
const DATABASE: &str = "/var/lib/dpkg";

/// A package that is not in the catalogue: from the sizes of those that are. Nine in ten lie within.
const UNKNOWN_PACKAGE: Estimate = Estimate {
    bytes: 1_000_000,
    low_bytes: 50_000,
    high_bytes: 30_000_000,
    basis: Basis::Assumed,
};

pub(super) fn run(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    let words = operands(
        arguments,
        &[
            "-o",
            "-t",
            "-c",
            "--option",
            "--target-release",
            "-a",
            "--host-architecture",
        ],
    );
    let Some((verb, names)) = words.split_first() else {
        return Outcome::default();
    };
    let image = surroundings.ground.image.as_ref();
    let suite = image
        .and_then(|image| image.distribution.suite())
        .unwrap_or(Suite::Trixie);
    let slim = image.is_some_and(|image| image.slim);
    let packages = surroundings.packages;
    match *verb {
        "update" => update(suite, files),
        "install" | "reinstall" | "build-dep" => {
            let leaves_out = |argument: &&str| {
                matches!(
                    *argument,
                    "--no-install-recommends"
                        | "APT::Install-Recommends=false"
                        | "APT::Install-Recommends=0"
                )
            };
            let recommends = !arguments.iter().any(leaves_out);
            let stand_in =
                image.is_some_and(|image| matches!(image.distribution, Distribution::Ubuntu(_)));
            match packages.debian(suite) {
                Some(index) => install(names, index, suite, slim, recommends, stand_in, files),
                None => install_roughly(names, suite, files),
            }
        }
        "purge" | "remove" | "autopurge" => {
            let automatic = *verb == "autopurge"
                || arguments
                    .iter()
                    .any(|argument| matches!(*argument, "--auto-remove" | "--autoremove"));
            remove(names, automatic, packages.debian(suite), files)
        }
        "autoremove" | "auto-remove" => remove(names, true, packages.debian(suite), files),
        // Docker's images empty the archive after each installation anyway.
        "clean" | "autoclean" | "check" => Outcome::busy(Duration::from_millis(100)),
        "upgrade" | "dist-upgrade" | "full-upgrade" => upgrade(files),
        other => Outcome {
            unknown: vec![format!("apt-get {other}")],
            ..Outcome::default()
        },
    }
}

fn update(suite: Suite, files: &mut FileSystem) -> Outcome {
    // The archive grows between releases.
    let size = Estimate::within_percent(apt_lists_bytes(suite), 5, Basis::Measured);
    files.add(LISTS, "", size, Kind::AptLists, None);
    Outcome {
        work: Work {
            download_bytes: apt_lists_download_bytes(suite),
            written_bytes: size.bytes,
            busy: Duration::from_secs(2),
        },
        reason: format!(
            "package lists {} as measured on {}",
            megabytes(size.bytes),
            suite.name()
        ),
        only_while: Some(LISTS),
        ..Outcome::default()
    }
}

/// What stands in for an installation while the table of packages is not here: each name is taken for a package with all that
/// it brings.
fn install_roughly(names: &[&str], suite: Suite, files: &mut FileSystem) -> Outcome {
    let table = PackageTable::of(suite);
    let new: Vec<String> = names
        .iter()
        .filter(|name| !files.debian_packages.contains(**name))
        .map(|name| (*name).to_owned())
        .collect();
    let mut outcome = Outcome {
        lacking: Some(table),
        ..Outcome::default()
    };
    if new.is_empty() {
        return outcome;
    }
    let mut total = Estimate::ZERO;
    for name in &new {
        total = total.plus(ROUGH_DEBIAN_INSTALL);
        files.add(PACKAGES, name, ROUGH_DEBIAN_INSTALL, Kind::Debian, None);
    }
    let database = Estimate::between(
        DPKG_DATABASE_BYTES,
        DPKG_DATABASE_BYTES,
        DPKG_DATABASE_BYTES * 2,
        Basis::Assumed,
    );
    files.add(DATABASE, "", database, Kind::Debian, None);
    Rc::make_mut(&mut files.debian_packages).extend(new.iter().cloned());
    Rc::make_mut(&mut files.debian_asked_for).extend(new.iter().cloned());
    outcome.work = Work {
        download_bytes: total.bytes / 4,
        written_bytes: total.bytes,
        busy: Duration::from_secs(3),
    };
    outcome.reason = format!(
        "rougher than usual: the table of {}'s packages is not loaded, so {} is assumed for {} with all that comes with it",
        table.system(),
        megabytes(total.bytes),
        count(new.len(), "package")
    );
    outcome.assumed = new;
    outcome
}

fn install(
    names: &[&str],
    index: &DebianIndex,
    suite: Suite,
    slim: bool,
    recommends: bool,
    stand_in: bool,
    files: &mut FileSystem,
) -> Outcome {
    let present = files.debian_packages.clone();
    let found = apt_install(
        index,
        slim,
        &|name| present.contains(name),
        names,
        recommends,
    );
    let mut total = Estimate::ZERO;
    let mut download_bytes = 0_u64;
    let known = Rc::make_mut(&mut files.debian_packages);
    known.extend(found.packages.iter().map(|package| package.name.to_owned()));
    known.extend(found.unknown.iter().cloned());
    Rc::make_mut(&mut files.debian_asked_for).extend(names.iter().map(|name| (*name).to_owned()));
    for package in &found.packages {
        total = total.plus(package.added);
        download_bytes = download_bytes.saturating_add(package.download_bytes);
    }
    // All at once: one by one, each is looked for among those before it.
    let (path, layer): (Rc<str>, usize) = (PACKAGES.into(), files.layer);
    files.add_all(found.packages.iter().map(|package| Lump {
        path: path.clone(),
        name: package.name.into(),
        size: package.added,
        kind: Kind::Debian,
        text: None,
        identity: None,
        layer,
    }));
    for name in &found.unknown {
        total = total.plus(UNKNOWN_PACKAGE);
        files.add(PACKAGES, name, UNKNOWN_PACKAGE, Kind::Debian, None);
    }
    let packages = found.packages.len() + found.unknown.len();
    if packages > 0 {
        files.add(DATABASE, "", found.database, Kind::Debian, None);
    }
    let mut reason = format!(
        "{} {} from Debian {}",
        count(packages, "package"),
        megabytes(total.bytes),
        suite.name()
    );
    if stand_in {
        // The packages of the two differ in the same direction, so that the differences do not cancel out.
        let difference = Estimate::between(0, 0, total.bytes / 5, Basis::Derived);
        files.add(
            PACKAGES,
            "difference between the two systems",
            difference,
            Kind::Debian,
            None,
        );
        reason.push_str(", which stands in for Ubuntu's");
    }
    if recommends {
        reason.push_str(", recommended ones included");
    }
    if !found.unknown.is_empty() {
        reason.push_str(&format!(", sizes assumed for {}", found.unknown.join(", ")));
    }
    Outcome {
        work: Work {
            download_bytes,
            written_bytes: total.bytes,
            busy: Duration::from_millis(1_500)
                + Duration::from_millis(60) * u32::try_from(packages).unwrap_or(u32::MAX),
        },
        reason,
        assumed: found.unknown,
        ..Outcome::default()
    }
}

/// Removes packages and, if asked, those that nothing needs any more.
///
/// Without the table of packages, what a package brought was counted as a part of it, and goes with it.
fn remove(
    names: &[&str],
    automatic: bool,
    index: Option<&DebianIndex>,
    files: &mut FileSystem,
) -> Outcome {
    let mut gone: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let asked_for: BTreeSet<String> = files.debian_asked_for.difference(&gone).cloned().collect();
    if automatic {
        let kept: Vec<&str> = asked_for.iter().map(String::as_str).collect();
        // Recommended packages are kept while something that stays recommends them.
        let needed = index.map(|index| apt_install(index, false, &|_| false, &kept, true));
        let needed: BTreeSet<&str> = needed
            .iter()
            .flat_map(|needed| &needed.packages)
            .map(|package| package.name)
            .chain(kept.iter().copied())
            .collect();
        let added = files
            .within(PACKAGES)
            .filter(|lump| lump.kind == Kind::Debian && !lump.name.is_empty());
        gone.extend(
            added
                .map(|lump| lump.name.to_string())
                .filter(|name| !needed.contains(name.as_str())),
        );
    }
    for name in &gone {
        files.remove_named(PACKAGES, name);
    }
    let known = Rc::make_mut(&mut files.debian_packages);
    known.retain(|name| !gone.contains(name));
    *Rc::make_mut(&mut files.debian_asked_for) = asked_for;
    if !gone.is_empty() {
        files.add(
            DATABASE,
            "",
            Estimate::within_percent(DPKG_DATABASE_BYTES, 20, Basis::Measured),
            Kind::Debian,
            None,
        );
    }
    Outcome::busy(Duration::from_secs(2))
}

/// How much an upgrade brings depends on how old the image is. Nobody knows that here.
fn upgrade(files: &mut FileSystem) -> Outcome {
    let size = Estimate::between(0, 10_000_000, 150_000_000, Basis::Assumed);
    files.add(PACKAGES, "upgraded packages", size, Kind::Debian, None);
    Outcome {
        work: Work {
            download_bytes: size.bytes / 3,
            written_bytes: size.bytes,
            busy: Duration::from_secs(5),
        },
        reason: "an upgrade brings what has changed since the image was made, which is not known"
            .to_owned(),
        unknown: Vec::new(),
        ..Outcome::default()
    }
}
