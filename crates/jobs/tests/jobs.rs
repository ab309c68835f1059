//! Jobs: done if and only if their transaction was kept, again after a fault, visible when given up.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use db::Db;
use jobs::{Handler, Job, Runner, Setup, Share, Task, Worker};
use kernel::{Ctx, Error, Id, Instant, RawId, SchoolId};
use support::{Ground, MORNING, at, ctx};

type Made = Arc<dyn Fn() -> Arc<Ctx> + Send + Sync>;

/// A clock that stands until it is moved.
#[derive(Clone)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(MORNING.0)))
    }

    fn later(&self, seconds: i64) {
        self.0.fetch_add(seconds * Instant::SECOND, Ordering::SeqCst);
    }

    fn ctx(&self) -> Made {
        let now = Arc::clone(&self.0);
        Arc::new(move || at(Instant(now.load(Ordering::SeqCst))))
    }
}

fn opened(ground: &Ground) -> Db {
    ground.open(&[db::MIGRATIONS, ledger::MIGRATIONS, jobs::MIGRATIONS])
}

fn enqueue(db: &Db, kind: &'static str, payload: &'static str, run_at: Instant) -> RawId {
    let school = Some(SchoolId(3));
    db.write_now(&ctx(), move |ctx, tx| {
        jobs::enqueue(
            tx,
            ctx,
            Job {
                kind,
                school,
                payload: &payload,
                run_at,
            },
        )
    })
    .unwrap()
}

/// A runner whose handler `note` writes down what it is given and `fail` fails.
fn runner(db: &Db, clock: &Clock, node: u128) -> (Runner, Arc<Mutex<Vec<String>>>) {
    let notes: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&notes);
    let note = Handler::new("note", move |run| {
        assert_eq!(run.school, Some(SchoolId(3)));
        seen.lock().unwrap().push(run.payload()?);
        Ok(())
    });
    let fail = Handler::new("fail", |_| Err(Error::internal("the printer is on fire")));
    let panic = Handler::new("panic", |_| panic!("a fault of the handler"));
    let node = RawId::from_u128(node);
    (
        Runner {
            db: db.clone(),
            ctx: clock.ctx(),
            node,
            handlers: vec![note, fail, panic],
        },
        notes,
    )
}

fn given_up(db: &Db) -> Vec<jobs::GivenUp> {
    db.read_now(&ctx(), |_, tx| jobs::given_up(tx, 10)).unwrap()
}

#[test]
fn a_job_is_done_once_and_not_before_its_time() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    let (runner, notes) = runner(&db, &clock, 1);
    enqueue(&db, "note", "later", MORNING.plus(60 * Instant::SECOND));
    enqueue(&db, "note", "now", MORNING);
    assert_eq!(runner.run_due().unwrap(), 1);
    assert_eq!(runner.run_due().unwrap(), 0);
    assert_eq!(*notes.lock().unwrap(), ["now"]);
    clock.later(60);
    assert_eq!(runner.run_due().unwrap(), 1);
    assert_eq!(*notes.lock().unwrap(), ["now", "later"]);
}

#[test]
fn a_job_of_a_refused_write_is_never_done() {
    let ground = Ground::new();
    let db = opened(&ground);
    let (runner, notes) = runner(&db, &Clock::new(), 1);
    let refused = db.write_now(&ctx(), |ctx, tx| {
        jobs::enqueue(
            tx,
            ctx,
            Job {
                kind: "note",
                school: None,
                payload: &"x",
                run_at: ctx.now,
            },
        )?;
        Err::<(), _>(Error::NotFound)
    });
    assert!(refused.is_err());
    assert_eq!(runner.run_due().unwrap(), 0);
    assert!(notes.lock().unwrap().is_empty());
}

#[test]
fn a_failing_job_is_tried_eight_times_further_and_further_apart_and_then_shown() {
    for kind in ["fail", "panic", "unknown"] {
        let ground = Ground::new();
        let db = opened(&ground);
        let clock = Clock::new();
        let (runner, _) = runner(&db, &clock, 1);
        let id = enqueue(&db, kind, "x", MORNING);
        for wait in [5, 20, 80, 320, 1_280, 3_600, 3_600] {
            assert_eq!(runner.run_due().unwrap(), 1, "{kind}");
            clock.later(wait - 1);
            assert_eq!(runner.run_due().unwrap(), 0, "{kind}");
            clock.later(1);
        }
        assert!(given_up(&db).is_empty());
        assert_eq!(runner.run_due().unwrap(), 1);
        clock.later(100_000);
        assert_eq!(runner.run_due().unwrap(), 0);
        let dead = given_up(&db);
        assert_eq!(
            dead.iter()
                .map(|job| (job.id, &*job.kind, job.attempts))
                .collect::<Vec<_>>(),
            [(id, kind, 8)]
        );
        assert!(!dead[0].fault.is_empty());
    }
}

