//! What a person is called once their data are erased: a sign that no language has to read and nobody had.

use kernel::PersonId;

/// How many letters of the id a name shows.
const SHOWN: usize = 6;

/// The name, such as `#f3K9q2`, and the number, which stays unique in the school.
pub fn anonymous(person: PersonId) -> (String, String) {
    let id = person.to_string();
    let end = id.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
    (
        format!("#{}", id.get(end..).unwrap_or_default()),
        format!("#{id}"),
    )
}

#[cfg(test)]
mod tests {
    use kernel::{Id, RawId};

    use super::anonymous;

    #[test]
    fn an_erased_person_is_called_by_a_part_of_their_id_alone() {
        let (name, number) = anonymous(Id::of(RawId::nil()));
        assert_eq!((name.chars().count(), number.chars().count()), (7, 23));
    }
}
