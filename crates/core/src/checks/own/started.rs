//! What the container starts, as the configuration of the final image says.

use super::Scene;
use crate::effects::{is_shell, read_script};
use crate::graph::paths;

/// The commands that the container starts.
pub(super) struct Started {
    /// The last instruction that says so.
    pub(super) instruction: usize,
    /// All of them, with variables replaced where a shell does that. What is handed to an entrypoint of its own is there
    /// by itself as well, since such a script mostly runs it in the end.
    pub(super) commands: Vec<Vec<String>>,
}

/// The script of `sh -c script`.
fn shell_script(words: &[String]) -> Option<&str> {
    let [shell, option, script, ..] = words else {
        return None;
    };
    let takes_script = option.starts_with('-') && option.ends_with('c');
    (is_shell(shell) && takes_script).then_some(script)
}

/// What the Dockerfile starts in the final image; `None` if it says nothing of that.
pub(super) fn started(scene: &Scene<'_>) -> Option<Started> {
    let config = &scene.target()?.config;
    let instruction = scene.last_start()?;
    let of = |words: &[String]| -> Vec<Vec<String>> {
        match shell_script(words) {
            Some(script) => {
                let script = read_script(script, &config.env);
                script
                    .commands
                    .into_iter()
                    .map(|command| command.words)
                    .collect()
            }
            None => vec![words.to_vec()],
        }
    };
    let mut commands = Vec::new();
    if config.entrypoint.is_empty() {
        commands.extend(of(&config.cmd));
    } else if shell_script(&config.entrypoint).is_some() {
        // CMD is no part of it then.
        commands.extend(of(&config.entrypoint));
    } else {
        let mut whole = config.entrypoint.clone();
        whole.extend(config.cmd.iter().cloned());
        commands.push(whole);
        commands.extend(of(&config.cmd));
    }
    let commands = commands.into_iter().map(without_wrappers);
    Some(Started {
        instruction,
        commands: commands.filter(|words| !words.is_empty()).collect(),
    })
}

/// Without what only hands over to the command behind it.
fn without_wrappers(words: Vec<String>) -> Vec<String> {
    let mut rest = words.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let second = behind.first().map(String::as_str);
        rest = match (paths::base_name(first), second) {
            ("exec" | "tini" | "dumb-init" | "catatonit" | "--", _) => behind,
            ("poetry" | "pipenv" | "uv", Some("run")) => behind.get(1..).unwrap_or_default(),
            _ => break,
        };
    }
    rest.to_vec()
}

/// The name of the program, with `python -m` and the interpreter of a script left out, and its arguments.
pub(super) fn program(words: &[String]) -> Option<(&str, &[String])> {
    let (first, rest) = words.split_first()?;
    let name = paths::base_name(first);
    if !is_python(name) {
        return Some((name, rest));
    }
    // Options of the interpreter itself.
    let own = rest
        .iter()
        .position(|word| word == "-m" || !word.starts_with('-'));
    let rest = own.and_then(|own| rest.get(own..)).unwrap_or_default();
    match rest.split_first() {
        Some((option, module)) if option == "-m" => {
            let (module, rest) = module.split_first()?;
            Some((module.as_str(), rest))
        }
        Some((script, rest)) => Some((paths::base_name(script), rest)),
        None => Some((name, rest)),
    }
}

/// `python`, `python3`, `python3.13`.
pub(super) fn is_python(name: &str) -> bool {
    name.strip_prefix("python").is_some_and(|version| {
        let mut signs = version.chars();
        signs.all(|sign| sign.is_ascii_digit() || sign == '.')
    })
}
