//! `layerlab explain`: the explanations in the terminal.

use layerlab_core::explain::{self, Texts, Topic};

/// Prints a topic: that of the name, or else what a search for it finds. Without a name, the index. `Ok(false)` if nothing
/// is found.
///
/// # Errors
/// None so far.
pub(crate) fn print(question: &str) -> Result<bool, String> {
    let texts = Texts::built_in();
    if question.trim().is_empty() {
        for (group, heading) in explain::groups().iter().enumerate() {
            say!("{heading}");
            for topic in explain::all().iter().filter(|topic| topic.group == group) {
                line(topic);
            }
            say!("");
        }
        return Ok(true);
    }
    let found = match explain::topic(question) {
        Some(topic) => vec![topic],
        None => explain::search(question, &texts),
    };
    match found.as_slice() {
        [] => {
            say!("No explanation speaks of {question}.");
            Ok(false)
        }
        [topic] => {
            whole(topic, &texts);
            Ok(true)
        }
        [first, rest @ ..] => {
            whole(first, &texts);
            say!("\nOther topics that speak of it:");
            rest.iter().for_each(|topic| line(topic));
            Ok(true)
        }
    }
}

fn line(topic: &Topic) {
    say!("  {:<24} {}", topic.id, topic.title);
}

fn whole(topic: &Topic, texts: &Texts) {
    say!("{}\n", topic.title);
    let Some(text) = texts.of(topic.id) else {
        say!("{}", topic.plain_summary());
        return;
    };
    say!("{}\n", text.summary.replace('`', ""));
    say!("{}", plain(text.why));
    if !text.more.is_empty() {
        say!("\n{}", plain(text.more));
    }
    say!("");
    for source in text.sources {
        say!("{} (read on {})", source.url, source.date);
    }
}

/// The words of a text: paragraphs apart, list items with a hyphen, blocks of code set in.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut in_block = false;
    let mut rest = html;
    let mut push = |words: &str, in_block: bool| {
        let words = words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        if in_block {
            for line in words.lines() {
                text.push_str("    ");
                text.push_str(line);
                text.push('\n');
            }
        } else {
            text.push_str(&words);
        }
    };
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').unwrap_or((after, ""));
        // Between two elements there is only the end of a line.
        if !before.trim().is_empty() || !before.contains('\n') {
            push(before, in_block);
        }
        match tag {
            "pre" => in_block = true,
            "/pre" => {
                in_block = false;
                push("\n", false);
            }
            "li" => push("- ", false),
            "/li" => push("\n", false),
            "/p" | "/h3" => push("\n\n", false),
            "/ul" | "/ol" => push("\n", false),
            _ => {}
        }
        rest = behind;
    }
    push(rest, in_block);
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_words() {
        let html = "<p>One <code>a &lt; b</code> and\n<a href=\"#/learn/x\">two</a>.</p>\n<ul>\n<li>First.</li>\n<li>Last.</li>\n</ul>\n\
                    <pre><code>RUN a\nRUN b\n</code></pre>\n<h3>More</h3>\n<p>End.</p>";
        assert_eq!(
            plain(html),
            "One a < b and\ntwo.\n\n- First.\n- Last.\n\n    RUN a\n    RUN b\n\nMore\n\nEnd."
        );
    }

    #[test]
    fn every_text_is_here_and_has_no_markup_left() {
        let texts = Texts::built_in();
        for topic in explain::all() {
            let text = texts.of(topic.id).expect(topic.id);
            let words = plain(text.why);
            assert!(!words.is_empty(), "{}", topic.id);
            assert!(
                !words.contains("</") && !words.contains("&lt;"),
                "{}",
                topic.id
            );
        }
    }
}
