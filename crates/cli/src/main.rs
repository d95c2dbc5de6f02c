//! `layerlab`: the simulator over a real folder, and the checker of recordings.

/// Prints a line. A reader that went away (`layerlab build . | head`) is no reason to stop with a panic.
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

mod build;
mod check;
mod compose;
mod explain;
mod figures;
mod folder;
mod improve;
mod json;
mod lesson;
mod links;
mod markdown;
mod plain;
mod sizes;
mod vectors;
mod verify;
mod yaml;

use layerlab_core::{self as core, dockerignore, syntax};

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
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
        /// Builds a service of a Compose file as it says: folder, Dockerfile, target, arguments. Without a file that of the
        /// folder is taken. What is given by --target, --build-arg and --no-cache counts more.
        #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "file")]
        compose: Option<Option<PathBuf>>,
        /// The service that is built, if the Compose file builds more than one.
        #[arg(long, value_name = "NAME", requires = "compose")]
        service: Option<String>,
        /// Folders that were built before, in order: what they leave is in the cache.
        #[arg(long, value_name = "FOLDER")]
        after: Vec<PathBuf>,
        /// A file of the folder that is changed after a first build: the build after that is printed. May be repeated.
        #[arg(long, value_name = "FILE")]
        edit: Vec<String>,
        /// Adds the cause to each step that runs.
        #[arg(long)]
        why: bool,
        /// Adds what an edit of each file would cost after this build.
        #[arg(long)]
        what_if: bool,
        /// Output of docker history --no-trunc, docker image inspect or docker build --progress=plain: the real sizes and
        /// times in it replace the estimates. May be repeated.
        #[arg(long, value_name = "FILE")]
        figures: Vec<PathBuf>,
        /// The machine that builds: laptop, desktop, ci or train.
        #[arg(long, value_name = "NAME")]
        machine: Option<String>,
        /// How the build is printed.
        #[arg(long, value_enum, default_value_t = Format::Plain)]
        format: Format,
    },
    /// Explains an instruction, a flag, a command or an idea; lists all topics if nothing is asked for.
    Explain {
        /// The name of a topic, such as layer, or words to search for.
        question: Vec<String>,
    },
    /// Prints the permalink of a folder, or of a lesson: what follows the # of the page's address.
    Link {
        /// The build context, or the Markdown file of a lesson.
        folder: PathBuf,
        /// Path of the Dockerfile inside the folder.
        #[arg(short, long, default_value = "Dockerfile")]
        file: String,
        /// Address of the page, which is put before the link.
        #[arg(long, value_name = "ADDRESS")]
        page: Option<String>,
        /// Which texts of files go in: those that the build needs, all, or none.
        #[arg(long, value_enum, default_value_t = LinkContents::Needed)]
        contents: LinkContents,
        /// Texts of files named like secrets, such as .env, go in like others.
        #[arg(long)]
        with_secrets: bool,
    },
    /// Writes the files of a permalink into a new folder; of a lesson those with which it begins.
    Open {
        /// The link, or - to read it from standard input.
        link: String,
        /// The folder, which must not exist yet or be empty.
        folder: PathBuf,
    },
    /// Prints what `docker build --check` says of a folder. Exit status: 0 if nothing is found, 1 if something is, 2 if the
    /// folder cannot be read.
    Check {
        /// The build context.
        folder: PathBuf,
        /// Path of the Dockerfile inside the folder.
        #[arg(short, long, default_value = "Dockerfile")]
        file: String,
        /// Checks only the stages that this one needs.
        #[arg(long)]
        target: Option<String>,
        /// NAME=VALUE, may be repeated.
        #[arg(long = "build-arg", value_name = "NAME=VALUE")]
        build_args: Vec<String>,
        /// How the findings are printed.
        #[arg(long, value_enum, default_value_t = check::Format::Text)]
        format: check::Format,
    },
    /// Searches the combination of fixes with which a folder builds best, and prints the way there step by step.
    Improve {
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
        /// Takes only this step, counted from 1; may be repeated.
        #[arg(long, value_name = "NUMBER")]
        step: Vec<usize>,
        /// Changes the files of the folder.
        #[arg(long)]
        write: bool,
        /// How the way is printed.
        #[arg(long, value_enum, default_value_t = improve::Format::Text)]
        format: improve::Format,
    },
    /// Checks the file of a lesson: its text, that its start does not meet the goals, and that its solution does. Exit status:
    /// 0 if nothing is wrong, 1 if something is, 2 if the file cannot be read.
    Lesson {
        /// The lesson, a Markdown file; docs/lessons.md describes the format.
        file: PathBuf,
        /// Prints how start and solution stand with each goal even if something is wrong.
        #[arg(short, long)]
        verbose: bool,
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
    /// Compares the checks with what BuildKit's own said of the Dockerfiles in a file of cases.
    VerifyChecks {
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

/// How a build is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As BuildKit's plain progress.
    Plain,
    /// One JSON object, for programs.
    Json,
    /// A summary in Markdown, for a pull request.
    Markdown,
}

/// Which texts of files go into a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LinkContents {
    /// Lists of dependencies, and what the Dockerfile names.
    Needed,
    /// All of them.
    All,
    /// None.
    None,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Build {
            folder,
            file,
            target,
            build_args,
            no_cache,
            compose,
            service,
            after,
            edit,
            why,
            what_if,
            figures,
            machine,
            format,
        } => {
            let options = folder::options(&file, target, &build_args, no_cache);
            let chosen = compose
                .map(|file| compose::choose(&folder, file.as_deref(), service.as_deref()))
                .transpose();
            let project =
                options
                    .as_ref()
                    .map_err(Clone::clone)
                    .and_then(|options| match chosen? {
                        Some(chosen) => chosen.project(options),
                        None => folder::read(&folder, options),
                    });
            let lab = options
                .and_then(|options| build::lab(project?, &after, &edit, &options))
                .and_then(|lab| figures::on_machine(&lab, machine.as_deref()))
                .and_then(|lab| figures::with_real(&lab, &figures));
            lab.map(|lab| match format {
                Format::Plain => plain::print(&lab, why, what_if),
                Format::Json => json::print(&lab, what_if),
                Format::Markdown => markdown::print(&lab),
            })
        }
        Command::Explain { question } => explain::print(&question.join(" ")),
        Command::Link {
            folder,
            file,
            page,
            contents,
            with_secrets,
        } => links::link(&folder, &file, page.as_deref(), contents, with_secrets),
        Command::Open { link, folder } => links::open(&link, &folder),
        Command::Check {
            folder,
            file,
            target,
            build_args,
            format,
        } => {
            let options = folder::options(&file, target, &build_args, false);
            let lab = options.and_then(|options| {
                build::lab(folder::read(&folder, &options)?, &[], &[], &options)
            });
            let path = folder.join(&file).display().to_string();
            let path = path.strip_prefix("./").map_or(path.clone(), str::to_owned);
            lab.map(|lab| check::print(&lab, path, format))
        }
        Command::Improve {
            folder,
            file,
            target,
            build_args,
            step,
            write,
            format,
        } => {
            let options = folder::options(&file, target, &build_args, false);
            let lab = options.and_then(|options| {
                build::lab(folder::read(&folder, &options)?, &[], &[], &options)
            });
            lab.and_then(|lab| improve::improve(&lab, &folder, &step, write, format))
        }
        Command::Lesson { file, verbose } => lesson::check(&file, verbose),
        Command::Verify {
            paths,
            images,
            quiet,
        } => verify::verify(&paths, images.as_deref(), quiet),
        Command::VerifySyntax { file } => vectors::verify(&file, Subject::Syntax),
        Command::VerifyWords { file } => vectors::verify(&file, Subject::Words),
        Command::VerifyChecks { file } => vectors::verify(&file, Subject::Checks),
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
