//! Bytes as hexadecimal digits: hashes, tokens and what is sealed, where only text can stand.

/// The bytes, two small digits each.
pub fn written(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

/// The bytes that a text was written from; none of a text that has anything but pairs of digits.
pub fn read(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{read, written};

    #[test]
    fn bytes_written_in_hexadecimal_read_back() {
        assert_eq!(written(&[0, 0x1f, 0xff]), "001fff");
        for text in ["001fff", "001FFF"] {
            assert_eq!(read(text), Some(vec![0, 0x1f, 0xff]));
        }
        for odd in ["0", "zz", "+1", "0工"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
