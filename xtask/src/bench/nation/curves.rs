//! The cost of every page over the number of schools, drawn as an SVG with both axes logarithmic: a level line costs the same
//! everywhere, a rising one does not.

use std::fmt::Write as _;

use super::sheet::Nation;

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 520.0;
/// Left, top, right and bottom of the field that is drawn in; names stand to the right of it.
const FIELD: (f64, f64, f64, f64) = (70.0, 24.0, 610.0, 470.0);
/// The least and the largest processor time that are drawn, in milliseconds.
const COSTS: (f64, f64) = (0.03, 30.0);
/// Colours that are told apart in light and dark and by those who see few colours (Okabe and Ito, 2008).
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#888888",
];

/// Where a number of schools and a cost lie.
struct Plane {
    /// The most schools.
    most: f64,
}

impl Plane {
    fn across(&self, schools: usize) -> f64 {
        along(FIELD.0, FIELD.2, (schools as f64).log10() / self.most.log10())
    }

    fn up(cost: f64) -> f64 {
        let share = (cost / COSTS.0).log10() / (COSTS.1 / COSTS.0).log10();
        along(FIELD.3, FIELD.1, share.clamp(0.0, 1.0))
    }
}

/// The drawing.
pub fn drawn(nations: &[Nation]) -> String {
    let most = nations
        .iter()
        .map(|nation| nation.schools)
        .max()
        .unwrap_or(1)
        .max(10);
    let plane = Plane { most: most as f64 };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    axes(&mut svg, &plane, nations);
    let (Some(first), Some(last)) = (nations.first(), nations.last()) else {
        return svg + "</svg>\n";
    };
    // Names would lie on each other where costs do: they are spread in the order of the costs.
    let mut order: Vec<usize> = (0..first.pages.len()).collect();
    order.sort_by(|one, other| last.pages[*other].cpu().total_cmp(&last.pages[*one].cpu()));
    for (rank, place) in order.into_iter().enumerate() {
        let points = nations
            .iter()
            .map(|nation| (plane.across(nation.schools), Plane::up(nation.pages[place].cpu())));
        curve(
            &mut svg,
            rank,
            first.pages[place].name,
            &points.collect::<Vec<_>>(),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn axes(svg: &mut String, plane: &Plane, nations: &[Nation]) {
    for nation in nations {
        let x = plane.across(nation.schools);
        line(svg, (x, FIELD.1), (x, FIELD.3));
        text(svg, (x, FIELD.3 + 18.0), "middle", &nation.schools.to_string());
    }
    for cost in [0.1, 1.0, 10.0] {
        let y = Plane::up(cost);
        line(svg, (FIELD.0, y), (FIELD.2, y));
        text(svg, (FIELD.0 - 8.0, y + 4.0), "end", &format!("{cost} ms"));
    }
    let said = "schools; processor time of a request, both logarithmic";
    text(svg, (FIELD.0, HEIGHT - 12.0), "start", said);
}

/// One page's curve, with its name at its end.
fn curve(svg: &mut String, rank: usize, name: &str, points: &[(f64, f64)]) {
    let colour = COLOURS[rank % COLOURS.len()];
    let dash = if rank < COLOURS.len() {
        ""
    } else {
        " stroke-dasharray=\"6 3\""
    };
    let all: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let end = points.last().map_or(FIELD.3, |(_, y)| *y);
    let (x, y) = (FIELD.2 + 40.0, FIELD.1 + 12.0 + rank as f64 * 28.0);
    let _ = writeln!(
        svg,
        "<g stroke=\"{colour}\" fill=\"none\"{dash}><polyline points=\"{}\" stroke-width=\"2\"/>\
         <path d=\"M{:.1} {end:.1}L{x:.1} {y:.1}\"/></g>\
         <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>",
        all.join(" "),
        FIELD.2,
        x + 6.0,
        y + 4.0
    );
}

fn along(from: f64, until: f64, share: f64) -> f64 {
    from + (until - from) * share
}

fn line(svg: &mut String, from: (f64, f64), until: (f64, f64)) {
    let _ = writeln!(
        svg,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#ddd\"/>",
        from.0, from.1, until.0, until.1
    );
}

fn text(svg: &mut String, at: (f64, f64), anchor: &str, said: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"#444\">{said}</text>",
        at.0, at.1
    );
}
