//! What the lists behind the figures are narrowed by, in their addresses: `?region=&school=&page=`.

use kernel::{Error, OrgId, Result, Slice};
use serde::Deserialize;

use crate::policy::Wanted;

/// As an address writes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    region: Option<i64>,
    school: Option<String>,
    page: Option<u32>,
}

impl Asked {
    /// Whose rows are wanted: a school's before a region's.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a school that is no id.
    pub fn wanted(&self) -> Result<Wanted> {
        let school = self.school.as_deref().map(str::parse::<OrgId>).transpose();
        Ok(match (school.map_err(|_| Error::NotFound)?, self.region) {
            (Some(school), _) => Wanted::School(school),
            (None, Some(code)) => Wanted::Region(code),
            (None, None) => Wanted::All,
        })
    }

    /// The page.
    pub fn slice(&self) -> Slice {
        Slice::page(self.page.unwrap_or(1))
    }

    /// The narrowing again for the addresses of other pages, each part ended by `&`.
    pub fn query(&self) -> String {
        let region = self.region.map(|region| format!("region={region}&"));
        let school = self.school.as_ref().map(|school| format!("school={school}&"));
        [region, school].into_iter().flatten().collect()
    }
}
