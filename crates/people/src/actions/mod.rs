//! What somebody does with accounts and posts, a file a verb.

mod appoint;
mod codes;
mod end_post;
mod session;

pub use appoint::{Appointed, NewPost, appoint};
pub use codes::{code_row, issue_code, issue_slip, issue_start_code, use_code};
pub use end_post::end_post;
pub use session::{
    NewSession, end_others, end_session, failures_of, note_failure, note_success, open_session, set_password, switch_post,
};
