//! Statements on what sheets hold of one student.

/// The person's totals that they may see: of sheets that are shown or locked.
pub const SHOWN: &str = "SELECT s.title, CASE WHEN t.veiled = 0 THEN t.total END, t.exempt FROM sheet_total t \
    JOIN grade_sheet s ON s.school_id = t.school_id AND s.id = t.sheet_id \
    WHERE t.school_id = $1 AND t.student_id = $2 AND (s.shown_at IS NOT NULL OR s.state IN ('locked', 'correcting')) \
    ORDER BY s.last_day, s.id";
/// Sheets that are not final yet: of the student, or of the teacher who has to finish them.
pub const OPEN: &str = "SELECT s.title FROM grade_sheet s WHERE s.school_id = $1 AND s.state <> 'locked' \
    AND (s.teacher_id = $2 OR EXISTS (SELECT 1 FROM sheet_total t WHERE t.school_id = s.school_id AND t.sheet_id = s.id \
      AND t.student_id = $2)) ORDER BY s.title";
pub const EXEMPTIONS: &str = "SELECT CAST(count(*) AS BIGINT) FROM sheet_total WHERE school_id = $1 AND student_id = $2 AND exempt <> ''";
/// That there was a reason stays, since who is exempt is not counted.
pub const FORGET_EXEMPTIONS: &str =
    "UPDATE sheet_total SET exempt = '—' WHERE school_id = $1 AND student_id = $2 AND exempt <> ''";
