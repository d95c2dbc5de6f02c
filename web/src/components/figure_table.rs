//! Figures of two sides beside each other.

use std::cmp::Ordering;

use layerlab_core::graph::reference::short_name;
use layerlab_core::lab::{EditKind, Figure, FigurePair, Quantity};
use yew::prelude::*;

use crate::format;

/// The figures and what the sides are called.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FigureTableProps {
    /// The figures.
    pub(crate) figures: Vec<FigurePair>,
    /// The name of the first side.
    pub(crate) before: AttrValue,
    /// The name of the second side.
    pub(crate) after: AttrValue,
}

/// A table with a row for each figure.
#[component]
pub(crate) fn FigureTable(props: &FigureTableProps) -> Html {
    html! {
        <table class="figure-table">
            <thead>
                <tr>
                    <th scope="col"><span class="visually-hidden">{ "Figure" }</span></th>
                    <th scope="col">{ props.before.clone() }</th>
                    <th scope="col">{ props.after.clone() }</th>
                    <th scope="col">{ "Difference" }</th>
                </tr>
            </thead>
            <tbody>{ for props.figures.iter().map(row) }</tbody>
        </table>
    }
}

fn row(pair: &FigurePair) -> Html {
    let value = |figure: &Option<Figure>| figure.as_ref().map_or_else(|| "none".into(), written);
    let (name, detail) = name(pair);
    // More steps or layers are neither better nor worse.
    let is_neutral = matches!(pair.quantity, Quantity::Steps | Quantity::Layers);
    let class = match pair.trend() {
        Some(Ordering::Less | Ordering::Greater) if is_neutral => "",
        Some(Ordering::Less) => "better",
        Some(Ordering::Greater) => "worse",
        _ => "figure-same",
    };
    html! {
        <tr>
            <th scope="row">{ name }if !detail.is_empty() { <small>{ detail }</small> }</th>
            <td>{ value(&pair.before) }</td>
            <td>{ value(&pair.after) }</td>
            <td class={class}>{ difference(pair) }</td>
        </tr>
    }
}

/// The name of a figure, and of which file or image it is.
fn name(pair: &FigurePair) -> (&'static str, String) {
    let subject = |figure: &Option<Figure>| match figure {
        Some(Figure::Edit { subject, .. }) => short_name(subject).to_owned(),
        _ => String::new(),
    };
    let (before, after) = (subject(&pair.before), subject(&pair.after));
    let of = if before.is_empty() || after == before {
        after
    } else if after.is_empty() {
        before
    } else {
        format!("{before}, {after}")
    };
    let name = match pair.quantity {
        Quantity::StepsRun => "Steps that run",
        Quantity::Steps => "Steps",
        Quantity::BuildTime => "Time",
        Quantity::ColdBuild => "Cold build",
        Quantity::ImageSize => "Image, unpacked",
        Quantity::Pull => "Image, to pull",
        Quantity::Layers => "Layers on the base image",
        Quantity::Context => "Build context",
        Quantity::Edit(EditKind::Code) => "After an edit of the code",
        Quantity::Edit(EditKind::Dependencies) => "After an edit of the dependencies",
        Quantity::Edit(EditKind::BaseImage) => "After a new base image",
    };
    (name, of)
}

fn written(figure: &Figure) -> String {
    match figure {
        Figure::Count(count) => format::count(*count),
        Figure::Time(time) => format::duration(*time),
        Figure::Size(range) => format::size(*range),
        Figure::Edit { cost, .. } if cost.steps == 0 => "nothing runs".to_owned(),
        Figure::Edit { cost, .. } => format!(
            "{}, {}",
            format::counted(cost.steps, "step"),
            format::duration(cost.duration)
        ),
    }
}

fn difference(pair: &FigurePair) -> String {
    if pair.trend() == Some(Ordering::Equal) {
        return "the same".to_owned();
    }
    let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    match (&pair.before, &pair.after) {
        (Some(Figure::Count(before)), Some(Figure::Count(after))) => {
            format::count_change(*before, *after)
        }
        (Some(Figure::Time(before)), Some(Figure::Time(after))) => {
            format::time_change(*before, *after)
        }
        (Some(Figure::Size(before)), Some(Figure::Size(after))) => {
            let change = signed(after.bytes) - signed(before.bytes);
            match format::change_percent(change, before.bytes) {
                Some(percent) => format!("{}, {percent}", format::change(change)),
                None => format::change(change),
            }
        }
        (Some(Figure::Edit { cost: before, .. }), Some(Figure::Edit { cost: after, .. })) => {
            format::time_change(before.duration, after.duration)
        }
        _ => String::new(),
    }
}
