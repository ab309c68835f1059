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
pub const FORMS: [Made; 8] = [
    Made {
        code: "00",
        name: "国家技工教育管理部门（演示）",
        kind: "部",
        region: "",
        school: ("", ""),
        credit: "",
    },
    Made {
        code: "33",
        name: "浙江省人力资源社会保障厅（演示）",
        kind: "省",
        region: "330000",
        school: ("", ""),
        credit: "",
    },
    Made {
        code: "51",
        name: "四川省人力资源社会保障厅（演示）",
        kind: "省",
        region: "510000",
        school: ("", ""),
        credit: "",
    },
    Made {
        code: "3301",
        name: "江南市人力资源和社会保障局（演示）",
        kind: "市",
        region: "330100",
        school: ("", ""),
        credit: "",
    },
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
        credit: "12330200470008888P",
    },
    Made {
        code: "510197",
        name: "西岭技工学校",
        kind: "校",
        region: "510100",
        school: ("技工学校", "市属"),
        credit: "12510100470006666M",
    },
    Made {
        code: "330100-Q01",
        name: "江南市恒进液压元件有限公司",
        kind: "企业",
        region: "330100",
        school: ("", ""),
        credit: "91330100MA2D0HJ01E",
    },
];

/// The name and the table of a made-up catalogue of majors.
pub const MAJORS: (&str, &str) = (
    "全国技工院校专业目录（演示节选）",
    include_str!("../../demo/majors.csv"),
);

/// The terms of 2026–2027 with their first days, weeks and exceptions, a line each as they are typed.
pub const TERMS: [(&str, &str, u8, &str); 2] = [
    ("autumn", "2026-09-01", 20, include_str!("../../demo/autumn.txt")),
    ("spring", "2027-03-01", 19, include_str!("../../demo/spring.txt")),
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
