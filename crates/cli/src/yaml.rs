//! YAML to plain data with lines.

use std::collections::HashMap;

use layerlab_core::compose::{Entry, Node, Value, YamlError};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

/// A file that expands to more than this is refused: a few aliases can stand for millions.
const MOST_NODES: usize = 20_000;
const DEEPEST: usize = 60;

/// What a YAML file says.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str) -> Result<Node, YamlError> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        anchors: HashMap::new(),
        nodes: 0,
    };
    loop {
        let (event, line) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::StreamEnd | Event::DocumentEnd => {
                return Ok(Node {
                    line: 1,
                    value: Value::Null,
                });
            }
            event => return reader.node(event, line, 0),
        }
    }
}

struct Reader<'a> {
    events: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// The nodes that aliases stand for, with how many nodes each holds.
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
}

fn refused(error: &ScanError) -> YamlError {
    YamlError {
        line: error.marker().line().max(1),
        message: error.info().to_owned(),
    }
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, usize), YamlError> {
        match self.events.next() {
            Some(Ok((event, span))) => Ok((event, span.start.line().max(1))),
            Some(Err(error)) => Err(refused(&error)),
            None => Ok((Event::StreamEnd, 1)),
        }
    }

    fn count(&mut self, nodes: usize, depth: usize, line: usize) -> Result<(), YamlError> {
        self.nodes += nodes;
        if self.nodes <= MOST_NODES && depth <= DEEPEST {
            return Ok(());
        }
        Err(YamlError {
            line,
            message: "the file is too large or too deep".to_owned(),
        })
    }

    fn node(&mut self, event: Event<'a>, line: usize, depth: usize) -> Result<Node, YamlError> {
        self.count(1, depth, line)?;
        let before = self.nodes;
        let (value, anchor) = match event {
            Event::Alias(anchor) => {
                let (node, nodes) = self.anchors.get(&anchor).cloned().ok_or(YamlError {
                    line,
                    message: "an alias stands for itself".to_owned(),
                })?;
                self.count(nodes, depth, line)?;
                return Ok(node);
            }
            Event::Scalar(text, style, anchor, _) => {
                let null = style == ScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if null {
                    Value::Null
                } else {
                    Value::Text(text.into_owned())
                };
                (value, anchor)
            }
            Event::SequenceStart(anchor, ..) => {
                let mut items = Vec::new();
                loop {
                    let (event, line) = self.next()?;
                    if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                        break;
                    }
                    items.push(self.node(event, line, depth + 1)?);
                }
                (Value::List(items), anchor)
            }
            Event::MappingStart(anchor, ..) => (Value::Map(self.entries(depth)?), anchor),
            _ => (Value::Null, 0),
        };
        let node = Node { line, value };
        if anchor > 0 {
            self.anchors
                .insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn entries(&mut self, depth: usize) -> Result<Vec<Entry>, YamlError> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, line) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok(entries);
            }
            let key = self.node(event, line, depth + 1)?;
            let key = key.text().unwrap_or_default().to_owned();
            if entries.iter().any(|entry| entry.key == key) {
                return Err(YamlError {
                    line,
                    message: format!("the key {key} stands there twice"),
                });
            }
            let (event, value_line) = self.next()?;
            entries.push(Entry {
                key,
                line,
                value: self.node(event, value_line, depth + 1)?,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_anchors_and_nothing_are_read() {
        let text = "x-base: &base\n  context: .\n  args: [A=1, ~]\nservices:\n  web:\n    build:\n      <<: *base\n      target: '1'\n";
        let root = read(text).expect("it is YAML");
        let build = root
            .get("services")
            .and_then(|node| node.get("web"))
            .and_then(|web| web.get("build"));
        let build = build.expect("it is there");
        assert_eq!(build.get("context").and_then(Node::text), Some("."));
        assert_eq!(build.get("target").map(|target| target.line), Some(8));
        assert_eq!(
            build.get("args").map(|args| args.items()[1].value.clone()),
            Some(Value::Null)
        );
    }

    #[test]
    fn what_is_no_yaml_is_refused_with_its_line() {
        for (text, line) in [
            ("a: 1\nb: [1, 2\n", 3),
            ("a: 1\n  b: 2\n", 2),
            ("a: 1\na: 2\n", 2),
        ] {
            let error = read(text).expect_err("it is none");
            assert_eq!(error.line, line, "{text:?}: {error}");
        }
    }

    #[test]
    fn aliases_do_not_explode() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            text.push_str(&format!("a{level}: &a{level} [{before}x]\n"));
        }
        let error = read(&text).expect_err("it is too large");
        assert!(error.message.contains("too large"), "{error}");
        assert_eq!(read("").map(|node| node.value), Ok(Value::Null));
    }
}
