//! The seven chapters.

use paper::doc::Block;

use super::{Words, course, prose, tables};
use crate::model::{Level, Major, Qualification, Standard, StudyYears};

pub fn all(standard: &Standard, words: &Words<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, words.chapter(1, "field-major"))];
    major(&standard.major, words, &mut blocks);
    blocks.push(Block::Heading(1, words.chapter(2, "chapter-aims")));
    aims(standard, words, &mut blocks);
    blocks.push(Block::Heading(1, words.chapter(3, "field-mode")));
    let (mode, plan) = (&standard.mode, &standard.plan);
    sections(
        words,
        &[
            ("field-mode-system", &mode.system),
            ("field-mode-operation", &mode.operation),
        ],
        &mut blocks,
    );
    blocks.push(Block::Heading(1, words.chapter(4, "field-plan")));
    blocks.extend(prose(&plan.intro));
    for (number, table) in (1..).zip(&plan.tables) {
        blocks.push(Block::Heading(2, words.section(number, &table.title)));
        blocks.push(tables::plan(table, words));
        blocks.extend(table.notes.iter().map(Block::text));
    }
    blocks.push(Block::PageBreak);
    blocks.push(Block::Heading(1, words.chapter(5, "field-courses")));
    for (number, one) in (1..).zip(&standard.courses) {
        if number > 1 {
            blocks.push(Block::PageBreak);
        }
        let title = words.with("doc-course", "course", &one.name);
        blocks.push(Block::Heading(2, words.section(number, &title)));
        blocks.push(course::block(one, words));
    }
    blocks.push(Block::PageBreak);
    advice(standard, words, &mut blocks);
    let evaluation = &standard.evaluation;
    blocks.push(Block::Heading(1, words.chapter(7, "field-evaluation")));
    let parts: [(&str, &[String]); 3] = [
        ("field-evaluation-ability", &evaluation.ability),
        ("field-evaluation-skill", &evaluation.skill),
        ("field-evaluation-graduates", &evaluation.graduates),
    ];
    sections(words, &parts, &mut blocks);
    blocks
}

fn sections(words: &Words<'_>, parts: &[(&str, &[String])], blocks: &mut Vec<Block>) {
    for (number, (key, lines)) in (1..).zip(parts) {
        heading(words, number, key, blocks);
        blocks.extend(prose(lines));
    }
}

fn heading(words: &Words<'_>, number: usize, key: &str, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(2, words.section(number, &words.t(key))));
}

fn major(major: &Major, words: &Words<'_>, blocks: &mut Vec<Block>) {
    heading(words, 1, "field-major-name", blocks);
    blocks.push(Block::indented(&major.name));
    heading(words, 2, "field-major-codes", blocks);
    for code in &major.codes {
        let line = match code.level {
            Some(level) => words.labelled(&of_level(&major.name, level, words), &code.code),
            None => code.code.clone(),
        };
        blocks.push(Block::indented(line));
    }
    heading(words, 3, "field-major-years", blocks);
    for same in major.years.chunk_by(|one, next| one.level == next.level) {
        let years = |one: &StudyYears| {
            words.say(
                &super::named("doc-years")
                    .with("entry", words.term(one.entry.key()))
                    .with("years", one.years),
            )
        };
        let all: Vec<String> = same.iter().map(years).collect();
        let text = all.join(&words.t("doc-comma"));
        blocks.push(Block::indented(
            words.labelled(&of_level(&major.name, same[0].level, words), &text),
        ));
    }
    heading(words, 4, "field-major-jobs", blocks);
    for jobs in &major.jobs {
        let line = match jobs.level {
            Some(level) => words.labelled(
                &words.with("doc-level", "level", words.term(level.key())),
                &jobs.text,
            ),
            None => jobs.text.clone(),
        };
        blocks.push(Block::indented(line));
    }
    heading(words, 5, "field-major-qualifications", blocks);
    blocks.extend(
        major
            .qualifications
            .iter()
            .map(|one| Block::indented(qualification(one, words))),
    );
}

fn of_level(major: &str, level: Level, words: &Words<'_>) -> String {
    words.say(
        &super::named("doc-major-level")
            .with("major", major)
            .with("level", words.term(level.key())),
    )
}

fn qualification(one: &Qualification, words: &Words<'_>) -> String {
    let grade = one.grade.map(|grade| words.term(grade.key())).unwrap_or_default();
    let head = format!("{}{grade}", one.occupation);
    match one.level {
        Some(level) => words.labelled(
            &head,
            &words.with("doc-corresponds", "level", words.term(level.key())),
        ),
        None => head,
    }
}

fn aims(standard: &Standard, words: &Words<'_>, blocks: &mut Vec<Block>) {
    heading(words, 1, "field-aims", blocks);
    blocks.push(Block::Heading(3, words.item(1, &words.t("field-aims-overall"))));
    blocks.extend(prose(&standard.aims.overall));
    blocks.push(Block::Heading(3, words.item(2, &words.t("field-aims-levels"))));
    for (number, aim) in (1usize..).zip(&standard.aims.levels) {
        let level = words.with("doc-level", "level", words.term(aim.level.key()));
        blocks.push(Block::indented(
            words.say(&super::named("doc-point").with("n", number).with("title", level)),
        ));
        blocks.extend(prose(&aim.text));
    }
    heading(words, 2, "field-requirements", blocks);
    blocks.push(tables::requirements(&standard.requirements, words));
}

fn advice(standard: &Standard, words: &Words<'_>, blocks: &mut Vec<Block>) {
    let advice = &standard.advice;
    blocks.push(Block::Heading(1, words.chapter(6, "field-advice")));
    heading(words, 1, "field-advice-teachers", blocks);
    blocks.extend(prose(&advice.teachers));
    heading(words, 2, "field-advice-sites", blocks);
    blocks.extend(prose(&advice.sites.text));
    if !advice.sites.rows.is_empty() {
        blocks.push(tables::sites(&advice.sites, words));
    }
    heading(words, 3, "field-advice-resources", blocks);
    blocks.extend(prose(&advice.resources));
    heading(words, 4, "field-advice-management", blocks);
    blocks.extend(prose(&advice.management));
}
