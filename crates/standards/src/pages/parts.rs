//! The chapters of a standard and its course blocks as parts of a page.

use kernel::Text;

use super::view::{Builder, Part, Piece, below};
use crate::model::{Place, Standard};

/// Every part, in the order of the document.
pub fn all(builder: &Builder<'_>, standard: &Standard) -> Vec<Part> {
    let mut parts = vec![
        part("cover", builder.t("part-cover"), cover(builder)),
        part("major", builder.t("part-major"), major(builder)),
        part("aims", builder.t("part-aims"), aims(builder, standard)),
        part(
            "mode",
            builder.t("part-mode"),
            fields(builder, &["mode.system", "mode.operation"]),
        ),
        part("plan", builder.t("part-plan"), plan(builder, standard)),
        part(
            "courses",
            builder.t("part-courses"),
            vec![Piece::Table(list_of_courses(builder))],
        ),
    ];
    for (index, one) in standard.courses.iter().enumerate() {
        let pieces = course(builder, index);
        let title = if one.name.is_empty() {
            builder.t("unnamed")
        } else {
            one.name.clone()
        };
        let title = builder.visit.text(
            &Text::new("standards-part-course")
                .with("n", index + 1)
                .with("name", title),
        );
        parts.push(Part {
            slug: format!("course-{index}"),
            title,
            inner: true,
            pieces,
        });
    }
    parts.push(part("advice", builder.t("part-advice"), advice(builder)));
    let evaluation = ["evaluation.ability", "evaluation.skill", "evaluation.graduates"];
    parts.push(part(
        "evaluation",
        builder.t("part-evaluation"),
        fields(builder, &evaluation),
    ));
    parts
}

fn part(slug: &str, title: String, pieces: Vec<Piece>) -> Part {
    Part {
        slug: slug.to_owned(),
        title,
        inner: false,
        pieces,
    }
}

fn fields(builder: &Builder<'_>, paths: &[&str]) -> Vec<Piece> {
    paths
        .iter()
        .map(|path| builder.piece(&below(&Place::default(), path)))
        .collect()
}

fn cover(builder: &Builder<'_>) -> Vec<Piece> {
    fields(builder, &["title", "issued_by", "cover", "foreword"])
}

fn major(builder: &Builder<'_>) -> Vec<Piece> {
    let major = Place::of("major");
    let table = |name, columns: &[&str]| Piece::Table(builder.table(&major.field(name), columns));
    vec![
        builder.piece(&major.field("name")),
        table("codes", &["level", "code"]),
        table("years", &["level", "entry", "years"]),
        table("jobs", &["level", "text"]),
        table("qualifications", &["occupation", "grade", "level"]),
    ]
}

fn aims(builder: &Builder<'_>, standard: &Standard) -> Vec<Piece> {
    let rows = Place::of("requirements");
    let mut pieces = vec![
        builder.piece(&Place::of("aims").field("overall")),
        Piece::Table(builder.table(&Place::of("aims").field("levels"), &["level", "text"])),
        Piece::Table(builder.table(&rows, &["level", "name"])),
    ];
    for (index, row) in standard.requirements.iter().enumerate() {
        let mut table = builder.table(&rows.item(index).field("requirements"), &["text", "ability"]);
        table.label = format!("{} · {}", row.name, table.label);
        pieces.push(Piece::Table(table));
    }
    pieces
}

/// 课程安排: each table with its courses by semester, and the printed sums as its foot.
fn plan(builder: &Builder<'_>, standard: &Standard) -> Vec<Piece> {
    let mut pieces = fields(builder, &["plan.intro"]);
    for (index, plan) in standard.plan.tables.iter().enumerate() {
        let place = Place::of("plan").field("tables").item(index);
        let semester = |rows: &Place, n: usize| builder.field(&rows.field("semesters").item(n));
        let mut table = builder.table(&place.field("rows"), &["name", "hours"]);
        for (row, place) in table
            .rows
            .iter_mut()
            .zip((0..).map(|row| place.field("rows").item(row)))
        {
            row.cells.extend((0..plan.semesters).map(|n| semester(&place, n)));
        }
        let name = |n: usize| {
            builder
                .visit
                .text(&Text::new("standards-doc-semester").with("n", n))
        };
        table.head.extend((1..=plan.semesters).map(name));
        table.label.clone_from(&plan.title);
        table.titled = true;
        if plan.total.is_some() {
            let total = place.field("total");
            let mut cells = vec![builder.field(&total.field("hours"))];
            cells.extend((0..plan.semesters).map(|n| semester(&total, n)));
            table.foot = Some(builder.row(&total, cells));
        }
        pieces.push(Piece::Head(place.to_string(), plan.title.clone()));
        pieces.push(Piece::Table(table));
        pieces.extend(["title", "notes"].map(|name| builder.piece(&place.field(name))));
    }
    pieces
}

