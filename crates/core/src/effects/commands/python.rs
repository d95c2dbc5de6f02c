//! `python`: its modules that install something, and programs of the project.

use std::time::Duration;

use layerlab_catalog::{Basis, Estimate, assumed};

use super::{Outcome, Surroundings, megabytes, operands, pip};
use crate::effects::{FileSystem, Kind, Work};

pub(super) fn run(
    arguments: &[&str],
    surroundings: &mut Surroundings<'_>,
    files: &mut FileSystem,
) -> Outcome {
    match arguments {
        ["-m", "pip", rest @ ..] => pip::run(rest, surroundings, files),
        ["-m", "venv" | "virtualenv", rest @ ..] => {
            let Some(path) = operands(rest, &["--prompt"]).last().copied() else {
                return Outcome::default();
            };
            // A virtual environment holds a copy of pip. Nobody measured it alone: pip's wheel is 1.8 MB and unpacks
            // to about 12 MB with what is compiled.
            let size = Estimate::between(8_000_000, 12_000_000, 16_000_000, Basis::Assumed);
            files.add(&surroundings.path(path), "pip", size, Kind::Python, None);
            Outcome {
                work: Work {
                    written_bytes: size.bytes,
                    busy: Duration::from_secs(3),
                    ..Work::default()
                },
                reason: "a virtual environment with its own pip".to_owned(),
                unknown: Vec::new(),
                ..Outcome::default()
            }
        }
        ["-c", ..] | ["--version" | "-V"] => Outcome::busy(Duration::from_millis(300)),
        ["manage.py" | "./manage.py", "collectstatic", ..] => {
            let size = assumed("collected-static");
            files.add(
                &surroundings.path("staticfiles"),
                "",
                size,
                Kind::Other,
                None,
            );
            Outcome {
                work: Work {
                    written_bytes: size.bytes,
                    busy: Duration::from_secs(2),
                    ..Work::default()
                },
                reason: format!(
                    "the collected static files, taken to be {}",
                    megabytes(size.bytes)
                ),
                ..Outcome::default()
            }
        }
        _ => {
            let program = operands(arguments, &["-m", "-c", "-W", "-X"]);
            let name = program
                .iter()
                .take(2)
                .copied()
                .collect::<Vec<_>>()
                .join(" ");
            Outcome {
                work: Work::busy(Duration::from_secs(2)),
                reason: String::new(),
                unknown: vec![if name.is_empty() {
                    "python".to_owned()
                } else {
                    name
                }],
                ..Outcome::default()
            }
        }
    }
}
