# Curriculum standards: fixed terms, findings, and why a file cannot be imported.

standards-level-intermediate = Intermediate
standards-level-advanced = Advanced
standards-level-technician = Technician
standards-entry-junior-school = From junior middle school
standards-entry-senior-school = From senior middle school
standards-entry-intermediate-worker = From intermediate worker
standards-entry-advanced-worker = From advanced worker
standards-grade-five = Grade 5, junior worker
standards-grade-four = Grade 4, intermediate worker
standards-grade-three = Grade 3, advanced worker
standards-grade-two = Grade 2, technician
standards-grade-one = Grade 1, senior technician
standards-ability-professional = Professional ability
standards-ability-general = General ability
standards-ability-vocational = Vocational attitude
standards-ability-civic = Civic attitude
standards-kind-practice = Practical knowledge
standards-kind-theory = Theoretical knowledge
standards-kind-general = General ability
standards-kind-vocational = Vocational attitude
standards-kind-civic = Civic attitude
standards-kind-plain = Learning content
standards-issuer-ministry = Ministry
standards-issuer-province = Province
standards-issuer-school = School
standards-status-trial = On trial
standards-status-formal = In force

standards-hours-missing = { $course } has no standard hours
standards-hours-tasks = { $course }: the reference tasks sum to { $sum } hours, the standard hours are { $base }
standards-hours-task-missing = { $course }: the reference task “{ $task }” has no hours
standards-hours-semesters = { $table }: the semesters of { $course } sum to { $sum } hours, its standard hours are { $base }
standards-hours-plan-missing = { $table }: { $course } has no standard hours
standards-hours-plan-course = { $table }: { $course } has { $planned } hours, its course standard { $base }
standards-hours-total = { $table }: the printed total is { $printed } hours, the courses sum to { $sum }
standards-hours-total-semester = { $table }: the printed total of semester { $semester } is { $printed } hours, the courses sum to { $sum }
standards-hours-total-missing = { $table } has no row of totals
standards-weights-missing = { $course } does not state the weights of process and final assessment
standards-weights-sum = { $course }: process { $process } % and final { $final } % do not sum to 100 %
standards-weights-process = { $course }: the items of process assessment sum to { $sum } %, not to { $process } %
standards-weights-lead = { $course }: the introduction says { $said } %, the assessment itself { $weight } %

standards-missing-title = No title was found on the cover
standards-missing-issuer = Whether a ministry, a province or a school issues the standard was not recognised
standards-missing-date = No date of issue was found on the cover
standards-missing-major = The name of the major is missing
standards-missing-codes = The codes of the major are missing
standards-missing-years = The years of study are missing
standards-level-without-aim = { $level ->
    [intermediate] Intermediate
    [advanced] Advanced
   *[technician] Technician
} has no training aim
standards-level-without-code = { $level ->
    [intermediate] Intermediate
    [advanced] Advanced
   *[technician] Technician
} has no code of the major
standards-requirements-few = “{ $task }” has { $count } requirements, fewer than 3
standards-requirements-level = “{ $task }” has no training level
standards-task-without-block = The typical work task “{ $task }” has no course standard
standards-plan-without-block = { $course } in { $table } has no course standard
standards-plan-without-requirements = { $course } in { $table } is not in the table of requirements
standards-plan-higher-level = { $course } in { $table } belongs to a higher level
standards-plan-unnamed = The course table “{ $table }” states no level or no point of entry
standards-plan-semesters = { $table }: { $count } semesters do not fit { $years } years
standards-plan-years = { $table } does not agree with the years of study of the major
standards-block-without-plan = { $course } is in no course table
standards-goals-without-requirements = The goals of { $course } meet no requirement: the course is not in the table of requirements
standards-goal-uncovered = { $course }: no requirement, work, content, task or assessment speaks of the goal “{ $goal }”
standards-course-twice = { $course } has more than one course standard
standards-course-part-missing = { $course } lacks: { $field ->
    [description] the description of the typical work task
    [work-objects] objects of work
    [work-tools] tools, materials, equipment and documents
    [work-methods] methods of work
    [work-organisation] organisation of work
    [work-requirements] requirements of work
    [goals] course goals
    [content] learning content
    [tasks] reference learning tasks
    [teaching-teachers] advice on teaching
    [assessment-process] process assessment
   *[other] final assessment
}
standards-work-unequal = { $course }: { $objects } objects of work do not correspond one to one to { $requirements } requirements of work

standards-word-empty = The file is empty; choose a Word document (.docx)
standards-word-other-format = This is not a Word document; upload a .docx file
standards-word-legacy = This is the format of old Word or WPS versions; save it as .docx and upload that
standards-word-encrypted = The document has a password; remove it and upload the document again
standards-word-damaged = The file is incomplete or damaged; save or transfer it again
standards-word-no-document = There is no Word document in this file; is it a renamed table or archive?
standards-word-bad-xml = { $part } inside the document is broken at byte { $at }; open it in Word or WPS, save it and upload it again
standards-word-too-large = The document is too large: more than { $megabytes } MB unpacked
standards-word-bomb = The document unpacks to more than { $limit } times its size, which no ordinary document does
standards-word-too-complex = The document is more complex than any ordinary one (more than { $limit })

