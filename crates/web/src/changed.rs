//! What differs within two texts, word by word: the template puts `<del>` and `<ins>` around it, which can be told without colours.
//!
//! A word is one Chinese character, or what stands together of letters and digits; everything else is a word by itself.

use std::ops::Range;

use crate::Marked;

/// More pairs of words than these are not compared: what differs between the common beginning and end is marked as a whole.
const MOST_PAIRS: usize = 250_000;

/// A text before and after, each with what the other has not marked in it.
pub fn changed(before: &str, after: &str) -> (Marked, Marked) {
    let (old, new) = (words(before), words(after));
    let (gone, come) = differing(&said(before, &old), &said(after, &new));
    let marked =
        |text: &str, words: &[Range<usize>], differs: &[bool]| Marked::at(text, &runs(words, differs));
    (marked(before, &old, &gone), marked(after, &new, &come))
}

/// The places of the words of a text, one behind the other.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut joins = false;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        let joined = sign.is_ascii_alphanumeric();
        match words.last_mut().filter(|_| joins && joined) {
            Some(word) => word.end = end,
            None => words.push(at..end),
        }
        joins = joined;
    }
    words
}

fn said<'a>(text: &'a str, words: &[Range<usize>]) -> Vec<&'a str> {
    let word = |at: &Range<usize>| text.get(at.clone()).unwrap_or_default();
    words.iter().map(word).collect()
}

/// For each word of both, whether it stands in its own text only.
fn differing(old: &[&str], new: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let head = old
        .iter()
        .zip(new)
        .take_while(|(one, other)| one == other)
        .count();
    let (rest_old, rest_new) = (&old[head..], &new[head..]);
    let backwards = rest_old.iter().rev().zip(rest_new.iter().rev());
    let tail = backwards.take_while(|(one, other)| one == other).count();
    let (mid_old, mid_new) = (
        &rest_old[..rest_old.len() - tail],
        &rest_new[..rest_new.len() - tail],
    );
    let mut gone = vec![false; old.len()];
    let mut come = vec![false; new.len()];
    gone[head..head + mid_old.len()].fill(true);
    come[head..head + mid_new.len()].fill(true);
    if mid_old.len().saturating_mul(mid_new.len()) <= MOST_PAIRS {
        for (one, other) in common(mid_old, mid_new) {
            gone[head + one] = false;
            come[head + other] = false;
        }
    }
    (gone, come)
}

/// A longest common sequence, as pairs of places. Single words that two long changes happen to share would tear them to pieces: a
/// common run counts from two words on, or where it is longer than a lone sign.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    for one in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            lengths[one * width + other] = if old[one] == new[other] {
                lengths[(one + 1) * width + other + 1] + 1
            } else {
                lengths[(one + 1) * width + other].max(lengths[one * width + other + 1])
            };
        }
    }
    let (mut one, mut other, mut pairs) = (0, 0, Vec::new());
    while one < old.len() && other < new.len() {
        if old[one] == new[other] {
            pairs.push((one, other));
            (one, other) = (one + 1, other + 1);
        } else if lengths[(one + 1) * width + other] >= lengths[one * width + other + 1] {
            one += 1;
        } else {
            other += 1;
        }
    }
    let follows = |place: usize, next: usize| {
        let pair = |at: usize| pairs.get(at).copied();
        matches!((pair(place), pair(next)), (Some(a), Some(b)) if b == (a.0 + 1, a.1 + 1))
    };
    let alone = |place: usize| {
        let before = place.checked_sub(1).is_some_and(|before| follows(before, place));
        !before && !follows(place, place + 1) && old[pairs[place].0].chars().count() == 1
    };
    (0..pairs.len())
        .filter(|place| !alone(*place))
        .map(|place| pairs[place])
        .collect()
}

/// The words that differ, those side by side as one.
fn runs(words: &[Range<usize>], differs: &[bool]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (word, _) in words.iter().zip(differs).filter(|(_, differs)| **differs) {
        match runs.last_mut().filter(|run| run.end == word.start) {
            Some(run) => run.end = word.end,
            None => runs.push(word.clone()),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::changed;
    use crate::Marked;

    fn shown(text: &Marked) -> String {
        let piece = |piece: &crate::Piece| {
            if piece.hit {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        };
        text.pieces().iter().map(piece).collect()
    }

    fn both(before: &str, after: &str) -> (String, String) {
        let (before, after) = changed(before, after);
        (shown(&before), shown(&after))
    }

    #[test]
    fn only_what_differs_is_marked() {
        let pairs = [
            (("同一", "同一"), ("同一", "同一")),
            (("", "新的"), ("", "[新的]")),
            (("旧的", ""), ("[旧的]", "")),
            (("学时 60", "学时 72"), ("学时 [60]", "学时 [72]")),
            (
                ("能读懂零件图，编制工艺", "能读懂装配图，编制加工工艺"),
                ("能读懂[零件]图，编制工艺", "能读懂[装配]图，编制[加工]工艺"),
            ),
            (("M10 螺纹", "M12 螺纹"), ("[M10] 螺纹", "[M12] 螺纹")),
            (("一行\n二行", "一行\n三行"), ("一行\n[二]行", "一行\n[三]行")),
        ];
        for ((before, after), (old, new)) in pairs {
            assert_eq!(both(before, after), (old.to_owned(), new.to_owned()));
        }
    }

    #[test]
    fn a_lone_sign_that_both_share_by_chance_does_not_tear_a_change_to_pieces() {
        assert_eq!(
            both("甲，乙丙的丁", "戊己，庚辛壬的癸"),
            ("[甲，乙丙的丁]".to_owned(), "[戊己，庚辛壬的癸]".to_owned())
        );
    }

    #[test]
    fn pieces_are_the_text_again_however_long_it_is() {
        let (before, after) = ("甲乙".repeat(3_000), "丙甲丁".repeat(3_000));
        let (old, new) = changed(&before, &after);
        let joined = |text: &Marked| {
            text.pieces()
                .iter()
                .map(|piece| piece.text.as_str())
                .collect::<String>()
        };
        assert_eq!((joined(&old), joined(&new)), (before, after));
    }
}
