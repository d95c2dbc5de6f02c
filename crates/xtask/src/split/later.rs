//! Which functions can wait until the page can be used.

use std::collections::BTreeSet;

use flate2::Crc;

use super::module::Parsed;

/// How many stand in a line.
const IN_A_LINE: usize = 14;

/// A list of functions by the check sums of their names, in hexadecimal digits. The names themselves would be a file of 700 kB,
/// since they hold all types for which a function was made.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Later(BTreeSet<u32>);

impl Later {
    /// Reads `web/later.txt`. Lines that begin with `#` are for people.
    ///
    /// # Errors
    /// A sentence if something in it is no check sum.
    pub fn read(text: &str) -> Result<Self, String> {
        let words = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace);
        words
            .map(|word| {
                u32::from_str_radix(word, 16)
                    .map_err(|error| format!("{word} is no check sum of a function: {error}"))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The functions of a module that have not run.
    ///
    /// # Errors
    /// A sentence if the module cannot be read or has no names.
    pub fn of(module: &[u8], ran: &BTreeSet<u32>) -> Result<Self, String> {
        let parsed = Parsed::read(module)?;
        if parsed.names.is_empty() {
            return Err(
                "the compiled program has no names, by which its functions are known".to_owned(),
            );
        }
        let sums = |wanted: bool| {
            let functions = parsed
                .defined()
                .filter(move |function| ran.contains(function) == wanted);
            functions.filter_map(|function| parsed.names.get(&function).map(|name| sum(name)))
        };
        // Several functions may have one name. All of them are needed if one is.
        let needed: BTreeSet<u32> = sums(true).collect();
        Ok(Self(
            sums(false).filter(|sum| !needed.contains(sum)).collect(),
        ))
    }

    /// Whether a function with this name can wait.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(&sum(name))
    }

    /// The lines of `web/later.txt`, without those for people.
    pub fn written(&self) -> String {
        let sums: Vec<String> = self.0.iter().map(|sum| format!("{sum:08x}")).collect();
        sums.chunks(IN_A_LINE)
            .map(|line| line.join(" ") + "\n")
            .collect()
    }
}

/// The check sum of a name without what the compiler puts behind the names of crates, which differs between machines:
/// `core[0123456789abcdef]::fmt`.
fn sum(name: &str) -> u32 {
    let mut sum = Crc::new();
    let mut parts = name.split('[');
    sum.update(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let digest = part.split_once(']').filter(|(digest, _)| {
            digest.len() == 16 && digest.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        match digest {
            Some((_, behind)) => sum.update(behind.as_bytes()),
            None => {
                sum.update(b"[");
                sum.update(part.as_bytes());
            }
        }
    }
    sum.sum()
}

#[cfg(test)]
mod tests {
    use super::{Later, sum};

    #[test]
    fn what_is_written_is_read_again() {
        let text = "# for people\n00000000 0000ffff\nffffffff\n";
        let later = Later::read(text);
        assert_eq!(
            later.as_ref().map(Later::written),
            Ok("00000000 0000ffff ffffffff\n".to_owned())
        );
        assert!(Later::read("zz").is_err());
    }

    #[test]
    fn a_name_is_the_same_on_every_machine() {
        assert_eq!(
            sum("<core[c5930c85a12de822]::A as b[0930c85a12de8220]::B>::c"),
            sum("<core::A as b::B>::c")
        );
        assert_ne!(sum("<[u8]>::len"), sum("<u8>::len"));
    }
}
