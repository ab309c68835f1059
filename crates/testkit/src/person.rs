//! Somebody with a browser: cookies, form tokens, pages.

use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

use crate::TestApp;

/// The browser's own cookie in every test.
const DEVICE: &str = "00112233445566778899aabbccddeeff";

/// Somebody who asks for pages.
pub struct Person<'a> {
    app: &'a TestApp,
    token: Option<String>,
    language: &'static str,
    peer: Option<SocketAddr>,
    forwarded: &'static str,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The one-time codes printed on it, `ACDE-FGHJ` or `ACDE-FGHJ-KMNP`.
    pub fn codes(&self) -> Vec<String> {
        let text = self.text();
        let shown = text
            .split("<code")
            .skip(1)
            .filter_map(|rest| rest.split_once('>'));
        let codes = shown.map(|(_, rest)| rest.split('<').next().unwrap_or_default());
        codes
            .filter(|code| [9, 14].contains(&code.len()) && code.as_bytes()[4] == b'-')
            .map(str::to_owned)
            .collect()
    }

    /// The value of a cookie that it sets, under the name that it has behind TLS.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok());
        let start = format!("__Host-{name}=");
        cookies
            .filter_map(|cookie| cookie.strip_prefix(&start))
            .map(|rest| rest.split(';').next().unwrap_or_default().to_owned())
            .next()
    }
}

impl<'a> Person<'a> {
    pub(crate) const fn new(app: &'a TestApp, token: Option<String>) -> Self {
        Self {
            app,
            token,
            language: "zh-CN",
            peer: None,
            forwarded: "",
        }
    }

    /// Somebody who holds this session.
    pub const fn with_token(app: &'a TestApp, token: String) -> Self {
        Self::new(app, Some(token))
    }

    /// Their session, if they have one.
    pub fn token(&self) -> Option<String> {
        self.token.clone()
    }

    /// The application that it asks.
    pub const fn app(&self) -> &'a TestApp {
        self.app
    }

    /// Reads in English.
    #[must_use]
    pub const fn in_english(mut self) -> Self {
        self.language = "en";
        self
    }

    /// Asks from this address.
    #[must_use]
    pub fn from(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(address.parse().expect("an address"), 4_711));
        self
    }

    /// Asks through something that writes this into `X-Forwarded-For`.
    #[must_use]
    pub const fn saying(mut self, forwarded: &'static str) -> Self {
        self.forwarded = forwarded;
        self
    }

    /// The form token of this browser, under a pad of zeros.
    pub fn csrf(&self) -> String {
        let secret = self.token.as_deref().unwrap_or(DEVICE);
        let key = self.app.house.vault.search_key("form", secret);
        kernel::hex::written(&[&[0; 16], &key[..16]].concat())
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path).body(Body::empty()).expect("a request"))
            .await
    }

    /// Asks for a page with one more header.
    pub async fn get_with(&self, path: &str, (name, value): (&str, &str)) -> Reply {
        let request = self.request("GET", path).header(name, value);
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Listens to a stream of events.
    pub async fn listen(&self, path: &str) -> crate::Events {
        let request = self.request("GET", path).body(Body::empty()).expect("a request");
        let response = self
            .app
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        assert_eq!(response.status(), StatusCode::OK, "{path} is no stream");
        crate::Events::new(response.into_body().into_data_stream())
    }

    /// Posts a form as one of our pages would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf();
        let mut all = vec![("_csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_raw(path, &all).await
    }

    /// Posts exactly these fields.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let request = self
            .request("POST", path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).expect("a request"))
            .await
    }

    /// Posts a form as one of our pages would, with one more cookie (`name=value`).
    pub async fn post_with(&self, path: &str, fields: &[(&str, &str)], cookie: &str) -> Reply {
        let csrf = self.csrf();
        let all = [("_csrf", csrf.as_str())];
        let body: Vec<String> = all
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let request = self
            .request("POST", path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, cookie);
        self.send(request.body(Body::from(body.join("&"))).expect("a request"))
            .await
    }

    /// Posts a body as it is.
    pub async fn post_bytes(&self, path: &str, kind: &str, body: Vec<u8>) -> Reply {
        let request = self.request("POST", path).header(CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).expect("a request"))
            .await
    }

    /// Posts a file with fields.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Reply {
        let csrf = self.csrf();
        let mut all = vec![("_csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.upload_raw(path, &all, file).await
    }

    /// Posts a file with exactly these fields.
    pub async fn upload_raw(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Reply {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--gx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, bytes) = file;
        body.extend(format!("--gx\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--gx--\r\n");
        let request = self
            .request("POST", path)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=gx");
        self.send(request.body(Body::from(body)).expect("a request"))
            .await
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let session = self
            .token
            .as_ref()
            .map(|token| format!("; __Host-gx_session={token}"))
            .unwrap_or_default();
        let mut request = Request::builder();
        if let Some(peer) = self.peer {
            request = request.extension(ConnectInfo(peer));
        }
        if !self.forwarded.is_empty() {
            request = request.header("x-forwarded-for", self.forwarded);
        }
        request
            .method(method)
            .uri(path)
            .header("accept", "text/html")
            .header("host", "gongxue.test")
            .header(
                COOKIE,
                format!(
                    "__Host-gx_device={DEVICE}; __Host-gx_lang={}{session}",
                    self.language
                ),
            )
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let response = self
            .app
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Reply {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
