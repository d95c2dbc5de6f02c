//! `layerlab verify-syntax`, `verify-words`, `verify-ignore`, `verify-checks`: compares with what BuildKit's own code said, case by case.
//!
//! How a case is compared stands beside the tests of the crate that it is about.

use std::path::Path;

#[path = "../../core/tests/support/check_vector.rs"]
mod check_vector;
#[path = "../../dockerignore/tests/support/ignore_vector.rs"]
mod ignore_vector;
#[path = "../../syntax/tests/support/syntax_vector.rs"]
mod syntax_vector;
#[path = "../../syntax/tests/support/word_vector.rs"]
mod word_vector;

/// Compares one line of a file of cases: `None` if we agree, otherwise what differs.
type Compare = fn(&str) -> Result<Option<String>, String>;

/// What is compared.
#[derive(Clone, Copy)]
pub enum Subject {
    /// Dockerfiles.
    Syntax,
    /// Words with variables.
    Words,
    /// Ignore files.
    Ignore,
    /// The checks of Dockerfiles.
    Checks,
}

impl Subject {
    fn parts(self) -> (&'static str, Compare) {
        match self {
            Self::Syntax => ("syntax", syntax_vector::compare),
            Self::Words => ("words", word_vector::compare),
            Self::Ignore => ("dockerignore", ignore_vector::compare),
            Self::Checks => ("checks", check_vector::compare),
        }
    }
}

/// Compares all cases of a file, names those that differ, and ends with how many agree. True if all do.
///
/// # Errors
/// A sentence if the file cannot be read or a line is no case.
pub fn verify(path: &Path, subject: Subject) -> Result<bool, String> {
    let (name, compare) = subject.parts();
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut agree = 0;
    let mut all = 0;
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        all += 1;
        let difference =
            compare(line).map_err(|error| format!("{}, line {number}: {error}", path.display()))?;
        match difference {
            Some(difference) => say!("line {number}: {difference}"),
            None => agree += 1,
        }
    }
    say!("{name}: {agree} of {all} agree");
    Ok(agree == all)
}
