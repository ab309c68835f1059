# dynamic: assessment-sheet-*
# dynamic: assessment-invitation-*
# dynamic: assessment-correction-*
# dynamic: assessment-event-*
# Ratings and missing ratings
assessment-score-range = 评分为 0 至 100，最多两位小数
assessment-missing-renormalise = 缺少的评分不计，其余各方权重按比例放大到 100%
assessment-missing-carry-teacher = 缺少的评分以教师评分代替

# Course grades
assessment-course-classroom = 课堂表现
assessment-course-homework = 课后作业
assessment-course-task = 任务考核
assessment-course-final = 终结性考核
assessment-course-weights = 课程考核各项权重之和为 { $sum }%，应为 100%
assessment-sitting-sat = 正常
assessment-sitting-made-up = 补考
assessment-sitting-deferred = 缓考
assessment-sitting-absent = 缺考
assessment-sitting-cheated = 作弊
assessment-sitting-refused = 现在的考试状态不能这样改

# General abilities
assessment-observed-range = 观察等级为 0 至 3
assessment-observed-0 = 未表现
assessment-observed-1 = 需提示
assessment-observed-2 = 独立
assessment-observed-3 = 能带动同伴

# Grade sheets
assessment-sheet-draft = 录入中
assessment-sheet-submitted = 已提交
assessment-sheet-checked = 已审核
assessment-sheet-locked = 已锁定
assessment-sheet-correcting = 更正待审批
assessment-sheet-open = 还有 { $count } 个成绩缺少评分，补齐后才能提交
assessment-sheet-refused-draft = 成绩单还在录入，先提交
assessment-sheet-refused-submitted = 成绩单已提交，等待审核；需要修改请先退回
assessment-sheet-refused-checked = 成绩单已审核，可以锁定或退回
assessment-sheet-refused-locked = 成绩单已锁定，修改须走更正申请
assessment-correction-pending = 已有一项更正等待审批
assessment-correction-same = 新成绩与原成绩相同
assessment-correction-reason = 请写明更正原因
assessment-correction-second-person = 更正须由申请人以外的人审批

# 成绩单
assessment-nav-grades = 成绩
assessment-list-lead = 先处理没有完成的成绩单。每张成绩单由教师提交，他人审核，教务锁定。
assessment-list-empty-title = 还没有成绩单
assessment-list-empty-text = 开课后，学习任务的成绩单会列在这里；第一次评分时成绩单开始。
assessment-sheet = 成绩单
assessment-sheet-begin = 未开始
assessment-sheet-of = 成绩单
assessment-class = 班级
assessment-teacher = 教师
assessment-state = 状态
assessment-states-all = 全部
assessment-last-day = 结束日期
assessment-name = 姓名
assessment-number = 学号
assessment-group = 小组
assessment-total = 总分
assessment-remark = 备注
assessment-weight = 权重
assessment-points = 得分
assessment-items = 考核项目
assessment-phases = 学习环节得分
assessment-views = 查看
assessment-view-groups = 按组评分
assessment-view-points = 得分
assessment-view-abilities = 能力观察
assessment-sheet-hint = 单元格可直接输入；方向键移动，回车编辑，可从 Excel 粘贴整块。
assessment-sheet-empty-title = 没有可以评分的内容
assessment-sheet-empty-text = 这一栏没有考核项目，或者班级还没有分组。
assessment-column-weight = { $marks } 分 · { $weight }%
assessment-column-marks = { $marks } 分
assessment-levels = 0–3 级
assessment-members = { $count } 人
assessment-differs = 不一致
assessment-mark-exempt = 不计成绩
assessment-mark-stand-in = 含替代
assessment-peers-few = { $count } 人评
assessment-distribution = 成绩分布
assessment-graded = 已有总分
assessment-mean = 平均
assessment-highest = 最高
assessment-lowest = 最低
assessment-pass-rate = 及格率
assessment-band-90 = 90 分及以上
assessment-band-80 = 80–89 分
assessment-band-70 = 70–79 分
assessment-band-60 = 60–69 分
assessment-band-0 = 60 分以下
assessment-cell-gone = 这一格已不在成绩单里，请刷新页面
assessment-cell-no-weight = 这个考核项目没有师评权重
assessment-cell-stale = 别人刚刚改过这一格，已显示新的值
assessment-open-count = 还有 { $count } 个成绩缺少评分。
assessment-rule-stands = 缺少评分时的规则：{ $rule }。
assessment-rule-used = { $count } 名学生的成绩用到了缺少评分的规则：{ $rule }。
assessment-export-name = { $class } { $title } 成绩单

