//! Full-text search finds the same on both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use db::Db;
use db::search::{self, Entry, Query, Within};
use kernel::{RawId, SchoolId};
use support::{Ground, MORNING, ctx};

const OURS: SchoolId = SchoolId(1);
const THEIRS: SchoolId = SchoolId(2);

type Row = (&'static str, u128, Option<SchoolId>, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        "standard",
        1,
        None,
        "数控加工（数控车工）",
        "零件的数控车床加工，使用 G71 指令。",
    ),
    ("standard", 2, None, "焊接加工", "数控切割与焊接；CNC-X200 设备。"),
    (
        "task",
        3,
        Some(OURS),
        "螺纹轴的数控车床加工",
        "看图、编程、加工、检测。",
    ),
    ("task", 4, Some(THEIRS), "螺纹轴的普通车床加工", "张𬀩老师设计"),
    ("task", 5, Some(OURS), "法兰盘", "车 床"),
];

fn filled(ground: &Ground) -> Db {
    let db = ground.open(&[db::MIGRATIONS]);
    db.write_now(&ctx(), |_, tx| {
        for (kind, id, school, title, text) in ROWS {
            search::put(
                tx,
                &Entry {
                    kind,
                    id: RawId::from_u128(*id),
                    school: *school,
                    title,
                    text,
                    place: "here",
                    at: MORNING,
                },
            )?;
        }
        Ok(())
    })
    .unwrap();
    db
}

fn found(db: &Db, text: &'static str, kind: Option<&'static str>, within: Within) -> Vec<u128> {
    let hits = db
        .read_now(&ctx(), move |_, tx| {
            Ok(search::find(
                tx,
                &Query {
                    text,
                    kind,
                    within,
                    limit: 50,
                    offset: 0,
                },
            )?)
        })
        .unwrap();
    hits.iter().map(|hit| hit.id.as_u128()).collect()
}

