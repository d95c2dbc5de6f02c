//! The layers of the image as one bar, and its legend.

use layerlab_core::lab::{Analysis, ImagePart, ImageReport};
use yew::prelude::*;

use crate::format;
use crate::shared::Shared;

/// So many colours there are for layers above the base image; then they come again.
const COLOURS: usize = 5;

/// No layer is drawn narrower than this, in percent of the bar.
const NARROWEST: f64 = 0.8;

/// Which image.
#[derive(Debug, Clone, Properties)]
pub(crate) struct LayerBarProps {
    /// The build that makes it.
    pub(crate) analysis: Shared<Analysis>,
}

impl PartialEq for LayerBarProps {
    fn eq(&self, other: &Self) -> bool {
        self.analysis == other.analysis || self.analysis.image == other.analysis.image
    }
}

/// The class with the colour of a part, by its place in [`ImageReport::parts`].
pub(crate) fn part_class(image: &ImageReport, place: usize) -> String {
    let is_base = |place: usize| image.parts.get(place).is_some_and(|part| part.base);
    if is_base(place) {
        return "part-base".to_owned();
    }
    let above_base = (0..place).filter(|below| !is_base(*below)).count();
    format!("part-{}", above_base % COLOURS)
}

/// The bar. What it shows stands in words in the legend or the list beside it.
#[component]
pub(crate) fn LayerBar(props: &LayerBarProps) -> Html {
    let image = &props.analysis.image;
    let widths = widths(image);
    let mut left = 0.0;
    html! {
        <svg class="layer-bar" width="100%" height="26" aria-hidden="true">
            <defs>
                <pattern id="waste-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="waste-line" width="2" height="5" />
                </pattern>
            </defs>
            { for image.parts.iter().zip(widths).enumerate().map(|(place, (part, width))| {
                let start = left;
                left += width;
                html! {
                    <>
                    <rect
                        class={classes!("part", part_class(image, place))}
                        x={format!("{start:.3}%")}
                        y="0"
                        width={format!("{width:.3}%")}
                        height="26"
                    />
                    { waste(part, start, width) }
                    </>
                }
            }) }
        </svg>
    }
}

/// Bytes that are in a part and cannot be seen in the image, at its right end.
fn waste(part: &ImagePart, start: f64, width: f64) -> Html {
    let wasted: u64 = part.wasted.iter().map(|waste| waste.size.bytes).sum();
    if wasted == 0 || part.size.bytes == 0 {
        return Html::default();
    }
    let share = (wasted as f64 / part.size.bytes as f64).clamp(0.0, 1.0);
    let wide = (width * share).max(NARROWEST).min(width);
    html! {
        <rect class="waste" x={format!("{:.3}%", start + width - wide)} y="0" width={format!("{wide:.3}%")} height="26" />
    }
}

/// Shares of the parts in percent. Together they are 100.
fn widths(image: &ImageReport) -> Vec<f64> {
    let total: f64 = image.parts.iter().map(|part| part.size.bytes as f64).sum();
    if total <= 0.0 {
        return vec![0.0; image.parts.len()];
    }
    let raised: Vec<f64> = image
        .parts
        .iter()
        .map(|part| match part.size.bytes {
            0 => 0.0,
            bytes => (bytes as f64 / total * 100.0).max(NARROWEST),
        })
        .collect();
    let sum: f64 = raised.iter().sum();
    raised
        .into_iter()
        .map(|width| width / sum * 100.0)
        .collect()
}

/// Names and sizes of the parts.
#[component]
pub(crate) fn Legend(props: &LayerBarProps) -> Html {
    let image = &props.analysis.image;
    html! {
        <ul class="legend">
            { for image.parts.iter().enumerate().filter(|(_, part)| part.size.bytes > 0).map(|(place, part)| html! {
                <li class="legend-item" title={part.label.clone()}>
                    <span class={classes!("swatch", part_class(image, place))}></span>
                    <span class="legend-name">{ &part.label }</span>
                    <span class="legend-size">{ format::size(part.size) }</span>
                </li>
            }) }
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use layerlab_core::lab::Range;

    use super::*;

    fn part(bytes: u64, base: bool) -> ImagePart {
        ImagePart {
            label: String::new(),
            size: Range {
                bytes,
                low_bytes: bytes,
                high_bytes: bytes,
            },
            reason: String::new(),
            basis: "exact",
            line: None,
            base,
            wasted: Vec::new(),
        }
    }

    #[test]
    fn widths_fill_the_bar_and_small_layers_can_be_seen() {
        let image = ImageReport {
            parts: vec![part(1_000_000_000, true), part(1, false), part(0, false)],
            ..ImageReport::default()
        };
        let widths = widths(&image);
        assert!((widths.iter().sum::<f64>() - 100.0).abs() < 1e-9);
        assert!(widths[1] > 0.5);
        assert_eq!(widths[2], 0.0);
    }

    #[test]
    fn an_empty_image_has_no_widths() {
        assert!(widths(&ImageReport::default()).is_empty());
        let image = ImageReport {
            parts: vec![part(0, true)],
            ..ImageReport::default()
        };
        assert_eq!(widths(&image), [0.0]);
    }

    #[test]
    fn colours_go_round_and_the_base_has_its_own() {
        let mut parts = vec![part(1, true)];
        parts.extend((0..6).map(|_| part(1, false)));
        let image = ImageReport {
            parts,
            ..ImageReport::default()
        };
        assert_eq!(part_class(&image, 0), "part-base");
        assert_eq!(part_class(&image, 1), "part-0");
        assert_eq!(part_class(&image, 6), "part-0");
    }
}
