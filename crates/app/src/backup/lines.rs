//! A row as a line of JSON, the same on every engine. Pure.
//!
//! A line is an array with a value for each column: a `bigint` as a number, a `text` as a string, a `uuid` as its usual string,
//! a `bytea` as hexadecimal digits, a `double precision` as a string that reads back to the same bits, and `null`.

use db::Value;
use db::portable::{Cell, Type};
use kernel::{RawId, hex};
use serde_json::Value as Json;

/// Appends a row to a text of lines.
pub(super) fn write(row: &[Value<'_>], lines: &mut Vec<u8>) {
    lines.push(b'[');
    for (index, value) in row.iter().enumerate() {
        if index > 0 {
            lines.push(b',');
        }
        match value {
            Value::Null => lines.extend_from_slice(b"null"),
            Value::Int(value) => lines.extend_from_slice(value.to_string().as_bytes()),
            Value::Real(value) => lines.extend_from_slice(format!("\"{value:?}\"").as_bytes()),
            Value::Text(value) => lines.extend_from_slice(Json::from(*value).to_string().as_bytes()),
            Value::Bytes(value) => lines.extend_from_slice(format!("\"{}\"", hex::written(value)).as_bytes()),
            Value::Id(value) => lines.extend_from_slice(format!("\"{value}\"").as_bytes()),
        }
    }
    lines.extend_from_slice(b"]\n");
}

/// Reads a line as a row of these types; none if it is no such row.
pub(super) fn read(line: &[u8], types: &[Type]) -> Option<Vec<Cell>> {
    let values: Vec<Json> = serde_json::from_slice(line).ok()?;
    if values.len() != types.len() {
        return None;
    }
    values
        .into_iter()
        .zip(types)
        .map(|(value, ty)| cell(value, *ty))
        .collect()
}

fn cell(value: Json, ty: Type) -> Option<Cell> {
    Some(match (value, ty) {
        (Json::Null, _) => Cell::Null,
        (Json::Number(value), Type::Int) => Cell::Int(value.as_i64()?),
        (Json::String(value), Type::Real) => Cell::Real(value.parse().ok()?),
        (Json::String(value), Type::Text) => Cell::Text(value),
        (Json::String(value), Type::Bytes) => Cell::Bytes(hex::read(&value)?),
        (Json::String(value), Type::Id) => Cell::Id(RawId::parse_str(&value).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_back_as_it_was_to_the_last_bit() {
        let id = RawId::from_bytes([7; 16]);
        let row = [
            Value::Int(i64::MIN),
            Value::Int(9_007_199_254_740_993),
            Value::Real(0.1 + 0.2),
            Value::Real(f64::INFINITY),
            Value::Text("第一行\n\"𬀩\"\u{1}"),
            Value::Bytes(&[0, 0x1f, 0xff]),
            Value::Bytes(&[]),
            Value::Id(id),
            Value::Null,
        ];
        let types = [
            Type::Int,
            Type::Int,
            Type::Real,
            Type::Real,
            Type::Text,
            Type::Bytes,
            Type::Bytes,
            Type::Id,
            Type::Text,
        ];
        let mut lines = Vec::new();
        write(&row, &mut lines);
        assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 1);
        let expected = vec![
            Cell::Int(i64::MIN),
            Cell::Int(9_007_199_254_740_993),
            Cell::Real(0.1 + 0.2),
            Cell::Real(f64::INFINITY),
            Cell::Text("第一行\n\"𬀩\"\u{1}".to_owned()),
            Cell::Bytes(vec![0, 0x1f, 0xff]),
            Cell::Bytes(vec![]),
            Cell::Id(id),
            Cell::Null,
        ];
        assert_eq!(read(&lines, &types), Some(expected));
    }

    #[test]
    fn a_line_of_another_width_or_type_is_no_row() {
        let types = [Type::Int, Type::Bytes];
        for line in ["[1]", "[1,\"0\"]", "[\"1\",\"00\"]", "[1.5,\"00\"]", "{}", ""] {
            assert_eq!(read(line.as_bytes(), &types), None, "{line}");
        }
    }
}
