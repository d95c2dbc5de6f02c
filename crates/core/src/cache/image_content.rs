//! What is known of a file in a base image without its bytes: the layers that can hold it.
//!
//! Two images that share those layers hold the same file, whatever else differs between them, so a `COPY --from` of
//! another tag can be a match by content. Where a layer's files lie follows from the image's history.

use crate::context::{Digest, Hasher};
use crate::graph::{BaseImage, paths};

/// Identity of what lies at or below `path`, from the layers that can hold it. `None` if the layers are not known one by
/// one.
pub(super) fn in_image(image: &BaseImage, path: &str) -> Option<Digest> {
    let layers: Vec<&str> = image.layers.split_whitespace().collect();
    let made_by = || image.history.iter().filter(|entry| !entry.empty);
    if layers.is_empty() || layers.len() != image.layer_count || made_by().count() != layers.len() {
        return None;
    }
    let mut hasher = Hasher::new("in image");
    for (layer, entry) in layers.iter().zip(made_by()) {
        if may_hold(&entry.created_by, path) {
            hasher.text(layer);
        }
    }
    Some(hasher.finish())
}

/// Whether a layer with this line of history can hold something at, below or above `path`.
fn may_hold(created_by: &str, path: &str) -> bool {
    let Some(place) = destination(created_by) else {
        return true;
    };
    paths::is_within(path, place) || paths::is_within(place, path)
}

/// The only place where the files of a layer lie; `None` if they can lie anywhere.
///
/// `COPY a b /to # buildkit`, `WORKDIR /to`, and of the older builder `/bin/sh -c #(nop) COPY file:123 in /to`.
fn destination(created_by: &str) -> Option<&str> {
    let text = created_by
        .strip_prefix("/bin/sh -c #(nop)")
        .unwrap_or(created_by)
        .trim_start();
    let text = text.split_once(" # ").map_or(text, |(text, _)| text);
    let mut words = text.split_whitespace();
    if !matches!(words.next(), Some("COPY" | "ADD" | "WORKDIR")) {
        return None;
    }
    let place = words.next_back()?;
    place.starts_with('/').then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::HistoryEntry;

    fn image(layers: &str, history: &[&str]) -> BaseImage {
        let entries = history.iter().map(|text| HistoryEntry {
            created_by: (*text).to_owned(),
            empty: text.starts_with("CMD"),
            base: true,
            ..HistoryEntry::default()
        });
        BaseImage {
            layers: layers.to_owned(),
            layer_count: layers.split_whitespace().count(),
            history: entries.collect(),
            ..BaseImage::default()
        }
    }

    #[test]
    fn a_file_below_a_shared_layer_is_the_same_in_both_images() {
        let history = [
            "ADD rootfs.tar /",
            "COPY tools /usr/local/bin # buildkit",
            "CMD [\"sh\"]",
        ];
        let (one, other) = (image("root a", &history), image("root b", &history));
        assert_eq!(in_image(&one, "/etc/hosts"), in_image(&other, "/etc/hosts"));
        for touched in ["/usr/local/bin/tool", "/usr/local", "/"] {
            assert_ne!(
                in_image(&one, touched),
                in_image(&other, touched),
                "{touched}"
            );
        }
    }

    #[test]
    fn commands_can_write_anywhere() {
        let history = ["ADD rootfs.tar /", "RUN /bin/sh -c make install # buildkit"];
        let (one, other) = (image("root a", &history), image("root b", &history));
        assert_ne!(in_image(&one, "/etc/hosts"), in_image(&other, "/etc/hosts"));
    }

    #[test]
    fn nothing_is_said_of_images_whose_layers_are_not_known() {
        assert_eq!(in_image(&image("python:3.13", &[]), "/etc/hosts"), None);
    }

    #[test]
    fn places_of_both_builders_are_read() {
        assert_eq!(
            destination("/bin/sh -c #(nop) COPY file:1 in /etc/nginx "),
            Some("/etc/nginx")
        );
        assert_eq!(destination("COPY a b /to/ # buildkit"), Some("/to/"));
        assert_eq!(destination("WORKDIR /app"), Some("/app"));
        assert_eq!(destination("COPY a ."), None);
        assert_eq!(destination("RUN /bin/sh -c true"), None);
    }
}
