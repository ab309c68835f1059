//! Every SQL statement of the module: here those of sheets, ratings and grades.

pub mod corrections;
pub mod courses;
pub mod invitations;
pub mod personal;

use db::record;
use design::model::{AbilityId, ItemId};
use kernel::{Day, Instant, PersonId, Points, RawId, SchoolId};
use people::model::class::ClassId;

use crate::model::SheetId;

/// The columns of [`SheetRow`].
macro_rules! sheet_columns {
    () => {
        "school_id, id, kind, class_id, teacher_id, title, last_day, version_id, rule, state, round_open, shown_at, \
         submitted_by, submitted_at, checked_by, checked_at, locked_by, locked_at"
    };
}

pub const SHEET: &str = concat!(
    "SELECT ",
    sheet_columns!(),
    " FROM grade_sheet WHERE school_id = $1 AND id = $2"
);
pub const SHEETS: &str = concat!(
    "SELECT ",
    sheet_columns!(),
    " FROM grade_sheet WHERE school_id = $1 AND (state = $2 OR $2 = '') AND (class_id = $3 OR $3 IS NULL) \
     ORDER BY last_day DESC, id LIMIT $4 OFFSET $5"
);
pub const SHEET_COUNT: &str = "SELECT CAST(count(*) AS BIGINT) FROM grade_sheet \
    WHERE school_id = $1 AND (state = $2 OR $2 = '') AND (class_id = $3 OR $3 IS NULL)";
pub const SHEETS_OF_TEACHER: &str = concat!(
    "SELECT ",
    sheet_columns!(),
    " FROM grade_sheet WHERE school_id = $1 AND teacher_id = $2 ORDER BY last_day DESC, id LIMIT 200"
);
pub const SHEETS_OF_CLASS: &str = concat!(
    "SELECT ",
    sheet_columns!(),
    " FROM grade_sheet WHERE school_id = $1 AND class_id = $2 ORDER BY last_day DESC, id LIMIT 200"
);
/// The sheets in which a student has a line, the latest first.
pub const SHEETS_OF_STUDENT: &str = "SELECT s.school_id, s.id, s.kind, s.class_id, s.teacher_id, s.title, s.last_day, s.version_id, \
    s.rule, s.state, s.round_open, s.shown_at, s.submitted_by, s.submitted_at, s.checked_by, s.checked_at, s.locked_by, \
    s.locked_at FROM sheet_total t JOIN grade_sheet s ON s.school_id = t.school_id AND s.id = t.sheet_id \
    WHERE t.school_id = $1 AND t.student_id = $2 ORDER BY s.last_day DESC, s.id LIMIT 200";
record! {
    /// A grade sheet. See [`SHEET`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SheetRow {
        /// The school.
        pub school: SchoolId,
        /// The sheet.
        pub id: SheetId,
        /// `task` or `course`.
        pub kind: String,
        /// The class.
        pub class: ClassId,
        /// Whose sheet it is.
        pub teacher: PersonId,
        /// The name of the task or the course.
        pub title: String,
        /// When the work ends.
        pub last: Day,
        /// The version of the task by which grades are reckoned.
        pub task_version: Option<RawId>,
        /// The code of the rule for missing ratings.
        pub rule: String,
        /// The code of its state.
        pub state: String,
        /// Students may rate themselves and each other.
        pub round_open: bool,
        /// When its grades were shown to the students before the lock.
        pub shown_at: Option<Instant>,
        /// Who submitted it last.
        pub submitted_by: Option<PersonId>,
        /// When.
        pub submitted_at: Option<Instant>,
        /// Who checked it last.
        pub checked_by: Option<PersonId>,
        /// When.
        pub checked_at: Option<Instant>,
        /// Who locked it.
        pub locked_by: Option<PersonId>,
        /// When.
        pub locked_at: Option<Instant>,
    }
}

pub const ADD_SHEET: &str = "INSERT INTO grade_sheet (school_id, id, kind, class_id, teacher_id, title, last_day, version_id, rule, \
    state, round_open, begun_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', 0, $10) \
    ON CONFLICT (school_id, id) DO NOTHING";
pub const SET_ROUND: &str = "UPDATE grade_sheet SET round_open = $3 WHERE school_id = $1 AND id = $2";
pub const SHOW: &str = "UPDATE grade_sheet SET shown_by = $3, shown_at = $4, round_open = 0 \
    WHERE school_id = $1 AND id = $2 AND shown_at IS NULL";
pub const SUBMIT: &str = "UPDATE grade_sheet SET state = 'submitted', round_open = 0, submitted_by = $3, submitted_at = $4 \
    WHERE school_id = $1 AND id = $2";
