//! What log lines look like.

use std::{
    io,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tracing::{error, info, info_span, trace, warn};

use crate::{error::Error, logs, tests::settings};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no writer panics").clone();
        String::from_utf8(bytes).expect("logs are text")
    }
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged with these settings.
fn logged(env: &[(&str, &str)], speak: impl FnOnce()) -> String {
    let output = Output::default();
    let writer = output.clone();
    let config = settings(env);
    let subscriber =
        logs::subscriber(&config.log, None, move || writer.clone(), false).expect("the filter is well-formed");
    tracing::subscriber::with_default(subscriber, speak);
    output.text()
}

fn json_lines(env: &[(&str, &str)], speak: impl FnOnce()) -> Vec<Value> {
    let text = logged(&[&[("KONTOR_LOG_FORMAT", "json")], env].concat(), speak);
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// A line without its time, which must be one of UTC in RFC 3339.
fn without_time(mut line: Value) -> Value {
    let fields = line.as_object_mut().expect("a line is an object");
    let time = fields.remove("timestamp").expect("a line has a time");
    let time = time.as_str().expect("a time is a text");
    assert!(time.len() >= 20 && time.as_bytes()[10] == b'T' && time.ends_with('Z'), "{time}");
    line
}

#[test]
fn a_json_line_is_flat_and_has_the_fields_of_its_spans() {
    let lines = json_lines(&[], || {
        let request = info_span!("http.request", request_id = "req_1", status = tracing::field::Empty, order = 1);
        let _request = request.enter();
        request.record("status", 200);
        let inner = info_span!(target: "store", "orders.order.place", order = 7);
        inner.in_scope(|| info!(target: "orders", amount = 12.5, ok = true, status = "own", "placed \"it\"\n"));
    });
    assert_eq!(lines.len(), 1, "a line break in a message does not break the line");
    let expected = json!({
        "level": "INFO", "target": "orders", "message": "placed \"it\"\n", "span": "orders.order.place",
        "amount": 12.5, "ok": true, "status": "own", "order": 7, "request_id": "req_1",
    });
    assert_eq!(without_time(lines[0].clone()), expected);
}

#[test]
fn a_json_line_starts_with_what_every_line_has() {
    let text =
        logged(&[("KONTOR_LOG_FORMAT", "json")], || warn!(level = "high", timestamp = 1, r#type = "a", "careful"));
    let after_time = text.split_once(',').expect("there are more entries").1;
    assert!(text.starts_with("{\"timestamp\":\""), "{text}");
    assert_eq!(
        after_time,
        "\"level\":\"WARN\",\"target\":\"telemetry::tests::logs\",\"message\":\"careful\",\"type\":\"a\"}\n",
        "fields cannot take the names that every line has"
    );
}

#[test]
fn errors_are_logged_with_their_causes() {
    #[derive(Debug, thiserror::Error)]
    #[error("the order was not placed")]
    struct Outer(#[source] io::Error);

    let failure = Outer(io::Error::other("disk full"));
    let lines = json_lines(&[], || error!(error = &failure as &dyn std::error::Error, "no luck"));
    assert_eq!(lines[0]["error"], "the order was not placed: disk full");
}

#[test]
fn the_filter_decides_about_lines_but_spans_keep_the_request_id() {
    let env = [("KONTOR_LOG", "warn,chatty=off,verbose=trace")];
    let lines = json_lines(&env, || {
        let _request = info_span!("http.request", request_id = "req_2").entered();
        info!("not this");
        error!(target: "chatty", "nor this");
        trace!(target: "verbose", "but this");
        warn!("and this");
    });
    let messages: Vec<&Value> = lines.iter().map(|line| &line["message"]).collect();
    assert_eq!(messages, ["but this", "and this"]);
    assert!(lines.iter().all(|line| line["request_id"] == "req_2"), "{lines:?}");
}

#[test]
fn a_line_for_people_has_no_colours_without_a_terminal() {
    let text = logged(&[], || {
        let _request = info_span!("http.request", request_id = "req_3").entered();
        info!(amount = 3, "placed");
    });
    assert!(
        text.contains("INFO http.request{request_id=\"req_3\"}: telemetry::tests::logs: placed amount=3"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn a_filter_that_cannot_be_understood_is_an_error_that_names_the_variable() {
    let config = settings(&[("KONTOR_LOG", "info,sqlx=loud")]);
    let error = logs::subscriber(&config.log, None, io::sink, false).err().expect("loud is no level");
    assert!(matches!(error, Error::Filter { .. }));
    assert!(error.to_string().starts_with("KONTOR_LOG (log.filter) is \"info,sqlx=loud\": "), "{error}");
}

#[test]
fn tests_may_start_logs_any_number_of_times() {
    crate::init_for_tests();
    crate::init_for_tests();
}
