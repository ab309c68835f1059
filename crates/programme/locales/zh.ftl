# Measures and targets
programme-measure-majors = 专业
programme-measure-schools = 院校
programme-measure-trained = 师资培训人次
programme-mode-cumulative = 累计
programme-mode-per-phase = 本阶段
programme-outside = 阶段外
programme-policy-phase-1 = 第一阶段
programme-policy-phase-2 = 第二阶段
programme-policy-phase-3 = 第三阶段

# An edited plan
programme-phase-days = { $phase }的开始日期晚于结束日期
programme-phase-overlap = { $phase }的开始日期不晚于{ $before }的结束日期
programme-target-twice = { $phase }对同一指标设了两个目标
programme-target-positive = { $phase }的目标 { $value } 应大于 0
programme-target-falls = { $phase }的累计目标 { $value } 低于上一阶段的 { $before }

# Progress
programme-progress-majors-cumulative = 累计 { $actual } 个专业，目标 { $target } 个，完成 { $share }%
programme-progress-majors-per-phase = 本阶段 { $actual } 个专业，目标 { $target } 个，完成 { $share }%
programme-progress-schools-cumulative = 累计 { $actual } 所院校，目标 { $target } 所，完成 { $share }%
programme-progress-schools-per-phase = 本阶段 { $actual } 所院校，目标 { $target } 所，完成 { $share }%
programme-progress-trained-cumulative = 累计培训 { $actual } 人次，目标 { $target } 人次，完成 { $share }%
programme-progress-trained-per-phase = 本阶段培训 { $actual } 人次，目标 { $target } 人次，完成 { $share }%
programme-schedule-done = 已达到目标
programme-schedule-on-time = 不落后于均匀进度
programme-schedule-behind = 比均匀进度落后 { $months } 个月
