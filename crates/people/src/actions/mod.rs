//! What somebody does with accounts and posts, a file a verb.

mod appoint;
mod classes;
mod codes;
mod end_post;
pub(crate) mod factor;
mod half;
mod names;
mod newcomers;
mod people;
mod personal;
mod refused;
mod roster;
mod session;

pub use appoint::{Appointed, NewPost, appoint};
pub use classes::{create_class, end_class, set_class_teacher};
pub use codes::{code_row, issue_code, issue_slip, issue_start_code, use_code};
pub use end_post::end_post;
pub use factor::{
    Proof, Standing, begin_factor, begun_secret, confirm_factor, end_factor, factor_of, prove, reset_factor,
};
pub use half::{Entered, Finished, Half, enter, finish};
pub use people::{end_any_session, find_by_identity, issue_class_slips, set_reading};
pub use personal::{DROP_FILES, bound, copy_person, decline_erasure, erase, propose_erasure};
pub use refused::{Refusal, refuse_password, refuse_proof, refuse_sign_in};
pub use roster::{CHUNK, confirm_roster, discard_roster, finish_roster, stage_roster, write_people};
pub use session::{
    NewSession, end_others, end_session, failures_of, must_be_near, note_failure, note_success, open_session,
    renew_token, set_password, sweep_failures, switch_post,
};
