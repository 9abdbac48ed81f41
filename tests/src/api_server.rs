//! A local HTTP server in the place of a forge's API: keeps the comments of one pull request, answers as the forge
//! does, and remembers each request. Knows nothing of what a comment says.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Such as `POST /repos/a/b/issues/7/comments`.
    pub line: String,
    /// The header that says who asks.
    pub token: String,
    /// The field `body` of its JSON; empty without one.
    pub body: String,
}

/// How the server answers.
#[derive(Debug, Clone)]
struct Forge {
    /// Each with its id, its login and its text.
    comments: Vec<(u64, String, String)>,
    requests: Vec<Request>,
    /// With which status writes are refused, if they are.
    refuses: Option<u16>,
    /// Who writes with the token.
    login: String,
}

/// The server; it ends with the process.
#[derive(Debug, Clone)]
pub struct ApiServer {
    address: SocketAddr,
    forge: Arc<Mutex<Forge>>,
}

impl ApiServer {
    /// Starts one whose token writes as that login.
    pub fn start(login: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let forge = Forge {
            comments: Vec::new(),
            requests: Vec::new(),
            refuses: None,
            login: login.to_owned(),
        };
        let forge = Arc::new(Mutex::new(forge));
        let shared = Arc::clone(&forge);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &shared);
            }
        });
        Self { address, forge }
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts a comment there as somebody.
    pub fn comment(&self, login: &str, body: &str) -> u64 {
        let mut forge = self.forge.lock().expect("no test panicked");
        let id = forge.comments.len() as u64 + 1;
        forge.comments.push((id, login.to_owned(), body.to_owned()));
        id
    }

    /// Refuses writes from now on.
    pub fn refuse(&self, status: Option<u16>) {
        self.forge.lock().expect("no test panicked").refuses = status;
    }

    /// The comments that it has: login and text.
    pub fn comments(&self) -> Vec<(String, String)> {
        let forge = self.forge.lock().expect("no test panicked");
        forge.comments.iter().map(|(_, login, body)| (login.clone(), body.clone())).collect()
    }

    /// The requests since the last call.
    pub fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.forge.lock().expect("no test panicked").requests)
    }
}

fn answer(mut stream: TcpStream, forge: &Mutex<Forge>) {
    let mut reader = BufReader::new(stream.try_clone().expect("the stream"));
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let (mut length, mut token) = (0, String::new());
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().expect("a length"),
            "authorization" | "private-token" => token = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).expect("the body");
    let sent: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    let body = sent["body"].as_str().unwrap_or_default().to_owned();
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let mut forge = forge.lock().expect("no test panicked");
    forge.requests.push(Request { line: line.clone(), token, body: body.clone() });
    let (method, path) = line.split_once(' ').unwrap_or((&line, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let id: Option<u64> = path.rsplit('/').next().and_then(|last| last.parse().ok());
    let refuses = forge.refuses.filter(|_| method != "GET");
    let login = forge.login.clone();
    let (status, document) = match (refuses, method, id) {
        (Some(status), ..) => (status, json!({ "message": "Resource not accessible" })),
        (None, "GET", _) if path.ends_with("/user") => (200, json!({ "id": 42 })),
        (None, "GET", _) => (200, page(&forge.comments, query)),
        (None, "PATCH" | "PUT", Some(id)) => {
            match forge.comments.iter_mut().find(|(own, ..)| *own == id) {
                Some(comment) => {
                    comment.2 = body;
                    (200, json!({ "id": id }))
                }
                None => (404, json!({ "message": "Not Found" })),
            }
        }
        (None, "POST", _) => {
            let id = forge.comments.len() as u64 + 1;
            forge.comments.push((id, login, body));
            (201, json!({ "id": id }))
        }
        _ => (404, json!({ "message": "Not Found" })),
    };
    let text = document.to_string();
    let head = format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: \
         close\r\n\r\n",
        text.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(text.as_bytes()));
}

/// As GitHub and GitLab list comments.
fn page(comments: &[(u64, String, String)], query: &str) -> Value {
    let number = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(own, _)| *own == name).and_then(|(_, value)| value.parse::<usize>().ok())
    };
    let size = number("per_page").unwrap_or(30);
    let skipped = size * (number("page").unwrap_or(1) - 1);
    let shown = comments.iter().skip(skipped).take(size).map(|(id, login, body)| {
        let author = if login == "me" { 42 } else { 7 };
        json!({ "id": id, "body": body, "user": { "login": login }, "author": { "id": author } })
    });
    Value::Array(shown.collect())
}
