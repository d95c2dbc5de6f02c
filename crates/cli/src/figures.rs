//! `layerlab build --figures` and `--machine`: real figures in the place of estimates.

use std::fs;
use std::path::PathBuf;

use layerlab_core::known::read_output;
use layerlab_core::lab::{Lab, Project};
use layerlab_core::schedule::machine_profiles;

/// The same lab with a build on the machine of this name; the usual one if there is none.
///
/// # Errors
/// A sentence with the names that are known.
pub fn on_machine(lab: &Lab, name: Option<&str>) -> Result<Lab, String> {
    let Some(name) = name else {
        return Ok(lab.clone());
    };
    let profiles = machine_profiles();
    let Some(profile) = profiles.iter().find(|profile| profile.id == name) else {
        let names: Vec<&str> = profiles.iter().map(|profile| profile.id).collect();
        return Err(format!(
            "there is no machine {name}; known are {}",
            names.join(", ")
        ));
    };
    Ok(lab.with_project(Project {
        machine: profile.machine,
        ..lab.project.clone()
    }))
}

/// The same lab with what the outputs in the files say of its steps. What they say of no step is told on standard error.
///
/// # Errors
/// A sentence if a file cannot be read or says nothing about this build.
pub fn with_real(lab: &Lab, files: &[PathBuf]) -> Result<Lab, String> {
    let plan = lab.simulate().plan;
    let mut known = (*lab.project.known).clone();
    for file in files {
        let place = file.display();
        let text = fs::read_to_string(file).map_err(|error| format!("{place}: {error}"))?;
        let reading =
            read_output(&text, &plan).map_err(|error| format!("{place}: {}", error.message()))?;
        for entry in &reading.unmatched {
            eprintln!("layerlab: {place}: belongs to no step: {entry}");
        }
        known.extend(reading.figures);
    }
    Ok(lab.with_project(Project {
        known: known.into(),
        ..lab.project.clone()
    }))
}
