//! The plan of an adopted level as a whole: its sums, and the rules that look at all its courses.

use kernel::{Hours, Text};

use super::course::{Base, CourseClass, SchoolCourse};
use super::course_check::{check, level_stays_within_its_plan};

/// The courses of one adopted level.
#[derive(Clone, Copy, Debug)]
pub struct Level<'a> {
    /// The school's courses, of every class.
    pub courses: &'a [SchoolCourse],
    /// The courses of the adopted table of the standard.
    pub bases: &'a [Base],
    /// 教学计划总学时, where the school gave it.
    pub plan_hours: Option<Hours>,
}

impl Level<'_> {
    /// The hours of the courses of a class.
    pub fn hours_of(&self, class: CourseClass) -> Hours {
        let of_class = self.courses.iter().filter(|course| course.class == class);
        of_class.map(|course| course.hours).sum()
    }

    /// The hours of all courses.
    pub fn hours(&self) -> Hours {
        self.courses.iter().map(|course| course.hours).sum()
    }

    /// The 总学时 of the adopted table: all its courses, also those that the school leaves out.
    pub fn printed_hours(&self) -> Hours {
        self.bases.iter().map(|base| base.hours).sum()
    }

    /// The hours of each semester over all courses.
    pub fn semesters(&self, count: usize) -> Vec<Hours> {
        let hours = |semester: usize| {
            let of_courses = self.courses.iter();
            of_courses
                .filter_map(|course| course.semesters.get(semester))
                .copied()
                .sum()
        };
        (0..count).map(hours).collect()
    }

    /// How many 参考性学习任务 of the courses are to be converted, and how many are.
    pub fn conversions(&self) -> (usize, usize) {
        let due = self.courses.iter().filter_map(|course| course.base.as_ref());
        let done = self.courses.iter().map(SchoolCourse::converted);
        (due.map(|base| base.tasks.len()).sum(), done.sum())
    }

    /// The courses of the table that the school does not take.
    pub fn left_out(&self) -> impl Iterator<Item = &Base> {
        let is_taken = |base: &&Base| {
            let mut taken = self.courses.iter().filter_map(|course| course.base.as_ref());
            taken.any(|own| own.course == base.course)
        };
        self.bases.iter().filter(move |base| !is_taken(base))
    }

    /// Rule: 工学一体化课程 stay within the 总学时 of the adopted table, and all courses within the school's teaching plan.
    pub fn findings(&self) -> Vec<Text> {
        self.sums().findings()
    }

    /// Its sums.
    pub fn sums(&self) -> Sums {
        Sums {
            integrated: self.hours_of(CourseClass::Integrated),
            all: self.hours(),
            printed: self.printed_hours(),
            plan_hours: self.plan_hours,
        }
    }

    /// How many faults the courses have in all.
    pub fn faults(&self) -> usize {
        let of_courses: usize = self.courses.iter().map(|course| check(course).len()).sum();
        of_courses + self.findings().len()
    }
}

/// What the courses of a level sum to, and what they may.
#[derive(Clone, Copy, Debug)]
pub struct Sums {
    /// The hours of 工学一体化课程.
    pub integrated: Hours,
    /// The hours of all courses.
    pub all: Hours,
    /// The 总学时 of the adopted table.
    pub printed: Hours,
    /// 教学计划总学时, where the school gave it.
    pub plan_hours: Option<Hours>,
}

impl Sums {
    /// See [`Level::findings`].
    pub fn findings(&self) -> Vec<Text> {
        let level = level_stays_within_its_plan(self.integrated, self.printed);
        let whole = self.plan_hours.filter(|plan| self.all > *plan).map(|plan| {
            Text::new("design-plan-hours-over")
                .with("sum", self.all)
                .with("plan", plan)
        });
        level.into_iter().chain(whole).collect()
    }
}

/// The newest published version, where it is newer than the one that is followed.
pub fn newer(newest: Option<i64>, followed: i64) -> Option<i64> {
    newest.filter(|newest| *newest > followed)
}
