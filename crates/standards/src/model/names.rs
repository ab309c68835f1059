//! Comparing and splitting Chinese names and texts, whatever their brackets, widths and spaces.

use std::collections::HashMap;

use kernel::number::half_width;

/// The letters and digits of a text in half width, without spaces and punctuation: what two spellings share.
pub fn bare(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Whether two names are the same but for brackets, widths, spaces and punctuation.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || letters(one).eq(letters(other))
}

/// Splits an enumeration such as 台虎钳、锉刀（粗、细）、钻床。 at its top-level commas, without the last stop.
pub fn items(text: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let parts = text.split(move |letter: char| {
        match letter {
            '（' | '(' | '【' | '[' | '《' | '“' => depth += 1,
            '）' | ')' | '】' | ']' | '》' | '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(letter, '、' | '，' | '；' | ',' | ';' | '。')
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// How alike two texts are, in per cent of the pairs of neighbouring letters that they share (Dice).
pub fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (pairs(one), pairs(other));
    let total: usize = one.values().sum::<usize>() + other.values().sum::<usize>();
    let shared: usize = one
        .iter()
        .map(|(pair, count)| (*count).min(other.get(pair).copied().unwrap_or(0)))
        .sum();
    (200 * shared).checked_div(total).unwrap_or(0)
}

/// The pairs of neighbouring letters of a text, with how often each occurs.
pub fn pairs(text: &str) -> HashMap<(char, char), usize> {
    let letters: Vec<char> = letters(text).collect();
    let mut found = HashMap::new();
    for pair in letters.windows(2) {
        if let [first, second] = pair {
            *found.entry((*first, *second)).or_default() += 1;
        }
    }
    found
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .map(half_width)
        .filter(|letter| letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_in_every_spelling() {
        assert!(same_name("数控加工（数控车工）", "数控加工(数控车工) "));
        assert!(same_name("零件Ａ加工", "零件A加工"));
        assert!(!same_name("零件数控车床加工", "配合件数控车床加工"));
    }

    #[test]
    fn an_enumeration_is_split_outside_of_brackets() {
        assert_eq!(
            items("锯弓、锉刀（顺锉、交叉锉），砂轮机。"),
            ["锯弓", "锉刀（顺锉、交叉锉）", "砂轮机"]
        );
    }

    #[test]
    fn likeness_counts_shared_pairs_of_letters() {
        assert_eq!(likeness("能读懂图样", "能读懂图样；"), 100);
        // 能读 读懂 懂图 图样 against 能看 看懂 懂图 图样: two of eight on each side.
        assert_eq!(likeness("能读懂图样", "能看懂图样"), 50);
        assert_eq!(likeness("", ""), 0);
    }
}
