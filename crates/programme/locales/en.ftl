# Measures and targets
programme-measure-majors = Majors
programme-measure-schools = Schools
programme-measure-trained = Teacher training, person-times
programme-mode-cumulative = Cumulative
programme-mode-per-phase = Per phase
programme-outside = Outside every phase
programme-policy-phase-1 = Phase 1
programme-policy-phase-2 = Phase 2
programme-policy-phase-3 = Phase 3

# An edited plan
programme-phase-days = { $phase } begins after it ends
programme-phase-overlap = { $phase } begins before { $before } has ended
programme-target-twice = { $phase } has two targets for one measure
programme-target-positive = The target { $value } of { $phase } must be above 0
programme-target-falls = The cumulative target { $value } of { $phase } is below { $before } before it

# Progress
programme-progress-majors-cumulative = { $actual } majors in all of { $target }, { $share } %
programme-progress-majors-per-phase = { $actual } majors in this phase of { $target }, { $share } %
programme-progress-schools-cumulative = { $actual } schools in all of { $target }, { $share } %
programme-progress-schools-per-phase = { $actual } schools in this phase of { $target }, { $share } %
programme-progress-trained-cumulative = { $actual } person-times in all of { $target }, { $share } %
programme-progress-trained-per-phase = { $actual } person-times in this phase of { $target }, { $share } %
programme-schedule-done = The target is reached
programme-schedule-on-time = Not behind an even pace
programme-schedule-behind = { $months } months behind an even pace
