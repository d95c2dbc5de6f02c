//! Here-documents of a shell script: taken out of it before it is parsed, and given to the command that reads them.
//!
//! Source of the rules: POSIX, Shell Command Language, 2.7.4 Here-Document. `deno_task_shell` does not know them.

/// What a command finds on its standard input, where the script has it in so many words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its lines, without leading tabs for `<<-`.
    pub text: String,
    /// Variables, commands in it and backslashes may be replaced, so that its length can be another one.
    pub expands: bool,
}

/// These stand around the number of a document, in the word that its marker stood behind. They are of the private use
/// area, which no script has a meaning for.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// A script that is longer, or has more documents, is not looked into: nobody writes such a thing.
const LONGEST_SCRIPT_BYTES: usize = 500_000;
pub(crate) const MOST_DOCUMENTS: usize = 200;

/// A marker such as `<<-"EOF"` in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// What the line that ends the document says.
    name: String,
    expands: bool,
    without_tabs: bool,
    /// It goes to the standard input, not to another file descriptor.
    pub(crate) to_input: bool,
    /// Where it stands in the line, with the number of the file descriptor if it has one.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Marker {
    /// Whether this line ends the document.
    fn ends_at(&self, line: &str) -> bool {
        self.content(line) == self.name
    }

    /// A line as the command gets to see it.
    fn content<'a>(&self, line: &'a str) -> &'a str {
        if self.without_tabs {
            line.trim_start_matches('\t')
        } else {
            line
        }
    }

    /// A document as the command gets to see it: each of its lines ends.
    fn contents(&self, document: &str) -> String {
        let lines = document.lines();
        lines.flat_map(|line| [self.content(line), "\n"]).collect()
    }

    /// The length of the document that a text begins with, and the same with the line that ends it. `None` if it does not
    /// end.
    pub(crate) fn lengths_in(&self, text: &str) -> Option<(usize, usize)> {
        let mut length = 0;
        for line in text.split_inclusive('\n') {
            let written = line.strip_suffix('\n').unwrap_or(line);
            if self.ends_at(written.strip_suffix('\r').unwrap_or(written)) {
                return Some((length, length + line.len()));
            }
            length += line.len();
        }
        None
    }
}

/// The script without its documents, and the documents. Where a marker was, a sign is left for [`take_sign`].
///
/// A document that does not end is no document: its marker is left as it is.
pub(super) fn take_out(script: &str) -> (String, Vec<Document>) {
    let mut documents = Vec::new();
    if !script.contains("<<") || script.len() > LONGEST_SCRIPT_BYTES {
        return (script.to_owned(), documents);
    }
    let mut rest = String::with_capacity(script.len());
    let mut ahead = script;
    while let Some(line) = ahead.lines().next() {
        let mut left = line.to_owned();
        ahead = ahead.split_once('\n').map_or("", |(_, behind)| behind);
        // From the left, because the documents come in this order; places shift by what was replaced.
        let mut behind = 0;
        while documents.len() < MOST_DOCUMENTS
            && let Some(marker) = next_marker(&left, behind)
        {
            let Some((length, whole)) = marker.lengths_in(ahead) else {
                break;
            };
            let text = marker.contents(ahead.get(..length).unwrap_or_default());
            ahead = ahead.get(whole..).unwrap_or_default();
            behind = replace(&mut left, &marker, documents.len());
            documents.push(Document {
                expands: marker.expands && text.contains(['$', '`', '\\']),
                text,
            });
        }
        rest.push_str(&left);
        rest.push('\n');
    }
    (rest, documents)
}

/// Puts the sign of a document in the place of its marker: at the end of the word before it, or at the beginning of the one
/// behind it. A group of commands cannot carry one. Gives where the line goes on.
fn replace(line: &mut String, marker: &Marker, number: usize) -> usize {
    let before = line.get(..marker.start).unwrap_or("").trim_end();
    let after = line.get(marker.end..).unwrap_or("");
    let sign = if marker.to_input {
        format!("{OPEN}{number}{CLOSE}")
    } else {
        String::new()
    };
    let replaced = match before.chars().last() {
        Some(')' | '}') => format!("{before} "),
        None | Some('|' | '&' | ';' | '(' | '{') => {
            let after = after.trim_start();
            let behind = format!("{before} {sign}");
            let length = behind.len();
            *line = format!("{behind}{after}");
            return length;
        }
        Some(_) => format!("{before}{sign}"),
    };
    let length = replaced.len();
    *line = format!("{replaced}{after}");
    length
}