#[test]
fn a_job_that_was_given_up_can_be_revived_or_discarded_once() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    let (runner, _) = runner(&db, &clock, 1);
    let id = enqueue(&db, "fail", "x", MORNING);
    let until_given_up = || {
        while given_up(&db).is_empty() {
            runner.run_due().unwrap();
            clock.later(3_600);
        }
    };
    until_given_up();
    let revive = || db.write_now(&(clock.ctx())(), move |ctx, tx| jobs::revive(tx, ctx, id));
    let discard = || db.write_now(&ctx(), move |_, tx| jobs::discard(tx, id));
    revive().unwrap();
    assert!(matches!(revive(), Err(Error::NotFound)));
    assert!(
        matches!(discard(), Err(Error::NotFound)),
        "what is alive is not discarded"
    );
    until_given_up();
    discard().unwrap();
    assert!(given_up(&db).is_empty());
    assert_eq!(runner.run_due().unwrap(), 0);
}

#[test]
fn two_nodes_share_the_jobs_and_do_none_twice() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    for _ in 0..40 {
        enqueue(&db, "note", "x", MORNING);
    }
    let done: usize = std::thread::scope(|scope| {
        let nodes: Vec<_> = [1, 2]
            .into_iter()
            .map(|node| {
                let (runner, notes) = runner(&db, &clock, node);
                scope.spawn(move || {
                    while runner.run_due().unwrap() > 0 {}
                    notes.lock().unwrap().len()
                })
            })
            .collect();
        nodes.into_iter().map(|node| node.join().unwrap()).sum()
    });
    assert_eq!(done, 40);
}

#[test]
fn a_job_whose_node_died_is_done_by_another_after_ten_minutes() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    let (other, notes) = runner(&db, &clock, 2);
    enqueue(&db, "die", "x", MORNING);
    // The database goes away under the dying node before it can say what became of the job.
    let (gone, _) = runner(&db, &clock, 1);
    let reached = Arc::new(Mutex::new(0));
    let within = Arc::clone(&reached);
    let (inner, seen) = (other, Arc::clone(&notes));
    let die = Handler::new("die", move |_| {
        *within.lock().unwrap() = inner.run_due()?;
        assert!(seen.lock().unwrap().is_empty());
        Ok(())
    });
    let dying = Runner {
        handlers: vec![die],
        ..gone
    };
    assert_eq!(dying.run_due().unwrap(), 1);
    assert_eq!(
        *reached.lock().unwrap(),
        0,
        "while it is held nobody else takes it"
    );
    enqueue(&db, "note", "y", MORNING);
    let held = "UPDATE job SET holder = $1, held_until = $2, attempts = 1";
    let until = MORNING.plus(600 * Instant::SECOND);
    db.write_now(&ctx(), move |_, tx| {
        Ok(tx.run(held, db::params![RawId::from_u128(9), until])?)
    })
    .unwrap();
    let (other, notes) = runner(&db, &clock, 2);
    clock.later(599);
    assert_eq!(other.run_due().unwrap(), 0);
    clock.later(1);
    assert_eq!(other.run_due().unwrap(), 1);
    assert_eq!(*notes.lock().unwrap(), ["y"]);
}

#[test]
fn a_worker_does_jobs_when_woken_runs_its_tasks_and_stops() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    let (done, hears) = mpsc::channel::<&str>();
    let (of_job, of_task) = (Mutex::new(done.clone()), Mutex::new(done));
    let note = Handler::new("note", move |_| {
        of_job.lock().unwrap().send("job").ok();
        Ok(())
    });
    let task = Task::new("tick", 3_600, Share::OneNode, move |_, _| {
        of_task.lock().unwrap().send("task").ok();
        Ok(())
    });
    let setup = |tasks| Setup {
        db: db.clone(),
        ctx: clock.ctx(),
        node: RawId::from_u128(1),
        handlers: Vec::new(),
        tasks,
    };
    let worker = Worker::start(Setup {
        handlers: vec![note],
        ..setup(vec![task])
    })
    .unwrap();
    assert_eq!(hears.recv(), Ok("task"));
    enqueue(&db, "note", "x", MORNING);
    worker.wake();
    assert_eq!(hears.recv(), Ok("job"));
    worker.stop();
    assert!(
        hears.recv().is_err(),
        "its handlers are gone with it, and the task ran once"
    );
}

