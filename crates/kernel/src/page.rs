//! One page of a long list.

/// Which part of a list is asked for: pages count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The page, from 1.
    pub number: u32,
    /// Rows on a page.
    pub size: u32,
}

impl Slice {
    /// Fifty rows a page, as every table of the house shows.
    pub fn page(number: u32) -> Self {
        Self {
            number: number.max(1),
            size: 50,
        }
    }

    /// Rows to leave out before it.
    pub fn offset(self) -> i64 {
        i64::from(self.number - 1) * i64::from(self.size)
    }

    /// Rows to take.
    pub fn limit(self) -> i64 {
        i64::from(self.size)
    }
}

/// The rows of one page, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// At most `slice.size` rows.
    pub rows: Vec<T>,
    /// Rows of the whole list.
    pub total: i64,
    /// Which part this is.
    pub slice: Slice,
}

impl<T> Page<T> {
    /// How many pages there are; at least one.
    pub fn pages(&self) -> u32 {
        let size = i64::from(self.slice.size);
        u32::try_from((self.total.max(1) + size - 1) / size).unwrap_or(u32::MAX)
    }
}