fn list_of_courses(builder: &Builder<'_>) -> super::view::Table {
    builder.table(&Place::of("courses"), &["name", "hours"])
}

fn course(builder: &Builder<'_>, index: usize) -> Vec<Piece> {
    let course = Place::of("courses").item(index);
    let under = |names: &[&str]| {
        names
            .iter()
            .map(|name| builder.piece(&below(&course, name)))
            .collect::<Vec<_>>()
    };
    let table = |path: &str, columns: &[&str]| Piece::Table(builder.table(&below(&course, path), columns));
    // The place itself is that of the course's row in the list.
    let mut pieces = vec![Piece::Head(
        below(&course, "block").to_string(),
        builder.text(&course.field("name")),
    )];
    pieces.extend(under(&["name", "code", "hours", "description"]));
    pieces.push(builder.head(&course.field("work")));
    pieces.extend(under(&[
        "work.objects",
        "work.requirements",
        "work.tools",
        "work.materials",
        "work.equipment",
    ]));
    pieces.extend(under(&["work.documents", "work.methods", "work.organisation"]));
    pieces.push(builder.head(&course.field("goals")));
    pieces.extend(under(&["goals.lead"]));
    pieces.push(table("goals.items", &["text"]));
    pieces.extend(content(builder, &course));
    pieces.push(table("tasks", &["name", "description", "hours"]));
    pieces.push(builder.head(&course.field("teaching")));
    pieces.extend(under(&[
        "teaching.teachers",
        "teaching.methods",
        "teaching.resources",
        "teaching.sites",
    ]));
    pieces.extend(under(&[
        "teaching.equipment",
        "teaching.materials",
        "teaching.management",
    ]));
    pieces.push(builder.head(&course.field("assessment")));
    pieces.extend(under(&[
        "assessment.lead",
        "assessment.process_weight",
        "assessment.process_text",
    ]));
    pieces.push(table("assessment.process", &["name", "weight", "text"]));
    pieces.extend(under(&[
        "assessment.final_weight",
        "assessment.final_task.text",
        "assessment.final_task.situation",
    ]));
    pieces.extend(under(&[
        "assessment.final_task.requirements",
        "assessment.final_task.materials",
    ]));
    pieces
}

/// 学习内容: a row for each kind of content of each group.
fn content(builder: &Builder<'_>, course: &Place) -> Vec<Piece> {
    let groups = below(course, "content.groups");
    let mut pieces = vec![
        builder.head(&course.field("content")),
        builder.piece(&below(course, "content.lead")),
    ];
    let mut titles = builder.table(&groups, &["title"]);
    titles.rows.clear();
    for index in 0..builder.count(&groups) {
        let group = groups.item(index);
        let mut cells = vec![builder.field(&group.field("title"))];
        for part in 0..builder.count(&group.field("parts")) {
            let part = group.field("parts").item(part);
            let mut text = builder.field(&part.field("text"));
            text.label = builder.t(&format!("kind-{}", builder.text(&part.field("kind"))));
            cells.push(text);
        }
        titles.rows.push(builder.row(&group, cells));
    }
    pieces.push(Piece::Table(titles));
    pieces
}

fn advice(builder: &Builder<'_>) -> Vec<Piece> {
    let sites = Place::of("advice").field("sites");
    let mut pieces = fields(builder, &["advice.teachers", "advice.sites.text"]);
    let mut columns = vec!["name", "area"];
    let zoned = (0..builder.count(&sites.field("rows"))).any(|row| {
        !builder
            .text(&sites.field("rows").item(row).field("zones"))
            .is_empty()
    });
    if zoned {
        columns.push("zones");
    }
    columns.extend(["courses", "equipment"]);
    pieces.push(Piece::Table(builder.table(&sites.field("rows"), &columns)));
    pieces.extend(fields(
        builder,
        &["advice.sites.total_area", "advice.resources", "advice.management"],
    ));
    pieces
}
