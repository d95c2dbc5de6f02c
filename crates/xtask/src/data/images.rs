//! Which packages images hold.
//!
//! Of some images the list is published. Of others the published history says what they install on top of slim or full Debian;
//! all that it depends on follows.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;
use super::suite::{Suite, listed};

const COMPILERS: &str = "
ca-certificates curl g++ gcc git gnupg libc6-dev make mercurial netbase openssh-client pkg-config procps sq subversion wget
";

const BUILD_TOOLS: &str = "
autoconf automake bzip2 ca-certificates curl default-libmysqlclient-dev dpkg-dev file g++ gcc git gnupg imagemagick
libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev
libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncursesw5-dev
libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt-dev libyaml-dev
make mercurial netbase openssh-client patch procps sq subversion unzip wget xz-utils zlib1g-dev
";

const PYTHON_SLIM: &str =
    "ca-certificates netbase tzdata libffi8 libgdbm6 libncursesw6 libreadline8 openssl";
const PHP: &str =
    "autoconf ca-certificates curl dpkg-dev file g++ gcc libc6-dev make pkg-config re2c xz-utils";
const RUST_SLIM: &str = "ca-certificates gcc libc6-dev";
/// Besides the build tools.
const PYTHON: &str = "libbluetooth-dev tk-dev uuid-dev";

/// Lines of the table: a list, the one that it stands on, and its own packages.
pub fn installed(
    release: &str,
    suite: &Suite,
    source: &Source,
) -> Result<Vec<Vec<String>>, String> {
    let lists = source.json("installed-packages.json")?;
    let derived = |names: &str| {
        let mut all = suite.closure(names.split_whitespace(), false, &suite.base);
        all.extend(suite.base.iter().cloned());
        all
    };
    // Only of the newer release there are lists of Python's images.
    let published = |key: &str, names: &str| match release {
        "13" => listed(&lists, key),
        _ => derived(names),
    };
    let python = published("python:3.12", &format!("{BUILD_TOOLS} {PYTHON}"));
    let images: [(&str, &str, BTreeSet<String>); 8] = [
        ("debian-slim", "", suite.base.clone()),
        (
            "python-slim",
            "debian-slim",
            published("python:3.12-slim", PYTHON_SLIM),
        ),
        ("rust-slim", "debian-slim", derived(RUST_SLIM)),
        ("php", "rust-slim", derived(PHP)),
        ("compilers", "rust-slim", derived(COMPILERS)),
        ("build-tools", "rust-slim", derived(BUILD_TOOLS)),
        ("python", "build-tools", python),
        ("ubuntu", "", suite.ubuntu.clone()),
    ];
    let all: BTreeMap<&str, &BTreeSet<String>> = images
        .iter()
        .map(|(name, _, packages)| (*name, packages))
        .collect();
    let rows = images.iter().map(|(name, below, packages)| {
        let inherited = all.get(below);
        let own = packages
            .iter()
            .filter(|package| !inherited.is_some_and(|inherited| inherited.contains(*package)));
        let own: Vec<&str> = own.map(String::as_str).collect();
        vec![(*name).to_owned(), (*below).to_owned(), own.join(" ")]
    });
    Ok(rows.collect())
}
