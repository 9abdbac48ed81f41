//! Between comon and a PostgreSQL server: passes everything on, counts the statements that can change
//! something, and at a chosen one stops passing and says so, before the server has it or after it
//! answered. Knows the frames of the protocol and nothing of what the statements mean.
//!
//! <https://www.postgresql.org/docs/current/protocol-message-formats.html>

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// On which side of a statement the wire is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The server never gets it.
    Before,
    /// The server has done it, and comon is never told.
    After,
}

/// Where the wire is cut: the statement's number, from 0.
pub type Cut = Option<(usize, Side)>;

/// A listening wire.
#[derive(Debug)]
pub struct Wire {
    /// The port to connect to in the server's place.
    pub port: u16,
    /// Says when the cut is reached.
    pub reached: Receiver<()>,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    server: u16,
    cut: Cut,
    statements: Mutex<Vec<String>>,
    reached: Mutex<Sender<()>>,
}

impl Wire {
    /// One to the server on that port of 127.0.0.1.
    pub fn start(server: u16, cut: Cut) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, reached) = channel();
        let (statements, sender) = (Mutex::default(), Mutex::new(sender));
        let state = Arc::new(State { server, cut, statements, reached: sender });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || {
                    // An end that hangs up in the middle is what this is for.
                    let _ = pass(client, &state);
                });
            }
        });
        Self { port, reached, state }
    }

    /// The statements that passed or were to pass, in order.
    pub fn statements(&self) -> Vec<String> {
        lock(&self.state.statements).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pass(client: TcpStream, state: &Arc<State>) -> io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", state.server))?;
    let result = pass_requests(client, server.try_clone()?, state);
    // The server learns at once that the other end is gone, as it would without a wire.
    server.shutdown(Shutdown::Both)?;
    result
}

fn pass_requests(
    mut client: TcpStream,
    mut server: TcpStream,
    state: &Arc<State>,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    // Held back once the cut is reached: the answer to that statement is never told.
    let silent = Arc::new(Mutex::new(false));
    let answers = (server.try_clone()?, client.try_clone()?);
    let (silence, reporter) = (Arc::clone(&silent), Arc::clone(state));
    thread::spawn(move || {
        let _ = pass_answers(answers.0, answers.1, &silence, &reporter);
    });
    // The first packets have no type: a wish for TLS, which test servers decline, then the start.
    loop {
        let mut length = [0; 4];
        client.read_exact(&mut length)?;
        let mut rest = vec![0; (u32::from_be_bytes(length) as usize).saturating_sub(4)];
        client.read_exact(&mut rest)?;
        server.write_all(&[&length[..], &rest].concat())?;
        if rest.get(..4) == Some(&196_608_u32.to_be_bytes()) {
            break;
        }
    }
    let mut prepared: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    let mut bound = String::new();
    loop {
        let mut head = [0; 5];
        client.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let mut body = vec![0; (u32::from_be_bytes(length) as usize).saturating_sub(4)];
        client.read_exact(&mut body)?;
        let mut texts = body.split(|byte| *byte == 0);
        let statement = match kind {
            b'Q' => texts.next().map(words),
            b'P' => {
                let name = texts.next().unwrap_or_default().to_vec();
                prepared.insert(name, texts.next().map(words).unwrap_or_default());
                None
            }
            b'B' => {
                let name = texts.nth(1).unwrap_or_default();
                bound = prepared.get(name).cloned().unwrap_or_default();
                None
            }
            b'E' => Some(bound.clone()),
            _ => None,
        };
        if let Some(statement) = statement.filter(|text| changes(text)) {
            let number = {
                let mut statements = lock(&state.statements);
                statements.push(statement);
                statements.len() - 1
            };
            match state.cut.filter(|(at, _)| *at == number) {
                Some((_, Side::Before)) => {
                    let _ = lock(&state.reached).send(());
                    return wait_for_end(client);
                }
                Some((_, Side::After)) => *lock(&silent) = true,
                None => {}
            }
        }
        server.write_all(&[&head[..], &body].concat())?;
    }
}

/// Passes the server's answers on, until they are to be kept back: then the end of the answer is
/// waited for and told to whoever cuts.
fn pass_answers(
    mut server: TcpStream,
    mut client: TcpStream,
    silent: &Mutex<bool>,
    state: &State,
) -> io::Result<()> {
    let mut chunk = vec![0; 65_536];
    loop {
        let count = server.read(&mut chunk)?;
        if count == 0 {
            return client.shutdown(Shutdown::Write);
        }
        let chunk = chunk.get(..count).unwrap_or_default();
        if *lock(silent) {
            // ReadyForQuery, the last message of an answer, is six bytes: `Z`, 5, and a state.
            if chunk.len() >= 6 && chunk.get(chunk.len() - 6) == Some(&b'Z') {
                let _ = lock(&state.reached).send(());
            }
        } else {
            client.write_all(chunk)?;
        }
    }
}

/// Keeps the connection open until the other end is gone.
fn wait_for_end(mut client: TcpStream) -> io::Result<()> {
    let mut rest = [0; 1024];
    while client.read(&mut rest)? > 0 {}
    Ok(())
}

fn words(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Questions change nothing, so a cut at one is the same as at the statement after it.
fn changes(statement: &str) -> bool {
    let unlocks = statement.contains("pg_advisory_unlock") || statement.contains("pg_try_advisory");
    unlocks || !(statement.is_empty() || statement.starts_with("SELECT"))
}
