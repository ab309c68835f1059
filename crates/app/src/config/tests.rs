//! The command line and the file of settings.

use super::*;

#[test]
fn a_loopback_address_is_known_in_every_spelling() {
    for near in [
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080/x",
        "http://0.0.0.0:80",
        "http://[::]:80",
    ] {
        assert!(!is_reachable(near), "{near}");
    }
    for far in [
        "https://gongxue.example.cn",
        "http://10.1.2.3:8080",
        "http://[2001:db8::1]:8080",
    ] {
        assert!(is_reachable(far), "{far}");
    }
}

#[test]
fn a_public_address_without_its_scheme_is_refused() {
    let serve = |url: &str| Cli::parse_from(["gongxue", "serve", "--public-url", url]).command;
    let settled = |url: &str| match serve(url) {
        Command::Serve(serve) => serve.settled().map(|serve| serve.link_base()),
        _ => unreachable!(),
    };
    assert!(settled("gongxue.example.cn").is_err());
    assert_eq!(
        settled("https://gongxue.example.cn/").as_deref(),
        Ok("https://gongxue.example.cn")
    );
}
