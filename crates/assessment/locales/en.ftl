# Ratings and missing ratings
assessment-score-range = A rating is 0 to 100 with at most two decimals
assessment-missing-renormalise = Missing ratings are left out, the other weights are scaled up to 100 %
assessment-missing-carry-teacher = The teacher’s rating is taken for missing ones

# Course grades
assessment-course-classroom = Classroom work
assessment-course-homework = Homework
assessment-course-task = Task assessment
assessment-course-final = Final assessment
assessment-course-weights = The weights of the course sum to { $sum } % instead of 100 %
assessment-sitting-sat = Sat
assessment-sitting-made-up = Made up
assessment-sitting-deferred = Deferred
assessment-sitting-absent = Absent
assessment-sitting-cheated = Cheated
assessment-sitting-refused = The present state of the exam does not allow this

# General abilities
assessment-observed-range = A level is 0 to 3
assessment-observed-0 = Not shown
assessment-observed-1 = With prompting
assessment-observed-2 = Independently
assessment-observed-3 = Leads others

# Grade sheets
assessment-sheet-draft = Draft
assessment-sheet-submitted = Submitted
assessment-sheet-checked = Checked
assessment-sheet-locked = Locked
assessment-sheet-correcting = Correction pending
assessment-sheet-open = { $count } grades still wait for a rating; complete them before submitting
assessment-sheet-refused-draft = The grade sheet is a draft: submit it first
assessment-sheet-refused-submitted = The grade sheet is submitted and waits for its check; return it to change it
assessment-sheet-refused-checked = The grade sheet is checked: lock it or return it
assessment-sheet-refused-locked = The grade sheet is locked: ask for a correction
assessment-correction-pending = A correction is already waiting for approval
assessment-correction-same = The new value is the old one
assessment-correction-reason = Give the reason for the correction
assessment-correction-second-person = Somebody other than the applicant approves a correction
