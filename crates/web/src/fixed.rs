//! A large piece of a page that never changes, packed once and for all: only what stands around it is packed anew.
//!
//! A packer that is flushed ends its block at a whole byte, and what another packer makes refers to nothing before it. So the
//! packed page is the packed beginning, the piece as it was packed once, and the packed end, with one checksum over all.

use std::io::{self, Write as _};
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use kernel::Error;

use crate::Answer;

/// Stands in a template where the piece belongs.
pub(crate) const MARK: &str = "<!-- fixed -->";

/// The piece.
pub struct Fixed {
    plain: String,
    packed: Vec<u8>,
    sum: Crc,
}

impl Fixed {
    /// Packs a piece as well as it goes, which takes some milliseconds.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn new(piece: &impl Template) -> kernel::Result<Self> {
        let plain = piece.render().map_err(Error::internal)?;
        let mut sum = Crc::new();
        sum.update(plain.as_bytes());
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        let packed = packer.write_all(plain.as_bytes()).and_then(|()| flushed(packer));
        Ok(Self {
            plain,
            packed: packed.map_err(Error::internal)?,
            sum,
        })
    }
}

/// What was packed up to here, so that another packer's bytes can follow.
fn flushed(mut packer: DeflateEncoder<Vec<u8>>) -> io::Result<Vec<u8>> {
    packer.flush()?;
    Ok(std::mem::take(packer.get_mut()))
}

/// A page on its way to the border, where it is put together in the form that the browser takes.
#[derive(Clone)]
pub(crate) struct Around {
    head: String,
    piece: Arc<Fixed>,
    tail: String,
}

impl Around {
    /// The page as it is.
    pub(crate) fn plain(&self) -> Body {
        Body::from([self.head.as_str(), &self.piece.plain, &self.tail].concat())
    }

    /// The page as gzip.
    pub(crate) fn gzip(&self, level: Compression) -> io::Result<Vec<u8>> {
        const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        let mut all = HEADER.to_vec();
        let mut sum = Crc::new();
        let mut packer = DeflateEncoder::new(Vec::new(), level);
        packer.write_all(self.head.as_bytes())?;
        all.extend(flushed(packer)?);
        all.extend(&self.piece.packed);
        let mut packer = DeflateEncoder::new(all, level);
        packer.write_all(self.tail.as_bytes())?;
        let mut all = packer.finish()?;
        sum.update(self.head.as_bytes());
        sum.combine(&self.piece.sum);
        sum.update(self.tail.as_bytes());
        all.extend(sum.sum().to_le_bytes());
        all.extend(sum.amount().to_le_bytes());
        Ok(all)
    }
}

/// A page around a piece that never changes; its template has the comment `fixed` where the piece belongs.
///
/// # Errors
/// A template that cannot be rendered, or has no such place.
pub fn html_around(page: &impl Template, piece: &Arc<Fixed>) -> Answer {
    let rendered = page.render().map_err(Error::internal)?;
    let (head, tail) = rendered
        .split_once(MARK)
        .ok_or_else(|| Error::internal("a template without a place for its piece"))?;
    let around = Around {
        head: head.to_owned(),
        piece: Arc::clone(piece),
        tail: tail.to_owned(),
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
    ];
    let mut response = (StatusCode::OK, headers).into_response();
    response.extensions_mut().insert(around);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[derive(Template)]
    #[template(source = "{{ text }}", ext = "txt")]
    struct Piece {
        text: String,
    }

    #[test]
    fn a_page_around_a_piece_unpacks_to_itself() {
        let text: String = (0..20_000)
            .map(|number| format!("<p>学习任务 {number}</p>"))
            .collect();
        let piece = Arc::new(Fixed::new(&Piece { text: text.clone() }).unwrap());
        for (head, tail) in [("<html>学", "</html>"), ("", ""), (&"a".repeat(70_000), "学")] {
            let around = Around {
                head: head.to_owned(),
                piece: Arc::clone(&piece),
                tail: tail.to_owned(),
            };
            let packed = around.gzip(Compression::new(2)).unwrap();
            assert!(packed.len() < text.len() / 4);
            let mut plain = String::new();
            flate2::read::GzDecoder::new(packed.as_slice())
                .read_to_string(&mut plain)
                .unwrap();
            assert!(plain == format!("{head}{text}{tail}"));
        }
    }
}
