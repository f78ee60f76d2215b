//! A partner's key: a part that may be shown, and a secret.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What every key begins with, so that scanners find one that was published by mistake.
const MARK: &str = "cg_";

/// Bytes of randomness that a key is made of.
pub const RANDOM_BYTES: usize = 41;

/// The random bytes that become the part that may be shown.
const PREFIX_BYTES: usize = 9;

/// The characters of that part.
const PREFIX_LENGTH: usize = 12;

/// The characters of the secret: 256 bits.
const SECRET_LENGTH: usize = 43;

/// A key as a caller sends it: `cg_`, 12 characters by which it is found, and 43 that prove it.
///
/// Its `Debug` does not show the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

/// The text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key is cg_ and 55 letters, digits, - or _")]
pub struct InvalidKey;

impl ApiKey {
    /// The key that these random bytes make.
    pub fn new(random: &[u8; RANDOM_BYTES]) -> Self {
        let (prefix, secret) = random.split_at(PREFIX_BYTES);
        ApiKey(format!(
            "{MARK}{}{}",
            URL_SAFE_NO_PAD.encode(prefix),
            URL_SAFE_NO_PAD.encode(secret)
        ))
    }

    /// All of it, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The part that may be shown.
    pub fn prefix(&self) -> &str {
        &self.0[MARK.len()..MARK.len() + PREFIX_LENGTH]
    }

    /// What is kept in place of the secret, in hexadecimal digits.
    pub fn hash(&self) -> String {
        let secret = &self.0[MARK.len() + PREFIX_LENGTH..];
        let digest = Sha256::digest(secret);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether this is the key of which the hash was kept. How long it takes does not depend on
    /// how much of it is right.
    pub fn proves(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

impl FromStr for ApiKey {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let rest = text.strip_prefix(MARK).ok_or(InvalidKey)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        match rest.len() == PREFIX_LENGTH + SECRET_LENGTH && rest.bytes().all(plain) {
            true => Ok(ApiKey(text.to_owned())),
            false => Err(InvalidKey),
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}…", self.prefix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_proves_itself_and_no_other() {
        let key = ApiKey::new(&[7; RANDOM_BYTES]);
        assert_eq!(key.reveal().parse(), Ok(key.clone()));
        assert_eq!(key.prefix().len(), PREFIX_LENGTH);
        assert!(key.proves(&key.hash()));
        let mut random = [7; RANDOM_BYTES];
        random[RANDOM_BYTES - 1] = 8;
        let other = ApiKey::new(&random);
        assert_eq!(other.prefix(), key.prefix());
        assert!(!other.proves(&key.hash()) && !key.proves(""));
        assert!(!format!("{key:?}").contains(&key.reveal()[20..]));
    }

    #[test]
    fn what_is_no_key_is_not_taken() {
        for text in ["", "cg_", "cg_short", "xx_000000000000", &"cg_é".repeat(30)] {
            assert_eq!(text.parse::<ApiKey>(), Err(InvalidKey), "{text}");
        }
    }
}
