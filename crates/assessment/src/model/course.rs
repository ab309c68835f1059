//! The grade of a course: Σ weight × item, with the states of an item that was not simply sat.

use kernel::number::divide_half_up;
use kernel::{Error, Percent, Points, Result, Text};
use serde::{Deserialize, Serialize};

use super::distribution::shown;

/// The pass mark.
pub const PASS: Points = Points::whole(60);

/// The four types of items of a course grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CourseItemKind {
    /// 课堂表现
    Classroom,
    /// 课后作业
    Homework,
    /// 任务考核
    Task,
    /// 终结性考核
    Final,
}

impl CourseItemKind {
    /// Every type, in the order of the official form.
    pub const ALL: [Self; 4] = [Self::Classroom, Self::Homework, Self::Task, Self::Final];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Classroom => "classroom",
            Self::Homework => "homework",
            Self::Task => "task",
            Self::Final => "final",
        }
    }

    /// The type of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Classroom => "assessment-course-classroom",
            Self::Homework => "assessment-course-homework",
            Self::Task => "assessment-course-task",
            Self::Final => "assessment-course-final",
        }
    }
}

/// How a student stands in one item, 0 to 100 points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "points")]
pub enum Sitting {
    /// Sat as planned.
    Sat(Points),
    /// 补考
    MadeUp(Points),
    /// 缓考: no score yet.
    Deferred,
    /// 缺考: counts 0.
    Absent,
    /// 作弊: counts 0.
    Cheated,
}

impl Sitting {
    /// What counts, or `None` while a deferred exam is open.
    pub const fn counts(self) -> Option<Points> {
        match self {
            Self::Sat(points) | Self::MadeUp(points) => Some(points),
            Self::Deferred => None,
            Self::Absent | Self::Cheated => Some(Points::ZERO),
        }
    }

    /// Reads what is typed into a cell: points, or 缓考, 缺考, 作弊, or 补考 with points; nothing empties it.
    ///
    /// # Errors
    /// A text that says what a cell takes.
    pub fn typed(text: &str) -> Result<Option<Self>, Text> {
        let expected = || Text::new("assessment-sitting-expected");
        let points = |text: &str| match text.trim().parse::<Points>() {
            Ok(points) if points <= Points::whole(100) => Ok(points),
            _ => Err(expected()),
        };
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "" => return Ok(None),
            "缓考" | "deferred" => return Ok(Some(Self::Deferred)),
            "缺考" | "absent" => return Ok(Some(Self::Absent)),
            "作弊" | "cheated" => return Ok(Some(Self::Cheated)),
            _ => {}
        }
        let made_up = ["补考", "made up"]
            .iter()
            .find_map(|word| text.strip_prefix(word));
        match made_up {
            Some(rest) => points(rest).map(Self::MadeUp).map(Some),
            None => points(&text).map(Self::Sat).map(Some),
        }
    }

    /// Whether a cell that holds `before` may be overwritten with this: the same state with other points is a slip mended,
    /// another state has to follow, and an empty cell takes all but a 补考.
    ///
    /// # Errors
    /// As [`Sitting::followed_by`].
    pub fn over(self, before: Option<Self>) -> Result<Self> {
        match before {
            None if matches!(self, Self::MadeUp(_)) => {
                Err(Error::Conflict(Text::new("assessment-sitting-refused")))
            }
            None => Ok(self),
            Some(before) if before.code() == self.code() => Ok(self),
            Some(before) => before.followed_by(self),
        }
    }

    /// The stored code of its state.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sat(_) => "sat",
            Self::MadeUp(_) => "made-up",
            Self::Deferred => "deferred",
            Self::Absent => "absent",
            Self::Cheated => "cheated",
        }
    }

    /// The points of a sat or made-up exam.
    pub const fn points(self) -> Option<Points> {
        match self {
            Self::Sat(points) | Self::MadeUp(points) => Some(points),
            Self::Deferred | Self::Absent | Self::Cheated => None,
        }
    }

    /// The state of a stored code and points.
    pub fn from_parts(code: &str, points: Option<Points>) -> Option<Self> {
        match (code, points) {
            ("sat", Some(points)) => Some(Self::Sat(points)),
            ("made-up", Some(points)) => Some(Self::MadeUp(points)),
            ("deferred", None) => Some(Self::Deferred),
            ("absent", None) => Some(Self::Absent),
            ("cheated", None) => Some(Self::Cheated),
            _ => None,
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sat(_) => "assessment-sitting-sat",
            Self::MadeUp(_) => "assessment-sitting-made-up",
            Self::Deferred => "assessment-sitting-deferred",
            Self::Absent => "assessment-sitting-absent",
            Self::Cheated => "assessment-sitting-cheated",
        }
    }

    /// What follows: a deferred exam is sat as the first one (or missed); who failed or was absent may make it up.
    ///
    /// # Errors
    /// Conflict for anything else, such as a 补考 after 作弊 or after a pass.
    pub fn followed_by(self, next: Self) -> Result<Self> {
        let failed = self.counts().is_some_and(|points| shown(points) < PASS);
        let allowed = match (self, next) {
            (Self::Deferred, Self::Sat(_) | Self::Absent | Self::Cheated) => true,
            (Self::Sat(_) | Self::MadeUp(_) | Self::Absent, Self::MadeUp(_)) => failed,
            _ => false,
        };
        if allowed {
            Ok(next)
        } else {
            Err(Error::Conflict(Text::new("assessment-sitting-refused")))
        }
    }
}

