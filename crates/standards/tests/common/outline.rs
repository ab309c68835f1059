//! A standard as plain text that a person can check against the printed document, line by line.

use std::fmt::{Debug, Write};

use kernel::Hours;
use standards::model::{Course, PlanTable, Standard};

pub fn outline(standard: &Standard) -> String {
    let mut out = String::new();
    front(standard, &mut out);
    for row in &standard.requirements {
        line(&mut out, &format!("要求 {} {}", term(&row.level), row.name));
        row.requirements
            .iter()
            .for_each(|one| line(&mut out, &format!("  {}", one.text)));
    }
    let (system, operation) = (standard.mode.system.len(), standard.mode.operation.len());
    line(
        &mut out,
        &format!("培养体制 {system} 段，运行机制 {operation} 段"),
    );
    line(
        &mut out,
        &format!("课程安排 前言 {} 段", standard.plan.intro.len()),
    );
    standard
        .plan
        .tables
        .iter()
        .for_each(|table| plan(table, &mut out));
    standard.courses.iter().for_each(|one| course(one, &mut out));
    let advice = &standard.advice;
    line(&mut out, &format!("师资队伍 {} 段", advice.teachers.len()));
    let area = advice.sites.total_area.as_deref().unwrap_or("-");
    line(
        &mut out,
        &format!("场地设备 {} 段，合计 {area}", advice.sites.text.len()),
    );
    for site in &advice.sites.rows {
        line(
            &mut out,
            &format!(
                "  {} | {} | {} | {}",
                site.name, site.area, site.courses, site.equipment
            ),
        );
    }
    line(
        &mut out,
        &format!(
            "教学资源 {} 段，教学管理制度 {} 段",
            advice.resources.len(),
            advice.management.len()
        ),
    );
    let evaluation = &standard.evaluation;
    let [ability, skill, graduates] =
        [&evaluation.ability, &evaluation.skill, &evaluation.graduates].map(Vec::len);
    line(
        &mut out,
        &format!("综合职业能力评价 {ability} 段，职业技能评价 {skill} 段，就业质量分析 {graduates} 段"),
    );
    out
}

fn front(standard: &Standard, out: &mut String) {
    line(out, &format!("标题 {}", standard.title));
    line(
        out,
        &format!("制定 {} {}", term(&standard.issuer), standard.issued_by),
    );
    let issued = standard.issued.map(|issued| (issued.year, issued.month));
    line(
        out,
        &format!(
            "状态 {:?} {issued:?} 封面其他 {:?}",
            standard.status, standard.cover
        ),
    );
    line(out, &format!("说明 {} 段", standard.foreword.len()));
    let major = &standard.major;
    line(out, &format!("专业 {}", major.name));
    major
        .codes
        .iter()
        .for_each(|code| line(out, &format!("编码 {} {}", term(&code.level), code.code)));
    major.years.iter().for_each(|one| {
        line(
            out,
            &format!("年限 {:?} {:?} {}", one.level, one.entry, one.years),
        );
    });
    major
        .jobs
        .iter()
        .for_each(|jobs| line(out, &format!("就业 {} {}…", term(&jobs.level), start(&jobs.text))));
    for one in &major.qualifications {
        line(
            out,
            &format!(
                "等级 {} {} {}",
                term(&one.level),
                term(&one.grade),
                one.occupation
            ),
        );
    }
    let overall = &standard.aims.overall;
    line(
        out,
        &format!("总体目标 {} 段 {}…", overall.len(), start(&overall.concat())),
    );
    for aim in &standard.aims.levels {
        line(
            out,
            &format!(
                "层级目标 {:?} {} 段 {}…",
                aim.level,
                aim.text.len(),
                start(&aim.text.concat())
            ),
        );
    }
}

