# Parts of the complete action
design-tag-inform = Inform
design-tag-plan = Plan
design-tag-decide = Decide
design-tag-execute = Execute
design-tag-check = Check
design-tag-evaluate = Evaluate

# Raters
design-rater-own = Self
design-rater-peer = Peers
design-rater-teacher = Teacher
design-rater-enterprise = Enterprise
design-peers-own-group = Own group
design-peers-other-groups = Other groups
design-peers-none = Not named

# Questions
design-question-short = Short answer
design-question-blank = Fill in
design-question-choice = Choice
design-question-choice-with-reason = Choice with a reason
design-question-judgement = True or false
design-question-judgement-with-reason = True or false with a reason
design-question-calculation = Calculation
design-question-open = Open

# Outcomes
design-outcome-text = Text
design-outcome-table = Table
design-outcome-photo = Photo
design-outcome-file = File
design-outcome-measured = Measured value
design-by-student = Each student
design-by-group = Each group

# Measured values
design-measured-below = Below the lower limit
design-measured-within = Within tolerance
design-measured-above = Above the upper limit
design-measured-no-number = Enter a number such as 35.988
design-measured-decimals = At most { $decimals } decimals

# Kinds of nodes
design-node-task = Learning task
design-node-material = Task document
design-node-requirement = Task requirement
design-node-feature = Representative feature
design-node-phase = Phase
design-node-step = Step
design-node-activity = Activity
design-node-question = Guiding question
design-node-outcome = Outcome
design-node-resource = Learning resource
design-node-provision = Equipment and material
design-node-sheet = Data sheet
design-node-item = Assessment item
design-node-ability = General ability

# Fields
design-field-name = Name
design-field-text = Text
design-field-title = Title
design-field-hours = Hours
design-field-enterprise = Enterprise
design-field-duration = Work duration
design-field-previous = Task before
design-field-next = Task after
design-field-grouping = Class size and groups
design-field-scenario = Scenario
design-field-value = Value of the task
design-field-basis = What students bring
design-field-gaps = What students lack
design-field-remedies = What is done about it
design-field-focus = Focus
design-field-difficulty = Difficulty
design-field-edition = Edition
design-field-evidence = Evidence
design-field-category = Category
design-field-quantity = Quantity
design-field-audience = Visible to
design-field-columns = Columns
design-field-rows = Rows
design-field-steps = Steps
design-field-tag = Part of the action
design-field-goal = Goal
design-field-gate = Teacher's word
design-field-work-content = Work content
design-field-tools = Tools, materials, equipment
design-field-organisation = Work organisation
design-field-method = Method
design-field-result = Result
design-field-requirement = Requirement
design-field-practical = Practical knowledge
design-field-theory = Theoretical knowledge
design-field-professional = Professional conduct
design-field-civic = Civic education
design-field-by-role = Differs by role
design-field-actor = Whose activity
design-field-prompt = Question
design-field-question-kind = Kind of question
design-field-answer = Answer key
design-field-marks = Marks
design-field-form = Form
design-field-required = Required
design-field-by = Handed in by
design-field-tolerance = Size and tolerance
design-field-decimals = Decimals
design-field-item-marks = Marks
design-field-peers = Who the peers are
design-field-phases = Phases
design-field-item-basis = Points assessed
design-field-explanation = Explanation
design-field-item-organisation = Organisation
design-field-item-form = Form of the result
design-field-item-method = Method of assessment
design-field-standard = Standard
design-field-dimension = Dimension
design-field-ability-goal = Goal of the ability
design-field-observation = What is observed
design-field-record = How it is recorded
design-reach-throughout = Throughout
design-audience-students = Students and teachers
design-audience-teachers = Teachers only
design-actor-student = Students
design-actor-teacher = Teacher
design-yes = Yes
design-no = No

# Findings of a learning task
design-phase-hours-sum = The phases sum to { $sum } hours, the task has { $base }
design-step-hours-sum = The steps of “{ $phase }” sum to { $sum } hours, the phase has { $hours }
design-action-order = The phases do not run plan, execute, check, evaluate in this order
design-action-no-plan = No phase is tagged as planning
design-action-no-execute = No phase is tagged as executing
design-action-no-check = No phase is tagged as checking
design-action-no-evaluate = No phase is tagged as evaluating
design-phase-no-goal = Phase “{ $phase }” has no goal
design-phase-no-step = Phase “{ $phase }” has no step
design-phase-no-outcome = Phase “{ $phase }” has no outcome
design-phase-not-assessed = No assessment item draws on phase “{ $phase }”
design-step-no-knowledge = Step { $number } “{ $step }” names no knowledge and no conduct
design-tolerance-order = “{ $outcome }”: the lower deviation { $lower } is above the upper one { $upper }
design-table-empty = The table “{ $outcome }” has no columns or no rows
design-marks-sum = The marks sum to { $sum } instead of 100
design-weights-sum = The weights of “{ $item }” sum to { $sum } % instead of 100 %
design-peers-open = “{ $item }” is rated by peers, but it does not say which peers
design-item-no-phase = “{ $item }” draws on no phase of this task

