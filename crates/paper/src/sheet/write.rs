//! Tables for people: a workbook with a styled head that stays in view, or CSV that a spreadsheet program opens
//! without running anything in it.

use kernel::Day;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::error::WriteError;

/// The media type of what [`write`] makes.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A sheet to be written.
#[derive(Clone, Debug, Default)]
pub struct SheetOut {
    /// The name on the tab; shortened and cleaned to what spreadsheets allow, made unique.
    pub name: String,
    /// A title above the head, over all columns.
    pub title: Option<String>,
    /// The columns.
    pub columns: Vec<ColumnOut>,
    /// The rows, each as long as the columns; missing values stay empty.
    pub rows: Vec<Vec<Value>>,
    /// A last row set apart, such as 合计.
    pub totals: Option<Vec<Value>>,
    /// How many columns on the left stay in view.
    pub frozen_columns: u16,
}

/// A column to be written.
#[derive(Clone, Debug, Default)]
pub struct ColumnOut {
    /// The name in the head.
    pub head: String,
    /// Places shown of decimals, e.g. 1 for marks; `None` shows whole numbers whole.
    pub places: Option<u8>,
    /// How the cells below the rows take what is typed into them.
    pub typed: Typed,
}

/// How a cell takes what is typed into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typed {
    /// As a spreadsheet guesses: digits are a number.
    #[default]
    Guessed,
    /// As text: a number of 18 digits stays what it is.
    Text,
}

/// One value to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text that stays text, such as a student number of 11 digits.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A decimal in units of a power of ten: `Decimal { units: 829_100, places: 4 }` is 82.91.
    Decimal {
        /// The number times ten to the power of `places`.
        units: i64,
        /// Decimal places in `units`.
        places: u8,
    },
    /// A date.
    Day(Day),
}

impl ColumnOut {
    /// A column with this name in the head.
    pub fn new(head: impl Into<String>) -> Self {
        Self {
            head: head.into(),
            places: None,
            typed: Typed::Guessed,
        }
    }

    /// Takes as text whatever is typed into the column.
    #[must_use]
    pub fn as_text(mut self) -> Self {
        self.typed = Typed::Text;
        self
    }

