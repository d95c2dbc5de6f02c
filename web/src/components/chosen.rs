//! Menus that are changed by others too, as by undoing a choice.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What a menu has to be given so that it shows this value. Once somebody has chosen in a menu, the browser listens to its
/// options no more.
#[hook]
pub(crate) fn use_chosen(value: &str) -> NodeRef {
    let menu = use_node_ref();
    {
        let (menu, value) = (menu.clone(), value.to_owned());
        use_effect(move || {
            if let Some(menu) = menu.cast::<HtmlSelectElement>()
                && menu.value() != value
            {
                menu.set_value(&value);
            }
        });
    }
    menu
}
