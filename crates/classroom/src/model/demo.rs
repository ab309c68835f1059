//! Made-up words of made-up classes at work.

use design::model::{Measured, Quantity};
use kernel::Dice;

/// The words with which work comes back.
pub const WORDS: [&str; 5] = [
    "基准 A 的作用没有写清楚，请对照零件图补充",
    "实测值少了一个小数位，请按千分尺读数重填",
    "转速计算没有过程，请写出公式和代入的数值",
    "分工表里没有安全监护人，请补上姓名",
    "照片看不清刻度，请靠近重拍",
];

/// The names of groups.
pub const GROUPS: [&str; 10] = [
    "第1组", "第2组", "第3组", "第4组", "第5组", "第6组", "第7组", "第8组", "第9组", "第10组",
];

/// Why days leave the term.
pub const REASON: &str = "企业实训安排";
/// Why a group is larger or smaller than usual.
pub const GROUP_REASON: &str = "实训设备台套数所限";
/// Where a class works.
pub const PLACES: [&str; 3] = ["数控实训中心 2 号车间", "一体化学习站 B203", "数控车削实训区"];

/// What a class writes into the tables of the sample task: the table's title, and for each of its rows the cells after its head.
pub const TABLES: [(&str, &[&[&str]]); 3] = [
    (
        "任务要点表",
        &[
            &["HJ-LZ-30，第 2 版", "工艺员"],
            &["5 件", "生产班长"],
            &["三天后 16:00 前交装配班", "装配班长"],
            &["按图样全检，质检员签字", "质检员"],
            &["45 钢，不作热处理", "工艺员"],
            &["旋合 6 圈后滑牙", "装配班长"],
        ],
    ),
    (
        "图样分析表",
        &[
            &["C2", "2", "Ra3.2", "便于旋合"],
            &["M30×2-6g", "", "Ra3.2", "与螺母连接"],
            &["", "", "Ra6.3", "退出刀具"],
            &["φ36，0/-0.025", "20", "Ra1.6", "与轴承配合"],
            &["锥度 1∶5，小端 φ40", "10", "Ra3.2", "定心"],
            &["φ46，0/-0.039", "", "Ra3.2", "轴向定位"],
            &["φ38，0/-0.025", "", "Ra1.6", "基准 A"],
            &["100±0.1", "100", "", "装配空间"],
            &["按 GB/T 1804-m", "", "", ""],
        ],
    ),
    (
        "螺纹参数表",
        &[
            &["d2=d-0.6495P", "28.701"],
            &["d1=d-1.0825P", "27.835"],
            &["es=-0.038，Td=0.280", "29.682～29.962"],
            &["es=-0.038，Td2=0.170", "28.493～28.663"],
            &["d-0.13P", "29.74"],
            &["d-1.3P", "27.4"],
        ],
    ),
];

/// How students say where an answer comes from.
const OPENINGS: [&str; 8] = [
    "我们组讨论后认为：",
    "查了手册和图样，我的看法是：",
    "听老师示范后记的：",
    "对照工艺卡核过一遍，",
    "上一件做错后改成：",
    "量了两次，结论是：",
    "和搭档一起定的：",
    "先按经验估，再查表核对，",
];

/// What a student of a class gives, by what was drawn for the class: nothing was for the one that the demonstration shows.
#[derive(Clone, Copy, Debug)]
pub struct Giver {
    /// What was drawn for the class.
    pub drawn: u64,
    /// Where the student sits.
    pub seat: usize,
}

impl Giver {
    /// How they put an answer whose key is known: whole, with a word before it, or only its first half.
    pub fn answer(self, key: &str) -> String {
        let key = key.trim_start_matches("示例：").trim_end_matches('。');
        let length = key.len();
        let opening = OPENINGS[Dice::turn(self.drawn, &[0, self.seat, length], 0, OPENINGS.len())];
        let way = Dice::turn(self.drawn, &[1, self.seat, length], self.seat, 4);
        match (way, key.split_once(['；', '，'])) {
            (1, Some((first, _))) => format!("{first}。"),
            (2, _) => format!("{opening}{key}。"),
            _ => format!("{key}。"),
        }
    }

    /// A reading of a size between its limits; about every ninth lies a little above the upper one.
    pub fn reading(self, measured: &Measured) -> Quantity {
        let size = usize::try_from(measured.nominal.0).unwrap_or_default();
        let part = Dice::turn(self.drawn, &[2, self.seat, size], self.seat * 5, 9);
        read(measured, part)
    }

    /// Whether they fill in a cell of a table; a class of which nothing was drawn fills in all.
    pub fn fills(self, row: usize, column: usize) -> bool {
        Dice::turn(self.drawn, &[3, self.seat, row, column], 1, 12) != 0
    }
}

fn read(measured: &Measured, part: usize) -> Quantity {
    let (low, high) = (
        measured.nominal.0 + measured.lower.0,
        measured.nominal.0 + measured.upper.0,
    );
    let step = 10_i64.pow(4_u32.saturating_sub(measured.decimals.into()));
    let part = i64::try_from(part).unwrap_or_default();
    let value = if part == 8 {
        high + step
    } else {
        low + (high - low) * (part + 1) / 10
    };
    Quantity(value / step * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_lies_between_the_limits_and_every_ninth_above_and_classes_read_otherwise() {
        let size = Measured {
            unit: "mm".to_owned(),
            nominal: Quantity(360_000),
            lower: Quantity(-250),
            upper: Quantity(0),
            decimals: 3,
        };
        let read: Vec<i64> = (0..9)
            .map(|seat| Giver { drawn: 0, seat }.reading(&size).0)
            .collect();
        assert_eq!(read.iter().filter(|value| **value > 360_000).count(), 1);
        assert!(
            read.iter()
                .all(|value| (359_750..=360_010).contains(value) && value % 10 == 0)
        );
        let of = |drawn| -> Vec<i64> {
            (0..9)
                .map(|seat| Giver { drawn, seat }.reading(&size).0)
                .collect()
        };
        assert_ne!(of(1), of(2));
        let said = |drawn| -> Vec<String> {
            (0..9)
                .map(|seat| Giver { drawn, seat }.answer("先车端面，再车外圆"))
                .collect()
        };
        assert_ne!(said(1), said(2));
    }
}
