//! The catalogue of base images, as the planner asks for it.

use layerlab_catalog::{Match, base_image};

use crate::graph::{BaseImage, ImageLookup, reference};

/// Base images from the catalogue.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CatalogImages;

impl ImageLookup for CatalogImages {
    fn look_up(&self, written: &str, platform: &str) -> BaseImage {
        let full = reference::familiar_to_full(written);
        let facts = base_image(written);
        // No digests are known here, so an image is told from another by its name and platform: a tag is taken to point
        // to the same image for as long as the page is open.
        let identity = format!("{full} {platform}");
        BaseImage {
            manifest: identity.clone(),
            layers: identity,
            reference: full,
            env: facts.env,
            user: facts.user,
            working_directory: facts.working_directory,
            entrypoint: facts.entrypoint,
            cmd: facts.cmd,
            exposed_ports: facts.exposed_ports,
            volumes: facts.volumes,
            known: facts.matched != Match::Unknown,
            ..BaseImage::default()
        }
    }
}
