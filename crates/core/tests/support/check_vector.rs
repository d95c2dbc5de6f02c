//! What the checks say of a Dockerfile, in the form of the vectors.
//!
//! Used by the test here and by `layerlab verify-checks`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::core::checks::{Subject, check};
use crate::core::dockerignore::IgnoreFile;
use crate::core::graph::{BaseImage, BuildOptions, ImageLookup};
use crate::core::syntax::{self, Lines};

#[derive(Deserialize)]
struct Case {
    #[serde(rename = "in")]
    input: Input,
    out: Output,
}

#[derive(Deserialize)]
struct Input {
    dockerfile: String,
    dockerignore: Option<String>,
    build_args: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Output {
    warnings: Option<Vec<Warning>>,
    error: Option<Error>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Warning {
    rule: String,
    message: String,
    description: String,
    #[serde(default)]
    url: String,
    lines: Option<Vec<(usize, usize)>>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Error {
    message: String,
    lines: Option<Vec<(usize, usize)>>,
}

/// Every name is an image for linux/amd64 with nothing but a PATH.
struct PlainImages;

impl ImageLookup for PlainImages {
    fn look_up(&self, _: &str, _: &str) -> BaseImage {
        let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        BaseImage {
            env: vec![("PATH".to_owned(), path.to_owned())],
            platform: "linux/amd64".to_owned(),
            known: true,
            ..BaseImage::default()
        }
    }
}

fn ranges(lines: &[Lines]) -> Option<Vec<(usize, usize)>> {
    let ranges = lines.iter().map(|lines| (lines.first, lines.last));
    (!lines.is_empty()).then(|| ranges.collect())
}

/// Compares one line of a vector file. `None` if we agree, otherwise what differs.
///
/// # Errors
/// A sentence if the line is no vector.
pub fn compare(line: &str) -> Result<Option<String>, String> {
    let Case { input, out } = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let tree = syntax::parse(&input.dockerfile);
    let ignore = input.dockerignore.as_deref().map(IgnoreFile::parse);
    let options = BuildOptions {
        build_args: input.build_args,
        ..BuildOptions::default()
    };
    let report = check(&Subject {
        text: &input.dockerfile,
        syntax: &tree,
        options: &options,
        ignore: ignore.as_ref(),
        images: &PlainImages,
    });
    let found: Vec<Warning> = report
        .findings
        .iter()
        .map(|finding| Warning {
            rule: finding.rule.name.to_owned(),
            message: finding.message.clone(),
            description: finding.rule.description.to_owned(),
            url: finding.rule.url.to_owned(),
            lines: ranges(&finding.lines),
        })
        .collect();
    let error = report.error.map(|stop| Error {
        message: stop.message,
        lines: ranges(&stop.lines),
    });
    let expected = out.warnings.unwrap_or_default();
    let differs = || {
        format!(
            "{:?}\n  BuildKit {:#?} {:?}\n  we       {:#?} {:?}",
            input.dockerfile, expected, out.error, found, error
        )
    };
    Ok((found != expected || error != out.error).then(differs))
}