# 评价轮次与公布
assessment-act-open-round = 开放自评与互评
assessment-act-end-round = 结束自评与互评
assessment-act-show = 向学生公布
assessment-act-export = 导出 Excel
assessment-round-opened = 学生现在可以自评和互评
assessment-round-ended = 自评与互评已结束
assessment-round-is-open = 自评与互评正在进行。
assessment-round-closed = 自评与互评没有开放
assessment-round-over = 成绩已公布，不能再开放互评：前后两次平均分会泄露单个评分
assessment-show-open = 还有 { $count } 个成绩缺少评分，补齐后才能公布
assessment-missing-item = { $item }（{ $raters }）
assessment-missing-more = 还有 { $count } 名学生缺少评分。
assessment-shown-already = 成绩已经公布过了
assessment-shown = 已向 { $count } 名学生公布成绩
assessment-shown-since = 成绩已于 { $at } 向学生公布，互评不再开放。
assessment-confirm-show = 将向 { $count } 名学生公布成绩，互评随即永久结束。

# 提交、审核、锁定
assessment-act-submit = 提交成绩单
assessment-act-check = 审核通过
assessment-act-lock = 锁定成绩
assessment-act-return = 退回
assessment-confirm-submit = 将提交 { $count } 名学生的成绩，提交后不能再改。
assessment-confirm-check = 将审核通过 { $count } 名学生的成绩。
assessment-confirm-lock = 将锁定 { $count } 名学生的成绩，此后的更正须两人办理。
assessment-submitted = 已提交 { $count } 名学生的成绩，等待审核
assessment-checked = 已审核 { $count } 名学生的成绩
assessment-locked = 已锁定 { $count } 名学生的成绩
assessment-returned = 成绩单已退回教师
assessment-return-label = 退回的原因
assessment-return-reason = 请写明退回的原因
assessment-denied = 这件事由教师、专业带头人或教务办理
assessment-denied-sheet = 这张成绩单由任课教师、班主任和教务查看
assessment-denied-teacher = 这张成绩单由任课教师或专业带头人填写
assessment-denied-own-submission = 不能审核或锁定自己提交的成绩单，请由他人办理
assessment-denied-parts = 各方评分只有任课教师和审核人员可以查看
assessment-denied-not-shown = 成绩还没有公布，公布或锁定后可以查看

# 版本变更
assessment-version-differs = 班级已移到学习任务的新版本，成绩仍按原版本的配分和权重计算。请核对后决定改用新版本。
assessment-act-version = 按新版本重算
assessment-confirm-version = 将按新版本重算 { $count } 名学生的成绩，已有评分保留。
assessment-version-adopted = 成绩已按新版本重算
assessment-version-first = 班级已移到“{ $task }”的新版本，先核对并改用新版本再提交
assessment-version-same = 成绩已经按这个版本计算

