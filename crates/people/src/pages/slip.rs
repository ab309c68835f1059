//! A slip: the code that somebody is handed on paper, with all that they need beside it.

use kernel::Result;
use web::Visit;

use crate::model::sign_in::code::Issued;

/// A code for somebody's next sign-in, shown and printed once.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The organisation, which the sign-in page asks for first.
    pub org: String,
    /// Who.
    pub name: String,
    /// What they sign in with.
    pub number: String,
    /// The post, translated, or the class.
    pub role: String,
    /// `ACDE-FGHJ-KMNP`
    pub code: String,
    /// Until when it is good, `2026-12-07 14:03` in Asia/Shanghai.
    pub until: String,
    /// The address in the QR code.
    pub href: String,
    /// The QR code.
    pub qr: String,
}

/// Whom a slip is for.
pub(super) struct Bearer {
    pub(super) org: String,
    pub(super) name: String,
    pub(super) number: String,
    pub(super) role: String,
}

impl Slip {
    /// A slip as it is shown and printed.
    ///
    /// # Errors
    /// The address is too long for a QR code.
    pub(super) fn new(visit: &Visit, bearer: Bearer, issued: &Issued) -> Result<Self> {
        let href = format!("{}/first?code={}", visit.house().public_url, issued.code.reveal());
        Ok(Self {
            org: bearer.org,
            name: bearer.name,
            number: bearer.number,
            role: bearer.role,
            code: issued.code.printed(),
            until: issued.until.minute_text(),
            qr: web::qr_svg(&href)?,
            href,
        })
    }

    /// Where a code is typed that cannot be scanned.
    pub fn address(&self) -> &str {
        self.href.split('?').next().unwrap_or_default()
    }
}
