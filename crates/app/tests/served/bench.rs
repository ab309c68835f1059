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

/// Looks again and again until it is so; nobody tells a test what happens in another process.
#[allow(
    clippy::disallowed_methods,
    reason = "what is waited for happens in another process"
)]
pub fn until(what: &str, done: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if done() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("{what} did not happen within a minute");
}

/// Somebody with a browser.
pub struct Visitor {
    cookies: String,
    token: String,
}

/// The password of every made-up person.
const PASSWORD: &str = "Gongxue-2026";

/// The form token that stands on a page.
fn token_of(shown: &Answer) -> String {
    let rest = shown.body.split("name=\"_csrf\" value=\"").nth(1);
    let rest = rest.or_else(|| shown.body.split("name=\"csrf\" content=\"").nth(1));
    let token = rest.expect("a form token").split('"').next();
    token.unwrap_or_default().to_owned()
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
        Self::start_logging(data, flags, last, Stdio::piped())
    }

    /// As [`Served::start`], with its log somewhere else.
    pub fn start_logging(data: &Path, flags: &[&str], last: &str, log: Stdio) -> Self {
        let address = free();
        let mut child = serve(data, &address, flags).stderr(log).spawn().unwrap();
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

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Asks by whatever method, `TRACE /path`, with these header lines.
    pub fn ask(&self, what: &str, head: &str) -> Answer {
        self.send(what, head, &[b""]).expect("it answers")
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), "", &[b""]).expect("it answers")
    }

    /// Sends the form that stands on a page.
    pub fn post(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page);
        let visitor = Visitor {
            cookies: shown.header("set-cookie").split(';').next().unwrap().to_owned(),
            token: token_of(&shown),
        };
        self.post_as(&visitor, path, fields).expect("it answers")
    }

    /// Signs a made-up person in, at the first organisation that has somebody with this number.
    pub fn sign_in(&self, number: &str) -> Visitor {
        self.sign_in_at(number, 0)
    }

    /// Signs a made-up person in, at the organisation of this place, counted from 0, among those that have somebody with this number.
    pub fn sign_in_at(&self, number: &str, place: usize) -> Visitor {
        let shown = self.get("/sign-in");
        let forms = shown.body.split("name=\"school\" value=\"").skip(1);
        let offered = format!("name=\"number\" value=\"{number}\"");
        let form = forms
            .filter(|form| form.contains(&offered))
            .nth(place)
            .expect("somebody with this number");
        let school = form.split('"').next().unwrap().to_owned();
        let mut visitor = Visitor {
            cookies: shown.header("set-cookie").split(';').next().unwrap().to_owned(),
            token: token_of(&shown),
        };
        let fields = [
            ("school", school.as_str()),
            ("number", number),
            ("password", PASSWORD),
        ];
        let entered = self.post_as(&visitor, "/sign-in", &fields).expect("it answers");
        assert_eq!(entered.status, 303, "{}", entered.body);
        let set = entered.head.split("gx_session=").nth(1).expect("a session");
        let session = set.split([';', '\r']).next().unwrap();
        visitor.cookies = format!("{}; gx_session={session}", visitor.cookies);
        visitor.token = token_of(&self.get_as(&visitor, "/"));
        visitor
    }

    /// Asks for a path as somebody.
    pub fn get_as(&self, visitor: &Visitor, path: &str) -> Answer {
        let head = format!("cookie: {}\r\n", visitor.cookies);
        self.send(&format!("GET {path}"), &head, &[b""])
            .expect("it answers")
    }

    /// Sends a form as somebody; none where nobody answers any more.
    pub fn post_as(&self, visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let all = [("_csrf", visitor.token.as_str())]
            .into_iter()
            .chain(fields.iter().copied());
        let form: Vec<String> = all
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let form = form.join("&");
        let head = format!(
            "cookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            visitor.cookies,
            form.len()
        );
        self.send(&format!("POST {path}"), &head, &[form.as_bytes()])
    }

    /// Uploads a file as somebody; its content is a block that is sent so many times.
    pub fn upload_as(
        &self,
        visitor: &Visitor,
        path: &str,
        field: (&str, &str),
        (block, times): (&[u8], usize),
    ) -> Answer {
        let (name, value) = field;
        let mut start = String::new();
        for (name, value) in [("_csrf", visitor.token.as_str()), (name, value)] {
            start += &format!("--gx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        start += "--gx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
        let end = b"\r\n--gx--\r\n";
        let head = format!(
            "cookie: {}\r\naccept: text/html\r\ncontent-type: multipart/form-data; boundary=gx\r\ncontent-length: {}\r\n",
            visitor.cookies,
            start.len() + block.len() * times + end.len()
        );
        let mut pieces = vec![start.as_bytes()];
        pieces.extend(std::iter::repeat_n(block, times));
        pieces.push(end);
        self.send(&format!("POST {path}"), &head, &pieces)
            .expect("it answers")
    }

    /// Opens a stream of events and waits for its head.
    pub fn listen(&self, visitor: &Visitor, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n",
            self.address, visitor.cookies
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = [0; 15];
        stream.read_exact(&mut head).unwrap();
        assert_eq!(&head, b"HTTP/1.1 200 OK");
        stream
    }

    /// Sends the process a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Waits until the process has ended; its exit code, none where a signal ended it.
    pub fn ended(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    fn send(&self, what: &str, head: &str, body: &[&[u8]]) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        let host = &self.address;
        let head = format!("{what} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{head}\r\n");
        stream.write_all(head.as_bytes()).ok()?;
        for piece in body {
            stream.write_all(piece).ok()?;
        }
        let mut text = String::new();
        stream.read_to_string(&mut text).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        })
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
