# Roles of a group
classroom-role-leader = 组长
classroom-role-operator = 操作
classroom-role-inspector = 质检
classroom-role-safety = 安全
classroom-role-recorder = 记录

# States of work
classroom-state-idle = 未开始
classroom-state-working = 进行中
classroom-state-handed = 已提交
classroom-state-returned = 已退回
classroom-state-accepted = 已通过
classroom-state-late = 逾期
classroom-state-help = 需要帮助

# A run and its groups
classroom-run-ends-before-start = 结束日期早于开始日期
classroom-run-outside-term = 日期超出本学期（{ $first } 至 { $last }），请说明理由
classroom-run-no-place = 请填写上课地点
classroom-group-empty = 小组没有成员
classroom-group-stranger = { $group }中有不属于本班的学生
classroom-group-twice = { $group }中有学生已在小组里
classroom-group-left-out = 还有 { $count } 名学生没有分组
classroom-group-size = 每组应为 { $least }～{ $most } 人；其他人数请说明理由
classroom-role-unheld-leader = { $group }无人担任组长
classroom-role-unheld-operator = { $group }无人负责操作
classroom-role-unheld-inspector = { $group }无人负责质检
classroom-role-unheld-safety = { $group }无人负责安全
classroom-role-unheld-recorder = { $group }无人负责记录
classroom-role-none = { $group }有 { $count } 名成员没有角色
classroom-duty-same-for-all = 该步骤在设计中不按角色区分
classroom-duty-nobody = 请为该步骤至少选择一个角色

# Phases and gates
classroom-phase-already-open = 该环节已经开放
classroom-phase-not-open = 该环节尚未开放
classroom-phase-closed = 该环节已经关闭
classroom-gate-none = 该环节不需要教师确认
classroom-gate-already-released = 该小组已经得到教师确认
classroom-gate-waiting = 等待教师确认：{ $gate }

# Work
classroom-work-handed-in = 已经提交，修改前请先撤回
classroom-work-handed-in-before = 已经提交过了
classroom-work-not-handed-in = 尚未提交
classroom-work-accepted = 已经通过，不能再修改
classroom-work-accepted-before = 已经通过了
classroom-work-nothing = 还没有填写任何内容
classroom-work-no-word = 请写明退回的原因
classroom-work-missing = 必交成果“{ $title }”尚未完成
classroom-save-older = 这里已有更新的内容：{ $value }
classroom-save-row-head = 表格的行名不能修改
classroom-save-long = 内容不能超过 { $most } 个字
classroom-save-many-files = 最多 { $most } 个文件
classroom-save-misfit = 内容的形式与此处不符

# Moving to another version
classroom-move-other-task = 两个版本不属于同一个学习任务
classroom-move-needs-reason = 已有评分，{ $count } 处分值或权重将改变，请说明理由

# Refusals
classroom-denied = 您的岗位不能查看或操作课堂
classroom-denied-teacher = 只有任课教师和专业带头人可以操作

# Opening
classroom-open-class-ended = 该班级已经结束
classroom-open-under-way = { $class }正在学习这个任务，请先结束原来的课堂
classroom-open-no-version = 这个任务还没有冻结的版本，请任务设计者先冻结版本
classroom-run-ended = 课堂已经结束，不能再操作
classroom-phase-due-early = 提交日期不能早于开课日期 { $first }
# A student's own work
classroom-nav-work = 我的任务
classroom-and = { $left }、{ $right }
classroom-todo-returned = 修改退回的 { $step } · { $title }：{ $word }
classroom-todo-step = 做 { $step } · { $title }
classroom-work-run-ended = 这个学习任务已经结束，只能查看
classroom-work-kind = 学习任务
classroom-work-index-lead = 先做现在的一步，再看其他。
classroom-work-empty-title = 还没有学习任务
classroom-work-empty-text = 教师为班级开设学习任务并分组后，会出现在这里。
classroom-work-lead = { $teacher } · { $group } · { $first } 至 { $last }
classroom-work-of = { $done }/{ $all } 步
classroom-work-phases = 学习环节
classroom-work-now = 现在做
classroom-work-all-done = 全部步骤都已提交
classroom-work-nothing-open = 现在没有要做的步骤，等教师开放下一环节
classroom-work-back = 退回修改
classroom-work-ended = 已结束
classroom-work-over = 已结束
classroom-work-offline = 离线，内容会在联网后保存
classroom-work-place = 地点
classroom-work-my-role = 我的角色
classroom-work-role = 我的角色：{ $roles }
classroom-work-role-does = 由{ $roles }完成
classroom-work-due = { $day } 前提交
classroom-work-of-group = 小组共同完成，每个成员都可以填写和提交
classroom-work-group = 小组
classroom-work-me = 我
classroom-work-waits = 等待
classroom-work-steps-done = 已提交的步骤
classroom-work-steps = 学习步骤
classroom-work-task = 任务说明
classroom-work-scenario = 任务情景
classroom-work-about = 这一步怎么做
classroom-work-required = 必交
classroom-work-blank = 没有填写
classroom-work-by = { $name } { $at } 填写
classroom-work-tolerance = 图样要求
classroom-work-camera = 拍照
classroom-work-album = 从相册选
classroom-work-choose-file = 选择文件
classroom-work-file-kinds = PDF、Word、Excel 或图片，不超过 32 MB
classroom-work-remove = 删除
classroom-work-remove-file = 删除“{ $name }”
classroom-work-nothing-asked = 这一步不用填写，做完直接提交。
classroom-work-not-yet = 还不能提交
classroom-work-news = 这一步有新的变化。
classroom-work-look = 看最新内容
classroom-work-sees = 这一步由{ $roles }完成（{ $names }），您可以查看。
classroom-work-returned = 教师退回：{ $word }
classroom-work-waits-teacher = 已经提交，等待教师查看。要修改请先撤回。
classroom-work-done = 教师已通过这一步。
classroom-work-other-role = 这一步由小组里其他角色完成，您只能查看
classroom-work-previous = 上一步
classroom-work-next = 下一步
classroom-work-ask = 需要帮助
classroom-work-settle = 不用帮助了
classroom-work-hand-in = 提交
classroom-work-take-back = 撤回修改
classroom-work-said-handed-in = 已提交
classroom-work-said-taken-back = 已撤回，可以继续修改
classroom-work-said-help = 已告诉教师，请稍等
classroom-work-said-no-help = 已取消求助
classroom-work-said-removed = 已删除
classroom-save-older-by = { $name } { $at } 已改为“{ $value }”
classroom-door-not-opened = 未开放
classroom-door-open = 进行中
classroom-door-closed = 已关闭
classroom-work-paper = 学习任务工作页
classroom-work-name = 姓名
classroom-work-sign-teacher = 教师签字
classroom-work-sign-day = 日期
