//! Every statement of the module. Audit lines and seals are only ever inserted.

pub(crate) const ADD_LINE: &str = "INSERT INTO audit_line (school_id, id, at, account_id, post_id, actor_org, role, verb, \
    object_kind, object_id, before_state, after_state, reason, personal, request_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
pub(crate) const ADD_PENDING_LINE: &str = "INSERT INTO audit_pending (school_id, line_id) VALUES ($1, $2)";

pub(crate) const SCHOOLS_TO_SEAL: &str = "SELECT DISTINCT school_id FROM audit_pending ORDER BY school_id";
pub(crate) const WAITING: &str =
    "SELECT (SELECT count(*) FROM audit_pending), (SELECT count(*) FROM fact_pending)";
pub(crate) const PENDING_LINES: &str = "SELECT l.id, l.at, l.account_id, l.post_id, l.actor_org, l.role, l.verb, \
    l.object_kind, l.object_id, l.before_state, l.after_state, l.reason, l.personal, l.request_id \
    FROM audit_pending p JOIN audit_line l ON l.school_id = p.school_id AND l.id = p.line_id \
    WHERE p.school_id = $1 ORDER BY p.line_id LIMIT $2";
pub(crate) const HEAD: &str =
    "SELECT number, line_id, hash FROM audit_seal WHERE school_id = $1 ORDER BY number DESC LIMIT 1";
pub(crate) const ADD_SEAL: &str =
    "INSERT INTO audit_seal (school_id, number, line_id, hash) VALUES ($1, $2, $3, $4)";
pub(crate) const PENDING_LINES_DONE: &str =
    "DELETE FROM audit_pending WHERE school_id = $1 AND line_id <= $2";

pub(crate) const SEALED_AFTER: &str = "SELECT s.number, s.hash, l.id, l.at, l.account_id, l.post_id, l.actor_org, \
    l.role, l.verb, l.object_kind, l.object_id, l.before_state, l.after_state, l.reason, l.personal, l.request_id \
    FROM audit_seal s JOIN audit_line l ON l.school_id = s.school_id AND l.id = s.line_id \
    WHERE s.school_id = $1 AND s.number > $2 ORDER BY s.number LIMIT $3";
pub(crate) const UNSEALED: &str = "SELECT l.id, p.line_id FROM audit_line l \
    LEFT JOIN audit_seal s ON s.school_id = l.school_id AND s.line_id = l.id \
    LEFT JOIN audit_pending p ON p.school_id = l.school_id AND p.line_id = l.id \
    WHERE l.school_id = $1 AND s.line_id IS NULL ORDER BY l.id";

pub(crate) const LINES_OF_OBJECT: &str = "SELECT id, at, account_id, post_id, actor_org, role, verb, object_kind, \
    object_id, before_state, after_state, reason, personal, request_id \
    FROM audit_line WHERE school_id = $1 AND object_id = $2 ORDER BY id DESC LIMIT $3";
macro_rules! lines_where {
    ($narrower:literal) => {
        concat!(
            "SELECT id, at, account_id, post_id, actor_org, role, verb, object_kind, object_id, before_state, after_state, \
             reason, personal, request_id FROM audit_line WHERE school_id = $1 AND id >= $2 AND id < $3",
            $narrower,
            " ORDER BY id DESC LIMIT $4"
        )
    };
}
/// The lines of one organisation between two ids, newest first; of one account, one verb or both by a text of its own, so that
/// the index for it serves.
pub(crate) const LATEST_LINES: &str = lines_where!("");
pub(crate) const LATEST_OF_ACCOUNT: &str = lines_where!(" AND account_id = $5");
pub(crate) const LATEST_OF_VERB: &str = lines_where!(" AND verb = $5");
pub(crate) const LATEST_OF_BOTH: &str = lines_where!(" AND account_id = $5 AND verb = $6");

pub(crate) const PERSON_KEY: &str =
    "SELECT sealed_key FROM person_key WHERE school_id = $1 AND person_id = $2";
