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
