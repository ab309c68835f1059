//! Made-up ratings of a made-up class. Nobody here exists.

/// The enterprise of the open invitation, and its mentor.
pub const ENTERPRISE: (&str, &str) = ("江南市恒进液压元件有限公司", "周建业");
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
/// Why a grade of a locked sheet was corrected.
pub const CORRECTION: &str = "同轴度记录漏读一页，复核偏摆仪数据后改分";
/// Why somebody does not count.
pub const EXEMPT: &str = "11 月起休学";

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

/// What the teacher gives a seat for an item, in points; the same every time.
pub fn teacher(seat: usize, item: usize) -> i64 {
    if seat == SAMPLE_SEAT {
        return SAMPLE[item % 6][2];
    }
    let wobble = ((seat * 7 + item * 5 + seat * item) % 9) as i64 - 4;
    bounded(LEVELS[seat % 12] + ITEMS[item % 6] + wobble)
}

/// What a seat gives itself: the strong are strict with themselves, the weak are kind.
pub fn own(seat: usize, item: usize) -> i64 {
    if seat == SAMPLE_SEAT {
        return SAMPLE[item % 6][0];
    }
    let pride = if LEVELS[seat % 12] > 84 { -2 } else { 4 };
    bounded(teacher(seat, item) + pride + ((seat + item) % 3) as i64)
}

/// What one seat gives another.
pub fn peer(rater: usize, rated: usize, item: usize) -> i64 {
    if rated == SAMPLE_SEAT {
        return SAMPLE[item % 6][1];
    }
    let wobble = ((rater * 5 + rated * 3 + item) % 7) as i64 - 2;
    bounded(teacher(rated, item) + wobble)
}

/// What was observed of a seat's ability, 0 to 3.
pub fn observed(seat: usize, ability: usize) -> u8 {
    let level = match LEVELS[seat % 12] {
        90.. => 2,
        75.. => 1 + ((seat + ability) % 2) as u8,
        60.. => 1,
        _ => ((seat + ability) % 2) as u8,
    };
    (level + u8::from((seat * 3 + ability * 5).is_multiple_of(4))).min(3)
}

/// What a seat has in classroom work, homework and the final exam, in tenths of a point.
pub fn course(seat: usize, item: usize) -> i64 {
    let wobble = ((seat * 11 + item * 7) % 60) as i64 - 30;
    (bounded(LEVELS[seat % 12]) * 10 + wobble).clamp(300, 1_000)
}
