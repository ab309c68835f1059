//! Packs `assets/` into the binary: each file plain, gzip and brotli, all under one version that is the hash of them all.
//!
//! The two style sheets of every page become one, so that a cold browser asks once.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The style sheet of every page, and what it is made of, in this order.
const STYLES: (&str, [&str; 2]) = ("page.css", ["vendor/tabler/tabler.min.css", "app.css"]);

#[allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script by its environment where to write"
)]
fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=build.rs");
    let root = Path::new("assets");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut paths = Vec::new();
    collect(root, &mut paths)?;
    paths.sort();
    let mut files = named(root, &paths)?;
    let (page, parts) = STYLES;
    let mut styles = Vec::new();
    for part in parts {
        let at = files.iter().position(|(name, _)| name == part);
        let (_, bytes) = files.remove(at.ok_or_else(|| io::Error::other(part))?);
        styles.extend(bytes);
    }
    files.push((page.to_owned(), styles));
    let mut all = ring::digest::Context::new(&ring::digest::SHA256);
    let mut table = String::from("pub static ASSETS: &[Asset] = &[\n");
    for (number, (name, plain)) in files.iter().enumerate() {
        all.update(name.as_bytes());
        all.update(plain);
        fs::write(out.join(format!("{number}.plain")), plain)?;
        fs::write(out.join(format!("{number}.br")), brotli(plain)?)?;
        fs::write(out.join(format!("{number}.gz")), gzip(plain)?)?;
        let include =
            |form: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{number}.{form}\"))");
        let (plain, br, gz) = (include("plain"), include("br"), include("gz"));
        let _ = writeln!(
            table,
            "    Asset {{ name: {name:?}, plain: {plain}, brotli: {br}, gzip: {gz} }},"
        );
    }
    table.push_str("];\n");
    let version: String = all.finish().as_ref()[..6]
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    let _ = writeln!(
        table,
        "/// The hash of all assets; it stands in their addresses.\npub static VERSION: &str = {version:?};"
    );
    fs::write(out.join("assets.rs"), table)
}

/// Every file with its name below `root` and its bytes.
fn named(root: &Path, paths: &[PathBuf]) -> io::Result<Vec<(String, Vec<u8>)>> {
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root).map_err(io::Error::other)?;
        Ok((name.to_string_lossy().replace('\\', "/"), fs::read(path)?))
    };
    paths.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 65_536, 9, 22);
    writer.write_all(plain)?;
    drop(writer);
    Ok(packed)
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(plain)?;
    writer.finish()
}
