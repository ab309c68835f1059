//! How the made-up schools convert the courses that they adopted: what is not named here is kept as the standard has it.

use super::course::Decision;

/// What a made-up school makes of a 参考性学习任务.
#[derive(Clone, Copy, Debug)]
pub struct Turned {
    /// The name of the 参考性学习任务.
    pub reference: &'static str,
    /// What becomes of it.
    pub decision: Decision,
    /// The school's tasks: name, description, hours.
    pub tasks: &'static [(&'static str, &'static str, i64)],
    /// 转化说明; empty where the school still owes it.
    pub reason: &'static str,
}

use Decision::{Changed, Replaced, Split};

/// The first school, with all its courses.
pub const WHOLE: &[Turned] = &[
    Turned {
        reference: "阶梯轴的数控车床加工",
        decision: Changed,
        tasks: &[(
            "减速器输出轴的数控车床加工",
            "合作企业减速器车间试制 30 件输出轴，材料 45 钢，三级台阶两处需磨削留量。学生依据生产任务单和零件图编制工艺、编程、车削并完成首件检验，合格率不低于 95%。",
            84,
        )],
        reason: "改用合作企业减速器厂的真实零件；学生在普通车床课程中已掌握台阶车削，学时减少 12。",
    },
    Turned {
        reference: "套类零件的数控车床加工",
        decision: Split,
        tasks: &[
            (
                "衬套的数控车床加工",
                "泵体厂订购 20 件衬套，材料 HT200。学生完成内孔、端面和倒角的编程与加工，用内径百分表检测孔径。",
                48,
            ),
            (
                "薄壁轴承座的数控车床加工",
                "轴承座壁厚 4 mm，夹紧变形会使内孔失圆。学生设计软爪装夹方案，分粗精两次装夹完成加工，并以圆度数据说明装夹效果。",
                60,
            ),
        ],
        reason: "本地企业套类零件以薄壁件为主，原任务没有装夹变形的内容，拆为两个由易到难的任务。",
    },
    Turned {
        reference: "综合轴类零件批量加工（企业订单）",
        decision: Replaced,
        tasks: &[(
            "水泵电机轴小批量加工",
            "承接校企合作工厂 60 件水泵电机轴订单，含螺纹、键槽基准面和轴承位。学生以班组为单位排产，填写首件、巡检和完工记录，按期交付。",
            96,
        )],
        reason: "原订单企业已转产，改为校企合作工厂长期生产的水泵电机轴，订单稳定、检具齐全。",
    },
    Turned {
        reference: "锥度心轴的普通车床加工",
        decision: Changed,
        tasks: &[(
            "锥度心轴的普通车床加工",
            "工具班需要一批检测套类零件用的 1∶50 锥度心轴，学生用小滑板法车削圆锥，以涂色法检验接触面积。",
            72,
        )],
        reason: "学校车床均配数显尺，找正时间缩短，学时减少 8。",
    },
    Turned {
        reference: "梯形螺纹丝杠的普通车床加工",
        decision: Changed,
        tasks: &[(
            "梯形螺纹丝杠的普通车床加工",
            "虎钳厂试制 10 根 Tr28×5 丝杠，学生刃磨梯形螺纹车刀、计算中径并用三针法测量。",
            88,
        )],
        reason: "增加刀具刃磨和三针测量的练习，为技能等级认定的梯形螺纹考核做准备，学时增加 8。",
    },
    Turned {
        reference: "衬套类零件的检测",
        decision: Replaced,
        tasks: &[(
            "轴承端盖的三坐标检测",
            "对 20 件轴承端盖的孔系位置度编制三坐标检测程序，出具检测报告并与手工测量结果对比。",
            36,
        )],
        reason: "学校新建三坐标测量室，合作企业的端盖检测已全部采用三坐标。",
    },
    Turned {
        reference: "偏心四件组合的加工与装配",
        decision: Split,
        tasks: &[
            (
                "偏心轴与偏心套的加工",
                "加工四件组合中的偏心轴和偏心套，保证偏心距 2 ±0.02 mm，用 V 形架和百分表检测。",
                64,
            ),
            (
                "偏心四件组合的装配与检测",
                "完成其余两件的加工，组合装配并检测转动灵活性、轴向间隙，分析超差原因并修配。",
                56,
            ),
        ],
        reason: "任务周期过长，跨越两个学期；拆分后加工与装配分别评价。",
    },
    Turned {
        reference: "难加工材料接头的数控车床加工",
        decision: Changed,
        tasks: &[(
            "不锈钢卡套接头的数控车床加工",
            "液压件企业定制 50 件 304 不锈钢卡套接头，学生选择切削用量和断屑槽型，解决粘刀与断屑问题。",
            72,
        )],
        reason: "医疗器械零件没有来源，改为本地液压件企业的同类材料零件，学时不变。",
    },
];

/// The second school, at work on its third course.
pub const PART: &[Turned] = &[
    Turned {
        reference: "鸭嘴锤的钳加工",
        decision: Changed,
        tasks: &[(
            "检修用扁錾与手锤的钳加工",
            "检修班需补充 12 套扁錾和手锤，学生完成划线、锯削、锉削和热处理前的修整。",
            56,
        )],
        reason: "与本地检修企业的工具需求一致，工作内容不变。",
    },
    Turned {
        reference: "轴套的普通车床加工",
        decision: Changed,
        tasks: &[(
            "轴套的普通车床加工",
            "齿轮箱大修需 4 件 HT200 支承轴套，学生完成内外圆同轴加工。",
            64,
        )],
        reason: "",
    },
    Turned {
        reference: "综合轴类零件批量加工（企业订单）",
        decision: Replaced,
        tasks: &[(
            "新能源汽车电机轴批量加工",
            "承接园区电机企业 80 件电机轴订单，学生按节拍组织加工并做过程能力统计。",
            96,
        )],
        reason: "园区内电机企业提供订单和毛坯，与专业建设方向一致。",
    },
];
