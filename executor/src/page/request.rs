//! The bytes of a browser's request -> what is answered. Only its own page may ask: a request names this very
//! address as its host, comes from no other origin, and brings the secret that the first one was given for the
//! token. Knows nothing of sockets.

/// What may ask, and with what.
#[derive(Debug)]
pub struct Door {
    /// `127.0.0.1:40123`.
    pub host: String,
    /// What the address has that is opened; counts once.
    pub token: String,
    /// What the browser is given for it.
    pub secret: String,
    /// Whether the token was used.
    pub spent: bool,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The secret for the token, and the way to the page.
    Admit,
    /// The page.
    Page,
    /// A connection that lasts as long as the page is open.
    Alive,
    /// Not what it asks for: the status and why.
    Refuse(u16, &'static str),
}

/// How many headers a request may have.
const MOST_HEADERS: usize = 64;

impl Door {
    /// The answer to a request; `None` while it is not complete.
    pub fn reply(&mut self, bytes: &[u8]) -> Option<Reply> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(bytes) {
            Ok(httparse::Status::Complete(_)) => {}
            Ok(httparse::Status::Partial) => return None,
            Err(_) => return Some(Reply::Refuse(400, "This is no request.")),
        }
        let value = |name: &str| {
            let mut found =
                request.headers.iter().filter(|each| each.name.eq_ignore_ascii_case(name));
            let first = found.next().map(|each| each.value);
            // Two of a kind are read differently by different programs.
            if found.next().is_some() { Some(&b"\0"[..]) } else { first }
        };
        if value("host") != Some(self.host.as_bytes()) {
            return Some(Reply::Refuse(421, "This address is not served here."));
        }
        let own = format!("http://{}", self.host);
        if value("origin").is_some_and(|origin| origin != own.as_bytes()) {
            return Some(Reply::Refuse(403, "Other origins may not ask."));
        }
        let site = value("sec-fetch-site");
        if site.is_some_and(|site| site != b"none" && site != b"same-origin") {
            return Some(Reply::Refuse(403, "Other sites may not ask."));
        }
        if request.method != Some("GET") {
            return Some(Reply::Refuse(405, "Only GET is answered."));
        }
        let path = request.path.unwrap_or_default();
        if path.strip_prefix("/?token=").is_some_and(|token| same(token, &self.token)) {
            if self.spent {
                return Some(Reply::Refuse(
                    403,
                    "This address was opened already, and counts once.",
                ));
            }
            self.spent = true;
            return Some(Reply::Admit);
        }
        let cookies = value("cookie").and_then(|bytes| std::str::from_utf8(bytes).ok());
        let mut pairs = cookies.unwrap_or_default().split(';').map(str::trim);
        let known = |pair: &str| {
            let secret = pair.strip_prefix("comon=");
            secret.is_some_and(|secret| same(secret, &self.secret))
        };
        if !pairs.any(known) {
            return Some(Reply::Refuse(403, "Open the address that comon review --open printed."));
        }
        Some(match path {
            "/" => Reply::Page,
            "/alive" => Reply::Alive,
            _ => Reply::Refuse(404, "There is nothing here."),
        })
    }
}

/// Whether two secrets are the same, in a time that says nothing of where they differ.
fn same(left: &str, right: &str) -> bool {
    let differ =
        left.bytes().zip(right.bytes()).fold(0, |found, (left, right)| found | (left ^ right));
    left.len() == right.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> Door {
        Door {
            host: "127.0.0.1:40123".to_owned(),
            token: "t0".to_owned(),
            secret: "s0".to_owned(),
            spent: false,
        }
    }

    fn asked(door: &mut Door, path: &str, headers: &str) -> Option<Reply> {
        door.reply(format!("GET {path} HTTP/1.1\r\n{headers}\r\n").as_bytes())
    }

    const HOST: &str = "Host: 127.0.0.1:40123\r\n";

    #[test]
    fn the_token_counts_once_and_the_secret_from_then_on() {
        let mut door = door();
        assert_eq!(asked(&mut door, "/?token=t0", HOST), Some(Reply::Admit));
        assert!(matches!(asked(&mut door, "/?token=t0", HOST), Some(Reply::Refuse(403, _))));
        let cookie = format!("{HOST}Cookie: other=1; comon=s0\r\n");
        assert_eq!(asked(&mut door, "/", &cookie), Some(Reply::Page));
        assert_eq!(asked(&mut door, "/alive", &cookie), Some(Reply::Alive));
        assert!(matches!(asked(&mut door, "/etc/passwd", &cookie), Some(Reply::Refuse(404, _))));
    }

    #[test]
    fn nobody_else_is_answered() {
        let cookie = format!("{HOST}Cookie: comon=s0\r\n");
        let cases = [
            ("/", HOST.to_owned(), 403),
            ("/", format!("{HOST}Cookie: comon=s1\r\n"), 403),
            ("/?token=t1", HOST.to_owned(), 403),
            ("/", "Host: evil.example\r\nCookie: comon=s0\r\n".to_owned(), 421),
            ("/", "Cookie: comon=s0\r\n".to_owned(), 421),
            ("/", format!("{cookie}{HOST}"), 421),
            ("/", format!("{cookie}Origin: https://evil.example\r\n"), 403),
            ("/", format!("{cookie}Sec-Fetch-Site: cross-site\r\n"), 403),
        ];
        for (path, headers, status) in cases {
            let reply = asked(&mut door(), path, &headers);
            assert!(
                matches!(reply, Some(Reply::Refuse(own, _)) if own == status),
                "{headers}: {reply:?}"
            );
        }
    }

    #[test]
    fn half_a_request_waits_for_the_rest() {
        assert_eq!(door().reply(b"GET / HTTP/1.1\r\nHost: 127"), None);
        assert!(matches!(door().reply(b"\0\0\0"), Some(Reply::Refuse(400, _))));
    }
}
