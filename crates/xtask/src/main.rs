//! `cargo xtask`: what people and CI run. Installs what is missing, says what and why, and needs nothing by hand.

mod architecture;
mod bench;
mod bench_pages;
mod browser;
mod data;
mod dist;
mod embed;
mod files;
mod first_load;
mod frame;
mod fuzz;
mod node;
mod policy;
mod process;
mod serve;
mod split;
mod supply;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, serves and tests the playground.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the page on 127.0.0.1 and builds it again when a file changes.
    Serve {
        /// Port.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Builds the small, optimised page, as it is published.
        #[arg(long)]
        release: bool,
    },
    /// Runs every check and test: format, clippy, unit tests, TypeScript, and the page in a real browser.
    Test {
        /// Leaves out what needs a browser.
        #[arg(long)]
        no_browser: bool,
        /// Runs only the parts whose name contains this.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Measures the core natively and in WebAssembly, and the parser against others, and prints tables.
    Bench {
        /// Measures how cost grows with the number of instructions and files instead, natively, and draws docs/growth.svg.
        #[arg(long)]
        growth: bool,
    },
    /// Measures the page in a real browser, against a bare editor and a bare page in the same one, and prints tables.
    BenchWeb {
        /// Measures only what has a name that contains this: typing, start, drop, memory or embeds.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Runs the fuzz targets one after the other: whatever is read from elsewhere, given what nobody would think of.
    Fuzz {
        /// How long each of them runs.
        #[arg(long, default_value_t = 20)]
        minutes: u64,
        /// Runs only those whose name contains this.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Makes what the page loads besides the program: explanations, editor, styles. Trunk calls it before it builds.
    Parts,
    /// Makes the page for frames of the finished page, in the folder that Trunk names. Trunk calls it after it builds.
    EmbedPage,
    /// Opens the page and notes which functions of the program can wait until it can be used, in web/later.txt.
    FirstLoad,
    /// Writes what the frame of the page shows before the program is there anew, as the program shows it, in web/frame.
    Frame,
    /// Makes the static site in dist/ and prints what it weighs.
    Dist,
    /// Makes the tables of the catalogue from the measurements, and says what they weigh and whether that is too much.
    Data {
        /// The folder with the measurements, see crates/catalog/data/README.md.
        folder: Option<std::path::PathBuf>,
        /// Writes nothing: compares if a folder is given, and weighs.
        #[arg(long)]
        check: bool,
    },
    /// Installs the tools that are missing, and nothing else.
    Install,
    /// Checks which crate imports which, and that versions agree.
    CheckArchitecture,
    /// Makes pictures of the page in eight sizes and themes in tests/e2e/results, and the two of the README in docs/.
    Screenshots,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve { port, release } => serve::serve(port, release),
        Command::Test { no_browser, only } => test::test(no_browser, only.as_deref()),
        Command::Bench { growth: false } => bench::bench(),
        Command::Bench { growth: true } => bench::growth(),
        Command::BenchWeb { only } => test::bench_web(only.as_deref()),
        Command::Fuzz { minutes, only } => fuzz::fuzz(minutes, only.as_deref()),
        Command::Parts => node::parts(),
        Command::EmbedPage => embed::page(),
        Command::FirstLoad => first_load::first_load(),
        Command::Frame => test::frame(),
        Command::Dist => dist::dist(),
        Command::Data { folder, check } => data::data(folder.as_deref(), check),
        Command::Install => tools::install_all().map(drop),
        Command::CheckArchitecture => architecture::check(),
        Command::Screenshots => test::screenshots(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}
