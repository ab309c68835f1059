//! The office: it registers classes, sends rosters of a few new students, looks at the preview and brings them in.

use std::collections::BTreeSet;
use std::time::Duration;

use super::held::{Acted, Fate, Held, Stopped};
use super::worker::{Worker, look, reconnect};
use crate::Problem;
use crate::served::http::{Client, Reply, wanted_of};
use crate::served::{html, school};

/// Students of a roster.
const EACH: usize = 4;
/// Rosters of a class; then the next class is registered.
const ROSTERS: usize = 8;
/// Where the numbers of made-up students begin: those before belong to the class at work.
const FIRST: usize = 1_000;

/// The office of a school.
pub struct Office {
    affairs: Client,
    token: String,
    /// Classes by name that this office registered.
    classes: Held<usize>,
    /// The address of the newest of them, once it is known.
    class: Option<String>,
    /// Numbers of the students in it.
    students: Held<BTreeSet<String>>,
    rosters: usize,
    next: usize,
    /// A preview that was answered and not brought in yet.
    preview: Option<String>,
}

impl Office {
    /// An office that is signed in.
    ///
    /// Errors: its page is not there.
    pub fn of(mut affairs: Client) -> Result<Self, Problem> {
        let token = html::token(&affairs.page("/rosters")?.text());
        Ok(Self {
            affairs,
            token,
            classes: Held::of(0),
            class: None,
            students: Held::of(BTreeSet::new()),
            rosters: 0,
            next: FIRST,
            preview: None,
        })
    }

    fn register(&mut self) -> Result<Acted, Stopped> {
        let number = self.classes.get() + 1;
        self.classes.send("class registered", number);
        let name = name_of(number);
        let fields = school::class_fields(&self.token, &name);
        let reply = self.affairs.post_form("/classes", &fields);
        let (acted, reply) = self.classes.take("/classes", reply, 303)?;
        if acted != Acted::Busy {
            self.begin(reply.header("location").to_owned());
        }
        Ok(acted)
    }

    fn begin(&mut self, class: String) {
        self.class = Some(class);
        self.students = Held::of(BTreeSet::new());
        self.rosters = 0;
    }

    fn send(&mut self) -> Result<Acted, Stopped> {
        let csv = school::roster(self.next, &[name_of(*self.classes.get())], EACH);
        let fields = [("_csrf", self.token.as_str()), ("kind", "students")];
        let reply = self
            .affairs
            .post_file("/rosters", &fields, ("students.csv", csv.as_bytes()));
        let reply = reply.map_err(|problem| Stopped::Cut(problem.to_string()))?;
        if reply.status == 503 {
            return Ok(Acted::Busy);
        }
        let reply = wanted_of("/rosters", reply, 303).map_err(Stopped::wrong)?;
        self.preview = Some(reply.header("location").to_owned());
        Ok(Acted::Answered("roster sent for its preview"))
    }

    fn bring_in(&mut self, preview: &str) -> Result<Acted, Stopped> {
        let page = look(&mut self.affairs, preview)?;
        let mut students = self.students.get().clone();
        students.extend((self.next..self.next + EACH).map(school::student_number));
        self.students.send("roster brought in", students);
        let reply = confirm(&mut self.affairs, preview, &page);
        let acted = self.students.take(preview, reply, 303)?.0;
        if acted != Acted::Busy {
            self.brought_in();
        }
        Ok(acted)
    }

    fn brought_in(&mut self) {
        self.preview = None;
        self.next += EACH;
        self.rosters += 1;
    }

    /// Which classes there are, and where the newest one is.
    fn registered(&mut self) -> Result<(usize, Option<String>), Problem> {
        let page = self.affairs.page("/classes")?.text();
        let number = *self.classes.get();
        for number in [number + 1, number] {
            let mark = format!(">{}<", name_of(number));
            if let Some((before, _)) = page.split_once(&mark) {
                let href = before.rsplit("href=\"").next().unwrap_or_default();
                return Ok((number, Some(href.trim_end_matches('"').to_owned())));
            }
        }
        Ok((0, None))
    }

    /// An import that was stopped goes on where it was, to its end.
    fn gone_on(&mut self, preview: &str) -> Result<(), Problem> {
        let mut all = self.students.get().clone();
        all.extend((self.next..self.next + EACH).map(school::student_number));
        let reply = self.affairs.send(&crate::served::http::Ask::get(preview))?;
        match reply.status {
            200 => {
                let reply = confirm(&mut self.affairs, preview, &reply.text())?;
                wanted_of(preview, reply, 303)?;
            }
            303 => {}
            other => return Err(format!("{preview}, which was answered, is {other}").into()),
        }
        self.brought_in();
        let found = self.inside()?;
        self.students = Held::of(all);
        self.students
            .settle("the class after the import went on", found)?;
        Ok(())
    }

    fn inside(&mut self) -> Result<BTreeSet<String>, Problem> {
        let Some(class) = &self.class else {
            return Ok(BTreeSet::new());
        };
        let page = self.affairs.page(class)?.text();
        let numbers = page.split(">2502").skip(1);
        Ok(numbers
            .filter_map(|rest| Some(format!("2502{}", rest.split_once('<')?.0)))
            .collect())
    }
}

impl Worker for Office {
    fn name(&self) -> String {
        "the office's classes and rosters".to_owned()
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        if let Some(preview) = self.preview.clone() {
            self.bring_in(&preview)
        } else if self.class.is_none() || self.rosters == ROSTERS {
            self.register()
        } else {
            self.send()
        }
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.affairs);
        let (number, address) = self.registered()?;
        let class = self.classes.settle("the list of classes", number)?;
        if matches!(class, Fate::Arrived(_))
            && let Some(address) = address
        {
            self.begin(address);
        }
        let was_open = self.students.is_open();
        let found = self.inside()?;
        let place = format!("the class {}", name_of(number));
        let students = self.students.settle(&place, found)?;
        if let Some(preview) = self.preview.clone() {
            // What arrived already is in the class as it stands.
            if was_open && matches!(students, Fate::Arrived(_)) {
                let known: BTreeSet<String> = (self.next..self.next + EACH)
                    .map(school::student_number)
                    .collect();
                let before = self.students.get().difference(&known).cloned().collect();
                self.students = Held::of(before);
            }
            self.gone_on(&preview)?;
        }
        Ok(if class == Fate::Still { students } else { class })
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(80)
    }
}

fn name_of(number: usize) -> String {
    format!("装调{number:05}班")
}

fn confirm(affairs: &mut Client, preview: &str, page: &str) -> Result<Reply, Problem> {
    let digest = html::attribute(page, "name=\"digest\"", "value").unwrap_or_default();
    let token = html::token(page);
    affairs.post_form(
        &format!("{preview}/import"),
        &[("_csrf", &token), ("digest", &digest)],
    )
}
