//! What all requests share.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use db::{Db, Tx};
use files::{Files, Scanner};
use kernel::network::Networks;
use kernel::outside::Chance;
use kernel::time::Clock;
use kernel::vault::Vault;
use kernel::{Actor, Ctx, PostId, RawId, Role, Text};

use crate::module::Module;
use crate::{Live, Pace, Texts};

/// What an installation remembers of itself ([`db::memory`]) once made-up data were loaded.
pub const MADE_UP: &str = "made-up";

/// Secrets of the installation, from outside the database.
pub struct Keys {
    /// Seals and searches personal fields.
    pub vault: Vault,
}

/// The shared state of the process.
pub struct House {
    /// The database.
    pub db: Db,
    /// Stored files: bytes are put here first, their row is written second, outside the writer's closure.
    pub files: Files,
    /// Is asked about every file that is sent, where there is one.
    pub scanner: Option<Arc<Scanner>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives each request its seed.
    pub chance: Arc<dyn Chance>,
    /// Seals personal fields, signs form tokens.
    pub vault: Arc<Vault>,
    /// Every text.
    pub texts: Texts,
    /// Knows whose session a cookie is.
    pub door: Box<dyn Door>,
    /// Wakes the pages that watch something.
    pub live: Live,
    /// Proxies on other machines, which are believed for whom they speak.
    pub proxies: Networks,
    /// How many requests each session makes.
    pub pace: Pace,
    /// What QR codes and links print: no slash at its end.
    pub public_url: String,
    /// The data are made up; known once the database was asked.
    pub made_up: AtomicBool,
    /// This process among several.
    pub node: RawId,
    /// The modules without their routes: navigation, 待办, what was worked on last.
    pub modules: Vec<Module>,
}

impl House {
    /// A context for an actor at the present moment.
    pub fn ctx(&self, actor: Actor) -> Arc<Ctx> {
        Arc::new(Ctx::new(self.clock.now(), actor, self.chance.seed()))
    }

    /// Whether the data are made up: pages say so, and the sign-in offers its people.
    pub fn is_made_up(&self) -> bool {
        self.made_up.load(Ordering::Relaxed)
    }

    /// Whether browsers reach it by TLS, so that cookies may be `Secure`.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https:")
    }
}

/// Knows whose session a token is.
pub trait Door: Send + Sync {
    /// Who the token lets in from an address, or nobody. Runs once a request, in few statements.
    ///
    /// # Errors
    /// The engine's.
    fn admit(
        &self,
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        token: &str,
        from: Option<IpAddr>,
    ) -> kernel::Result<Option<Admitted>>;

    /// Whether an address is one from which every post may be used.
    fn is_near(&self, from: Option<IpAddr>) -> bool;

    /// Notes that a session was used; called at most once a minute for each.
    ///
    /// # Errors
    /// The engine's.
    fn touch(&self, tx: &mut Tx<'_>, ctx: &Ctx, session: RawId) -> kernel::Result<()>;
}

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The person in their present post.
    pub actor: Actor,
    /// The session.
    pub session: RawId,
    /// It is a minute or more since it was last noted as used.
    pub stale: bool,
    /// The person's name, content.
    pub person_name: String,
    /// The name of the post's organisation, content.
    pub org_name: String,
    /// The post's name, as a text.
    pub post_name: Text,
    /// The person's other posts.
    pub others: Vec<OtherPost>,
    /// The one page, with what stands below it, that answers until something is done there.
    pub bound_to: Option<&'static str>,
    /// Why no page answers where they are now.
    pub kept_out: Option<Text>,
}

/// Another post that the person holds.
#[derive(Clone, Debug)]
pub struct OtherPost {
    /// The post.
    pub id: PostId,
    /// What it is.
    pub role: Role,
    /// Where.
    pub org_name: String,
}
