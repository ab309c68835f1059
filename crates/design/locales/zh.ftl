# Parts of the complete action
design-tag-inform = 获取信息
design-tag-plan = 制定计划
design-tag-decide = 作出决策
design-tag-execute = 实施计划
design-tag-check = 检查控制
design-tag-evaluate = 评价反馈

# Raters
design-rater-own = 自评
design-rater-peer = 互评
design-rater-teacher = 师评
design-rater-enterprise = 企评
design-peers-own-group = 本组同学
design-peers-other-groups = 他组同学
design-peers-none = 未指定

# Questions
design-question-short = 简答
design-question-blank = 填空
design-question-choice = 选择
design-question-choice-with-reason = 选择+说明
design-question-judgement = 判断
design-question-judgement-with-reason = 判断+说明
design-question-calculation = 计算
design-question-open = 开放

# Outcomes
design-outcome-text = 文字
design-outcome-table = 表格
design-outcome-photo = 照片
design-outcome-file = 文件
design-outcome-measured = 测量值
design-by-student = 每人提交
design-by-group = 每组提交

# Measured values
design-measured-below = 低于下限
design-measured-within = 合格
design-measured-above = 高于上限
design-measured-no-number = 请填写数值，例如 35.988
design-measured-decimals = 最多保留 { $decimals } 位小数

# Kinds of nodes
design-node-task = 学习任务
design-node-material = 任务资料
design-node-requirement = 任务要求
design-node-feature = 代表性特征
design-node-phase = 学习环节
design-node-step = 学习步骤
design-node-activity = 教学活动
design-node-question = 引导问题
design-node-outcome = 学习成果
design-node-resource = 学习资源
design-node-provision = 设备与材料
design-node-sheet = 数据表
design-node-item = 考核项目
design-node-ability = 通用能力素养

# Fields
design-field-name = 名称
design-field-text = 内容
design-field-title = 成果名称
design-field-hours = 学时
design-field-enterprise = 任务来源企业
design-field-duration = 企业工作时长
design-field-previous = 前序任务
design-field-next = 后续任务
design-field-grouping = 班额与分组
design-field-scenario = 任务情景
design-field-value = 学习任务价值
design-field-basis = 学生基础
design-field-gaps = 学生不足
design-field-remedies = 改进方法
design-field-focus = 重点
design-field-difficulty = 难点
design-field-edition = 版本或规格
design-field-evidence = 判定依据
design-field-category = 类别
design-field-quantity = 数量
design-field-audience = 可见范围
design-field-columns = 表头
design-field-rows = 行
design-field-steps = 适用步骤
design-field-tag = 环节类型
design-field-goal = 学习目标
design-field-gate = 教师确认
design-field-work-content = 具体工作内容
design-field-tools = 工具、材料、设备
design-field-organisation = 劳动组织关系
design-field-method = 工作方法
design-field-result = 工作成果
design-field-requirement = 工作要求
design-field-practical = 实践知识
design-field-theory = 理论知识
design-field-professional = 职业素养
design-field-civic = 思政素养
design-field-by-role = 按角色分工
design-field-actor = 活动主体
design-field-prompt = 题目
design-field-question-kind = 题型
design-field-answer = 答案要点
design-field-marks = 分值
design-field-form = 成果形式
design-field-required = 必交
design-field-by = 提交方式
design-field-tolerance = 尺寸与公差
design-field-decimals = 小数位数
design-field-item-marks = 配分
design-field-peers = 互评来源
design-field-phases = 对应学习环节
design-field-item-basis = 考核要点
design-field-explanation = 项目说明
design-field-item-organisation = 考核组织
design-field-item-form = 成果形式
design-field-item-method = 评价方式
design-field-standard = 评价标准
design-field-dimension = 培养维度
design-field-ability-goal = 培养目标
design-field-observation = 观察要点
design-field-record = 记录方式
design-reach-throughout = 全程
design-audience-students = 学生与教师
design-audience-teachers = 仅教师
design-actor-student = 学生活动
design-actor-teacher = 教师活动
design-yes = 是
design-no = 否

# Findings of a learning task
design-phase-hours-sum = 各学习环节学时之和 { $sum } 与基准学时 { $base } 不一致
design-step-hours-sum = 环节“{ $phase }”各步骤学时之和 { $sum } 与环节学时 { $hours } 不一致
design-action-order = 学习环节的顺序不是计划、实施、检查、评价
design-action-no-plan = 缺少“制定计划”类型的学习环节
design-action-no-execute = 缺少“实施计划”类型的学习环节
design-action-no-check = 缺少“检查控制”类型的学习环节
design-action-no-evaluate = 缺少“评价反馈”类型的学习环节
design-phase-no-goal = 环节“{ $phase }”没有学习目标
design-phase-no-step = 环节“{ $phase }”没有学习步骤
design-phase-no-outcome = 环节“{ $phase }”没有学习成果
design-phase-not-assessed = 没有考核项目对应环节“{ $phase }”
design-step-no-knowledge = 步骤 { $number }“{ $step }”没有写实践知识、理论知识、职业素养或思政素养
design-tolerance-order = “{ $outcome }”的下偏差 { $lower } 大于上偏差 { $upper }
design-table-empty = 表格“{ $outcome }”还没有表头或行
design-marks-sum = 配分之和为 { $sum }，应为 100
design-weights-sum = 考核项目“{ $item }”的权重之和为 { $sum }%，应为 100%
design-peers-open = 考核项目“{ $item }”有互评权重，但没有指定互评来源
design-item-no-phase = 考核项目“{ $item }”没有对应本任务的学习环节

