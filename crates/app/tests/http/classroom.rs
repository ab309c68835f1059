//! Classes at work over HTTP: opened, led, watched.

use std::collections::BTreeSet;

use classroom::model::mine::Member;
use classroom::model::work::Code;
use classroom::queries::{self, Which};
use kernel::{Actor, Slice};
use testkit::TestApp;

#[tokio::test]
async fn the_made_up_class_works_in_every_state() {
    let app = TestApp::new().await;
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let codes = app.house.db.read(&ctx, move |ctx, tx| {
        let runs = queries::runs(tx, school, Which::default(), Slice::page(1))?;
        let run = &runs.rows[0];
        let (state, seats) = (queries::state(tx, run)?, queries::seats(tx, run)?);
        let class: Vec<Member> = seats.iter().map(queries::member).collect();
        let board = classroom::model::board::board(&state.standing(), &class, &state.due(), ctx.now.day());
        let cells = board.rows.iter().flat_map(|row| row.cells.iter().flatten());
        Ok((
            board.rows.len(),
            board.steps.len(),
            cells.map(|cell| cell.code).collect::<BTreeSet<Code>>(),
        ))
    });
    let all: BTreeSet<Code> = Code::ALL.into_iter().collect();
    assert_eq!(codes.await.unwrap(), (12, 18, all));
}
