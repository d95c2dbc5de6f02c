//! An element of a computed height at a computed distance from the top.
//!
//! The page's security policy allows no style attributes in the markup, so both are set through the object model.
//! This is the only place where a style is computed.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Sets a length of an element in CSS pixels: `top`, `height`.
pub(crate) fn set_pixels(element: &NodeRef, property: &str, pixels: f64) {
    if let Some(element) = element.cast::<HtmlElement>() {
        // Setting a property fails only if its value is not understood; then the element stays as it is.
        let _ = element
            .style()
            .set_property(property, &format!("{pixels}px"));
    }
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
    let element = use_node_ref();
    {
        let element = element.clone();
        use_effect_with((props.top, props.height), move |(top, height)| {
            set_pixels(&element, "top", *top);
            set_pixels(&element, "height", *height);
        });
    }
    html! { <div ref={element} class={props.class.clone()}>{ props.children.clone() }</div> }
}
