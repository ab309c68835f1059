//! Statements on what is held of one person, and on its erasure.

use db::record;
use kernel::{AccountId, Day, Instant, PersonId, SchoolId};
use web::Whose;

pub const SUBJECT: &str = "SELECT n.school_id, n.id, n.account_id, n.name, n.number, e.outcome, e.proposed_by, e.reason, e.word FROM person n \
    LEFT JOIN erasure e ON e.school_id = n.school_id AND e.person_id = n.id WHERE n.school_id = $1 AND n.id = $2";
record! {
    /// Somebody whose data are asked about.
    #[derive(Clone, Debug)]
    pub struct SubjectRow {
        /// Whose.
        pub school: SchoolId,
        /// Who.
        pub person: PersonId,
        /// Their sign-in record.
        pub account: Option<AccountId>,
        /// The name.
        pub name: String,
        /// 学号 or 工号.
        pub number: String,
        /// How an erasure stands: none, empty while it waits, `declined`, `erased`.
        pub erasure: Option<String>,
        /// Who proposed it; none for the program after a restore.
        pub proposed_by: Option<PersonId>,
        /// Why it was proposed; empty once it was done.
        pub reason: Option<String>,
        /// Why it was declined.
        pub word: Option<String>,
    }
}

impl SubjectRow {
    /// Nothing is left to read of them.
    pub fn is_erased(&self) -> bool {
        self.erasure.as_deref() == Some("erased")
    }

    /// A proposal that nobody settled yet.
    pub fn waits(&self) -> bool {
        self.erasure.as_deref() == Some("")
    }

    /// For the modules.
    pub fn whose(&self) -> Whose {
        Whose {
            school: self.school,
            person: self.person,
            account: self.account,
        }
    }
}

pub const ERASURES: &str = "SELECT n.id, n.name, n.number, e.proposed_at, e.outcome, e.settled_at FROM erasure e \
    JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id WHERE e.school_id = $1 \
    ORDER BY CASE WHEN e.outcome = '' THEN 0 ELSE 1 END, e.proposed_at DESC, n.id LIMIT 200";
record! {
    /// A line of the list. See [`ERASURES`].
    pub struct ErasureLine {
        pub person: PersonId,
        pub name: String,
        pub number: String,
        pub proposed_at: Instant,
        pub outcome: String,
        pub settled_at: Option<Instant>,
    }
}
/// How many wait at one organisation.
pub const COUNT_WAITING: &str =
    "SELECT CAST(count(*) AS BIGINT) FROM erasure WHERE school_id = $1 AND outcome = ''";
/// What waits anywhere, the oldest first: few at any time, and an index of its own holds them alone.
pub const WAITING: &str = "SELECT e.school_id, n.id, n.name, n.number, e.proposed_at FROM erasure e \
    JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id WHERE e.outcome = '' ORDER BY e.proposed_at, e.person_id LIMIT 1000";
record! {
    /// See [`WAITING`].
    pub struct WaitingRow {
        pub school: SchoolId,
        pub person: PersonId,
        pub name: String,
        pub number: String,
        pub proposed_at: Instant,
    }
}
/// Of all organisations, for a list that is kept apart from backups.
pub const ALL_ERASED: &str =
    "SELECT school_id, person_id FROM erasure WHERE outcome = 'erased' ORDER BY school_id, person_id";
pub const PROPOSE: &str = "INSERT INTO erasure (school_id, person_id, proposed_by, proposed_at, reason, outcome, word) \
    VALUES ($1, $2, $3, $4, $5, '', '') ON CONFLICT (school_id, person_id) DO UPDATE SET proposed_by = excluded.proposed_by, \
    proposed_at = excluded.proposed_at, reason = excluded.reason, outcome = '', settled_by = NULL, settled_at = NULL, word = ''";
pub const DECLINE: &str = "UPDATE erasure SET outcome = 'declined', settled_by = $3, settled_at = $4, word = $5 \
    WHERE school_id = $1 AND person_id = $2";
/// The words are about the person: they go.
pub const ERASED: &str = "INSERT INTO erasure (school_id, person_id, proposed_by, proposed_at, reason, outcome, settled_by, \
    settled_at, word) VALUES ($1, $2, NULL, $4, '', 'erased', $3, $4, '') ON CONFLICT (school_id, person_id) \
    DO UPDATE SET reason = '', outcome = 'erased', settled_by = excluded.settled_by, settled_at = excluded.settled_at, word = ''";