# 一名学生的成绩
assessment-combined = 只有 { $count } 名同学评分，不足 3 人，只显示合成得分。
assessment-together = 只有 { $count } 名同学评分，这一项只与其他项目合并显示。
assessment-together-sum = 标有“合并显示”的项目合计 { $points } 分。
assessment-total-withheld = 互评人数不足 3 人，且没有教师评分，总分不单独显示，请向任课教师了解。
assessment-item-open = 还缺少评分。
assessment-part-missing = 未评
assessment-peers-mean = 平均 { $mean }（{ $count } 人）
# as-is: signs alone
assessment-formula = { $marks } × ({ $terms }) = { $points }
# as-is: signs alone
assessment-comma = 、
assessment-exact = 精确值 { $exact }
assessment-phase-earned = 得 { $earned } 分，满分 { $possible } 分。
assessment-phase-items = 取自：
assessment-phase-none = 没有考核项目取自这个环节。
assessment-not-observed = 未观察
assessment-abilities = 通用能力
assessment-abilities-all = 全部任务的通用能力
assessment-abilities-lead = 各学习任务中观察到的通用能力，逐年积累。
assessment-abilities-count = 共观察 { $count } 次。
assessment-abilities-empty-title = 还没有能力观察
assessment-abilities-empty-text = 教师记录并公布后，会按培养维度显示在这里。
assessment-exempt = 不计成绩
assessment-exempt-label = 不计成绩的原因
assessment-exempt-hint = 用于休学、转班等。学生仍列在成绩单里，不影响提交和统计。
assessment-exempt-reason = 请写明不计成绩的原因
assessment-exempt-do = 不计成绩
assessment-exempt-own = 这张成绩单不计入你的成绩：
assessment-exempted = 这名学生已不计成绩
assessment-count-again = 恢复计成绩
assessment-counted-again = 这名学生已恢复计成绩
assessment-confirm-exempt = { $name } 将不计入这张成绩单。

# 更正
assessment-correct = 申请更正
assessment-correct-text = 成绩已锁定。更正由另一人审批，原值保留在记录里。
assessment-correct-target = 更正的评分
assessment-correct-new = 新的值
assessment-correct-ask = 提交更正申请
assessment-correction-requested = 更正申请已提交，等待另一人审批
assessment-correction-done = 更正已生效，原值保留在记录里
assessment-correction-declined = 更正申请没有通过，成绩不变
assessment-correction-settled = 这项更正已经办结
assessment-correction-approved = 已更正
assessment-correction-refused = 未通过
assessment-correction-waits = 待审批
assessment-correcting-notice = 有一项更正等待审批，见成绩单记录。
assessment-corrections = 更正
assessment-confirm-approve = 将更正 { $name } 的 1 个成绩，原值保留。
assessment-approve = 批准更正
assessment-refuse = 不批准
assessment-refusal-reason = 请写明不批准的原因
assessment-old-value = 原值
assessment-new-value = 新值
assessment-asked-by = 申请
assessment-settled-by = 审批
assessment-by-at = { $name }，{ $at }
assessment-totals-changed = { $old } 改为 { $new }
assessment-history = 记录
assessment-events = 办理过程
assessment-events-empty-title = 还没有办理记录
assessment-events-empty-text = 开放互评、提交、审核、锁定和更正都会记在这里。
assessment-what = 事项
assessment-when = 时间
assessment-who = 办理人
assessment-event-round-opened = 开放自评与互评
assessment-event-round-ended = 结束自评与互评
assessment-event-shown = 向 { $count } 名学生公布成绩
assessment-event-submitted = 提交 { $count } 名学生的成绩
assessment-event-returned = 退回
assessment-event-checked = 审核通过 { $count } 名学生的成绩
assessment-event-locked = 锁定 { $count } 名学生的成绩
assessment-event-version-adopted = 按新版本重算 { $count } 名学生的成绩
assessment-event-exempted = { $student } 不计成绩
assessment-event-counted-again = { $student } 恢复计成绩
assessment-event-correction-requested = 申请更正 { $student } 的成绩
assessment-event-correction-approved = 批准更正 { $student } 的成绩
assessment-event-correction-refused = 没有批准更正 { $student } 的成绩
assessment-event-invited = 邀请企业导师，{ $count } 天有效
assessment-event-invitation-ended = 停用一个企业导师链接

