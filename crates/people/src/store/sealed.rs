//! Where values of persons stand sealed, for whoever seals them anew under another key.

use kernel::vault::Sealed;

use crate::actions::factor::FACTOR;
use crate::intake::{DETAIL, IDENTITY, PHONE, PHONE_KEY, UPLOAD};

/// Numbers of certificates.
pub const IDENTITIES: Sealed = Sealed {
    table: "person",
    column: "identity_sealed",
    purpose: IDENTITY,
    search: Some(("identity_key", IDENTITY)),
    others: "SELECT school_id, id, identity_sealed FROM person WHERE (school_id, id) > ($1, $2) AND identity_sealed IS NOT NULL \
        AND substr(identity_sealed, 1, 1) <> $3 ORDER BY school_id, id LIMIT $4",
    put: "UPDATE person SET identity_sealed = $3 WHERE school_id = $1 AND id = $2 AND identity_sealed = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM person WHERE identity_sealed IS NOT NULL AND substr(identity_sealed, 1, 1) = $1",
};
/// Telephones.
pub const PHONES: Sealed = Sealed {
    table: "person",
    column: "phone_sealed",
    purpose: PHONE,
    search: Some(("phone_key", PHONE_KEY)),
    others: "SELECT school_id, id, phone_sealed FROM person WHERE (school_id, id) > ($1, $2) AND phone_sealed IS NOT NULL \
        AND substr(phone_sealed, 1, 1) <> $3 ORDER BY school_id, id LIMIT $4",
    put: "UPDATE person SET phone_sealed = $3 WHERE school_id = $1 AND id = $2 AND phone_sealed = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM person WHERE phone_sealed IS NOT NULL AND substr(phone_sealed, 1, 1) = $1",
};
/// What a roster says of a student beyond the person.
pub const DETAILS: Sealed = Sealed {
    table: "student_detail",
    column: "sealed",
    purpose: DETAIL,
    search: None,
    others: "SELECT school_id, person_id, sealed FROM student_detail WHERE (school_id, person_id) > ($1, $2) AND sealed IS NOT NULL \
        AND substr(sealed, 1, 1) <> $3 ORDER BY school_id, person_id LIMIT $4",
    put: "UPDATE student_detail SET sealed = $3 WHERE school_id = $1 AND person_id = $2 AND sealed = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM student_detail WHERE sealed IS NOT NULL AND substr(sealed, 1, 1) = $1",
};
/// Rosters on their way in.
pub const UPLOADS: Sealed = Sealed {
    table: "roster_upload",
    column: "sealed",
    purpose: UPLOAD,
    search: None,
    others: "SELECT school_id, id, sealed FROM roster_upload WHERE (school_id, id) > ($1, $2) AND sealed IS NOT NULL \
        AND substr(sealed, 1, 1) <> $3 ORDER BY school_id, id LIMIT $4",
    put: "UPDATE roster_upload SET sealed = $3 WHERE school_id = $1 AND id = $2 AND sealed = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM roster_upload WHERE sealed IS NOT NULL AND substr(sealed, 1, 1) = $1",
};
/// Secrets of second factors, which belong to accounts and so to no school.
pub const FACTORS: Sealed = Sealed {
    table: "second_factor",
    column: "sealed",
    purpose: FACTOR,
    search: None,
    others: "SELECT CAST(0 AS BIGINT), account_id, sealed FROM second_factor WHERE (CAST(0 AS BIGINT), account_id) > ($1, $2) \
        AND substr(sealed, 1, 1) <> $3 ORDER BY account_id LIMIT $4",
    put: "UPDATE second_factor SET sealed = $3 WHERE CAST($1 AS BIGINT) = 0 AND account_id = $2 AND sealed = $4",
    count: "SELECT CAST(count(*) AS BIGINT) FROM second_factor WHERE substr(sealed, 1, 1) = $1",
};
