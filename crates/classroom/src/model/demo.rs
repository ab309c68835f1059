//! Made-up words of made-up classes at work.

/// The words with which work comes back.
pub const WORDS: [&str; 5] = [
    "基准 A 的作用没有写清楚，请对照零件图补充",
    "实测值少了一个小数位，请按千分尺读数重填",
    "转速计算没有过程，请写出公式和代入的数值",
    "分工表里没有安全监护人，请补上姓名",
    "照片看不清刻度，请靠近重拍",
];

/// The names of groups.
pub const GROUPS: [&str; 10] = [
    "第1组", "第2组", "第3组", "第4组", "第5组", "第6组", "第7组", "第8组", "第9组", "第10组",
];

/// Why days leave the term.
pub const REASON: &str = "企业实训安排";
/// Why a group is larger or smaller than usual.
pub const GROUP_REASON: &str = "实训设备台套数所限";
/// Where a class works.
pub const PLACES: [&str; 3] = ["数控实训中心 2 号车间", "一体化学习站 B203", "数控车削实训区"];
