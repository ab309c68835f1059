# Teachers' training
faculty-phase-number = The phase's number should be { $expected }
faculty-phase-backwards = The phase ends before it begins
faculty-phase-overlap = It overlaps phase { $other }
faculty-outcome-passed = Passed
faculty-outcome-failed = Not passed
# as-is: names the columns and words of a Chinese table
faculty-training-outcome = Row { $row }, “{ $column }”: “{ $value }” is neither 合格 nor 不合格
# as-is: names the columns and words of a Chinese table
faculty-training-tier = Row { $row }, “{ $column }”: “{ $value }” is none of 部, 省, 市, 校
faculty-training-name = Row { $row }, “{ $column }”: { $value } differs from the name { $name } that is kept; check it
# as-is: names the columns and words of a Chinese table
faculty-training-who = Row { $row } has neither 工号 nor certificate number: it does not say which teacher it means
faculty-training-unknown = Row { $row }: the teacher { $name } is not registered; import the roster of teachers first
faculty-training-several = Row { $row }: several teachers could be meant by { $name }; give the school or the certificate number
faculty-training-certificate-failed = Row { $row } was not passed and yet has “{ $column }” { $value }; check it
faculty-training-certificate-twice = Row { $row }, “{ $column }”: { $value } stands in row { $other } too
faculty-training-twice = Row { $row }: { $name } already has a result of the same level ({ $level ->
    [first] first
    [second] second
   *[third] third
}) from { $first } to { $last }; overlapping dates are not counted twice
faculty-training-twice-in-file = Row { $row }: { $name } has the same level ({ $level ->
    [first] first
    [second] second
   *[third] third
}) in row { $other } with overlapping dates ({ $first } to { $last })
faculty-training-backwards = Row { $row }, “{ $column }”: { $last } is before the first day { $first }
faculty-training-future = Row { $row }, “{ $column }”: { $value } is later than today; the training has not ended

# The pages of training results
faculty-counts = Counts and progress
faculty-training = Teacher training
faculty-training-lead = Counted by last day: each passed result is one person-time, each human one head.
faculty-range = Ending { $from } – { $until }
faculty-range-from = Ending on { $from } or later
faculty-range-until = Ending on { $until } or earlier
faculty-school = School
faculty-person-times = Passed, person-times
faculty-heads = Heads (all time)
faculty-schools-empty-title = No schools within reach
faculty-schools-empty-text = Once schools are registered, the person-times of each stand here.
faculty-results-empty-title = No training results yet
faculty-results-empty-text = Import a table of results; passed ones count as person-times by their last day.
faculty-teacher = Teacher
faculty-level = Level
faculty-class = Training class
faculty-organiser = Organiser
faculty-tier = Organiser's tier
faculty-tier-nation = National
faculty-tier-province = Provincial
faculty-tier-city = City
faculty-tier-school = School
faculty-days = Days
faculty-outcome = Result
faculty-certificate = Certificate
faculty-acts = Acts
faculty-withdraw = Withdraw
faculty-withdraw-confirm = This withdraws the result and takes 1 person-time off; the row and the reason are kept. Say why.
faculty-withdrawn = Withdrawn; it no longer counts
faculty-withdrawn-before = This result was withdrawn before
faculty-withdrawn-state = Withdrawn: { $reason }
faculty-import = Import training results
faculty-import-lead = An Excel or CSV table: first a preview, then the whole table; one fault and no row is taken.
faculty-import-file = Table of training results
# as-is: names the columns and words of a Chinese table
faculty-import-file-hint = Needed columns: 姓名, 培训级别, 主办单位, 主办层级, 开始日期, 结束日期, 结果; teachers are found by 工号 or 证件号码. Optional: 学校, 培训班, 证书编号.
faculty-import-check = Preview
faculty-import-take = Import { $count } results
faculty-import-faulty = The table has faults and no row was taken. Mend it and upload it again.
faculty-imported = { $count } training results imported
faculty-file-missing = Choose a file
faculty-file-again = The preview is no longer valid; upload the file again
faculty-preview = Preview: { $file }
faculty-preview-faults = { $count } faults. Mend them and upload again; nothing was imported.
faculty-preview-ready = { $count } rows without a fault, ready to import.
faculty-preview-none = The table has no data rows.
faculty-preview-rest = { $count } more rows are not listed
faculty-preview-unread = Columns not read: { $columns }
faculty-faults = Faults
faculty-warnings = Warnings
faculty-cell = Cell
faculty-what = What
faculty-row = Row
faculty-denied-read = Training results are read by the offices, and by a school's leaders and academic affairs.
faculty-denied-names = Teachers' names are read within their school and province only; you can read each school's person-times.
faculty-denied-import = Training results are imported and withdrawn by a provincial officer or the school's academic affairs.
# Acts in the audit
# dynamic: faculty-did-*
faculty-did-import-training = Imported training results
faculty-did-withdraw-training = Withdrew a training result
# Personal data
faculty-copy-training = Training
faculty-copy-class = Training class
faculty-copy-organiser = Organiser
faculty-copy-from = From
faculty-copy-until = Until
faculty-copy-certificate = Certificate
faculty-goes-certificates = Numbers of training certificates
faculty-stays-results = Results of training: they are counted, once for each head by a sign made of the identity number under the installation's key
