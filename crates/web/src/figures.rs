//! What is counted and logged of every request, once, when it ends.

use std::time::Instant;

use axum::http::{Method, StatusCode};

use crate::Visit;

/// The route of a request that fits none.
pub const UNKNOWN: &str = "unknown";

/// What a scanner says of a file.
const SAID: [&str; 3] = ["clean", "found", "unheard"];

/// Files of which the scanner said this.
pub fn scans(said: &'static str) -> metrics::Counter {
    metrics::counter!("gongxue_scans_total", "said" => said)
}

/// Tells what has not happened yet as nought: a figure that first appears with the first virus has not risen for whoever watches it.
pub fn begin() {
    for said in SAID {
        scans(said).increment(0);
    }
}

/// A request from its arrival at the border; one that its sender gives up is counted too.
pub struct UnderWay {
    begun: Instant,
}

impl UnderWay {
    /// Begins to measure.
    #[allow(
        clippy::disallowed_methods,
        reason = "how long an answer took is measured by the machine's clock, not the house's"
    )]
    pub fn begin() -> Self {
        metrics::gauge!("gongxue_requests_under_way").increment(1.0);
        Self {
            begun: Instant::now(),
        }
    }

    /// Counts the request by its route (never by its path, which names things), and writes its line of the log.
    pub fn end(self, visit: &Visit, (method, route): (&Method, &str), status: StatusCode) {
        let took = self.begun.elapsed();
        let statements = visit.ctx().statements();
        let class = [
            ("method", method_of(method).to_owned()),
            ("route", route.to_owned()),
        ];
        metrics::histogram!("gongxue_request_seconds", &class).record(took.as_secs_f64());
        metrics::histogram!("gongxue_request_statements", &class).record(f64::from(statements));
        let [method_label, route_label] = class;
        let counted = [method_label, route_label, ("status", status.as_u16().to_string())];
        metrics::counter!("gongxue_requests_total", &counted).increment(1);
        tracing::info!(
            request = %visit.ctx().request,
            %method,
            path = visit.path(),
            route,
            status = status.as_u16(),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            statements,
            role = visit.ctx().actor.role().map_or("-", kernel::Role::code),
            "request"
        );
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        metrics::gauge!("gongxue_requests_under_way").decrement(1.0);
    }
}

/// Methods that somebody makes up get no figure of their own.
fn method_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}
