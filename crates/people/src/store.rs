//! Every SQL statement of the module: here those of accounts, posts and sessions.

pub mod classes;
pub mod factor;
pub mod names;
pub mod personal;
pub mod roster;
pub mod sealed;

use db::record;
use kernel::{AccountId, Day, Instant, PersonId, PostId, RawId, SchoolId};

/// The row of a session that has not ended and has not rested too long, with its post if that is still held.
pub const ADMIT: &str = concat!(
    "SELECT s.id, s.account_id, s.school_id, s.post_id, s.role, s.created_at, s.used_at, n.id, n.name, \
      CAST((SELECT count(*) FROM post o WHERE o.account_id = s.account_id \
          AND o.from_day <= $3 AND (o.until_day IS NULL OR o.until_day >= $3)) \
        + (SELECT count(*) FROM student_post o WHERE o.account_id = s.account_id \
          AND o.from_day <= $3 AND (o.until_day IS NULL OR o.until_day >= $3)) AS BIGINT), ",
    db::changes_of!("organisation"),
    " FROM session s \
    LEFT JOIN post p ON p.id = s.post_id AND p.account_id = s.account_id AND (p.until_day IS NULL OR p.until_day >= $3) \
    LEFT JOIN student_post q ON q.school_id = s.school_id AND q.id = s.post_id AND q.account_id = s.account_id \
      AND (q.until_day IS NULL OR q.until_day >= $3) \
    JOIN person n ON n.school_id = s.school_id AND n.id = COALESCE(p.person_id, q.person_id) \
    WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.used_at + s.idle > $2 \
      AND s.ends_at > $2"
);
record! {
    /// See [`ADMIT`].
    pub struct AdmitRow {
        pub session: RawId,
        pub account: AccountId,
        pub school: SchoolId,
        pub post: PostId,
        pub role: String,
        pub created_at: Instant,
        pub used_at: Instant,
        pub person: PersonId,
        pub name: String,
        /// How many posts the account holds today.
        pub posts: i64,
        /// How often organisations changed, so that the one of the session needs no journey of its own.
        pub organisations: Option<i64>,
    }
}

/// Never to an earlier moment (two requests overtake each other), but for one that was noted while the clock was wrong (`$3`).
pub const TOUCH: &str =
    "UPDATE session SET used_at = $2 WHERE id = $1 AND ended_at IS NULL AND (used_at < $2 OR used_at > $3)";

/// Every post an account holds on a day: of staff anywhere, and as a student of one school.
pub const POSTS: &str = "SELECT id, school_id, person_id, role FROM post \
      WHERE account_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) \
    UNION ALL \
    SELECT id, school_id, person_id, 'student' FROM student_post \
      WHERE account_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) \
    ORDER BY 1";
record! {
    /// See [`POSTS`].
    #[derive(Clone, Debug)]
    pub struct PostRow {
        pub id: PostId,
        pub school: SchoolId,
        pub person: PersonId,
        pub role: String,
    }
}

pub const ACCOUNT_OF: &str = "SELECT a.id, a.password_hash FROM handle h JOIN account a ON a.id = h.account_id \
    WHERE h.kind = $1 AND h.school_id = $2 AND h.value = $3";
pub const PASSWORD_OF: &str = "SELECT password_hash FROM account WHERE id = $1";
pub const FAILURES: &str = "SELECT counter, failures, latest FROM sign_in_failure WHERE account_id = $1";
pub const IS_KNOWN: &str = "SELECT device FROM known_device WHERE account_id = $1 AND device = $2";
pub const NOTE_FAILURE: &str = "INSERT INTO sign_in_failure (account_id, counter, failures, latest) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (account_id, counter) DO UPDATE SET failures = excluded.failures, latest = excluded.latest";
/// Those that are forgotten by now.
pub const SWEEP_FAILURES: &str = "DELETE FROM sign_in_failure WHERE latest < $1";
pub const CLEAR_FAILURES: &str = "DELETE FROM sign_in_failure WHERE account_id = $1 AND counter = $2";
pub const KNOW_DEVICE: &str = "INSERT INTO known_device (account_id, device, last_at) VALUES ($1, $2, $3) \
    ON CONFLICT (account_id, device) DO UPDATE SET last_at = excluded.last_at";