standards-field-title = Title
standards-field-issuer = Tier of the issuer
standards-field-issued-by = Issuer
standards-field-status = Status
standards-field-issued = Date of issue
standards-field-issued-year = Year of issue
standards-field-issued-month = Month of issue
standards-field-cover = Other lines of the cover
standards-field-foreword = Foreword
standards-field-major = Major
standards-field-major-name = Name of the major
standards-field-major-codes = Codes of the major
standards-field-codes-level = Level
standards-field-codes-code = Code
standards-field-major-years = Years of study
standards-field-years-level = Level
standards-field-years-entry = Point of entry
standards-field-years-years = Years
standards-field-major-jobs = Jobs
standards-field-jobs-level = Level
standards-field-jobs-text = Jobs
standards-field-major-qualifications = Qualifications
standards-field-qualifications-occupation = Occupation
standards-field-qualifications-grade = Grade
standards-field-qualifications-level = Level
standards-field-aims = Training aims
standards-field-aims-overall = Overall aim
standards-field-aims-levels = Aims of the levels
standards-field-levels-level = Level
standards-field-levels-text = Aim of the level
standards-field-requirements = Training requirements
standards-field-requirements-level = Level
standards-field-requirements-name = Typical work task
standards-field-requirements-requirements = Required abilities
standards-field-requirements-text = Required ability
standards-field-requirements-ability = Kind of ability
standards-field-mode = Training mode
standards-field-mode-system = Training system
standards-field-mode-operation = Operation
standards-field-plan = Course plan
standards-field-plan-intro = Introduction to the plan
standards-field-plan-tables = Course tables
standards-field-tables-title = Title of the table
standards-field-tables-level = Level
standards-field-tables-entry = Point of entry
standards-field-tables-years = Years of study
standards-field-tables-semesters = Number of semesters
standards-field-tables-rows = Courses
standards-field-tables-total = Totals
standards-field-tables-notes = Notes
standards-field-rows-name = Name
standards-field-rows-hours = Standard hours
standards-field-rows-semesters = Hours by semester
standards-field-total-hours = Total hours
standards-field-total-semesters = Total hours by semester
standards-field-courses = Course standards
standards-field-courses-code = Course code
standards-field-courses-name = Name of the course
standards-field-courses-hours = Standard hours
standards-field-courses-description = Description of the typical work task
standards-field-courses-work = Analysis of the work
standards-field-work-objects = Objects of work
standards-field-work-tools = Tools
standards-field-work-materials = Materials
standards-field-work-equipment = Equipment
standards-field-work-documents = Documents
standards-field-work-methods = Methods of work
standards-field-work-organisation = Organisation of work
standards-field-work-requirements = Requirements of work
standards-field-courses-goals = Course goals
standards-field-goals-lead = Introduction to the goals
standards-field-goals-items = Goals
standards-field-items-text = Goal
standards-field-courses-content = Learning content
standards-field-content-lead = Introduction to the content
standards-field-content-groups = Groups of content
standards-field-groups-title = Title of the group
standards-field-groups-parts = Contents
standards-field-parts-kind = Kind of content
standards-field-parts-text = Content
standards-field-courses-tasks = Reference learning tasks
standards-field-tasks-name = Name of the task
standards-field-tasks-description = Description of the task
standards-field-tasks-hours = Reference hours
standards-field-courses-teaching = Advice on teaching
standards-field-teaching-teachers = Teachers
standards-field-teaching-methods = Organisation and methods
standards-field-teaching-resources = Resources
standards-field-teaching-sites = Sites
standards-field-teaching-equipment = Tools, materials and equipment for each group
standards-field-teaching-materials = Teaching materials
standards-field-teaching-management = Rules of teaching
standards-field-courses-assessment = Assessment
standards-field-assessment-lead = Introduction to the assessment
standards-field-assessment-process-weight = Weight of process assessment
standards-field-assessment-process-text = Introduction to process assessment
standards-field-assessment-process = Process assessment
standards-field-process-name = Item of assessment
standards-field-process-weight = Weight
standards-field-process-text = What is assessed
standards-field-assessment-final-weight = Weight of final assessment
standards-field-assessment-final-task = Final assessment
standards-field-final-task-text = Introduction to the final task
standards-field-final-task-situation = Situation
standards-field-final-task-requirements = Requirements of the task
standards-field-final-task-materials = Reference materials
standards-field-advice = Advice on implementation
standards-field-advice-teachers = Teaching staff
standards-field-advice-sites = Sites and equipment
standards-field-sites-text = About the sites
standards-field-sites-rows = Learning stations
standards-field-sites-total-area = Total area
standards-field-rows-area = Area (m²)
standards-field-rows-zones = Zones
standards-field-rows-courses = Courses
standards-field-rows-equipment = Main equipment
standards-field-advice-resources = Teaching resources
standards-field-advice-management = Rules of teaching
standards-field-evaluation = Evaluation
standards-field-evaluation-ability = Evaluation of comprehensive ability
standards-field-evaluation-skill = Evaluation of skill
standards-field-evaluation-graduates = Employment of graduates
