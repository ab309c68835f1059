//! Passwords: argon2id, one hash at a time behind a bounded queue, so that a morning's sign-ins never starve the pages.

use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use kernel::{Error, Result, Text, hex};
use tokio::sync::Semaphore;

/// How many may wait for their turn; the next is asked to come back.
const WAITING: usize = 256;

static TURN: Semaphore = Semaphore::const_new(1);
static QUEUE: Semaphore = Semaphore::const_new(WAITING);

/// 19 MiB, two passes, one lane: OWASP's first choice for argon2id.
const MEMORY: u32 = 19 * 1_024;
const PASSES: u32 = 2;

/// The one place that hashes are worked out in. Each thread that took 19 MiB of its own for one kept them afterwards: a morning's sign-ins left
/// half a gigabyte behind.
static BLOCKS: Mutex<Vec<Block>> = Mutex::new(Vec::new());

/// What is compared with when there is no such account, so that the time tells nothing.
const NOBODY: &str =
    "v1$00000000000000000000000000000000$0000000000000000000000000000000000000000000000000000000000000000";

/// The stored form of a password: `v1$salt$hash`, both in hexadecimal.
///
/// # Errors
/// [`Error::TooMany`] when too many wait.
pub async fn hash(password: String, salt: [u8; 16]) -> Result<String> {
    let hash = derive(password, salt.to_vec()).await?;
    Ok(format!("v1${}${}", hex::written(&salt), hex::written(&hash)))
}

/// Whether the password, as it was typed, is the one of the stored form; takes as long where there is none. Where it is not and space stands
/// around it, it is tried without: keyboards of phones add some, and passwords of before were kept without (NIST SP 800-63B,
/// 5.1.1.2, allows it).
///
/// # Errors
/// [`Error::TooMany`] when too many wait.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    let without = Some(password.trim())
        .filter(|bare| *bare != password)
        .map(str::to_owned);
    if is_it(password, stored.clone()).await? {
        return Ok(true);
    }
    match without {
        Some(bare) => is_it(bare, stored).await,
        None => Ok(false),
    }
}

/// Whether a password is one of these stored forms; each is looked at by itself, since each has a salt of its own.
///
/// # Errors
/// [`Error::TooMany`] when too many wait.
pub async fn is_one_of(password: &str, stored: Vec<String>) -> Result<bool> {
    for one in stored {
        if verify(password.to_owned(), Some(one)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn is_it(password: String, stored: Option<String>) -> Result<bool> {
    let known = stored.is_some();
    let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
    let mut parts = stored.split('$').skip(1);
    let (Some(salt), Some(expected)) = (parts.next(), parts.next()) else {
        return Err(Error::internal("a stored password has no known form"));
    };
    let salt = hex::read(salt).ok_or_else(|| Error::internal("a stored salt is no hexadecimal"))?;
    let hash = derive(password, salt).await?;
    let difference = hex::written(&hash)
        .bytes()
        .zip(expected.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    Ok(known && difference == 0)
}

async fn derive(password: String, salt: Vec<u8>) -> Result<[u8; 32]> {
    #[cfg(test)]
    tests::DERIVED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let busy = || Error::TooMany(Text::new("people-sign-in-busy"));
    let _place = QUEUE.try_acquire().map_err(|_| busy())?;
    let _turn = TURN.acquire().await.map_err(|_| busy())?;
    let done = tokio::task::spawn_blocking(move || {
        let params = Params::new(MEMORY, PASSES, 1, Some(32)).map_err(|error| error.to_string())?;
        let mut hash = [0; 32];
        // Each turn writes every block before it reads it, so that what a panic left does no harm.
        let mut blocks = BLOCKS.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.resize(params.block_count(), Block::default());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(password.as_bytes(), &salt, &mut hash, &mut *blocks)
            .map_err(|error| error.to_string())?;
        Ok::<_, String>(hash)
    });
    done.await.map_err(Error::internal)?.map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// How many hashes were worked out: what a sign-in takes its time for.
    pub(super) static DERIVED: AtomicUsize = AtomicUsize::new(0);

    /// Whether it opens, and how many hashes that took.
    async fn tried(typed: &str, stored: Option<&str>) -> (bool, usize) {
        let before = DERIVED.load(Ordering::Relaxed);
        let right = verify(typed.to_owned(), stored.map(str::to_owned)).await.unwrap();
        (right, DERIVED.load(Ordering::Relaxed) - before)
    }

    /// One test: two at once would count each other's hashes.
    #[tokio::test]
    async fn only_the_password_itself_opens_and_nobody_takes_as_long_as_somebody() {
        let stored = hash("Correct-Horse-9".to_owned(), [5; 16]).await.unwrap();
        assert!(
            verify("Correct-Horse-9".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("correct-horse-9".to_owned(), Some(stored)).await.unwrap());
        assert!(!verify(String::new(), None).await.unwrap());
        let spaced = hash(" Blue Lathe 7 ".to_owned(), [6; 16]).await.unwrap();
        let right = |typed: &str| verify(typed.to_owned(), Some(spaced.clone()));
        assert!(right(" Blue Lathe 7 ").await.unwrap(), "as typed");
        assert!(!right("Blue Lathe 7").await.unwrap(), "the space belongs to it");
        let bare = hash("Blue Lathe 7".to_owned(), [7; 16]).await.unwrap();
        assert!(
            verify("Blue Lathe 7 ".to_owned(), Some(bare)).await.unwrap(),
            "a keyboard's space"
        );
        let known = Some(spaced.as_str());
        for typed in ["Other-Lathe-8", ""] {
            assert_eq!(tried(typed, known).await, (false, 1), "{typed}");
            assert_eq!(tried(typed, None).await, (false, 1), "{typed}");
        }
        assert_eq!(tried("Other-Lathe-8 ", known).await, (false, 2));
        assert_eq!(tried("Other-Lathe-8 ", None).await, (false, 2));
    }
}
