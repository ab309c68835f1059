//! The made-up organisations of a demonstration. The region codes are real, the rest is not.

use super::registration::Form;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    code: &'static str,
    name: &'static str,
    kind: &'static str,
    region: &'static str,
    school: (&'static str, &'static str),
    credit: &'static str,
}

/// All of them, those above before those below.
pub const FORMS: [Made; 6] = [
    Made { code: "00", name: "国家技工教育管理部门（演示）", kind: "部", region: "", school: ("", ""), credit: "" },
    Made { code: "33", name: "浙江省人力资源社会保障厅（演示）", kind: "省", region: "330000", school: ("", ""), credit: "" },
    Made { code: "51", name: "四川省人力资源社会保障厅（演示）", kind: "省", region: "510000", school: ("", ""), credit: "" },
    Made {
        code: "330199",
        name: "江南市技师学院",
        kind: "校",
        region: "330100",
        school: ("技师学院", "市属"),
        credit: "12330000470009999E",
    },
    Made {
        code: "330298",
        name: "滨海高级技工学校",
        kind: "校",
        region: "330200",
        school: ("高级技工学校", "省属"),
        credit: "91330100MA2B0AAAAF",
    },
    Made {
        code: "510197",
        name: "西岭技工学校",
        kind: "校",
        region: "510100",
        school: ("技工学校", "市属"),
        credit: "91350100M000100Y43",
    },
];

impl Made {
    /// The form an officer would have filled in.
    pub fn form(&self) -> Form {
        Form {
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            kind: self.kind.to_owned(),
            region: self.region.to_owned(),
            category: self.school.0.to_owned(),
            affiliation: self.school.1.to_owned(),
            credit: self.credit.to_owned(),
        }
    }
}
