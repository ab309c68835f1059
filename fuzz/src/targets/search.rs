//! What people type into the search box: tokens, marks, and the engine's own query language behind them.

use std::sync::{Arc, LazyLock};

use db::search::{Entry, Query, Within};
use kernel::{Actor, Ctx, Instant, RawId};
use people::model::name;

struct Ground {
    db: db::Db,
    ctx: Arc<Ctx>,
    _folder: tempfile::TempDir,
}

const TITLE: &str = "CNC lathe \u{6570}\u{63a7}\u{8f66}\u{524a} G01 threaded shaft";

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = db::Settings::new(format!("sqlite:{}", folder.path().join("fuzz.db").display()));
    let db = db::Db::open(&settings, db::MIGRATIONS).expect("a database");
    let ctx = Arc::new(Ctx::new(testkit::NOW, Actor::System, [1; 32]));
    let entry = |_: &Ctx, tx: &mut db::Tx<'_>| {
        let entry = Entry {
            kind: "standard",
            id: RawId::from_u128(1),
            school: None,
            title: TITLE,
            text: TITLE,
            place: "",
            at: Instant(0),
        };
        Ok(db::search::put(tx, &entry)?)
    };
    db.write_now(&ctx, entry).expect("an entry");
    Ground {
        db,
        ctx,
        _folder: folder,
    }
});

/// Makes it.
pub fn prepared() {
    LazyLock::force(&GROUND);
}

/// The engine answers whatever was typed; what is marked lies within the text; names are cut where letters end.
pub fn found(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let asked: String = text.chars().take(100).collect();
    let sought = asked.clone();
    let find = move |_: &Ctx, tx: &mut db::Tx<'_>| {
        let query = Query {
            text: &sought,
            kind: None,
            within: Within::School(kernel::SchoolId(1)),
            limit: 10,
            offset: 0,
        };
        Ok(db::search::find(tx, &query)?)
    };
    GROUND.db.read_now(&GROUND.ctx, find).expect("the engine answers");
    for text in [TITLE, text] {
        for range in db::search::marks(text, &asked) {
            assert!(
                text.get(range.clone()).is_some(),
                "{range:?} is no part of the text"
            );
        }
    }
    let _ = name::search_query(text);
    if let Some(range) = name::covered(text, None, &asked) {
        assert!(
            text.get(range.clone()).is_some(),
            "{range:?} is no part of the name"
        );
    }
    let _ = name::search_tokens(text, None);
}