pub(crate) const ADD_PERSON_KEY: &str = "INSERT INTO person_key (school_id, person_id, sealed_key) VALUES ($1, $2, $3) ON CONFLICT (school_id, person_id) DO NOTHING";
pub(crate) const DESTROY_PERSON_KEY: &str = "INSERT INTO person_key (school_id, person_id, erased_at) \
    VALUES ($1, $2, $3) ON CONFLICT (school_id, person_id) \
    DO UPDATE SET sealed_key = NULL, erased_at = excluded.erased_at WHERE person_key.erased_at IS NULL";

pub(crate) const ADD_FACT: &str =
    "INSERT INTO fact (school_id, id, at, kind, entries) VALUES ($1, $2, $3, $4, $5)";
pub(crate) const ADD_PENDING_FACT: &str = "INSERT INTO fact_pending (school_id, fact_id) VALUES ($1, $2)";
pub(crate) const SCHOOLS_TO_PROJECT: &str = "SELECT DISTINCT school_id FROM fact_pending ORDER BY school_id";
pub(crate) const PENDING_FACTS: &str = "SELECT f.id, f.entries FROM fact_pending p \
    JOIN fact f ON f.school_id = p.school_id AND f.id = p.fact_id WHERE p.school_id = $1 ORDER BY p.fact_id LIMIT $2";
pub(crate) const PENDING_FACTS_DONE: &str = "DELETE FROM fact_pending WHERE school_id = $1 AND fact_id <= $2";
pub(crate) const PENDING_FACT_COUNT: &str = "SELECT count(*) FROM fact_pending WHERE school_id = $1";
pub(crate) const FOLDED_FACTS_AFTER: &str = "SELECT f.id, f.entries FROM fact f \
    LEFT JOIN fact_pending p ON p.school_id = f.school_id AND p.fact_id = f.id \
    WHERE f.school_id = $1 AND f.id > $2 AND p.fact_id IS NULL ORDER BY f.id LIMIT $3";

pub(crate) const ADD_TO_COUNTER: &str = "INSERT INTO counter (school_id, measure, period, amount) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (school_id, measure, period) \
    DO UPDATE SET amount = counter.amount + excluded.amount";
pub(crate) const ADD_TO_MEMBER: &str = "INSERT INTO member (school_id, scope, measure, period, member, weight) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school_id, scope, measure, period, member) \
    DO UPDATE SET weight = member.weight + excluded.weight RETURNING weight";
pub(crate) const HELD_ELSEWHERE: &str = "SELECT school_id FROM member \
    WHERE scope = $1 AND measure = $2 AND period = $3 AND member = $4 AND weight > 0 AND school_id <> $5 LIMIT 1";
pub(crate) const ADD_TO_COUNTER_TOTAL: &str = "INSERT INTO counter_total (measure, scope, period, amount) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (measure, scope, period) \
    DO UPDATE SET amount = counter_total.amount + excluded.amount";
pub(crate) const ADD_TO_MEMBER_TOTAL: &str = "INSERT INTO member_total (measure, scope, period, members) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (measure, scope, period) \
    DO UPDATE SET members = member_total.members + excluded.members";
pub(crate) const COUNTERS: &str =
    "SELECT measure, period, amount FROM counter WHERE school_id = $1 AND amount <> 0";
pub(crate) const MEMBERS: &str =
    "SELECT scope, measure, period, member, weight FROM member WHERE school_id = $1 AND weight <> 0";

pub(crate) const SUM_OF_SCHOOL: &str = "SELECT CAST(COALESCE(sum(amount), 0) AS bigint) FROM counter \
    WHERE school_id = $1 AND measure = $2 AND period >= $3 AND period <= $4";
pub(crate) const SUM_OF_SCOPE: &str = "SELECT CAST(COALESCE(sum(amount), 0) AS bigint) FROM counter_total \
    WHERE measure = $1 AND scope = $2 AND period >= $3 AND period <= $4";
pub(crate) const PERIODS_OF_SCHOOL: &str = "SELECT period, amount FROM counter \
    WHERE school_id = $1 AND measure = $2 AND period >= $3 AND period <= $4 AND amount <> 0 ORDER BY period";
pub(crate) const PERIODS_OF_SCOPE: &str = "SELECT period, amount FROM counter_total \
    WHERE measure = $1 AND scope = $2 AND period >= $3 AND period <= $4 AND amount <> 0 ORDER BY period";
