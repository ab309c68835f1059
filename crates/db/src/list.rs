//! Lists in a statement: `IN ($4, $5, …)`. Both engines prepare a statement once and keep it by its text, so a list is filled
//! up with stand-ins for none and its texts stay few.

use std::fmt::Write as _;

/// Values that one text is made for.
const STEP: usize = 64;

/// The places of so many values from a number on, as they stand between the parentheses of `IN`.
pub fn places(from: usize, values: usize) -> String {
    let places: Vec<String> = (from..from + values).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// The values of a list with stand-ins for none behind them; at least one step of them.
pub fn filled<T: Clone>(mut values: Vec<T>, none: T) -> Vec<T> {
    let wanted = values.len().div_ceil(STEP).max(1) * STEP;
    values.resize(wanted, none);
    values
}

/// A piece of SQL whose parameters are so many places further on.
pub(crate) fn moved(sql: &str, by: usize) -> String {
    let mut pieces = sql.split('$');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let place: usize = piece[..digits].parse().unwrap_or(0);
        // Writing into a text cannot fail.
        let _ = write!(text, "${}{}", place + by, &piece[digits..]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_place_for_each_value_and_few_lengths() {
        assert_eq!(places(4, 3), "$4, $5, $6");
        for (values, length) in [(0, 64), (1, 64), (64, 64), (65, 128)] {
            let list = filled(vec![7; values], -1);
            assert_eq!((list.len(), list[values..].contains(&7)), (length, false));
        }
    }

    #[test]
    fn parameters_are_counted_on() {
        assert_eq!(
            moved("a = $1 AND b = $2 OR c = $12", 11),
            "a = $12 AND b = $13 OR c = $23"
        );
        assert_eq!(moved("nothing", 3), "nothing");
    }
}
