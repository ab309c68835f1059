//! Made-up results of training. Nobody here was trained.

use std::fmt::Write as _;

use kernel::Day;

/// First days of the made-up training classes, as `yyyymmdd`, with their level; in every phase of the policy and outside.
const CLASSES: [(i64, &str, &str, &str); 14] = [
    (20_220_516, "三级", "浙江省技工教育教学研究室", "省"),
    (20_220_711, "三级", "中国就业培训技术指导中心", "部"),
    (20_221_017, "三级", "浙江省技工教育教学研究室", "省"),
    (20_230_213, "三级", "江南市技师学院", "校"),
    (20_230_508, "二级", "中国就业培训技术指导中心", "部"),
    (20_230_807, "三级", "江南市人力资源和社会保障局", "市"),
    (20_231_016, "三级", "浙江省技工教育教学研究室", "省"),
    (20_240_311, "二级", "浙江省技工教育教学研究室", "省"),
    (20_240_715, "三级", "江南市人力资源和社会保障局", "市"),
    (20_241_118, "二级", "中国就业培训技术指导中心", "部"),
    (20_250_224, "三级", "浙江省技工教育教学研究室", "省"),
    (20_250_519, "二级", "浙江省技工教育教学研究室", "省"),
    (20_250_915, "一级", "中国就业培训技术指导中心", "部"),
    (20_260_316, "二级", "浙江省技工教育教学研究室", "省"),
];

/// A table of results of a school's teachers, as an officer would import it. Which of them went to which class follows
/// from their places, the same every time; one in nine did not pass.
pub fn table(school: i64, teachers: &[(String, String)]) -> String {
    let mut csv =
        String::from("工号,姓名,培训级别,培训班,主办单位,主办层级,开始日期,结束日期,结果,证书编号\n");
    for (seat, (number, name)) in (0_i64..).zip(teachers) {
        for (class, (first, level, organiser, tier)) in (0_i64..).zip(CLASSES) {
            let lot = school * 7 + seat * 5 + class * 3;
            let Ok(first) = Day::from_number(first) else {
                continue;
            };
            if lot % 5 > 2 {
                continue;
            }
            let last = first.plus(if lot % 2 == 0 { 6 } else { 11 });
            let passed = lot % 9 != 4;
            let certificate = if passed {
                format!("YS{school:02}{seat:02}{class:02}")
            } else {
                String::new()
            };
            let outcome = if passed { "合格" } else { "不合格" };
            let _ = writeln!(
                csv,
                "{number},{name},{level},工学一体化教师{level}培训班,{organiser},{tier},{first},{last},{outcome},{certificate}"
            );
        }
    }
    csv
}
