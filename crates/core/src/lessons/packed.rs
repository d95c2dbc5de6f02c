//! Several texts in one: how the files of a project, and the lessons of a course, travel to the page in one request.
//!
//! ```text
//! files/Dockerfile 24          the path and the number of bytes that follow the line break
//! FROM alpine:3.22
//! RUN …
//! project.txt 130
//! …
//! ```
//!
//! After each text stands a line break that is not part of it.

/// The paths and texts, in order.
///
/// # Errors
///
/// Part of a sentence about what is damaged.
pub(crate) fn unpack(packed: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut texts = Vec::new();
    let mut rest = packed;
    while !rest.is_empty() {
        let damage = || format!("text {} is damaged", texts.len() + 1);
        let (head, after) = rest.split_once('\n').ok_or_else(damage)?;
        let (path, length) = head.rsplit_once(' ').ok_or_else(damage)?;
        let length: usize = length.parse().map_err(|_| damage())?;
        let (text, after) = after.split_at_checked(length).ok_or_else(damage)?;
        rest = after.strip_prefix('\n').ok_or_else(damage)?;
        texts.push((path, text));
    }
    Ok(texts)
}

/// Adds a text to others.
#[cfg_attr(
    not(test),
    allow(dead_code, reason = "the build script writes, the library reads")
)]
pub(crate) fn pack(packed: &mut String, path: &str, text: &str) {
    packed.push_str(&format!("{path} {}\n{text}\n", text.len()));
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn what_is_packed_comes_out_again() {
        let texts = [("a b", ""), ("ä/x.txt", "1\n\n2"), ("c", "c 3\nü\n")];
        let mut packed = String::new();
        for (path, text) in texts {
            pack(&mut packed, path, text);
        }
        assert_eq!(unpack(&packed).as_deref(), Ok(texts.as_slice()));
        assert_eq!(unpack(""), Ok(Vec::new()));
    }

    #[test]
    fn damage_is_told() {
        let mut whole = String::new();
        pack(&mut whole, "a", "one\n");
        pack(&mut whole, "b", "zwölf");
        for cut in (1..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
            let part = whole.get(..cut).unwrap_or_default();
            let read = unpack(part);
            assert!(
                read.is_err() || read.is_ok_and(|texts| texts.len() == 1),
                "{cut}"
            );
        }
        for bad in ["a", "a\n", "a x\n", "a 99999999999999999999\n", "a 1\nü\n"] {
            assert!(unpack(bad).is_err(), "{bad}");
        }
    }
}