#[test]
fn a_task_of_one_node_is_run_by_one_of_two() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    let count = Arc::new(AtomicI64::new(0));
    let workers: Vec<_> = [1, 2]
        .into_iter()
        .map(|node| {
            let (one, all) = (Arc::clone(&count), mpsc::channel::<()>());
            let (ran, runs) = all;
            let ran = Mutex::new(ran);
            let single = Task::new("single", 3_600, Share::OneNode, move |_, _| {
                one.fetch_add(1, Ordering::SeqCst);
                Ok(())
            });
            let each = Task::new("each", 3_600, Share::EachNode, move |_, _| {
                ran.lock().unwrap().send(()).ok();
                Ok(())
            });
            let setup = Setup {
                db: db.clone(),
                ctx: clock.ctx(),
                node: RawId::from_u128(node),
                handlers: Vec::new(),
                tasks: vec![single, each],
            };
            (Worker::start(setup).unwrap(), runs)
        })
        .collect();
    for (worker, runs) in workers {
        assert_eq!(runs.recv(), Ok(()));
        worker.stop();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn the_folds_seal_and_count_what_was_told() {
    let ground = Ground::new();
    let db = opened(&ground);
    let school = SchoolId(3);
    let org = Id::of(RawId::from_u128(30));
    db.write_now(&ctx(), move |ctx, tx| {
        let entries = vec![ledger::FactEntry::Add {
            measure: "m".into(),
            period: 1,
            amount: 4,
        }];
        ledger::fact(
            tx,
            ctx,
            school,
            &ledger::Fact {
                kind: "test",
                entries,
            },
        )?;
        ledger::record(tx, ctx, school, ledger::Entry::new("make", "thing", ctx.request))
    })
    .unwrap();
    let (done, hears) = mpsc::channel::<()>();
    let done = Mutex::new(done);
    let node = RawId::from_u128(1);
    let last = Task::new("last", 3_600, Share::EachNode, move |_, _| {
        done.lock().unwrap().send(()).ok();
        Ok(())
    });
    let tasks = vec![
        jobs::fold::seal(node, Arc::new(move |_, _| Ok(org))),
        jobs::fold::project(node, Arc::new(|_, _| Ok(vec!["nation".to_owned()])), &[]),
        last,
    ];
    let setup = Setup {
        db: db.clone(),
        ctx: Clock::new().ctx(),
        node,
        handlers: Vec::new(),
        tasks,
    };
    let worker = Worker::start(setup).unwrap();
    hears.recv().unwrap();
    worker.stop();
    let report = db
        .read_now(&ctx(), move |_, tx| ledger::verify_audit(tx, school, org))
        .unwrap();
    assert!(report.is_sound() && report.head.is_some_and(|head| head.number == 1));
    let sum = db
        .read_now(&ctx(), |_, tx| {
            ledger::count::sum(tx, ledger::count::Of::Area("nation"), "m", 1..=1)
        })
        .unwrap();
    assert_eq!(sum, 4);
}

#[test]
fn every_column_of_this_module_is_classified() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS, jobs::MIGRATIONS]);
    let schema = db.read_now(&ctx(), |_, tx| Ok(db::schema_of(tx)?)).unwrap();
    let mut list = db::columns::Classification::default();
    list.add(db::COLUMNS).unwrap();
    list.add(jobs::COLUMNS).unwrap();
    assert_eq!(list.faults(&schema), Vec::<String>::new());
}

/// A clock that is put back does not make a task wait until it has caught up.
#[test]
fn a_task_comes_again_after_the_clock_was_put_back() {
    let ground = Ground::new();
    let db = opened(&ground);
    let clock = Clock::new();
    let year = 365 * 24 * 3_600;
    clock.later(year);
    let (done, hears) = mpsc::channel::<()>();
    let done = Mutex::new(done);
    let tick = Task::new("tick", 1, Share::OneNode, move |_, _| {
        done.lock().unwrap().send(()).ok();
        Ok(())
    });
    let setup = Setup {
        db,
        ctx: clock.ctx(),
        node: RawId::from_u128(1),
        handlers: Vec::new(),
        tasks: vec![tick],
    };
    let worker = Worker::start(setup).unwrap();
    hears.recv().unwrap();
    clock.later(-year);
    hears.recv_timeout(std::time::Duration::from_mins(1)).unwrap();
    worker.stop();
}
