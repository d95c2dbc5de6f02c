//! FROM and AS in different case.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "FromAsCasing",
    origin: Origin::BuildKit,
    description: "The 'as' keyword should match the case of the 'from' keyword",
    url: "https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
    experimental: false,
    explanation: "FROM and AS are two words of one instruction, and one of them is written in capitals and the other is not. Docker does not mind; a reader stumbles. Write both alike.",
    finds,
    bad: &[
        Example::bad(
            "FROM alpine as a\n",
            &["'as' and 'FROM' keywords' casing do not match"],
        ),
        Example::bad(
            "from alpine AS a\n",
            &["'AS' and 'from' keywords' casing do not match"],
        ),
    ],
    good: &[
        Example::good("FROM alpine AS a\n"),
        Example::good("from alpine as a\n"),
        Example::good("From alpine As a\n"),
    ],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    let Moment::From {
        keyword,
        words: [_, middle, _, ..],
    } = moment
    else {
        return Vec::new();
    };
    let matches = if *keyword == keyword.to_lowercase() {
        *middle == middle.to_lowercase()
    } else if *keyword == keyword.to_uppercase() {
        *middle == middle.to_uppercase()
    } else {
        // Another rule has something to say of such a keyword.
        true
    };
    if matches {
        return Vec::new();
    }
    Found::message(format!(
        "'{middle}' and '{keyword}' keywords' casing do not match"
    ))
}
