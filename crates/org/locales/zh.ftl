# 地区（GB/T 2260）
org-region-0 = 全国
org-region-110000 = 北京
org-region-120000 = 天津
org-region-130000 = 河北
org-region-140000 = 山西
org-region-150000 = 内蒙古
org-region-210000 = 辽宁
org-region-220000 = 吉林
org-region-230000 = 黑龙江
org-region-310000 = 上海
org-region-320000 = 江苏
org-region-330000 = 浙江
org-region-340000 = 安徽
org-region-350000 = 福建
org-region-360000 = 江西
org-region-370000 = 山东
org-region-410000 = 河南
org-region-420000 = 湖北
org-region-430000 = 湖南
org-region-440000 = 广东
org-region-450000 = 广西
org-region-460000 = 海南
org-region-500000 = 重庆
org-region-510000 = 四川
org-region-520000 = 贵州
org-region-530000 = 云南
org-region-540000 = 西藏
org-region-610000 = 陕西
org-region-620000 = 甘肃
org-region-630000 = 青海
org-region-640000 = 宁夏
org-region-650000 = 新疆
org-region-660000 = 兵团
org-region-710000 = 台湾
org-region-810000 = 香港
org-region-820000 = 澳门
org-region-code = “{ $value }”不是行政区划代码：请填写 GB/T 2260 的 6 位数字
org-region-nation = 部级机构不填写地区
org-region-tier = “{ $value }”与机构类型的层级不符：省填省级代码，市填市级代码

# 机构
org-kind-ministry = 部
org-kind-province = 省
org-kind-city = 市
org-kind-school = 校
org-kind-enterprise = 企业
org-kind-institute = 教研机构
org-kind-association = 行业组织
org-kind-unknown = “{ $value }”不是机构类型
org-category-skilled = 技工学校
org-category-senior = 高级技工学校
org-category-technician = 技师学院
org-category-unknown = 院校类别“{ $value }”无法识别，应为技工学校、高级技工学校或技师学院
org-affiliation-province = 省属
org-affiliation-city = 市属
org-affiliation-industry = 行业
org-affiliation-enterprise = 企业
org-affiliation-private = 民办
org-affiliation-unknown = 隶属关系“{ $value }”无法识别，应为省属、市属、行业、企业或民办
org-code-shape = 编号为 2 至 20 位字母、数字或短横
org-name-length = 名称为 { $least } 至 { $most } 个字
org-credit-empty = 请填写统一社会信用代码
org-credit-check = 统一社会信用代码“{ $value }”的校验不通过，请对照证照核实
org-relation-territory = 属地
org-relation-subordination = 隶属
org-relation-guidance = 业务指导
org-relation-dates = 结束日期早于开始日期
org-relation-self = 机构不能与自身建立关系
org-relation-kinds = 这两类机构之间不能建立此种关系
org-relation-twice = 与 { $since } 起的同类关系时间重叠，请先结束原关系

# 专业目录
org-major-class-01 = 机械类
org-major-class-02 = 电工电子类
org-major-class-03 = 信息类
org-major-class-04 = 交通类
org-major-class-05 = 服务类
org-major-class-06 = 财经商贸类
org-major-class-07 = 农业类
org-major-class-08 = 能源类
org-major-class-09 = 化工类
org-major-class-10 = 冶金类
org-major-class-11 = 建筑类
org-major-class-12 = 轻工类
org-major-class-13 = 医药类
org-major-class-14 = 文化艺术类
org-major-class-15 = 其他
org-level-4 = 中级
org-level-3 = 高级
org-level-2 = 预备技师（技师）
org-level-unknown = 培养层级“{ $value }”无法识别，应为中级、高级或预备技师
org-major-code = 专业编码“{ $value }”不合规则：4 位数字（大类 01 至 15），可带层级，如 0106-3
org-major-no-level = 专业 { $value } 没有培养层级：请写在编码后（如 -3）或填写“培养层级”列
org-major-name-differs = 同一编码 { $code } 的专业名称不一致：“{ $first }”与“{ $value }”
org-major-twice = 专业编码 { $value } 重复
org-major-class-differs = 专业 { $code } 与大类“{ $value }”不一致

# 校历
org-season-autumn = 第一学期
org-season-spring = 第二学期
org-calendar-weeks = 学期周数为 1 至 { $most }
org-calendar-season = 开学日期 { $day } 不在所选学期内
org-calendar-overlap = 与 { $first } 至 { $last } 的学期重叠
org-calendar-holiday-backwards = { $name }：结束日期 { $last } 早于开始日期 { $first }
org-calendar-holiday-outside = { $name }（{ $first } 至 { $last }）不在学期内
org-calendar-holiday-twice = { $name }（{ $first } 至 { $last }）与{ $other }重叠
org-calendar-workday-outside = 补班日 { $day } 不在学期内
org-calendar-workday-free = 补班日 { $day } 不是周末，或在假期中
org-calendar-workday-follows = 补班日 { $day } 须按周一至周五的课表上课
org-calendar-workday-twice = 补班日 { $day } 重复
org-calendar-follows-missing = 补班日 { $day } 没有写明按周几的课表：请增加“执行课表”列
org-calendar-weekday = “{ $value }”不是周一至周五
org-calendar-line = 第 { $line } 行“{ $value }”看不懂：请写成“国庆节 2026-10-01…2026-10-07”或“补班 2026-10-10 周五”

# 读取表格
org-intake-no-table = 文件里没有可以读取的表格
org-intake-empty = 第{ $row }行“{ $column }”没有填写
org-intake-formula = 第{ $row }行“{ $column }”是公式 ={ $formula }，已按缓存值 { $value } 读取；请复制后“选择性粘贴—数值”
org-intake-formula-empty = 第{ $row }行“{ $column }”是公式 ={ $formula }，没有缓存值，请复制后“选择性粘贴—数值”
org-intake-error = 第{ $row }行“{ $column }”是错误值 { $value }
org-intake-merged = 第{ $row }行 { $range } 被合并，“{ $columns }”的内容“{ $value }”无法分开；请拆分单元格后分别填写
org-intake-full-width = 第{ $row }行“{ $column }”是全角字符“{ $value }”，已按 { $read } 读取
org-intake-no-day = 第{ $row }行“{ $column }”的“{ $value }”不是日期
org-intake-text-day = 第{ $row }行“{ $column }”是文本“{ $value }”，已按日期 { $read } 读取

# 登记
org-code-taken = 编号 { $code } 已登记过
org-kind-outside = 您登记不了这类单位
org-region-outside = 这个地区不在您的管辖范围内
org-denied-read = 单位名册由各级管理员和学校管理人员查看
org-denied-register = 省由部级管理员登记，市、院校和企业由省级管理员登记