# 缺少评分的规则
assessment-rule-title = 缺少评分的规则
assessment-rule-lead = 自评、互评或企评缺少时怎样计分。规则随成绩单开始而固定，改动只影响以后开始的成绩单。
assessment-rule-choice = 规则
assessment-rule-present = 现行
assessment-rule-choose = 采用这条规则
assessment-rule-chosen = 规则已更新，今后开始的成绩单按此计算
assessment-rule-same = 这已经是现行规则
assessment-rule-reason = 请写明改动的原因
assessment-rule-reason-hint = 例如教务会议的决定和日期。
assessment-rule-others = 有 { $count } 张正在录入的成绩单仍按开始时的规则计算。
assessment-rule-never = 还没有改动过。

# 企业导师邀请
assessment-invitations = 企业导师邀请
assessment-invitations-lead = 企业导师扫码即可在手机上评分，不需要账号。链接只用于本次任务，到期失效，也可随时停用。
assessment-invitations-empty-title = 还没有邀请企业导师
assessment-invitations-empty-text = 填写企业和导师姓名，生成链接和二维码发给导师。
assessment-invite = 邀请企业导师
assessment-invited = 邀请已生成，请把二维码或链接发给企业导师
assessment-enterprise = 企业
assessment-mentor = 企业导师
assessment-days = 有效天数
assessment-days-hint = 1 至 { $most } 天
assessment-too-long = 最多 { $most } 个字
assessment-invitation-days = 有效期为 1 至 { $most } 天
assessment-invitation-no-weight = 没有考核项目给企评权重，不需要邀请企业导师
assessment-invitation-qr = 邀请链接的二维码
assessment-invitation-link = 链接
assessment-invitation-end = 停用链接
assessment-invitation-ended = 已停用
assessment-invitation-expired = 已到期
assessment-invitation-rated = 已评分
assessment-invitation-open = 待评分
assessment-invitation-rated-at = 最近评分 { $at }
assessment-invitation-revoked = 链接已停用，已有评分保留
assessment-confirm-revoke = 将停用 { $name } 的链接，已有评分保留。
assessment-link-wrong = 链接不完整或不正确，请重新扫码。
assessment-link-ended = 这个邀请已到期或已停用。
assessment-link-wait = 链接多次不正确，请在 { $seconds } 秒后再试。
assessment-link-closed-title = 链接打不开
assessment-link-closed-help = 请联系邀请您的老师，重新发送链接。
assessment-mentor-title = 企业导师评分
assessment-mentor-greeting = { $name }，您好
assessment-mentor-text = 请按评价标准给各组打 0 至 100 分；同组同学表现不同时，可以展开逐人评分。
assessment-mentor-save = 提交评分
assessment-mentor-passed-over = 打开本页后，另一位企业导师改动了其中 { $count } 个评分，未予覆盖；下方为现在的评分，请再核对。
assessment-mentor-saved = 已保存 { $count } 个评分，谢谢您。在有效期内可以再次修改。
assessment-mentor-over = 评分已结束，成绩单正在审核或已锁定。谢谢您。
assessment-mentor-until = 有效期至 { $until }

# 学生的自评与互评
assessment-rate = 自评与互评
assessment-rate-own = 给自己评分
assessment-rate-peers = 给同学评分
assessment-rate-peers-hint = 对方只看到平均分和人数，看不到是谁评的。
assessment-rate-apart = 逐人评分（{ $count } 人）
assessment-rate-next = 保存，下一项
assessment-rate-finish = 保存，完成
assessment-rated-nothing = 刚才的项目没有新填或改动评分，可以返回补填
assessment-rated = 评分已保存，谢谢
assessment-marks-of = { $marks } 分
assessment-step-of = 第 { $at } 项，共 { $count } 项
assessment-standard = 评价标准
assessment-results-lead = 已公布的成绩和正在进行的评价。点开每个数字可以看到它的组成。
assessment-results-empty-title = 还没有成绩
assessment-results-empty-text = 老师公布或教务锁定成绩后，会列在这里。
assessment-result-lead = 学习任务成绩
assessment-result-shown = 已公布
assessment-result-not-yet = 未公布
assessment-result-wait = 成绩公布或锁定后可以查看。
assessment-provisional = 成绩还没有锁定，可能会有变动。
assessment-round-now = 待评价
assessment-round-why = 自评与互评正在进行
assessment-round-go = 去评价

