mod address;
mod delivery;
mod mailbox;
mod queue;
mod routes;
mod settings;
mod store;
mod template;

#[tokio::main]
async fn main() {
    let settings = settings::from_environment();
    let queue = queue::open(&settings);
    tokio::spawn(delivery::run(queue.clone()));
    routes::serve(settings, queue).await;
}
