//! What a run tells to one who looks for its inner workings: `RUST_LOG` on stderr, and, where comon was
//! built with the feature `otel`, spans for an OpenTelemetry collector. One span is a migration, one a
//! step. Statements and values are never logged, and no password is.

use planner_core::secret::masked;
use std::io::{self, IsTerminal, Write};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// What has to be ended in good order, so that nothing that was told is lost.
#[derive(Debug)]
#[must_use]
pub struct Logs {
    #[cfg(feature = "otel")]
    exporter: Option<super::otel::Exporter>,
}

/// Begins to listen to what the run tells, where somebody asked for it.
pub fn start() -> Logs {
    let wanted = std::env::var("RUST_LOG").is_ok_and(|filter| !filter.trim().is_empty());
    let lines = wanted.then(|| {
        fmt::layer()
            .with_writer(|| Redacting)
            .with_ansi(io::stderr().is_terminal())
            .with_span_events(fmt::format::FmtSpan::CLOSE)
            .with_filter(EnvFilter::from_default_env())
    });
    #[cfg(feature = "otel")]
    {
        let exporter = super::otel::Exporter::from_environment();
        let spans = exporter.as_ref().map(super::otel::Exporter::layer);
        let registry = tracing_subscriber::registry().with(lines).with(spans);
        // A second subscriber in one process would be a mistake of ours, and no reason to stop.
        let _ = registry.try_init();
        Logs { exporter }
    }
    #[cfg(not(feature = "otel"))]
    {
        let _ = tracing_subscriber::registry().with(lines).try_init();
        Logs {}
    }
}

impl Logs {
    /// Sends what is not sent yet.
    pub fn end(self) {
        #[cfg(feature = "otel")]
        if let Some(exporter) = self.exporter {
            exporter.end();
        }
    }
}

/// Standard error, without passwords. Each event comes as one write.
#[derive(Debug)]
struct Redacting;

impl Write for Redacting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        io::stderr().write_all(masked(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// From now on a panic, which is always a mistake of comon or of a library, says where and what
/// without a password, and what to do.
pub fn redact_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic
            .payload()
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.payload().downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let text = format!(
            "comon panicked at {place}: {words}\nThis is a mistake of comon: please report it. \
             What was not committed was rolled back; comon migrate status says what was applied.\n"
        );
        let _ = io::stderr().write_all(masked(&text).as_bytes());
    }));
}
