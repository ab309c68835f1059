//! The form token of a browser: what its pages send back with every act.
//!
//! It stands in a page masked with a pad that is another one each time, and the pad before it. A page is packed (see
//! [`crate::packed`]) and can hold what somebody else made the browser ask for; with the bare token in it, the sizes of many
//! such pages would tell the token by and by (the attack named BREACH).

use kernel::hex;

/// The token itself.
#[derive(Clone, Copy)]
pub(crate) struct Token([u8; 16]);

impl Token {
    /// The token that belongs to a browser's secret.
    pub(crate) const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// As it stands in a page: 64 hexadecimal digits, the pad and the masked token.
    pub(crate) fn masked(self, pad: [u8; 16]) -> String {
        let masked = std::array::from_fn::<u8, 16, _>(|place| self.0[place] ^ pad[place]);
        hex::written(&[pad, masked].concat())
    }

    /// Whether this is the token, under whatever pad. Takes as long for every wrong one.
    pub(crate) fn is(self, text: &str) -> bool {
        let Some(bytes) = hex::read(text).filter(|bytes| bytes.len() == 32) else {
            return false;
        };
        let (pad, masked) = bytes.split_at(16);
        let places = pad.iter().zip(masked).zip(self.0);
        places.fold(0, |sum, ((pad, masked), own)| sum | (pad ^ masked ^ own)) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_under_every_pad_and_looks_different_each_time() {
        let token = Token::new(*b"0123456789abcdef");
        let (one, two) = (token.masked([7; 16]), token.masked(*b"another pad here"));
        assert!(token.is(&one) && token.is(&two));
        assert_ne!(one[32..], two[32..]);
    }

    #[test]
    fn another_token_or_no_token_is_refused() {
        let token = Token::new([1; 16]);
        let other = Token::new([2; 16]).masked([7; 16]);
        let bare = "01".repeat(16);
        for wrong in [other.as_str(), bare.as_str(), "", "zz", &"é".repeat(32)] {
            assert!(!token.is(wrong), "{wrong}");
        }
    }
}
