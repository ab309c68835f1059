//! The rows of stored files.

use db::{Tx, params};
use kernel::{AccountId, Ctx, Error, Id, Instant, Result, SchoolId};

use crate::{Hash, Kind, Upload, store};

/// Marks an id of a stored file.
pub enum FileMark {}

/// How many characters of a file's name are kept.
const NAME: usize = 200;

db::record! {
    /// What a school keeps of a file.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StoredFile {
        /// Its id.
        pub id: Id<FileMark>,
        hash: String,
        /// In bytes.
        pub size: i64,
        /// As its content showed.
        pub media_type: String,
        /// As it was called where it came from; for people, never a path.
        pub name: String,
        /// When it was stored.
        pub created_at: Instant,
        /// Who stored it; none for the program itself.
        pub created_by: Option<AccountId>,
    }
}

impl StoredFile {
    /// Where its content is.
    ///
    /// # Errors
    /// An internal one if the row holds no hash.
    pub fn hash(&self) -> Result<Hash> {
        self.hash
            .parse()
            .map_err(|_| Error::internal("a stored file's hash is none"))
    }
}

/// Writes the row of a file that was put before.
///
/// # Errors
/// The engine's.
pub fn note(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    upload: &Upload,
    name: &str,
) -> Result<Id<FileMark>> {
    let id = ctx.id();
    note_as(tx, ctx, (school, id), upload, name)?;
    Ok(id)
}

/// Writes the row of a file that was put before, under an id that it was given already.
///
/// # Errors
/// The engine's.
pub fn note_as(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, id): (SchoolId, Id<FileMark>),
    upload: &Upload,
    name: &str,
) -> Result<()> {
    let size = i64::try_from(upload.bytes().len()).map_err(Error::internal)?;
    let (hash, media_type, name) = (
        upload.hash().as_str(),
        upload.kind().media_type(),
        named(name, upload.kind()),
    );
    let by = ctx.actor.account();
    tx.run(
        store::ADD,
        params![school, id, hash, size, media_type, name, ctx.now, by],
    )?;
    Ok(())
}

/// The row of a school's file.
///
/// # Errors
/// [`Error::NotFound`] if the school has none of this id.
pub fn find(tx: &mut Tx<'_>, school: SchoolId, id: Id<FileMark>) -> Result<StoredFile> {
    Ok(tx.one(store::FIND, params![school, id])?)
}

db::record! {
    /// A file that somebody stored.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Own {
        /// Its id.
        pub id: Id<FileMark>,
        hash: String,
        /// As it was called where it came from.
        pub name: String,
    }
}

impl Own {
    /// Where its content is.
    ///
    /// # Errors
    /// An internal one if the row holds no hash.
    pub fn hash(&self) -> Result<Hash> {
        let parsed = self.hash.parse();
        parsed.map_err(|_| Error::internal("a stored file's hash is none"))
    }

    /// What it is called once its owner is erased: its ending alone, if it has a plain one.
    pub fn anonymous(&self) -> String {
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending);
        let plain =
            |ending: &&str| ending.len() <= 4 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        ending
            .filter(plain)
            .map_or_else(|| "file".to_owned(), |ending| format!("file.{ending}"))
    }
}

/// What an account stored in a school.
///
/// # Errors
/// The engine's.
pub fn of_account(tx: &mut Tx<'_>, school: SchoolId, account: AccountId) -> Result<Vec<Own>> {
    Ok(tx.all(store::OF_ACCOUNT, params![school, account])?)
}

/// Forgets who stored a file: without a name for it (`kept`) its row goes, else it stays under that name, for others need it.
///
/// # Errors
/// The engine's.
pub fn forget(tx: &mut Tx<'_>, school: SchoolId, id: Id<FileMark>, kept: Option<&str>) -> Result<()> {
    match kept {
        Some(name) => tx.run(store::UNNAME, params![school, id, name])?,
        None => tx.run(store::DROP, params![school, id])?,
    };
    Ok(())
}

