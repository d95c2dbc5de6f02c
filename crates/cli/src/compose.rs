//! `--compose` and `--service`: the build of a service of a Compose file.

use std::path::{Path, PathBuf};

use layerlab_core::compose::{Environment, FILE_NAMES, Service, services, with_service};
use layerlab_core::graph::BuildOptions;
use layerlab_core::lab::Project;

use crate::{folder, yaml};

/// A service of a Compose file, and the folder that the file is about.
pub struct Chosen {
    folder: PathBuf,
    service: Service,
}

/// Looks for the service. Without a file it is looked for in the folder under the names that Docker looks for; without a
/// name there must be only one service that is built. What the file says that has no effect is printed as a warning.
///
/// # Errors
/// A sentence if there is no such file or service, or the file cannot be read.
pub fn choose(folder: &Path, file: Option<&Path>, name: Option<&str>) -> Result<Chosen, String> {
    let file = match file {
        Some(file) => file.to_owned(),
        None => (FILE_NAMES.iter().map(|name| folder.join(name)))
            .find(|file| file.is_file())
            .ok_or_else(|| format!("{} has no {}", folder.display(), FILE_NAMES.join(", no ")))?,
    };
    let text = std::fs::read_to_string(&file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let root = yaml::read(&text).map_err(|error| format!("{}, {error}", file.display()))?;
    let base = file.parent().unwrap_or(folder).to_owned();
    let compose = services(&root, &environment(&base));
    let names: Vec<&str> = (compose.services.iter())
        .map(|service| service.name.as_str())
        .collect();
    let listed = if names.is_empty() {
        "it builds none".to_owned()
    } else {
        format!("it builds {}", names.join(", "))
    };
    let found = match (name, compose.services.as_slice()) {
        (Some(name), services) => services.iter().find(|service| service.name == name),
        (None, [only]) => Some(only),
        (None, _) => {
            return Err(format!(
                "{}: choose a service with --service, {listed}",
                file.display()
            ));
        }
    };
    let service = found
        .ok_or_else(|| {
            let name = name.unwrap_or_default();
            format!(
                "{} has no service {name} that is built; {listed}",
                file.display()
            )
        })?
        .clone();
    for remark in compose.remarks.iter().chain(&service.remarks) {
        eprintln!(
            "layerlab: {}, line {}: {}",
            file.display(),
            remark.line,
            remark.message
        );
    }
    let folder = if base.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        base
    };
    Ok(Chosen { folder, service })
}

/// The variables of `.env` beside the file. Those of the shell count more.
fn environment(folder: &Path) -> Environment {
    let text = std::fs::read_to_string(folder.join(".env")).unwrap_or_default();
    let mut environment = Environment::of_file(&text);
    for (name, value) in std::env::vars_os() {
        if let (Some(name), Some(value)) = (name.to_str(), value.to_str()) {
            environment.set(name, value);
        }
    }
    environment
}

impl Chosen {
    /// The project as the service builds it, with what is given on the command line besides.
    ///
    /// # Errors
    /// A sentence if something cannot be read or is not there.
    pub fn project(&self, given: &BuildOptions) -> Result<Project, String> {
        let whole = folder::read_files(&self.folder)?;
        let mut project = with_service(&whole, &self.service)?.project;
        let options = &mut project.options;
        if let Some(target) = &given.target {
            options.target = Some(target.clone());
        }
        options.build_args.extend(given.build_args.clone());
        options.no_cache |= given.no_cache;
        Ok(project)
    }
}
