//! A student who rates oneself and peers in an open round, an item at a time: the marks of an item are one write.

use std::time::Duration;

use super::held::{Acted, Fate, Held, Stopped};
use super::worker::{Worker, reconnect};
use crate::Problem;
use crate::served::html;
use crate::served::http::Client;
use crate::served::run::borrowed;

/// A rater with the items that ask for a rating.
pub struct Rater {
    student: Client,
    path: String,
    items: Vec<Item>,
    number: usize,
    turn: usize,
    open: usize,
}

struct Item {
    /// Everything that its form sends, with every mark empty.
    fields: Vec<(String, String)>,
    /// The value of every mark.
    held: Held<Vec<String>>,
}

/// Items that a rater goes through.
const ITEMS: usize = 3;

impl Rater {
    /// A student of the class whose round is open.
    ///
    /// Errors: the round asks for nothing.
    pub fn of(mut student: Client, result: &str, number: usize) -> Result<Self, Problem> {
        let path = format!("{result}/rating");
        let mut items = Vec::new();
        for place in 1..=ITEMS {
            let page = student.page(&format!("{path}?item={place}"))?.text();
            let fields = html::form(&page, &path);
            let held = Held::of(marks(&fields));
            if !held.get().is_empty() {
                items.push(Item { fields, held });
            }
        }
        if items.is_empty() {
            return Err(format!("{path} asks for no rating").into());
        }
        Ok(Self {
            student,
            path,
            items,
            number,
            turn: 0,
            open: 0,
        })
    }
}

impl Worker for Rater {
    fn name(&self) -> String {
        format!("the ratings by student {} at {}", self.number, self.path)
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        self.turn += 1;
        self.open = self.turn % self.items.len();
        let turn = self.turn;
        let item = &mut self.items[self.open];
        let mut fields = item.fields.clone();
        // Every mark another: equal ones of a group would be shown as the group's.
        let own = fields.iter_mut().filter(|(name, _)| is_mark(name));
        for (place, (_, mark)) in own.enumerate() {
            *mark = ((turn * 7 + place) % 97 + 1).to_string();
        }
        item.held.send("rating of oneself and peers", marks(&fields));
        let reply = self.student.post_form(&self.path, &borrowed(&fields));
        Ok(item.held.take(&self.path, reply, 303)?.0)
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.student);
        let mut fate = Fate::Still;
        for item in &mut self.items {
            let place = item.fields.iter().find(|(name, _)| name == "item");
            let place = place.map_or("1", |(_, place)| place.as_str());
            let page = self.student.page(&format!("{}?item={place}", self.path))?.text();
            let found = marks(&html::form(&page, &self.path));
            let now = item.held.settle(&format!("item {place}"), found)?;
            if now != Fate::Still {
                fate = now;
            }
        }
        Ok(fate)
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(60)
    }
}

/// Whether a field is the mark of one person: those of whole groups stay empty.
fn is_mark(name: &str) -> bool {
    !matches!(name, "_csrf" | "item") && !name.starts_with("was-") && !name.starts_with("g-")
}

/// The values of all marks, in the order of the form.
fn marks(fields: &[(String, String)]) -> Vec<String> {
    let marks = fields.iter().filter(|(name, _)| is_mark(name));
    marks.map(|(_, value)| value.clone()).collect()
}
