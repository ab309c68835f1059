//! Every SQL statement of the module.

use db::record;
use kernel::{Day, Instant, PersonId, RawId};

pub const ADD_RESULT: &str = "INSERT INTO training_result \
    (school_id, id, person_id, head, region, level, class_name, organiser, organiser_tier, first_day, last_day, outcome, \
     certificate, created_at, created_by) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
pub const ADD_SPAN: &str =
    "INSERT INTO training_span (head, level, first_day, last_day, result_id) VALUES ($1, $2, $3, $4, $5)";
pub const DROP_SPAN: &str =
    "DELETE FROM training_span WHERE head = $1 AND level = $2 AND first_day = $3 AND result_id = $4";
/// The days in training of so many heads, whatever school sent them.
pub fn spans_of(heads: usize) -> String {
    format!(
        "SELECT head, level, first_day, last_day FROM training_span WHERE head IN ({})",
        db::list::places(1, heads)
    )
}
pub const ADD_WITHDRAWAL: &str = "INSERT INTO training_withdrawal (school_id, result_id, at, by_account, reason) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (school_id, result_id) DO NOTHING";

pub const RESULT: &str = "SELECT r.id, r.person_id, r.head, r.region, r.level, r.class_name, r.organiser, r.organiser_tier, \
    r.first_day, r.last_day, r.outcome, r.certificate, w.at, w.reason FROM training_result r \
    LEFT JOIN training_withdrawal w ON w.school_id = r.school_id AND w.result_id = r.id \
    WHERE r.school_id = $1 AND r.id = $2";
/// A school's results that end between two days, the latest first.
pub const RESULTS: &str = "SELECT r.id, r.person_id, r.head, r.region, r.level, r.class_name, r.organiser, r.organiser_tier, \
    r.first_day, r.last_day, r.outcome, r.certificate, w.at, w.reason FROM training_result r \
    LEFT JOIN training_withdrawal w ON w.school_id = r.school_id AND w.result_id = r.id \
    WHERE r.school_id = $1 AND r.last_day BETWEEN $2 AND $3 ORDER BY r.last_day DESC, r.id LIMIT $4 OFFSET $5";
pub const RESULT_COUNT: &str = "SELECT CAST(count(*) AS BIGINT) FROM training_result \
    WHERE school_id = $1 AND last_day BETWEEN $2 AND $3";
record! {
    /// See [`RESULT`].
    #[derive(Clone, Debug)]
    pub struct ResultRow {
        /// The result.
        pub id: RawId,
        /// The teacher.
        pub person: PersonId,
        /// What the same human is known by at every school.
        pub head: Vec<u8>,
        /// Where the school lay when the result was entered.
        pub region: i64,
        /// The digit of the level.
        pub level: u8,
        /// The training class.
        pub class: Option<String>,
        /// Who held it.
        pub organiser: String,
        /// How high they stand: `nation`, `province`, `city`, `school`.
        pub tier: String,
        /// First day.
        pub first: Day,
        /// Last day.
        pub last: Day,
        /// `passed` or `failed`.
        pub outcome: String,
        /// The certificate's number.
        pub certificate: Option<String>,
        /// When it was withdrawn, if it was.
        pub withdrawn_at: Option<Instant>,
        /// Why.
        pub withdrawn_because: Option<String>,
    }
}
/// What one person took part in.
pub const OF_PERSON: &str = "SELECT class_name, organiser, first_day, last_day, certificate FROM training_result \
    WHERE school_id = $1 AND person_id = $2 ORDER BY first_day, id";
pub const CERTIFICATES_OF: &str = "SELECT CAST(count(*) AS BIGINT) FROM training_result \
    WHERE school_id = $1 AND person_id = $2 AND certificate IS NOT NULL";
pub const FORGET_CERTIFICATES: &str =
    "UPDATE training_result SET certificate = NULL WHERE school_id = $1 AND person_id = $2";
