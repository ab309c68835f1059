//! People of a made-up nation: their names, certificates and phones, by chance that can be repeated. Nobody here exists.

use kernel::check::identity::{Fault, IdentityNumber};
use kernel::{Day, Dice};

use super::roster::codes::Sex;

const SURNAMES: &str = include_str!("../../demo/names.txt");
const BOYS: &str = "浩然宇轩文博子涵俊杰天佑明远志强国栋建华家豪嘉伟梓睿泽楷博文思源海涛鹏飞晓东永康立新一鸣景行承志书航启正云帆振邦";
const GIRLS: &str = "雨桐欣怡诗涵梦琪嘉怡静雯佳慧雅婷思琪语嫣晓红秀英丽华文静紫萱若曦梓萌可馨艺涵子琪雪梅春燕佩琳美玲婉清舒窈";
/// Letters that few machines could write until lately, and that each school has somebody with.
const RARE: [&str; 12] = [
    "𬀩", "婳", "翀", "玥", "昉", "堃", "䶮", "㛃", "𬸚", "𫖯", "璟", "旻",
];
const UIGHUR: [&str; 8] = [
    "阿依古丽·买买提",
    "古丽娜尔·艾合买提",
    "艾力·吐尔逊",
    "买买提江·阿不都拉",
    "帕提古丽·依明",
    "阿迪力·玉素甫",
    "迪丽拜尔·卡德尔",
    "热合曼·库尔班",
];

/// 民族 that are drawn from, the most usual one more often.
pub const NATIONS: [&str; 6] = ["汉族", "汉族", "汉族", "壮族", "回族", "苗族"];
/// Departments of a school.
pub const DEPARTMENTS: [&str; 5] = [
    "机械工程系",
    "电气工程系",
    "信息工程系",
    "现代服务系",
    "公共教学部",
];

/// What a class is called: its major (what stands in brackets tells majors of one family apart), the year it entered, its number.
pub fn class_name(major: &str, year: i64, number: usize) -> String {
    let short = major
        .split_once('（')
        .map_or(major, |(_, inner)| inner.trim_end_matches('）'));
    format!("{short}{:02}{number:02}班", year % 100)
}

/// A made-up human.
#[derive(Clone, Debug)]
pub struct Made {
    /// The name.
    pub name: String,
    /// Code of the sex, `1` or `2`.
    pub sex: &'static str,
    /// The birthday.
    pub born: Day,
    /// A number that is right, of a region that does not exist.
    pub identity: String,
    /// A phone, where somebody has one.
    pub phone: Option<String>,
}

/// What names are drawn from.
#[derive(Clone, Debug)]
pub struct Names {
    /// Each surname with the sum of the weights up to and with it.
    surnames: Vec<(&'static str, usize)>,
    boys: Vec<char>,
    girls: Vec<char>,
}

impl Default for Names {
    fn default() -> Self {
        let mut sum = 0;
        let mut weighed = |line: &'static str| {
            let (name, weight) = line.split_once(' ')?;
            sum += weight.parse::<usize>().ok()?;
            Some((name, sum))
        };
        Self {
            surnames: SURNAMES.lines().filter_map(&mut weighed).collect(),
            boys: BOYS.chars().collect(),
            girls: GIRLS.chars().collect(),
        }
    }
}

impl Names {
    /// Somebody born on a day or at most so many before, the `number`-th of the nation: no two have one certificate.
    pub fn person(&self, dice: &mut Dice, number: u64, (latest, days): (Day, usize)) -> Made {
        let sex = if dice.happens(560) { Sex::Male } else { Sex::Female };
        let born = latest.plus(-i32::try_from(dice.below(days)).unwrap_or_default());
        let name = match dice.below(1_000) {
            0..15 => dice.pick(&UIGHUR).copied().unwrap_or_default().to_owned(),
            thrown => self.han(dice, (sex, thrown)),
        };
        Made {
            name,
            sex: sex.code(),
            born,
            identity: identity(born, number, sex),
            phone: dice
                .happens(700)
                .then(|| format!("1{:02}0{:07}", 30 + number % 69, number % 10_000_000)),
        }
    }

    fn han(&self, dice: &mut Dice, (sex, thrown): (Sex, usize)) -> String {
        let letters = if sex == Sex::Male { &self.boys } else { &self.girls };
        let mut name = self.surname(dice).to_owned();
        if thrown < 40 {
            name.push_str(dice.pick(&RARE).copied().unwrap_or_default());
        } else {
            name.extend(dice.pick(letters));
        }
        if thrown >= 240 {
            name.extend(dice.pick(letters));
        }
        name
    }

    fn surname(&self, dice: &mut Dice) -> &'static str {
        let all = self.surnames.last().map_or(0, |(_, sum)| *sum);
        let thrown = dice.below(all);
        let place = self.surnames.partition_point(|(_, sum)| *sum <= thrown);
        self.surnames.get(place).map_or("王", |(name, _)| name)
    }
}

/// A number with its check digit. No region begins with 9; the region and the order tell people of one birthday apart.
fn identity(born: Day, number: u64, sex: Sex) -> String {
    let (year, month, day) = born.parts();
    let order = number % 500 * 2 + u64::from(sex == Sex::Male);
    let first = format!(
        "{:06}{year:04}{month:02}{day:02}{order:03}",
        900_000 + number / 500 % 100_000
    );
    let right = match IdentityNumber::parse(&format!("{first}0")) {
        Err(Fault::Check(right)) => right,
        _ => '0',
    };
    format!("{first}{right}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::name::PersonName;

    #[test]
    fn people_have_names_that_are_names_and_certificates_that_are_right_and_their_own() {
        let (names, mut dice) = (Names::default(), Dice::new(1));
        let latest = Day::from_number(20_100_831).unwrap();
        let made: Vec<Made> = (0..20_000)
            .map(|number| names.person(&mut dice, number, (latest, 1_095)))
            .collect();
        for one in &made {
            assert!(PersonName::parse(&one.name).is_ok(), "{}", one.name);
            let number = IdentityNumber::parse(&one.identity).unwrap();
            assert_eq!(
                (number.birthday(), number.is_male()),
                (Some(one.born), one.sex == "1")
            );
        }
        let numbers: HashSet<&str> = made.iter().map(|one| one.identity.as_str()).collect();
        assert_eq!(numbers.len(), made.len());
        let different: HashSet<&str> = made.iter().map(|one| one.name.as_str()).collect();
        assert!(different.len() > 8_000, "{}", different.len());
        assert!(
            made.iter().any(|one| one.name.contains('𬀩')) && made.iter().any(|one| one.name.contains('·'))
        );
        let wang = made.iter().filter(|one| one.name.starts_with('王')).count();
        assert!((1_200..1_900).contains(&wang), "{wang}");
    }
}
