//! Identifiers that carry a check digit: 公民身份号码 and 统一社会信用代码.

pub mod credit;
pub mod identity;
