//! A whole log as a file, which is made while it is sent: page by page, each a transaction of its own.

use std::marker::PhantomData;

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use db::{Db, Scope};
use futures_util::{StreamExt, stream};
use http::{HeaderValue, header};
use resource::Filter;
use serde_json::Value;
use uuid::Uuid;
use web::{
    ApiError, App, Page,
    query::{FromParams, Params, Query},
};

use super::{
    Log,
    list::write,
    page::{behind, page_of},
    read_filter,
    reader::Reader,
};

const PAGE: i64 = 1_000;

/// The formats of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Ndjson,
}

/// The parameters of an export.
pub(super) struct Wanted<L> {
    format: Format,
    filter: Filter,
    log: PhantomData<fn() -> L>,
}

impl<L: Log> FromParams for Wanted<L> {
    fn read(params: &mut Params) -> Self {
        let format = match params.text("format").as_deref() {
            None | Some("csv") => Format::Csv,
            Some("ndjson") => Format::Ndjson,
            Some(other) => {
                let other: String = other.chars().take(40).collect();
                params.refuse(format!("Expected: 'csv, ndjson' for field 'format', but got: '{other}'"));
                Format::Csv
            }
        };
        Self { format, filter: read_filter::<L>(params), log: PhantomData }
    }
}

/// Where the file has come to.
struct Export {
    db: Db,
    scope: Scope,
    shop: Uuid,
    filter: Filter,
    format: Format,
    behind: Option<(DateTime<Utc>, Uuid)>,
    begun: bool,
    ended: bool,
}

pub(super) async fn export<L: Log>(
    State(App { db, .. }): State<App>,
    reader: Reader,
    Query(Wanted { format, filter, .. }): Query<Wanted<L>>,
) -> Result<Response, ApiError> {
    let Reader { scope, shop } = reader;
    let mut export = Export { db, scope, shop, filter, format, behind: None, begun: false, ended: false };
    // What cannot be read at all is an error, and no file that is cut.
    let first = export.next::<L>().await?.unwrap_or_default();
    let rest = stream::try_unfold(export, |mut export| async move {
        let chunk = export.next::<L>().await?;
        Ok::<_, db::Error>(chunk.map(|chunk| (chunk, export)))
    });
    let chunks = stream::once(std::future::ready(Ok(first))).chain(rest);
    let (kind, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Ndjson => ("application/x-ndjson", "ndjson"),
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", L::MANY);
    let name = HeaderValue::from_str(&name).map_err(ApiError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

impl Export {
    /// The next lines, or none.
    async fn next<L: Log>(&mut self) -> db::Result<Option<Bytes>> {
        if self.ended {
            return Ok(None);
        }
        let mut filter = self.filter.clone();
        if let Some((at, id)) = self.behind {
            behind(&mut filter, at, id);
        }
        let tx = self.db.begin(self.scope).await?;
        let lines: Vec<L> = page_of(&tx, self.shop, &filter, Page { limit: PAGE, offset: 0 }).await?;
        tx.commit().await?;
        self.ended = i64::try_from(lines.len()).unwrap_or(PAGE) < PAGE;
        self.behind = lines.last().map(Log::place).or(self.behind);
        let mut text = String::new();
        if !self.begun && self.format == Format::Csv {
            csv_line(&mut text, L::FIELDS.iter().map(|(heading, _)| (*heading).to_owned()));
        }
        self.begun = true;
        for line in &lines {
            match self.format {
                Format::Csv => csv_line(&mut text, cells(line)),
                Format::Ndjson => {
                    let mut object = Vec::new();
                    write(line, &mut object);
                    text.push_str(&String::from_utf8_lossy(&object));
                    text.push('\n');
                }
            }
        }
        Ok(Some(Bytes::from(text)))
    }
}

/// The columns of a line as texts: what is not there is empty, and what is no text is JSON.
fn cells<L: Log>(line: &L) -> impl Iterator<Item = String> {
    L::FIELDS.iter().map(move |(_, write)| {
        let mut json = Vec::new();
        write(line, &mut json);
        match serde_json::from_slice(&json) {
            Ok(Value::Null) | Err(_) => String::new(),
            Ok(Value::String(text)) => text,
            Ok(other) => other.to_string(),
        }
    })
}

/// RFC 4180. What a spreadsheet would take for a formula is made a text (OWASP, CSV injection): agents and paths are what
/// strangers say.
fn csv_line(text: &mut String, cells: impl IntoIterator<Item = String>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        text.push('"');
        text.push_str(guard);
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::csv_line;

    #[test]
    fn strangers_write_no_formulas() {
        let mut text = String::new();
        csv_line(&mut text, ["=1+1", "a\"b", "plain"].map(str::to_owned));
        assert_eq!(text, "\"'=1+1\",\"a\"\"b\",\"plain\"\r\n");
    }
}
