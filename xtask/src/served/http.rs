//! HTTP/1.1 to a served house: one kept connection at a time, as a browser would hold it, and nothing that a browser
//! would not send.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Problem;

/// How long an answer may take; whoever waits longer has found something else than a slow answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What an answer says.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Its header lines, names in small letters.
    pub headers: Vec<(String, String)>,
    /// Its body as it was sent, maybe packed.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of a name.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What is asked.
pub struct Ask<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The address below the host.
    pub path: &'a str,
    /// Header lines besides those of every request.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

impl<'a> Ask<'a> {
    /// A page.
    pub const fn get(path: &'a str) -> Self {
        Self {
            method: "GET",
            path,
            headers: &[],
            body: &[],
        }
    }
}

/// What browsers are led to: a server, or what stands before several.
pub trait Reached {
    /// A browser that nobody knows yet.
    fn client(&self) -> Client;
}

/// A browser: its cookies, and a connection that is kept.
pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    /// What it accepts packed.
    pub accepts: &'static str,
}

impl Client {
    /// A browser that nobody knows yet.
    pub const fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
            cookies: BTreeMap::new(),
            accepts: "identity",
        }
    }

    /// The same browser at another address: its cookies, a connection of its own.
    pub fn at(&self, address: SocketAddr) -> Self {
        let mut moved = self.window(self.accepts);
        moved.address = address;
        moved
    }

    /// Another window of the same browser: its cookies, a connection of its own.
    pub fn window(&self, accepts: &'static str) -> Self {
        Self {
            address: self.address,
            stream: None,
            cookies: self.cookies.clone(),
            accepts,
        }
    }

    /// Asks and reads the whole answer.
    ///
    /// Errors: no connection, or an answer that is no HTTP.
    pub fn send(&mut self, ask: &Ask<'_>) -> Result<Reply, Problem> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.address)?,
        };
        let mut head = format!(
            "{} {} HTTP/1.1\r\nhost: {}\r\naccept: text/html,*/*\r\naccept-encoding: {}\r\naccept-language: zh-CN\r\n\
             user-agent: gongxue-xtask\r\n",
            ask.method, ask.path, self.address, self.accepts
        );
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            head.push_str(&format!("cookie: {}\r\n", cookies.join("; ")));
        }
        for (name, value) in ask.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if ask.method != "GET" {
            head.push_str(&format!("content-length: {}\r\n", ask.body.len()));
        }
        head.push_str("\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(ask.body);
        stream.get_mut().write_all(&request)?;
        let reply = read(&mut stream)?;
        self.keep(&reply);
        if reply.header("connection") != "close" {
            self.stream = Some(stream);
        }
        Ok(reply)
    }

    /// Opens a stream of events and gives what comes after its head.
    ///
    /// Errors: no connection, or another status than 200.
    pub fn events(&self, path: &str, patience: Duration) -> Result<BufReader<TcpStream>, Problem> {
        let mut stream = connect(self.address)?;
        stream.get_ref().set_read_timeout(Some(patience))?;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\ncookie: {}\r\n\r\n",
            self.address,
            cookies.join("; ")
        );
        stream.get_mut().write_all(head.as_bytes())?;
        let first = line(&mut stream)?;
        while !line(&mut stream)?.is_empty() {}
        if first.split(' ').nth(1) == Some("200") {
            Ok(stream)
        } else {
            Err(format!("GET {path} answered {first}").into())
        }
    }

    /// A page, which has to be there.
    ///
    /// Errors: those of [`Client::send`], or another status than 200.
    pub fn page(&mut self, path: &str) -> Result<Reply, Problem> {
        let reply = self.send(&Ask::get(path))?;
        if reply.status == 200 {
            Ok(reply)
        } else {
            Err(format!("GET {path} answered {}", reply.status).into())
        }
    }

    /// Sends a form with its token; what is wanted is the status.
    ///
    /// Errors: those of [`Client::send`], or another status.
    pub fn form(&mut self, path: &str, fields: &[(&str, &str)], wanted: u16) -> Result<Reply, Problem> {
        let reply = self.post_form(path, fields)?;
        wanted_of(path, reply, wanted)
    }

    /// Sends a form with its token, whatever is answered.
    ///
    /// Errors: those of [`Client::send`].
    pub fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Reply, Problem> {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        self.post(
            path,
            "application/x-www-form-urlencoded",
            body.join("&").as_bytes(),
        )
    }

    /// Sends a form with one file.
    ///
    /// Errors: those of [`Client::send`], or another status.
    pub fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
        wanted: u16,
    ) -> Result<Reply, Problem> {
        let reply = self.post_file(path, fields, file)?;
        wanted_of(path, reply, wanted)
    }

    /// Sends a form with one file, whatever is answered.
    ///
    /// Errors: those of [`Client::send`].
    pub fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Result<Reply, Problem> {
        const EDGE: &str = "gongxue-xtask-edge";
        let mut body = Vec::with_capacity(bytes.len() + 1_024);
        for (field, value) in fields {
            write!(
                body,
                "--{EDGE}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            )?;
        }
        write!(
            body,
            "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        )?;
        body.extend_from_slice(bytes);
        write!(body, "\r\n--{EDGE}--\r\n")?;
        self.post(path, &format!("multipart/form-data; boundary={EDGE}"), &body)
    }

    fn post(&mut self, path: &str, kind: &str, body: &[u8]) -> Result<Reply, Problem> {
        self.send(&Ask {
            method: "POST",
            path,
            headers: &[("content-type", kind)],
            body,
        })
    }

    fn keep(&mut self, reply: &Reply) {
        for (_, value) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = value.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                if value.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }
}

/// The answer, if it has the wanted status.
///
/// Errors: another status, with what the page said.
pub fn wanted_of(path: &str, reply: Reply, wanted: u16) -> Result<Reply, Problem> {
    if reply.status == wanted {
        return Ok(reply);
    }
    let said = reply.text();
    let said = said.split("<main").nth(1).unwrap_or(&said);
    let said: String = said.chars().take(800).collect();
    Err(format!("POST {path} answered {} and not {wanted}: {said}", reply.status).into())
}

fn connect(address: SocketAddr) -> Result<BufReader<TcpStream>, Problem> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::with_capacity(64 << 10, stream))
}

