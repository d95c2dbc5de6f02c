//! Drawing a picture that needs nothing besides itself: no fonts, no style sheet, no script.

use crate::format;

/// Colours on white; the same hues as the page's light theme has.
pub(super) mod colour {
    pub(crate) const PAPER: &str = "#ffffff";
    pub(crate) const INK: &str = "#1d1f23";
    pub(crate) const INK_2: &str = "#5b606b";
    pub(crate) const RULE: &str = "#e6e3dc";
    pub(crate) const EDGE: &str = "#8b8f99";
    pub(crate) const HIT: &str = "#0f766e";
    pub(crate) const HIT_BG: &str = "#e3f3f0";
    pub(crate) const RUN: &str = "#ab4e08";
    pub(crate) const FAIL: &str = "#b42318";
    pub(crate) const BASE: &str = "#c9d6d4";
    pub(crate) const PARTS: [&str; 5] = ["#e8b878", "#b9c6ee", "#d9b8dd", "#b9d8a8", "#e3c9bd"];
}

const SANS: &str = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif";
const MONO: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace";

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) fill: &'static str,
    pub(super) bold: bool,
    pub(super) mono: bool,
    /// `start`, `middle` or `end`.
    pub(super) anchor: &'static str,
}

impl Type {
    pub(super) const PLAIN: Self = Self {
        size: 12.0,
        fill: colour::INK,
        bold: false,
        mono: false,
        anchor: "start",
    };
    pub(super) const SMALL: Self = Self {
        size: 11.0,
        fill: colour::INK_2,
        ..Self::PLAIN
    };
    pub(super) const CODE: Self = Self {
        mono: true,
        ..Self::PLAIN
    };
    pub(super) const TITLE: Self = Self {
        size: 17.0,
        bold: true,
        ..Self::PLAIN
    };

    pub(super) fn ending(self) -> Self {
        Self {
            anchor: "end",
            ..self
        }
    }
}

/// A picture in the making. All lengths are in pixels.
#[derive(Debug)]
pub(super) struct Drawing {
    width: f64,
    body: String,
}

impl Drawing {
    pub(super) fn new(width: f64) -> Self {
        Self {
            width,
            body: String::new(),
        }
    }

    pub(super) fn text(&mut self, x: f64, y: f64, style: Type, text: &str) {
        let family = if style.mono { MONO } else { SANS };
        let weight = if style.bold {
            " font-weight=\"650\""
        } else {
            ""
        };
        self.body.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{family}\" font-size=\"{}\"{weight} fill=\"{}\" text-anchor=\"{}\">{}</text>\n",
            style.size,
            style.fill,
            style.anchor,
            escaped(text)
        ));
    }

    /// A box; `more` are further attributes.
    pub(super) fn rect(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        fill: &str,
        more: &str,
    ) {
        self.body.push_str(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"{more}/>\n"
        ));
    }

    /// The whole picture with its name and what it shows in a sentence.
    pub(super) fn finish(self, height: f64, title: &str, description: &str) -> String {
        let (width, body) = (self.width, self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"title description\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
             <defs><pattern id=\"waste\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" fill=\"{}\"/></pattern></defs>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n{body}</svg>\n",
            escaped(title),
            escaped(description),
            colour::FAIL,
            colour::PAPER
        )
    }
}

/// A text as XML can hold it. Characters that XML has no place for are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => match format::entity(letter) {
                Some(entity) => escaped.push_str(entity),
                None => escaped.push(letter),
            },
        }
    }
    escaped
}

/// The text if it is no longer than so many letters, else its beginning.
pub(super) fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept = text.chars().take(letters.saturating_sub(1));
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_types_is_text_and_nothing_else() {
        assert_eq!(escaped("a<b & \"c\"\u{1}\n"), "a&lt;b &amp; &quot;c&quot; ");
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
    }
}
