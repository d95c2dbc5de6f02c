//! Texts are short and easy to read.

use super::{all, text, texts};

/// The text that a reader sees, one line a paragraph, list item or heading, with each piece of code as one short word.
fn visible(html: &str) -> String {
    let mut seen = String::new();
    let mut code_depth = 0_usize;
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').expect("a tag ends");
        if code_depth == 0 {
            seen.push_str(before);
        }
        match tag {
            "code" | "pre" => code_depth += 1,
            "/code" => {
                code_depth -= 1;
                seen.push_str("code");
            }
            "/pre" => {
                code_depth -= 1;
                seen.push('\n');
            }
            "/p" | "/li" | "/h3" => seen.push('\n'),
            _ => {}
        }
        rest = behind;
    }
    seen.push_str(rest);
    seen.replace("&amp;", "&").replace("&quot;", "\"")
}

/// A summary, whose code stands between backquotes.
fn visible_summary(summary: &str) -> String {
    summary
        .split('`')
        .enumerate()
        .map(|(place, part)| if place % 2 == 0 { part } else { "code" })
        .collect()
}

fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['.', '?', ':', '\n'])
        .map(str::trim)
        .filter(|sentence| sentence.chars().any(char::is_alphabetic))
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

/// Groups of vowels, without a silent `e` at the end.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect();
    // A `y` before a vowel is a consonant, as in "layer".
    let is_vowel = |at: usize| {
        let letter = letters.get(at);
        let next = letters.get(at + 1);
        letter.is_some_and(|letter| "aeiou".contains(*letter))
            || letter == Some(&'y') && !next.is_some_and(|next| "aeiou".contains(*next))
    };
    let begins = |at: &usize| is_vowel(*at) && !at.checked_sub(1).is_some_and(is_vowel);
    let starts = (0..letters.len()).filter(begins).count();
    // "table" has two, "file" has one.
    let spoken =
        letters.ends_with(&['l', 'e']) && !letters.len().checked_sub(3).is_some_and(is_vowel);
    let silent = letters.len() > 2 && letters.ends_with(&['e']) && !spoken;
    starts.saturating_sub(usize::from(silent)).max(1)
}

/// Flesch's reading ease: 60 and more is plain English, below 50 is hard.
fn ease(text: &str) -> f64 {
    let words = words(text);
    let sentences = sentences(text).len().max(1);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = words.len().max(1) as f64;
    206.835 - 1.015 * count / sentences as f64 - 84.6 * syllables as f64 / count
}

#[test]
fn syllables_are_counted_well_enough() {
    for (word, count) in [
        ("layer", 2),
        ("cache", 1),
        ("image", 2),
        ("directory", 4),
        ("a", 1),
        ("file", 1),
        ("table", 2),
    ] {
        assert_eq!(syllables(word), count, "{word}");
    }
}

#[test]
fn summaries_are_two_or_three_short_sentences() {
    let texts = texts();
    for topic in all() {
        let summary = text(&texts, topic).summary;
        assert!(summary.ends_with('.'), "{}", topic.id);
        assert!(topic.summary.is_empty() || topic.summary == summary);
        let summary = visible_summary(summary);
        let count = summary
            .split_inclusive(['.', '?'])
            .filter(|sentence| sentence.chars().any(char::is_alphabetic))
            .count();
        assert!((1..=4).contains(&count), "{}: {count} sentences", topic.id);
        let words = words(&summary).len();
        assert!((8..=62).contains(&words), "{}: {words} words", topic.id);
    }
}

#[test]
fn texts_have_a_limited_length() {
    let texts = texts();
    for topic in all() {
        let text = text(&texts, topic);
        let why = words(&visible(text.why)).len();
        let more = words(&visible(text.more)).len();
        assert!(
            (15..=190).contains(&why),
            "{}: {why} words at once",
            topic.id
        );
        assert!(more <= 330, "{}: {more} words on demand", topic.id);
    }
}

#[test]
fn sentences_are_short_and_easy() {
    let texts = texts();
    let mut hard = Vec::new();
    for topic in all() {
        let parts = text(&texts, topic);
        let whole = format!(
            "{}\n{}\n{}",
            visible_summary(parts.summary),
            visible(parts.why),
            visible(parts.more)
        );
        let all_sentences = sentences(&whole);
        let average = words(&whole).len() / all_sentences.len().max(1);
        if average > 18 {
            hard.push(format!("{}: {average} words a sentence", topic.id));
        }
        for sentence in all_sentences {
            let count = words(sentence).len();
            if count > 34 {
                hard.push(format!("{}: {count} words in: {sentence}", topic.id));
            }
        }
        let ease = ease(&whole);
        if ease < 55.0 {
            hard.push(format!("{}: reading ease {ease:.0}", topic.id));
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn texts_are_plain() {
    let texts = texts();
    for topic in all() {
        let parts = text(&texts, topic);
        let prose = format!(
            "{}\n{}\n{}",
            visible_summary(parts.summary),
            visible(parts.why),
            visible(parts.more)
        );
        assert!(!prose.contains('!'), "{}", topic.id);
        let odd = prose
            .chars()
            .find(|character| !character.is_ascii() || character.is_ascii_control())
            .filter(|character| *character != '\n');
        assert_eq!(odd, None, "{}", topic.id);
    }
}
