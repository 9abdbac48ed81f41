//! Serves the review page to one browser of this machine until nobody looks at it any more. In: the page's text.
//! Out: whether it was ever opened. Listens on the loopback interface alone, at a port that the system chooses.

use super::request::{Door, Reply};
use crate::commands::context::Context;
use crate::error::{Error, Result, io_words};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Notify};

/// How long a page may be away before the command ends: a reload is not the end.
const GRACE: Duration = Duration::from_secs(3);

/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request is no longer than this.
const MOST_BYTES: usize = 16 * 1024;

/// What all connections share.
struct Shared {
    door: Mutex<Door>,
    page: String,
    /// How many pages are open.
    open: AtomicUsize,
    /// Told whenever one is opened or closed.
    changed: Notify,
}

/// Serves the page until it is closed, or the command is interrupted. `say` is told the address.
///
/// # Errors
///
/// The system lends no port or no random bytes.
pub async fn serve(context: &Context<'_>, page: String) -> Result<()> {
    let failed = |error: std::io::Error| {
        let words = io_words(&error);
        Error::failed("cannot-serve", format!("The review page cannot be served: {words}."))
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
    let host = listener.local_addr().map_err(failed)?.to_string();
    let (token, secret) = (random()?, random()?);
    let address = format!("http://{host}/?token={token}");
    let shared = Arc::new(Shared {
        door: Mutex::new(Door { host, token, secret, spent: false }),
        page,
        open: AtomicUsize::new(0),
        changed: Notify::new(),
    });
    let _guard = context.interrupt.guard();
    context.terminal.note(&format!(
        "The review is at {address}\nIt ends when the page is closed, or with Ctrl-C."
    ));
    // Where there is no browser, the address is there to be opened.
    let _ = open::that_detached(&address);
    let accept = async {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&shared)));
            }
        }
    };
    tokio::select! {
        () = accept => {}
        () = closed(&shared) => {}
        () = context.interrupt.asked() => {}
    }
    Ok(())
}

/// Returns when the page was open and is no longer, for longer than a reload takes.
async fn closed(shared: &Shared) {
    let mut opened = false;
    loop {
        let changed = shared.changed.notified();
        if shared.open.load(Ordering::SeqCst) > 0 {
            opened = true;
            changed.await;
        } else if !opened {
            changed.await;
        } else if tokio::time::timeout(GRACE, changed).await.is_err() {
            return;
        }
    }
}

/// Answers one connection; what goes wrong with it is the browser's to notice.
async fn answer(mut stream: TcpStream, shared: Arc<Shared>) {
    let Some(reply) =
        tokio::time::timeout(PATIENCE, asked(&mut stream, &shared)).await.ok().flatten()
    else {
        return;
    };
    let _ = match reply {
        Reply::Admit => admit(&mut stream, &shared).await,
        Reply::Page => send(&mut stream, 200, "text/html; charset=utf-8", "", &shared.page).await,
        Reply::Alive => alive(&mut stream, &shared).await,
        Reply::Refuse(status, words) => {
            send(&mut stream, status, "text/plain; charset=utf-8", "", &format!("{words}\n")).await
        }
    };
}

async fn asked(stream: &mut TcpStream, shared: &Shared) -> Option<Reply> {
    let mut bytes = Vec::with_capacity(1024);
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if bytes.len() > MOST_BYTES {
            return Some(Reply::Refuse(431, "The request is too long."));
        }
        let reply = shared.door.lock().await.reply(&bytes);
        if reply.is_some() {
            return reply;
        }
    }
}

/// The token is spent; from here on the secret counts, and no address holds it.
async fn admit(stream: &mut TcpStream, shared: &Shared) -> std::io::Result<()> {
    let secret = shared.door.lock().await.secret.clone();
    let headers =
        format!("Location: /\r\nSet-Cookie: comon={secret}; HttpOnly; SameSite=Strict; Path=/\r\n");
    send(stream, 303, "text/plain", &headers, "").await
}

/// Holds the connection until the page is gone.
async fn alive(stream: &mut TcpStream, shared: &Shared) -> std::io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(format!("{head}1\r\n.\r\n").as_bytes()).await?;
    shared.open.fetch_add(1, Ordering::SeqCst);
    shared.changed.notify_one();
    let mut rest = [0; 64];
    while stream.read(&mut rest).await.is_ok_and(|bytes| bytes > 0) {}
    shared.open.fetch_sub(1, Ordering::SeqCst);
    shared.changed.notify_one();
    Ok(())
}

async fn send(
    stream: &mut TcpStream,
    status: u16,
    kind: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<()> {
    let reason = match status {
        200 => "OK",
        303 => "See Other",
        _ => "Refused",
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: DENY\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// 128 random bits in hexadecimal digits.
fn random() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::failed("cannot-serve", format!("The system has no random bytes: {error}."))
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
