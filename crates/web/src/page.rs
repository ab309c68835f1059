//! The shell around a page: what every template reads as `p`.

use kernel::Text;

use crate::{Visit, assets};

/// What the shell shows. Templates of every crate extend it.
pub struct Page {
    visit: Visit,
    nav: Vec<NavItem>,
    crumbs: Vec<Crumb>,
    others: Vec<Link>,
    org_name: String,
    post_name: String,
}

/// More entries than these are not read at a glance.
const MOST_IN_RAIL: usize = 8;

/// An entry of the rail.
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// A name of the icon sprite.
    pub icon: &'static str,
    /// Its text.
    pub label: String,
    /// The page stands below it.
    pub active: bool,
}

/// A way on to a page of a later module.
pub struct OnwardLink {
    /// Where it leads.
    pub href: String,
    /// A name of the icon sprite.
    pub icon: &'static str,
    /// Its text.
    pub label: String,
}

/// A link with its text.
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// Its text.
    pub label: String,
}

/// A step of the way back; the last has no address.
pub type Crumb = Link;

impl Page {
    pub(crate) fn new(visit: Visit) -> Self {
        let admitted = visit.admitted();
        let post_name = admitted
            .map(|admitted| visit.text(&admitted.post_name))
            .unwrap_or_default();
        let org_name = admitted
            .map(|admitted| admitted.org_name.clone())
            .unwrap_or_default();
        let others = admitted
            .map(|admitted| others(&visit, admitted))
            .unwrap_or_default();
        let nav = nav(&visit);
        Self {
            visit,
            nav,
            crumbs: Vec::new(),
            others,
            org_name,
            post_name,
        }
    }

    /// Adds a step to the way back; the last one without an address is this page.
    #[must_use]
    pub fn crumb(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.crumbs.push(Link {
            href: href.into(),
            label: label.into(),
        });
        self
    }

