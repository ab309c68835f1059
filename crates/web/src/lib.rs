//! What a page needs and no domain owns: the visit (who, when, in which language), forms with their errors, the shell, error
//! pages, translations, assets and live updates.
//!
//! It holds no rule. Refusals of the core become a status and a page here and nowhere else. `people` is plugged in as the
//! [`Door`] that knows whose session a cookie is; the pages of every other crate are plugged in as [`Module`]s.

mod assets;
mod border;
mod changed;
mod cookie;
mod figures;
mod fixed;
mod form;
mod home;
mod house;
mod language;
mod live;
mod marked;
mod module;
mod pace;
mod packed;
mod page;
mod personal;
mod reply;
mod search;
mod stream;
mod texts;
mod token;
mod upload;
mod visit;
mod whence;

pub use border::SESSION;
pub use border::router;
pub use changed::changed;
pub use cookie::{
    TOKEN_MARK, named as named_cookie, read as read_cookie, read_kept as read_kept_cookie, set_cookie,
};
pub use fixed::{Fixed, html_around};
pub use form::{FieldError, Filled, Form, Input, Pager, query};
pub use house::{Admitted, Door, House, Keys, MADE_UP, OtherPost};
pub use live::{Live, News, Seat as LiveSeat, Watched};
pub use marked::{Marked, Piece};
pub use module::{
    Figure, Find, Finder, Found, Module, NavEntry, Note, OnDesk, Onward, Recent, Route, Routes, Todo, Wanted,
};
pub use pace::{MOST as MOST_REQUESTS, Pace};
pub use page::{Crumb, Link, NavItem, OnwardLink, Page};
pub use personal::{Counted, Held, Personal, Section, Whose, unbound};
pub use reply::{
    Answer, Refused, Shown, file, html, json, own_path, redirect, redirect_saying, stored, with_status,
};
pub use search::module;
pub use stream::stream;
pub use texts::Texts;
pub use upload::{Upload, UploadedFile};
pub use visit::Visit;

/// A QR code as an SVG image of dark modules on white.
pub fn qr_svg(content: &str) -> kernel::Result<String> {
    let code = qrcode::QrCode::new(content).map_err(kernel::Error::internal)?;
    let drawn = code
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(160, 160)
        .quiet_zone(true)
        .build();
    // The declaration of XML before it belongs into a file, not into a page.
    let from = drawn.find("<svg").unwrap_or_default();
    Ok(drawn[from..].to_owned())
}
