//! Layers and their sizes: what each step puts into the image, what is wasted, and what a pull downloads.

mod before;
mod contents;
mod corrected;
mod layers;
mod report;

pub use before::Before;
pub use contents::{Held, LayerContents, contents};
pub use layers::{StepResult, base_result, compressed, results, results_again};
pub use report::{FinalImage, Layer, final_image, layers_of_all_platforms};