/// Takes the sign of a document out of a word, and gives the document's number.
pub(super) fn take_sign(word: &mut String) -> Option<usize> {
    let (before, rest) = word.split_once(OPEN)?;
    let (number, after) = rest.split_once(CLOSE)?;
    let number = number.parse().ok()?;
    *word = format!("{before}{after}");
    Some(number)
}

/// The first marker of a line from a place on, outside of quotes and comments.
fn next_marker(line: &str, from: usize) -> Option<Marker> {
    let mut characters = line.char_indices().peekable();
    let mut quote = None;
    let mut before = ' ';
    while let Some((place, character)) = characters.next() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => {
                characters.next();
            }
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '#') if before.is_whitespace() => return None,
            // `$((1 << 2))` shifts.
            (None, '(') if before == '(' => return None,
            (None, '<') if place >= from && before != '<' => {
                if let Some(marker) = read_marker(line, place) {
                    return Some(marker);
                }
            }
            _ => {}
        }
        before = character;
    }
    None
}

/// Reads the marker whose `<<` stands at a place.
pub(crate) fn read_marker(line: &str, place: usize) -> Option<Marker> {
    let rest = line.get(place..)?.strip_prefix("<<")?;
    if rest.starts_with('<') {
        return None;
    }
    let (without_tabs, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let word = rest.trim_start_matches([' ', '\t']);
    let length = word
        .find([' ', '\t', '<', '>', '|', '&', ';', '(', ')'])
        .unwrap_or(word.len());
    let word = word.get(..length)?;
    let name: String = word.replace(['\'', '"', '\\'], "");
    if name.is_empty() {
        return None;
    }
    let before = line.get(..place)?;
    let digits = before.trim_end_matches(|character: char| character.is_ascii_digit());
    // `a2<<X` is the word `a2`; a number by itself is a file descriptor.
    let descriptor = if digits.is_empty() || digits.ends_with(char::is_whitespace) {
        before.get(digits.len()..)?
    } else {
        ""
    };
    Some(Marker {
        expands: name.len() == word.len(),
        name,
        without_tabs,
        to_input: matches!(descriptor, "" | "0"),
        start: place - descriptor.len(),
        end: line.len() - rest.trim_start_matches([' ', '\t']).len() + length,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(script: &str) -> Vec<String> {
        let (_, documents) = take_out(script);
        documents.into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn documents_are_taken_out() {
        assert_eq!(texts("cat <<A <<B\n1\nA\n2\nB\nrm x"), ["1\n", "2\n"]);
        assert_eq!(texts("cat <<-'A' > f\n\t1\n\tA\n"), ["1\n"]);
        assert_eq!(texts("cat << A\nB\nA"), ["B\n"]);
        assert_eq!(texts("cat <<A\nA\n"), [""]);
        assert_eq!(texts("cat <<A\r\nB\r\nA\r\n"), ["B\n"]);
        let (rest, _) = take_out("cat > f <<A && ls\n1\nA\nrm x");
        assert_eq!(rest, format!("cat > f{OPEN}0{CLOSE} && ls\nrm x\n"));
    }

    #[test]
    fn what_only_looks_like_a_marker_is_left() {
        for script in [
            "echo '<<A'\n1\nA",
            "echo \"<<A\"\n1\nA",
            "cat <<<A\n1\nA",
            "echo $((1 <<A))\n1\nA",
            "ls # <<A\n1\nA",
            "cat <<A\n1",
        ] {
            assert_eq!(texts(script), Vec::<String>::new(), "{script}");
        }
    }

    #[test]
    fn variables_are_replaced_unless_the_word_is_quoted() {
        let expands = |script| take_out(script).1.first().map(|one| one.expands);
        assert_eq!(expands("cat <<A\n$HOME\nA"), Some(true));
        assert_eq!(expands("cat <<A\nplain\nA"), Some(false));
        assert_eq!(expands("cat <<'A'\n$HOME\nA"), Some(false));
    }

    #[test]
    fn a_sign_is_taken_out_of_its_word() {
        let mut word = format!("f{OPEN}3{CLOSE}");
        assert_eq!((take_sign(&mut word), word.as_str()), (Some(3), "f"));
        assert_eq!(take_sign(&mut "f".to_owned()), None);
    }
}
