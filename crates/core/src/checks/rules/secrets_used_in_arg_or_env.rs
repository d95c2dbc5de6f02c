//! A secret in ARG or ENV.

use layerlab_syntax::buildkit_view::go_quote;

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "SecretsUsedInArgOrEnv",
    origin: Origin::BuildKit,
    description: "Sensitive data should not be used in the ARG or ENV commands",
    url: "https://docs.docker.com/go/dockerfile/rule/secrets-used-in-arg-or-env/",
    experimental: false,
    explanation: "The name sounds like a secret. Values of ENV are part of the image, and those of ARG stand in its history: whoever gets the image can read them with docker history. Use RUN --mount=type=secret for what the build needs, and environment variables of the container for what the program needs.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nENV DB_PASSWORD=x\nARG api_token\n",
        &[
            "Do not use ARG or ENV instructions for sensitive data (ENV \"DB_PASSWORD\")",
            "Do not use ARG or ENV instructions for sensitive data (ARG \"api_token\")",
        ],
    )],
    good: &[Example::good(
        "FROM alpine\nENV PASSWORD_FILE=/run/secrets/x PUBLIC_KEY=1 TOKENIZER=1\nLABEL secret=x\n",
    )],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let (instruction, key) = match moment {
        Moment::Pair {
            is_env: true, key, ..
        } => ("ENV", key),
        Moment::Argument { name } => ("ARG", name),
        _ => return Vec::new(),
    };
    if !has_word(key, &SECRET) || has_word(key, &HARMLESS) {
        return Vec::new();
    }
    Found::message(format!(
        "Do not use ARG or ENV instructions for sensitive data ({instruction} {})",
        go_quote(key)
    ))
}

/// Words that name something secret, and words that say it is not the secret itself (BuildKit: `getSecretsRegex`).
const SECRET: [&str; 10] = [
    "apikey",
    "auth",
    "credential",
    "credentials",
    "key",
    "password",
    "pword",
    "passwd",
    "secret",
    "token",
];
const HARMLESS: [&str; 3] = ["public", "file", "version"];

/// Whether one of the words stands between underscores.
fn has_word(key: &str, words: &[&str]) -> bool {
    // Go's folding takes the long s and the Kelvin sign for the letters that they look like.
    let folded = |character: char| match character {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    };
    let key: String = key.chars().map(folded).collect();
    key.split('_').any(|part| words.contains(&part))
}
