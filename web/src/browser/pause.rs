//! Pauses in long work.

/// Lets the page draw and answer before what comes next.
pub(crate) async fn pause() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}
