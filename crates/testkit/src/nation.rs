//! The made-up nation loaded once and copied, for a test that needs many.

use std::sync::Arc;

use crate::{Below, Engine, FURTHER_CHANCE, TestApp, Twice};

/// The made-up nation at rest.
pub struct Nation {
    engine: Arc<Engine>,
}

impl Nation {
    /// Loads it.
    pub async fn load() -> Self {
        Self::of(TestApp::new().await)
    }

    /// As it stands in an application, with the sessions that were opened there; the application goes.
    pub fn of(app: TestApp) -> Self {
        Self { engine: app.left() }
    }

    /// An application over a copy of it.
    pub async fn copy(&self) -> TestApp {
        let mut app = TestApp::over(
            Below::new(Arc::new(self.engine.copy())),
            FURTHER_CHANCE,
            Twice::Yes,
        );
        app.knows_its_orgs().await;
        app
    }
}