pub const RETURN: &str = "UPDATE grade_sheet SET state = 'draft', checked_by = NULL, checked_at = NULL \
    WHERE school_id = $1 AND id = $2";
pub const CHECK: &str = "UPDATE grade_sheet SET state = 'checked', checked_by = $3, checked_at = $4 \
    WHERE school_id = $1 AND id = $2";
pub const LOCK: &str = "UPDATE grade_sheet SET state = 'locked', locked_by = $3, locked_at = $4 \
    WHERE school_id = $1 AND id = $2";
pub const SET_STATE: &str = "UPDATE grade_sheet SET state = $3 WHERE school_id = $1 AND id = $2";
pub const SET_VERSION: &str = "UPDATE grade_sheet SET version_id = $3 WHERE school_id = $1 AND id = $2";

pub const CHOICES: &str = "SELECT rule, reason, chosen_by, chosen_at FROM missing_choice \
    WHERE school_id = $1 ORDER BY chosen_at DESC, id DESC LIMIT 50";
record! {
    /// A choice of the rule for missing ratings. See [`CHOICES`].
    #[derive(Clone, Debug)]
    pub struct ChoiceRow {
        /// The code of the rule.
        pub rule: String,
        /// Why.
        pub reason: String,
        /// Who chose.
        pub by: PersonId,
        /// When.
        pub at: Instant,
    }
}
pub const ADD_CHOICE: &str = "INSERT INTO missing_choice (school_id, id, rule, reason, chosen_by, chosen_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";
pub const OPEN_UNDER_OTHER_RULE: &str = "SELECT CAST(count(*) AS BIGINT) FROM grade_sheet \
    WHERE school_id = $1 AND kind = 'task' AND state = 'draft' AND rule <> $2";

/// The one value that a sheet holds of a kind: the teacher's, the enterprise's.
pub const CELLS: &str = "SELECT student_id, item_id, score, version FROM rating \
    WHERE school_id = $1 AND sheet_id = $2 AND kind = $3";
record! {
    /// A cell with its version. See [`CELLS`].
    #[derive(Clone, Copy, Debug)]
    pub struct CellRow {
        /// The student.
        pub student: PersonId,
        /// The item.
        pub item: RawId,
        /// The value; an emptied cell has none.
        pub value: Option<i64>,
        /// Counts its changes, from 1.
        pub version: i64,
    }
}
pub const CELL: &str = "SELECT student_id, item_id, score, version FROM rating \
    WHERE school_id = $1 AND sheet_id = $2 AND student_id = $3 AND item_id = $4 AND kind = $5 AND slot_id = $6";
pub const PUT_RATING: &str = "INSERT INTO rating (school_id, sheet_id, student_id, item_id, kind, slot_id, rater_id, score, version, rated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) \
    ON CONFLICT (school_id, sheet_id, student_id, item_id, kind, slot_id) \
    DO UPDATE SET rater_id = excluded.rater_id, score = excluded.score, version = rating.version + 1, rated_at = excluded.rated_at";
/// What one student gave: to oneself and to peers.
pub const GIVEN: &str = "SELECT student_id, item_id, score, version FROM rating \
    WHERE school_id = $1 AND sheet_id = $2 AND slot_id = $3 AND kind IN ('own', 'peer')";
/// A student's ratings, summed by item and kind. Nobody is a peer of oneself.
pub const SUMS_OF_STUDENT: &str = "SELECT student_id, item_id, kind, CAST(SUM(score) AS BIGINT), CAST(COUNT(score) AS BIGINT) \
    FROM rating WHERE school_id = $1 AND sheet_id = $2 AND student_id = $3 AND score IS NOT NULL \
    AND (kind <> 'peer' OR slot_id <> student_id) GROUP BY student_id, item_id, kind";
pub const SUMS: &str = "SELECT student_id, item_id, kind, CAST(SUM(score) AS BIGINT), CAST(COUNT(score) AS BIGINT) \
    FROM rating WHERE school_id = $1 AND sheet_id = $2 AND score IS NOT NULL \
    AND (kind <> 'peer' OR slot_id <> student_id) GROUP BY student_id, item_id, kind";
/// As [`SUMS`], of one kind.
pub const SUMS_OF_KIND: &str = "SELECT student_id, item_id, kind, CAST(SUM(score) AS BIGINT), CAST(COUNT(score) AS BIGINT) \
    FROM rating WHERE school_id = $1 AND sheet_id = $2 AND kind = $3 AND score IS NOT NULL \
    AND (kind <> 'peer' OR slot_id <> student_id) GROUP BY student_id, item_id, kind";
