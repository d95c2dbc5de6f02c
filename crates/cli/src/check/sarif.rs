//! SARIF 2.1.0 (OASIS standard), which code scanners exchange. Columns are counted in characters.

use layerlab_core::checks::RULES;
use layerlab_core::checks::own::{OWN_RULES, Severity};
use serde_json::{Value, json};

use super::{Checked, Position, first_line};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// SARIF has no level below a note that is still shown.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Serious => "warning",
        Severity::Note | Severity::Hint => "note",
    }
}

pub(super) fn print(checked: &Checked<'_>) {
    let rules = RULES.iter().map(|rule| {
        let mut described = json!({
            "id": rule.name,
            "shortDescription": { "text": rule.description },
            "fullDescription": { "text": rule.explanation },
            "defaultConfiguration": { "level": "warning" },
        });
        if let (Some(fields), false) = (described.as_object_mut(), rule.url.is_empty()) {
            fields.insert("helpUri".to_owned(), rule.url.into());
        }
        described
    });
    let own_rules = OWN_RULES.iter().map(|rule| {
        json!({
            "id": rule.name,
            "shortDescription": { "text": rule.description },
            "fullDescription": { "text": rule.explanation },
            "defaultConfiguration": { "level": level(rule.severity) },
        })
    });
    let result = |name: &str, index: Option<usize>, level: &str, message: &str, range| {
        let (start, end): (Position, Position) = range;
        json!({
            "ruleId": name,
            "ruleIndex": index,
            "level": level,
            "message": { "text": message },
            "locations": [location(checked, json!({
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            }))],
        })
    };
    let findings = checked.report.findings.iter().map(|finding| {
        let name = finding.rule.name;
        let index = RULES.iter().position(|rule| rule.name == name);
        result(
            name,
            index,
            "warning",
            &finding.message,
            checked.range(finding),
        )
    });
    let notes = checked.notes().map(|(note, _)| {
        let name = note.rule.name;
        let index = OWN_RULES.iter().position(|rule| rule.name == name);
        let index = index.map(|index| RULES.len() + index);
        result(
            name,
            index,
            level(note.rule.severity),
            &note.message,
            checked.range_of(note.span),
        )
    });
    let error = checked.report.error.iter().map(|stop| {
        let line = first_line(&stop.lines).unwrap_or(1);
        json!({
            "ruleId": "BuildError",
            "level": "error",
            "message": { "text": stop.message },
            "locations": [location(checked, json!({ "startLine": line }))],
        })
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "layerlab",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.chain(own_rules).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.chain(notes).chain(error).collect::<Vec<_>>(),
        }],
    });
    say!("{log:#}");
}

fn location(checked: &Checked<'_>, region: Value) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&checked.path) },
        "region": region,
    } })
}

/// A path as a relative reference: with slashes, and everything else that means something there written as its code.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.replace('\\', "/")
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("my app/Dockerfile"), "my%20app/Dockerfile");
        assert_eq!(uri("a\\b#1"), "a/b%231");
    }
}
