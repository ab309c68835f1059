//! The targets by name.

mod archive;
mod files;
mod forms;
mod pages;
mod search;
mod tables;
mod values;
mod word;

/// What is fed an input.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its folder of inputs.
pub const ALL: &[(&str, Target)] = &[
    ("archive", archive::verified),
    ("cookie", forms::cookies),
    ("csv", tables::csv),
    ("form", forms::urlencoded),
    ("multipart", pages::multipart),
    ("page", pages::urlencoded),
    ("picture", files::picture),
    ("search", search::found),
    ("sheet", tables::sheet),
    ("sheet_parts", tables::sheet_of_parts),
    ("value", values::typed),
    ("word", word::document),
    ("word_parts", word::document_of_parts),
];

/// Makes what a target needs before its first input.
pub fn prepared(target: Target) {
    let is = |known: Target| std::ptr::fn_addr_eq(target, known);
    if is(pages::urlencoded) || is(pages::multipart) {
        pages::prepared();
    }
    if is(search::found) {
        search::prepared();
    }
}

/// A package that holds these parts unpacked, so that what the fuzzer changes reaches the reader of the part.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        package.start_file(*name, stored).expect("a part");
        package.write_all(content).expect("its content");
    }
    package.finish().expect("a package").into_inner()
}

/// The input cut at zero bytes, for targets that take several texts.
fn cut(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.split(|byte| *byte == 0)
}
