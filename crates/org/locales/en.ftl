# dynamic: org-region-*
# dynamic: org-kind-*
# dynamic: org-category-*
# dynamic: org-affiliation-*
# dynamic: org-relation-*
# dynamic: org-major-class-*
# dynamic: org-season-*
# dynamic: org-level-*
# dynamic: org-register-*
# Regions (GB/T 2260)
org-region-0 = Nation
org-region-110000 = Beijing
org-region-120000 = Tianjin
org-region-130000 = Hebei
org-region-140000 = Shanxi
org-region-150000 = Inner Mongolia
org-region-210000 = Liaoning
org-region-220000 = Jilin
org-region-230000 = Heilongjiang
org-region-310000 = Shanghai
org-region-320000 = Jiangsu
org-region-330000 = Zhejiang
org-region-340000 = Anhui
org-region-350000 = Fujian
org-region-360000 = Jiangxi
org-region-370000 = Shandong
org-region-410000 = Henan
org-region-420000 = Hubei
org-region-430000 = Hunan
org-region-440000 = Guangdong
org-region-450000 = Guangxi
org-region-460000 = Hainan
org-region-500000 = Chongqing
org-region-510000 = Sichuan
org-region-520000 = Guizhou
org-region-530000 = Yunnan
org-region-540000 = Xizang
org-region-610000 = Shaanxi
org-region-620000 = Gansu
org-region-630000 = Qinghai
org-region-640000 = Ningxia
org-region-650000 = Xinjiang
org-region-660000 = XPCC
org-region-710000 = Taiwan
org-region-810000 = Hong Kong
org-region-820000 = Macao
org-region-code = “{ $value }” is no region code: enter the six digits of GB/T 2260
org-region-nation = The ministry has no region
org-region-tier = “{ $value }” does not stand at the height of this kind: a province takes a province's code, a city a city's

# Organisations
org-kind-ministry = Ministry
org-kind-province = Province
org-kind-city = City
org-kind-school = School
org-kind-enterprise = Enterprise
org-kind-institute = Teaching research institute
org-kind-association = Industry association
org-kind-unknown = “{ $value }” is no kind of organisation
org-category-skilled = Skilled workers' school
org-category-senior = Senior skilled workers' school
org-category-technician = Technician college
# as-is: what is typed is Chinese
org-category-unknown = “{ $value }” is no school category: 技工学校, 高级技工学校 or 技师学院
org-affiliation-province = Provincial
org-affiliation-city = Municipal
org-affiliation-industry = Industry
org-affiliation-enterprise = Enterprise
org-affiliation-private = Private
# as-is: what is typed is Chinese
org-affiliation-unknown = “{ $value }” is no affiliation: 省属, 市属, 行业, 企业 or 民办
org-code-shape = A code has 2 to 20 letters, digits or dashes
org-name-length = A name has { $least } to { $most } characters
org-credit-empty = Enter the unified social credit code
org-credit-check = The unified social credit code “{ $value }” fails its check; compare it with the certificate
org-relation-territory = Lies in
org-relation-subordination = Belongs to
org-relation-guidance = Advised by
org-relation-dates = The relation ends before it begins
org-relation-self = An organisation has no relation with itself
org-relation-kinds = These kinds of organisations cannot stand in this relation
org-relation-twice = It overlaps the relation of the same kind since { $since }; end that one first

# Catalogue of majors
org-major-class-01 = Machinery
org-major-class-02 = Electrical and electronic
org-major-class-03 = Information
org-major-class-04 = Transport
org-major-class-05 = Services
org-major-class-06 = Finance and commerce
org-major-class-07 = Agriculture
org-major-class-08 = Energy
org-major-class-09 = Chemical industry
org-major-class-10 = Metallurgy
org-major-class-11 = Construction
org-major-class-12 = Light industry
org-major-class-13 = Medicine
org-major-class-14 = Culture and arts
org-major-class-15 = Others
org-level-4 = Intermediate
org-level-3 = Advanced
org-level-2 = Preparatory technician (technician)
# as-is: what is typed is Chinese
org-level-unknown = “{ $value }” is no level: 中级, 高级 or 预备技师
org-major-code = “{ $value }” is no code of a major: four digits (class 01 to 15), with or without a level, such as 0106-3
# as-is: what is typed is Chinese
org-major-no-level = Major { $value } has no level: write it behind the code (such as -3) or in a column 培养层级
org-major-name-differs = Code { $code } has two names: “{ $first }” and “{ $value }”
org-major-twice = { $value } stands twice
org-major-class-differs = Major { $code } does not belong to class “{ $value }”

