//! A student who adds photos to an outcome and takes them out again: the bytes go into the store first, their row second.

use std::collections::BTreeSet;
use std::time::Duration;

use super::held::{Acted, Fate, Held, Stopped};
use super::saves::op;
use super::worker::{Worker, fetch, look, reconnect};
use crate::Problem;
use crate::served::html;
use crate::served::http::{Client, wanted_of};

/// As many stand beside each other at most; the next act takes one out.
const MOST: usize = 5;
/// Where the number of a picture stands in it: after its frame and the head of its scan.
const NUMBER_AT: usize = 20;

/// A student's outcome that asks for photos.
pub struct Album {
    student: Client,
    step: String,
    upload: String,
    token: String,
    held: Held<BTreeSet<u32>>,
    number: usize,
    turn: u32,
    /// The picture on its way, if it is one that is added.
    adding: Option<u32>,
}

impl Album {
    /// The first outcome of the step that asks for photos and has none; none where there is no such.
    ///
    /// Errors: the page is not there.
    pub fn of(student: &Client, step: &str, number: usize) -> Result<Option<Self>, Problem> {
        let mut student = student.window("identity");
        let page = student.page(step)?.text();
        let Some(upload) = html::attribute(&page, " data-photo=\"", "data-photo") else {
            return Ok(None);
        };
        Ok(Some(Self {
            student,
            step: step.to_owned(),
            upload,
            token: html::token(&page),
            held: Held::of(BTreeSet::new()),
            number,
            turn: 0,
            adding: None,
        }))
    }

    fn send(&mut self, picture: u32) -> Result<crate::served::http::Reply, Problem> {
        let name = op(0x7000 + self.number, usize::try_from(picture)?);
        let fields = [("_csrf", self.token.as_str()), ("op", &name)];
        let bytes = jpeg(self.number, picture);
        self.student
            .post_file(&self.upload, &fields, ("photo.jpg", &bytes))
    }

    fn add(&mut self) -> Result<Acted, Stopped> {
        self.turn += 1;
        let mut pictures = self.held.get().clone();
        pictures.insert(self.turn);
        self.adding = Some(self.turn);
        self.held.send("photo added", pictures);
        let reply = self.send(self.turn);
        let acted = self.held.take(&self.upload, reply, 200)?.0;
        self.adding = None;
        Ok(acted)
    }

    fn take_out(&mut self) -> Result<Acted, Stopped> {
        let page = look(&mut self.student, &self.step)?;
        let Some(oldest) = sources(&page, &self.upload_base()).into_iter().next() else {
            return Err(Stopped::Wrong("no photo is there".to_owned()));
        };
        let seen = fetch(&mut self.student, &oldest)?.body;
        let Some(picture) = number_of(self.number, &seen) else {
            return Err(Stopped::Wrong(format!("{oldest} is not what was sent")));
        };
        let mut pictures = self.held.get().clone();
        pictures.remove(&picture);
        let path = format!(
            "{}/{}/removal",
            self.upload,
            oldest.rsplit('/').next().unwrap_or_default()
        );
        self.held.send("photo taken out", pictures);
        let reply = self.student.post_form(&path, &[("_csrf", &self.token)]);
        Ok(self.held.take(&path, reply, 303)?.0)
    }

    /// What the addresses of the run's files begin with.
    fn upload_base(&self) -> String {
        self.step.split("/steps/").next().unwrap_or_default().to_owned() + "/files/"
    }

    /// The pictures that the page shows, each fetched and compared byte by byte.
    fn read(&mut self) -> Result<BTreeSet<u32>, Problem> {
        let page = self.student.page(&self.step)?.text();
        let mut found = BTreeSet::new();
        for source in sources(&page, &self.upload_base()) {
            let bytes = self.student.page(&source)?.body;
            let picture = number_of(self.number, &bytes)
                .ok_or_else(|| format!("{source} is not what was sent: {} bytes", bytes.len()))?;
            if !found.insert(picture) {
                return Err(format!("picture {picture} is there twice").into());
            }
        }
        Ok(found)
    }
}

impl Worker for Album {
    fn name(&self) -> String {
        format!("the photos of student {} at {}", self.number, self.step)
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        if self.held.get().len() < MOST {
            self.add()
        } else {
            self.take_out()
        }
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.student);
        let found = self.read()?;
        let fate = self.held.settle("the page", found)?;
        if let Some(picture) = self.adding.take() {
            // A device sends again what was not answered, under the same name: it is there once.
            let mut once = self.held.get().clone();
            once.insert(picture);
            let reply = self.send(picture)?;
            wanted_of("the same photo again", reply, 200)?;
            self.held = Held::of(once);
            let found = self.read()?;
            self.held.settle("the page, after it was sent again,", found)?;
        }
        Ok(fate)
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(80)
    }
}

/// The pictures of a page, in its order.
fn sources(page: &str, base: &str) -> Vec<String> {
    html::attributes(page, &format!("src=\"{base}"), "src")
}

/// A JPEG of one scan that holds its number, and is long enough to be cut in two.
fn jpeg(writer: usize, number: u32) -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
    let mut bytes = [&[0xff, 0xd8][..], &frame, &[0xff, 0xda, 0, 3, 0]].concat();
    // Seven bits a byte, so that nothing reads as a marker.
    bytes.extend((0..5).map(|place| u8::try_from(number >> (7 * place) & 0x7f).unwrap_or_default()));
    let seed = usize::try_from(number).unwrap_or_default() * 31 + writer;
    bytes.extend(
        (0..30_000 + seed % 7_000).map(|place| u8::try_from((place * 13 + seed) % 127).unwrap_or_default()),
    );
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// The number of a picture, if it is whole and this writer's.
fn number_of(writer: usize, bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(NUMBER_AT..NUMBER_AT + 5)?;
    let number = digits
        .iter()
        .rev()
        .fold(0_u32, |number, digit| number << 7 | u32::from(*digit));
    (jpeg(writer, number) == bytes).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_tells_its_number_as_long_as_it_is_whole() {
        let bytes = jpeg(3, 70_000);
        assert_eq!(number_of(3, &bytes), Some(70_000));
        assert_eq!(number_of(4, &bytes), None);
        assert_eq!(number_of(3, &bytes[..bytes.len() - 1]), None);
    }
}
