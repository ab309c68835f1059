//! A document before it has a format: headings, paragraphs, lists, tables, lines to write on. Word and PDF are made
//! from the same [`Doc`], so they cannot say different things.
//!
//! The look follows the habits of GB/T 9704: A4, body in 宋体 or 仿宋, headings in 黑体, the organisation at the top of
//! every page and page x / y at its foot. No text stands here that a user reads: all of it is the caller's.

mod grid;
mod image;
mod keep;
mod lower;

pub(crate) use grid::{Grid, Placed, Slot};
pub use image::{Image, ImageKind, NotAPicture};
pub(crate) use keep::{keeps, points};
pub(crate) use lower::{Simple, lower};

/// A document.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The title on the first page and in the file's properties.
    pub title: String,
    /// The organisation, at the head of every page.
    pub head: Option<String>,
    /// Which way the pages lie.
    pub page: Page,
    /// The face of the body.
    pub face: Face,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A4, upright or lying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// 210 × 297 mm.
    #[default]
    Portrait,
    /// 297 × 210 mm, for wide tables.
    Landscape,
}

/// The face of the body, by the names that Word knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// 宋体
    #[default]
    Song,
    /// 仿宋
    FangSong,
}

/// A piece of content.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading, 1 (highest) to 6.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A numbered or bulleted list.
    List(List),
    /// A table.
    Table(Table),
    /// So many ruled lines to write on.
    WriteLines(u8),
    /// A picture.
    Image(Image),
    /// Places to sign, each with its label, such as 编制人 or 日期.
    Signatures(Vec<String>),
    /// Pairs of a label and its value, in a frame of two pairs a row.
    KeyValue(Vec<(String, String)>),
    /// What follows begins a new page.
    PageBreak,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its text.
    pub runs: Vec<Run>,
    /// How its lines stand.
    pub align: Align,
    /// How it begins.
    pub indent: Indent,
}

/// Text of one look. A line feed breaks the line.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The text, never read as markup.
    pub text: String,
    /// Whether it is set in bold.
    pub weight: Weight,
}

/// How heavy text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// As the body.
    #[default]
    Regular,
    /// Bold.
    Bold,
}

/// How lines stand between the margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left, or on both sides in a long paragraph.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right.
    End,
}

/// How a paragraph begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indent {
    /// At the margin.
    #[default]
    None,
    /// Its first line two characters in, as Chinese text does.
    FirstLine,
}

/// A list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What stands before each item.
    pub mark: Mark,
    /// The items.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its text.
    pub runs: Vec<Run>,
    /// A list below it.
    pub inner: Option<List>,
}

/// What stands before the items of a list, in the order of Chinese documents (GB/T 9704: 一、（一）1.（1）).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// A bullet.
    Bullet,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1.
    #[default]
    Decimal,
    /// （1）
    DecimalInBrackets,
    /// ①; from 21 on a plain number
    Circled,
}

/// A table. Its grid is as wide as its widest row; a span that would leave the grid is cut to it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Relative widths of the columns.
    pub widths: Vec<u32>,
    /// Rows that repeat at the top of every page.
    pub header: Vec<TableRow>,
    /// The other rows.
    pub rows: Vec<TableRow>,
    /// Size of its text.
    pub size: TextSize,
}

/// Size of the text in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// 五号, 10.5 pt.
    #[default]
    Five,
    /// 小五, 9 pt, for many columns.
    SmallFive,
}

/// A row of a table; it never goes over a page's end unless it is about as high as one. Cells covered by a span from above or from the left are not listed.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// The cells from left to right.
    pub cells: Vec<TableCell>,
    /// Least height in millimetres, for rows to be filled in by hand.
    pub height: Option<u16>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct TableCell {
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Columns it takes, at least 1.
    pub columns: u32,
    /// Rows it takes, at least 1; within the header or within the other rows.
    pub rows: u32,
    /// How its text stands.
    pub align: Align,
    /// Its background.
    pub shade: Shade,
    /// Its lines.
    pub edge: Edge,
}

/// Background of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shade {
    /// None.
    #[default]
    None,
    /// Light grey, for labels.
    Label,
}

/// Lines around a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// On all sides.
    #[default]
    Frame,
    /// Below only, to write on.
    Below,
    /// None.
    None,
}

impl Block {
    /// A plain paragraph at the margin.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(Paragraph::plain(text))
    }

    /// A plain paragraph with its first line two characters in.
    pub fn indented(text: impl Into<String>) -> Self {
        Self::Paragraph(Paragraph {
            indent: Indent::FirstLine,
            ..Paragraph::plain(text)
        })
    }

    /// A list of plain items.
    pub fn list<T: Into<String>>(mark: Mark, items: impl IntoIterator<Item = T>) -> Self {
        let items = items.into_iter().map(|text| Item {
            runs: vec![Run::plain(text)],
            inner: None,
        });
        Self::List(List {
            mark,
            items: items.collect(),
        })
    }
}

impl Paragraph {
    /// Plain text at the margin.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            runs: vec![Run::plain(text)],
            ..Self::default()
        }
    }
}

impl Run {
    /// Text as the body has it.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            weight: Weight::Regular,
        }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            weight: Weight::Bold,
        }
    }
}

impl TableRow {
    /// A row of plain cells.
    pub fn plain<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self {
            cells: texts.into_iter().map(TableCell::text).collect(),
            ..Self::default()
        }
    }

    /// A row of labels, for heads.
    pub fn labels<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self {
            cells: texts.into_iter().map(TableCell::label).collect(),
            ..Self::default()
        }
    }
}

impl Default for TableCell {
    fn default() -> Self {
        let (align, shade, edge) = (Align::Start, Shade::None, Edge::Frame);
        Self {
            blocks: Vec::new(),
            columns: 1,
            rows: 1,
            align,
            shade,
            edge,
        }
    }
}

impl TableCell {
    /// A cell with plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            blocks: vec![Block::text(text)],
            ..Self::default()
        }
    }

    /// A bold, centred, shaded cell.
    pub fn label(text: impl Into<String>) -> Self {
        let paragraph = Paragraph {
            runs: vec![Run::bold(text)],
            ..Paragraph::default()
        };
        Self {
            align: Align::Center,
            shade: Shade::Label,
            ..Self::of(vec![Block::Paragraph(paragraph)])
        }
    }

    /// A cell with these blocks.
    pub fn of(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            ..Self::default()
        }
    }

    /// Takes so many columns and rows.
    #[must_use]
    pub fn span(mut self, columns: u32, rows: u32) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// Stands this way.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// Margins and sizes that Word and PDF share, in millimetres.
pub(crate) struct Sheet {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
}

impl Page {
    pub(crate) const fn sheet(self) -> Sheet {
        match self {
            Self::Portrait => Sheet {
                width: 210.0,
                height: 297.0,
                top: 28.0,
                bottom: 24.0,
                left: 25.0,
                right: 22.0,
            },
            Self::Landscape => Sheet {
                width: 297.0,
                height: 210.0,
                top: 25.0,
                bottom: 20.0,
                left: 22.0,
                right: 22.0,
            },
        }
    }
}

impl Sheet {
    /// Width of the text.
    pub(crate) fn text_width(&self) -> f64 {
        self.width - self.left - self.right
    }

    /// Height of the text.
    pub(crate) fn text_height(&self) -> f64 {
        self.height - self.top - self.bottom
    }
}
