//! Digests over fields, with their lengths, so that no two different lists of fields look alike.

use sha2::{Digest as _, Sha256};

/// A SHA-256 value. Simulated: it never equals the digest that Docker shows, and is not shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// In hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The checksum of a file with this text, as `sha256sum` prints it, behind `sha256:`.
#[must_use]
pub fn checksum_of(text: &str) -> String {
    let digest = Digest(Sha256::digest(text.as_bytes()).into());
    format!("sha256:{}", digest.hex())
}

/// Makes a [`Digest`] from fields in order.
#[derive(Debug, Clone, Default)]
pub struct Hasher {
    state: Sha256,
}

impl Hasher {
    /// Begins with a name for what is hashed, so that different things never share a digest.
    #[must_use]
    pub fn new(subject: &str) -> Self {
        let mut hasher = Self::default();
        hasher.text(subject);
        hasher
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.state.update((bytes.len() as u64).to_le_bytes());
        self.state.update(bytes);
        self
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.state.update(number.to_le_bytes());
        self
    }

    /// Adds a digest.
    pub fn digest(&mut self, digest: Digest) -> &mut Self {
        self.state.update(digest.0);
        self
    }

    /// The result.
    #[must_use]
    pub fn finish(&self) -> Digest {
        Digest(self.state.clone().finalize().into())
    }
}
