//! Spans -> an OpenTelemetry collector, over OTLP by HTTP. Where and how is said by the standard
//! environment variables (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_SERVICE_NAME`, …); without an endpoint
//! nothing is sent. <https://opentelemetry.io/docs/specs/otel/protocol/exporter/>

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracerProvider, Tracer};
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterFn, filter_fn};
use tracing_subscriber::registry::LookupSpan;

/// Sends spans until it ends.
#[derive(Debug)]
pub struct Exporter {
    provider: SdkTracerProvider,
}

impl Exporter {
    /// The exporter that the environment asks for.
    pub fn from_environment() -> Option<Self> {
        let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
        if !set("OTEL_EXPORTER_OTLP_ENDPOINT") && !set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") {
            return None;
        }
        // A collector that cannot be reached must not hold a deploy up.
        let exporter = SpanExporter::builder().with_http().build().ok()?;
        let name = std::env::var("OTEL_SERVICE_NAME").unwrap_or_else(|_| "comon".to_owned());
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(Resource::builder().with_service_name(name).build())
            .build();
        Some(Self { provider })
    }

    /// What hands our own spans on.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: tracing::Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let ours: FilterFn = filter_fn(|metadata| metadata.target().starts_with("executor"));
        let layer: OpenTelemetryLayer<S, Tracer> =
            tracing_opentelemetry::layer().with_tracer(self.provider.tracer("comon"));
        layer.with_filter(ours)
    }

    /// Sends what is not sent yet.
    pub fn end(self) {
        // Where nobody listens any more there is nobody to tell.
        let _ = self.provider.shutdown();
    }
}