# School calendar
org-season-autumn = Autumn term
org-season-spring = Spring term
org-calendar-weeks = A term has 1 to { $most } weeks
org-calendar-season = { $day } does not begin the chosen term
org-calendar-overlap = It overlaps the term from { $first } to { $last }
org-calendar-holiday-backwards = { $name } ends on { $last }, before it begins on { $first }
org-calendar-holiday-outside = { $name } ({ $first } to { $last }) lies outside the term
org-calendar-holiday-twice = { $name } ({ $first } to { $last }) overlaps { $other }
org-calendar-workday-outside = The make-up day { $day } lies outside the term
org-calendar-workday-free = The make-up day { $day } is no weekend day, or lies in a holiday
org-calendar-workday-follows = The make-up day { $day } follows the timetable of Monday to Friday
org-calendar-workday-twice = The make-up day { $day } stands twice
# as-is: what is typed is Chinese
org-calendar-follows-missing = The make-up day { $day } does not say whose timetable it follows: add a column 执行课表
org-calendar-weekday = “{ $value }” is none of Monday to Friday
# as-is: what is typed is Chinese
org-calendar-line = Line { $line }, “{ $value }”, is not understood: write “国庆节 2026-10-01…2026-10-07” or “补班 2026-10-10 周五”

# Reading tables
org-intake-no-table = The file has no table that can be read
org-intake-empty = Row { $row }, “{ $column }”: nothing is entered
org-intake-formula = Row { $row }, “{ $column }” is the formula ={ $formula }; its saved value { $value } was read. Better paste values
org-intake-formula-empty = Row { $row }, “{ $column }” is the formula ={ $formula } without a saved value; paste values instead
org-intake-error = Row { $row }, “{ $column }” holds the error { $value }
org-intake-merged = Row { $row }: { $range } is merged, and “{ $value }” cannot be divided among “{ $columns }”; split the cells and fill in each
org-intake-full-width = Row { $row }, “{ $column }” holds full-width characters “{ $value }”, read as { $read }
org-intake-no-day = Row { $row }, “{ $column }”: “{ $value }” is no date
org-intake-text-day = Row { $row }, “{ $column }” is the text “{ $value }”, read as { $read }

# Registering
org-code-taken = The code { $code } is registered already
org-credit-taken = The unified social credit code { $credit } is registered for “{ $name }” already; compare it, one organisation is registered once
org-credit-taken-elsewhere = The unified social credit code { $credit } is registered in another region already; compare it with the certificate
org-kind-outside = You do not register organisations of this kind
org-region-outside = This region lies outside yours
org-denied-read = Organisations are seen by officers and by the management of schools
org-denied-register = The ministry registers provinces; a province registers its cities, schools and enterprises
org-office-taken = The office of this region is registered already
org-kind-fixed = The kind of an organisation does not change once it is registered
org-amended-meanwhile = Somebody amended this organisation after you opened the page. Go back, check and submit again
org-upper-unknown = No organisation with the code or full name “{ $value }”
org-relation-ended = This relation has ended
org-denied-amend = What is registered is amended from above: provinces by the ministry; cities, schools and enterprises by their province
org-denied-relate = Relations of an organisation are kept by the officers above it
org-denied-majors = The catalogue of majors is read by officers and by the staff of schools
org-denied-import = The catalogue of majors is imported by the ministry
org-denied-calendar = A calendar is read by the school itself and by the officers above it
org-denied-set-calendar = The calendar is set by the school's own academic affairs office

# Pages of organisations
org-organisations = Organisations
org-organisations-lead = The organisations within your reach: offices, schools, enterprises, research institutes and industry associations.
org-find = Name, pinyin or initials
org-search = Search
org-kind = Kind
org-kind-any = All kinds
org-province = Province
org-province-any = All provinces
org-province-hint = A province, autonomous region, municipality or the XPCC, each registered once
org-name = Full name
org-name-hint = As it stands on its certificate
org-code = Code
org-code-school = School code
org-code-hint = The code that the offices use; unique in the whole system
org-region = Region
org-region-digits = Code of the region where it is
org-region-hint = Six digits of GB/T 2260, such as 330100; the XPCC begins with 66
org-category = School category
org-affiliation = Affiliation
org-affiliation-hint = A provincial or municipal school belongs to its province's or city's office from the day it is registered
org-credit = Unified social credit code
org-credit-hint = 18 characters, the last one checks the others
org-optional = optional
org-since = Registered on
org-staff = Staff
org-acts = Actions
org-register = Register an organisation
org-register-lead = Once it is registered, its administrators can be appointed.
org-register-ministry = Register a ministry
org-register-province = Register a province's office
org-register-city = Register a city's office
org-register-school = Register a school
org-register-enterprise = Register an enterprise
org-register-institute = Register a teaching research institute
org-register-association = Register an industry association
org-registered = { $name } is registered
org-amend = Amend
org-amend-submit = Save
org-amended = What is registered has been amended
org-empty-title = No organisation is registered yet
org-empty-text = Organisations are listed here once they are registered.
org-relations = Relations upwards
org-relation = Relation
org-relation-since = From
org-relation-until = Until
org-relation-state = State
org-relation-holds = holds
org-relation-past = not now
org-relation-new = Add a relation
org-relation-begin = Add
org-relation-begun = The relation has been added
org-relation-end = End today
org-relation-end-confirm = Today will be the last day of this relation ({ $relation }) with “{ $upper }”.
org-relation-was-ended = The relation has ended; its history stays
org-relations-empty-title = No relation upwards
org-relations-empty-text = Territory, subordination and guidance are listed here, also after they have ended.
org-upper = Organisation above
org-upper-hint = Its code or its full name
org-not-a-day = Not a date; write it as 2026-09-01
org-history = History
org-history-empty-title = Nothing has changed yet
org-history-empty-text = Every registration and amendment is noted here.
org-event-register = Registered
org-event-amend = Amended
org-event-system = the system

