//! What comes from elsewhere: npm packages are those of the lockfiles, to the byte, and run nothing when they are installed. For
//! crates `deny.toml` says the same.

use serde_json::Value;

use crate::files::read_text;
use crate::process::root;

/// Folders with npm packages.
const FOLDERS: [&str; 4] = [
    "tools/node",
    "web/editor",
    "tests/e2e",
    "tests/e2e/bench/monaco",
];

/// Packages that have a script to be run when they are installed. It is not run: each works without, as was tried.
const SCRIPTS_NOT_RUN: [&str; 1] = ["esbuild"];

/// Keeps npm from running such scripts also where it is called by hand.
const SETTING: &str = "ignore-scripts=true";

/// Checks the lockfiles and settings of all folders.
///
/// # Errors
/// The first thing that is not as it has to be.
pub fn check() -> Result<(), String> {
    for folder in FOLDERS {
        let read = |name: &str| read_text(&root().join(folder).join(name));
        if !read(".npmrc")?.lines().any(|line| line.trim() == SETTING) {
            return Err(format!("{folder}/.npmrc does not say {SETTING}"));
        }
        check_lock(&read("package-lock.json")?)
            .map_err(|fault| format!("{folder}/package-lock.json: {fault}"))?;
    }
    println!("xtask: npm packages are locked, and none runs a script of its own.");
    Ok(())
}

fn check_lock(text: &str) -> Result<(), String> {
    let lock: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let packages = lock["packages"].as_object().ok_or("it lists no packages")?;
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let name = path
            .rsplit_once("node_modules/")
            .map_or(path.as_str(), |(_, name)| name);
        if package["integrity"]
            .as_str()
            .is_none_or(|digest| !digest.starts_with("sha512-"))
        {
            return Err(format!(
                "{name} has no digest, so what is installed may be anything"
            ));
        }
        if package["hasInstallScript"] == true && !SCRIPTS_NOT_RUN.contains(&name) {
            return Err(format!(
                "{name} wants to run a script when it is installed; if it works without, it belongs on the list in crates/xtask/src/supply.rs"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_lock;

    fn lock(package: &str) -> String {
        format!(r#"{{"packages": {{"": {{}}, "node_modules/a": {package}}}}}"#)
    }

    #[test]
    fn packages_without_a_digest_or_with_a_script_are_refused() {
        assert_eq!(check_lock(&lock(r#"{"integrity": "sha512-x"}"#)), Ok(()));
        assert!(check_lock(&lock("{}")).is_err());
        assert!(check_lock(&lock(r#"{"integrity": "sha1-x"}"#)).is_err());
        let script = r#"{"integrity": "sha512-x", "hasInstallScript": true}"#;
        assert!(check_lock(&lock(script)).is_err());
        assert_eq!(check_lock(&lock(script).replace("/a", "/esbuild")), Ok(()));
        assert!(check_lock("{}").is_err());
    }
}
