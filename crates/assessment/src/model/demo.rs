//! Made-up ratings of made-up classes. Nobody here exists.

use kernel::Dice;

/// Enterprises of open invitations, each with its mentor.
const MENTORS: [(&str, &str); 6] = [
    ("江南市恒进液压元件有限公司", "周建业"),
    ("鼎峰机床附件厂", "秦守正"),
    ("瑞禾农机装备有限公司", "龙海燕"),
    ("长庚阀门股份有限公司", "乔国栋"),
    ("安澜船舶配件厂", "殷晓峰"),
    ("鹏举风电传动有限公司", "覃丽萍"),
];
/// The name of the task that lies behind the class.
pub const BEFORE: &str = "圆锥与圆弧轴的数控车床加工";
/// Its scenario.
pub const SCENARIO: &str = "机加车间接到一批锥度接头的订单：圆锥面与圆弧面须一次装夹车成，首件由质检员用圆锥环规涂色检验，贴合面不少于 70%，合格后再加工其余 4 件。学生以数控班组成员的身份完成这项任务。";
/// The course whose grade is under way.
pub const COURSE: &str = "零件数控车床加工";
/// Its items beside the task.
pub const COURSE_ITEMS: [&str; 3] = ["课堂表现", "工作页与作业", "终结性考核"];
/// What the office said when it chose its rule.
pub const RULE_REASON: &str = "2026 年 9 月教务会议决定：企业导师未能到场时按其余各方权重折算";
/// Why grades of locked sheets were corrected.
pub const CORRECTIONS: [&str; 5] = [
    "同轴度记录漏读一页，复核偏摆仪数据后改分",
    "誊录时把两名学生的分数抄反，核对纸质评分表后更正",
    "学生补交了首件检验照片，按评分细则补给该项得分",
    "三坐标复测后槽宽在公差内，原判超差有误",
    "评分细则中的倒角一项重复扣分，改回一次",
];
/// Why somebody does not count.
pub const EXEMPTIONS: [&str; 4] = [
    "11 月起休学",
    "参加省技能竞赛集训",
    "伤病请假，下学期补修",
    "已转入其他专业",
];

/// How able each student is, in points: a class has its best and its weakest.
const LEVELS: [i64; 12] = [88, 76, 92, 81, 66, 95, 73, 85, 90, 58, 79, 83];
/// How hard each item was.
const ITEMS: [i64; 6] = [3, -2, -5, 1, 4, 0];

/// The ratings that a task's sample publishes, for one student: self, peers, teacher.
const SAMPLE: [[i64; 3]; 6] = [
    [90, 0, 85],
    [84, 80, 82],
    [0, 0, 76],
    [88, 84, 80],
    [95, 90, 92],
    [88, 86, 90],
];
/// The seat of that student.
const SAMPLE_SEAT: usize = 3;

fn bounded(points: i64) -> i64 {
    points.clamp(35, 100)
}

/// The marks of one class, by what was drawn for it: every class has marks of its own, the same every time.
#[derive(Clone, Copy, Debug)]
pub struct Marks(pub u64);

impl Marks {
    /// Those among which one student has the ratings that the task's sample publishes.
    pub const SAMPLE: Self = Self(0);

    fn turn(self, places: &[usize], known: usize, sides: usize) -> usize {
        Dice::turn(self.0, places, known, sides)
    }

    fn published(self, seat: usize, item: usize, rater: usize) -> Option<i64> {
        (self.0 == 0 && seat == SAMPLE_SEAT).then(|| SAMPLE[item % 6][rater])
    }

    fn level(self, seat: usize) -> i64 {
        LEVELS[self.turn(&[0, seat], seat, 12)]
    }

    /// What the teacher gives a seat for an item, in points.
    pub fn teacher(self, seat: usize, item: usize) -> i64 {
        if let Some(points) = self.published(seat, item, 2) {
            return points;
        }
        let wobble = self.turn(&[1, seat, item], seat * 7 + item * 5 + seat * item, 9) as i64 - 4;
        bounded(self.level(seat) + ITEMS[item % 6] + wobble)
    }

