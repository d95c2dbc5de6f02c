//! A platform that is fixed in the file.

use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};
use crate::graph::platform::Platform;

pub(super) static RULE: Rule = Rule {
    name: "FromPlatformFlagConstDisallowed",
    origin: Origin::BuildKit,
    description: "FROM --platform flag should not use a constant value",
    url: "https://docs.docker.com/go/dockerfile/rule/from-platform-flag-const-disallowed/",
    experimental: false,
    explanation: "The platform is fixed in the file, so docker build --platform cannot build this stage for another one. Leave the flag out, or use $BUILDPLATFORM for a stage that runs on the builder's machine. If the stage is meant for that platform alone, put the platform into its name.",
    finds,
    bad: &[Example::bad(
        "FROM --platform=linux/amd64 alpine AS build\n",
        &["FROM --platform flag should not use constant value \"linux/amd64\""],
    )],
    good: &[
        Example::good("FROM --platform=linux/amd64 alpine AS build_amd64\n"),
        Example::good("FROM --platform=$BUILDPLATFORM alpine\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::StagePlatform {
        value,
        used: [],
        unset: [],
        stage,
        ..
    } = moment
    else {
        return Vec::new();
    };
    // What is no platform is refused later.
    let Ok(platform) = Platform::parse(value) else {
        return Vec::new();
    };
    if stage.contains(&platform.os) || stage.contains(&platform.architecture) {
        return Vec::new();
    }
    Found::message(format!(
        "FROM --platform flag should not use constant value {}",
        go_quote(value)
    ))
}
