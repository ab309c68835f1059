//! What no page of ours asks: other methods, and what a browser asks for pages of others.

use crate::place::Place;

#[test]
fn a_method_that_no_route_names_is_refused_and_sends_nothing_back_of_what_was_asked() {
    let place = Place::new();
    let served = place.serve(&[]);
    for method in ["TRACE", "TRACK", "DEBUG"] {
        for path in ["/", "/sign-in", "/health", "/metrics", "/assets/0/none.css"] {
            let answer = served.ask(&format!("{method} {path}"), "x-own: a-word-of-mine\r\n");
            assert!(
                [404, 405].contains(&answer.status),
                "{method} {path}: {}",
                answer.status
            );
            let whole = answer.head + &answer.body;
            assert!(!whole.contains("a-word-of-mine"), "{method} {path}: {whole}");
        }
    }
}

#[test]
fn a_browser_that_asks_for_a_page_of_another_origin_is_given_no_leave() {
    let place = Place::new();
    let served = place.serve(&[]);
    for path in ["/", "/sign-in", "/tasks", "/health", "/metrics", "/sw.js"] {
        let asked = "origin: https://other.example\r\naccess-control-request-method: POST\r\n";
        for method in ["OPTIONS", "GET"] {
            let answer = served.ask(&format!("{method} {path}"), asked);
            let head = answer.head.to_lowercase();
            assert!(!head.contains("access-control-"), "{method} {path}: {head}");
        }
    }
}
