//! What a YAML file says, as plain data.

use std::fmt;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Line of the file, 1-based.
    pub line: usize,
    /// What it is.
    pub value: Value,
}

/// A value. Numbers and truth values are texts: what is written counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `null` or `~`.
    Null,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Line of the key, 1-based.
    pub line: usize,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value of a key. Keys that a map takes over by `<<` count less than its own.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .into_iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The entries of a map, with those that it takes over by `<<`; empty if it is none.
    #[must_use]
    pub fn entries(&self) -> Vec<&Entry> {
        self.entries_within(MOST_MERGES)
    }

    fn entries_within(&self, merges: usize) -> Vec<&Entry> {
        let Value::Map(entries) = &self.value else {
            return Vec::new();
        };
        let mut found: Vec<&Entry> = entries.iter().filter(|entry| entry.key != "<<").collect();
        let Some(merges) = merges.checked_sub(1) else {
            return found;
        };
        for entry in entries.iter().filter(|entry| entry.key == "<<") {
            let others = match &entry.value.value {
                Value::List(others) => others.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            for other in others.iter().flat_map(|other| other.entries_within(merges)) {
                if !found.iter().any(|own| own.key == other.key) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; empty if it is none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }
}

/// Maps are taken over by others so many times in a row, no more.
const MOST_MERGES: usize = 8;

/// Why a file is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Line of the file, 1-based.
    pub line: usize,
    /// What is wrong, in the words of the library that read it.
    pub message: String,
}

impl fmt::Display for YamlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.message)
    }
}

mod wire {
    use miniserde::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct File {
        pub(super) root: Option<Node>,
        pub(super) error: Option<String>,
        pub(super) line: Option<u32>,
    }

    #[derive(Deserialize)]
    pub(super) struct Node {
        pub(super) line: u32,
        pub(super) text: Option<String>,
        pub(super) list: Option<Vec<Node>>,
        pub(super) map: Option<Vec<Entry>>,
    }

    #[derive(Deserialize)]
    pub(super) struct Entry {
        pub(super) key: String,
        pub(super) line: u32,
        pub(super) value: Node,
    }
}

/// What `web/editor/src/files/yaml.ts` gives for a file.
///
/// # Errors
/// What is wrong with the file.
pub fn from_json(json: &str) -> Result<Node, YamlError> {
    let unreadable = YamlError {
        line: 1,
        message: "the file cannot be read".to_owned(),
    };
    let file: wire::File = miniserde::json::from_str(json).map_err(|_| unreadable.clone())?;
    match (file.root, file.error) {
        (Some(root), _) => Ok(node(root)),
        (None, Some(message)) => Err(YamlError {
            line: file.line.map_or(1, |line| line as usize),
            message,
        }),
        (None, None) => Err(unreadable),
    }
}

fn node(read: wire::Node) -> Node {
    let value = match (read.text, read.list, read.map) {
        (Some(text), _, _) => Value::Text(text),
        (_, Some(list), _) => Value::List(list.into_iter().map(node).collect()),
        (_, _, Some(map)) => Value::Map(map.into_iter().map(entry).collect()),
        _ => Value::Null,
    };
    Node {
        line: read.line as usize,
        value,
    }
}

fn entry(read: wire::Entry) -> Entry {
    Entry {
        key: read.key,
        line: read.line as usize,
        value: node(read.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_the_page_is_read() {
        let json = r#"{"root":{"line":1,"map":[{"key":"a","line":1,"value":{"line":1,"text":"x"}},
            {"key":"b","line":2,"value":{"line":2,"list":[{"line":2}]}}]}}"#;
        let root = from_json(json).expect("it is one");
        assert_eq!(root.get("a").and_then(Node::text), Some("x"));
        assert_eq!(root.get("b").map(|list| list.items().len()), Some(1));
        let error = from_json(r#"{"error":"bad","line":3}"#).expect_err("it is none");
        assert_eq!(error.to_string(), "line 3: bad");
        assert!(from_json("[]").is_err());
    }

    #[test]
    fn a_map_takes_over_what_it_has_not_of_its_own() {
        let text = |text: &str| Node {
            line: 1,
            value: Value::Text(text.to_owned()),
        };
        let map = |entries: Vec<(&str, Node)>| Node {
            line: 1,
            value: Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| Entry {
                        key: key.to_owned(),
                        line: 1,
                        value,
                    })
                    .collect(),
            ),
        };
        let base = map(vec![("a", text("base")), ("b", text("base"))]);
        let own = map(vec![("<<", base), ("a", text("own"))]);
        assert_eq!(own.get("a").and_then(Node::text), Some("own"));
        assert_eq!(own.get("b").and_then(Node::text), Some("base"));
    }
}