pub const ADD_SESSION: &str = "INSERT INTO session \
    (id, token_hash, account_id, school_id, post_id, role, created_at, used_at, idle, ends_at, shared, agent, address) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12)";
/// The longest life of the new post (`$7`) counts from the sign-in.
pub const SWITCH_POST: &str = "UPDATE session SET school_id = $3, post_id = $4, role = $5, idle = $6, ends_at = created_at + $7 \
    WHERE id = $1 AND account_id = $2";
pub const RENEW_TOKEN: &str = "UPDATE session SET token_hash = $2 WHERE id = $1";
pub const IS_SHARED: &str = "SELECT shared FROM session WHERE id = $1";
pub const END_SESSION: &str =
    "UPDATE session SET ended_at = $3 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL";
pub const END_OTHERS: &str =
    "UPDATE session SET ended_at = $3 WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL";
pub const SESSIONS: &str = "SELECT id, created_at, used_at, agent, address, shared FROM session \
    WHERE account_id = $1 AND ended_at IS NULL AND used_at + idle > $2 AND ends_at > $2 ORDER BY used_at DESC";
record! {
    /// See [`SESSIONS`].
    pub struct SessionRow {
        pub id: RawId,
        pub created_at: Instant,
        pub used_at: Instant,
        pub agent: String,
        pub address: String,
        pub shared: bool,
    }
}

pub const ADD_ACCOUNT: &str = "INSERT INTO account (id, created_at) VALUES ($1, $2)";
pub const ADD_HANDLE: &str = "INSERT INTO handle (kind, school_id, value, account_id) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (kind, school_id, value) DO NOTHING";
pub const SET_PASSWORD: &str = "UPDATE account SET password_hash = $2, password_at = $3 WHERE id = $1";
/// Puts the present password (of account `$1`) among the earlier ones.
pub const KEEP_EARLIER: &str = "INSERT INTO earlier_password (account_id, hash, set_at) \
    SELECT id, password_hash, COALESCE(password_at, 0) FROM account WHERE id = $1 AND password_hash IS NOT NULL \
    ON CONFLICT (account_id, hash) DO NOTHING";
/// The latest so many (`$2`) stay.
pub const FORGET_EARLIER: &str = "DELETE FROM earlier_password WHERE account_id = $1 AND hash NOT IN \
    (SELECT hash FROM earlier_password WHERE account_id = $1 ORDER BY set_at DESC, hash LIMIT $2)";
/// The present password and the earlier ones that are kept.
pub const LAST_PASSWORDS: &str = "SELECT password_hash FROM account WHERE id = $1 AND password_hash IS NOT NULL \
    UNION ALL SELECT hash FROM earlier_password WHERE account_id = $1";
