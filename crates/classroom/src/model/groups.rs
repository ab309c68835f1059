//! Groups of a class: four to six students each, or another size with its reason.

use std::collections::BTreeSet;

use kernel::{PersonId, Problems, Text};

use super::GroupId;

/// The fewest members of a group that needs no reason.
pub const LEAST: usize = 4;
/// The most members of a group that needs no reason.
pub const MOST: usize = 6;

/// A group with its members in the order in which roles go round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its identity.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// Its members, each once.
    pub members: Vec<PersonId>,
}

/// Proposes sizes, larger groups first: as near to five as can be, none apart by more than one. Seven students, and
/// fewer than four, can't be divided into groups of four to six; their proposal needs a reason.
pub fn sizes(students: usize) -> Vec<usize> {
    if students == 0 {
        return Vec::new();
    }
    let fewest = students.div_ceil(MOST);
    let most = (students / LEAST).max(fewest);
    let groups = ((students + 2) / 5).clamp(fewest, most);
    let (each, larger) = (students / groups, students % groups);
    (0..groups)
        .map(|group| each + usize::from(group < larger))
        .collect()
}

/// The faults of a division of a class: at `group-N` (from 0) for a group, at `class` for those without one, at
/// `reason` when a size other than four to six has none.
pub fn check(class: &[PersonId], groups: &[Group], reason: &str) -> Problems {
    let mut problems = Problems::default();
    let class: BTreeSet<_> = class.iter().copied().collect();
    let mut placed = BTreeSet::new();
    for (number, group) in groups.iter().enumerate() {
        let field = format!("group-{number}");
        if group.members.is_empty() {
            problems.add(&field, Text::new("classroom-group-empty"));
        }
        for member in &group.members {
            if !class.contains(member) {
                problems.add(
                    &field,
                    Text::new("classroom-group-stranger").with("group", &group.name),
                );
            } else if !placed.insert(*member) {
                problems.add(
                    &field,
                    Text::new("classroom-group-twice").with("group", &group.name),
                );
            }
        }
    }
    let without = class.difference(&placed).count();
    if without > 0 {
        problems.add(
            "class",
            Text::new("classroom-group-left-out").with("count", without),
        );
    }
    let usual = groups
        .iter()
        .all(|group| (LEAST..=MOST).contains(&group.members.len()));
    if !usual && reason.trim().is_empty() {
        let text = Text::new("classroom-group-size")
            .with("least", LEAST)
            .with("most", MOST);
        problems.add("reason", text);
    }
    problems
}

#[cfg(test)]
mod tests {
    use kernel::RawId;
    use proptest::prelude::*;

    use super::*;

    fn people(count: u128) -> Vec<PersonId> {
        (1..=count)
            .map(|number| PersonId::of(RawId::from_u128(number)))
            .collect()
    }

    fn group(number: u128, members: &[PersonId]) -> Group {
        let id = GroupId::of(RawId::from_u128(number));
        Group {
            id,
            name: format!("第{number}组"),
            members: members.to_vec(),
        }
    }

    #[test]
    fn forty_four_students_make_eight_groups_of_five_and_one_of_four() {
        assert_eq!(sizes(44), [5, 5, 5, 5, 5, 5, 5, 5, 4]);
        assert_eq!(sizes(6), [6]);
        assert_eq!(sizes(8), [4, 4]);
        assert_eq!(sizes(11), [6, 5]);
        assert_eq!(sizes(7), [4, 3]);
        assert_eq!(sizes(3), [3]);
        assert!(sizes(0).is_empty());
    }

    proptest! {
        #[test]
        fn every_class_of_eight_and_more_is_divided_into_groups_of_four_to_six(students in 8_usize..200) {
            let sizes = sizes(students);
            prop_assert_eq!(sizes.iter().sum::<usize>(), students);
            prop_assert!(sizes.iter().all(|size| (LEAST..=MOST).contains(size)));
        }
    }

    #[test]
    fn everyone_of_the_class_stands_in_one_group() {
        let class = people(9);
        assert!(check(&class, &[group(1, &class[..5]), group(2, &class[5..])], "").is_empty());
        let problems = check(&class, &[group(1, &class[..5]), group(2, &class[4..8])], "");
        assert_eq!(problems.at("group-1").unwrap().key, "classroom-group-twice");
        assert_eq!(
            problems.at("class").unwrap(),
            &Text::new("classroom-group-left-out").with("count", 1)
        );
        let problems = check(&class[..4], &[group(1, &class[..5])], "");
        assert_eq!(problems.at("group-0").unwrap().key, "classroom-group-stranger");
    }

    #[test]
    fn another_size_needs_a_reason() {
        let class = people(7);
        let groups = [group(1, &class)];
        assert_eq!(
            check(&class, &groups, " ").at("reason").unwrap().key,
            "classroom-group-size"
        );
        assert!(check(&class, &groups, "只有一台车床").is_empty());
    }
}
