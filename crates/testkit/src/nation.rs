//! The made-up nation loaded once and copied, for a test that needs many.

use crate::{Engine, TestApp, Twice};

/// A copy's chance begins here, so that its ids are none of those that the original made.
const FURTHER_CHANCE: u64 = 1 << 32;

/// The made-up nation at rest.
pub struct Nation {
    engine: Engine,
}

impl Nation {
    /// Loads it.
    pub async fn load() -> Self {
        let app = TestApp::new().await;
        // The house goes, and its connections with it; the database stays.
        Self { engine: app.engine }
    }

    /// An application over a copy of it.
    pub async fn copy(&self) -> TestApp {
        let mut app = TestApp::over(self.engine.copy(), FURTHER_CHANCE, Twice::Yes);
        app.knows_its_orgs().await;
        app
    }
}
