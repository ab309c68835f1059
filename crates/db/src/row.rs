//! Values coming out of a row, in the order of the select list.

use kernel::{Day, Hours, Id, Instant, Percent, Points, RawId, SchoolId};

use crate::{Error, Result};

/// One row's columns, read from left to right.
pub struct Columns<'r> {
    pub(crate) source: Source<'r>,
    pub(crate) next: usize,
}

pub(crate) enum Source<'r> {
    Lite(&'r rusqlite::Row<'r>),
    Pg(&'r tokio_postgres::Row),
}

impl Columns<'_> {
    /// The next column.
    ///
    /// # Errors
    /// [`Error::Column`] when it holds a value that the type does not take.
    pub fn take<T: FromColumn>(&mut self) -> Result<T> {
        let column = self.next;
        self.next += 1;
        T::from_column(&Column {
            source: &self.source,
            index: column,
        })
    }
}

/// One column of a row.
pub struct Column<'r, 's> {
    source: &'s Source<'r>,
    index: usize,
}

impl Column<'_, '_> {
    fn wrong(&self, cause: impl ToString) -> Error {
        Error::Column {
            column: self.index,
            cause: cause.to_string(),
        }
    }

    fn plain<T>(&self) -> Result<Option<T>>
    where
        T: rusqlite::types::FromSql + for<'a> tokio_postgres::types::FromSql<'a>,
    {
        match self.source {
            Source::Lite(row) => row.get(self.index).map_err(|cause| self.wrong(cause)),
            Source::Pg(row) => row.try_get(self.index).map_err(|cause| self.wrong(cause)),
        }
    }

    fn uuid(&self) -> Result<Option<RawId>> {
        match self.source {
            Source::Lite(row) => {
                let bytes: Option<[u8; 16]> = row.get(self.index).map_err(|cause| self.wrong(cause))?;
                Ok(bytes.map(RawId::from_bytes))
            }
            Source::Pg(row) => {
                let uuid: Option<crate::pg::PgUuid> =
                    row.try_get(self.index).map_err(|cause| self.wrong(cause))?;
                Ok(uuid.map(|uuid| uuid.0))
            }
        }
    }
}

/// A type that a column can be read as. `Option<T>` reads `NULL` as `None`.
pub trait FromColumn: Sized {
    /// The column's value, or `None` where it is `NULL`.
    ///
    /// # Errors
    /// [`Error::Column`] when the value does not fit.
    fn nullable(column: &Column<'_, '_>) -> Result<Option<Self>>;

    /// The column's value.
    ///
    /// # Errors
    /// [`Error::Column`] when it is `NULL` or does not fit.
    fn from_column(column: &Column<'_, '_>) -> Result<Self> {
        Self::nullable(column)?.ok_or_else(|| column.wrong("unexpected NULL"))
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn nullable(column: &Column<'_, '_>) -> Result<Option<Self>> {
        T::nullable(column).map(Some)
    }
}

macro_rules! from_column {
    ($($type:ty, $column:ident => $form:expr;)*) => {
        $(impl FromColumn for $type {
            fn nullable($column: &Column<'_, '_>) -> Result<Option<Self>> {
                $form
            }
        })*
    };
}

from_column! {
    i64, column => column.plain();
    f64, column => column.plain();
    String, column => column.plain();
    Vec<u8>, column => column.plain();
    RawId, column => column.uuid();
    bool, column => Ok(i64::nullable(column)?.map(|value| value != 0));
    u32, column => narrow(column, i64::nullable(column)?);
    i32, column => narrow(column, i64::nullable(column)?);
    u8, column => narrow(column, i64::nullable(column)?);
    SchoolId, column => Ok(i64::nullable(column)?.map(SchoolId));
    Instant, column => Ok(i64::nullable(column)?.map(Instant));
    Hours, column => Ok(i64::nullable(column)?.map(Hours));
    Points, column => Ok(i64::nullable(column)?.map(Points));
    Percent, column => Ok(i64::nullable(column)?.map(Percent));
    Day, column => i64::nullable(column)?.map(|number| Day::from_number(number).map_err(|cause| column.wrong(cause))).transpose();
}

impl<T: ?Sized> FromColumn for Id<T> {
    fn nullable(column: &Column<'_, '_>) -> Result<Option<Self>> {
        Ok(column.uuid()?.map(Self::of))
    }
}

fn narrow<T: TryFrom<i64>>(column: &Column<'_, '_>, value: Option<i64>) -> Result<Option<T>> {
    value
        .map(|value| T::try_from(value).map_err(|_| column.wrong("out of range")))
        .transpose()
}

/// A row type. Tuples are row types; [`record!`](crate::record) makes a struct one.
pub trait FromRow: Sized {
    /// Reads the columns in order.
    ///
    /// # Errors
    /// [`Error::Column`] for the first that does not fit.
    fn from_row(columns: &mut Columns<'_>) -> Result<Self>;
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {
        $(impl<$($name: FromColumn),+> FromRow for ($($name,)+) {
            fn from_row(columns: &mut Columns<'_>) -> Result<Self> {
                Ok(($(columns.take::<$name>()?,)+))
            }
        })*
    };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// Declares a row type whose fields are the statement's select list, in order.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }
        impl $crate::FromRow for $name {
            fn from_row(columns: &mut $crate::Columns<'_>) -> $crate::Result<Self> {
                Ok(Self { $($field: columns.take()?),* })
            }
        }
    };
}
