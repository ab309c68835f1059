//! What offices look at before they do it: lists that were sent, a standard that is mended, an organisation and what it belongs to.

use kernel::{Role, Tier};
use testkit::TestApp;

use super::{Shown, case, done};
use crate::standards;

/// All of it.
pub async fn all(app: &TestApp, shown: &mut Shown) {
    previews(app, shown).await;
    drafts(app, shown).await;
    let province = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let school = format!("/organisations/{}", app.schools()[0].id);
    shown.to(&province, &school).await;
    shown.to(&province, &format!("{school}/edit")).await;
}

/// Lists that answer with what they would change, and wait for nothing but the word.
async fn previews(app: &TestApp, shown: &mut Shown) {
    let ministry = standards::ministry(app).await;
    let majors = "专业编码,专业名称\n0106-3,数控加工（数控车工）\n";
    let file = ("file", "majors.csv", majors.as_bytes());
    let preview = ministry
        .upload("/majors/import", &[("name", "2027年版")], file)
        .await;
    shown.answered("/majors/import", &preview);
    let province = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let pairs = "院校代码,专业代码,确认日期\n330199,0107,2025-06-01\n";
    let file = ("file", "pairs.csv", pairs.as_bytes());
    let preview = province.upload("/counts/pairs/import", &[], file).await;
    shown.answered("/counts/pairs/import", &preview);
    let teacher = crate::counts::teacher(app, app.schools()[0].number).await;
    let results = crate::counts::table(&[(&teacher, "三级", "2026-05-08", "2026-05-09")]);
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let file = ("file", "results.csv", results.as_bytes());
    let preview = affairs.upload("/training/import", &[], file).await;
    shown.answered("/training/import", &preview);
}

/// A draft with a line of no place and a course of another name, beside a standard of a school that has no draft.
async fn drafts(app: &TestApp, shown: &mut Shown) {
    let ministry = standards::ministry(app).await;
    // Where its next version is begun stands on the page as long as there is no draft.
    let next = format!("/standards/{}/next", standards::published(app).await);
    shown.to(&ministry, &next).await;
    let left = case(app, "POST /standards/{id}/draft/leftovers/{index}").await;
    let (draft, _) = left.split_once("/leftovers/").expect("a line of a draft");
    shown.to(&ministry, draft).await;
    for page in ["?part=course-2", "/matches", "/publication"] {
        shown.to(&ministry, &format!("{draft}{page}")).await;
    }
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let sent = standards::upload(&affairs, "/standards", "standard.docx", standards::SAMPLE).await;
    let own = done("a standard of a school", &sent);
    let own = own.split('?').next().unwrap_or_default();
    let publication = format!("{own}/publication");
    done(
        &publication,
        &affairs.post(&publication, &[("kind", "trial")]).await,
    );
    shown.to(&affairs, &own.replace("/draft", "/next")).await;
}
