//! Ctrl-C and SIGTERM, or what stands for it on Windows. The first one asks: what runs rolls back, releases the lock and says
//! where it stopped. The second one ends the process at once.

use crate::error::{Error, ErrorKind};
use crate::system;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use tokio::sync::Notify;

/// Whether the run was asked to stop. Clones share one state.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// The exit code that the signal leads to; 0 as long as there was none.
    code: AtomicI32,
    guards: AtomicUsize,
    asked: Notify,
}

static LISTENING: OnceLock<Interrupt> = OnceLock::new();

/// As long as one lives, the command ends itself when asked to: it has something to undo.
#[derive(Debug)]
pub struct Guard {
    shared: Arc<Shared>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.shared.guards.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Interrupt {
    /// Listens for both signals, on a thread of its own: the others plan, or wait for a database.
    ///
    /// # Errors
    ///
    /// The system refuses to install a handler.
    pub fn listen() -> std::io::Result<Self> {
        if let Some(listening) = LISTENING.get() {
            return Ok(listening.clone());
        }
        let interrupt = Self::default();
        let shared = Arc::clone(&interrupt.shared);
        let (tell, told) = std::sync::mpsc::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let thread = std::thread::Builder::new().name("signals".to_owned());
        thread.spawn(move || runtime.block_on(watch(&shared, &tell)))?;
        // A thread that ended without a word never listened.
        told.recv().unwrap_or_else(|error| Err(std::io::Error::other(error)))?;
        Ok(LISTENING.get_or_init(|| interrupt).clone())
    }

    /// The one that listens in this process: signals are the process's.
    pub fn of_process() -> Option<&'static Self> {
        LISTENING.get()
    }

    /// Takes over the duty to end the command in good order.
    pub fn guard(&self) -> Guard {
        self.shared.guards.fetch_add(1, Ordering::SeqCst);
        Guard { shared: Arc::clone(&self.shared) }
    }

    /// Returns when the run was asked to stop.
    pub async fn asked(&self) {
        loop {
            let notified = self.shared.asked.notified();
            if self.shared.code.load(Ordering::SeqCst) != 0 {
                return;
            }
            notified.await;
        }
    }

    /// Returns when the run was asked to stop and nobody holds a guard: then it may simply be
    /// dropped.
    pub async fn asked_unguarded(&self) {
        self.asked().await;
        if self.shared.guards.load(Ordering::SeqCst) > 0 {
            std::future::pending::<()>().await;
        }
    }

    /// Whether the run was asked to stop.
    pub fn is_asked(&self) -> bool {
        self.shared.code.load(Ordering::SeqCst) != 0
    }

    /// The error to end with; `None` where nobody asked.
    pub fn error(&self) -> Option<Error> {
        let code = self.shared.code.load(Ordering::SeqCst);
        (code != 0).then(|| {
            let signal = if code == 143 { system::TERMINATE } else { "Ctrl-C" };
            Error::new(ErrorKind::Interrupted(code), "interrupted", format!("Stopped by {signal}."))
        })
    }
}

/// Notes each signal, for good. Tells first whether it listens.
async fn watch(shared: &Shared, tell: &Sender<std::io::Result<()>>) {
    let mut signals = match system::Signals::listen() {
        Ok(signals) => signals,
        Err(error) => {
            let _ = tell.send(Err(error));
            return;
        }
    };
    let _ = tell.send(Ok(()));
    loop {
        let code = signals.next().await;
        if shared.code.swap(code, Ordering::SeqCst) != 0 {
            std::process::exit(code);
        }
        shared.asked.notify_waiters();
    }
}