pub(crate) const MEMBERS_OF_SCOPE: &str =
    "SELECT members FROM member_total WHERE measure = $1 AND scope = $2 AND period = $3";
/// The members of each of so many scopes (from `$3` on) of a measure (`$1`) in a period (`$2`).
pub(crate) fn members_of_each(scopes: usize) -> String {
    format!(
        "SELECT scope, members FROM member_total WHERE measure = $1 AND scope IN ({}) AND period = $2 ORDER BY scope",
        db::list::places(3, scopes)
    )
}
/// The sum of a measure (`$1`) over periods (`$2`–`$3`) for each of so many schools (from `$4` on).
pub(crate) fn sum_of_each(schools: usize) -> String {
    format!(
        "SELECT school_id, CAST(sum(amount) AS bigint) FROM counter WHERE school_id IN ({}) AND measure = $1 \
         AND period >= $2 AND period <= $3 GROUP BY school_id ORDER BY school_id",
        db::list::places(4, schools)
    )
}
/// Where the totals of members are not what the members are: measure, scope, period, how many there are, how many are told.
pub(crate) const WRONG_MEMBER_TOTALS: &str = "SELECT measure, scope, period, CAST(sum(held) AS bigint), \
    CAST(sum(told) AS bigint) FROM (SELECT measure, scope, period, count(DISTINCT member) AS held, 0 AS told \
      FROM member WHERE weight > 0 GROUP BY measure, scope, period \
    UNION ALL SELECT measure, scope, period, 0, members FROM member_total) side \
    GROUP BY measure, scope, period HAVING sum(held) <> sum(told) ORDER BY measure, scope, period";
/// What an arrived school brings along: its counters, into an area's totals; and every set that it has a member of, told anew.
pub(crate) const ADD_SCHOOL_TO_AREA: &str = "INSERT INTO counter_total (measure, scope, period, amount) \
    SELECT measure, CAST($2 AS text), period, amount FROM counter WHERE school_id = $1 \
    ON CONFLICT (measure, scope, period) DO UPDATE SET amount = counter_total.amount + excluded.amount";
pub(crate) const TELL_SETS_OF_SCHOOL: &str = "INSERT INTO member_total (measure, scope, period, members) \
    SELECT m.measure, m.scope, m.period, count(DISTINCT m.member) FROM member m \
    JOIN (SELECT DISTINCT scope, measure, period FROM member WHERE school_id = $1) own \
      ON own.scope = m.scope AND own.measure = m.measure AND own.period = m.period \
    WHERE m.weight > 0 GROUP BY m.measure, m.scope, m.period \
    ON CONFLICT (measure, scope, period) DO UPDATE SET members = excluded.members";
pub(crate) const MEASURES_OF_SCHOOL: &str = "SELECT DISTINCT measure FROM counter WHERE school_id = $1 \
    UNION SELECT DISTINCT measure FROM member WHERE school_id = $1";
pub(crate) const COUNTERS_OF_ALL: &str = "SELECT measure, period, CAST(sum(amount) AS bigint) FROM counter \
    GROUP BY measure, period HAVING sum(amount) <> 0";
pub(crate) const COUNTER_TOTALS: &str =
    "SELECT measure, scope, period, amount FROM counter_total WHERE amount <> 0";
pub(crate) const MEMBER_LIST: &str = "SELECT DISTINCT member FROM member \
    WHERE scope = $1 AND measure = $2 AND period = $3 AND weight > 0 AND member > $4 ORDER BY member LIMIT $5";
/// The keys of persons.
pub(crate) const PERSON_KEYS: kernel::vault::Sealed = kernel::vault::Sealed {
    table: "person_key",
    column: "sealed_key",
    purpose: crate::personal::PURPOSE,
    search: None,
    others: "SELECT school_id, person_id, sealed_key FROM person_key WHERE (school_id, person_id) > ($1, $2) AND sealed_key IS NOT NULL \
        AND substr(sealed_key, 1, 1) <> $3 ORDER BY school_id, person_id LIMIT $4",
    put: "UPDATE person_key SET sealed_key = $3 WHERE school_id = $1 AND person_id = $2 AND sealed_key = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM person_key WHERE sealed_key IS NOT NULL AND substr(sealed_key, 1, 1) = $1",
};