    /// Shows decimals with this many places.
    #[must_use]
    pub fn places(mut self, places: u8) -> Self {
        self.places = Some(places);
        self
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Writes the sheets as an `.xlsx` workbook.
///
/// # Errors
/// [`WriteError`] when a sheet has more rows or columns, or a cell a longer text, than the format can hold.
pub fn write(sheets: &[SheetOut]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let mut names = Vec::new();
    for sheet in sheets {
        let name = tab_name(&sheet.name, &names);
        fill(book.add_worksheet().set_name(&name)?, sheet)?;
        names.push(name);
    }
    Ok(book.save_to_buffer()?)
}

/// Writes the head and rows of one sheet as CSV: UTF-8 with a byte order mark (without it Excel reads GBK), CRLF.
/// A text that a spreadsheet program would take for a formula gets an apostrophe in front (OWASP, CSV injection).
pub fn write_csv(sheet: &SheetOut) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let head: Vec<Value> = sheet
        .columns
        .iter()
        .map(|column| Value::Text(column.head.clone()))
        .collect();
    for row in std::iter::once(&head).chain(&sheet.rows).chain(&sheet.totals) {
        for (index, column) in sheet.columns.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            push_field(&mut out, row.get(index).unwrap_or(&Value::Empty), column.places);
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn push_field(out: &mut String, value: &Value, places: Option<u8>) {
    let Value::Text(text) = value else {
        out.push_str(&shown(value, places));
        return;
    };
    let guard = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !guard && !text.contains(['"', ',', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    if guard {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// The value as text, for CSV and for measuring.
fn shown(value: &Value, places: Option<u8>) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Whole(number) => number.to_string(),
        Value::Decimal { units, places: kept } => decimal(*units, *kept, places.unwrap_or(*kept)),
        Value::Day(day) => day.to_string(),
    }
}

/// A scaled number with the wanted places, rounded half up as marks are.
fn decimal(units: i64, kept: u8, wanted: u8) -> String {
    let wanted = wanted.min(kept);
    let divisor = 10i128.pow(u32::from(kept - wanted));
    let rounded = kernel::number::divide_half_up(i128::from(units), divisor);
    if wanted == 0 {
        return rounded.to_string();
    }
    let scale = 10u128.pow(u32::from(wanted));
    let (sign, size) = (if rounded < 0 { "-" } else { "" }, rounded.unsigned_abs());
    format!(
        "{sign}{}.{:0width$}",
        size / scale,
        size % scale,
        width = usize::from(wanted)
    )
}

/// The look of each kind of cell.
struct Formats {
    title: Format,
    head: Format,
    text: Format,
    total: Format,
}

impl Formats {
    fn new() -> Self {
        let base = Format::new()
            .set_font_name("宋体")
            .set_font_size(11)
            .set_align(FormatAlign::VerticalCenter);
        let cell = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x99_99_99));
        let strong = cell.clone().set_bold();
        Self {
            title: base
                .set_bold()
                .set_font_name("黑体")
                .set_font_size(14)
                .set_align(FormatAlign::Center),
            head: strong
                .clone()
                .set_background_color(Color::RGB(0xdd_eb_f7))
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            text: cell,
            total: strong.set_background_color(Color::RGB(0xf2_f2_f2)),
        }
    }
}

fn fill(page: &mut Worksheet, sheet: &SheetOut) -> Result<(), XlsxError> {
    let formats = Formats::new();
    let last_column =
        u16::try_from(sheet.columns.len().saturating_sub(1)).map_err(|_| XlsxError::RowColumnLimitError)?;
    let mut row = 0;
    if let Some(title) = &sheet.title {
        if last_column == 0 {
            page.write_string_with_format(0, 0, title, &formats.title)?;
        } else {
            page.merge_range(0, 0, 0, last_column, title, &formats.title)?;
        }
        page.set_row_height(0, 28)?;
        row = 1;
    }
    for (column, out) in (0u16..).zip(&sheet.columns) {
        page.write_string_with_format(row, column, &out.head, &formats.head)?;
        page.set_column_width(column, width(sheet, usize::from(column)))?;
        if out.typed == Typed::Text {
            page.set_column_format(column, &Format::new().set_num_format("@"))?;
        }
    }
    page.set_row_height(row, 22)?;
    page.set_freeze_panes(row + 1, sheet.frozen_columns)?;
    page.set_repeat_rows(0, row)?;
    let head = row;
    for values in &sheet.rows {
        row += 1;
        put_row(page, row, (sheet, values), &formats.text)?;
    }
    if let Some(values) = &sheet.totals {
        row += 1;
        put_row(page, row, (sheet, values), &formats.total)?;
    }
    page.ignore_error_range(head, 0, row, last_column, IgnoreError::NumberStoredAsText)?;
    page.set_paper_size(9);
    Ok(())
}

fn put_row(
    page: &mut Worksheet,
    row: u32,
    content: (&SheetOut, &[Value]),
    format: &Format,
) -> Result<(), XlsxError> {
    let (sheet, values) = content;
    for (index, (column, out)) in (0u16..).zip(&sheet.columns).enumerate() {
        match values.get(index).unwrap_or(&Value::Empty) {
            Value::Empty => page.write_blank(row, column, format)?,
            Value::Text(text) => {
                page.write_string_with_format(row, column, text, &format.clone().set_num_format("@"))?
            }
            Value::Whole(number) => page.write_number_with_format(row, column, *number as f64, format)?,
            Value::Decimal { units, places } => {
                let format = format
                    .clone()
                    .set_num_format(number_format(out.places.unwrap_or(*places)));
                let number = *units as f64 / 10f64.powi(i32::from(*places));
                page.write_number_with_format(row, column, number, &format)?
            }
            Value::Day(day) => {
                let (year, month, date) = day.parts();
                let serial = ExcelDateTime::from_ymd(year as u16, month as u8, date as u8)?;
                let format = format.clone().set_num_format("yyyy-mm-dd");
                page.write_datetime_with_format(row, column, &serial, &format)?
            }
        };
    }
    Ok(())
}

fn number_format(places: u8) -> String {
    if places == 0 {
        "0".to_owned()
    } else {
        format!("0.{}", "0".repeat(usize::from(places)))
    }
}

/// Column width in characters: what its longest line needs, between 6 and 48. A Chinese character takes two.
fn width(sheet: &SheetOut, index: usize) -> f64 {
    let column = &sheet.columns[index];
    let values = sheet
        .rows
        .iter()
        .chain(&sheet.totals)
        .filter_map(|row| row.get(index));
    let longest = values
        .map(|value| text_width(&shown(value, column.places)))
        .max()
        .unwrap_or(0);
    let longest = longest.max(text_width(&column.head)).clamp(4, 46);
    f64::from(u32::try_from(longest).unwrap_or(46) + 2)
}

fn text_width(text: &str) -> usize {
    let line = |line: &str| {
        line.chars()
            .map(|letter| if letter < '\u{1100}' { 1 } else { 2 })
            .sum()
    };
    text.lines().map(line).max().unwrap_or(0)
}

/// At most 31 characters, none of `[]:*?/\`, no apostrophe at an end, not taken yet (case does not count).
fn tab_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted
        .chars()
        .filter(|letter| !"[]:*?/\\".contains(*letter) && !letter.is_control())
        .collect();
    let clean = clean.trim().trim_matches('\'');
    let clean = if clean.is_empty() { "Sheet" } else { clean };
    let free = |name: &String| {
        !taken
            .iter()
            .any(|other| other.to_lowercase() == name.to_lowercase())
    };
    let numbered = (1u32..).map(|number| match number {
        1 => clip(clean, 31),
        _ => format!("{}({number})", clip(clean, 24)),
    });
    let mut numbered = numbered.filter(free);
    numbered.next().unwrap_or_default()
}

/// As many leading characters as fit into this many UTF-16 units, the measure of the format.
fn clip(text: &str, units: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|letter| {
            used += letter.len_utf16();
            used <= units
        })
        .collect()
}
