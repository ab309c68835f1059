//! The fields of a course block and the headings that open them.

use super::super::fields;
use super::super::line::Line;
use super::scan;

/// A field of the block, or a heading above several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Start,
    Name,
    Code,
    Hours,
    Description,
    Work,
    Objects,
    Means,
    Tools,
    Materials,
    Equipment,
    Documents,
    Methods,
    Organisation,
    WorkRequirements,
    Goals,
    Content,
    Tasks,
    Teaching,
    Teachers,
    TeachingMethods,
    Resources,
    Sites,
    TeachingEquipment,
    TeachingMaterials,
    Management,
    Assessment,
    Process,
    Final,
    Situation,
    FinalRequirements,
    FinalMaterials,
}

/// The main headings of a block in their order; a block's fields can be told apart only within one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Head,
    Description,
    Work,
    Goals,
    Content,
    Tasks,
    Teaching,
    Assessment,
}

type Titles = [(Field, &'static [&'static str])];

const HEAD: &Titles = &[
    (Field::Name, &["工学一体化课程名称", "一体化课程名称", "课程名称"]),
    (Field::Code, &["课程编码", "课程代码"]),
    (Field::Hours, &["基准学时", "课程学时"]),
];
const MAIN: &Titles = &[
    (Field::Description, &["典型工作任务描述"]),
    (Field::Work, &["工作内容分析"]),
    (Field::Goals, &["课程目标"]),
    (Field::Content, &["学习内容"]),
    (Field::Tasks, &["参考性学习任务", "学习任务"]),
    (Field::Teaching, &["教学实施建议"]),
    (Field::Assessment, &["教学考核要求", "考核要求"]),
];
const WORK: &Titles = &[
    (Field::Objects, &["工作对象"]),
    (
        Field::Means,
        &[
            "工具材料设备与资料",
            "工具材料设备和资料",
            "工具材料设备资料",
            "工具设备材料与资料",
        ],
    ),
    (Field::Methods, &["工作方法"]),
    (Field::Organisation, &["劳动组织方式", "劳动组织形式", "劳动组织"]),
    (Field::WorkRequirements, &["工作要求"]),
];
const MEANS: &Titles = &[
    (Field::Tools, &["工具"]),
    (Field::Materials, &["材料"]),
    (Field::Equipment, &["设备"]),
    (Field::Documents, &["资料"]),
];
const TEACHING: &Titles = &[
    (Field::Teachers, &["师资要求", "师资"]),
    (
        Field::TeachingMethods,
        &[
            "教学组织方式方法建议",
            "教学组织方式方法",
            "教学组织方式与方法建议",
            "教学组织方式建议",
        ],
    ),
    (
        Field::Resources,
        &["教学资源配备建议", "教学资源配备", "教学资源建议"],
    ),
    (Field::Sites, &["教学场地"]),
    (
        Field::TeachingEquipment,
        &[
            "工具材料设备",
            "工具材料设备按组配置",
            "工具材料设备按组配备",
            "工具材料与设备",
            "工具材料与设备按组配置",
        ],
    ),
    (Field::TeachingMaterials, &["教学资料"]),
    (Field::Management, &["教学管理制度", "教学管理"]),
];
const FINAL: &Titles = &[
    (Field::Situation, &["情境描述", "情景描述"]),
    (Field::FinalRequirements, &["任务要求"]),
    (Field::FinalMaterials, &["参考资料"]),
];

impl Field {
    fn group(self) -> Group {
        match self {
            Self::Start | Self::Name | Self::Code | Self::Hours => Group::Head,
            Self::Description => Group::Description,
            Self::Work
            | Self::Objects
            | Self::Means
            | Self::Tools
            | Self::Materials
            | Self::Equipment
            | Self::Documents
            | Self::Methods
            | Self::Organisation
            | Self::WorkRequirements => Group::Work,
            Self::Goals => Group::Goals,
            Self::Content => Group::Content,
            Self::Tasks => Group::Tasks,
            Self::Teaching
            | Self::Teachers
            | Self::TeachingMethods
            | Self::Resources
            | Self::Sites
            | Self::TeachingEquipment
            | Self::TeachingMaterials
            | Self::Management => Group::Teaching,
            Self::Assessment
            | Self::Process
            | Self::Final
            | Self::Situation
            | Self::FinalRequirements
            | Self::FinalMaterials => Group::Assessment,
        }
    }

