//! One course block while it is being read: which field is open, and what has been put into the course.

use paper::word::read::{self, Cell, Table};

use super::super::fields::remainder;
use super::super::line::{Kind, Line, lines};
use super::field::{Field, heading};
use super::tasks::{self, Role};
use super::{Columns, Place, Rest, name_in, same_name, scan};
use crate::model::course::{ContentGroup, ContentPart, Course, Goal, Knowledge, ProcessItem};

pub struct Block {
    course: Course,
    title: Option<Line>,
    place: Place,
    field: Field,
    /// How this block numbers the groups of its learning content, once one has been met.
    group_kind: Option<Kind>,
}

impl Block {
    pub fn begin(index: usize, title: Option<Line>) -> Self {
        let place = Place::of("courses").item(index);
        Self {
            course: Course::default(),
            title,
            place,
            field: Field::Start,
            group_kind: None,
        }
    }

    pub fn field(&self) -> Field {
        self.field
    }

    pub fn has_name(&self) -> bool {
        !self.course.name.is_empty()
    }

    /// The course, named by its title where no field did.
    pub fn finish(mut self, rest: &mut Rest) -> Course {
        if let Some(title) = &self.title {
            let name = name_in(&title.text);
            if self.course.name.is_empty() {
                name.clone_into(&mut self.course.name);
            } else if !same_name(name, &self.course.name) {
                rest.line(&self.place.field("name"), title);
            }
        }
        let assessment = &mut self.course.assessment;
        let lead = assessment.lead.join("");
        assessment.process_weight = assessment
            .process_weight
            .or_else(|| scan::percent_after(&lead, "过程性考核成绩"));
        assessment.final_weight = assessment
            .final_weight
            .or_else(|| scan::percent_after(&lead, "终结性考核成绩"));
        self.course
    }

    /// Reads a line: a heading that opens a field, or content of the field that is open.
    pub fn line(&mut self, line: &Line, rest: &mut Rest) {
        match heading(line, self.field) {
            Some((field, after)) => {
                self.field = field;
                self.weigh(line);
                if let Some(after) = remainder(after) {
                    self.content(&after, rest);
                }
            }
            None => self.content(line, rest),
        }
    }

    /// Reads a table row by row. A cell without a heading belongs to the heading left of it, else to the one above it.
    pub fn table(&mut self, table: &Table, rest: &mut Rest) {
        let mut columns = vec![self.field; table.columns];
        let task_columns = Columns::of(table, tasks::role);
        for (index, row) in table.rows.iter().enumerate() {
            let opens = row
                .cells
                .iter()
                .filter(|cell| cell.above.is_none())
                .any(|cell| self.opens(cell));
            let tasks = task_columns
                .as_ref()
                .filter(|found| self.field == Field::Tasks && !opens && found.covers(index));
            if let Some(found) = tasks {
                self.task_row(table, index, found, rest);
                continue;
            }
            let mut left = None;
            for cell in row
                .cells
                .iter()
                .filter(|cell| cell.above.is_none() && !cell.text().trim().is_empty())
            {
                if !self.opens(cell) {
                    self.field = left.or(columns.get(cell.column).copied()).unwrap_or(self.field);
                }
                left = self.cell(cell, rest).then_some(self.field);
                columns
                    .iter_mut()
                    .skip(cell.column)
                    .take(cell.span)
                    .for_each(|column| *column = self.field);
            }
        }
    }

    /// Reads a cell; whether it was nothing but a heading.
    fn cell(&mut self, cell: &Cell, rest: &mut Rest) -> bool {
        let alone = cell.paragraphs().into_iter().flat_map(lines).count() == 1;
        let heads = first_line(cell)
            .is_some_and(|line| heading(&line, self.field).is_some_and(|(_, after)| after.is_empty()));
        for block in &cell.blocks {
            match block {
                read::Block::Paragraph(paragraph) => {
                    lines(paragraph).iter().for_each(|line| self.line(line, rest));
                }
                read::Block::Table(table) => self.table(table, rest),
            }
        }
        alone && heads
    }

    fn opens(&self, cell: &Cell) -> bool {
        first_line(cell).is_some_and(|line| heading(&line, self.field).is_some())
    }

    fn task_row(&mut self, table: &Table, index: usize, columns: &Columns<Role>, rest: &mut Rest) {
        let place = self.place.field("tasks").item(self.course.tasks.len());
        if !columns.is_header(index) {
            tasks::row(table, index, columns, &mut self.course.tasks, &mut |text| {
                rest.text(&place, text);
            });
        }
    }

    /// Takes the weight out of 过程性考核（60%）.
    fn weigh(&mut self, line: &Line) {
        let weight = scan::weighted(&line.text).map(|(_, weight, _)| weight);
        match self.field {
            Field::Process => self.course.assessment.process_weight = weight,
            Field::Final => self.course.assessment.final_weight = weight,
            _ => {}
        }
    }