fn read(stream: &mut BufReader<TcpStream>) -> Result<Reply, Problem> {
    let first = line(stream)?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| format!("an answer that begins with {first:?}"))?;
    let mut reply = Reply {
        status,
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let line = line(stream)?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        reply
            .headers
            .push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if reply.header("transfer-encoding") == "chunked" {
        loop {
            let length = usize::from_str_radix(&line(stream)?, 16)?;
            piece(stream, length, &mut reply.body)?;
            line(stream)?;
            if length == 0 {
                break;
            }
        }
    } else if let Ok(length) = reply.header("content-length").parse() {
        piece(stream, length, &mut reply.body)?;
    }
    Ok(reply)
}

fn piece(stream: &mut BufReader<TcpStream>, length: usize, body: &mut Vec<u8>) -> Result<(), Problem> {
    let before = body.len();
    body.resize(before + length, 0);
    stream.read_exact(&mut body[before..])?;
    Ok(())
}

fn line(stream: &mut BufReader<TcpStream>) -> Result<String, Problem> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    // A killed server may leave the half of a line behind.
    if !line.ends_with('\n') {
        return Err("the server closed the connection".into());
    }
    line.truncate(line.trim_end().len());
    Ok(line)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A server that answers each request of one connection with the next of `answers`; gives what it was asked.
    fn server(answers: Vec<&'static str>) -> (SocketAddr, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let asked = std::thread::spawn(move || {
            let mut stream = BufReader::new(listener.accept().unwrap().0);
            let answer = |answer: &str| {
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    stream.read_line(&mut head).unwrap();
                }
                stream.get_mut().write_all(answer.as_bytes()).unwrap();
                head
            };
            answers.into_iter().map(answer).collect()
        });
        (address, asked)
    }

    #[test]
    fn a_connection_is_kept_and_cookies_come_back() {
        let (address, asked) = server(vec![
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n",
        ]);
        let mut client = Client::new(address);
        assert_eq!(client.page("/one").unwrap().text(), "ok");
        assert_eq!(client.page("/two").unwrap().text(), "abcd");
        assert!(asked.join().unwrap()[1].contains("cookie: a=1\r\n"));
    }

    #[test]
    fn another_status_than_the_wanted_one_is_told() {
        let (address, _asked) = server(vec!["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]);
        let problem = Client::new(address).page("/gone").err().unwrap().to_string();
        assert_eq!(problem, "GET /gone answered 404");
    }

    #[test]
    fn a_form_is_escaped() {
        assert_eq!(escaped("a b&工"), "a%20b%26%E5%B7%A5");
    }
}
