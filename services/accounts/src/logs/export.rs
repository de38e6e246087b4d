//! A whole log as a file, which is made while it is sent: page by page, each a transaction of its own.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use db::{Db, Scope};
use futures_util::stream;
use http::{HeaderValue, header};
use uuid::Uuid;
use web::{
    ApiError, Page,
    query::{FromParams, Params},
};

use super::{
    filter::Filter,
    list::{Log, page_of},
};

const PAGE: i64 = 1_000;

/// The formats of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Ndjson,
}

/// The parameters of an export.
pub(super) struct Query<L> {
    format: Format,
    filter: Filter,
    log: std::marker::PhantomData<L>,
}

impl<L: Log> FromParams for Query<L> {
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
        Self { format, filter: L::filter(params), log: std::marker::PhantomData }
    }
}

/// Where the file has come to.
struct Export {
    db: Db,
    scope: Scope,
    shop: Uuid,
    filter: Filter,
    format: Format,
    behind: Option<(chrono::DateTime<chrono::Utc>, Uuid)>,
    begun: bool,
    ended: bool,
}

pub(super) fn export<L: Log>(db: Db, scope: Scope, shop: Uuid, query: Query<L>) -> Result<Response, ApiError> {
    let Query { format, filter, .. } = query;
    let export = Export { db, scope, shop, filter, format, behind: None, begun: false, ended: false };
    let chunks = stream::try_unfold(export, |mut export| async move {
        let chunk = export.next::<L>().await.map_err(std::io::Error::other)?;
        Ok::<_, std::io::Error>(chunk.map(|chunk| (chunk, export)))
    });
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
            filter.behind(at, id);
        }
        let tx = self.db.begin(self.scope).await?;
        let lines: Vec<L> = page_of(&tx, self.shop, &filter, Page { limit: PAGE, offset: 0 }).await?;
        tx.commit().await?;
        self.ended = i64::try_from(lines.len()).unwrap_or(PAGE) < PAGE;
        self.behind = lines.last().map(Log::place).or(self.behind);
        let mut text = String::new();
        if !self.begun && self.format == Format::Csv {
            csv_line(&mut text, L::HEADINGS.iter().map(|&heading| heading.to_owned()));
        }
        self.begun = true;
        for line in &lines {
            match self.format {
                Format::Csv => csv_line(&mut text, line.cells()),
                Format::Ndjson => {
                    text.push_str(&serde_json::to_string(line).unwrap_or_default());
                    text.push('\n');
                }
            }
        }
        Ok(Some(Bytes::from(text)))
    }
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