    /// What a correction makes of it: never what it was.
    pub fn corrected(self, seat: usize, item: usize) -> i64 {
        let points = self.teacher(seat, item);
        if points > 96 { points - 4 } else { points + 4 }
    }

    /// What a seat gives itself: the strong are strict with themselves, the weak are kind.
    pub fn own(self, seat: usize, item: usize) -> i64 {
        if let Some(points) = self.published(seat, item, 0) {
            return points;
        }
        let pride = if self.level(seat) > 84 { -2 } else { 4 };
        bounded(self.teacher(seat, item) + pride + self.turn(&[2, seat, item], seat + item, 3) as i64)
    }

    /// What one seat gives another.
    pub fn peer(self, rater: usize, rated: usize, item: usize) -> i64 {
        if let Some(points) = self.published(rated, item, 1) {
            return points;
        }
        let wobble = self.turn(&[3, rater, rated, item], rater * 5 + rated * 3 + item, 7) as i64 - 2;
        bounded(self.teacher(rated, item) + wobble)
    }

    /// What was observed of a seat's ability, 0 to 3.
    pub fn observed(self, seat: usize, ability: usize) -> u8 {
        let one_of_two = self.turn(&[4, seat, ability], seat + ability, 2) as u8;
        let level = match self.level(seat) {
            90.. => 2,
            75.. => 1 + one_of_two,
            60.. => 1,
            _ => one_of_two,
        };
        let more = self.turn(&[5, seat, ability], seat * 3 + ability * 5, 4) == 0;
        (level + u8::from(more)).min(3)
    }

    /// What a seat has in classroom work, homework and the final exam, in tenths of a point.
    pub fn course(self, seat: usize, item: usize) -> i64 {
        let wobble = self.turn(&[6, seat, item], seat * 11 + item * 7, 60) as i64 - 30;
        (bounded(self.level(seat)) * 10 + wobble).clamp(300, 1_000)
    }

    /// The seats that an exam's end finds absent and deferred, in this order.
    pub fn missed(self) -> (usize, usize) {
        (self.turn(&[8], 4, 8), self.turn(&[9], 1, 8) + 8)
    }

    /// The enterprise that is invited, and its mentor.
    pub fn mentor(self) -> (&'static str, &'static str) {
        MENTORS[self.turn(&[10], 0, MENTORS.len())]
    }

    /// One of the reasons.
    pub fn reason(self, reasons: &'static [&'static str]) -> &'static str {
        let place = self.turn(&[7], 0, reasons.len());
        reasons.get(place).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(marks: Marks) -> Vec<i64> {
        let cells = (0..40).flat_map(|seat| (0..6).map(move |item| (seat, item)));
        cells.map(|(seat, item)| marks.teacher(seat, item)).collect()
    }

    #[test]
    fn every_class_has_marks_of_its_own_and_one_the_published_ones() {
        assert_eq!(table(Marks(7)), table(Marks(7)));
        let alike = |one: &[i64], other: &[i64]| one.iter().zip(other).filter(|(a, b)| a == b).count();
        // Of 240 marks some are alike by chance: they lie on about forty points.
        assert!(alike(&table(Marks(7)), &table(Marks(8))) < 40);
        assert!(alike(&table(Marks(7)), &table(Marks::SAMPLE)) < 40);
        for marks in (0..500).map(Marks) {
            let (given, corrected) = (marks.teacher(1, 3), marks.corrected(1, 3));
            assert!(
                given != corrected && corrected <= 100,
                "{given}, then {corrected}"
            );
        }
        for (item, [own, peer, teacher]) in SAMPLE.into_iter().enumerate() {
            assert_eq!(Marks::SAMPLE.teacher(SAMPLE_SEAT, item), teacher);
            assert_eq!(Marks::SAMPLE.own(SAMPLE_SEAT, item), own);
            assert_eq!(Marks::SAMPLE.peer(0, SAMPLE_SEAT, item), peer);
        }
    }
}