pub const ADD_POST: &str = "INSERT INTO post (id, account_id, school_id, person_id, role, from_day, until_day, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const ADD_STUDENT_POST: &str = "INSERT INTO student_post (school_id, id, account_id, person_id, from_day, until_day, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub const ADD_PERSON: &str = "INSERT INTO person \
    (school_id, id, account_id, name, reading, sort_key, reading_by_hand, number, sex, birthday, identity_kind, \
     identity_sealed, identity_key, phone_sealed, phone_key, created_at, version, import_id) \
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16) \
    ON CONFLICT (school_id, number) DO NOTHING";

pub const ADD_CODE: &str = "INSERT INTO one_time_code (hash, purpose, school_id, account_id, created_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";
pub const RETIRE_CODES: &str =
    "UPDATE one_time_code SET used_at = $3 WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL";
pub const CODE: &str = "SELECT purpose, school_id, account_id FROM one_time_code WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
record! {
    /// See [`CODE`].
    #[derive(Clone, Debug)]
    pub struct CodeRow {
        pub purpose: String,
        pub school: SchoolId,
        pub account: Option<AccountId>,
    }
}
pub const USE_CODE: &str = "UPDATE one_time_code SET used_at = $2 WHERE hash = $1 AND used_at IS NULL";
pub const ANY_POST: &str = "SELECT id FROM post LIMIT 1";

/// The person behind an account in one school, with the name they sign in with.
pub const HOLDER: &str =
    "SELECT id, name, number, phone_sealed FROM person WHERE school_id = $1 AND account_id = $2";
record! {
    /// See [`HOLDER`].
    #[derive(Clone, Debug)]
    pub struct HolderRow {
        pub person: PersonId,
        pub name: String,
        pub number: String,
        pub phone_sealed: Option<Vec<u8>>,
    }
}
/// The search keys of a school's certificate numbers.
pub const IDENTITY_KEYS: &str =
    "SELECT id, identity_key FROM person WHERE school_id = $1 AND identity_key IS NOT NULL";
/// How many ids [`names_of`] can ask for at once: few sizes, so that few statement texts are prepared.
pub const NAMES_SIZES: [usize; 4] = [8, 24, 64, 128];
/// The names of as many persons as a size of [`NAMES_SIZES`] says.
pub fn names_of(size: usize) -> String {
    let places: Vec<String> = (2..size + 2).map(|place| format!("${place}")).collect();
    format!(
        "SELECT id, name, number FROM person WHERE school_id = $1 AND id IN ({})",
        places.join(", ")
    )
}

pub const STAFF: &str = "SELECT p.id, p.role, p.from_day, p.until_day, n.id, n.name, n.number, a.password_at, p.account_id, f.confirmed_at \
    FROM post p JOIN person n ON n.school_id = p.school_id AND n.id = p.person_id JOIN account a ON a.id = p.account_id \
    LEFT JOIN second_factor f ON f.account_id = p.account_id WHERE p.school_id = $1 AND (p.until_day IS NULL OR p.until_day >= $2) ORDER BY n.sort_key, p.role";
record! {
    /// Somebody of the staff in a post. See [`STAFF`].
    #[derive(Clone, Debug)]
    pub struct StaffRow {
        /// The post.
        pub post: PostId,
        /// The code of its role.
        pub role: String,
        /// Held from this day.
        pub from_day: Day,
        /// Until this day, where it ends.
        pub until_day: Option<Day>,
        /// Who.
        pub person: PersonId,
        /// Their name.
        pub name: String,
        /// What they sign in with.
        pub number: String,
        /// When they chose a password.
        pub password_at: Option<Instant>,
        /// Their sign-in record.
        pub account: AccountId,
        /// When they switched a second factor on, if it is on.
        pub factor_at: Option<Instant>,
    }
}
pub const ROLES_OF_PERSON: &str = "SELECT role FROM post WHERE school_id = $1 AND person_id = $2 AND (until_day IS NULL OR until_day >= $3)";
pub const PERSON_BY_NUMBER: &str =
    "SELECT id, name, account_id FROM person WHERE school_id = $1 AND number = $2";
pub const POST_IN_SCHOOL: &str =
    "SELECT id, person_id, account_id, role, school_id FROM post WHERE school_id = $1 AND id = $2";
pub const END_POST: &str = "UPDATE post SET until_day = $3 WHERE school_id = $1 AND id = $2 AND (until_day IS NULL OR until_day > $3)";
pub const END_POST_SESSIONS: &str =
    "UPDATE session SET ended_at = $2 WHERE post_id = $1 AND ended_at IS NULL";
pub const SET_PERSON_ACCOUNT: &str =
    "UPDATE person SET account_id = $3 WHERE school_id = $1 AND id = $2 AND account_id IS NULL";

/// One person of each post who can sign in, in each of the organisations up to a number, for the sign-in page of a demonstration.
pub const DEMO: &str = "SELECT p.school_id, p.role, MIN(n.number) FROM post p \
    JOIN person n ON n.school_id = p.school_id AND n.id = p.person_id \
    JOIN account a ON a.id = p.account_id AND a.password_at IS NOT NULL WHERE p.school_id <= $1 GROUP BY p.school_id, p.role \
    UNION ALL SELECT d.school_id, 'student', COALESCE((SELECT n.number FROM person n CROSS JOIN student_post q \
      CROSS JOIN account a WHERE n.school_id = d.school_id AND q.school_id = n.school_id AND q.person_id = n.id \
      AND a.id = n.account_id AND a.password_at IS NOT NULL ORDER BY n.number LIMIT 1), '') \
    FROM (SELECT DISTINCT school_id FROM student_post WHERE school_id <= $1) d ORDER BY 1, 2";
record! {
    /// See [`DEMO`].
    pub struct DemoRow {
        pub school: SchoolId,
        pub role: String,
        pub number: String,
    }
}
pub const ACCOUNT_NAMES: &str =
    "SELECT account_id, name FROM person WHERE school_id = $1 AND account_id IS NOT NULL";
