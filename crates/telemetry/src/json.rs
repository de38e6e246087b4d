//! Log lines for machines: one flat JSON object each.
//!
//! `timestamp`, `level`, `target` and `message` come first, then `span` (the name of the innermost one), then the fields
//! of the event and of all spans around it. A field of the event hides one of a span, and an inner span an outer one.

use std::{borrow::Cow, error::Error, fmt};

use serde::Serializer as _;
use serde_json::{Map, Serializer, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{
        FmtContext, FormatEvent, FormattedFields,
        format::{JsonFields, Writer},
        time::{FormatTime, SystemTime},
    },
    registry::LookupSpan,
};

/// Writes each event as one line.
#[derive(Debug, Default)]
pub(crate) struct JsonLines {
    clock: SystemTime,
}

impl<S> FormatEvent<S, JsonFields> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut timestamp = String::new();
        self.clock.format_time(&mut Writer::new(&mut timestamp))?;
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();

        let mut line = Line(Vec::with_capacity(16));
        line.push("timestamp", timestamp.into());
        line.push("level", metadata.level().as_str().into());
        // A record of the `log` crate has its target in a field.
        line.push("target", fields.log_target.unwrap_or_else(|| metadata.target().into()));
        // OpenTelemetry's own events have a name instead of a message.
        line.push("message", fields.message.unwrap_or_else(|| metadata.name().into()));

        let spans = || context.event_scope().into_iter().flatten();
        if let Some(span) = spans().next() {
            line.push("span", span.name().into());
        }
        for (name, value) in fields.others {
            line.push(name, value);
        }
        for span in spans() {
            let extensions = span.extensions();
            let Some(formatted) = extensions.get::<FormattedFields<JsonFields>>() else { continue };
            let Ok(fields) = serde_json::from_str::<Map<String, Value>>(formatted) else { continue };
            for (name, value) in fields {
                line.push(name, value);
            }
        }
        writeln!(writer, "{}", line.to_json()?)
    }
}

/// The entries of one line, in order. Each name stands there once: the first one wins.
struct Line(Vec<(Cow<'static, str>, Value)>);

impl Line {
    fn push(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        let name = name.into();
        if !self.0.iter().any(|(taken, _)| *taken == name) {
            self.0.push((name, value));
        }
    }

    fn to_json(&self) -> Result<String, fmt::Error> {
        let mut text = Vec::with_capacity(512);
        let entries = self.0.iter().map(|(name, value)| (name, value));
        Serializer::new(&mut text).collect_map(entries).map_err(|_| fmt::Error)?;
        String::from_utf8(text).map_err(|_| fmt::Error)
    }
}

/// The fields of an event.
#[derive(Default)]
struct Fields {
    message: Option<Value>,
    log_target: Option<Value>,
    others: Vec<(&'static str, Value)>,
}

impl Fields {
    fn record(&mut self, field: &Field, value: Value) {
        match field.name() {
            "message" => self.message = Some(value),
            "log.target" => self.log_target = Some(value),
            // Where in the source a record of `log` comes from: noise.
            name if name.starts_with("log.") => {}
            name => self.others.push((name.trim_start_matches("r#"), value)),
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.record(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.record(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.record(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.record(field, value.into());
    }

    /// With its causes, which `Display` alone leaves out.
    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut text = value.to_string();
        let mut cause = value.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        self.record(field, text.into());
    }
}
