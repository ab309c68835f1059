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
# A student's own work
classroom-nav-work = My tasks
classroom-and = { $left }, { $right }
classroom-todo-returned = Mend { $step } of { $title }, which came back: { $word }
classroom-todo-step = Do { $step } of { $title }
classroom-work-run-ended = This learning task has ended; it can only be read
classroom-work-kind = Learning task
classroom-work-index-lead = The step for now first, then the rest.
classroom-work-empty-title = No learning task yet
classroom-work-empty-text = When a teacher opens a learning task for your class and forms its groups, it stands here.
classroom-work-lead = { $teacher } · { $group } · { $first } to { $last }
classroom-work-of = { $done }/{ $all } steps
classroom-work-phases = Phases
classroom-work-now = Now:
classroom-work-all-done = Every step is handed in
classroom-work-nothing-open = Nothing to do now; the teacher opens the next phase
classroom-work-back = Came back to be mended
classroom-work-ended = Ended
classroom-work-over = Ended
classroom-work-offline = Offline; saved when the network is back
classroom-work-place = Place
classroom-work-my-role = My role
classroom-work-role = My role: { $roles }
classroom-work-role-does = Done by { $roles }
classroom-work-due = Hand in by { $day }
classroom-work-of-group = One work of the whole group: every member can fill it in and hand it in
classroom-work-group = Group
classroom-work-me = me
classroom-work-waits = Waits
classroom-work-steps-done = Steps handed in
classroom-work-steps = Steps
classroom-work-task = About the task
classroom-work-scenario = Scenario
classroom-work-about = How to do this step
classroom-work-required = Required
classroom-work-blank = Nothing written
classroom-work-by = { $name }, { $at }
classroom-work-tolerance = Drawing
classroom-work-camera = Take a photo
classroom-work-album = From the album
classroom-work-choose-file = Choose a file
classroom-work-file-kinds = PDF, Word, Excel or a picture, up to 32 MB
classroom-work-remove = Remove
classroom-work-remove-file = Remove “{ $name }”
classroom-work-nothing-asked = Nothing has to be written here: hand it in when it is done.
classroom-work-not-yet = It cannot be handed in yet
classroom-work-news = Something changed in this step.
classroom-work-look = Show it
classroom-work-sees = Done by { $roles } ({ $names }); you may read it.
classroom-work-returned = Returned by the teacher: { $word }
classroom-work-waits-teacher = Handed in; the teacher will look at it. Take it back before you change it.
classroom-work-done = The teacher has accepted this step.
classroom-work-other-role = Another role of the group does this step; you can only read it
classroom-work-previous = Step before
classroom-work-next = Next step
classroom-work-ask = I need help
classroom-work-settle = No more help needed
classroom-work-hand-in = Hand in
classroom-work-take-back = Take back
classroom-work-said-handed-in = Handed in
classroom-work-said-taken-back = Taken back; you can go on
classroom-work-said-help = The teacher has been told
classroom-work-said-no-help = The call for help was taken back
classroom-work-said-removed = Removed
classroom-save-older-by = { $name } changed it at { $at } to “{ $value }”
classroom-door-not-opened = Not open
classroom-door-open = Under way
classroom-door-closed = Closed
classroom-work-paper = Work page
classroom-work-name = Name
classroom-work-sign-teacher = Teacher's signature
classroom-work-sign-day = Date
