//! The table of base images.

use serde_json::Value;

use super::MadeFile;
use super::source::{Source, number, strings, text, written};
use super::table::Table;

/// Between the items of a list in a cell; it stands in none of the values.
const LIST: char = '\u{a6}';

/// Sizes and configuration of official images.
pub fn table(source: &Source) -> Result<MadeFile, String> {
    let images = source.json("base-images.json")?;
    let mut rows = Vec::new();
    for image in images.as_array().into_iter().flatten() {
        let name = match text(&image["tag"]) {
            "" => text(&image["name"]).to_owned(),
            tag => format!("{}:{tag}", text(&image["name"])),
        };
        let lists = ["env", "entrypoint", "cmd", "exposed_ports", "volumes"];
        let lists = lists.map(|key| strings(&image[key]).collect::<Vec<_>>());
        if lists.iter().flatten().any(|item| item.contains(LIST)) {
            return Err(format!("{name} has a value with {LIST} in it"));
        }
        let created: String = text(&image["created"]).chars().take(10).collect();
        let mut row = vec![
            name,
            text(&image["os"]).to_owned(),
            created,
            number(&image["virtual_size_bytes"]).to_string(),
            written(&image["virtual_size_precision_bytes"]),
            written(&image["compressed_bytes"]),
            text(&image["workdir"]).to_owned(),
            text(&image["user"]).to_owned(),
        ];
        row.extend(lists.map(|items| items.join(&LIST.to_string())));
        rows.push(row);
    }
    if !images.is_array() || rows.is_empty() {
        return Err(format!(
            "base-images.json holds no images but {}",
            kind(&images)
        ));
    }
    rows.sort();
    let about = [
        "Official images for linux/amd64, sizes in bytes. Source: docker-library/repo-info and its fork",
        "maxmood96/repo-info (see README.md). Lists are separated by a broken bar.",
    ];
    let columns = [
        "image",
        "os",
        "created",
        "size_bytes",
        "precision_bytes",
        "compressed_bytes",
        "working_directory",
        "user",
        "env",
        "entrypoint",
        "cmd",
        "ports",
        "volumes",
    ];
    Ok(MadeFile {
        path: "data/base-images.tsv",
        text: Table::new(&about).lines(&columns, &rows)?.text(),
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "an empty list",
        Value::Object(_) => "an object",
        _ => "something else",
    }
}
