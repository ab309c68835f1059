//! Where the tasks of made-up schools come from. No enterprise here exists.

use kernel::Dice;

/// The enterprise that a task comes from, and the order as students read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The enterprise.
    pub enterprise: &'static str,
    /// The scenario.
    pub scenario: String,
}

const ENTERPRISES: [&str; 12] = [
    "恒进液压元件有限公司",
    "鼎峰机床附件厂",
    "同济轴承座制造有限公司",
    "瑞禾农机装备有限公司",
    "海岳泵业有限公司",
    "众合模具有限公司",
    "启明工程机械有限公司",
    "长庚阀门股份有限公司",
    "安澜船舶配件厂",
    "锦程汽车零部件有限公司",
    "北辰纺机配件有限公司",
    "鹏举风电传动有限公司",
];
/// Why the parts are wanted.
const REASONS: [&str; 6] = [
    "客户装配时发现旧件磨损超差，须补做",
    "新产品试制，首批件须按图样全检",
    "售后备件告急，仓库只剩两件",
    "设备大修，原件无库存，须按实物图样重制",
    "外协厂交期延误，转由本车间赶制",
    "上一批同轴度不稳，工艺改进后重做一批验证",
];
/// What is looked at when they are handed over.
const CHECKS: [&str; 6] = [
    "首件由质检员全检，其余按三件抽一件",
    "每件填写自检记录，首件三坐标复测",
    "螺纹用通止规检验，外圆用千分尺逐件测量",
    "按图样全检，检验单由质检员签字",
    "关键尺寸逐件记录，供客户追溯",
    "首件经班组长和质检员会签后方可加工其余件",
];

/// The part of the sample task.
pub const THREADED: &str = "螺纹轴";
/// The part of the task that classes do before it.
pub const CONICAL: &str = "圆锥与圆弧轴";

/// The order behind a task of which this was drawn for its school.
pub fn order(drawn: u64, part: &str) -> Order {
    let mut dice = Dice::new(drawn);
    let mut one_of = |things: &[&'static str]| dice.pick(things).copied().unwrap_or_default();
    let (enterprise, reason, check) = (one_of(&ENTERPRISES), one_of(&REASONS), one_of(&CHECKS));
    let (pieces, days) = (3 + dice.below(38), 2 + dice.below(6));
    let scenario = format!(
        "{enterprise}下达订单：加工{part} {pieces} 件，{reason}，{days} 天后交付。{check}。学生以数控班组成员的身份领取生产任务单，独立完成从读图、编程、加工到检验的全部工作，并在交付后整理现场、填写设备保养记录。"
    );
    Order { enterprise, scenario }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::order;

    #[test]
    fn schools_have_orders_of_their_own() {
        assert_eq!(order(5, "螺纹轴"), order(5, "螺纹轴"));
        let told: BTreeSet<String> = (0..200).map(|drawn| order(drawn, "螺纹轴").scenario).collect();
        // Among some ninety thousand, two hundred meet by chance hardly ever.
        assert!(told.len() > 195, "{}", told.len());
    }
}