    fn content(&mut self, line: &Line, rest: &mut Rest) {
        let (course, text) = (&mut self.course, line.text.clone());
        match self.field {
            Field::Name if course.name.is_empty() => course.name = text,
            Field::Code if course.code.is_none() => course.code = Some(text),
            Field::Hours if course.hours.is_none() && scan::hours(&text).is_some() => {
                course.hours = scan::hours(&text);
            }
            Field::Objects => course.work.objects.push(text),
            Field::Methods => course.work.methods.push(text),
            Field::WorkRequirements => course.work.requirements.push(text),
            Field::Goals => self.goal(line),
            Field::Content => self.knowledge(line),
            Field::Process => self.process(line),
            _ => match self.prose() {
                Some(paragraphs) => paragraphs.push(line.printed()),
                None => rest.line(&self.place.field(self.field.path()), line),
            },
        }
    }

    /// The running text of the open field, where it is one.
    fn prose(&mut self) -> Option<&mut Vec<String>> {
        let Course {
            description,
            work,
            teaching,
            assessment,
            ..
        } = &mut self.course;
        Some(match self.field {
            Field::Description => description,
            Field::Tools => &mut work.tools,
            Field::Materials => &mut work.materials,
            Field::Equipment => &mut work.equipment,
            Field::Documents => &mut work.documents,
            Field::Organisation => &mut work.organisation,
            Field::Teachers => &mut teaching.teachers,
            Field::TeachingMethods => &mut teaching.methods,
            Field::Resources => &mut teaching.resources,
            Field::Sites => &mut teaching.sites,
            Field::TeachingEquipment => &mut teaching.equipment,
            Field::TeachingMaterials => &mut teaching.materials,
            Field::Management => &mut teaching.management,
            Field::Assessment => &mut assessment.lead,
            Field::Final => &mut assessment.final_task.text,
            Field::Situation => &mut assessment.final_task.situation,
            Field::FinalRequirements => &mut assessment.final_task.requirements,
            Field::FinalMaterials => &mut assessment.final_task.materials,
            _ => return None,
        })
    }

    /// A goal is numbered, or says 能…; what precedes the first one leads in.
    fn goal(&mut self, line: &Line) {
        let goals = &mut self.course.goals;
        let leads = line.mark.is_none() && (!line.text.starts_with('能') || line.text.ends_with(['：', ':']));
        if goals.items.is_empty() && leads {
            goals.lead.push(line.text.clone());
        } else {
            goals.items.push(Goal {
                text: line.text.clone(),
                ..Goal::default()
            });
        }
    }

    fn knowledge(&mut self, line: &Line) {
        let content = &mut self.course.content;
        if let Some((kind, text)) = kind(line) {
            let text = remainder(text).map(|line| line.printed());
            let part = ContentPart {
                kind,
                text: text.into_iter().collect(),
            };
            group(&mut content.groups).parts.push(part);
            return;
        }
        let titled = line.is_short()
            && line
                .kind()
                .is_some_and(|own| self.group_kind.is_none_or(|kind| kind == own));
        if titled && line.kind() != Some(Kind::Bullet) {
            self.group_kind = line.kind();
            content.groups.push(ContentGroup {
                title: line.text.clone(),
                parts: Vec::new(),
            });
        } else if content.groups.is_empty() {
            content.lead.push(line.printed());
        } else {
            let parts = &mut group(&mut content.groups).parts;
            match parts.last_mut() {
                Some(part) => part.text.push(line.printed()),
                None => parts.push(ContentPart {
                    kind: Knowledge::Plain,
                    text: vec![line.printed()],
                }),
            }
        }
    }

    /// 1．课堂考核（10%）：…, with or without the weight; other lines belong to the item before.
    fn process(&mut self, line: &Line) {
        let assessment = &mut self.course.assessment;
        let unweighted = || {
            let (name, text) = line.text.split_once(['：', ':'])?;
            let is_name = line.mark.is_some() && name.chars().count() <= 12 && name.ends_with(['核', '价']);
            is_name.then_some((name, None, text.trim()))
        };
        let item = scan::weighted(&line.text)
            .map(|(name, weight, text)| (name, Some(weight), text))
            .or_else(unweighted);
        if let Some((name, weight, text)) = item {
            let text = remainder(text).map(|line| line.printed()).into_iter().collect();
            assessment.process.push(ProcessItem {
                name: name.to_owned(),
                weight,
                text,
            });
            return;
        }
        match assessment.process.last_mut() {
            Some(item) => item.text.push(line.printed()),
            None => assessment.process_text.push(line.printed()),
        }
    }
}

fn group(groups: &mut Vec<ContentGroup>) -> &mut ContentGroup {
    if groups.is_empty() {
        groups.push(ContentGroup::default());
    }
    let last = groups.len() - 1;
    &mut groups[last]
}

fn first_line(cell: &Cell) -> Option<Line> {
    cell.paragraphs()
        .into_iter()
        .find_map(|paragraph| lines(paragraph).into_iter().next())
}

/// 实践知识：… and its like, with the text behind the colon.
fn kind(line: &Line) -> Option<(Knowledge, &str)> {
    let (name, text) = line.text.split_once(['：', ':']).unwrap_or((&line.text, ""));
    let kind = match name.trim_matches(['【', '】', ' ']) {
        "实践知识" => Knowledge::Practice,
        "理论知识" => Knowledge::Theory,
        "通用能力" | "通用职业能力" => Knowledge::General,
        "职业素养" => Knowledge::Vocational,
        "思政素养" | "课程思政" => Knowledge::Civic,
        _ => return None,
    };
    Some((kind, text.trim()))
}
