//! The authorization cases: a file a module, and what they are made of.

use std::future::Future;
use std::pin::Pin;

use db::params;
use kernel::Role;
use testkit::TestApp;

mod assessment;
mod classes;
mod classroom;
mod course;
mod design;
mod faculty;
mod org;
mod people;
mod programme;
mod standards;
mod watch;
mod web;
mod work;

/// Every case of every module.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [
        assessment::CASES,
        org::CASES,
        people::CASES,
        classes::CASES,
        faculty::CASES,
        standards::CASES,
        design::CASES,
        course::CASES,
        programme::CASES,
        watch::CASES,
        web::CASES,
        work::CASES,
        classroom::CASES,
    ]
    .into_iter()
    .flatten()
}

/// Somebody of the made-up nation.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// With a post in the school of this index.
    School(Role, usize),
    /// An officer of the ministry or of the first province.
    Office(Role),
    /// With a post in the ministry.
    Ministry(Role),
    /// With a post in the second province, where the first school is not.
    Elsewhere(Role),
}

/// What a test asks the made-up nation for, or makes in it.
type Made<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Makes the path of a case, for ids that only the database knows.
pub type PathOf = for<'a> fn(&'a TestApp) -> Made<'a, String>;

/// Makes fields whose values only the database knows.
pub type FieldsOf = for<'a> fn(&'a TestApp) -> Made<'a, Vec<(&'static str, String)>>;

/// A file of an upload.
#[derive(Clone, Copy)]
pub struct File {
    /// The form's field.
    pub field: &'static str,
    /// Its name on the sender's machine.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: fn() -> Vec<u8>,
}

/// One route with who may and who may not: `Case::of("POST /staff").sends(…).lets(…).refuses(…)`.
#[derive(Clone, Copy)]
pub struct Case {
    /// `POST /staff`
    pub route: &'static str,
    path: Option<PathOf>,
    fields: &'static [(&'static str, &'static str)],
    more: Option<FieldsOf>,
    /// What an upload brings.
    pub file: Option<File>,
    /// Who may.
    pub right: Who,
    /// What they get.
    pub answer: u16,
    /// Who may not, and what they get.
    pub refused: &'static [(Who, u16)],
}

impl Case {
    /// A case of a route; until [`Case::at`] says otherwise its path is the route's.
    pub const fn of(route: &'static str) -> Self {
        Self {
            route,
            path: None,
            fields: &[],
            more: None,
            file: None,
            right: Who::School(Role::Teacher, 0),
            answer: 200,
            refused: &[],
        }
    }

    /// The path with its ids.
    pub const fn at(mut self, path: PathOf) -> Self {
        self.path = Some(path);
        self
    }

    /// The form's fields.
    pub const fn sends(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.fields = fields;
        self
    }

    /// Fields that only the database knows.
    pub const fn sends_made(mut self, fields: FieldsOf) -> Self {
        self.more = Some(fields);
        self
    }

    /// The form is an upload with this file.
    pub const fn uploads(mut self, field: &'static str, name: &'static str, bytes: fn() -> Vec<u8>) -> Self {
        self.file = Some(File { field, name, bytes });
        self
    }

    /// Who may, and the status they get.
    pub const fn lets(mut self, who: Who, answer: u16) -> Self {
        self.right = who;
        self.answer = answer;
        self
    }

    /// Who may not, and the status they get.
    pub const fn refuses(mut self, who: &'static [(Who, u16)]) -> Self {
        self.refused = who;
        self
    }

    /// The path in this nation.
    pub async fn path(&self, app: &TestApp) -> String {
        match self.path {
            Some(path) => path(app).await,
            None => self.route.split(' ').nth(1).unwrap().to_owned(),
        }
    }

    /// The fields in this nation.
    pub async fn fields(&self, app: &TestApp) -> Vec<(&'static str, String)> {
        let mut fields: Vec<_> = self
            .fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        if let Some(more) = self.more {
            fields.extend(more(app).await);
        }
        fields
    }
}

/// Reads what a case needs to know.
async fn read<T: Send + 'static>(
    app: &TestApp,
    closure: impl Fn(&mut db::Tx<'_>) -> kernel::Result<T> + Send + 'static,
) -> T {
    let ctx = app.house.ctx(kernel::Actor::System);
    let read = app.house.db.read(&ctx, move |_, tx| closure(tx));
    read.await.unwrap()
}

/// What stands on a page after this mark, up to the next quote.
fn word_after(page: &str, mark: &str) -> String {
    let rest = page.split(mark).nth(1).expect(mark);
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The post of a role in the school of an index.
pub async fn post_of(app: &TestApp, role: Role, index: usize) -> String {
    let (school, code) = (app.schools()[index].number, role.code());
    let sql = "SELECT id FROM post WHERE school_id = $1 AND role = $2";
    let row: (kernel::PostId,) = read(app, move |tx| Ok(tx.one(sql, params![school, code])?)).await;
    row.0.to_string()
}
