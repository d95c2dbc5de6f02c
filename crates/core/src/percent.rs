//! Letters written as `%41`.

/// Letters that stand for themselves.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~/:,".contains(&byte)
}

/// The text with all other letters written as their bytes.
pub(crate) fn encode(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

/// The text that was written so. What is no such triple stays; bytes that are no UTF-8 are replaced.
pub(crate) fn decode(written: &str) -> String {
    decode_those(written, |_| true)
}

/// The same of ASCII letters alone: triples of others stay.
pub(crate) fn decode_ascii(written: &str) -> String {
    decode_those(written, u8::is_ascii)
}

fn decode_those(written: &str, is_decoded: impl Fn(&u8) -> bool) -> String {
    if !written.contains('%') {
        return written.to_owned();
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, behind)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let digits = behind.get(..2).filter(|digits| !digits.starts_with('+'));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(&is_decoded) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = behind;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