fn all(db: &Db, text: &'static str) -> Vec<u128> {
    let mut ids = found(db, text, None, Within::School(OURS));
    ids.extend(found(db, text, None, Within::School(THEIRS)));
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[test]
fn chinese_is_found_by_any_run_of_its_characters() {
    let ground = Ground::new();
    let db = filled(&ground);
    assert_eq!(all(&db, "螺"), [3, 4]);
    assert_eq!(all(&db, "轴"), [3, 4], "inside a run");
    assert_eq!(all(&db, "盘"), [5], "at the end of a run");
    assert_eq!(all(&db, "车床"), [1, 3, 4], "not across a space");
    assert_eq!(all(&db, "数控车床加工"), [1, 3]);
    assert_eq!(all(&db, "数控切割与焊接"), [2]);
    assert_eq!(all(&db, "控数"), Vec::<u128>::new());
    assert_eq!(all(&db, "𬀩"), [4], "a name beyond the common planes");
    assert_eq!(
        all(&db, "车工零件"),
        Vec::<u128>::new(),
        "no phrase runs from the title into the text"
    );
}

#[test]
fn latin_words_are_found_by_their_beginning_in_any_case_and_width() {
    let ground = Ground::new();
    let db = filled(&ground);
    assert_eq!(all(&db, "g71"), [1]);
    assert_eq!(all(&db, "ＣＮ"), [2]);
    assert_eq!(all(&db, "x2"), [2]);
    assert_eq!(all(&db, "71"), Vec::<u128>::new());
    assert_eq!(all(&db, "焊接 cnc"), [2], "all words are needed");
    assert_eq!(all(&db, "焊接 g71"), Vec::<u128>::new());
}

#[test]
fn signs_alone_find_nothing_and_do_no_harm() {
    let ground = Ground::new();
    let db = filled(&ground);
    for text in ["", "  ", "\"", "'", "* : ( ) - & | ! <->", "NEAR(", "，。"] {
        let ids = all(&db, text);
        assert!(ids.is_empty() || text == "NEAR(", "{text}");
    }
}

#[test]
fn a_title_that_has_it_comes_before_a_text_that_has_it() {
    let ground = Ground::new();
    let db = filled(&ground);
    let ids = found(&db, "数控", Some("standard"), Within::School(OURS));
    assert_eq!(ids, [1, 2]);
    let ids = found(&db, "焊接", None, Within::School(OURS));
    assert_eq!(ids, [2]);
    let hits = db.read_now(&ctx(), |_, tx| {
        let query = Query {
            text: "车床",
            kind: None,
            within: Within::School(OURS),
            limit: 2,
            offset: 0,
        };
        Ok(search::find(tx, &query)?)
    });
    let titles: Vec<_> = hits.unwrap().into_iter().map(|hit| hit.title).collect();
    assert_eq!(titles, ["螺纹轴的数控车床加工", "数控加工（数控车工）"]);
}

#[test]
fn a_school_finds_what_is_shared_and_its_own_only() {
    let ground = Ground::new();
    let db = filled(&ground);
    let sorted = |within| {
        let mut ids = found(&db, "加工", None, within);
        ids.sort_unstable();
        ids
    };
    assert_eq!(sorted(Within::School(OURS)), [1, 2, 3]);
    assert_eq!(sorted(Within::School(THEIRS)), [1, 2, 4]);
    assert_eq!(sorted(Within::Shared), [1, 2]);
    assert_eq!(found(&db, "加工", Some("task"), Within::School(OURS)), [3]);
}

#[test]
fn what_is_put_again_replaces_and_what_is_removed_is_gone() {
    let ground = Ground::new();
    let db = filled(&ground);
    let id = RawId::from_u128(5);
    db.write_now(&ctx(), move |_, tx| {
        search::put(
            tx,
            &Entry {
                kind: "task",
                id,
                school: Some(OURS),
                title: "端盖",
                text: "铣床",
                place: "",
                at: MORNING,
            },
        )?;
        Ok(search::remove(tx, "standard", RawId::from_u128(2))?)
    })
    .unwrap();
    assert_eq!(all(&db, "法兰"), Vec::<u128>::new());
    assert_eq!(all(&db, "端盖"), [5]);
    assert_eq!(all(&db, "铣"), [5]);
    assert_eq!(all(&db, "焊接"), Vec::<u128>::new());
}

#[test]
fn a_hit_brings_its_text_and_place_and_a_page_begins_where_the_last_ended() {
    let ground = Ground::new();
    let db = filled(&ground);
    let page = |offset| {
        let hits = db.read_now(&ctx(), move |_, tx| {
            let query = Query {
                text: "加工",
                kind: None,
                within: Within::School(OURS),
                limit: 2,
                offset,
            };
            let hits = search::find(tx, &query)?;
            assert_eq!(tx.statements(), 1);
            Ok(hits)
        });
        hits.unwrap()
    };
    let (first, second) = (page(0), page(2));
    assert_eq!((first.len(), second.len()), (2, 1));
    assert!(first.iter().all(|hit| !second.contains(hit)));
    assert_eq!(second[0].text, "看图、编程、加工、检测。");
    assert_eq!(second[0].place, "here");
}

#[test]
fn a_text_longer_than_the_engines_index_is_found_by_its_beginning_on_both() {
    let ground = Ground::new();
    let db = filled(&ground);
    let id = RawId::from_u128(9);
    db.write_now(&ctx(), move |_, tx| {
        let text = format!("开头铰孔{}末尾镗孔", "的".repeat(17_000));
        let entry = Entry {
            kind: "task",
            id,
            school: Some(OURS),
            title: "长文",
            text: &text,
            place: "",
            at: MORNING,
        };
        Ok(search::put(tx, &entry)?)
    })
    .unwrap();
    assert_eq!(all(&db, "开头铰孔"), [9]);
    assert_eq!(all(&db, "末尾镗孔"), Vec::<u128>::new());
}

/// As a node of the program before this one leaves an entry: its words stand by themselves, and not under their school.
fn indexed_by_an_older_node(ground: &Ground, db: &Db) {
    let older: &'static [&'static str] = if ground.is_server() {
        &["UPDATE search_entry SET words = CAST('z7461736b:1 s1:2' AS tsvector)"]
    } else {
        &["DELETE FROM search_text", "UPDATE search_entry SET form = 1"]
    };
    db.write_now(&ctx(), move |_, tx| {
        for sql in older {
            tx.run(sql, &[])?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_an_older_node_indexed_is_indexed_anew_at_the_next_start_and_while_one_serves() {
    let ground = Ground::new();
    let db = filled(&ground);
    indexed_by_an_older_node(&ground, &db);
    assert_eq!(all(&db, "加工"), Vec::<u128>::new());
    let renewed = |most| {
        db.write_now(&ctx(), move |_, tx| Ok(search::renew(tx, most)?))
            .unwrap()
    };
    assert_eq!([renewed(3), renewed(3), renewed(3)], [3, 2, 0]);
    assert_eq!(all(&db, "加工"), [1, 2, 3, 4]);
    indexed_by_an_older_node(&ground, &db);
    drop(db);
    let db = ground.open(&[db::MIGRATIONS]);
    assert_eq!(all(&db, "加工"), [1, 2, 3, 4]);
}

#[test]
fn the_index_is_brought_together_a_part_at_a_time_and_finds_the_same() {
    let ground = Ground::new();
    let db = filled(&ground);
    let put = |number: u128| {
        db.write_now(&ctx(), move |_, tx| {
            let title = format!("第{number}个任务的加工");
            let entry = Entry {
                kind: "task",
                id: RawId::from_u128(100 + number),
                school: Some(OURS),
                title: &title,
                text: "看图、编程、加工、检测。",
                place: "",
                at: MORNING,
            };
            Ok(search::put(tx, &entry)?)
        })
        .unwrap();
    };
    (0..6).for_each(put);
    let parts = || {
        if ground.is_server() {
            return 1;
        }
        let count = |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
            let (parts,): (i64,) = tx.one(
                "SELECT count(DISTINCT id >> 37) FROM search_text_data WHERE id > 10",
                &[],
            )?;
            Ok(parts)
        };
        db.read_now(&ctx(), count).unwrap()
    };
    let before = all(&db, "加工");
    assert_eq!(before.len(), 10);
    assert!(ground.is_server() || parts() > 1);
    for _ in 0..40 {
        db.write_now(&ctx(), |_, tx| Ok(search::merge(tx, 1)?)).unwrap();
    }
    assert_eq!((parts(), all(&db, "加工")), (1, before.clone()));
    (6..9).for_each(put);
    db.write_now(&ctx(), |_, tx| Ok(search::merge_all(tx)?)).unwrap();
    assert_eq!((parts(), all(&db, "加工").len()), (1, before.len() + 3));
}

/// Long texts: a hundred lines and something behind them.
fn behind(last: &str) -> String {
    let lines: String = (0..100).map(|line| format!("第{line}行说工艺\n")).collect();
    format!("{lines}{last}")
}

fn with_texts(ground: &Ground, rows: &[(&'static str, u128, &'static str, String)]) -> Db {
    let db = ground.open(&[db::MIGRATIONS]);
    let rows = rows.to_vec();
    db.write_now(&ctx(), move |_, tx| {
        for (kind, id, title, text) in &rows {
            let entry = Entry {
                kind,
                id: RawId::from_u128(*id),
                school: None,
                title,
                text,
                place: "",
                at: MORNING,
            };
            search::put(tx, &entry)?;
        }
        Ok(())
    })
    .unwrap();
    db
}

const fn shared<'a>(text: &'a str, kind: Option<&'a str>) -> Query<'a> {
    Query {
        text,
        kind,
        within: Within::Shared,
        limit: 50,
        offset: 0,
    }
}

/// Of a long text its beginning says enough, unless it was found by what stands behind that.
#[test]
fn a_long_text_is_read_as_far_as_it_takes_to_show_why_it_was_found() {
    let ground = Ground::new();
    let unbroken = |letters: usize| format!("{}铰孔", "磨".repeat(letters));
    let db = with_texts(
        &ground,
        &[
            ("task", 1, "图纸", behind("再铰孔")),
            ("task", 2, "铰孔", behind("先铰孔")),
            ("task", 3, "磨削", unbroken(700)),
            ("task", 4, "内圆", format!("{}再镗孔", unbroken(488))),
            ("task", 5, "外圆", unbroken(488)),
            ("task", 6, "平面", "铣槽".to_owned()),
        ],
    );
    let shown = |text: &'static str| {
        let hits = db.read_now(&ctx(), move |_, tx| {
            Ok((search::find(tx, &shared(text, None))?, tx.statements()))
        });
        let (hits, statements) = hits.unwrap();
        let has = |text: &str, query| search::first_line(text, query).is_some();
        let mut shown: Vec<(u128, usize, bool)> = hits
            .iter()
            .map(|hit| (hit.id.as_u128(), hit.text.chars().count(), has(&hit.text, text)))
            .collect();
        shown.sort_unstable();
        (shown, statements)
    };
    // In the beginning of both, in a short text, and in what has no room for more.
    assert_eq!(shown("工艺"), (vec![(1, 490, true), (2, 490, true)], 1));
    assert_eq!(shown("铣槽"), (vec![(6, 2, true)], 1));
    let all = behind("再铰孔").chars().count();
    let expected = vec![
        (1, all, true),
        // Found by its title, it is not read on: the title says why.
        (2, 490, false),
        (3, 702, true),
        // A letter too many to be read at once.
        (4, 493, true),
        (5, 490, true),
    ];
    assert_eq!(shown("铰孔"), (expected, 2));
}

#[test]
fn several_queries_read_on_what_is_theirs() {
    let ground = Ground::new();
    let db = with_texts(
        &ground,
        &[
            ("task", 1, "图纸", behind("再铰孔")),
            ("standard", 1, "标准", behind("再铣槽，后铰孔")),
            ("standard", 2, "别的", behind("工艺")),
        ],
    );
    let found = db.read_now(&ctx(), |_, tx| {
        let queries = [
            shared("工艺", Some("standard")),
            shared("铰孔", Some("task")),
            shared("铣槽", Some("standard")),
        ];
        Ok(search::find_all(tx, &queries)?)
    });
    let found = found.unwrap();
    let ends = |query: usize| -> Vec<bool> {
        let last = ["工艺", "再铰孔", "后铰孔"];
        found[query]
            .iter()
            .map(|hit| hit.text.ends_with(last[query]))
            .collect()
    };
    assert_eq!(
        (ends(0), ends(1), ends(2)),
        (vec![false, false], vec![true], vec![true])
    );
}
