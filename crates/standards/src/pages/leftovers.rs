//! 未能归位: lines of the document that found no place. Each is put at a place or left out with a word.

use axum::extract::Path;
use kernel::{Error, Text};
use web::{Answer, Form, Visit, redirect_saying};

use super::parse;
use super::view::{Field, Part, Piece};
use crate::queries::{Draft, Settled};
use crate::{actions, policy};

/// The leftover lines of a draft.
pub struct Leftovers {
    /// Those that wait.
    pub open: Vec<LeftView>,
    /// Those that are settled, each with what was made of it.
    pub settled: Vec<(String, String)>,
    /// Where a line can be put, by the part's title: place and name.
    pub places: Vec<(String, Vec<(String, String)>)>,
}

/// A line that waits.
pub struct LeftView {
    /// Its number among all lines.
    pub index: usize,
    /// Where it was met.
    pub near: String,
    /// The line.
    pub text: String,
}

/// The leftover lines, with the texts of the part that is shown and of the parts that lines were met in.
pub fn leftovers(visit: &Visit, draft: &Draft, parts: &[Part], shown: &str) -> Leftovers {
    let near = |place: &crate::model::Place| {
        let label = place.label().map(|key| visit.text(&super::named(key)));
        let course = place
            .course()
            .and_then(|index| draft.content.courses.get(index))
            .map(|course| course.name.clone());
        let all: Vec<String> = course.into_iter().chain(label).collect();
        if all.is_empty() {
            visit.text(&Text::new("standards-left-anywhere"))
        } else {
            all.join(" · ")
        }
    };
    let (mut open, mut settled, mut wanted) = (Vec::new(), Vec::new(), vec![shown.to_owned()]);
    for (index, left) in draft.leftovers.iter().enumerate() {
        let line = &left.line;
        match &left.settled {
            None => {
                wanted.push(super::view::anchor(parts, &line.place.to_string()).0);
                open.push(LeftView {
                    index,
                    near: near(&line.place),
                    text: line.text.clone(),
                });
            }
            Some(Settled::Assigned(place)) => {
                let said = Text::new("standards-left-assigned")
                    .with("place", near(&crate::editing::place_of(place)));
                settled.push((line.text.clone(), visit.text(&said)));
            }
            Some(Settled::Dismissed(word)) => {
                settled.push((
                    line.text.clone(),
                    visit.text(&Text::new("standards-left-dismissed").with("word", word)),
                ));
            }
        }
    }
    let places = parts
        .iter()
        .filter(|part| wanted.contains(&part.slug))
        .map(|part| (part.title.clone(), texts(part)))
        .collect();
    Leftovers {
        open,
        settled,
        places,
    }
}

fn texts(part: &Part) -> Vec<(String, String)> {
    let place = |field: &Field| (field.place.clone(), field.label.clone());
    let is_text = |field: &&Field| matches!(field.kind, "lines" | "line");
    let of = |piece: &Piece| -> Vec<(String, String)> {
        match piece {
            Piece::Field(field) => Some(field).filter(is_text).into_iter().map(place).collect(),
            Piece::Table(table) => {
                let rows = table.rows.iter().enumerate();
                let named = |(number, row): (usize, &super::view::Row)| {
                    let cells = row.cells.iter().filter(|field| field.kind == "lines");
                    cells
                        .map(|field| (field.place.clone(), format!("{} {}", field.label, number + 1)))
                        .collect::<Vec<_>>()
                };
                rows.flat_map(named).collect()
            }
            Piece::Head(..) => Vec::new(),
        }
    };
    part.pieces.iter().flat_map(of).collect()
}

/// `POST /standards/{id}/draft/leftovers/{index}`
pub async fn settle(Path((id, index)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (id, index) = (parse(&id)?, index.parse().map_err(|_| Error::NotFound)?);
    let how = match (input.get("place"), input.get("word")) {
        ("", "") => return Err(Error::field("word", Text::new("standards-left-choose")).into()),
        ("", word) => Settled::Dismissed(word.to_owned()),
        (place, _) => Settled::Assigned(place.to_owned()),
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit(tx, ctx, id)?;
            actions::settle(tx, ctx, grant, (index, &how))
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/standards/{id}/draft#leftovers"),
        &Text::new("standards-left-settled"),
    )
}
