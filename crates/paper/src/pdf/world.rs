//! All that typst can see: one template, one file of data, the pictures, three fonts.

use std::collections::HashMap;
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, PathError, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::data::Data;

const TEMPLATE: &str = include_str!("template.typ");

/// Made by `fonts/make.sh`; OFL 1.1.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../fonts/NotoSerifSC-Regular.otf"),
    include_bytes!("../../fonts/NotoSansSC-Regular.otf"),
    include_bytes!("../../fonts/NotoSansSC-Bold.otf"),
];

/// What is the same for every document.
pub(super) struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    library: LazyHash<Library>,
}

impl Fonts {
    /// Loaded at the first call, for the life of the process.
    pub(super) fn get() -> &'static Self {
        static FONTS_ONCE: OnceLock<Fonts> = OnceLock::new();
        FONTS_ONCE.get_or_init(|| {
            let fonts: Vec<Font> = FONTS
                .iter()
                .filter_map(|bytes| Font::new(Bytes::new(*bytes), 0))
                .collect();
            let book = LazyHash::new(FontBook::from_fonts(&fonts));
            Self {
                fonts,
                book,
                library: LazyHash::new(Library::default()),
            }
        })
    }

    /// Whether every face can show the character.
    pub(super) fn have(&self, letter: char) -> bool {
        self.fonts
            .iter()
            .all(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

/// The world of one document.
pub(super) struct Memory {
    fonts: &'static Fonts,
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl Memory {
    pub(super) fn new(fonts: &'static Fonts, data: Data) -> Result<Self, PathError> {
        let mut files = HashMap::new();
        files.insert(id("doc.json")?, Bytes::from_string(data.json));
        for (number, picture) in data.pictures.into_iter().enumerate() {
            files.insert(id(&format!("picture-{number}"))?, Bytes::new(picture));
        }
        Ok(Self {
            fonts,
            main: Source::new(id("template.typ")?, TEMPLATE.to_owned()),
            files,
        })
    }
}

/// Typst keeps every id it has met; names repeat from document to document, so their number stays small.
fn id(name: &str) -> Result<FileId, PathError> {
    Ok(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name)?).intern())
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &self.fonts.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
