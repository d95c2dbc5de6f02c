//! A full base image where the slim one would do.

use layerlab_catalog::{Match, base_image};
use layerlab_syntax::Command;

use super::install::{apk, apt};
use super::scene::replace;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "FullBaseImage",
    severity: Severity::Note,
    description: "The final image stands on a full base image of which there is a slim one",
    explanation: "The full images of languages bring compilers, headers and tools for every purpose, which is most of their size. The slim image of the same version has what a finished program needs: use it for the final image, and the full one in a stage that builds.",
    promise: Promise::ImageSize,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13\nCOPY app.py /\nCMD [\"python\", \"/app.py\"]\n",
            &["python:3.13-slim holds the same without compilers, headers and tools"],
        ),
        Example::bad(
            "FROM node:22 AS base\nRUN git clone https://example.com/a\nFROM base\nCMD [\"node\"]\n",
            &["node:22-slim holds the same without compilers, headers and tools"],
        ),
    ],
    good: &[
        Example::good("FROM python:3.13-slim\nCOPY app.py /\nCMD [\"python\", \"/app.py\"]\n"),
        Example::good(
            "FROM python:3.13 AS build\nCOPY app.py /\nFROM python:3.13-slim\nCOPY --from=build /app.py /\n",
        ),
        // There is no slim one.
        Example::good("FROM golang:1.26\nCOPY app.py /\n"),
        Example::good("FROM python:3.13-alpine\nCOPY app.py /\n"),
    ],
};

/// Tools of full images that slim ones lack.
const TOOLS: [&str; 18] = [
    "git",
    "hg",
    "svn",
    "curl",
    "wget",
    "gcc",
    "g++",
    "cc",
    "c++",
    "make",
    "unzip",
    "bzip2",
    "xz",
    "patch",
    "file",
    "ssh",
    "scp",
    "ssh-keyscan",
];

/// The slim image of the same version, if the catalogue knows that there is one and that it is smaller.
fn slim_of(reference: &str) -> Option<String> {
    let (name, tag) = reference.split_once(':')?;
    let is_version = tag.starts_with(|sign: char| sign.is_ascii_digit())
        && tag.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    let is_release = name == "debian" && tag.chars().all(|sign| sign.is_ascii_lowercase());
    if name.contains('/') || !(is_version || is_release) {
        return None;
    }
    let slim = format!("{name}:{tag}-slim");
    let (full, slim_facts) = (base_image(reference), base_image(&slim));
    let is_slim = match slim_facts.matched {
        Match::Exact => true,
        Match::Neighbour(other) => other.contains("-slim"),
        Match::Unknown => false,
    };
    let known = full.matched != Match::Unknown && is_slim;
    (known && slim_facts.size.bytes < full.size.bytes).then_some(slim)
}

/// A step of the final image that uses a tool which only the full image has: its line and the tool.
fn needs<'a>(scene: &Scene<'a>) -> Option<(usize, &'a str)> {
    let mut installed: Vec<&str> = Vec::new();
    for run in scene.image_runs() {
        for command in &run.script.commands {
            let packages = apt(command, "install").or(apk(command, "add"));
            if let Some((_, packages)) = packages {
                installed.extend(packages.iter().map(|package| package.text));
                continue;
            }
            let name = command.name();
            let brought = installed
                .iter()
                .any(|package| package.contains(name) || package.starts_with("build-"));
            if TOOLS.contains(&name) && !brought {
                return Some((run.instruction.lines.first, name));
            }
        }
    }
    None
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let stages = scene.image_stages().into_iter();
    let found = stages.filter_map(|index| {
        let stage = scene.syntax.stages.get(index)?;
        let instruction = scene.syntax.instructions.get(stage.from)?;
        let Command::From { image, .. } = &instruction.command else {
            return None;
        };
        if scene.plan.stages.get(index)?.base_stage.is_some() {
            return None;
        }
        let slim = slim_of(&image.value)?;
        let of_debian = slim.starts_with("debian:");
        let without = if of_debian {
            "documentation and manual pages"
        } else {
            "compilers, headers and tools"
        };
        let remedy = match needs(scene) {
            Some(_) if !of_debian => Remedy::ByHand(
                "No fix is offered, since a step uses a tool that the slim image lacks: do that in a stage of its own, or install the tool.",
            ),
            _ => Remedy::fix(
                format!("Build on {slim}"),
                vec![replace(image.span, slim.clone())],
                "What needs a compiler or a tool such as git fails without it: packages that are compiled when they are installed, and scripts.",
            ),
        };
        Some(OwnFound {
            instruction: stage.from,
            span: image.span,
            message: format!("{slim} holds the same without {without}"),
            remedy,
        })
    });
    found.collect()
}
