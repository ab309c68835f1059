//! What a domain crate offers to the binary: its one door.

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, delete, get, post, put};
use db::search::{Hit, Within};
use db::{Migration, Tx};
use kernel::vault::Sealed;
use kernel::{Ctx, Error, Instant, Role, Text};
use std::sync::Arc;

use crate::{House, Marked, Personal, Refused, Visit};

/// What a module answers for the actor's desk: asked once, so that what its parts share is read once.
pub type AsksDesk = fn(&mut Tx<'_>, &Ctx) -> kernel::Result<OnDesk>;

/// A module: everything the binary assembles, and nothing else is public of it but models and queries.
pub struct Module {
    /// The crate's name.
    pub name: &'static str,
    /// Its schema, in order.
    pub migrations: &'static [Migration],
    /// Its columns and their classes.
    pub columns: &'static str,
    /// Its texts: Chinese, English.
    pub texts: (&'static str, &'static str),
    /// Its policy.
    pub rules: &'static [authz::Rule],
    /// Its pages.
    pub routes: Routes,
    /// Its entries in the rail.
    pub nav: &'static [NavEntry],
    /// Ways on to its pages from those of modules that do not know it.
    pub onward: &'static [Onward],
    /// What it lays on the actor's desk.
    pub desk: Option<AsksDesk>,
    /// What it finds for the search box.
    pub finders: &'static [Finder],
    /// What it keeps sealed under the installation's keys.
    pub sealed: &'static [Sealed],
    /// What it answers about one person: their copy, and their erasure.
    pub personal: Option<Personal>,
}

impl Module {
    /// A module that has nothing yet but its name.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            migrations: &[],
            columns: "",
            texts: ("", ""),
            rules: &[],
            routes: Routes::default(),
            nav: &[],
            onward: &[],
            desk: None,
            finders: &[],
            sealed: &[],
            personal: None,
        }
    }
}

/// An entry of the rail.
pub struct NavEntry {
    /// Where it leads.
    pub href: &'static str,
    /// A name of the icon sprite.
    pub icon: &'static str,
    /// The key of its text.
    pub label: &'static str,
    /// For whom it stands there.
    pub roles: &'static [Role],
    /// Its place, small first.
    pub order: u8,
}

/// A way on from a thing of one module to a page of a later one, for whose role that page is: what is designed is opened there.
pub struct Onward {
    /// What it leads on from, as the page that shows it asks for it: `design.task`.
    pub from: &'static str,
    /// The verb that its page is for, one of the module's own policy.
    pub verb: &'static str,
    /// The address up to the id of the thing.
    pub href: &'static str,
    /// A name of the icon sprite.
    pub icon: &'static str,
    /// The key of its text.
    pub label: &'static str,
}

/// What a module lays on a desk.
#[derive(Default)]
pub struct OnDesk {
    /// What waits for the actor.
    pub todos: Vec<Todo>,
    /// What the actor last worked on.
    pub recent: Vec<Recent>,
    /// The few figures of the desk.
    pub figures: Vec<Figure>,
}

/// Something that waits: an action with its reason, one click from done.
pub struct Todo {
    /// The action, then after " · " its reason: "批改 6 份工作页 · 数控2501班 · 螺纹轴".
    pub text: Text,
    /// Where it is done.
    pub href: String,
    /// By when, if there is a date.
    pub due: Option<Instant>,
    /// A name of the icon sprite.
    pub icon: &'static str,
}

/// Something worked on before.
pub struct Recent {
    /// Its own name, content.
    pub title: String,
    /// What it is.
    pub kind: Text,
    /// Where it is.
    pub href: String,
    /// When it was last worked on.
    pub at: Instant,
}

/// A figure on the desk, which opens to what it counts.
pub struct Figure {
    /// What is counted.
    pub label: Text,
    /// The count, grouped.
    pub value: String,
    /// A word beside it, if it needs one.
    pub note: Option<Text>,
    /// The page of what it counts.
    pub href: String,
}

/// What a module finds for the search box: one group of results.
#[derive(Clone, Copy)]
pub struct Finder {
    /// Its name in an address.
    pub code: &'static str,
    /// A name of the icon sprite.
    pub icon: &'static str,
    /// The key of the group's name.
    pub label: &'static str,
    /// The group's place, small first.
    pub order: u8,
    /// How they are found.
    pub find: Find,
}

/// How the results of a group are found: only what the module's own policy lets the actor see; a denial is an empty group.
#[derive(Clone, Copy)]
pub enum Find {
    /// By statements of its own, one if it can.
    Own(fn(&mut Tx<'_>, &Ctx, &Wanted) -> kernel::Result<Vec<Found>>),
    /// Among what the module put into the index; the groups that are found so share one statement.
    Indexed {
        /// The kind of its entries.
        kind: &'static str,
        /// Whose the actor may see.
        within: fn(&Ctx) -> kernel::Result<Within>,
        /// How an entry is shown.
        show: fn(&Hit, &Wanted) -> Found,
    },
}

/// What is looked for in a group.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// As typed; not empty.
    pub text: String,
    /// At most so many, the best first.
    pub limit: i64,
    /// So many of the best are left out.
    pub offset: i64,
}

/// One result of a search.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its own name, content, with what was looked for marked.
    pub title: Marked,
    /// Where it is.
    pub href: String,
    /// What tells it from its like.
    pub notes: Vec<Note>,
    /// The passage where it was found, content; empty where its title says it.
    pub excerpt: Marked,
}

/// A word beside a result.
#[derive(Clone, Debug)]
pub enum Note {
    /// Of somebody's own.
    Content(String),
    /// Of the product.
    Said(Text),
}

/// A method and a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// `/standards/{id}/publication`
    pub path: &'static str,
    /// `POST`
    pub method: &'static str,
    /// Whoever has not signed in may use it too.
    pub open: bool,
}

/// Routes that can be listed, so that a test can compare them with the authorization cases.
#[derive(Default)]
pub struct Routes {
    handlers: Vec<MethodRouter<Arc<House>, Infallible>>,
    list: Vec<Route>,
}

macro_rules! methods {
    ($($name:ident $method:literal;)*) => {
        $(
            #[doc = concat!("Adds a `", $method, "` route.")]
            #[must_use]
            pub fn $name<H, T>(self, path: &'static str, handler: H) -> Self
            where
                H: Handler<T, Arc<House>>,
                T: 'static,
            {
                self.add($method, path, $name(handler))
            }
        )*
    };
}

impl Routes {
    methods! {
        get "GET";
        post "POST";
        put "PUT";
        delete "DELETE";
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        handler: MethodRouter<Arc<House>, Infallible>,
    ) -> Self {
        self.list.push(Route {
            path,
            method,
            open: false,
        });
        self.handlers.push(handler);
        self
    }

    /// The route added last is for whoever has not signed in, too.
    #[must_use]
    pub fn open(mut self) -> Self {
        if let Some(route) = self.list.last_mut() {
            route.open = true;
        }
        self
    }

    /// Every route, in the order they were added.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    pub(crate) fn into_router(self) -> Router<Arc<House>> {
        let routes = self.list.iter().zip(self.handlers);
        routes.fold(Router::new(), |router, (route, handler)| {
            let handler = if route.open {
                handler
            } else {
                handler.route_layer(from_fn(admitted_only))
            };
            router.route(route.path, handler)
        })
    }
}

/// Who has not signed in is refused before anything that they sent is read.
async fn admitted_only(request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>();
    if visit.is_some_and(|visit| visit.admitted().is_some()) {
        next.run(request).await
    } else {
        Refused::from(Error::SignIn).into_response()
    }
}
