//! A base image whose version is left open.

use layerlab_syntax::Command;

use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::Example;

pub(super) static RULE: OwnRule = OwnRule {
    name: "UnpinnedBaseImage",
    severity: Severity::Note,
    description: "The base image has no tag, or the tag latest",
    explanation: "Without a tag the newest version is taken, which tomorrow may be another one: the same Dockerfile then gives another image, or none. Name a version, such as python:3.13-slim.",
    promise: Promise::Safety,
    finds,
    bad: &[
        Example::bad(
            "FROM python\nRUN true\n",
            &["The version of python is left open"],
        ),
        Example::bad(
            "FROM node:latest\nRUN true\n",
            &["The version of node is left open"],
        ),
    ],
    good: &[
        Example::good("FROM python:3.13 AS a\nRUN true\nFROM a\nRUN true\n"),
        Example::good("FROM scratch\nCOPY app.py /\n"),
        Example::good("ARG BASE=python:3.13\nFROM $BASE\nRUN true\n"),
    ],
};

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let stages = scene.syntax.stages.iter().zip(&scene.plan.stages);
    let found = stages.filter_map(|(stage, planned)| {
        let instruction = scene.syntax.instructions.get(stage.from)?;
        let Command::From { image, .. } = &instruction.command else {
            return None;
        };
        let name = image.value.as_ref();
        if planned.base_stage.is_some() || !planned.reachable || name.contains(['$', '@']) {
            return None;
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let bare = match last.split_once(':') {
            None => name,
            Some((_, "latest")) => name.strip_suffix(":latest")?,
            Some(_) => return None,
        };
        (bare != "scratch" && !bare.is_empty()).then(|| OwnFound {
            instruction: stage.from,
            span: image.span,
            message: format!("The version of {bare} is left open"),
            remedy: Remedy::ByHand(
                "Name the version that you test with: which one that is cannot be told from here.",
            ),
        })
    });
    found.collect()
}
