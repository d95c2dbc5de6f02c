#![doc = include_str!("../README.md")]

mod alpine;
mod assumed;
mod base_images;
mod debian;
mod debian_index;
mod estimate;
mod headers;
mod installed;
mod installed_size;
mod nearest;
mod node;
mod packages;
mod python;
mod reference;
mod sections;
mod table;

pub use alpine::alpine_package;
pub use assumed::assumed;
pub use base_images::{BaseImageFacts, Distribution, Match, base_image, base_image_names};
pub use debian::{
    AptInstall, AptPackage, DPKG_DATABASE_BYTES, ROUGH_DEBIAN_INSTALL, Suite, apt_install,
    apt_lists_bytes, apt_lists_download_bytes,
};
pub use debian_index::DebianIndex;
pub use estimate::{Basis, Estimate};
pub use node::{UNKNOWN_NODE_PACKAGE, node_install};
pub use packages::{DamagedTable, PackageTable, Packages};
pub use python::{LIBRARY_COMPILED_BYTES, PythonInstall, UNKNOWN_PYTHON_PACKAGE, python_install};

/// What a package takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageSize {
    /// Bytes of its files once installed.
    pub installed: Estimate,
    /// Bytes that are downloaded for it.
    pub download: Estimate,
}
