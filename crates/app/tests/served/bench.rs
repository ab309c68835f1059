//! The binary on a folder of its own, and somebody who asks it for pages.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

/// A running binary; it ends with the test.
pub struct Served {
    child: Child,
    address: String,
    /// The last line of its greeting that was waited for.
    pub said: String,
    /// Whoever writes where nobody reads fails.
    _greeting: Lines<BufReader<ChildStdout>>,
}

/// An answer of the binary.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its header lines.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> &str {
        let value = |line: &'_ str| {
            line.split_once(':')
                .filter(|(found, _)| found.eq_ignore_ascii_case(name))
                .is_some()
        };
        let line = self.head.lines().find(|line| value(line));
        line.and_then(|line| line.split_once(':'))
            .map_or("", |(_, value)| value.trim())
    }
}

/// `gongxue serve` with these flags, its output to be read.
pub fn serve(data: &Path, listen: &str, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongxue"));
    command
        .args(["serve", "--listen", listen, "--data"])
        .arg(data)
        .args(flags)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// An address of this machine that nobody listens at.
pub fn free() -> String {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    format!("127.0.0.1:{port}")
}

impl Served {
    /// Starts it and waits for the last line of its greeting, which begins so.
    pub fn start(data: &Path, flags: &[&str], last: &str) -> Self {
        let address = free();
        let mut child = serve(data, &address, flags).spawn().unwrap();
        let mut greeting = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = greeting
            .by_ref()
            .map(|line| line.unwrap())
            .find(|line| line.trim_start().starts_with(last));
        let served = Self {
            child,
            address,
            said: said.unwrap_or_else(|| panic!("it does not say {last}")),
            _greeting: greeting,
        };
        // It greets, and then it listens.
        while TcpStream::connect(&served.address).is_err() {
            std::thread::yield_now();
        }
        served
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), "", "")
    }

    /// Sends the form that stands on a page.
    pub fn post(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page);
        let cookie = shown.header("set-cookie").split(';').next().unwrap().to_owned();
        let token = shown.body.split("name=\"_csrf\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap();
        let all = [("_csrf", token)].into_iter().chain(fields.iter().copied());
        let form: Vec<String> = all
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let form = form.join("&");
        let head = format!(
            "cookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            form.len()
        );
        self.send(&format!("POST {path}"), &head, &form)
    }

    fn send(&self, what: &str, head: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        let request = format!("{what} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{head}\r\n{body}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    /// Its log, line by line.
    pub fn log(&mut self) -> Lines<BufReader<ChildStderr>> {
        BufReader::new(self.child.stderr.take().unwrap()).lines()
    }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
