//! Times one PDF of several pages once the fonts are warm, and leaves the files to look at:
//! `cargo run -p paper --example speed -- FOLDER`.

use std::error::Error;
use std::path::PathBuf;

#[path = "../tests/sample/mod.rs"]
mod sample;

#[allow(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let mut doc = sample::sample()?;
    let cold = std::time::Instant::now();
    paper::pdf::warm()?;
    println!("warm-up {:?}", cold.elapsed());
    for round in 0..5 {
        // Another title each time, so that nothing but the fonts is remembered from the round before.
        doc.title = format!("Work page {round}");
        let start = std::time::Instant::now();
        let pdf = paper::pdf::write(&doc)?;
        println!(
            "{} pages, {} kB, {:?}",
            pdf.pages,
            pdf.bytes.len() / 1024,
            start.elapsed()
        );
        std::fs::write(folder.join("sample.pdf"), &pdf.bytes)?;
    }
    let start = std::time::Instant::now();
    let word = paper::word::write(&doc)?;
    println!("Word {} kB, {:?}", word.len() / 1024, start.elapsed());
    std::fs::write(folder.join("sample.docx"), word)?;
    Ok(())
}
