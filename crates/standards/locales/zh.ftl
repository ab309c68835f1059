# Curriculum standards: fixed terms, findings, and why a file cannot be imported.

standards-level-intermediate = 中级技能
standards-level-advanced = 高级技能
standards-level-technician = 预备技师（技师）
standards-entry-junior-school = 初中起点
standards-entry-senior-school = 高中起点
standards-entry-intermediate-worker = 中级工毕业起点
standards-entry-advanced-worker = 高级工毕业起点
standards-grade-five = 五级/初级工
standards-grade-four = 四级/中级工
standards-grade-three = 三级/高级工
standards-grade-two = 二级/技师
standards-grade-one = 一级/高级技师
standards-ability-professional = 专业能力
standards-ability-general = 通用能力
standards-ability-vocational = 职业素养
standards-ability-civic = 思政素养
standards-kind-practice = 实践知识
standards-kind-theory = 理论知识
standards-kind-general = 通用能力
standards-kind-vocational = 职业素养
standards-kind-civic = 思政素养
standards-kind-plain = 学习内容
standards-issuer-ministry = 部
standards-issuer-province = 省
standards-issuer-school = 校
standards-status-trial = 试用
standards-status-formal = 正式

standards-hours-missing = 《{ $course }》没有基准学时
standards-hours-tasks = 《{ $course }》参考学时之和 { $sum } 与基准学时 { $base } 不一致
standards-hours-task-missing = 《{ $course }》的学习任务“{ $task }”没有参考学时
standards-hours-semesters = { $table }：《{ $course }》各学期学时之和 { $sum } 与基准学时 { $base } 不一致
standards-hours-plan-missing = { $table }：《{ $course }》没有基准学时
standards-hours-plan-course = { $table }：《{ $course }》的学时 { $planned } 与课程标准的基准学时 { $base } 不一致
standards-hours-total = { $table }：总学时 { $printed } 与各课程之和 { $sum } 不一致
standards-hours-total-semester = { $table }：第{ $semester }学期总学时 { $printed } 与各课程之和 { $sum } 不一致
standards-hours-total-missing = { $table }：没有总学时一行
standards-weights-missing = 《{ $course }》没有写明过程性考核与终结性考核的比例
standards-weights-sum = 《{ $course }》过程性考核 { $process }% 与终结性考核 { $final }% 之和不是100%
standards-weights-process = 《{ $course }》过程性考核各项之和 { $sum }% 与过程性考核 { $process }% 不一致
standards-weights-lead = 《{ $course }》考核说明中的 { $said }% 与考核项目的 { $weight }% 不一致

standards-missing-title = 封面上没有找到标准名称
standards-missing-issuer = 没有识别出制定单位属于部、省还是校
standards-missing-date = 封面上没有找到颁布日期
standards-missing-major = 没有专业名称
standards-missing-codes = 没有专业编码
standards-missing-years = 没有学习年限
standards-level-without-aim = { $level ->
    [intermediate] 中级技能
    [advanced] 高级技能
   *[technician] 预备技师（技师）
}没有培养层级目标
standards-level-without-code = { $level ->
    [intermediate] 中级技能
    [advanced] 高级技能
   *[technician] 预备技师（技师）
}没有专业编码
standards-requirements-few = “{ $task }”的职业能力要求只有 { $count } 条，少于3条
standards-requirements-level = “{ $task }”没有培养层级
standards-task-without-block = 典型工作任务“{ $task }”没有对应的课程标准
standards-plan-without-block = { $table }中的《{ $course }》没有课程标准
standards-plan-without-requirements = { $table }中的《{ $course }》不在培养要求表中
standards-plan-higher-level = { $table }中的《{ $course }》属于更高的培养层级
standards-plan-unnamed = 课程表“{ $table }”没有写明培养层级和起点
standards-plan-semesters = { $table }：{ $years } 年应有的学期数与表中的 { $count } 个学期不一致
standards-plan-years = { $table }与专业信息中的学习年限不一致
standards-block-without-plan = 《{ $course }》不在任何课程表中
standards-goals-without-requirements = 《{ $course }》的课程目标没有对应的职业能力要求：培养要求表中没有这门课程
standards-goal-uncovered = 《{ $course }》的课程目标“{ $goal }”在职业能力要求、工作内容、学习内容、学习任务和考核中都没有体现
standards-course-twice = 《{ $course }》的课程标准出现了不止一次
standards-course-part-missing = 《{ $course }》缺少“{ $field ->
    [description] 典型工作任务描述
    [work-objects] 工作对象
    [work-tools] 工具、材料、设备与资料
    [work-methods] 工作方法
    [work-organisation] 劳动组织方式
    [work-requirements] 工作要求
    [goals] 课程目标
    [content] 学习内容
    [tasks] 参考性学习任务
    [teaching-teachers] 教学实施建议
    [assessment-process] 过程性考核
   *[other] 终结性考核
}”
standards-work-unequal = 《{ $course }》的工作对象 { $objects } 项与工作要求 { $requirements } 项不能一一对应

standards-word-empty = 文件是空的，请选择一个 Word 文档（.docx）
standards-word-other-format = 这不是 Word 文档，请上传 .docx 文件
standards-word-legacy = 这是旧版 Word 或 WPS 格式，请在 Word 或 WPS 中另存为 .docx 后再上传
standards-word-encrypted = 文档设有密码，请取消密码后再上传
standards-word-damaged = 文件不完整或已损坏，请重新保存或重新传输后再上传
standards-word-no-document = 文件里没有 Word 文档，请确认它不是改了名的表格或压缩包
standards-word-bad-xml = 文档内部的 { $part } 在第 { $at } 字节处有错误，请用 Word 或 WPS 打开并重新保存后再上传
standards-word-too-large = 文档太大，展开后超过 { $megabytes } MB
standards-word-bomb = 文档的压缩比超过 { $limit } 倍，不是正常的文档
standards-word-too-complex = 文档的结构过于复杂（超过 { $limit }），不是正常的文档
