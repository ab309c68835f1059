//! The pages under measure: who opens each, and what each may cost.

use super::load::{self, Shown};
use super::table::{Bar, Figure};
use super::{LOAD, WARM};
use crate::Problem;
use crate::served::html;
use crate::served::http::{Ask, Client, Reached as _};
use crate::served::server::Server;

/// How a browser over TLS accepts packed answers.
const PACKED: &str = "gzip, deflate, br, zstd";

/// A page to measure.
pub struct PageUnder {
    /// Its name in the table.
    pub name: &'static str,
    /// Its address.
    pub path: String,
    /// The browsers that open it, each in its own session; with more clients than browsers they take turns in windows.
    pub browsers: Vec<Client>,
    /// What it may cost.
    pub bars: Bars,
}

/// What a page may cost.
#[derive(Clone, Copy)]
pub struct Bars {
    /// The processor time of a request, in milliseconds.
    pub cpu: f64,
    /// What one in a hundred may take longer than at 32 clients, in milliseconds.
    pub p99: f64,
    /// Its size packed, in KB, and its elements.
    pub size: Option<(f64, f64)>,
    /// The matching page of Moodle 4.5 on the same kind of machine, and its processor time in milliseconds (the least that was
    /// seen): a hundredth of it is the bar.
    pub peer: Option<(&'static str, f64)>,
}

/// The bars of a page that people open every day.
pub const DAILY: Bars = Bars {
    cpu: 1.0,
    p99: 50.0,
    size: None,
    peer: None,
};

/// What was measured of a page.
pub struct Measured {
    /// The page's name.
    pub name: &'static str,
    /// What it may cost.
    pub bars: Bars,
    /// At 1, 8 and 32 clients.
    pub loads: [Shown; 3],
    /// SQL statements a request, where the server counts them.
    pub statements: Option<f64>,
    /// Bytes of the body plain, as gzip and as brotli; what is not packed is sent plain.
    pub bytes: [usize; 3],
    /// Elements of the page.
    pub elements: usize,
}

impl Measured {
    /// The processor time a request, in milliseconds: the dearest of the three loads.
    pub fn cpu(&self) -> f64 {
        self.loads.iter().map(|load| load.cpu).fold(0.0, f64::max)
    }

