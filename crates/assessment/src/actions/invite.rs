//! Invites an enterprise mentor to rate in one sheet, ends the invitation, and counts wrong codes at its door.

use authz::Grant;
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Error, Instant, Percent, Result, Text};
use people::model::sign_in::code::Code;
use people::model::sign_in::failures::Failures;
use serde_json::json;

use super::{begin, log};
use crate::grading;
use crate::model::InvitationId;
use crate::model::invitation::{NewInvitation, PURPOSE};
use crate::policy::LeadSheet;
use crate::store::invitations::{self, DoorRow};

/// Invites a mentor; the link is read from the page of the invitations.
///
/// # Errors
/// A conflict where no item gives the enterprise weight, or the sheet takes no ratings any more.
pub fn invite(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (grant, new): (&Grant<LeadSheet>, &NewInvitation),
) -> Result<InvitationId> {
    let opened = grant.target();
    let sheet = begin::open_for_ratings(tx, ctx, opened)?;
    let plan = grading::plan(tx, &sheet)?;
    let mut items = plan.task.items.iter();
    if !items.any(|item| item.weights.enterprise != Percent::ZERO) {
        return Err(Error::Conflict(Text::new("assessment-invitation-no-weight")));
    }
    let id = InvitationId::of(ctx.raw_id());
    let code = Code::from_chance(ctx.bytes::<8>());
    let sealed = vault.seal(PURPOSE, code.reveal().as_bytes(), ctx.bytes::<12>());
    let until = ctx.now.plus(new.days * Instant::DAY);
    let by = log::who(ctx, opened.teacher);
    tx.run(
        invitations::ADD,
        params![
            sheet.school,
            id,
            sheet.id,
            &new.enterprise,
            &new.mentor,
            sealed,
            by,
            ctx.now,
            until
        ],
    )?;
    tx.run(invitations::ADD_DOOR, params![id, sheet.school])?;
    let act = log::Act {
        verb: "assessment.invite",
        act: "invited",
        word: &new.enterprise,
        figure: new.days,
        student: None,
        by,
    };
    let change = (
        json!({}),
        json!({ "invitation": id, "enterprise": &new.enterprise, "until": until.day().to_string() }),
    );
    log::note(tx, ctx, &sheet, &act, change)?;
    Ok(id)
}

/// Ends an invitation: its link opens nothing any more. What the mentor rated stays.
///
/// # Errors
/// `NotFound` for one that is not of this sheet, or has ended.
pub fn revoke(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>, id: InvitationId) -> Result<()> {
    let opened = grant.target();
    let sheet = opened.sheet.as_ref().ok_or(Error::NotFound)?;
    let by = log::who(ctx, opened.teacher);
    let ended = tx.run(
        invitations::REVOKE,
        params![sheet.school, sheet.id, id, by, ctx.now],
    )?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    let act = log::Act {
        verb: "assessment.revoke-invitation",
        act: "invitation-ended",
        word: "",
        figure: 1,
        student: None,
        by,
    };
    let change = (
        json!({ "invitation": id }),
        json!({ "invitation": id, "ended": true }),
    );
    log::note(tx, ctx, sheet, &act, change)
}

/// Notes a wrong code at an invitation's door, so that the next is looked at later;a quiet day forgets them.
///
/// # Errors
/// `NotFound` for no invitation.
pub fn note_wrong_code(tx: &mut Tx<'_>, ctx: &Ctx, id: InvitationId) -> Result<()> {
    let door: DoorRow = tx.one(invitations::DOOR, params![id])?;
    let before = (door.failures > 0).then_some(Failures {
        count: door.failures,
        latest: door.latest,
    });
    let now = Failures::one_more(before, ctx.now);
    tx.run(
        invitations::NOTE_FAILURE,
        params![id, i64::from(now.count), now.latest],
    )?;
    Ok(())
}
