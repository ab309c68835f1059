//! What the process counts of itself, for tests that measure it.

use std::sync::OnceLock;

use metrics_exporter_prometheus::PrometheusHandle;

/// Begins to count as the product does; what was counted before is lost.
pub fn figures() -> &'static PrometheusHandle {
    static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();
    FIGURES.get_or_init(|| app::figures::install().expect("one recorder a process"))
}

/// A figure of the process.
pub fn figure(name: &str) -> u64 {
    let text = figures().render();
    let line = text
        .lines()
        .find(|line| line.starts_with(name) && !line.starts_with('#'));
    line.and_then(|line| line.rsplit(' ').next()?.parse().ok())
        .unwrap_or_default()
}
