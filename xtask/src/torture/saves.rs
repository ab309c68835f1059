//! A student who writes into a field of a step again and again, as its page saves it: a name for the save and the version seen.

use super::held::{Acted, Fate, Held, Stopped};
use super::worker::{Worker, reconnect};
use crate::Problem;
use crate::served::html;
use crate::served::http::Client;

/// A field and who writes into it.
pub struct Saver {
    student: Client,
    step: String,
    token: String,
    field: String,
    /// What stands there, and its version.
    held: Held<(String, u64)>,
    /// The name of the last save, and what it had seen.
    last: (String, u64),
    number: usize,
    turn: usize,
}

impl Saver {
    /// The first text of a student's step.
    ///
    /// Errors: it asks for none.
    pub fn of(mut student: Client, step: &str, number: usize) -> Result<Self, Problem> {
        let page = student.page(step)?.text();
        let field = html::saved_fields(&page)
            .into_iter()
            .find(|field| field.is_text)
            .ok_or_else(|| format!("{step} asks for no text"))?;
        Ok(Self {
            student,
            step: step.to_owned(),
            token: html::token(&page),
            held: Held::of((field.value, field.version)),
            field: field.name,
            last: (String::new(), 0),
            number,
            turn: 0,
        })
    }

    fn post(&mut self, value: &str) -> Result<crate::served::http::Reply, Problem> {
        let seen = self.last.1.to_string();
        let fields = [
            ("_csrf", self.token.as_str()),
            (self.field.as_str(), value),
            ("version", &seen),
            ("op", &self.last.0),
        ];
        self.student.post_form(&self.step, &fields)
    }

    fn read(&mut self) -> Result<(String, u64), Problem> {
        let page = self.student.page(&self.step)?.text();
        let mut fields = html::saved_fields(&page).into_iter();
        let field = fields
            .find(|field| field.name == self.field)
            .ok_or("the field is gone")?;
        Ok((field.value, field.version))
    }
}

impl Worker for Saver {
    fn name(&self) -> String {
        format!("the answer of student {} at {}", self.number, self.step)
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        self.turn += 1;
        let (value, seen) = (format!("先车端面，再车外圆 {} 遍", self.turn), self.held.get().1);
        self.last = (op(self.number, self.turn), seen);
        self.held.send("save of an answer", (value.clone(), seen + 1));
        let reply = self.post(&value);
        let (acted, reply) = self.held.take("a save", reply, 200)?;
        let said = format!("\"version\":{}", seen + 1);
        if acted != Acted::Busy && !reply.text().replace(' ', "").contains(&said) {
            return Err(Stopped::Wrong(format!("a save answered {}", reply.text())));
        }
        Ok(acted)
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.student);
        let was_open = self.held.is_open();
        let found = self.read()?;
        let fate = self.held.settle("the field", found)?;
        if was_open {
            // A device sends again what was not answered, under the same name: it is there once.
            let value = format!("先车端面，再车外圆 {} 遍", self.turn);
            let once = (value.clone(), self.last.1 + 1);
            let reply = self.post(&value)?;
            crate::served::http::wanted_of("the same save again", reply, 200)?;
            let found = self.read()?;
            self.held = Held::of(once);
            self.held.settle("the field, sent again,", found)?;
        }
        Ok(fate)
    }
}

/// The name of a save as a device makes it.
pub fn op(writer: usize, turn: usize) -> String {
    format!("019ab000-{writer:04x}-7000-8000-{turn:012x}")
}
