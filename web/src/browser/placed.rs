//! An element of a computed height at a computed distance from the top.
//!
//! The page's security policy allows no style attributes in the markup. The property of an element that is called the same is
//! no attribute, and is there from its first picture on: what an effect sets may come a frame later.
//! This is the only place where a style is computed.

use yew::prelude::*;

/// A length as a style: of `top` or `height`, in CSS pixels.
pub(crate) fn in_pixels(property: &str, pixels: f64) -> String {
    format!("{property}: {pixels}px;")
}

/// Where an element stands and what is in it.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PlacedProps {
    /// Distance from the top of the positioned element around it, in CSS pixels.
    pub(crate) top: f64,
    /// Its height, in CSS pixels.
    pub(crate) height: f64,
    /// Classes of the element.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// What is in it.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A `div` at that distance and of that height. Its class must position it.
#[component]
pub(crate) fn Placed(props: &PlacedProps) -> Html {
    let style = in_pixels("top", props.top) + &in_pixels("height", props.height);
    html! { <div class={props.class.clone()} ~style={style}>{ props.children.clone() }</div> }
}