# School courses
design-course-public-basic = Public basic course
design-course-integrated = Integrated course
design-course-professional-quality = Professional quality course
design-course-basic-skill = Basic skill course
design-course-extension = Extension course
design-course-enterprise-practice = Enterprise practice course
design-decision-kept = Kept
design-decision-changed = Changed
design-decision-split = Split
design-decision-replaced = Replaced

# Findings of a school course
design-course-no-base = An integrated course is converted from a published standard
design-course-needless-base = Only integrated courses are converted from a standard
design-course-task-hours = The tasks sum to { $sum } hours, the course has { $hours }
design-course-semester-hours = The semesters sum to { $sum } hours, the course has { $hours }
design-reference-open = The reference task “{ $task }” is not converted yet
design-reference-twice = The reference task “{ $task }” is converted more than once
design-reference-unknown = The version of the standard has no such reference task
design-decision-kept-differs = “{ $task }” is marked as kept, but its name or hours differ
design-decision-changed-count = “{ $task }” is marked as changed: it becomes exactly one task
design-decision-split-count = “{ $task }” is marked as split: it becomes at least two tasks
design-decision-replaced-count = “{ $task }” is marked as replaced: name the task in its place
design-reason-open = “{ $task }” is not kept as it stands: say why
design-reason-hours = “{ $task }” goes from { $base } to { $hours } hours, more than 20 %: say why
design-course-note = The course goes from { $base } to { $hours } hours, more than 20 %: say why
design-task-no-hours = The task “{ $task }” has no hours
design-level-hours = The courses of this level sum to { $sum } hours, the plan allows { $plan }

# Moving a running class to a newer version
design-fate-kept = The wording changed, the work stays
design-fate-rejudged = The tolerance changed, readings are judged by the new limits
design-fate-reshaped = The form changed, the work stays readable in its old form
design-fate-retired = The place is gone, the work stays readable with the old version
design-move-needs-reason = Ratings exist and { $count } marks or weights change: give the reason

# The twelve documents
design-document-1 = Proposal for the school conversion of a course standard
design-document-2 = School course standard
design-document-3 = Design of a course’s learning tasks
design-document-4 = Assessment plan of a course
design-document-5 = Final examination of a course
design-document-6 = Analysis of a learning task
design-document-7 = Plan of teaching activities
design-document-8 = Assessment plan of a learning task
design-document-9 = Work page of a learning task
design-document-10 = Information page of a learning task
design-document-11 = Teaching schedule of a course
design-document-12 = Lesson plan

# Labels of the documents
design-doc-major = Major
design-doc-course = Course
design-doc-task = Learning task
design-doc-hours = Base hours
design-doc-hours-short = Hours
design-doc-hours-of = { $hours } hours
design-doc-pair = { $label }: { $text }
design-doc-and = { $left }, { $right }
design-doc-step = { $number } { $name } ({ $hours } hours)
design-doc-question = Question { $index } ({ $kind }) { $prompt }
design-doc-outcome = Outcome: { $title } ({ $by })
design-doc-number = No.
design-doc-scenario = Scenario
design-doc-materials = Task documents
design-doc-requirements = Task requirements
design-doc-explanation = Explanation
design-doc-nothing = (nothing written)
design-doc-item = Assessment item
design-doc-marks = Marks (%)
design-doc-weights = Raters and weights
design-doc-score = Score
design-doc-total = Total
design-doc-points = Points assessed, abilities observed
design-doc-observed-steps = Steps observed
design-doc-work-step = Work step
design-doc-work-analysis = Analysis of the work
design-doc-learning-analysis = Analysis of what is learnt
design-doc-learning-content = What is learnt
design-doc-class = Class
design-doc-name = Name
design-doc-group = Group
design-doc-date = Date
design-doc-gate = Before this phase begins, the teacher confirms
design-doc-teacher-signs = Teacher
design-doc-by-role = In this step each member works by role.
design-doc-photo-here = Photo or drawing
design-doc-file-here = Name of the file
design-doc-reading = Reading
design-doc-verdict = Verdict

# Headings of the documents
design-doc-6-facts = 1. Facts
design-doc-6-features = 2. Why the task is representative
design-doc-6-task = 3. The task
design-doc-6-content = 4. Work and learning, step by step
design-doc-7-facts = 1. Facts
design-doc-7-value = 2. Value of the task
design-doc-7-students = 3. The students
design-doc-7-focus = 4. Focus and difficulty
design-doc-7-activities = 5. Teaching activities
design-doc-8-facts = 1. Facts
design-doc-8-items = 2. Assessment items
design-doc-8-abilities = 3. Abilities observed
design-doc-8-standards = 4. Standards
design-doc-8-composition = 5. Composition of the grade
design-doc-9-task = 1. The task
design-doc-9-phases = 2. Phases
design-doc-9-path = 3. Path
design-doc-9-details = 4. Phase by phase
design-doc-9-grade = 5. Grade of the task
