//! What commands do with a here-document on their standard input.

use super::shell::ShellCommand;
use crate::graph::paths;

/// The shells whose script a here-document can be.
const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

/// Whether a command is a shell that reads its script from the standard input: flags at most, or `-s` with arguments.
pub(super) fn reads_script(words: &[String]) -> bool {
    let mut words = words.iter().map(String::as_str);
    let name = words.find(|word| !matches!(*word, "sudo" | "exec" | "time" | "nice"));
    if !name.is_some_and(|name| SHELLS.contains(&paths::base_name(name))) {
        return false;
    }
    while let Some(word) = words.next() {
        let Some(letters) = word.strip_prefix(['-', '+']) else {
            return false;
        };
        if letters.is_empty() || letters.starts_with('-') {
            continue;
        }
        if letters.contains('c') {
            return false;
        }
        if letters.contains('s') {
            return true;
        }
        // `-o pipefail`
        if letters.ends_with('o') {
            words.next();
        }
    }
    true
}

/// `cat` that prints nothing but its input.
pub(super) fn hands_on(command: &ShellCommand) -> bool {
    let is_cat = matches!(command.words.as_slice(), [name] if name == "cat")
        || matches!(command.words.as_slice(), [name, from] if name == "cat" && from == "-");
    is_cat && command.output.is_none()
}
