//! Statements on the invitations of enterprise mentors.

use db::record;
use kernel::{Instant, PersonId, SchoolId};

use crate::model::{InvitationId, SheetId};

pub const ADD: &str = "INSERT INTO invitation (school_id, id, sheet_id, enterprise, mentor, code_sealed, invited_by, invited_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub const ADD_DOOR: &str =
    "INSERT INTO invitation_door (id, school_id, failures, latest) VALUES ($1, $2, 0, 0)";
/// Whose school an invitation is of: what stands before the school is known.
pub const DOOR: &str = "SELECT school_id, failures, latest FROM invitation_door WHERE id = $1";
record! {
    /// See [`DOOR`].
    #[derive(Clone, Debug)]
    pub struct DoorRow {
        /// The school.
        pub school: SchoolId,
        /// Wrong codes since the last right one.
        pub failures: u32,
        /// The moment of the latest wrong one.
        pub latest: Instant,
    }
}
pub const NOTE_FAILURE: &str = "UPDATE invitation_door SET failures = $2, latest = $3 WHERE id = $1";
pub const ONE: &str = "SELECT school_id, id, sheet_id, enterprise, mentor, code_sealed, invited_by, invited_at, expires_at, revoked_at, \
    first_rated_at, rated_at FROM invitation WHERE school_id = $1 AND id = $2";
pub const OF_SHEET: &str = "SELECT school_id, id, sheet_id, enterprise, mentor, code_sealed, invited_by, invited_at, expires_at, revoked_at, \
    first_rated_at, rated_at FROM invitation WHERE school_id = $1 AND sheet_id = $2 ORDER BY invited_at DESC, id DESC LIMIT 50";
record! {
    /// An invitation. See [`ONE`].
    #[derive(Clone, Debug)]
    pub struct InvitationRow {
        /// The school.
        pub school: SchoolId,
        /// The invitation.
        pub id: InvitationId,
        /// The sheet in which alone it is good.
        pub sheet: SheetId,
        /// The enterprise.
        pub enterprise: String,
        /// The mentor's name.
        pub mentor: String,
        /// Its code, sealed.
        pub code_sealed: Vec<u8>,
        /// Who invited.
        pub by: PersonId,
        /// When.
        pub at: Instant,
        /// Until when it is good.
        pub expires_at: Instant,
        /// When it was ended.
        pub revoked_at: Option<Instant>,
        /// When the mentor rated first.
        pub first_rated_at: Option<Instant>,
        /// When the mentor rated last.
        pub rated_at: Option<Instant>,
    }
}
pub const REVOKE: &str = "UPDATE invitation SET revoked_by = $4, revoked_at = $5 \
    WHERE school_id = $1 AND sheet_id = $2 AND id = $3 AND revoked_at IS NULL";
pub const NOTE_RATED: &str = "UPDATE invitation SET first_rated_at = COALESCE(first_rated_at, $3), rated_at = $3 \
    WHERE school_id = $1 AND id = $2";

/// The codes of invitations, which the teacher may read again.
pub const CODES: kernel::vault::Sealed = kernel::vault::Sealed {
    table: "invitation",
    column: "code_sealed",
    purpose: crate::model::invitation::PURPOSE,
    search: None,
    others: "SELECT school_id, id, code_sealed FROM invitation WHERE (school_id, id) > ($1, $2) AND code_sealed IS NOT NULL \
        AND substr(code_sealed, 1, 1) <> $3 ORDER BY school_id, id LIMIT $4",
    put: "UPDATE invitation SET code_sealed = $3 WHERE school_id = $1 AND id = $2 AND code_sealed = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM invitation WHERE code_sealed IS NOT NULL AND substr(code_sealed, 1, 1) = $1",
};
