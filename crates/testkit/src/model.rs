//! Made-up things of the field that tests of several kinds send.

/// The form of the class that the sample roster names beside one of the made-up nation's.
pub const SECOND_CLASS: [(&str, &str); 8] = [
    ("name", "数控2502班"),
    ("major-code", "0106"),
    ("major-name", "数控加工（数控车工）"),
    ("level", "3"),
    ("entry", "junior"),
    ("years", "5"),
    ("entry-day", "2025-09-01"),
    ("teacher", ""),
];