# Pages of the catalogue of majors
org-majors = Majors
org-majors-lead = { $name } · version { $version } · { $count } majors · imported { $day }
org-majors-find = Code, name, initials or occupation
org-majors-version = Version
org-major-name = Major
org-major-number = Code
org-major-class = Class
org-major-class-any = All classes
org-major-levels = Levels
org-major-occupations = Occupations
org-list-comma = ,{" "}
org-majors-empty-title = No catalogue of majors yet
org-majors-empty-text = Schools choose their majors from the national catalogue once the ministry has imported it.
org-majors-import = Import a catalogue
org-majors-import-lead = Look at what changes first; then the whole becomes a new version. Versions before it stay as they are.
org-majors-name = Name of the catalogue
# as-is: what is typed is Chinese
org-majors-name-hint = With its version, such as 全国技工院校专业目录（2022年修订）
org-file = File
org-file-missing = Choose a file
# as-is: what is typed is Chinese
org-majors-file-hint = Excel or CSV with the columns 专业编码 and 专业名称; 专业大类, 培养层级 and 对应职业（工种） if you like. The level may also stand behind the code, such as 0106-3
org-majors-look = Show what changes
org-file-faults = The file has { $count } faults, and nothing was imported. Mend them and choose it again:
org-file-warnings = { $count } places were read as follows; please check:
org-file-another = Another file
org-majors-preview = Check before importing
org-majors-total = Majors
org-majors-added = New
org-majors-changed = Changed
org-majors-removed = Left out
org-majors-removed-note = versions before keep them
org-majors-same = Unchanged
org-majors-before = Present
org-majors-after = New
org-majors-confirm = Import { $count } majors as a new version
org-majors-imported = Version { $version } with { $count } majors is imported

# Pages of the calendar
org-calendar = School calendar
org-calendar-change = Change this term
org-calendar-set = Set a term
org-calendar-set-lead = Holidays have no classes, make-up days follow the weekday you name; weeks count from the one the term begins in.
org-calendar-terms = Terms
org-term = { $year }–{ $next } { $season }
org-school-year = { $year }–{ $next }
org-calendar-year = School year
org-calendar-season-label = Term
org-calendar-first = First day
org-calendar-first-hint = The first day with classes
org-calendar-weeks-count = Teaching weeks
org-calendar-weeks-hint = Usually 18 to 20
org-calendar-unusual = The number of weeks is not the usual 18 to 20; please check.
org-exceptions = Holidays and make-up days
# as-is: what is typed is Chinese
org-exceptions-hint = A line each: “国庆节 2026-10-01…2026-10-07” or “补班 2026-10-10 周五”
org-exceptions-none = This term has no holidays and no make-up days.
org-calendar-file = Fill in from a table
# as-is: what is typed is Chinese
org-calendar-file-hint = Excel or CSV with the columns 名称, 开始日期, 结束日期 and 执行课表; it only fills in the field above, check and save then
org-calendar-filled = Holidays and make-up days were filled in from the table and are not saved yet. Check them, then save.
org-calendar-save = Save the term
org-calendar-was-set = { $term } is saved
org-calendar-empty-title = No calendar yet
org-calendar-empty-text = Once the affairs office sets a term, its weeks, holidays and make-up days stand here, and the semester of each class follows from it.
org-calendar-teaching-days = Teaching days
org-calendar-this-week = This is week
org-calendar-grid = Weeks and days
org-week = Week
org-weekday-1 = Mon
org-weekday-2 = Tue
org-weekday-3 = Wed
org-weekday-4 = Thu
org-weekday-5 = Fri
org-weekday-6 = Sat
org-weekday-7 = Sun
org-day-out = outside the term
org-made-up = make-up
org-follows = follows the timetable of { $weekday }
org-follows-short = as { $weekday }
org-todo-calendar = Set the calendar of this term ({ $year }–{ $next }): its weeks and holidays are not known yet
org-mark-free = off
org-mark-made = on
org-region-empty = Enter the code of the region
org-category-empty = Choose the school's category
org-affiliation-empty = Choose the school's affiliation
# Acts in the audit
# dynamic: org-did-*
org-did-import-school = Took a school in from another installation
org-did-register = Registered an organisation
org-did-amend = Changed an organisation
org-did-relate = Related organisations
org-did-end-relation = Ended a relation
org-did-import-majors = Imported the catalogue of majors
org-did-set-term = Set a term of the calendar
