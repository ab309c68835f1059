//! A grade sheet on its way: a run is opened for a small class, its grades given, submitted, sometimes sent back, checked and
//! locked; then the next run.

use std::time::Duration;

use super::cells::{as_json, cells};
use super::chance::Chance;
use super::held::{Acted, Fate, Held, Stopped};
use super::worker::{Worker, look, reconnect};
use crate::Problem;
use crate::served::html;
use crate::served::http::Client;
use crate::served::run::{self, AtWork, borrowed};

/// Who takes a sheet from its first grade to its lock.
pub struct Way {
    teacher: Client,
    leader: Client,
    affairs: Client,
    /// What the form sends that opens the next run.
    opening: Vec<(String, String)>,
    runs: usize,
    work: Option<AtWork>,
    held: Held<State>,
    chance: Chance,
}

/// How far a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No run is open for it.
    None,
    /// Its run is open, and no grade is given.
    Empty,
    /// Every grade is given.
    Given,
    Submitted,
    Checked,
    Locked,
    /// The run is ended too.
    Ended,
}

impl Way {
    /// The three who take part, and the class and task of the runs.
    ///
    /// Errors: the form of a run is not there.
    pub fn of(
        mut teacher: Client,
        (leader, affairs): (Client, Client),
        (task, class): (&str, &str),
        chance: Chance,
    ) -> Result<Self, Problem> {
        let opening = run::opening(&mut teacher, task, class)?;
        Ok(Self {
            teacher,
            leader,
            affairs,
            opening,
            runs: 0,
            work: None,
            held: Held::of(State::None),
            chance,
        })
    }

    fn open(&mut self) -> Result<Acted, Stopped> {
        self.runs += 1;
        let mut fields = self.opening.clone();
        let place = self.place();
        for (_, value) in fields.iter_mut().filter(|(name, _)| name == "place") {
            value.clone_from(&place);
        }
        self.held.send("run opened", State::Empty);
        let reply = self.teacher.post_form("/runs", &borrowed(&fields));
        let (acted, reply) = self.held.take("/runs", reply, 303)?;
        if acted != Acted::Busy {
            self.work = Some(AtWork::of(reply.header("location").to_owned()));
        }
        Ok(acted)
    }

    fn give(&mut self, sheet: &str) -> Result<Acted, Stopped> {
        let page = look(&mut self.teacher, &format!("{sheet}?show=teacher"))?;
        let all = cells(&page);
        let json = as_json(&all, "80").map_err(Stopped::wrong)?;
        let token = html::token(&page);
        self.held.send("all grades of a sheet", State::Given);
        let path = format!("{sheet}/cells?show=teacher");
        let reply = self
            .teacher
            .post_form(&path, &[("_csrf", &token), ("cells", &json)]);
        Ok(self.held.take(&path, reply, 200)?.0)
    }

    fn step(
        &mut self,
        sheet: &str,
        (kind, act, next): (&'static str, &str, State),
    ) -> Result<Acted, Stopped> {
        let who = match act {
            "submission" => &mut self.teacher,
            "lock" => &mut self.affairs,
            _ => &mut self.leader,
        };
        let token = html::token(&look(who, sheet)?);
        self.held.send(kind, next);
        let path = format!("{sheet}/{act}");
        let reply = who.post_form(&path, &[("_csrf", &token), ("reason", "第 2 项再看一次")]);
        Ok(self.held.take(&path, reply, 303)?.0)
    }

    fn end(&mut self, run: &str) -> Result<Acted, Stopped> {
        let token = html::token(&look(&mut self.teacher, run)?);
        self.held.send("run ended", State::Ended);
        let path = format!("{run}/end");
        let reply = self.teacher.post_form(&path, &[("_csrf", &token)]);
        Ok(self.held.take(&path, reply, 303)?.0)
    }

    /// How far the sheet is, as its teacher's pages say.
    fn read(&mut self) -> Result<State, Problem> {
        let Some(AtWork { run, sheet }) = &self.work else {
            return Ok(State::None);
        };
        let page = self.teacher.page(&format!("{sheet}?show=teacher"))?.text();
        let head = page.split("class=\"legend\"").next().unwrap_or_default();
        let is = |word: &str| head.contains(&format!("{word}</span>"));
        if is("已提交") {
            return Ok(State::Submitted);
        }
        if is("已审核") {
            return Ok(State::Checked);
        }
        if is("已锁定") {
            let page = self.teacher.page(run)?.text();
            let is_open = page.contains(&format!("action=\"{run}/end\""));
            return Ok(if is_open { State::Locked } else { State::Ended });
        }
        let all = cells(&page);
        match all.iter().filter(|cell| cell.version > 0).count() {
            0 => Ok(State::Empty),
            some if some == all.len() => Ok(State::Given),
            some => Err(format!("{some} of {} grades are given, which is half a write", all.len()).into()),
        }
    }

    /// The run that was on its way, if it is there: the only one of its place that has not ended.
    fn found(&mut self) -> Result<Option<AtWork>, Problem> {
        let page = self.teacher.page("/runs")?.text();
        let Some((before, _)) = page.split_once(&format!(">{}<", self.place())) else {
            return Ok(None);
        };
        let href = before
            .rsplit("href=\"/runs/")
            .find(|rest| rest.get(22..23) == Some("\""));
        let id = href.and_then(|rest| rest.get(..22));
        Ok(id.map(|id| AtWork::of(format!("/runs/{id}"))))
    }

    /// Where the class of this run works; no other run has the place.
    fn place(&self) -> String {
        format!("数控实训中心 {} 号机床", self.runs)
    }
}

impl Worker for Way {
    fn name(&self) -> String {
        let sheet = self.work.as_ref().map_or("", |work| work.sheet.as_str());
        format!("the way of the grade sheet {sheet}")
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        let Some((run, sheet)) = self
            .work
            .as_ref()
            .map(|work| (work.run.clone(), work.sheet.clone()))
        else {
            return self.open();
        };
        match self.held.get() {
            State::None | State::Empty => self.give(&sheet),
            State::Given => self.step(&sheet, ("sheet submitted", "submission", State::Submitted)),
            State::Submitted if self.chance.below(3) == 0 => {
                self.step(&sheet, ("sheet sent back", "return", State::Given))
            }
            State::Submitted => self.step(&sheet, ("sheet checked", "check", State::Checked)),
            State::Checked => self.step(&sheet, ("sheet locked", "lock", State::Locked)),
            State::Locked => self.end(&run),
            State::Ended => {
                self.work = None;
                self.held = Held::of(State::None);
                self.open()
            }
        }
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        for client in [&mut self.teacher, &mut self.leader, &mut self.affairs] {
            reconnect(client);
        }
        if self.work.is_none() && self.held.is_open() {
            self.work = self.found()?;
        }
        let state = self.read()?;
        self.held.settle("the sheet", state)
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(80)
    }
}
