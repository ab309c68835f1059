//! A document as a piece of a page. Every text of it is escaped here; nothing else is written but our own tags.

use paper::doc::{Block, Doc, List, Mark, Paragraph, Run, Shade, Table, TableCell, TableRow, Weight};

/// The blocks of a document as HTML.
pub fn render(doc: &Doc) -> String {
    let mut out = String::new();
    blocks(&doc.blocks, &mut out);
    out
}

fn blocks(list: &[Block], out: &mut String) {
    for block in list {
        match block {
            Block::Heading(level, text) => heading(*level, text, out),
            Block::Paragraph(line) => paragraph(line, out),
            Block::List(inner) => items(inner, out),
            Block::Table(inner) => table(inner, out),
            Block::WriteLines(count) => {
                out.push_str(&format!("<div class=\"lines lines-{}\"></div>", (*count).min(5)));
            }
            Block::Signatures(labels) => {
                out.push_str("<div class=\"signs\">");
                labels.iter().for_each(|label| tagged("p", label, out));
                out.push_str("</div>");
            }
            Block::KeyValue(pairs) => key_values(pairs, out),
            // Pictures stand in the files alone, and a page on the screen has no breaks.
            Block::Image(_) | Block::PageBreak => {}
        }
    }
}

fn heading(level: u8, text: &str, out: &mut String) {
    let tag = match level {
        0 | 1 => "h2",
        2 => "h3",
        _ => "h4",
    };
    out.push_str(&format!("<{tag} class=\"mt-4\">"));
    escaped(text, out);
    out.push_str(&format!("</{tag}>"));
}

fn key_values(pairs: &[(String, String)], out: &mut String) {
    out.push_str("<dl class=\"facts\">");
    for (key, value) in pairs {
        tagged("dt", key, out);
        tagged("dd", value, out);
    }
    out.push_str("</dl>");
}

fn paragraph(line: &Paragraph, out: &mut String) {
    out.push_str("<p>");
    runs(&line.runs, out);
    out.push_str("</p>");
}

fn runs(list: &[Run], out: &mut String) {
    for run in list {
        match run.weight {
            Weight::Bold => tagged("strong", &run.text, out),
            Weight::Regular => escaped(&run.text, out),
        }
    }
}

fn items(list: &List, out: &mut String) {
    let tag = if list.mark == Mark::Bullet { "ul" } else { "ol" };
    out.push_str(&format!("<{tag}>"));
    for item in &list.items {
        out.push_str("<li>");
        runs(&item.runs, out);
        if let Some(inner) = &item.inner {
            items(inner, out);
        }
        out.push_str("</li>");
    }
    out.push_str(&format!("</{tag}>"));
}

fn table(table: &Table, out: &mut String) {
    out.push_str("<div class=\"table-scroll\" tabindex=\"0\"><table class=\"table table-bordered\">");
    if !table.header.is_empty() {
        out.push_str("<thead>");
        table
            .header
            .iter()
            .for_each(|row| cells(row, "th scope=\"col\"", out));
        out.push_str("</thead>");
    }
    out.push_str("<tbody>");
    table.rows.iter().for_each(|row| cells(row, "td", out));
    out.push_str("</tbody></table></div>");
}

fn cells(row: &TableRow, tag: &str, out: &mut String) {
    out.push_str("<tr>");
    row.cells.iter().for_each(|one| cell(one, tag, out));
    out.push_str("</tr>");
}

fn cell(cell: &TableCell, tag: &str, out: &mut String) {
    out.push_str(&format!(
        "<{tag} colspan=\"{}\" rowspan=\"{}\">",
        cell.columns, cell.rows
    ));
    let label = cell.shade == Shade::Label && tag == "td";
    if label {
        out.push_str("<strong>");
    }
    match cell.blocks.as_slice() {
        // A cell of one line needs no paragraph.
        [Block::Paragraph(line)] => runs(&line.runs, out),
        several => blocks(several, out),
    }
    if label {
        out.push_str("</strong>");
    }
    out.push_str(if tag == "td" { "</td>" } else { "</th>" });
}

fn tagged(tag: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<{tag}>"));
    escaped(text, out);
    out.push_str(&format!("</{tag}>"));
}

fn escaped(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_to_sign_stand_side_by_side() {
        let doc = Doc {
            blocks: vec![Block::Signatures(vec!["编制".to_owned(), "日期".to_owned()])],
            ..Doc::default()
        };
        assert_eq!(render(&doc), "<div class=\"signs\"><p>编制</p><p>日期</p></div>");
    }

    #[test]
    fn what_authors_wrote_is_never_markup() {
        let doc = Doc {
            blocks: vec![Block::text("<script>alert(1)</script> & \"x\"")],
            ..Doc::default()
        };
        assert_eq!(
            render(&doc),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;</p>"
        );
    }
}
