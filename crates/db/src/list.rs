//! Lists in a statement: `IN ($4, $5, …)`. Both engines prepare a statement once and keep it by its text, so a list is filled
//! up with stand-ins for none and its texts stay few.

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
}