    /// The figures that have bars.
    pub fn figures(&self) -> Vec<Figure> {
        let (name, bars) = (self.name, self.bars);
        let mut figures = vec![
            Figure::new(
                format!("{name}: processor time a request"),
                Bar::Most(bars.cpu),
                self.cpu(),
                "ms",
            ),
            Figure::new(
                format!("{name}: p99 at 32 clients"),
                Bar::Most(bars.p99),
                self.loads[2].p99,
                "ms",
            ),
        ];
        if let Some(statements) = self.statements {
            figures.push(Figure::new(
                format!("{name}: SQL statements"),
                Bar::Most(10.0),
                statements,
                "",
            ));
        }
        if let Some((kb, elements)) = bars.size {
            let packed = self.bytes[1] as f64 / 1_000.0;
            figures.push(Figure::new(format!("{name}: gzip"), Bar::Most(kb), packed, "KB"));
            let count = self.elements as f64;
            figures.push(Figure::new(
                format!("{name}: elements"),
                Bar::Most(elements),
                count,
                "",
            ));
        }
        if let Some((peer, cpu)) = bars.peer {
            let times = cpu / self.cpu();
            let what = format!("{name}: processor time of Moodle's {peer} in its own");
            figures.push(Figure::new(what, Bar::Least(100.0), times, "times"));
        }
        figures
    }
}

/// Measures a page.
///
/// Errors: it does not answer 200, or the load fails.
pub fn measure(server: &Server, page: &PageUnder) -> Result<Measured, Problem> {
    let first = page.browsers.first().ok_or("a page that nobody opens")?;
    let plain = first.window("identity").page(&page.path)?;
    let size = |accepts| Ok::<_, Problem>(first.window(accepts).page(&page.path)?.body.len());
    let bytes = [plain.body.len(), size("gzip")?, size("br")?];
    let act = |client: &mut Client, _: usize, _: usize| client.page(&page.path).map(drop);
    load::run(server, windows(&page.browsers, 8), WARM, act)?;
    let loads = [1, 8, 32].map(|clients| load::run(server, windows(&page.browsers, clients), LOAD, act));
    let [one, eight, many] = loads;
    Ok(Measured {
        name: page.name,
        bars: page.bars,
        loads: [one?, eight?, many?],
        statements: statements(server, &mut first.window(PACKED), &page.path),
        bytes,
        elements: html::elements(&plain.text()),
    })
}

/// So many windows over the browsers there are.
pub fn windows(browsers: &[Client], count: usize) -> Vec<Client> {
    let turns = browsers.iter().cycle();
    turns.take(count).map(|browser| browser.window(PACKED)).collect()
}

/// The statements of a request, from what the server counted over twenty; its own upkeep runs some too, so the least of three
/// tries counts. None if the server does not count them.
fn statements(server: &Server, client: &mut Client, path: &str) -> Option<f64> {
    const REQUESTS: usize = 20;
    let mut asked = server.client();
    let mut tries = Vec::new();
    for _ in 0..3 {
        let before = server.statements(&mut asked).ok()?;
        for _ in 0..REQUESTS {
            client.page(path).ok()?;
        }
        tries.push((server.statements(&mut asked).ok()? - before) / REQUESTS as f64);
    }
    tries.into_iter().reduce(f64::min)
}

/// What a cold browser fetches for a page: the page, its styles and scripts, and what those import.
pub struct Cold {
    /// Requests.
    pub requests: usize,
    /// Bytes of all bodies as brotli.
    pub bytes: usize,
}

/// Opens a page as a browser with an empty cache.
///
/// Errors: a part of it is missing.
pub fn cold(browser: &Client, path: &str) -> Result<Cold, Problem> {
    let mut plain = browser.window("identity");
    let mut packed = browser.window("br");
    let page = plain.page(path)?.text();
    let mut wanted: Vec<String> = html::attributes(&page, "rel=\"stylesheet\"", "href");
    wanted.extend(html::attributes(&page, "<script", "src"));
    wanted.extend(html::attributes(&page, "script src", "src"));
    wanted.extend(html::attributes(&page, "rel=\"icon\"", "href"));
    let sprites = html::attributes(&page, "use href", "href");
    wanted.extend(
        sprites
            .iter()
            .filter_map(|at| Some(at.split('#').next()?.to_owned())),
    );
    let mut done: Vec<String> = Vec::new();
    let mut bytes = packed.page(path)?.body.len();
    while let Some(next) = wanted.pop() {
        if next.is_empty() || done.contains(&next) {
            continue;
        }
        bytes += packed.page(&next)?.body.len();
        if next.ends_with(".js") {
            wanted.extend(imports(&page, &next, &plain.send(&Ask::get(&next))?.text()));
        }
        done.push(next);
    }
    Ok(Cold {
        requests: done.len() + 1,
        bytes,
    })
}

/// What a script imports: `import … from "x"`, `import "x"`, and of the parts that it lists by a selector those that this page
/// has. x is relative or a name of the page's import map.
fn imports(page: &str, of: &str, script: &str) -> Vec<String> {
    let from = script
        .lines()
        .filter(|line| line.starts_with("import ") || line.starts_with("} from "));
    let names = from.filter_map(|line| line.split('"').nth(1));
    let late = script.lines().filter_map(|line| late(page, line));
    let resolved = names
        .chain(late)
        .filter_map(|name| match name.strip_prefix("./") {
            Some(name) => Some(format!("{}/{name}", of.rsplit_once('/')?.0)),
            None => {
                let (_, after) = page.split_once(&format!("\"{name}\": \""))?;
                Some(after.split('"').next()?.to_owned())
            }
        });
    resolved.collect()
}

/// The name in a line such as `  "[data-a], .b": () => import("x"),` where the page has an element that the selector means.
fn late<'a>(page: &str, line: &'a str) -> Option<&'a str> {
    let (selector, import) = line.trim().strip_prefix('"')?.split_once("\": () => import(\"")?;
    let has = |one: &str| match one.strip_prefix('.') {
        Some(class) => page.contains(&format!("\"{class}")) || page.contains(&format!(" {class}")),
        None => {
            let start = format!(" {}", one.trim_matches(['[', ']']));
            let mut ends = page.split(&start).skip(1).map(|rest| rest.chars().next());
            ends.any(|end| matches!(end, Some('=' | ' ' | '>')))
        }
    };
    selector.split(", ").any(has).then(|| import.split('"').next())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_resolved_beside_the_script_and_by_the_import_map() {
        let page = r#"{"imports": { "gx/ui": "/a/ui.js", "gx/x": "/a/x.js", "gx/y": "/a/y.js" }}<table class="table z" data-x data-w-not>"#;
        let script = "import { a } from \"./a.js\";\nimport \"gx/ui\";\n\
                      \"[data-x], [data-w]\": () => import(\"gx/x\"),\n  \".y\": () => import(\"gx/y\"),\n";
        assert_eq!(
            imports(page, "/assets/v/app.js", script),
            ["/assets/v/a.js", "/a/ui.js", "/a/x.js"]
        );
    }
}
