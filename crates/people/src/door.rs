//! Whose session a cookie is: what `web` asks at every request.

use std::net::IpAddr;

use db::{Tx, params};
use kernel::network::Networks;
use kernel::{Actor, Ctx, Error, Instant, RawId, Result, Role, Seat, Text};
use ring::digest::{SHA256, digest};
use web::{Admitted, Door, OtherPost};

use crate::actions::factor_of;
use crate::model::sign_in::factor::{Asking, is_held_back};
use crate::model::sign_in::password::{is_due, is_strict};
use crate::model::sign_in::whence::{Whence, may_be_used, whence};
use crate::pages::password::CHANGE;
use crate::store::factor::PASSWORD_AT;
use crate::store::{self, AdmitRow, PostRow};

/// The door of the house.
#[derive(Debug, Default)]
pub struct PeopleDoor {
    /// How hard administrators are asked for a second factor.
    pub asking: Asking,
    /// From where administrators work; from anywhere where nothing is named.
    pub administrators_from: Option<Networks>,
}

/// Where a second factor is set up.
const SET_UP: &str = "/me/second-factor";

/// A session's token is stored as its SHA-256 only.
pub(crate) fn hash_of(token: &str) -> Vec<u8> {
    digest(&SHA256, token.as_bytes()).as_ref().to_vec()
}

impl Door for PeopleDoor {
    fn admit(
        &self,
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        token: &str,
        from: Option<IpAddr>,
    ) -> Result<Option<Admitted>> {
        let today = ctx.now.day();
        let Some(row) = tx.opt::<AdmitRow>(store::ADMIT, params![hash_of(token), ctx.now, today])? else {
            return Ok(None);
        };
        db::changes::knows(tx, org::queries::ORGANISATIONS, row.organisations);
        let org = org::queries::by_number(tx, row.school)?;
        let role = Role::from_code(&row.role)
            .ok_or_else(|| Error::internal(format!("unknown role {}", row.role)))?;
        let seat = Seat {
            org: org.id,
            school: row.school,
            tier: org.tier,
            region: org.region,
        };
        // Most people hold the one post that they are in.
        let posts: Vec<PostRow> = match row.posts {
            ..=1 => Vec::new(),
            _ => tx.all(store::POSTS, params![row.account, today])?,
        };
        let mut others = Vec::new();
        for post in posts.iter().filter(|post| post.id != row.post) {
            let org_name = if post.school == row.school {
                org.name.clone()
            } else {
                org::queries::by_number(tx, post.school)?.name
            };
            others.extend(Role::from_code(&post.role).map(|role| OtherPost {
                id: post.id,
                role,
                org_name,
            }));
        }
        let actor = Actor::Person {
            account: row.account,
            person: row.person,
            post: row.post,
            role,
            seat,
        };
        Ok(Some(Admitted {
            bound_to: self.bound_to(tx, &row, role)?,
            kept_out: (!may_be_used(role, self.whence(from))).then(|| Text::new("people-denied-elsewhere")),
            actor,
            session: row.session,
            stale: !(-Instant::HOUR..Instant::MINUTE).contains(&(ctx.now.0 - row.used_at.0)),
            person_name: row.name,
            org_name: org.name,
            post_name: role_text(role),
            others,
        }))
    }

    fn is_near(&self, from: Option<IpAddr>) -> bool {
        self.whence(from) == Whence::Near
    }

    fn touch(&self, tx: &mut Tx<'_>, ctx: &Ctx, session: RawId) -> Result<()> {
        tx.run(
            store::TOUCH,
            params![session, ctx.now, ctx.now.plus(Instant::HOUR)],
        )?;
        Ok(())
    }
}

impl PeopleDoor {
    fn whence(&self, from: Option<IpAddr>) -> Whence {
        whence(self.administrators_from.as_ref(), from)
    }

    /// What somebody does in this post before anything else, if there is something: choose another password, then set a second factor up.
    fn bound_to(&self, tx: &mut Tx<'_>, row: &AdmitRow, role: Role) -> Result<Option<&'static str>> {
        if is_strict(&[role]) {
            let (chosen,): (Option<Instant>,) = tx.one(PASSWORD_AT, params![row.account])?;
            // In a demonstration everybody knows every password, for as long as it stands.
            if is_due(role, chosen, row.created_at) && db::memory::recall(tx, web::MADE_UP)?.is_none() {
                return Ok(Some(CHANGE));
            }
        }
        let held_back = is_held_back(self.asking, role) && factor_of(tx, row.account)?.on_since.is_none();
        Ok(held_back.then_some(SET_UP))
    }
}

/// The text that names a role.
pub fn role_text(role: Role) -> Text {
    Text {
        key: format!("people-role-{}", role.code()).into(),
        args: Vec::new(),
    }
}
