//! Work in the background of which only the newest counts.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

/// Does `work` and gives what comes of it to `done`, unless the effect that began it is over by then: then something else is
/// wanted. What is returned ends the effect. Without this an older answer that takes longer would replace a newer one.
pub(super) fn unless_over<T: 'static>(
    work: impl Future<Output = T> + 'static,
    done: impl FnOnce(T) + 'static,
) -> impl FnOnce() + 'static {
    let over = Rc::new(Cell::new(false));
    let end = Rc::clone(&over);
    spawn_local(async move {
        let found = work.await;
        if !over.get() {
            done(found);
        }
    });
    move || end.set(true)
}
