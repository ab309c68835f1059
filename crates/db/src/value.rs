//! Values going into a statement.

use kernel::{Day, Hours, Id, Instant, Percent, Points, RawId, SchoolId};

/// A bound parameter; texts and bytes are borrowed.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// SQL `NULL`.
    Null,
    /// A `bigint`.
    Int(i64),
    /// A `double precision`.
    Real(f64),
    /// A `text`.
    Text(&'a str),
    /// A `bytea`.
    Bytes(&'a [u8]),
    /// A `uuid`.
    Id(RawId),
}

/// A type that a statement's parameter can be made from.
pub trait Bind {
    /// The value, borrowing texts and bytes.
    fn bind(&self) -> Value<'_>;
}

macro_rules! bind {
    ($($type:ty, $value:ident => $form:expr;)*) => {
        $(impl Bind for $type {
            fn bind(&self) -> Value<'_> {
                let $value = self;
                $form
            }
        })*
    };
}

bind! {
    i64, value => Value::Int(*value);
    i32, value => Value::Int((*value).into());
    u32, value => Value::Int((*value).into());
    u8, value => Value::Int((*value).into());
    bool, value => Value::Int((*value).into());
    f64, value => Value::Real(*value);
    RawId, value => Value::Id(*value);
    SchoolId, value => Value::Int(value.0);
    Day, value => Value::Int(value.number());
    Instant, value => Value::Int(value.0);
    Hours, value => Value::Int(value.0);
    Points, value => Value::Int(value.0);
    Percent, value => Value::Int(value.0);
    str, value => Value::Text(value);
    String, value => Value::Text(value);
    [u8], value => Value::Bytes(value);
    Vec<u8>, value => Value::Bytes(value);
}

impl<T: ?Sized> Bind for Id<T> {
    fn bind(&self) -> Value<'_> {
        Value::Id(self.raw())
    }
}

impl<T: Bind> Bind for Option<T> {
    fn bind(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Bind::bind)
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self) -> Value<'_> {
        (**self).bind()
    }
}

/// The parameters of a statement, in the order of `$1`, `$2` …: `params![school, id, &name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Bind::bind(&$value)),*][..] };
}
