//! Made-up people for a demonstration and for tests. Nobody here exists.

use kernel::{Role, Tier};

const SURNAMES: [&str; 12] = [
    "王", "李", "张", "单", "曾", "解", "仇", "区", "尉迟", "覃", "赵", "林",
];
const GIVEN: [&str; 14] = [
    "建国", "秀英", "伟", "文静", "国栋", "雅琴", "志强", "玥", "海涛", "丽华", "明远", "翀", "晓红", "婳",
];

/// The made-up staff of an organisation: role, name and number. The same every time for the same organisation.
pub fn staff_of(tier: Tier, organisation: i64) -> Vec<(Role, String, String)> {
    let roles = crate::policy::roles_of(tier);
    let at = usize::try_from(organisation).unwrap_or_default() * 5;
    let person = |(index, role): (usize, &Role)| {
        let name = format!(
            "{}{}",
            SURNAMES[(at + index * 5) % SURNAMES.len()],
            GIVEN[(at + index * 3) % GIVEN.len()]
        );
        (*role, name, role.code().to_owned())
    };
    roles.iter().enumerate().map(person).collect()
}

/// The class that every made-up school has.
pub const CLASS: &str = "数控2501班";
/// Its major in the catalogue.
pub const MAJOR: (&str, &str) = ("0106", "数控加工（数控车工）");
/// Its first day.
pub const ENTERED: i64 = 20_250_901;

const STUDENTS: [(&str, &str, &str); 12] = [
    ("李浩然", "1", "13800000101"),
    ("单小红", "2", "13800000102"),
    ("曾志强", "1", "13800000103"),
    ("解雨桐", "2", "13800000104"),
    ("仇文博", "1", "13800000105"),
    ("区嘉怡", "2", "13800000106"),
    ("尉迟明", "1", "13800000107"),
    ("欧阳静怡", "2", "13800000108"),
    ("阿依古丽·买买提", "2", "13800000109"),
    ("张𬀩", "1", "13800000110"),
    ("覃国栋", "1", "13800000111"),
    ("林晓婳", "2", "13800000112"),
];

/// A made-up student.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// The name.
    pub name: &'static str,
    /// Code of the sex.
    pub sex: &'static str,
    /// The guardian's phone, of a number that nobody has.
    pub guardian_phone: &'static str,
}

/// The made-up students of the class with their numbers, the same in every school.
pub fn students() -> impl Iterator<Item = (String, Made)> {
    let numbered = STUDENTS.iter().zip(1..);
    numbered.map(|(&(name, sex, guardian_phone), place): (_, i32)| {
        (
            format!("250199{place:02}"),
            Made {
                name,
                sex,
                guardian_phone,
            },
        )
    })
}
