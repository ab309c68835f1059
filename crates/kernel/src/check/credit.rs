//! 统一社会信用代码 (GB 32100): eighteen characters with a check character, modulo 31.

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether the text is a valid 统一社会信用代码 (upper case, without spaces).
pub fn is_valid(text: &str) -> bool {
    let values: Option<Vec<usize>> = text.chars().map(|letter| ALPHABET.find(letter)).collect();
    let Some(values) = values.filter(|values| values.len() == 18) else {
        return false;
    };
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31 == values[17]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_verifies_and_a_changed_digit_does_not() {
        for text in ["91350100M000100Y43", "12330000470009999E", "91330100MA2B0AAAAF"] {
            assert!(is_valid(text), "{text}");
        }
        for text in [
            "91350100M000100Y44",
            "",
            "91350100M000100Y4",
            "91350100I000100Y43",
        ] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
