//! A network between comon and a PostgreSQL server that swallows what it is given: from the first byte on,
//! or from when it is told. Nobody is hung up on until [`Swallow::end`]. Knows nothing of the protocol.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A listening one.
#[derive(Debug)]
pub struct Swallow {
    /// The port to connect to in the server's place.
    pub port: u16,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    server: u16,
    /// The connections that are swallowed: those with a smaller number.
    below: AtomicUsize,
    /// How many were accepted.
    count: AtomicUsize,
    /// What stays open, both ends of every connection.
    open: Mutex<Vec<TcpStream>>,
}

impl Swallow {
    /// To the server on that port of 127.0.0.1; `swallows`: from the first byte on.
    pub fn start(server: u16, swallows: bool) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let below = AtomicUsize::new(if swallows { usize::MAX } else { 0 });
        let state = Arc::new(State { server, below, count: 0.into(), open: Mutex::default() });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A client that hangs up is no business of the network's.
                let _ = shared.accept(client);
            }
        });
        Self { port, state }
    }

    /// The URL of a database of the server, by way of here.
    pub fn url(&self, url: &str) -> String {
        url.replace(&format!(":{}/", self.state.server), &format!(":{}/", self.port))
    }

    /// From now on nothing comes through.
    pub fn swallow(&self) {
        self.state.below.store(usize::MAX, Ordering::SeqCst);
    }

    /// From now on nothing comes through of the connections that are there; new ones work.
    pub fn swallow_present(&self) {
        self.state.below.store(self.state.count.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// Gives the connections up, as either end does in time: the server learns that its client is gone.
    pub fn end(&self) {
        for stream in self.state.open().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl State {
    fn open(&self) -> std::sync::MutexGuard<'_, Vec<TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn accept(self: &Arc<Self>, client: TcpStream) -> io::Result<()> {
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        self.open().push(client.try_clone()?);
        if self.swallows(number) {
            return Ok(());
        }
        let server = TcpStream::connect(("127.0.0.1", self.server))?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        self.open().push(server.try_clone()?);
        let ways = [(client.try_clone()?, server.try_clone()?), (server, client)];
        for (from, to) in ways {
            let state = Arc::clone(self);
            thread::spawn(move || state.pass(number, from, to));
        }
        Ok(())
    }

    fn swallows(&self, number: usize) -> bool {
        number < self.below.load(Ordering::SeqCst)
    }

    /// Passes on until an end hangs up; what comes while it swallows is read and dropped.
    fn pass(&self, number: usize, mut from: TcpStream, mut to: TcpStream) -> io::Result<()> {
        let mut chunk = vec![0; 65_536];
        loop {
            let count = from.read(&mut chunk)?;
            let swallows = self.swallows(number);
            match chunk.get(..count).unwrap_or_default() {
                // The end of a connection is swallowed as well.
                [] if swallows => return Ok(()),
                [] => return to.shutdown(Shutdown::Both),
                _ if swallows => {}
                bytes => to.write_all(bytes)?,
            }
        }
    }
}
