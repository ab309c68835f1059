//! What a Word file says, in reading order: the types that reading produces.

/// A Word document as paragraphs and tables in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The body from top to bottom; the content of a text box follows the paragraph that anchors it.
    pub blocks: Vec<Block>,
    /// What was left out on purpose, counted.
    pub omitted: Omitted,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, possibly empty.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// One paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The text as shown, without its automatic number; a tab is `\t`, a line break `\n`.
    pub text: String,
    /// The name of its style as Word shows it (`heading 1`, `Normal`), if the file names one.
    pub style: Option<String>,
    /// The outline level, 1 for chapters up to 9, from the paragraph itself or the chain of its style.
    pub level: Option<u8>,
    /// The automatic number or bullet before the text.
    pub label: Option<Label>,
    /// Whether its text is an entry of a generated table of contents.
    pub contents: bool,
    /// Whether all of its visible text is bold.
    pub bold: bool,
}

/// An automatic number, computed from the list definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The number as Word prints it, such as `（一）`, `1．` or `①`.
    pub text: String,
    /// The list level, 0 for the outermost.
    pub level: u8,
    /// Whether it is a bullet, so that `text` says nothing about order.
    pub bullet: bool,
}

/// A table whose merged cells are resolved to grid positions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The number of grid columns; every cell lies within it.
    pub columns: usize,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells from left to right, continuations of cells above included.
    pub cells: Vec<Cell>,
    /// Whether Word repeats the row as a header on every page.
    pub header: bool,
}

/// One cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The first grid column it covers.
    pub column: usize,
    /// How many grid columns it covers, at least 1.
    pub span: usize,
    /// For the continuation of a vertically merged cell: the row where that begins. Its content stands there.
    pub above: Option<usize>,
    /// The content; empty for a continuation.
    pub blocks: Vec<Block>,
}

/// How many things of each kind the reader left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Omitted {
    /// References to footnotes.
    pub footnotes: usize,
    /// References to endnotes.
    pub endnotes: usize,
    /// References to comments of reviewers.
    pub comments: usize,
    /// Passages deleted or moved away under tracked changes.
    pub deletions: usize,
    /// Pictures, drawings and embedded objects.
    pub pictures: usize,
    /// Phonetic guides above characters.
    pub phonetics: usize,
}

impl Document {
    /// Every paragraph in reading order, those inside tables included.
    pub fn paragraphs(&self) -> Vec<&Paragraph> {
        let mut found = Vec::new();
        collect(&self.blocks, &mut found);
        found
    }
}

impl Cell {
    /// Every paragraph of the cell in reading order, those of tables inside it included.
    pub fn paragraphs(&self) -> Vec<&Paragraph> {
        let mut found = Vec::new();
        collect(&self.blocks, &mut found);
        found
    }

    /// The text of all paragraphs that are not empty, a line each.
    pub fn text(&self) -> String {
        let paragraphs = self.paragraphs();
        let lines: Vec<&str> = paragraphs
            .iter()
            .map(|one| one.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        lines.join("\n")
    }
}

impl Table {
    /// The cell that covers a grid position; for a vertically merged one, the cell that holds the content.
    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let cell = self.rows.get(row)?.covering(column)?;
        match cell.above {
            Some(first) => self.rows.get(first)?.covering(cell.column),
            None => Some(cell),
        }
    }
}

impl Row {
    /// The cell of this row that covers a grid column, be it a continuation.
    pub fn covering(&self, column: usize) -> Option<&Cell> {
        let after = self.cells.partition_point(|cell| cell.column <= column);
        let cell = self.cells.get(after.checked_sub(1)?)?;
        (column < cell.column + cell.span).then_some(cell)
    }
}

fn collect<'a>(blocks: &'a [Block], found: &mut Vec<&'a Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    collect(&cell.blocks, found);
                }
            }
        }
    }
}
