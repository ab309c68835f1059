//! The made-up nation as the first test of a program loads it, kept for the others: loading it is most of what a test takes, above all
//! over PostgreSQL.
//!
//! A program is known by its file and by when that was built, so that a change of the code loads the nation anew. What is kept of a
//! database file lies beside the program; what is kept on a server goes with the server.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use crate::Engine;
use crate::engine::{asked_for, copy_database, copy_file, has_database, run};

/// What one program keeps.
struct Kept {
    /// The program's file, as other builds of it are called too.
    program: String,
    /// When it was built.
    built: String,
    /// What programs of this folder keep.
    folder: PathBuf,
    /// The server, where tests run over one.
    server: Option<String>,
}

/// A copy of the made-up nation; the first test of a program has it loaded.
pub(crate) async fn nation<Loaded: Future<Output = Arc<Engine>>>(load: impl FnOnce() -> Loaded) -> Engine {
    let kept = Kept::here();
    if !kept.is_there() {
        fs::create_dir_all(&kept.folder).expect("a folder beside the program");
        // Goes with its handle, also where loading fails.
        let lock = File::create(kept.folder.join(format!("{}.lock", kept.program))).expect("a lock");
        locked(&lock).expect("the lock is held");
        if !kept.is_there() {
            kept.keep(load().await.as_ref());
        }
    }
    kept.copy()
}

/// Waits for a lock, also where signals come meanwhile: libFuzzer sends itself one every few seconds.
fn locked(lock: &File) -> io::Result<()> {
    loop {
        match lock.lock() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

impl Kept {
    fn here() -> Self {
        let program = std::env::current_exe().expect("the path of the program");
        let built = fs::metadata(&program).and_then(|about| about.modified());
        let built = built.expect("when the program was built");
        let built = built.duration_since(UNIX_EPOCH).expect("a time after 1970");
        let name = program.file_stem().expect("the name of the program");
        Self {
            program: name.to_string_lossy().replace('-', "_"),
            built: built.as_nanos().to_string(),
            folder: program.with_file_name("made-up"),
            server: asked_for(),
        }
    }

    /// The database of the server.
    fn name(&self) -> String {
        format!("gx_kept_{}_{}", self.program, self.built)
    }

    /// The folder of the file.
    fn place(&self) -> PathBuf {
        self.folder.join(format!("{}_{}", self.program, self.built))
    }

    fn is_there(&self) -> bool {
        match &self.server {
            Some(server) => has_database(server, &self.name()),
            None => self.place().exists(),
        }
    }

    /// Keeps a copy, which is there whole or not at all.
    fn keep(&self, loaded: &Engine) {
        match loaded {
            Engine::Server { server, name } => {
                let half = format!("{}_half", self.name());
                run(server, &format!("DROP DATABASE IF EXISTS {half}")).expect("a half database goes");
                copy_database(server, name, &half);
                let sql = format!("ALTER DATABASE {half} RENAME TO {}", self.name());
                run(server, &sql).expect("the database gets its name");
            }
            Engine::File(folder) => {
                self.forget_earlier();
                let half = tempfile::tempdir_in(&self.folder).expect("a folder beside the program");
                copy_file(folder.path(), half.path());
                fs::rename(half.keep(), self.place()).expect("the folder gets its name");
            }
        }
    }

    /// What earlier builds of the program kept goes.
    fn forget_earlier(&self) {
        let entries = fs::read_dir(&self.folder).expect("the folder beside the program");
        for entry in entries.flatten() {
            let name = entry.file_name();
            let built = name.to_str().and_then(|name| name.strip_prefix(&self.program));
            let is_earlier = built.and_then(|built| built.strip_prefix('_')).is_some();
            if is_earlier {
                fs::remove_dir_all(entry.path()).expect("an earlier nation goes");
            }
        }
    }

    fn copy(&self) -> Engine {
        let new = Engine::new_place();
        match &new {
            Engine::Server { server, name } => copy_database(server, &self.name(), name),
            Engine::File(folder) => copy_file(&self.place(), folder.path()),
        }
        new
    }
}