    fn is_means(self) -> bool {
        matches!(
            self,
            Self::Means | Self::Tools | Self::Materials | Self::Equipment | Self::Documents
        )
    }

    /// The path of the field in the serialised course.
    pub fn path(self) -> &'static str {
        match self {
            Self::Start | Self::Name => "name",
            Self::Code => "code",
            Self::Hours => "hours",
            Self::Description => "description",
            Self::Work | Self::Means => "work",
            Self::Objects => "work.objects",
            Self::Tools => "work.tools",
            Self::Materials => "work.materials",
            Self::Equipment => "work.equipment",
            Self::Documents => "work.documents",
            Self::Methods => "work.methods",
            Self::Organisation => "work.organisation",
            Self::WorkRequirements => "work.requirements",
            Self::Goals => "goals",
            Self::Content => "content",
            Self::Tasks => "tasks",
            Self::Teaching => "teaching",
            Self::Teachers => "teaching.teachers",
            Self::TeachingMethods => "teaching.methods",
            Self::Resources => "teaching.resources",
            Self::Sites => "teaching.sites",
            Self::TeachingEquipment => "teaching.equipment",
            Self::TeachingMaterials => "teaching.materials",
            Self::Management => "teaching.management",
            Self::Assessment => "assessment",
            Self::Process => "assessment.process",
            Self::Final => "assessment.final_task",
            Self::Situation => "assessment.final_task.situation",
            Self::FinalRequirements => "assessment.final_task.requirements",
            Self::FinalMaterials => "assessment.final_task.materials",
        }
    }
}

/// The field that a line opens when read within another, and what the line says beyond the heading.
pub fn heading(line: &Line, within: Field) -> Option<(Field, &str)> {
    let group = within.group();
    let within_group = match group {
        Group::Head => find(line, HEAD),
        Group::Work => find(line, WORK).or_else(|| {
            if within.is_means() {
                find(line, MEANS)
            } else {
                None
            }
        }),
        Group::Teaching => find(line, TEACHING),
        Group::Assessment => assessed(line).or_else(|| {
            if follows_final(within) {
                find(line, FINAL)
            } else {
                None
            }
        }),
        _ => None,
    };
    // The order of the main headings keeps a sentence that begins like an earlier one from being taken for it.
    within_group.or_else(|| {
        find(line, MAIN).filter(|(field, rest)| {
            let numbered_point = line.kind().is_some() && !rest.is_empty();
            field.group() > group && !numbered_point
        })
    })
}

fn find<'l>(line: &'l Line, titles: &Titles) -> Option<(Field, &'l str)> {
    titles
        .iter()
        .find_map(|(field, titles)| Some((*field, fields::heading(line, titles)?)))
}

fn follows_final(within: Field) -> bool {
    matches!(
        within,
        Field::Final | Field::Situation | Field::FinalRequirements | Field::FinalMaterials
    )
}

/// 过程性考核（60%） and 终结性考核, with or without a weight.
fn assessed(line: &Line) -> Option<(Field, &str)> {
    const TITLES: &Titles = &[
        (Field::Process, &["过程性考核", "过程考核"]),
        (Field::Final, &["终结性考核", "终结考核"]),
    ];
    if let Some((name, _, rest)) = scan::weighted(&line.text) {
        let named = TITLES.iter().find(|(_, titles)| titles.contains(&name));
        return named.map(|(field, _)| (*field, rest));
    }
    find(line, TITLES)
}