# 课程成绩
assessment-course = 课程成绩
assessment-course-sheet = 课程成绩单
assessment-course-of = { $class } · 课程成绩单
assessment-course-new = 新建课程成绩单
assessment-course-new-lead = 课程成绩由课堂表现、课后作业、任务考核和终结性考核按权重合成。
assessment-course-next = 下一步
assessment-course-other-class = 换一个班级
assessment-course-name = 课程名称
assessment-course-last = 日期写作 2026-11-23
assessment-course-weights-head = 考核项权重（%）
assessment-course-weights-hint = 不用的项目留空，各项之和为 100。
assessment-course-weight-range = 权重为 0 至 100
assessment-course-task-of = 任务考核：{ $task }
assessment-course-opened = 课程成绩单已建立
assessment-course-weight = { $kind } · { $weight }%
assessment-course-hint = 填写分数，或缓考、缺考、作弊；补考写作“补考 62”。
assessment-course-open = 未完成
assessment-course-passed = 及格
assessment-course-failed = 不及格
assessment-course-unlocked = “{ $task }”的成绩单还没有锁定，锁定后才能提交课程成绩
assessment-sitting-expected = 填写 0 至 100 的分数，或缓考、缺考、作弊、补考加分数

# 待办
assessment-todo-peers = 给 { $peers } 位同学互评 · { $task } · { $item }等 { $count } 项
assessment-todo-own = 完成自评 · { $task } · { $item }等 { $count } 项
assessment-todo-rate = 补齐 { $count } 个评分 · { $title }
assessment-todo-course = 录入课程成绩 · { $title } · 还差 { $count } 项
assessment-todo-submit = 提交成绩单 · { $title } · 评分已齐
assessment-todo-check = 审核成绩单 · { $title }
assessment-todo-lock = 锁定成绩 · { $title } · 已审核
assessment-todo-correction = 审批成绩更正 · { $title }

# dynamic: assessment-did-*
assessment-did-adopt-version = 改用学习任务的新版本
assessment-did-begin-sheet = 建立成绩单
assessment-did-check-sheet = 审核成绩单
assessment-did-choose-rule = 选择缺少评分时的规则
assessment-did-exempt = 设置不计成绩
assessment-did-invite = 邀请企业导师
assessment-did-lead-round = 开放或结束自评互评
assessment-did-lock-sheet = 锁定成绩单
assessment-did-observe = 记录通用能力
assessment-did-open-course = 建立课程成绩单
assessment-did-rate = 教师评分
assessment-did-rate-by-invitation = 企业导师评分
assessment-did-rate-in-round = 自评互评
assessment-did-request-correction = 申请更正成绩
assessment-did-return-sheet = 退回成绩单
assessment-did-revoke-invitation = 停用企业导师的邀请
assessment-did-settle-correction = 审批成绩更正
assessment-did-show-grades = 向学生公布成绩
assessment-did-sit = 录入终结性考核成绩
assessment-did-submit-sheet = 提交成绩单
# 个人信息
assessment-copy-grades = 已公布的成绩
assessment-copy-sheet = 成绩单
assessment-copy-total = 成绩
assessment-copy-exempt = 不计成绩的原因
assessment-binds-open = 成绩单还没有锁定：{ $sheet }
assessment-goes-exemptions = 不计成绩的原因
assessment-stays-grades = 成绩：职业资格与等级认定须留存
assessment-stays-ratings = 谁评了什么、为何更正：成绩的依据须留存
