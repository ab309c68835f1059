# Roles of a group
classroom-role-leader = Group leader
classroom-role-operator = Operator
classroom-role-inspector = Quality inspector
classroom-role-safety = Safety keeper
classroom-role-recorder = Recorder

# States of work
classroom-state-idle = Not begun
classroom-state-working = Working
classroom-state-handed = Handed in
classroom-state-returned = Returned
classroom-state-accepted = Accepted
classroom-state-late = Late
classroom-state-help = Needs help

# A run and its groups
classroom-run-ends-before-start = The last day is before the first
classroom-run-outside-term = The days leave the term ({ $first } to { $last }); please give a reason
classroom-run-no-place = Please say where the class works
classroom-group-empty = The group has no members
classroom-group-stranger = { $group } has a student who is not of this class
classroom-group-twice = { $group } has a student who is in a group already
classroom-group-left-out = Students without a group: { $count }
classroom-group-size = Groups have { $least } to { $most } members; another size needs a reason
classroom-role-unheld-leader = { $group }: nobody leads
classroom-role-unheld-operator = { $group }: nobody operates
classroom-role-unheld-inspector = { $group }: nobody inspects
classroom-role-unheld-safety = { $group }: nobody keeps safety
classroom-role-unheld-recorder = { $group }: nobody records
classroom-role-none = { $group }: members without a role: { $count }
classroom-duty-same-for-all = By its design this step does not differ by role
classroom-duty-nobody = Choose at least one role for this step

# Phases and gates
classroom-phase-already-open = The phase is open already
classroom-phase-not-open = The phase is not open yet
classroom-phase-closed = The phase is closed
classroom-gate-none = The phase does not need the teacher's word
classroom-gate-already-released = The group has the teacher's word already
classroom-gate-waiting = Waiting for the teacher's word: { $gate }

# Work
classroom-work-handed-in = It is handed in; take it back before you change it
classroom-work-handed-in-before = It was handed in before
classroom-work-not-handed-in = It is not handed in
classroom-work-accepted = It is accepted and cannot be changed
classroom-work-accepted-before = It was accepted before
classroom-work-nothing = Nothing has been filled in yet
classroom-work-no-word = Please say why it comes back
classroom-work-missing = The required outcome “{ $title }” is not complete
classroom-save-older = Something newer stands here: { $value }
classroom-save-row-head = The heads of the rows cannot be changed
classroom-save-long = At most { $most } letters
classroom-save-many-files = At most { $most } files
classroom-save-misfit = What was given does not fit this field

# Moving to another version
classroom-move-other-task = The two versions are not of one learning task
classroom-move-needs-reason = Ratings exist and marks or weights change ({ $count }); please give a reason

# Refusals
classroom-denied = Your post does not see or lead classes at work
classroom-denied-teacher = Only the teacher of this class and the major leader may do that

# Opening
classroom-open-class-ended = This class has ended
classroom-open-under-way = { $class } is working on this task: end that run first
classroom-open-no-version = No version of this task is frozen yet: its designer has to freeze one first
classroom-run-ended = This run has ended
classroom-phase-due-early = The day cannot lie before the first day, { $first }
