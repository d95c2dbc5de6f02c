//! Commands that install what the files of a project list, and the words of package managers.

use super::script::{Command, Word};

/// Options of apt whose value is a word of its own.
const APT_VALUED: [&str; 6] = ["-o", "-t", "-c", "--option", "--target-release", "-a"];

/// `apt-get` or `apt` with this verb; its arguments.
pub(super) fn apt<'c, 'a>(
    command: &'c Command<'a>,
    verb: &str,
) -> Option<(Word<'a>, &'c [Word<'a>])> {
    let is_apt = matches!(command.name(), "apt-get" | "apt");
    let found = command.verb(&APT_VALUED).filter(|_| is_apt)?;
    (found.0.text == verb).then_some(found)
}

/// `pip install`; its arguments.
pub(super) fn pip<'c, 'a>(command: &'c Command<'a>) -> Option<(Word<'a>, &'c [Word<'a>])> {
    let name = command.name();
    let found =
        if name.starts_with("pip") && !name.starts_with("pipenv") && !name.starts_with("pipx") {
            command.verb(&["--cache-dir", "--timeout", "--retries", "--log"])
        } else if name.starts_with("python") {
            // `python -m pip install`.
            let place = command.words.iter().position(|word| word.text == "pip")?;
            let module = place
                .checked_sub(1)
                .and_then(|before| command.words.get(before));
            module.filter(|word| word.text == "-m")?;
            let verb = command.words.get(place + 1)?;
            Some((*verb, command.words.get(place + 2..).unwrap_or_default()))
        } else {
            None
        };
    found.filter(|(verb, _)| verb.text == "install")
}

/// `npm ci` or `npm install`; its arguments.
pub(super) fn npm<'c, 'a>(command: &'c Command<'a>) -> Option<(Word<'a>, &'c [Word<'a>])> {
    let found = (command.name() == "npm").then(|| command.verb(&[]))?;
    found.filter(|(verb, _)| matches!(verb.text, "ci" | "install" | "i" | "clean-install"))
}

/// `apk add`; its arguments.
pub(super) fn apk<'c, 'a>(
    command: &'c Command<'a>,
    verb: &str,
) -> Option<(Word<'a>, &'c [Word<'a>])> {
    let found =
        (command.name() == "apk").then(|| command.verb(&["-X", "--repository", "-p", "--root"]))?;
    found.filter(|(word, _)| word.text == verb)
}

/// The files of the project that a command installs from, relative to its directory: those that must be there, and those
/// that it uses if they are. `None` if the command is no such installation.
pub(super) fn lists(command: &Command<'_>) -> Option<(Vec<String>, &'static [&'static str])> {
    let one = |name: &str| vec![name.to_owned()];
    if let Some((_, arguments)) = pip(command) {
        let mut required = Vec::new();
        let mut words = arguments
            .iter()
            .map(|word| word.text.trim_matches(['"', '\'']));
        while let Some(word) = words.next() {
            if matches!(word, "-r" | "--requirement" | "-c" | "--constraint") {
                required.push(words.next()?.to_owned());
            } else if let Some(file) = word
                .strip_prefix("--requirement=")
                .or(word.strip_prefix("-r"))
            {
                required.push(file.to_owned());
            } else if word.starts_with('.')
                || word.starts_with('/')
                || word.starts_with("-e")
                || word == "--editable"
            {
                // The project itself is installed.
                return None;
            }
        }
        return (!required.is_empty()).then_some((required, &[]));
    }
    if let Some((_, arguments)) = npm(command) {
        let alone = arguments.iter().all(|word| word.text.starts_with('-'));
        let global = command.has("-g") || command.has("--global") || command.has("--prefix");
        let optional = &["package-lock.json", "npm-shrinkwrap.json", ".npmrc"];
        return (alone && !global).then(|| (one("package.json"), optional.as_slice()));
    }
    let verb = command.verb(&[]).map(|(verb, _)| verb.text);
    match (command.name(), verb) {
        ("yarn", None | Some("install")) => Some((
            one("package.json"),
            &["yarn.lock", ".yarnrc", ".yarnrc.yml", ".npmrc"],
        )),
        ("pnpm", Some("install" | "i")) => {
            let optional = &["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc"];
            Some((one("package.json"), optional.as_slice()))
        }
        ("pipenv", Some("install" | "sync")) => Some((one("Pipfile"), &["Pipfile.lock"])),
        ("poetry", Some("install")) if command.has("--no-root") => {
            Some((one("pyproject.toml"), &["poetry.lock"]))
        }
        ("go", Some("mod")) if command.mentions("download") => Some((one("go.mod"), &["go.sum"])),
        ("mvn", _) if command.mentions("dependency:") && !packs(command) => {
            Some((one("pom.xml"), &[]))
        }
        // Both run code of the project, unless they are told not to.
        ("composer", Some("install"))
            if command.has("--no-scripts") && command.has("--no-autoloader") =>
        {
            Some((one("composer.json"), &["composer.lock"]))
        }
        ("uv", Some("sync")) if command.has("--no-install-project") => {
            Some((one("pyproject.toml"), &["uv.lock"]))
        }
        ("bundle", Some("install")) => Some((one("Gemfile"), &["Gemfile.lock"])),
        _ => None,
    }
}

/// Maven builds the project, too.
fn packs(command: &Command<'_>) -> bool {
    let goals = ["compile", "package", "install", "verify", "test"];
    command.texts().any(|word| goals.contains(&word))
}

/// The command makes or changes a user or a group.
pub(super) fn is_account(command: &Command<'_>) -> bool {
    matches!(
        command.name(),
        "useradd" | "adduser" | "groupadd" | "addgroup" | "usermod"
    )
}

/// The command works on the system and reads nothing of the project.
pub(super) fn is_of_the_system(command: &Command<'_>) -> bool {
    let plain = match command.name() {
        "apt-get" | "apt" | "apk" | "useradd" | "adduser" | "groupadd" | "addgroup" | "mkdir"
        | "set" | "echo" | "true" | "usermod" => true,
        "rm" => command.words.iter().skip(1).all(|word| {
            word.text.starts_with('-') || word.text.starts_with('/') || word.text.starts_with("~/")
        }),
        "npm" | "yarn" | "pnpm" => {
            let verb = command.verb(&[]).map(|(verb, _)| verb.text);
            matches!(verb, Some("cache" | "config")) || command.has("-g")
        }
        "corepack" => true,
        _ => pip(command).is_some_and(|(_, arguments)| {
            arguments.iter().all(|word| {
                word.text.starts_with("--no-cache")
                    || !word.text.contains(['/', '.', '$'])
                    || word.text.contains("==")
            }) && !command.has("-r")
                && !command.has("--req")
                && !command.has("-e")
        }),
    };
    plain && !command.mentions("./")
}
