//! The drawings of the page, as inline SVG.

use yew::prelude::*;

/// Three layers.
pub(crate) fn logo() -> Html {
    html! {
        <svg class="logo-mark" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
            <path class="logo-top" d="M10 2 18 6 10 10 2 6z" />
            <path class="logo-below" d="M2 10l8 4 8-4M2 14l8 4 8-4" />
        </svg>
    }
}

/// A half-filled disc.
pub(crate) fn contrast() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6" />
            <path class="icon-solid" d="M8 2a6 6 0 0 1 0 12z" />
        </svg>
    }
}

/// Three points, two of them reached from the third.
pub(crate) fn share() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M5.7 7.1l4.6-2.4M5.7 8.9l4.6 2.4" />
            <circle cx="4" cy="8" r="2" />
            <circle cx="12" cy="4" r="2" />
            <circle cx="12" cy="12" r="2" />
        </svg>
    }
}

/// An open book.
pub(crate) fn book() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 4.2C6.5 3 4.5 2.8 2 3v9.5c2.5-.2 4.5 0 6 1.2 1.5-1.2 3.5-1.4 6-1.2V3c-2.5-.2-4.5 0-6 1.2zM8 4.2v9.5" />
        </svg>
    }
}

/// A tick.
pub(crate) fn check() -> Html {
    html! {
        <svg class="icon" width="10" height="10" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M2.5 6.5l2.5 2.5 4.5-5.5" />
        </svg>
    }
}

/// Two sliders.
pub(crate) fn sliders() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 5h7M13 5h1M2 11h1M7 11h7" />
            <circle cx="11" cy="5" r="2" />
            <circle cx="5" cy="11" r="2" />
        </svg>
    }
}

/// A cross.
pub(crate) fn cross() -> Html {
    html! {
        <svg class="icon" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M3 3l6 6M9 3l-6 6" />
        </svg>
    }
}

/// A pencil.
pub(crate) fn pencil() -> Html {
    html! {
        <svg class="icon" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d="M2.5 11.5l.6-2.6 6.4-6.4 2 2-6.4 6.4z" />
        </svg>
    }
}

/// A bin.
pub(crate) fn bin() -> Html {
    html! {
        <svg class="icon" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d="M2.5 4h9M5.5 4V2.5h3V4M4 4l.5 7.5h5L10 4" />
        </svg>
    }
}

/// A triangle that points right; the style turns it down where a folder is open.
pub(crate) fn triangle() -> Html {
    html! {
        <svg class="triangle" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            <path d="M3 1.5 7.5 5 3 8.5z" />
        </svg>
    }
}

/// A barred circle.
pub(crate) fn barred() -> Html {
    html! {
        <svg class="icon" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <circle cx="7" cy="7" r="4.8" />
            <path d="M3.6 3.6l6.8 6.8" />
        </svg>
    }
}

/// A double arrow that points up and down.
pub(crate) fn scales() -> Html {
    html! {
        <svg class="icon" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <path d="M7 2v10M4.5 4.5 7 2l2.5 2.5M4.5 9.5 7 12l2.5-2.5" />
        </svg>
    }
}

/// Two bars.
pub(crate) fn pause() -> Html {
    html! {
        <svg class="triangle" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            <path d="M2 1.5h2v7H2zM6 1.5h2v7H6z" />
        </svg>
    }
}

/// A question mark.
pub(crate) fn question() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.8M8 12.4v.2" />
        </svg>
    }
}

/// Two columns.
pub(crate) fn columns() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2.5 2.5h4.2v11H2.5zM9.3 2.5h4.2v11H9.3z" />
        </svg>
    }
}
