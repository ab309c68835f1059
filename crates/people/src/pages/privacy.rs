//! The privacy notice (个人信息保护法 art. 17): what is held of people, why, how long, who sees it, and what they may ask for. It says what
//! the product does; whoever changes that changes the texts.

use askama::Template;
use web::{Answer, Page, Visit, html};

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    p: Page,
    parts: [Part; 8],
}

/// A heading with what stands under it, as keys of texts.
struct Part {
    /// For the address of the part and the label of its section.
    id: &'static str,
    title: &'static str,
    lines: &'static [&'static str],
}

const PARTS: [Part; 8] = [
    Part {
        id: "who",
        title: "people-privacy-who",
        lines: &["people-privacy-who-school", "people-privacy-who-operator"],
    },
    Part {
        id: "what",
        title: "people-privacy-what",
        lines: &[
            "people-privacy-what-student",
            "people-privacy-what-sensitive",
            "people-privacy-what-staff",
            "people-privacy-what-mentor",
            "people-privacy-what-work",
            "people-privacy-what-sign-in",
            "people-privacy-what-audit",
        ],
    },
    Part {
        id: "why",
        title: "people-privacy-why",
        lines: &[
            "people-privacy-why-duty",
            "people-privacy-why-minors",
            "people-privacy-why-nothing-else",
        ],
    },
    Part {
        id: "seen",
        title: "people-privacy-seen",
        lines: &[
            "people-privacy-seen-person",
            "people-privacy-seen-work",
            "people-privacy-seen-above",
            "people-privacy-seen-administrators",
            "people-privacy-seen-nobody",
        ],
    },
    Part {
        id: "how",
        title: "people-privacy-how",
        lines: &["people-privacy-how-sealed", "people-privacy-how-audit"],
    },
    Part {
        id: "long",
        title: "people-privacy-long",
        lines: &[
            "people-privacy-long-school",
            "people-privacy-long-short",
            "people-privacy-long-erased",
        ],
    },
    Part {
        id: "browser",
        title: "people-privacy-browser",
        lines: &["people-privacy-browser-cookies", "people-privacy-browser-kept"],
    },
    Part {
        id: "rights",
        title: "people-privacy-rights",
        lines: &[
            "people-privacy-rights-copy",
            "people-privacy-rights-mend",
            "people-privacy-rights-erase",
            "people-privacy-rights-complain",
        ],
    },
];

/// `GET /privacy`: for everybody, before they sign in too.
pub async fn show(visit: Visit) -> Answer {
    html(&PrivacyPage {
        p: visit.page(),
        parts: PARTS,
    })
}
