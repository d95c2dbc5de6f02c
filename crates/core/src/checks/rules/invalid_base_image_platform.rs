//! A base image for another platform.

use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "InvalidBaseImagePlatform",
    origin: Origin::BuildKit,
    description: "Base image platform does not match expected target platform",
    url: "",
    experimental: false,
    explanation: "The base image is for another platform than the stage, so its programs run only in an emulator, slowly, or not at all. Choose an image that exists for the platform, or build for the platform that the image has.",
    finds,
    bad: &[Example::bad(
        "FROM --platform=linux/arm64 alpine AS for_arm64\n",
        &[
            "Base image alpine was pulled with platform \"linux/amd64\", expected \"linux/arm64\" for current build",
        ],
    )],
    good: &[
        Example::good("FROM alpine\n"),
        Example::good("FROM scratch\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::BaseImage {
            name,
            expected,
            actual,
        } if expected.os != actual.os || expected.architecture != actual.architecture => {
            Found::message(format!(
                "Base image {name} was pulled with platform {}, expected {} for current build",
                go_quote(&actual.shown()),
                go_quote(&expected.shown())
            ))
        }
        _ => Vec::new(),
    }
}
