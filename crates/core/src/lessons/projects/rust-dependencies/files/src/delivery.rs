//! Sends what waits in the queue.

use crate::queue::Queue;

/// How often a message is tried.
const ATTEMPTS: u32 = 3;

pub async fn run(queue: Queue) {
    while let Some(message) = queue.next().await {
        if message.attempts < ATTEMPTS && message.send().await.is_err() {
            queue.again(message).await;
        }
    }
}
