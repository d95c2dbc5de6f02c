//! Which packages images hold.

use crate::base_images::Distribution;
use crate::nearest::ON_BUILD_TOOLS;

/// The list of packages that is nearest to an image: what its name, distribution and kind suggest. Empty for images that hold
/// no Debian packages.
pub(crate) fn package_list(name: &str, distribution: Distribution, slim: bool) -> &'static str {
    match distribution {
        Distribution::Alpine | Distribution::Other => return "",
        Distribution::Ubuntu(_) => return "ubuntu",
        Distribution::Debian(_) => {}
    }
    match (name, slim) {
        ("python", true) => "python-slim",
        ("python", false) => "python",
        ("rust", true) => "rust-slim",
        ("golang", false) => "compilers",
        ("php" | "wordpress", _) => "php",
        (name, false) if name == "buildpack-deps" || ON_BUILD_TOOLS.contains(&name) => {
            "build-tools"
        }
        _ => "debian-slim",
    }
}

#[cfg(test)]
mod tests {
    use crate::base_images::{base_image, base_image_names};
    use crate::packages::Packages;

    #[test]
    fn the_list_of_every_image_is_there() {
        let packages = Packages::compiled_in();
        for name in base_image_names() {
            let image = base_image(name);
            let index = image
                .distribution
                .suite()
                .and_then(|suite| packages.debian(suite));
            let installed = index.map(|index| index.installed(image.package_list).len());
            assert_eq!(image.package_list.is_empty(), installed.is_none(), "{name}");
            assert!(installed.is_none_or(|packages| packages >= 78), "{name}");
        }
    }
}
