//! The rules together, on a task of two phases: a gate stands before the second.

mod fields;

use std::collections::{BTreeMap, BTreeSet};

use design::model::{
    By, Gate, GuidingQuestion, Knowledge, LearningTask, Measured, Outcome, OutcomeId, OutcomeKind, Phase,
    PhaseId, Position, Quantity, QuestionId, QuestionKind, Step, Table, Tag, Verdict, Work,
};
use kernel::{Day, Error, Hours, Id, Points, RawId, Result};
use proptest::prelude::*;

use super::board::{accept_many, board};
use super::fields::{Entry, Fields, Given, Merge, Save, Slot, Value, merge, missing, read, verdict};
use super::mine::{Member, Standing, mine};
use super::moving::{self, agree, preview};
use super::phase::PhaseState;
use super::roles::{Duties, RolePlan};
use super::work::{Code, Help, Room, Stage, StepWork};
use super::{OpId, Owner};

fn id<T>(number: u128) -> Id<T> {
    Id::of(RawId::from_u128(number))
}

fn outcome(number: u128, kind: OutcomeKind, by: By) -> Outcome {
    let id: OutcomeId = id(number);
    Outcome {
        id,
        position: Position::nth(0),
        title: format!("成果{number}"),
        kind,
        required: true,
        by,
    }
}

fn step(number: u128, outcomes: Vec<Outcome>) -> Step {
    Step {
        id: id(number),
        position: Position::nth(0),
        name: format!("步骤{number}"),
        hours: Hours::whole(2),
        work: Work::default(),
        knowledge: Knowledge::default(),
        differs_by_role: false,
        activities: Vec::new(),
        questions: Vec::new(),
        outcomes,
        resources: Vec::new(),
    }
}

fn phase(number: u128, gate: Option<Gate>, steps: Vec<Step>) -> Phase {
    let id: PhaseId = id(number);
    let (name, goal) = (format!("环节{number}"), String::new());
    Phase {
        id,
        position: Position::nth(0),
        name,
        tag: Tag::Inform,
        hours: Hours::whole(4),
        goal,
        gate,
        steps,
    }
}

fn phi_36() -> OutcomeKind {
    let (nominal, lower, upper) = (Quantity(360_000), Quantity(-250), Quantity(0));
    OutcomeKind::Measured(Measured {
        unit: "mm".to_owned(),
        nominal,
        lower,
        upper,
        decimals: 3,
    })
}

fn table() -> OutcomeKind {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    OutcomeKind::Table(Table {
        columns: words(&["项目", "内容"]),
        rows: words(&["材料", "刀具"]),
    })
}

/// Steps 11 (a text), 12 (a table of the group), and behind a gate 21 (a size).
fn task() -> LearningTask {
    let mut task = LearningTask::empty(id(1), id(2), "螺纹轴", Hours::whole(96));
    let first = vec![
        step(11, vec![outcome(111, OutcomeKind::Text, By::Student)]),
        step(12, vec![outcome(121, table(), By::Group)]),
    ];
    let gate = Gate {
        text: "通电前检查".to_owned(),
    };
    let second = vec![step(21, vec![outcome(211, phi_36(), By::Student)])];
    task.phases = vec![phase(10, None, first), phase(20, Some(gate), second)];
    task
}

