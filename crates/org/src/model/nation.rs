//! Schools of a made-up nation of any size: what they are called, where they lie, how large they are. The province codes and the
//! shape of every code are real, the schools are not.

use kernel::Dice;
use kernel::check::credit;

use super::major::Level;
use super::registration::Form;

const PROVINCES: &str = include_str!("../../demo/nation.txt");
/// The name and the table of a made-up catalogue of majors for a whole nation.
pub const MAJORS: (&str, &str) = (
    "全国技工院校专业目录（演示）",
    include_str!("../../demo/nation-majors.csv"),
);

const TOWNS: [&str; 40] = [
    "江南", "临江", "滨海", "西岭", "东川", "南湖", "北原", "云溪", "青山", "长桥", "石门", "金河", "银滩",
    "白塔", "红岩", "龙泉", "凤台", "清源", "永安", "新津", "古田", "平湖", "高邑", "兴隆", "怀远", "靖边",
    "和顺", "武宁", "文昌", "乐山", "泉港", "秀峰", "梅岭", "松原", "桃源", "柳林", "枫桥", "鹤山", "鹿城",
    "马关",
];
const FIELDS: [&str; 20] = [
    "",
    "机电",
    "轻工",
    "交通",
    "工业",
    "冶金",
    "化工",
    "建筑",
    "商贸",
    "信息",
    "电子",
    "汽车",
    "轨道交通",
    "现代服务",
    "农业机械",
    "船舶",
    "纺织",
    "航空",
    "矿业",
    "水利",
];
/// Category of a school in the words of its form, how many of a thousand schools are so, and the usual end of its name.
const CATEGORIES: [(&str, usize); 3] = [("技工学校", 560), ("高级技工学校", 240), ("技师学院", 200)];
const AFFILIATIONS: [&str; 4] = ["市属", "市属", "省属", "市属"];
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A province-level unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province {
    /// The first two digits of its region.
    pub code: &'static str,
    /// Its short name, as schools carry it.
    pub name: &'static str,
    /// What its office is called.
    pub office: &'static str,
}

/// The province-level units, as many as are asked for and there are.
pub fn provinces(count: usize) -> Vec<Province> {
    let province = |line: &'static str| {
        let mut words = line.split(' ');
        Some(Province {
            code: words.next()?,
            name: words.next()?,
            office: words.next()?,
        })
    };
    PROVINCES.lines().filter_map(province).take(count).collect()
}

/// The form of the ministry, and of the office of a province.
pub fn office(province: Option<Province>) -> Form {
    let (code, name, kind, region) = match province {
        Some(Province { code, office, .. }) => (
            code.to_owned(),
            format!("{office}（演示）"),
            "省",
            format!("{code}0000"),
        ),
        None => (
            "00".to_owned(),
            "国家技工教育管理部门（演示）".to_owned(),
            "部",
            String::new(),
        ),
    };
    Form {
        code,
        name,
        kind: kind.to_owned(),
        region,
        category: String::new(),
        affiliation: String::new(),
        credit: String::new(),
    }
}

/// The form of a school by its number in the nation, from 0, and how many students it has where the mean is so many.
///
/// Sizes are uneven, as they are in the country: a quarter of the mean to two and a half times it, small ones more often.
pub fn school(seed: u64, number: usize, provinces: &[Province], mean: usize) -> (Form, usize) {
    let mut dice = Dice::of(seed, &[1, number as u64]);
    let turn = number % provinces.len().max(1);
    let (code, name) = provinces
        .get(turn)
        .map_or(("11", "北京"), |province| (province.code, province.name));
    let within = number / provinces.len().max(1);
    let city = within % 12 + 1;
    let town = TOWNS[(within + dice.below(3) * 13) % TOWNS.len()];
    let field = FIELDS[dice.below(FIELDS.len())];
    let category = category(dice.below(1_000));
    // The number keeps names apart where a province has more schools than there are towns and fields.
    let apart = match within / 40 {
        0 => String::new(),
        more => format!("第{}", ["二", "三", "四", "五", "六", "七"][(more - 1) % 6]),
    };
    let form = Form {
        code: format!("{code}{city:02}{:03}", within + 1),
        name: format!("{name}{town}{apart}{field}{category}"),
        kind: "校".to_owned(),
        region: format!("{code}{city:02}00"),
        category: category.to_owned(),
        affiliation: AFFILIATIONS[dice.below(AFFILIATIONS.len())].to_owned(),
        credit: credit_code(&format!("12{code}{city:02}00{:09}", 470_000_000 + number)),
    };
    let thrown = dice.below(1_000);
    let weight = 250 + 2_250 * thrown * thrown / 998_001;
    (form, (mean * weight / 1_000).max(40))
}

/// A major of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Major {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The higher of the levels that a school teaches it at.
    pub level: Level,
}

/// Every major of the catalogue.
pub fn majors() -> Vec<Major> {
    let (_, table) = MAJORS;
    let major = |line: &'static str| {
        let mut cells = line.split(',');
        let (code, name, levels) = (cells.next()?, cells.next()?, cells.next()?);
        let level = if levels.contains("高级") {
            Level::Advanced
        } else {
            Level::Intermediate
        };
        Some(Major { code, name, level })
    };
    table.lines().skip(1).filter_map(major).collect()
}

fn category(thrown: usize) -> &'static str {
    let mut below = 0;
    for (category, share) in CATEGORIES {
        below += share;
        if thrown < below {
            return category;
        }
    }
    CATEGORIES[0].0
}

/// Seventeen characters with the eighteenth that checks them.
fn credit_code(first: &str) -> String {
    let with = |last: char| format!("{first}{last}");
    ALPHABET
        .chars()
        .map(with)
        .find(|code| credit::is_valid(code))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_thousand_schools_are_registrable_have_names_of_their_own_and_the_asked_mean() {
        let provinces = provinces(31);
        assert_eq!(provinces.len(), 31);
        let made: Vec<(Form, usize)> = (0..1_000)
            .map(|number| school(1, number, &provinces, 4_000))
            .collect();
        for (form, _) in &made {
            assert!(form.parse().is_ok(), "{form:?}: {:?}", form.parse().err());
        }
        let codes: HashSet<&str> = made.iter().map(|(form, _)| form.code.as_str()).collect();
        assert_eq!(codes.len(), 1_000);
        let names: HashSet<&str> = made.iter().map(|(form, _)| form.name.as_str()).collect();
        assert!(names.len() > 950, "{}", names.len());
        let mean = made.iter().map(|(_, size)| size).sum::<usize>() / 1_000;
        assert!((3_700..4_300).contains(&mean), "{mean}");
        let (least, most) = (
            made.iter().map(|(_, size)| *size).min(),
            made.iter().map(|(_, size)| *size).max(),
        );
        assert!(least.is_some_and(|least| least < 1_100) && most.is_some_and(|most| most > 9_500));
        assert_eq!(
            school(1, 7, &provinces, 4_000).0.name,
            school(1, 7, &provinces, 4_000).0.name
        );
    }
}
