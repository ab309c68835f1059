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

standards-field-title = 标准名称
standards-field-issuer = 制定单位层级
standards-field-issued-by = 制定单位
standards-field-status = 试用或正式
standards-field-issued = 颁布时间
standards-field-issued-year = 颁布年份
standards-field-issued-month = 颁布月份
standards-field-cover = 封面其他文字
standards-field-foreword = 说明
standards-field-major = 专业信息
standards-field-major-name = 专业名称
standards-field-major-codes = 专业编码
standards-field-codes-level = 培养层级
standards-field-codes-code = 专业编码
standards-field-major-years = 学习年限
standards-field-years-level = 培养层级
standards-field-years-entry = 起点
standards-field-years-years = 学习年限
standards-field-major-jobs = 就业方向
standards-field-jobs-level = 培养层级
standards-field-jobs-text = 就业方向
standards-field-major-qualifications = 职业资格/职业技能等级
standards-field-qualifications-occupation = 职业
standards-field-qualifications-grade = 职业技能等级
standards-field-qualifications-level = 培养层级
standards-field-aims = 培养目标
standards-field-aims-overall = 总体目标
standards-field-aims-levels = 培养层级目标
standards-field-levels-level = 培养层级
standards-field-levels-text = 培养层级目标
standards-field-requirements = 培养要求
standards-field-requirements-level = 培养层级
standards-field-requirements-name = 典型工作任务
standards-field-requirements-requirements = 职业能力要求
standards-field-requirements-text = 职业能力要求
standards-field-requirements-ability = 能力类别
standards-field-mode = 培养模式
standards-field-mode-system = 培养体制
standards-field-mode-operation = 运行机制
standards-field-plan = 课程安排
standards-field-plan-intro = 课程安排说明
standards-field-plan-tables = 课程表
standards-field-tables-title = 课程表名称
standards-field-tables-level = 培养层级
standards-field-tables-entry = 起点
standards-field-tables-years = 学习年限
standards-field-tables-semesters = 学期数
standards-field-tables-rows = 课程
standards-field-tables-total = 总学时
standards-field-tables-notes = 注
standards-field-rows-name = 名称
standards-field-rows-hours = 基准学时
standards-field-rows-semesters = 学时分配
standards-field-total-hours = 总学时
standards-field-total-semesters = 各学期总学时
standards-field-courses = 课程标准
standards-field-courses-code = 课程编码
standards-field-courses-name = 工学一体化课程名称
standards-field-courses-hours = 基准学时
standards-field-courses-description = 典型工作任务描述
standards-field-courses-work = 工作内容分析
standards-field-work-objects = 工作对象
standards-field-work-tools = 工具
standards-field-work-materials = 材料
standards-field-work-equipment = 设备
standards-field-work-documents = 资料
standards-field-work-methods = 工作方法
standards-field-work-organisation = 劳动组织方式
standards-field-work-requirements = 工作要求
standards-field-courses-goals = 课程目标
standards-field-goals-lead = 课程目标说明
standards-field-goals-items = 课程目标
standards-field-items-text = 课程目标
standards-field-courses-content = 学习内容
standards-field-content-lead = 学习内容说明
standards-field-content-groups = 学习内容
standards-field-groups-title = 学习内容分组
standards-field-groups-parts = 学习内容
standards-field-parts-kind = 内容类别
standards-field-parts-text = 学习内容
standards-field-courses-tasks = 参考性学习任务
standards-field-tasks-name = 学习任务名称
standards-field-tasks-description = 学习任务描述
standards-field-tasks-hours = 参考学时
standards-field-courses-teaching = 教学实施建议
standards-field-teaching-teachers = 师资要求
standards-field-teaching-methods = 教学组织方式方法建议
standards-field-teaching-resources = 教学资源配备建议
standards-field-teaching-sites = 教学场地
standards-field-teaching-equipment = 工具、材料、设备（按组配置）
standards-field-teaching-materials = 教学资料
standards-field-teaching-management = 教学管理制度
standards-field-courses-assessment = 教学考核要求
standards-field-assessment-lead = 考核说明
standards-field-assessment-process-weight = 过程性考核比例
standards-field-assessment-process-text = 过程性考核说明
standards-field-assessment-process = 过程性考核
standards-field-process-name = 考核项目
standards-field-process-weight = 考核比例
standards-field-process-text = 考核内容
standards-field-assessment-final-weight = 终结性考核比例
standards-field-assessment-final-task = 终结性考核
standards-field-final-task-text = 终结性考核说明
standards-field-final-task-situation = 情境描述
standards-field-final-task-requirements = 任务要求
standards-field-final-task-materials = 参考资料
standards-field-advice = 实施建议
standards-field-advice-teachers = 师资队伍
standards-field-advice-sites = 场地设备
standards-field-sites-text = 场地设备说明
standards-field-sites-rows = 学习工作站
standards-field-sites-total-area = 面积合计
standards-field-rows-area = 面积（m²）
standards-field-rows-zones = 功能分区
standards-field-rows-courses = 对应课程
standards-field-rows-equipment = 主要设备及数量
standards-field-advice-resources = 教学资源
standards-field-advice-management = 教学管理制度
standards-field-evaluation = 考核与评价
standards-field-evaluation-ability = 综合职业能力评价
standards-field-evaluation-skill = 职业技能评价
standards-field-evaluation-graduates = 毕业生就业质量分析