fn key<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.unwrap_err() {
        Error::Conflict(text) => text.key.into_owned(),
        Error::Invalid(problems) => problems.0[0].text.key.to_string(),
        other => other.to_string(),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn slot(node: u128) -> Slot {
    Slot {
        node: RawId::from_u128(node),
        cell: None,
    }
}

fn entry(value: Value) -> Entry {
    Entry {
        version: 1,
        value,
        ops: vec![id(1)],
    }
}

fn written(node: u128) -> Fields {
    Fields::from([(slot(node), entry(Value::Text("查阅图样".to_owned())))])
}

fn opened() -> PhaseState {
    let mut state = PhaseState::default();
    state.open().unwrap();
    state
}

const GROUP: u128 = 900;

fn room<'a>(phase: &'a Phase, state: &'a PhaseState) -> Room<'a> {
    Room {
        phase,
        state,
        group: id(GROUP),
    }
}

#[test]
fn work_is_saved_handed_in_returned_with_a_word_and_accepted() {
    let (task, state) = (task(), opened());
    let (room, step) = (room(&task.phases[0], &state), &task.phases[0].steps[0]);
    let mut work = StepWork::default();
    assert_eq!(key(work.accept()), "classroom-work-not-handed-in");
    work.save(room).unwrap();
    assert_eq!(
        key(work.hand_in(room, step, &Fields::new())),
        "classroom-work-missing"
    );
    work.hand_in(room, step, &written(111)).unwrap();
    assert_eq!(
        key(work.hand_in(room, step, &written(111))),
        "classroom-work-handed-in-before"
    );
    assert_eq!(key(work.save(room)), "classroom-work-handed-in");
    assert_eq!(key(work.give_back(" ")), "classroom-work-no-word");
    work.give_back("缺少单位").unwrap();
    assert_eq!(work.stage, Stage::Returned("缺少单位".to_owned()));
    work.hand_in(room, step, &written(111)).unwrap();
    work.accept().unwrap();
    assert_eq!(key(work.accept()), "classroom-work-accepted-before");
    assert_eq!(key(work.save(room)), "classroom-work-accepted");
}

#[test]
fn what_was_handed_in_can_be_taken_back_until_it_is_judged() {
    let (task, state) = (task(), opened());
    let room = room(&task.phases[0], &state);
    let mut work = StepWork {
        stage: Stage::Handed,
        help: Help::None,
    };
    work.take_back(room).unwrap();
    assert_eq!(work.stage, Stage::Working);
    assert_eq!(key(work.take_back(room)), "classroom-work-not-handed-in");
}

#[test]
fn a_phase_that_is_not_open_takes_no_save() {
    let task = task();
    let mut state = PhaseState::default();
    let mut work = StepWork::default();
    assert_eq!(
        key(work.save(room(&task.phases[0], &state))),
        "classroom-phase-not-open"
    );
    state.open().unwrap();
    assert_eq!(key(state.open()), "classroom-phase-already-open");
    state.close().unwrap();
    assert_eq!(
        key(work.save(room(&task.phases[0], &state))),
        "classroom-phase-closed"
    );
    assert_eq!(key(state.close()), "classroom-phase-not-open");
    assert_eq!(work, StepWork::default());
}

#[test]
fn a_gate_waits_for_the_teachers_word_to_each_group() {
    let task = task();
    let mut state = opened();
    let mut work = StepWork::default();
    assert_eq!(
        key(work.save(room(&task.phases[1], &state))),
        "classroom-gate-waiting"
    );
    work.ask_help(room(&task.phases[1], &state)).unwrap();
    state.release(&task.phases[1], id(GROUP)).unwrap();
    assert_eq!(
        key(state.release(&task.phases[1], id(GROUP))),
        "classroom-gate-already-released"
    );
    assert_eq!(
        key(state.release(&task.phases[0], id(GROUP))),
        "classroom-gate-none"
    );
    work.save(room(&task.phases[1], &state)).unwrap();
    assert_eq!(
        key(state.may_work(&task.phases[1], id(901))),
        "classroom-gate-waiting"
    );
}

#[test]
fn late_is_what_was_never_handed_in_by_its_day() {
    let (due, today) = (Some(day("2026-11-23")), day("2026-11-24"));
    let code = |stage| {
        StepWork {
            stage,
            help: Help::None,
        }
        .code(due, today)
    };
    assert_eq!(code(Stage::Idle), Code::Late);
    assert_eq!(code(Stage::Working), Code::Late);
    assert_eq!(code(Stage::Handed), Code::Handed);
    assert_eq!(code(Stage::Returned("改".to_owned())), Code::Returned);
    assert_eq!(StepWork::default().code(due, day("2026-11-23")), Code::Idle);
    let asking = StepWork {
        stage: Stage::Working,
        help: Help::Asked,
    };
    assert_eq!(asking.code(due, today), Code::Help);
}

#[test]
fn a_reading_is_judged_and_a_misfit_is_refused() {
    let task = task();
    let step = &task.phases[1].steps[0];
    let typed = |text: &str| Given::Typed(text.to_owned());
    let value = read(step, slot(211), typed("36，012")).unwrap();
    assert_eq!(value, Value::Measured(Quantity(360_120)));
    assert_eq!(verdict(&step.outcomes[0], &value), Some(Verdict::Above));
    assert_eq!(
        key(read(step, slot(211), typed("大约"))),
        "design-measured-no-number"
    );
    assert_eq!(
        key(read(step, slot(211), Given::Files(Vec::new()))),
        "classroom-save-misfit"
    );
    assert!(matches!(read(step, slot(111), typed("x")), Err(Error::NotFound)));
}

#[test]
fn the_row_heads_of_a_table_stay_and_every_asked_cell_is_required() {
    let task = task();
    let step = &task.phases[0].steps[1];
    let cell = |row, column| Slot {
        cell: Some((row, column)),
        ..slot(121)
    };
    assert_eq!(
        key(read(step, cell(0, 0), Given::Typed("x".to_owned()))),
        "classroom-save-row-head"
    );
    assert!(matches!(
        read(step, cell(2, 1), Given::Typed("x".to_owned())),
        Err(Error::NotFound)
    ));
    let mut fields = Fields::from([(cell(0, 1), entry(Value::Text("45钢".to_owned())))]);
    assert_eq!(missing(step, &fields).0[0].field, cell(1, 1).field());
    fields.insert(cell(1, 1), entry(Value::Text("T0101".to_owned())));
    assert!(missing(step, &fields).is_empty());
}

#[test]
fn an_older_save_is_refused_with_the_newer_value() {
    let newer = Entry {
        version: 2,
        value: Value::Text("新".to_owned()),
        ops: vec![id(1), id(2)],
    };
    let save = |op, seen| Save {
        op: id(op),
        seen,
        before: Vec::new(),
        value: Value::Text("旧".to_owned()),
    };
    let Err(Error::Conflict(text)) = merge(Some(&newer), save(3, 1)) else {
        panic!("merged")
    };
    assert_eq!(
        (text.key.as_ref(), text.args[0].1.as_str()),
        ("classroom-save-older", "新")
    );
    assert_eq!(merge(Some(&newer), save(1, 0)).unwrap(), Merge::Same);
    assert!(matches!(
        merge(Some(&newer), save(3, 2)).unwrap(),
        Merge::Changed(Entry { version: 3, .. })
    ));
}

proptest! {
    #[test]
    fn any_save_may_arrive_again_at_any_time(texts in prop::collection::vec("[a-c]{0,2}", 1..12), again in 0_usize..12) {
        let mut entry: Option<Entry> = None;
        let mut saves: Vec<Save> = Vec::new();
        for (number, text) in texts.into_iter().enumerate() {
            let op: OpId = id(number as u128);
            let save = Save { op, seen: entry.as_ref().map_or(0, |entry| entry.version), before: Vec::new(), value: Value::Text(text) };
            saves.push(save.clone());
            if let Merge::Changed(next) = merge(entry.as_ref(), save).unwrap() {
                entry = Some(next);
            }
            let repeated = saves[again % saves.len()].clone();
            prop_assert_eq!(merge(entry.as_ref(), repeated).unwrap(), Merge::Same);
        }
    }
}

fn member(number: u128) -> Member {
    Member {
        student: id(number),
        group: id(GROUP),
    }
}

#[test]
fn mine_is_what_came_back_first_and_then_the_next_open_step() {
    let task = task();
    let phases = BTreeMap::from([(task.phases[0].id, opened()), (task.phases[1].id, opened())]);
    let (plan, duties) = (RolePlan::new(), Duties::default());
    let mut works = BTreeMap::new();
    let see = |works: &BTreeMap<_, _>| {
        let standing = Standing {
            task: &task,
            phases: &phases,
            plan: &plan,
            duties: &duties,
            works,
        };
        mine(&standing, member(1))
    };
    let fresh = see(&works);
    assert_eq!((fresh.now, fresh.open, fresh.returned), (Some(id(11)), 2, 0));
    assert_eq!(fresh.waiting[0].key, "classroom-gate-waiting");
    let group: Owner = Owner::Group(id(GROUP));
    works.insert(
        (group, id(12)),
        StepWork {
            stage: Stage::Returned("改".to_owned()),
            help: Help::None,
        },
    );
    assert_eq!((see(&works).now, see(&works).returned), (Some(id(12)), 1));
    works.insert(
        (group, id(12)),
        StepWork {
            stage: Stage::Accepted,
            help: Help::None,
        },
    );
    let later = see(&works);
    assert_eq!((later.now, later.open), (Some(id(11)), 1));
    assert_eq!((later.phases[0].steps, later.phases[0].accepted), (2, 1));
}

#[test]
fn the_board_counts_a_groups_work_once() {
    let task = task();
    let (phases, plan, duties) = (BTreeMap::new(), RolePlan::new(), Duties::default());
    let owner = Owner::Group(id(GROUP));
    let works = BTreeMap::from([(
        (owner, id(12)),
        StepWork {
            stage: Stage::Handed,
            help: Help::None,
        },
    )]);
    let standing = Standing {
        task: &task,
        phases: &phases,
        plan: &plan,
        duties: &duties,
        works: &works,
    };
    let board = board(
        &standing,
        &[member(1), member(2)],
        &BTreeMap::new(),
        day("2026-11-24"),
    );
    assert_eq!(board.totals[0], BTreeMap::from([(Code::Idle, 2)]));
    assert_eq!(board.totals[1], BTreeMap::from([(Code::Handed, 1)]));
    assert_eq!(board.rows[0].cells[1], board.rows[1].cells[1]);
}

#[test]
fn marking_many_accepts_what_was_handed_in_and_says_why_not_of_the_rest() {
    let place = |student| (Owner::Student(id(student)), id(11));
    let works = BTreeMap::from([
        (
            place(1),
            StepWork {
                stage: Stage::Handed,
                help: Help::None,
            },
        ),
        (
            place(2),
            StepWork {
                stage: Stage::Accepted,
                help: Help::None,
            },
        ),
    ]);
    let plan = accept_many(&[place(1), place(2), place(3), place(1)], &works);
    assert_eq!(plan.accept, [place(1)]);
    let why: Vec<_> = plan.refused.iter().map(|(_, text)| text.key.as_ref()).collect();
    assert_eq!(
        why,
        ["classroom-work-accepted-before", "classroom-work-not-handed-in"]
    );
}

#[test]
fn moving_to_a_newer_version_loses_nothing_and_asks_why_marks_change() {
    let old = task();
    let mut new = old.clone();
    new.phases[0].steps.remove(0);
    let mut added = step(13, Vec::new());
    added.questions.push(question());
    new.phases[0].steps.push(added);
    let place = (Owner::Student(id(1)), id(11));
    let states = BTreeMap::from([(
        place,
        StepWork {
            stage: Stage::Accepted,
            help: Help::None,
        },
    )]);
    let fields = BTreeMap::from([(place, written(111))]);
    let rated = BTreeSet::from([id(500)]);
    let work = moving::Work {
        states: &states,
        fields: &fields,
        rated: &rated,
    };
    let shown = preview(&old, &new, work).unwrap();
    assert_eq!(
        (shown.carried.clone(), shown.retired.clone()),
        (vec![id(12), id(21)], vec![id(11)])
    );
    assert_eq!(shown.fresh, [id(13)]);
    assert_eq!(
        (
            shown.impact.touched[0].work,
            shown.impact.touched[0].title.as_str()
        ),
        (1, "成果111")
    );
    assert_eq!(key(agree(&shown, " ")), "classroom-move-needs-reason");
    agree(&shown, "补充引导问题").unwrap();
    new.id = id(77);
    assert_eq!(key(preview(&old, &new, work)), "classroom-move-other-task");
}

fn question() -> GuidingQuestion {
    let id: QuestionId = id(131);
    let (kind, prompt, answer) = (QuestionKind::Short, "公差是多少？".to_owned(), String::new());
    GuidingQuestion {
        id,
        position: Position::nth(0),
        kind,
        prompt,
        answer,
        marks: Points::whole(5),
    }
}