fn plan(table: &PlanTable, out: &mut String) {
    let (years, semester_count) = (table.years.unwrap_or_default(), table.semesters);
    let (level, entry) = (term(&table.level), term(&table.entry));
    line(
        out,
        &format!(
            "课程表 {level} {entry} {years}年 {semester_count}学期 {}",
            table.title
        ),
    );
    for row in &table.rows {
        line(
            out,
            &format!(
                "  {} {} = {}",
                row.name,
                hours(&row.hours),
                semesters(&row.semesters)
            ),
        );
    }
    if let Some(total) = &table.total {
        line(
            out,
            &format!(
                "  总学时 {} = {}",
                hours(&total.hours),
                semesters(&total.semesters)
            ),
        );
    }
    table
        .notes
        .iter()
        .for_each(|note| line(out, &format!("  {note}")));
}

fn course(course: &Course, out: &mut String) {
    line(out, &format!("课程 {} {}学时", course.name, hours(&course.hours)));
    line(out, &format!("  任务描述 {} 段", course.description.len()));
    work(course, out);
    line(out, &format!("  目标 {}", course.goals.lead.concat()));
    course
        .goals
        .items
        .iter()
        .for_each(|goal| line(out, &format!("    {}", goal.text)));
    line(out, &format!("  学习内容 {}", course.content.lead.concat()));
    for group in &course.content.groups {
        let part = |kind, text: &[String]| format!("{kind:?} {}", start(&text.concat()));
        let parts: Vec<String> = group.parts.iter().map(|one| part(one.kind, &one.text)).collect();
        line(out, &format!("    {}：{}", group.title, parts.join("… | ")));
    }
    for task in &course.tasks {
        let text = task.description.concat();
        line(
            out,
            &format!(
                "  学习任务 {} {} {}…",
                hours(&task.hours),
                task.name,
                start(&text)
            ),
        );
    }
    teaching(course, out);
}

fn work(course: &Course, out: &mut String) {
    let work = &course.work;
    let [objects, requirements, methods] = [&work.objects, &work.requirements, &work.methods].map(Vec::len);
    line(
        out,
        &format!("  工作对象 {objects} 项，工作要求 {requirements} 项，工作方法 {methods} 项"),
    );
    for (name, text) in [
        ("工具", &work.tools),
        ("材料", &work.materials),
        ("设备", &work.equipment),
        ("资料", &work.documents),
        ("劳动组织", &work.organisation),
    ] {
        line(out, &format!("  {name} {}…", start(&text.concat())));
    }
}

fn teaching(course: &Course, out: &mut String) {
    let teaching = &course.teaching;
    for (name, text) in [
        ("师资", &teaching.teachers),
        ("方法", &teaching.methods),
        ("场地", &teaching.sites),
        ("设备", &teaching.equipment),
        ("资料", &teaching.materials),
        ("制度", &teaching.management),
    ] {
        line(
            out,
            &format!("  建议·{name} {} 段 {}…", text.len(), start(&text.concat())),
        );
    }
    let assessment = &course.assessment;
    let item =
        |name: &str, weight: Option<kernel::Percent>| format!("{name} {}%", weight.unwrap_or_default());
    let items: Vec<String> = assessment
        .process
        .iter()
        .map(|one| item(&one.name, one.weight))
        .collect();
    let (process, last) = (
        item("过程性", assessment.process_weight),
        item("终结性", assessment.final_weight),
    );
    line(out, &format!("  考核 {process}（{}）＋{last}", items.join("，")));
    let task = &assessment.final_task;
    let (requirements, materials) = (task.requirements.len(), task.materials.len());
    let situation = start(&task.situation.concat());
    line(
        out,
        &format!("  情境 {situation}… 要求 {requirements} 段 资料 {materials} 段"),
    );
}

fn hours(hours: &Option<Hours>) -> String {
    hours.map_or("空".to_owned(), |hours| hours.to_string())
}

fn semesters(all: &[Option<Hours>]) -> String {
    all.iter().map(hours).collect::<Vec<_>>().join(" ")
}

fn term<T: Debug>(value: &Option<T>) -> String {
    value
        .as_ref()
        .map_or("-".to_owned(), |value| format!("{value:?}"))
}

fn start(text: &str) -> String {
    text.chars().take(16).collect()
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").unwrap();
}
