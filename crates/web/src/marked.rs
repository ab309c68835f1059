//! A text with what was looked for marked in it, as pieces: the template escapes each and puts `<mark>` around the hits.

use std::ops::Range;

/// Letters around a hit that an excerpt shows.
const AROUND: usize = 24;
/// The most letters of an excerpt.
const LONGEST: usize = 90;

/// A text in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked(Vec<Piece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// It is what was looked for.
    pub hit: bool,
}

impl Marked {
    /// The whole text; what a query finds in it is marked.
    pub fn of(text: &str, query: &str) -> Self {
        Self::at(text, &db::search::marks(text, query))
    }

    /// The whole text, marked at byte ranges that are in order and do not overlap; one that cuts a letter is left out.
    pub fn at(text: &str, ranges: &[Range<usize>]) -> Self {
        let (mut pieces, mut done) = (Vec::new(), 0);
        let mut add = |words: Option<&str>, hit: bool| {
            if let Some(words) = words.filter(|words| !words.is_empty()) {
                pieces.push(Piece {
                    text: words.to_owned(),
                    hit,
                });
            }
        };
        for range in ranges {
            let Some(hit) = text.get(range.clone()).filter(|_| range.start >= done) else {
                continue;
            };
            add(text.get(done..range.start), false);
            add(Some(hit), true);
            done = range.end;
        }
        add(text.get(done..), false);
        Self(pieces)
    }

    /// A passage of a long text around the first hit, marked; empty where the query is not in it.
    pub fn excerpt(text: &str, query: &str) -> Self {
        let Some((line, marks)) = db::search::first_line(text, query) else {
            return Self::default();
        };
        let first = marks.first().map_or(0, |mark| mark.start);
        let before = line[..first].char_indices().rev();
        let start = before.take(AROUND).last().map_or(first, |(at, _)| at);
        let end = line[start..]
            .char_indices()
            .nth(LONGEST)
            .map_or(line.len(), |(at, _)| start + at);
        let inside: Vec<Range<usize>> = marks
            .into_iter()
            .filter(|mark| mark.start >= start && mark.end <= end)
            .map(|mark| mark.start - start..mark.end - start)
            .collect();
        let mut passage = Self::at(&line[start..end], &inside);
        if start > 0 {
            passage.0.insert(0, Piece::plain("…"));
        }
        if end < line.len() {
            passage.0.push(Piece::plain("…"));
        }
        passage
    }

    /// Its pieces in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Line by line, each with what is marked in it.
    pub fn lines(&self) -> Vec<Self> {
        let mut lines = vec![Self::default()];
        for piece in &self.0 {
            for (place, words) in piece.text.split('\n').enumerate() {
                if place > 0 {
                    lines.push(Self::default());
                }
                if let Some(line) = lines.last_mut().filter(|_| !words.is_empty()) {
                    line.0.push(Piece {
                        text: words.to_owned(),
                        hit: piece.hit,
                    });
                }
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// There is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Something in it is marked.
    pub fn has_hit(&self) -> bool {
        self.0.iter().any(|piece| piece.hit)
    }
}

impl Piece {
    fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            hit: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(marked: &Marked) -> String {
        let piece = |piece: &Piece| {
            if piece.hit {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        };
        marked.pieces().iter().map(piece).collect()
    }

    #[test]
    fn lines_keep_their_marks() {
        let lines = Marked::at("one\ntwo\n\nthree", &[2..5, 9..11]).lines();
        let lines: Vec<String> = lines.iter().map(shown).collect();
        assert_eq!(lines, ["on[e]", "[t]wo", "[th]ree"]);
    }

    #[test]
    fn what_was_looked_for_is_marked_and_the_rest_stays() {
        assert_eq!(
            shown(&Marked::of("螺纹轴的数控车床加工", "车床")),
            "螺纹轴的数控[车床]加工"
        );
        assert_eq!(shown(&Marked::of("螺纹轴", "<b>")), "螺纹轴");
        assert_eq!(
            shown(&Marked::at("单小红", &[0..3, 2..5, 6..9])),
            "[单]小[红]",
            "a range inside a letter is left out"
        );
    }

    #[test]
    fn an_excerpt_shows_the_line_around_the_first_hit() {
        let text = format!("第一行\n{}对刀{}\n第三行对刀", "前".repeat(30), "后".repeat(200));
        let excerpt = shown(&Marked::excerpt(&text, "对刀"));
        assert_eq!(
            excerpt,
            format!(
                "…{}[对刀]{}…",
                "前".repeat(AROUND),
                "后".repeat(LONGEST - AROUND - 2)
            )
        );
        assert_eq!(shown(&Marked::excerpt("试切对刀", "对刀")), "试切[对刀]");
        assert!(Marked::excerpt(&text, "铣刀").is_empty());
    }
}