# School courses
design-course-public-basic = 公共基础课程
design-course-integrated = 工学一体化课程
design-course-professional-quality = 通用职业素质课程
design-course-basic-skill = 基本技能课程
design-course-extension = 拓展课程
design-course-enterprise-practice = 企业实践课程
design-decision-kept = 保留
design-decision-changed = 调整
design-decision-split = 拆分
design-decision-replaced = 替换

# Findings of a school course
design-course-no-base = 工学一体化课程须由已发布的课程标准转化而来
design-course-needless-base = 只有工学一体化课程由课程标准转化，其他课程由学校自定
design-course-task-hours = 各学习任务学时之和 { $sum } 与课程学时 { $hours } 不一致
design-course-semester-hours = 学期分配学时之和 { $sum } 与课程学时 { $hours } 不一致
design-reference-open = 参考性学习任务“{ $task }”还没有转化
design-reference-twice = 参考性学习任务“{ $task }”转化了不止一次
design-reference-unknown = 这项转化对应的参考性学习任务不在所依据的标准版本中
design-decision-kept-differs = “{ $task }”标为保留，但名称或学时与标准不同
design-decision-changed-count = “{ $task }”标为调整，应对应一个校本学习任务
design-decision-split-count = “{ $task }”标为拆分，应对应至少两个校本学习任务
design-decision-replaced-count = “{ $task }”标为替换，应写明替换后的校本学习任务
design-reason-open = “{ $task }”不是原样保留，请写转化说明
design-reason-hours = “{ $task }”学时由 { $base } 变为 { $hours }，变动超过 20%，请写转化说明
design-course-note = 课程学时由 { $base } 变为 { $hours }，变动超过 20%，请写转化说明
design-task-no-hours = 校本学习任务“{ $task }”没有学时
design-level-hours = 本层级课程学时之和 { $sum } 超过教学计划的 { $plan }

# Moving a running class to a newer version
design-fate-kept = 题目或名称有改动，已提交的内容不变
design-fate-rejudged = 公差有改动，已填的数值按新公差重新判定
design-fate-reshaped = 成果形式有改动，已提交的内容按原形式保留，可以查看
design-fate-retired = 该处已删除，已提交的内容随旧版本保留，可以查看
design-move-needs-reason = 已有评分，{ $count } 处分值或权重发生变化，请写明原因

# The twelve documents
design-document-1 = 工学一体化课程标准校本转化建议
design-document-2 = 工学一体化校本课程标准
design-document-3 = 工学一体化课程学习任务设计
design-document-4 = 工学一体化课程考核方案
design-document-5 = 工学一体化课程终结性考核试题
design-document-6 = 学习任务分析表
design-document-7 = 学习任务教学活动策划表
design-document-8 = 学习任务考核方案
design-document-9 = 学习任务工作页
design-document-10 = 学习任务信息页
design-document-11 = 工学一体化课程教学进度计划表
design-document-12 = 工学一体化课程教案

# Labels of the documents
design-doc-major = 专业
design-doc-course = 课程
design-doc-task = 学习任务
design-doc-hours = 基准学时
design-doc-hours-short = 学时
design-doc-hours-of = { $hours } 学时
design-doc-pair = { $label }：{ $text }
design-doc-and = { $left }、{ $right }
design-doc-step = { $number } { $name }（{ $hours } 学时）
design-doc-question = 引导问题 { $index }（{ $kind }）{ $prompt }
design-doc-outcome = 学习成果：{ $title }（{ $by }）
design-doc-number = 序号
design-doc-scenario = 任务情景
design-doc-materials = 任务资料
design-doc-requirements = 任务要求
design-doc-explanation = 说明
design-doc-nothing = （未填写）
design-doc-item = 考核项目
design-doc-marks = 配分（%）
design-doc-weights = 考核方式及权重
design-doc-score = 得分
design-doc-total = 合计
design-doc-points = 考核要点/能力素养观察维度
design-doc-observed-steps = 观察步骤
design-doc-work-step = 工作步骤
design-doc-work-analysis = 工作内容分析
design-doc-learning-analysis = 学习内容分析
design-doc-learning-content = 学习内容
design-doc-class = 班级
design-doc-name = 姓名
design-doc-group = 小组
design-doc-date = 日期
design-doc-gate = 本环节开始前须由教师确认
design-doc-teacher-signs = 教师签字
design-doc-by-role = 本步骤按小组角色分工完成。
design-doc-photo-here = 在此粘贴照片或绘图
design-doc-file-here = 文件名称
design-doc-reading = 实测值
design-doc-verdict = 判定

# Headings of the documents
design-doc-6-facts = 一、基本信息
design-doc-6-features = 二、学习任务代表性特征分析
design-doc-6-task = 三、学习任务设计
design-doc-6-content = 四、工作学习内容分析
design-doc-7-facts = 一、基本信息
design-doc-7-value = 二、学习任务价值分析
design-doc-7-students = 三、学情分析
design-doc-7-focus = 四、重点和难点
design-doc-7-activities = 五、教学活动策划表
design-doc-8-facts = 一、基本信息
design-doc-8-items = 二、考核项目说明
design-doc-8-abilities = 三、能力素养观察
design-doc-8-standards = 四、评价标准
design-doc-8-composition = 五、考核成绩构成
design-doc-9-task = 一、学习任务描述
design-doc-9-phases = 二、学习环节
design-doc-9-path = 三、学习路径
design-doc-9-details = 四、学习环节详情
design-doc-9-grade = 五、学习任务考核成绩
