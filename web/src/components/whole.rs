//! Whether the whole program is there.

use yew::prelude::*;

use crate::browser::{is_whole, when_whole};

/// Whether the whole program is there, so that what can wait may begin.
#[hook]
pub(super) fn use_whole() -> bool {
    let whole = use_state_eq(is_whole);
    let setter = whole.setter();
    use_effect_with((), move |()| {
        let listener = when_whole(move || setter.set(true));
        move || drop(listener)
    });
    *whole
}