/// Whether the person is on the list of a class that goes on without having left, and how many posts of staff are open on a day (`$3`);
/// a roster that nobody decided about in time (before `$4`) will never be brought in.
pub const BOUND: &str = "SELECT (SELECT CAST(count(*) AS BIGINT) FROM enrolment e \
      JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id WHERE e.school_id = $1 AND e.person_id = $2 \
      AND e.until_day IS NULL AND e.status NOT IN ('15', '20', '35', '40', '45', '50') AND c.ended_at IS NULL), \
    (SELECT CAST(count(*) AS BIGINT) FROM post p WHERE p.school_id = $1 AND p.person_id = $2 \
      AND (p.until_day IS NULL OR p.until_day >= $3)), \
    (SELECT CAST(count(*) AS BIGINT) FROM school_class c WHERE c.school_id = $1 AND c.teacher_id = $2 AND c.ended_at IS NULL), \
    (SELECT CAST(count(*) AS BIGINT) FROM roster_upload u WHERE u.school_id = $1 AND u.sealed IS NOT NULL AND u.done_at IS NULL \
      AND (u.confirmed_at IS NOT NULL OR u.expires_at > $4))";
/// Sessions that are kept, handles, and one where anything was sealed of them.
pub const HELD: &str = "SELECT (SELECT CAST(count(*) AS BIGINT) FROM session s WHERE s.account_id = $3 AND s.school_id = $1), \
    (SELECT CAST(count(*) AS BIGINT) FROM person_token t WHERE t.school_id = $1 AND t.person_id = $2)";
pub const OWN_SESSIONS: &str = "SELECT created_at, used_at, agent, address FROM session \
    WHERE account_id = $1 AND school_id = $2 ORDER BY created_at DESC";
/// What is stored of one's sessions.
pub type OwnSession = (Instant, Instant, String, String);
pub const OWN_POSTS: &str = "SELECT role, from_day, until_day FROM post WHERE school_id = $1 AND person_id = $2 \
    UNION ALL SELECT 'student', from_day, until_day FROM student_post WHERE school_id = $1 AND person_id = $2 ORDER BY 2";
/// See [`OWN_POSTS`].
pub type OwnPost = (String, Day, Option<Day>);

pub const MAKE_ANONYMOUS: &str = "UPDATE person SET name = $3, reading = '', sort_key = $3, reading_by_hand = 0, number = $4, \
    sex = '', birthday = NULL, identity_kind = '', identity_sealed = NULL, identity_key = NULL, phone_sealed = NULL, \
    phone_key = NULL, version = version + 1 WHERE school_id = $1 AND id = $2";
pub const DROP_STUDENT_DETAIL: &str = "DELETE FROM student_detail WHERE school_id = $1 AND person_id = $2";
pub const DROP_TEACHER_DETAIL: &str = "DELETE FROM teacher_detail WHERE school_id = $1 AND person_id = $2";
pub const END_OWN_STUDENT_POSTS: &str = "UPDATE student_post SET until_day = $3 WHERE school_id = $1 AND person_id = $2 \
    AND (until_day IS NULL OR until_day > $3)";
pub const END_ENROLMENT: &str = "UPDATE enrolment SET until_day = CASE WHEN from_day > $3 THEN from_day ELSE $3 END \
    WHERE school_id = $1 AND person_id = $2 AND until_day IS NULL";
/// Sign-in records are of the account, which may hold posts in another organisation (`$2` is this one): then they stay there.
macro_rules! unless_elsewhere {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM post p WHERE p.account_id = $1 AND p.school_id <> $2)"
    };
}
/// Each with the account and this organisation.
pub const FORGET_ACCOUNT: &[&str] = &[
    "DELETE FROM handle WHERE account_id = $1 AND school_id = $2",
    concat!("DELETE FROM handle WHERE account_id = $1", unless_elsewhere!()),
    "DELETE FROM session WHERE account_id = $1 AND school_id = $2",
    concat!(
        "DELETE FROM known_device WHERE account_id = $1",
        unless_elsewhere!()
    ),
    concat!(
        "DELETE FROM sign_in_failure WHERE account_id = $1",
        unless_elsewhere!()
    ),
    "DELETE FROM one_time_code WHERE account_id = $1 AND school_id = $2",
    concat!(
        "DELETE FROM second_factor WHERE account_id = $1",
        unless_elsewhere!()
    ),
    concat!(
        "DELETE FROM recovery_code WHERE account_id = $1",
        unless_elsewhere!()
    ),
    concat!(
        "DELETE FROM earlier_password WHERE account_id = $1",
        unless_elsewhere!()
    ),
    concat!(
        "UPDATE account SET password_hash = NULL, password_at = NULL WHERE id = $1",
        unless_elsewhere!()
    ),
];
