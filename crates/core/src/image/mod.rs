//! Layers and their sizes: what each step puts into the image, what is wasted, and what a pull downloads.

mod layers;
mod report;

pub use layers::{StepResult, base_result, compressed, results};
pub use report::{FinalImage, Layer, final_image};