record! {
    /// See [`SUMS`].
    #[derive(Clone, Debug)]
    pub struct SumRow {
        /// The rated student.
        pub student: PersonId,
        /// The item.
        pub item: ItemId,
        /// Who rated.
        pub kind: String,
        /// The sum of the ratings, in hundredths.
        pub sum: i64,
        /// How many.
        pub count: u32,
    }
}

pub const PUT_ITEM_GRADE: &str = "INSERT INTO item_grade (school_id, sheet_id, student_id, item_id, points, stand_in) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school_id, sheet_id, student_id, item_id) \
    DO UPDATE SET points = excluded.points, stand_in = excluded.stand_in";
pub const DROP_ITEM_GRADES: &str = "DELETE FROM item_grade WHERE school_id = $1 AND sheet_id = $2";
pub const ITEM_GRADES: &str = "SELECT student_id, item_id, points, stand_in FROM item_grade \
    WHERE school_id = $1 AND sheet_id = $2";
record! {
    /// A stored grade of an item. See [`ITEM_GRADES`].
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct ItemGradeRow {
        /// The student.
        pub student: PersonId,
        /// The item.
        pub item: RawId,
        /// Its points, or none while it is open.
        pub points: Option<Points>,
        /// The code of the rule that stood in, or empty.
        pub stand_in: String,
    }
}
pub const PUT_TOTAL: &str = "INSERT INTO sheet_total (school_id, sheet_id, student_id, total, open_count, stand_ins, veiled, exempt) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, '') ON CONFLICT (school_id, sheet_id, student_id) \
    DO UPDATE SET total = excluded.total, open_count = excluded.open_count, stand_ins = excluded.stand_ins, veiled = excluded.veiled";
pub const ADD_TOTAL: &str = "INSERT INTO sheet_total (school_id, sheet_id, student_id, total, open_count, stand_ins, veiled, exempt) \
    VALUES ($1, $2, $3, NULL, $4, 0, 0, '') ON CONFLICT (school_id, sheet_id, student_id) DO NOTHING";
pub const SET_EXEMPT: &str =
    "UPDATE sheet_total SET exempt = $4 WHERE school_id = $1 AND sheet_id = $2 AND student_id = $3";
pub const TOTALS: &str = "SELECT student_id, total, open_count, stand_ins, veiled, exempt FROM sheet_total \
    WHERE school_id = $1 AND sheet_id = $2";
pub const TOTAL: &str = "SELECT student_id, total, open_count, stand_ins, veiled, exempt FROM sheet_total \
    WHERE school_id = $1 AND sheet_id = $2 AND student_id = $3";
record! {
    /// A student's line of a sheet. See [`TOTALS`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TotalRow {
        /// The student.
        pub student: PersonId,
        /// The total, or none while a grade is open.
        pub total: Option<Points>,
        /// Grades that wait for a rating.
        pub open: i64,
        /// Grades that came with a stand-in.
        pub stand_ins: i64,
        /// The total would tell its student what one or two peers gave.
        pub veiled: bool,
        /// Why this sheet does not count for the student; empty where it does.
        pub exempt: String,
    }
}
/// The totals of a task that is locked; before that they are nobody's but its teacher's (`$3`).
pub const COUNTED_TOTALS: &str = "SELECT t.student_id, t.total, t.open_count, t.stand_ins, t.veiled, t.exempt FROM sheet_total t \
    JOIN grade_sheet s ON s.school_id = t.school_id AND s.id = t.sheet_id \
    WHERE t.school_id = $1 AND t.sheet_id = $2 AND (s.state IN ('locked', 'correcting') OR s.teacher_id = $3)";
/// A student's lines of all sheets.
pub const LINES_OF_STUDENT: &str = "SELECT sheet_id, total, open_count, stand_ins, veiled, exempt FROM sheet_total \
    WHERE school_id = $1 AND student_id = $2";
record! {
    /// See [`LINES_OF_STUDENT`].
    #[derive(Clone, Debug)]
    pub struct LineRow {
        /// The sheet.
        pub sheet: SheetId,
        /// The total, or none while a grade is open.
        pub total: Option<Points>,
        /// Grades that wait for a rating.
        pub open: i64,
        /// Grades that came with a stand-in.
        pub stand_ins: i64,
        /// The total would tell its student what one or two peers gave.
        pub veiled: bool,
        /// Why this sheet does not count for the student; empty where it does.
        pub exempt: String,
    }
}

impl LineRow {
    /// As the line of one student.
    pub fn line(self, student: PersonId) -> TotalRow {
        TotalRow {
            student,
            total: self.total,
            open: self.open,
            stand_ins: self.stand_ins,
            veiled: self.veiled,
            exempt: self.exempt,
        }
    }
}
/// What a student has to look at on the desk: sheets whose round is open.
pub const ROUNDS_OF_STUDENT: &str = "SELECT s.id FROM sheet_total t \
    JOIN grade_sheet s ON s.school_id = t.school_id AND s.id = t.sheet_id \
    WHERE t.school_id = $1 AND t.student_id = $2 AND s.round_open = 1 AND s.state = 'draft' AND t.exempt = '' LIMIT 5";
