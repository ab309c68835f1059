//! The chapters of running text: 培养模式, 实施建议 with its table of stations, 考核与评价.

use paper::word::read::Table;

use super::columns::Columns;
use super::fields::sections;
use super::line::{Item, Line, cell_lines};
use super::{Rest, prose};
use crate::model::names::bare;
use crate::model::place::Place;
use crate::model::standard::{Advice, Evaluation, Site, Sites, TrainingMode};

/// 三、培养模式.
pub fn mode(items: &[Item], mode: &mut TrainingMode, rest: &mut Rest) {
    let place = Place::of("mode");
    for (section, items) in sections(items, &[("system", &["培养体制"]), ("operation", &["运行机制"])])
    {
        match section {
            Some("system") => mode.system.extend(prose(&items, &place.field("system"), rest)),
            Some(_) => mode
                .operation
                .extend(prose(&items, &place.field("operation"), rest)),
            None => rest.items(&place, &items),
        }
    }
}

/// 七、考核与评价.
pub fn evaluation(items: &[Item], evaluation: &mut Evaluation, rest: &mut Rest) {
    let place = Place::of("evaluation");
    let titles: [(&str, &[&str]); 3] = [
        ("ability", &["综合职业能力评价"]),
        ("skill", &["职业技能评价", "职业技能等级评价", "职业技能等级认定"]),
        (
            "graduates",
            &["毕业生就业质量分析", "就业质量分析", "毕业生就业质量评价"],
        ),
    ];
    for (section, items) in sections(items, &titles) {
        let target = match section {
            Some("ability") => &mut evaluation.ability,
            Some("skill") => &mut evaluation.skill,
            Some(_) => &mut evaluation.graduates,
            None => {
                rest.items(&place, &items);
                continue;
            }
        };
        target.extend(prose(&items, &place.field(section.unwrap_or_default()), rest));
    }
}

/// 六、实施建议.
pub fn advice(items: &[Item], advice: &mut Advice, rest: &mut Rest) {
    let place = Place::of("advice");
    let titles: [(&str, &[&str]); 4] = [
        ("teachers", &["师资队伍", "师资", "师资条件"]),
        ("sites", &["场地设备", "场地与设备", "教学场地设备"]),
        ("resources", &["教学资源"]),
        ("management", &["教学管理制度", "教学管理"]),
    ];
    for (section, items) in sections(items, &titles) {
        let target = match section {
            Some("teachers") => &mut advice.teachers,
            Some("resources") => &mut advice.resources,
            Some("management") => &mut advice.management,
            Some(_) => {
                stations(&items, &mut advice.sites, rest);
                continue;
            }
            None => {
                rest.items(&place, &items);
                continue;
            }
        };
        target.extend(prose(&items, &place.field(section.unwrap_or_default()), rest));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Number,
    Name,
    Area,
    Zones,
    Courses,
    Equipment,
}

fn role(text: &str) -> Option<Role> {
    let text = bare(text);
    match text.as_str() {
        "序号" => Some(Role::Number),
        "场地名称" | "学习工作站" | "学习工作站名称" | "场地" | "名称" => {
            Some(Role::Name)
        }
        "对应课程" | "适用课程" | "课程" => Some(Role::Courses),
        "功能分区" | "功能区" => Some(Role::Zones),
        "面积" | "面积m²" | "面积m2" | "面积㎡" | "面积平方米" => Some(Role::Area),
        "主要设备及数量"
        | "主要设备及数量台套"
        | "主要设备"
        | "主要设备台套"
        | "设备"
        | "设备清单"
        | "设备及数量" => Some(Role::Equipment),
        _ => None,
    }
}

fn stations(items: &[Item], sites: &mut Sites, rest: &mut Rest) {
    let place = Place::of("advice").field("sites");
    for item in items {
        match item {
            Item::Line(line) => sites.text.push(line.printed()),
            Item::Table(table) => match Columns::of(table, role) {
                Some(columns) => station_rows(table, &columns, sites, rest),
                None => rest.table(&place, table),
            },
        }
    }
}

fn station_rows(table: &Table, columns: &Columns<Role>, sites: &mut Sites, rest: &mut Rest) {
    for before in columns.rows_before() {
        let cells = columns.own_cells(table, before).flat_map(cell_lines);
        cells.for_each(|line| sites.text.push(line.printed()));
    }
    for index in columns.data_rows() {
        let place = Place::of("advice")
            .field("sites")
            .field("rows")
            .item(sites.rows.len());
        let (mut site, mut is_total) = (Site::default(), false);
        for cell in columns.own_cells(table, index) {
            let text = cell_lines(cell)
                .iter()
                .map(Line::printed)
                .collect::<Vec<_>>()
                .join("\n");
            let target = match columns.role(cell) {
                _ if matches!(bare(&text).as_str(), "合计" | "总计") => {
                    is_total = true;
                    continue;
                }
                Some(Role::Number) if super::columns::is_number(&text) => continue,
                Some(Role::Name) => &mut site.name,
                Some(Role::Area) => {
                    let plain: String = text.chars().map(kernel::number::half_width).collect();
                    let is_number = plain.chars().all(|letter| letter.is_ascii_digit());
                    site.area.push_str(if is_number { &plain } else { &text });
                    continue;
                }
                Some(Role::Zones) => &mut site.zones,
                Some(Role::Courses) => &mut site.courses,
                Some(Role::Equipment) => &mut site.equipment,
                Some(Role::Number) | None => {
                    rest.text(&place, text);
                    continue;
                }
            };
            target.push_str(&text);
        }
        if is_total && sites.total_area.is_none() {
            sites.total_area = Some(std::mem::take(&mut site.area)).filter(|area| !area.is_empty());
        }
        if site != Site::default() {
            sites.rows.push(site);
        }
    }
}
