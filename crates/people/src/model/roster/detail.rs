//! What a roster says of a student beyond the person, as it is kept: one sealed value.

use serde::{Deserialize, Serialize};

use super::student::StudentRow;

/// Values that only those see who look after the student.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentDetail {
    /// 民族
    pub nation: Option<String>,
    /// 政治面貌
    pub political: Option<String>,
    /// 户籍地址
    pub address: Option<String>,
    /// 监护人
    pub guardian: Option<String>,
    /// 监护人电话
    pub guardian_phone: Option<String>,
}

impl StudentDetail {
    /// The values after a row: where it says nothing, what was known stays.
    #[must_use]
    pub fn after(self, row: &StudentRow) -> Self {
        Self {
            nation: row.nation.clone().or(self.nation),
            political: row.political.clone().or(self.political),
            address: row.address.clone().or(self.address),
            guardian: row.guardian.as_ref().map(ToString::to_string).or(self.guardian),
            guardian_phone: row.guardian_phone.clone().or(self.guardian_phone),
        }
    }

    /// Every value by the key of its field, an empty text where there is none.
    pub fn fields(&self) -> [(&'static str, String); 5] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            ("nation", text(&self.nation)),
            ("political", text(&self.political)),
            ("address", text(&self.address)),
            ("guardian", text(&self.guardian)),
            ("guardian_phone", text(&self.guardian_phone)),
        ]
    }
}