/// The sheets that a teacher still fills in, with how many grades are open.
pub const UNFINISHED: &str = "SELECT s.id, s.kind, s.class_id, s.title, s.last_day, CAST(SUM(CASE WHEN t.exempt = '' THEN t.open_count ELSE 0 END) AS BIGINT) \
    FROM grade_sheet s JOIN sheet_total t ON t.school_id = s.school_id AND t.sheet_id = s.id \
    WHERE s.school_id = $1 AND s.teacher_id = $2 AND s.state = 'draft' GROUP BY s.id, s.kind, s.class_id, s.title, s.last_day \
    ORDER BY s.last_day, s.id LIMIT 20";
record! {
    /// See [`UNFINISHED`].
    #[derive(Clone, Debug)]
    pub struct UnfinishedRow {
        /// The sheet.
        pub id: SheetId,
        /// `task` or `course`.
        pub kind: String,
        /// Whose.
        pub class: ClassId,
        /// Its title.
        pub title: String,
        /// When the work ends.
        pub last: Day,
        /// Grades that are open.
        pub open: i64,
    }
}
/// What waits for somebody who checks or locks, not their own submissions.
pub const WAITING: &str = "SELECT id, class_id, title, state, submitted_at FROM grade_sheet \
    WHERE school_id = $1 AND state IN ('submitted', 'checked', 'correcting') AND (submitted_by <> $2 OR state = 'correcting') \
    ORDER BY submitted_at, id LIMIT 20";
record! {
    /// See [`WAITING`].
    #[derive(Clone, Debug)]
    pub struct WaitingRow {
        /// The sheet.
        pub id: SheetId,
        /// Whose.
        pub class: ClassId,
        /// Its title.
        pub title: String,
        /// The code of its state.
        pub state: String,
        /// When it was submitted.
        pub at: Option<Instant>,
    }
}

pub const PUT_OBSERVATION: &str = "INSERT INTO observation (school_id, sheet_id, student_id, ability_id, dimension, level, version, observed_by, observed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT (school_id, sheet_id, student_id, ability_id) \
    DO UPDATE SET level = excluded.level, dimension = excluded.dimension, version = observation.version + 1, \
    observed_by = excluded.observed_by, observed_at = excluded.observed_at";
pub const OBSERVATIONS: &str = "SELECT student_id, ability_id, level, version FROM observation \
    WHERE school_id = $1 AND sheet_id = $2";
pub const OBSERVED_OF_STUDENT: &str = "SELECT ability_id, level FROM observation \
    WHERE school_id = $1 AND sheet_id = $2 AND student_id = $3 AND level IS NOT NULL";
/// What was observed of a student in the sheets that the student may look at.
pub const PROFILE: &str = "SELECT o.sheet_id, s.title, s.last_day, o.ability_id, o.dimension, o.level FROM observation o \
    JOIN grade_sheet s ON s.school_id = o.school_id AND s.id = o.sheet_id \
    WHERE o.school_id = $1 AND o.student_id = $2 AND o.level IS NOT NULL \
    AND (s.shown_at IS NOT NULL OR s.state IN ('locked', 'correcting')) ORDER BY s.last_day, s.id";
record! {
    /// See [`PROFILE`].
    #[derive(Clone, Debug)]
    pub struct ProfileRow {
        /// The sheet.
        pub sheet: SheetId,
        /// Its title.
        pub title: String,
        /// When the work ended.
        pub last: Day,
        /// The row of the plan.
        pub ability: AbilityId,
        /// 培养维度
        pub dimension: String,
        /// 0 to 3.
        pub level: u8,
    }
}

pub const ADD_EVENT: &str = "INSERT INTO sheet_event (school_id, id, sheet_id, act, word, figure, student_id, done_by, done_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub const EVENTS: &str = "SELECT act, word, figure, student_id, done_by, done_at FROM sheet_event \
    WHERE school_id = $1 AND sheet_id = $2 ORDER BY done_at DESC, id DESC LIMIT 200";
record! {
    /// What was done to a sheet. See [`EVENTS`].
    #[derive(Clone, Debug)]
    pub struct EventRow {
        /// What.
        pub act: String,
        /// Why, in their words.
        pub word: String,
        /// How many students or grades it was about.
        pub figure: i64,
        /// The student it was about, if one.
        pub student: Option<PersonId>,
        /// Who.
        pub by: PersonId,
        /// When.
        pub at: Instant,
    }
}