/// How many files the rows of all schools name, and their bytes, content that is shared as often as it is named.
///
/// # Errors
/// The engine's.
pub fn stored(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    Ok(tx.one(store::STORED, &[])?)
}

/// Every hash that a row of any school names, each once, in order.
///
/// # Errors
/// The engine's; an internal one if a row holds no hash.
pub fn hashes(tx: &mut Tx<'_>) -> Result<Vec<Hash>> {
    let rows: Vec<(String,)> = tx.all(store::HASHES, &[])?;
    let parsed = rows.iter().map(|(hash,)| hash.parse());
    parsed
        .collect::<Result<_, _>>()
        .map_err(|_| Error::internal("a stored file's hash is none"))
}

/// The last part of a name, since some browsers send whole paths, without signs that nobody sees: control characters, and those that
/// turn the direction of writing, behind which `gpj.exe` reads as `exe.jpg` (Unicode technical report 36). No dots and blanks at its
/// ends, which Windows drops, and none of the words that Windows keeps for devices.
pub fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !is_unseen(*letter))
        .take(NAME)
        .collect();
    let seen = seen.trim().trim_end_matches(['.', ' ']);
    let stem = seen.split('.').next().unwrap_or_default().trim();
    if is_device(stem) {
        format!("_{seen}")
    } else {
        seen.to_owned()
    }
}

/// The name under which a file of this kind is kept and sent: one with an ending that the kind has, since what opens a file on the
/// reader's machine goes by its ending. A PDF that is called `a.html` would be run as a page there.
pub fn named(name: &str, kind: Kind) -> String {
    let plain = plain(name);
    let ending = plain
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    if ending.is_some_and(|ending| kind.endings().contains(&ending.as_str())) {
        return plain;
    }
    let ending = kind.endings().first().copied().unwrap_or_default();
    let stem: String = plain.chars().take(NAME - 5).collect();
    let stem = if stem.is_empty() { "file" } else { &stem };
    format!("{stem}.{ending}")
}

/// Marks of direction, joiners, and the separators of lines: they take no room on a page.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A name that Windows keeps for a device, whatever its ending.
fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let numbered = |start: &str| {
        let rest = stem.strip_prefix(start);
        rest.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{named, plain};
    use crate::Kind;

    #[test]
    fn a_name_is_kept_without_its_path_and_signs_that_nobody_sees() {
        assert_eq!(plain("C:\\照片\\螺纹轴.jpg"), "螺纹轴.jpg");
        assert_eq!(plain("../../etc/pass\nwd"), "passwd");
        assert_eq!(plain("gpj.\u{202e}exe"), "gpj.exe");
        assert_eq!(plain(&"长".repeat(300)).chars().count(), 200);
    }

    #[test]
    fn a_name_that_reads_as_another_or_that_windows_keeps_is_a_plain_one() {
        assert_eq!(plain("照片\u{202e}gpj.exe"), "照片gpj.exe");
        assert_eq!(plain("a\u{200b}\u{2066}b\u{2028}.pdf. ."), "ab.pdf");
        assert_eq!(plain("con.txt"), "_con.txt");
        assert_eq!(plain("LPT1"), "_LPT1");
        assert_eq!(plain("console.txt"), "console.txt");
        assert_eq!(plain("../.."), "");
    }

    #[test]
    fn a_file_is_called_what_it_is() {
        assert_eq!(named("程序单.pdf", Kind::Pdf), "程序单.pdf");
        assert_eq!(named("照片.JPEG", Kind::Jpeg), "照片.JPEG");
        assert_eq!(named("a.html", Kind::Pdf), "a.html.pdf");
        assert_eq!(named("a.docm", Kind::Docx), "a.docm.docx");
        assert_eq!(named("", Kind::Png), "file.png");
        assert_eq!(named(&"长".repeat(300), Kind::Xlsx).chars().count(), 200);
    }
}
