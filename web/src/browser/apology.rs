//! What happens if the program ever fails: the page says so and the text stays in the editor.

use web_sys::{CustomEvent, CustomEventInit, window};

/// `boot.js` listens for this event and shows an apology with the message.
const EVENT: &str = "layerlab-failed";

/// Hands every panic to `boot.js`, which needs none of this program to say so.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let detail = CustomEventInit::new();
        detail.set_detail(&panic.to_string().into());
        if let (Some(window), Ok(event)) = (
            window(),
            CustomEvent::new_with_event_init_dict(EVENT, &detail),
        ) {
            // Nothing is left to do if even this fails.
            let _ = window.dispatch_event(&event);
        }
    }));
}
