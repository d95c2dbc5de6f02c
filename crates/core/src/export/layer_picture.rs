//! The layers of an image as a picture.

use super::svg::{Drawing, Type, colour, cut};
use crate::format;
use crate::lab::{Analysis, ImagePart};

const WIDTH: f64 = 960.0;
const EDGE: f64 = 24.0;
const BAR_HEIGHT: f64 = 34.0;
const ROW: f64 = 26.0;
/// No layer that holds anything is narrower.
const NARROWEST: f64 = 3.0;

/// The layers as SVG; `title` names the project.
#[must_use]
pub fn layer_picture(analysis: &Analysis, title: &str) -> String {
    let image = &analysis.image;
    let mut drawing = Drawing::new(WIDTH);
    drawing.text(EDGE, 36.0, Type::TITLE, &cut(title, 80));
    let range = format::uncertainty(image.size).map(|range| format!(" ({range})"));
    let said = format!(
        "Image {}{}, {} to pull, {} in all",
        format::size(image.size),
        range.unwrap_or_default(),
        format::size(image.pull),
        format::counted(image.parts.len(), "part"),
    );
    drawing.text(EDGE, 56.0, Type::SMALL, &said);
    let (top, room) = (72.0, WIDTH - 2.0 * EDGE);
    let mut x = EDGE;
    let total: f64 = widths(&image.parts).into_iter().sum::<f64>().max(1.0);
    let mut colours = Colours::default();
    let mut y = top + BAR_HEIGHT + 18.0;
    for (part, width) in image.parts.iter().zip(widths(&image.parts)) {
        let (fill, width) = (colours.of(part), width / total * room);
        let stroke = format!(" stroke=\"{}\"", colour::PAPER);
        drawing.rect((x, top), (width, BAR_HEIGHT), fill, &stroke);
        let wasted: u64 = part.wasted.iter().map(|waste| waste.size.bytes).sum();
        if wasted > 0 && part.size.bytes > 0 {
            let share = (wasted as f64 / part.size.bytes as f64).clamp(0.0, 1.0);
            let wide = (width * share).max(NARROWEST).min(width);
            let stroke = format!(" stroke=\"{}\"", colour::FAIL);
            drawing.rect(
                (x + width - wide, top),
                (wide, BAR_HEIGHT),
                "url(#waste)",
                &stroke,
            );
        }
        x += width;
        y = legend(&mut drawing, y, part, fill, wasted);
    }
    drawing.text(
        WIDTH - EDGE,
        y + 14.0,
        Type::SMALL.ending(),
        "simulated by Layerlab",
    );
    drawing.finish(y + 32.0, title, &said)
}

/// A row of the legend, and another one if something is wasted. Gives the place for the next.
fn legend(drawing: &mut Drawing, y: f64, part: &ImagePart, fill: &str, wasted: u64) -> f64 {
    drawing.rect((EDGE, y + 4.0), (BAR_HEIGHT / 2.6, 13.0), fill, " rx=\"3\"");
    drawing.text(EDGE + 22.0, y + 15.0, Type::CODE, &cut(&part.label, 84));
    let size = format!("{}, {}", format::size(part.size), part.basis);
    drawing.text(WIDTH - EDGE, y + 15.0, Type::PLAIN.ending(), &size);
    if wasted == 0 {
        return y + ROW;
    }
    let stroke = format!(" stroke=\"{}\" rx=\"3\"", colour::FAIL);
    drawing.rect(
        (EDGE, y + ROW + 4.0),
        (BAR_HEIGHT / 2.6, 13.0),
        "url(#waste)",
        &stroke,
    );
    let said = format!(
        "of it {} wasted: a later step replaced or removed it",
        format::bytes(wasted)
    );
    drawing.text(EDGE + 22.0, y + ROW + 15.0, Type::PLAIN, &said);
    y + 2.0 * ROW
}

fn widths(parts: &[ImagePart]) -> Vec<f64> {
    let total: f64 = parts.iter().map(|part| part.size.bytes as f64).sum();
    let width = |part: &ImagePart| match part.size.bytes {
        0 => 0.0,
        bytes => (bytes as f64 / total * (WIDTH - 2.0 * EDGE)).max(NARROWEST),
    };
    parts.iter().map(width).collect()
}

/// Colours go round; the base image has its own.
#[derive(Debug, Default)]
struct Colours(usize);

impl Colours {
    fn of(&mut self, part: &ImagePart) -> &'static str {
        if part.base {
            return colour::BASE;
        }
        let chosen = colour::PARTS.get(self.0 % colour::PARTS.len());
        self.0 += 1;
        chosen.copied().unwrap_or(colour::BASE)
    }
}

#[cfg(test)]
mod tests {
    use super::super::timeline_picture;
    use super::*;
    use crate::lab::{Lab, Project};

    fn analysis(dockerfile: &str) -> Analysis {
        let project = Project {
            dockerfile: dockerfile.into(),
            ..Project::default()
        };
        Lab::open(project).analyze()
    }

    #[test]
    fn pictures_hold_what_was_typed_as_text() {
        let analysis = analysis(
            "FROM debian:13 AS a\nRUN echo '<b>&' > /x\nFROM debian:13\nCOPY --from=a /x /\n",
        );
        for picture in [
            layer_picture(&analysis, "a <project> & more"),
            timeline_picture(&analysis, "a <project> & more"),
        ] {
            assert!(picture.contains("<title id=\"title\">a &lt;project&gt; &amp; more</title>"));
            assert!(!picture.contains("<b>"), "{picture}");
            assert_eq!(picture.matches("<svg").count(), 1);
            assert!(
                !picture.contains("NaN") && !picture.contains("inf"),
                "{picture}"
            );
        }
        assert!(timeline_picture(&analysis, "x").contains("RUN echo '&lt;b&gt;&amp;'"));
    }

    #[test]
    fn nothing_built_is_a_picture_too() {
        for text in ["", "FROM scratch\n"] {
            let analysis = analysis(text);
            for picture in [
                layer_picture(&analysis, "x"),
                timeline_picture(&analysis, "x"),
            ] {
                assert!(
                    picture.ends_with("</svg>\n") && !picture.contains("NaN"),
                    "{picture}"
                );
            }
        }
    }
}
