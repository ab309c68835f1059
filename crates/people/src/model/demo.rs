//! Made-up people for a demonstration and for tests. Nobody here exists.

use kernel::{Role, Tier};

const SURNAMES: [&str; 12] = ["王", "李", "张", "单", "曾", "解", "仇", "区", "尉迟", "覃", "赵", "林"];
const GIVEN: [&str; 14] =
    ["建国", "秀英", "伟", "文静", "国栋", "雅琴", "志强", "玥", "海涛", "丽华", "明远", "翀", "晓红", "婳"];

/// The made-up staff of an organisation: role, name and number. The same every time for the same organisation.
pub fn staff_of(tier: Tier, organisation: i64) -> Vec<(Role, String, String)> {
    let roles = crate::policy::roles_of(tier);
    let at = usize::try_from(organisation).unwrap_or_default() * 5;
    let person = |(index, role): (usize, &Role)| {
        let name = format!("{}{}", SURNAMES[(at + index * 5) % SURNAMES.len()], GIVEN[(at + index * 3) % GIVEN.len()]);
        (*role, name, role.code().to_owned())
    };
    roles.iter().enumerate().map(person).collect()
}