    /// A text without arguments.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.visit.house().texts.plain(self.visit.lang(), key)
    }

    /// A text with one argument.
    pub fn t1(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.text(&text(key).with(name, value))
    }

    /// A text with two arguments.
    pub fn t2(
        &self,
        key: &str,
        a: (&'static str, &dyn ToString),
        b: (&'static str, &dyn ToString),
    ) -> String {
        self.text(&text(key).with(a.0, a.1.to_string()).with(b.0, b.1.to_string()))
    }

    /// A text that the core made.
    pub fn text(&self, text: &Text) -> String {
        self.visit.text(text)
    }

    /// The language's tag.
    pub fn lang(&self) -> &'static str {
        self.visit.lang().tag()
    }

    /// The tag of the language that a text is in: content is Chinese on an English page too, and is marked there, so that it
    /// is read out and broken into lines as Chinese. A sentence with words of ours is ours, whatever name stands in it.
    pub fn lang_of(&self, text: impl AsRef<str>) -> &'static str {
        let text = text.as_ref();
        let mut words = text.split(|sign: char| !sign.is_ascii_alphabetic());
        let chinese = text
            .chars()
            .any(|sign| ('\u{3400}'..='\u{9fff}').contains(&sign) || sign >= '\u{20000}');
        if chinese && !words.any(|word| word.len() > 2) {
            kernel::Lang::Zh.tag()
        } else {
            self.lang()
        }
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// `light`, `dark` or `auto`.
    pub fn theme(&self) -> &'static str {
        self.visit.inner().theme
    }

    /// The script that sets it before the first paint; it stands in the page, for a file would come too late or hold the page up.
    pub fn theme_script(&self) -> &'static str {
        include_str!("../assets/theme.js")
    }

    /// The policy's nonce of this answer.
    pub fn nonce(&self) -> &str {
        &self.visit.inner().nonce
    }

    /// The form token.
    pub fn csrf(&self) -> &str {
        &self.visit.inner().shown
    }

    /// The address of this page.
    pub fn path(&self) -> &str {
        self.visit.path()
    }

    /// Where this page can be asked for again.
    pub fn here(&self) -> &str {
        &self.visit.inner().back
    }

    /// Somebody has signed in.
    pub fn signed_in(&self) -> bool {
        self.visit.admitted().is_some()
    }

    /// The present organisation's name.
    pub fn org_name(&self) -> &str {
        &self.org_name
    }

    /// The present post's name.
    pub fn post_name(&self) -> &str {
        &self.post_name
    }

    /// The person's name.
    pub fn person_name(&self) -> &str {
        self.visit.admitted().map_or("", |admitted| &admitted.person_name)
    }

    /// The rail.
    pub fn nav(&self) -> &[NavItem] {
        &self.nav
    }

    /// The ways on from a thing that this page shows, as of [`crate::Onward::from`], for the reader's present role; none leads
    /// where that role has nothing to do.
    pub fn onward(&self, from: &str, id: &str) -> Vec<OnwardLink> {
        let Some(role) = self.visit.ctx().actor.role() else {
            return Vec::new();
        };
        let house = self.visit.house();
        let ways = house.modules.iter().flat_map(|module| {
            let open = move |way: &&crate::Onward| authz::scope_of(module.rules, way.verb, role).is_some();
            module.onward.iter().filter(open)
        });
        let link = |way: &crate::Onward| OnwardLink {
            href: format!("{}{id}", way.href),
            icon: way.icon,
            label: house.texts.plain(self.visit.lang(), way.label).to_owned(),
        };
        ways.filter(|way| way.from == from).map(link).collect()
    }

    /// How many entries of the rail stand there at once: eight, or seven and the way to the rest.
    pub fn shown_in_rail(&self) -> usize {
        if self.nav.len() > MOST_IN_RAIL {
            MOST_IN_RAIL - 1
        } else {
            self.nav.len()
        }
    }

    /// This page is one of those behind "more".
    pub fn is_in_the_rest(&self) -> bool {
        self.nav.iter().skip(self.shown_in_rail()).any(|item| item.active)
    }

    /// The way back.
    pub fn crumbs(&self) -> &[Crumb] {
        &self.crumbs
    }

    /// What the last act answered.
    pub fn flash(&self) -> Option<&str> {
        self.visit.inner().flash.as_deref()
    }

    /// The person's other posts.
    pub fn other_posts(&self) -> &[Link] {
        &self.others
    }

    /// The data are made up.
    pub fn demo(&self) -> bool {
        self.visit.house().is_made_up()
    }

    /// The request, for pieces that ask it more.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }
}

fn text(key: &str) -> Text {
    Text {
        key: std::borrow::Cow::Owned(key.to_owned()),
        args: Vec::new(),
    }
}

fn others(visit: &Visit, admitted: &crate::Admitted) -> Vec<Link> {
    let link = |other: &crate::OtherPost| {
        let role = visit
            .house()
            .texts
            .plain(visit.lang(), &format!("people-role-{}", other.role.code()))
            .to_owned();
        Link {
            href: format!("/posts/{}", other.id),
            label: format!("{} · {role}", other.org_name),
        }
    };
    admitted.others.iter().map(link).collect()
}

fn nav(visit: &Visit) -> Vec<NavItem> {
    let Some(role) = visit.ctx().actor.role() else {
        return Vec::new();
    };
    let house = visit.house();
    let mut entries: Vec<_> = house
        .modules
        .iter()
        .flat_map(|module| module.nav)
        .filter(|entry| entry.roles.contains(&role))
        .collect();
    entries.sort_by_key(|entry| entry.order);
    let path = visit.path();
    let below = |href: &str| {
        path == href || (href != "/" && path.starts_with(href) && path[href.len()..].starts_with('/'))
    };
    let item = |entry: &&crate::NavEntry| NavItem {
        href: entry.href,
        icon: entry.icon,
        label: house.texts.plain(visit.lang(), entry.label).to_owned(),
        active: below(entry.href),
    };
    entries.iter().map(item).collect()
}
