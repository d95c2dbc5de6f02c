//! A simulated build as a summary in Markdown.

use std::rc::Rc;

use layerlab_core::export::summary;
use layerlab_core::lab::Lab;

/// Prints the build that would run now, compared with the one before it if there is one. False if it fails.
pub fn print(lab: &Lab) -> bool {
    let now = lab.analyze();
    let before = lab.history.last().map(Rc::as_ref);
    say!("{}", summary(lab, &now, before).trim_end());
    !now.summary.fails
}
