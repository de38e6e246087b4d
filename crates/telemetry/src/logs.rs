//! What is logged, and what reaches the collector.

use config::{Log, LogFormat};
use opentelemetry_sdk::trace::SdkTracer;
use tracing::{Level, Metadata, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{FilterExt, ParseError, Targets, filter_fn},
    fmt::{self, MakeWriter, format::JsonFields},
    layer::{Filter, SubscriberExt},
};

use crate::{error::Error, json::JsonLines};

/// What the exporter itself uses: a span of one of these would make a request that makes a span.
const EXPORTER: [&str; 5] = ["opentelemetry", "hyper", "hyper_util", "reqwest", "h2"];

/// Logs to a writer, and spans to a tracer if there is one.
pub(crate) fn subscriber<W>(
    log: &Log,
    tracer: Option<SdkTracer>,
    writer: W,
    is_terminal: bool,
) -> Result<impl Subscriber + Send + Sync + use<W>, Error>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = wanted(&log.filter).map_err(|source| Error::Filter { filter: log.filter.clone(), source })?;
    // Spans carry the request id, so they are kept even where only warnings are logged.
    let is_span = |metadata: &Metadata<'_>| metadata.is_span() && *metadata.level() <= Level::INFO;
    let filter = filter.or(filter_fn(is_span).with_max_level_hint(LevelFilter::INFO));

    let lines = fmt::layer::<Registry>().with_writer(writer);
    let lines = match log.format {
        LogFormat::Json => lines.fmt_fields(JsonFields::new()).event_format(JsonLines::default()).boxed(),
        // Without a terminal no colours; with one, NO_COLOR decides.
        LogFormat::Pretty if is_terminal => lines.boxed(),
        LogFormat::Pretty => lines.with_ansi(false).boxed(),
    };

    let spans = tracer.map(|tracer| {
        let targets = Targets::new().with_default(LevelFilter::INFO);
        let targets = targets.with_targets(EXPORTER.map(|target| (target, LevelFilter::OFF)));
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(targets)
    });
    Ok(tracing_subscriber::registry().with(lines.with_filter(filter)).with(spans))
}

/// Targets and levels are looked up once per place in the code. Only `target[span{field=value}]=level` needs the filter
/// that is asked whenever a span is entered, which is at every step of every request.
fn wanted(filter: &str) -> Result<Box<dyn Filter<Registry> + Send + Sync>, ParseError> {
    if filter.contains('[') {
        return Ok(FilterExt::boxed(EnvFilter::try_new(filter)?));
    }
    Ok(FilterExt::boxed(filter.parse::<Targets>()?))
}
