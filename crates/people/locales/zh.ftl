# 姓名
people-name-empty = 请填写姓名
people-name-long = 姓名不能超过 { $most } 个字
people-name-character = 姓名中不能有“{ $character }”
people-name-reading = “{ $value }”不是拼音：请用空格分开各音节，例如 shan xiao hong

# 岗位
people-role-national-officer = 部级管理员
people-role-provincial-officer = 省级管理员
people-role-city-officer = 市级管理员
people-role-school-leader = 校领导
people-role-party-organisation = 党组织
people-role-academic-affairs = 教务
people-role-major-leader = 专业带头人
people-role-teacher = 工学一体化教师
people-role-class-teacher = 班主任
people-role-student = 学生
people-role-enterprise-mentor = 企业导师
people-role-system-admin = 系统管理员
people-role-security-admin = 安全管理员
people-role-audit-admin = 审计管理员
people-post-exclusive = 系统管理员、安全管理员和审计管理员须由三人分别担任，此人已担任其中之一

# 密码与一次性登录码
people-password-short = 密码至少 { $least } 个字符
people-password-long = 密码不能超过 { $most } 个字符
people-password-kinds = 密码须包含小写字母、大写字母、数字和其他符号中的至少三类
people-password-common = 这个密码太常见，请换一个
people-password-own = 密码中不能有本人的账号、电话或姓名
people-code-shape = 登录码是 8 位字母和数字，请对照纸条重新输入
people-code-first-sign-in = 首次登录
people-code-reset = 重设密码
people-code-invitation = 企业导师邀请
people-code-first-start = 首次启动
