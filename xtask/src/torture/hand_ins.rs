//! A student hands a step in and takes it back, and the teacher returns it with a word.

use std::time::Duration;

use super::chance::Chance;
use super::held::{Acted, Fate, Held, Stopped};
use super::worker::{Worker, look, reconnect};
use crate::Problem;
use crate::served::html;
use crate::served::http::Client;
use crate::served::run::AtWork;

/// A step of a student, before the teacher who judges it.
pub struct HandIn {
    student: Client,
    teacher: Client,
    step: String,
    cell: String,
    token: String,
    held: Held<Stage>,
    chance: Chance,
    turn: usize,
}

/// How far the work is; of a return its word too.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stage {
    code: String,
    word: String,
}

impl Stage {
    fn of(code: &str, word: &str) -> Self {
        Self {
            code: code.to_owned(),
            word: word.to_owned(),
        }
    }
}

impl HandIn {
    /// Fills in a step, hands it in for the first time, and finds the teacher's page of it: nothing else waits for the teacher yet.
    ///
    /// Errors: it is refused.
    pub fn of(
        mut student: Client,
        mut teacher: Client,
        (work, step): (&AtWork, &str),
        chance: Chance,
    ) -> Result<Self, Problem> {
        let page = student.page(step)?.text();
        let token = html::token(&page);
        for field in html::saved_fields(&page) {
            let (value, version) = (
                if field.is_text { "按图样填写" } else { "1" },
                field.version.to_string(),
            );
            let fields = [
                ("_csrf", token.as_str()),
                (&field.name, value),
                ("version", &version),
            ];
            student.form(step, &fields, 200)?;
        }
        let waiting = format!("{}/waiting", work.run);
        let before = cells(&mut teacher, &waiting)?;
        student.form(&format!("{step}/submission"), &[("_csrf", &token)], 303)?;
        let after = cells(&mut teacher, &waiting)?;
        let mut new = after.into_iter().filter(|cell| !before.contains(cell));
        let cell = new
            .next()
            .ok_or("what was handed in does not wait for the teacher")?;
        Ok(Self {
            student,
            teacher,
            step: step.to_owned(),
            cell: format!("{}/c/{cell}", work.run),
            token,
            held: Held::of(Stage::of("handed", "")),
            chance,
            turn: 0,
        })
    }

    fn student_acts(&mut self, kind: &'static str, path: &str, stage: &str) -> Result<Acted, Stopped> {
        self.held.send(kind, Stage::of(stage, ""));
        let path = format!("{}/{path}", self.step);
        let reply = self.student.post_form(&path, &[("_csrf", &self.token)]);
        Ok(self.held.take(&path, reply, 303)?.0)
    }

    fn teacher_returns(&mut self) -> Result<Acted, Stopped> {
        self.turn += 1;
        let word = format!("请补全第 {} 处", self.turn);
        let page = look(&mut self.teacher, &self.cell)?;
        let mut fields = html::form(&page, &self.cell);
        fields.retain(|(name, _)| name == "_csrf" || name == "version");
        fields.push(("verdict".to_owned(), "return".to_owned()));
        fields.push(("word".to_owned(), word.clone()));
        self.held.send("return with a word", Stage::of("returned", &word));
        let reply = self
            .teacher
            .post_form(&self.cell, &crate::served::run::borrowed(&fields));
        Ok(self.held.take(&self.cell, reply, 303)?.0)
    }
}

impl Worker for HandIn {
    fn name(&self) -> String {
        format!("the hand-in at {}", self.step)
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        if self.held.get().code != "handed" {
            return self.student_acts("hand-in", "submission", "handed");
        }
        match self.chance.below(3) {
            0 => self.teacher_returns(),
            _ => self.student_acts("take-back", "submission/removal", "working"),
        }
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.student);
        reconnect(&mut self.teacher);
        let page = self.student.page(&self.step)?.text();
        let code = html::attribute(&page, " data-stage=\"", "data-stage").unwrap_or_default();
        let word = match code.as_str() {
            "returned" => {
                html::between(&page, "请补全第 ", " 处").map(|number| format!("请补全第 {number} 处"))
            }
            _ => None,
        };
        let stage = Stage::of(&code, &word.unwrap_or_default());
        let fate = self.held.settle("the student's page", stage)?;
        // The move stands in a row of its own: the stage without it would be half a hand-in.
        let page = self.teacher.page(&self.cell)?.text();
        let moves = page.split("class=\"history\"").nth(1).unwrap_or_default();
        let newest = html::contents(moves, "li").into_iter().next().unwrap_or_default();
        let expected = match code.as_str() {
            "handed" => "提交",
            "returned" => "退回",
            _ => "撤回",
        };
        if newest.trim_end().ends_with(expected) {
            Ok(fate)
        } else {
            Err(format!("the work is {code} and its newest move is {newest:?}").into())
        }
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(60)
    }
}

/// The names of the works that wait for the teacher.
fn cells(teacher: &mut Client, waiting: &str) -> Result<Vec<String>, Problem> {
    Ok(html::attributes(
        &teacher.page(waiting)?.text(),
        "name=\"cell\"",
        "value",
    ))
}
