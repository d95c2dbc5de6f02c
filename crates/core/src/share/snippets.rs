//! A link as it is put into other texts.

use super::Fragment;
use crate::format;

/// A link in Markdown. What is Markdown of its own in the name is made plain text.
#[must_use]
pub fn markdown_link(name: &str, address: &str) -> String {
    let mut label = String::new();
    for letter in name.chars() {
        match letter {
            '\n' | '\r' => label.push(' '),
            letter if letter.is_ascii_punctuation() && !",.:;".contains(letter) => {
                label.push('\\');
                label.push(letter);
            }
            letter => label.push(letter),
        }
    }
    format!("[{label} in Layerlab]({address})")
}

/// The Dockerfile as a block of Markdown, and the link below it.
#[must_use]
pub fn markdown_with_code(name: &str, dockerfile: &str, address: &str) -> String {
    // Longer than any in the text, so that none of it ends the block.
    let longest = (dockerfile.split(|letter| letter != '`').map(str::len)).max();
    let fence = "`".repeat(longest.map_or(3, |longest| longest + 1).max(3));
    let end = if dockerfile.is_empty() || dockerfile.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    let link = markdown_link(name, address);
    format!("{fence}dockerfile\n{dockerfile}{end}{fence}\n\n{link}\n")
}

/// Height of a frame, in CSS pixels, if the address says none.
const FRAME_HEIGHT: u32 = 480;

/// A frame in HTML that shows what the address says. `page` is the address of the page that is shared, without its fragment.
#[must_use]
pub fn embed_frame(page: &str, address: &Fragment, name: &str) -> String {
    let source = escaped(&embed_address(page, address));
    let title = escaped(&frame_title(name));
    let height = address.height.unwrap_or(FRAME_HEIGHT);
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
    )
}

/// The same by the script, which makes a frame that is as high as what is in it. The Dockerfile stands in its place wherever
/// there is no script.
#[must_use]
pub fn embed_script(page: &str, address: &Fragment, name: &str, dockerfile: &str) -> String {
    let script = escaped(&format!("{}embed.js", folder(page)));
    let code = escaped(address.code.as_deref().unwrap_or_default());
    let options = Fragment {
        code: None,
        ..address.clone()
    };
    let options = match options.write() {
        options if options.is_empty() => options,
        options => format!(" options=\"{}\"", escaped(&options)),
    };
    let title = escaped(&frame_title(name));
    format!(
        "<script src=\"{script}\" defer></script>\n<layerlab-playground title=\"{title}\"{options} code=\"{code}\">\n\
         <pre><code>{}</code></pre>\n</layerlab-playground>",
        escaped(dockerfile)
    )
}

/// The address of the page for frames that shows what an address says.
#[must_use]
pub fn embed_address(page: &str, address: &Fragment) -> String {
    format!("{}embed.html#{}", folder(page), address.write())
}

fn frame_title(name: &str) -> String {
    format!("Dockerfile playground: {name}")
}

/// With the slash at its end.
fn folder(page: &str) -> &str {
    let end = page.rfind('/').map_or(0, |slash| slash + 1);
    page.get(..end).unwrap_or_default()
}

/// As text and as the value of an attribute in HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match format::entity(letter) {
            Some(entity) => escaped.push_str(entity),
            None => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;

    /// The text of the code block, the text of the link and its address, as a reader of Markdown has them.
    fn read(markdown: &str) -> (String, String, Vec<String>) {
        let (mut code, mut label, mut addresses) = (String::new(), String::new(), Vec::new());
        let (mut in_code, mut in_link) = (false, false);
        for event in Parser::new(markdown) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    in_link = true;
                    addresses.push(dest_url.to_string());
                }
                Event::End(_) => {
                    in_code = false;
                    // The end of the link is the last but one.
                }
                Event::Text(text) if in_code => code.push_str(&text),
                Event::Text(text) if in_link => label.push_str(&text),
                Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    label.push_str(&format!("<{text}>"));
                }
                _ => {}
            }
        }
        (code, label, addresses)
    }

    const ADDRESS: &str = "https://example.org/layerlab/#1dA-b_C";

    #[test]
    fn whatever_the_name_is_the_link_leads_there_and_says_it() {
        for name in [
            "Django, two stages",
            "a [b](https://evil.example) c",
            "]( x",
            "`code` *and* _more_ <b>x</b> &amp;",
            "back\\slash",
        ] {
            let (_, label, addresses) = read(&markdown_link(name, ADDRESS));
            assert_eq!(addresses, [ADDRESS], "{name}");
            assert_eq!(label, format!("{name} in Layerlab"));
        }
    }

    #[test]
    fn the_dockerfile_stands_in_its_block_whatever_is_in_it() {
        for dockerfile in [
            "FROM alpine\nRUN a\n",
            "FROM alpine",
            "# ```\n# ~~~~\nFROM alpine\n````\nRUN `x`\n",
        ] {
            let (code, _, addresses) = read(&markdown_with_code("x", dockerfile, ADDRESS));
            assert_eq!(code.trim_end(), dockerfile.trim_end());
            assert_eq!(addresses, [ADDRESS]);
        }
    }

    fn address() -> Fragment {
        Fragment {
            code: Some("1dA-b_C".to_owned()),
            read_only: true,
            panels: Some(Vec::new()),
            ..Fragment::default()
        }
    }

    #[test]
    fn a_frame_says_what_its_address_says() {
        for page in [
            "https://example.org/lab/",
            "https://example.org/lab/index.html",
        ] {
            assert_eq!(
                embed_frame(page, &address(), "A \"B\" <c> & d"),
                "<iframe src=\"https://example.org/lab/embed.html#1dA-b_C&amp;panels=none&amp;readonly\" \
                 title=\"Dockerfile playground: A &quot;B&quot; &lt;c&gt; &amp; d\" width=\"100%\" height=\"480\" \
                 loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
            );
        }
    }

    #[test]
    fn the_script_has_the_dockerfile_for_those_without_scripts() {
        let html = embed_script("https://example.org/", &address(), "A", "RUN a <b && c\n");
        assert_eq!(
            html,
            "<script src=\"https://example.org/embed.js\" defer></script>\n\
             <layerlab-playground title=\"Dockerfile playground: A\" options=\"panels=none&amp;readonly\" code=\"1dA-b_C\">\n\
             <pre><code>RUN a &lt;b &amp;&amp; c\n</code></pre>\n</layerlab-playground>"
        );
        let plain = Fragment {
            code: Some("1d".to_owned()),
            ..Fragment::default()
        };
        assert!(!embed_script("https://example.org/", &plain, "A", "").contains("options"));
    }
}
