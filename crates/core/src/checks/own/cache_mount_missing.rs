//! Dependencies that are downloaded again whenever their list is edited.

use layerlab_syntax::Command as Instruction;

use super::install::{lists, npm, pip};
use super::scene::{Run, insert, replace};
use super::script::Command;
use super::{OwnFound, OwnRule, Promise, Remedy, Scene, Severity};
use crate::checks::{Example, TextEdit};
use layerlab_syntax::Span;

pub(super) static RULE: OwnRule = OwnRule {
    name: "CacheMountMissing",
    severity: Severity::Hint,
    description: "Downloaded packages are kept nowhere, so that an edit of the list of dependencies fetches all of them again",
    explanation: "One more line in the list of dependencies runs the installation again, and it fetches every package, those too that it had before. A cache mount, as in RUN --mount=type=cache, is a folder that outlives the step and is no part of the image: what was downloaded once is still there.",
    promise: Promise::DependencyEdit,
    finds,
    bad: &[
        Example::bad(
            "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
            &["An edit of the list of dependencies makes pip download all packages again"],
        ),
        Example::bad(
            "FROM node:22 AS build\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nFROM node:22-slim\nCOPY --from=build /app/node_modules /app/node_modules\n",
            &["An edit of the list of dependencies makes npm download all packages again"],
        ),
    ],
    good: &[
        Example::good(
            "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n",
        ),
        // What the cache costs in the image is told of by a rule of its own.
        Example::good(
            "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
        ),
        Example::good("FROM python:3.13-slim\nRUN pip install --no-cache-dir django\n"),
        Example::good(
            "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nUSER node\nRUN npm install && npm cache clean --force\n",
        ),
    ],
};

/// A program that installs from a list, and where root's downloads are kept.
struct Tool {
    name: &'static str,
    cache: &'static str,
}

fn tool_of(command: &Command<'_>) -> Option<Tool> {
    lists(command)?;
    let tool = |name, cache| Some(Tool { name, cache });
    if pip(command).is_some() {
        return tool("pip", "/root/.cache/pip");
    }
    if npm(command).is_some() {
        return tool("npm", "/root/.npm");
    }
    match command.name() {
        "yarn" => tool("yarn", "/usr/local/share/.cache/yarn"),
        "pipenv" => tool("pipenv", "/root/.cache"),
        _ => None,
    }
}

fn finds(scene: &Scene<'_>) -> Vec<OwnFound> {
    let kept = super::package_cache_kept::instructions(scene);
    let found = scene.runs().filter_map(|run| {
        let tool = run.script.commands.iter().find_map(tool_of)?;
        // Where another user keeps downloads, and whether it may write there, is not known.
        let user = run.exec.user.split(':').next().unwrap_or_default();
        let stage = scene.syntax.stage_of(run.index)?;
        let as_root = matches!(user, "" | "root" | "0") && scene.is_known(stage);
        if !as_root || run.mounts(tool.cache) || kept.contains(&run.index) {
            return None;
        }
        let elsewhere = ["PIP_CACHE_DIR", "YARN_CACHE_FOLDER", "npm_config_cache"];
        if elsewhere.iter().any(|name| run.variable(name).is_some()) {
            return None;
        }
        Some(OwnFound {
            instruction: run.index,
            message: format!(
                "An edit of the list of dependencies makes {} download all packages again",
                tool.name
            ),
            remedy: remedy(scene, &run, &tool),
            ..OwnFound::default()
        })
    });
    found.collect()
}

fn remedy(scene: &Scene<'_>, run: &Run<'_>, tool: &Tool) -> Remedy {
    let commands = &run.script.commands;
    let cleans = commands.iter().any(|command| {
        let verb = command.verb(&[]).map(|(verb, _)| verb.text);
        let removes = command.name() == "rm" && command.mentions("cache");
        verb == Some("cache") || removes || (command.name() == "rm" && command.mentions(".npm"))
    });
    if cleans {
        return Remedy::ByHand(
            "Put a cache mount in the place of the command that empties the cache: it would empty the mount as well.",
        );
    }
    if run.variable("PIP_NO_CACHE_DIR").is_some() {
        return Remedy::ByHand(
            "PIP_NO_CACHE_DIR switches pip's cache off: take it out, and give the step a cache mount for /root/.cache/pip.",
        );
    }
    let Instruction::Run(_) = &run.instruction.command else {
        return Remedy::default();
    };
    let mount = format!(" --mount=type=cache,target={}", tool.cache);
    let mut edits = vec![insert(run.instruction.keyword.span.end, mount)];
    for command in commands.iter().filter(|command| tool_of(command).is_some()) {
        let switches = command
            .words
            .iter()
            .filter(|word| word.text.starts_with("--no-cache"));
        edits.extend(switches.map(|word| without(scene, word.span)));
    }
    Remedy::fix(
        format!("Keep {}'s downloads in a cache mount", tool.name),
        edits,
        "The builder keeps the folder until it is pruned; a new builder, as most services for continuous integration start one, begins with an empty one.",
    )
}

/// A word taken out with the spaces in front of it, if it stands on the same line as the word before.
fn without(scene: &Scene<'_>, span: Span) -> TextEdit {
    let before = scene.text.get(..span.start).unwrap_or_default();
    let trimmed = before.trim_end_matches([' ', '\t']);
    // At the beginning of a line, the spaces behind it go.
    if trimmed.ends_with('\n') {
        let rest = scene.text.get(span.end..).unwrap_or_default();
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        return replace(Span::new(span.start, span.end + spaces), "");
    }
    replace(Span::new(trimmed.len(), span.end), "")
}
