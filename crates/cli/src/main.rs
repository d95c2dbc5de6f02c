//! `layerlab`: the simulator over a real folder, and the checker of recordings.

mod folder;
mod plain;
mod sizes;
mod vectors;
mod verify;

use layerlab_core::{dockerignore, syntax};

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use vectors::Subject;

/// Simulates Docker builds. Nothing is built, nothing is downloaded.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints the simulated build of a folder as BuildKit's plain progress does.
    Build {
        /// The build context.
        folder: PathBuf,
        /// Path of the Dockerfile inside the folder.
        #[arg(short, long, default_value = "Dockerfile")]
        file: String,
        /// Stage to build.
        #[arg(long)]
        target: Option<String>,
        /// NAME=VALUE, may be repeated.
        #[arg(long = "build-arg", value_name = "NAME=VALUE")]
        build_args: Vec<String>,
        /// Runs every step.
        #[arg(long)]
        no_cache: bool,
        /// Folders that were built before, in order: what they leave is in the cache.
        #[arg(long, value_name = "FOLDER")]
        after: Vec<PathBuf>,
        /// Adds the cause to each step that runs.
        #[arg(long)]
        why: bool,
    },
    /// Replays recordings of real builds and says how many builds and steps agree.
    Verify {
        /// Recordings, or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Descriptions of the base images; by default stub-images.json beside the recordings or one folder above.
        #[arg(long)]
        images: Option<PathBuf>,
        /// Prints only the figures.
        #[arg(short, long)]
        quiet: bool,
    },
    /// Compares the parser with what BuildKit's parser said of the Dockerfiles in a file of cases.
    VerifySyntax {
        /// One case on each line, as JSON.
        file: PathBuf,
    },
    /// Compares the expansion of variables with what BuildKit's shell lexer said.
    VerifyWords {
        /// One case on each line, as JSON.
        file: PathBuf,
    },
    /// Compares the sizes of measured steps with what is estimated for them.
    VerifySizes {
        /// Measured steps, as JSON.
        file: PathBuf,
    },
    /// Compares ignore files with what BuildKit's sender transmits.
    VerifyIgnore {
        /// One case on each line, as JSON.
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Build {
            folder,
            file,
            target,
            build_args,
            no_cache,
            after,
            why,
        } => {
            let options = folder::options(&file, target, &build_args, no_cache);
            options.and_then(|options| plain::build(&folder, &after, &options, why))
        }
        Command::Verify {
            paths,
            images,
            quiet,
        } => verify::verify(&paths, images.as_deref(), quiet),
        Command::VerifySyntax { file } => vectors::verify(&file, Subject::Syntax),
        Command::VerifyWords { file } => vectors::verify(&file, Subject::Words),
        Command::VerifySizes { file } => sizes::verify(&file),
        Command::VerifyIgnore { file } => vectors::verify(&file, Subject::Ignore),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("layerlab: {sentence}");
            ExitCode::from(2)
        }
    }
}
