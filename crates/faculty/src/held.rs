//! A file between its preview and its taking: the browser holds it sealed, the server keeps nothing of it.

use kernel::{Error, Result, Text};
use web::Visit;

/// Seals a file for the same account to send back; what is sealed for one purpose opens for no other.
pub fn seal(visit: &Visit, purpose: &str, name: &str, bytes: &[u8]) -> String {
    let mut content = name.as_bytes().to_vec();
    content.push(0);
    content.extend_from_slice(bytes);
    let sealed = visit
        .house()
        .vault
        .seal(&bound(visit, purpose), &content, visit.ctx().bytes());
    kernel::hex::written(&sealed)
}

/// Opens it again: the file's name and its bytes.
///
/// # Errors
/// 422 at `file` for what was not sealed here, for this account and this purpose.
pub fn open(visit: &Visit, purpose: &str, held: &str) -> Result<(String, Vec<u8>)> {
    let again = || Error::field("file", Text::new("faculty-file-again"));
    let sealed = kernel::hex::read(held);
    let opened = visit
        .house()
        .vault
        .open(&bound(visit, purpose), &sealed.ok_or_else(again)?)
        .map_err(|_| again())?;
    let cut = opened.iter().position(|byte| *byte == 0).ok_or_else(again)?;
    let name = String::from_utf8_lossy(&opened[..cut]).into_owned();
    Ok((name, opened[cut + 1..].to_vec()))
}

fn bound(visit: &Visit, purpose: &str) -> String {
    let account = visit
        .ctx()
        .actor
        .account()
        .map(|account| account.to_string())
        .unwrap_or_default();
    format!("{purpose}:{account}")
}
