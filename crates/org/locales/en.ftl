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
org-region-tier = “{ $value }” does not stand at the height of this kind: a province takes a province’s code, a city a city’s

# Organisations
org-kind-ministry = Ministry
org-kind-province = Province
org-kind-city = City
org-kind-school = School
org-kind-enterprise = Enterprise
org-kind-institute = Teaching research institute
org-kind-association = Industry association
org-kind-unknown = “{ $value }” is no kind of organisation
org-category-skilled = Skilled workers’ school
org-category-senior = Senior skilled workers’ school
org-category-technician = Technician college
org-category-unknown = “{ $value }” is no school category: 技工学校, 高级技工学校 or 技师学院
org-affiliation-province = Provincial
org-affiliation-city = Municipal
org-affiliation-industry = Industry
org-affiliation-enterprise = Enterprise
org-affiliation-private = Private
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
org-level-unknown = “{ $value }” is no level: 中级, 高级 or 预备技师
org-major-code = “{ $value }” is no code of a major: four digits (class 01 to 15), with or without a level, such as 0106-3
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
org-calendar-follows-missing = The make-up day { $day } does not say whose timetable it follows: add a column 执行课表
org-calendar-weekday = “{ $value }” is none of Monday to Friday
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
org-kind-outside = You do not register organisations of this kind
org-region-outside = This region lies outside yours
org-denied-read = Organisations are seen by officers and by the management of schools
org-denied-register = The ministry registers provinces; a province registers its cities, schools and enterprises