/// The grade of one student for a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CourseGrade {
    /// The sum, rounded half up once; `None` while an item is open.
    pub total: Option<Points>,
}

impl CourseGrade {
    /// Whether the course is passed, by the grade as it is shown; `None` while it is open.
    pub fn passed(self) -> Option<bool> {
        self.total.map(|total| shown(total) >= PASS)
    }
}

/// Course grade = Σ weight × item score.
///
/// # Errors
/// Conflict when the weights do not sum to 100 %.
pub fn course_grade(items: &[(Percent, Sitting)]) -> Result<CourseGrade> {
    let weights: Percent = items.iter().map(|(weight, _)| *weight).sum();
    if weights != Percent::whole(100) {
        return Err(Error::Conflict(
            Text::new("assessment-course-weights").with("sum", weights),
        ));
    }
    let sum = items.iter().try_fold(0, |sum, (weight, sitting)| {
        let points = sitting.counts()?;
        Some(sum + i128::from(weight.0) * i128::from(points.0))
    });
    let whole = i128::from(Percent::whole(100).0);
    let total = sum
        .and_then(|sum| i64::try_from(divide_half_up(sum, whole)).ok())
        .map(Points);
    Ok(CourseGrade { total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Points {
        text.parse().unwrap()
    }

    #[test]
    fn sixty_per_cent_process_at_84_and_forty_final_at_81_5_make_83() {
        let items = [
            (Percent::whole(60), Sitting::Sat(points("84.0"))),
            (Percent::whole(40), Sitting::Sat(points("81.5"))),
        ];
        let grade = course_grade(&items).unwrap();
        assert_eq!(
            grade.total.map(|total| format!("{total:.3}")),
            Some("83.000".to_owned())
        );
        assert_eq!(grade.passed(), Some(true));
    }

    #[test]
    fn absence_and_cheating_count_nothing_and_a_deferred_exam_leaves_the_grade_open() {
        let with = |sitting| {
            course_grade(&[
                (Percent::whole(60), Sitting::Sat(points("84"))),
                (Percent::whole(40), sitting),
            ])
            .unwrap()
        };
        assert_eq!(with(Sitting::Absent).total, Some(points("50.4")));
        assert_eq!(with(Sitting::Cheated).total, Some(points("50.4")));
        assert_eq!(with(Sitting::Absent).passed(), Some(false));
        assert_eq!(with(Sitting::Deferred).passed(), None);
        assert_eq!(with(Sitting::MadeUp(points("60"))).total, Some(points("74.4")));
    }

    #[test]
    fn weights_of_a_course_sum_to_100_per_cent() {
        let refused = course_grade(&[(Percent::whole(60), Sitting::Absent)]).unwrap_err();
        assert!(matches!(refused, Error::Conflict(text) if text.key == "assessment-course-weights"));
    }

    #[test]
    fn a_cell_takes_points_and_the_words_of_the_register() {
        assert_eq!(Sitting::typed("81.5"), Ok(Some(Sitting::Sat(points("81.5")))));
        assert_eq!(Sitting::typed("补考 62"), Ok(Some(Sitting::MadeUp(points("62")))));
        assert_eq!(Sitting::typed(" 缺考"), Ok(Some(Sitting::Absent)));
        assert_eq!(Sitting::typed("Deferred"), Ok(Some(Sitting::Deferred)));
        assert_eq!(Sitting::typed(""), Ok(None));
        for text in ["100.1", "补考", "良", "-3"] {
            assert!(Sitting::typed(text).is_err(), "{text}");
        }
        let (fail, pass) = (Sitting::Sat(points("55")), Sitting::Sat(points("65")));
        assert!(pass.over(Some(fail)).is_ok() && pass.over(None).is_ok());
        assert!(Sitting::MadeUp(points("62")).over(Some(fail)).is_ok());
        for before in [None, Some(pass), Some(Sitting::Cheated)] {
            assert!(Sitting::MadeUp(points("62")).over(before).is_err());
        }
    }

    #[test]
    fn who_failed_or_was_absent_makes_it_up_and_a_deferred_exam_is_sat_as_the_first() {
        let (pass, fail) = (points("60"), points("59.9"));
        for before in [Sitting::Sat(fail), Sitting::MadeUp(fail), Sitting::Absent] {
            assert!(before.followed_by(Sitting::MadeUp(pass)).is_ok());
        }
        for next in [Sitting::Sat(fail), Sitting::Absent, Sitting::Cheated] {
            assert!(Sitting::Deferred.followed_by(next).is_ok());
        }
        for before in [Sitting::Sat(pass), Sitting::Cheated, Sitting::Deferred] {
            assert!(before.followed_by(Sitting::MadeUp(pass)).is_err());
        }
        assert!(Sitting::Absent.followed_by(Sitting::Sat(pass)).is_err());
    }
}
