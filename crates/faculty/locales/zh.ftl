# 师资培训
faculty-phase-number = 阶段编号应为 { $expected }
faculty-phase-backwards = 阶段的结束日期早于开始日期
faculty-phase-overlap = 与第 { $other } 阶段的日期重叠
faculty-outcome-passed = 合格
faculty-outcome-failed = 不合格
faculty-training-outcome = 第 { $row } 行“{ $column }”“{ $value }”无法识别，应为合格或不合格
faculty-training-tier = 第 { $row } 行“{ $column }”“{ $value }”无法识别，应为部、省、市或校
faculty-training-name = 第 { $row } 行“{ $column }”{ $value } 与登记的姓名{ $name }不一致，请核实
faculty-training-who = 第 { $row } 行没有工号，也没有证件号码，不知道是哪位教师
faculty-training-unknown = 第 { $row } 行的教师{ $name }没有登记，请先导入教师花名册
faculty-training-several = 第 { $row } 行的教师{ $name }对应多人，请填写学校或证件号码
faculty-training-certificate-failed = 第 { $row } 行结果为不合格，却有“{ $column }”{ $value }，请核实
faculty-training-certificate-twice = 第 { $row } 行“{ $column }”{ $value } 与第 { $other } 行重复
faculty-training-twice = 第 { $row } 行：{ $name }在 { $first } 至 { $last } 已有同一级别（{ $level ->
    [first] 一级
    [second] 二级
   *[third] 三级
}）的培训结果，日期重叠，不得重复计入
faculty-training-twice-in-file = 第 { $row } 行：{ $name }与第 { $other } 行同一级别（{ $level ->
    [first] 一级
    [second] 二级
   *[third] 三级
}）的培训日期重叠（{ $first } 至 { $last }）
faculty-training-backwards = 第 { $row } 行“{ $column }”{ $last } 早于开始日期 { $first }
faculty-training-future = 第 { $row } 行“{ $column }”{ $value } 晚于今天，培训尚未结束

# 培训结果的页面
faculty-counts = 计数与进度
faculty-training = 教师培训
faculty-training-lead = 按结束日期计入；合格的计人次，同一人只计一个人数。
faculty-range = 结束日期 { $from } – { $until }
faculty-range-from = 结束日期在 { $from } 及以后
faculty-range-until = 结束日期在 { $until } 及以前
faculty-school = 院校
faculty-person-times = 合格人次
faculty-heads = 人数（全部时间）
faculty-schools-empty-title = 范围内没有院校
faculty-schools-empty-text = 登记院校后，这里列出每所院校的培训人次。
faculty-results-empty-title = 还没有培训结果
faculty-results-empty-text = 导入培训结果表后列在这里；合格的按结束日期计入人次。
faculty-teacher = 教师
faculty-level = 级别
faculty-class = 培训班
faculty-organiser = 主办单位
faculty-tier = 主办层级
faculty-tier-nation = 部级
faculty-tier-province = 省级
faculty-tier-city = 市级
faculty-tier-school = 校级
faculty-days = 起止日期
faculty-outcome = 结果
faculty-certificate = 证书编号
faculty-acts = 操作
faculty-withdraw = 撤销
faculty-withdraw-confirm = 将撤销这条培训结果，人次减 1；记录和原因保留。请写明原因。
faculty-withdrawn = 已撤销，不再计入
faculty-withdrawn-before = 这条结果已经撤销过了
faculty-withdrawn-state = 已撤销：{ $reason }
faculty-import = 导入培训结果
faculty-import-lead = Excel 或 CSV 表，先预览，再整表导入；有一处错误就不导入任何一行。
faculty-import-file = 培训结果表
faculty-import-file-hint = 必填列：姓名、培训级别、主办单位、主办层级、开始日期、结束日期、结果；用工号或证件号码认人，另可有学校、培训班、证书编号。
faculty-import-check = 预览
faculty-import-take = 导入 { $count } 条
faculty-import-faulty = 表里有错误，没有导入任何一行。请改正后重新上传。
faculty-imported = 已导入 { $count } 条培训结果
faculty-file-missing = 请选择一个文件
faculty-file-again = 预览已失效，请重新上传文件
faculty-preview = 预览：{ $file }
faculty-preview-faults = 有 { $count } 处错误，改正后重新上传；现在什么都没有导入。
faculty-preview-ready = 共 { $count } 行，没有错误，可以导入。
faculty-preview-none = 表里没有数据行。
faculty-preview-rest = 另有 { $count } 行没有列出
faculty-preview-unread = 没有读取的列：{ $columns }
faculty-faults = 错误
faculty-warnings = 提醒
faculty-cell = 单元格
faculty-what = 说明
faculty-row = 行
faculty-denied-read = 培训结果由主管部门和院校的校领导、教务查看。
faculty-denied-names = 教师姓名只在本校和本省查看；您可以查看各院校的人次。
faculty-denied-import = 培训结果由省级管理员或本校教务导入和撤销。
# 审计里的操作
# dynamic: faculty-did-*
faculty-did-import-training = 导入培训结果
faculty-did-withdraw-training = 撤销培训结果
# 个人信息
faculty-copy-training = 培训结果
faculty-copy-class = 培训班
faculty-copy-organiser = 主办单位
faculty-copy-from = 开始
faculty-copy-until = 结束
faculty-copy-certificate = 证书编号
faculty-goes-certificates = 培训证书编号
faculty-stays-results = 培训结果：已计入统计，并由证件号码加密所得的代号避免重复计数
