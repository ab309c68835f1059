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
fn networks_are_said_by_a_flag_or_in_the_file_of_settings_and_a_slip_of_the_pen_is_refused() {
    let settled = |flags: &[&str]| {
        let all = [&["gongxue", "serve"], flags].concat();
        match Cli::try_parse_from(all)
            .map_err(|error| error.to_string())?
            .command
        {
            Command::Serve(serve) => serve.settled(),
            _ => unreachable!(),
        }
    };
    let by_flag = settled(&[
        "--administrators-from",
        "10.0.0.0/8,192.168.4.7",
        "--proxy",
        "10.0.0.2",
    ])
    .unwrap();
    assert_eq!(by_flag.administrators_from, "10.0.0.0/8,192.168.4.7".parse().ok());
    assert_eq!(by_flag.proxy, "10.0.0.2".parse().ok());
    let nothing = settled(&[]).unwrap();
    assert_eq!((nothing.administrators_from, nothing.proxy), (None, None));
    let wrong = settled(&["--administrators-from", "10.0.0.7/8"]).unwrap_err();
    assert!(wrong.contains("not the first address"), "{wrong}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gongxue.toml");
    let named = file.to_str().unwrap();
    std::fs::write(
        &file,
        "administrators-from = \"fd00::/8\"\nproxy = \"10.0.0.2\"\n",
    )
    .unwrap();
    let by_file = settled(&["--config", named]).unwrap();
    assert_eq!(by_file.administrators_from, "fd00::/8".parse().ok());
    assert_eq!(by_file.proxy, "10.0.0.2".parse().ok());
    let over = settled(&["--config", named, "--administrators-from", "10.0.0.0/8"]).unwrap();
    assert_eq!(
        over.administrators_from,
        "10.0.0.0/8".parse().ok(),
        "a flag says more"
    );
    std::fs::write(&file, "administrators-from = \"intranet\"\n").unwrap();
    let wrong = settled(&["--config", named]).unwrap_err();
    assert!(wrong.contains("intranet is no address"), "{wrong}");
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

#[test]
fn from_when_on_a_statement_is_slow_is_said_by_a_flag_or_in_the_file_of_settings() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gongxue.toml");
    std::fs::write(&file, "slow-statement = 20\n").unwrap();
    let named = file.to_str().unwrap();
    let slow = |flags: &[&str]| match Cli::parse_from([&["gongxue", "serve"], flags].concat()).command {
        Command::Serve(serve) => serve.settled().unwrap().database().slow.as_millis(),
        _ => unreachable!(),
    };
    assert_eq!(slow(&[]), 50);
    assert_eq!(slow(&["--config", named]), 20);
    assert_eq!(slow(&["--config", named, "--slow-statement", "0"]), 0);
}
