//! The way from what was seen into the database.

use batches::{Lines, Queue};
use db::{Db, sea_orm::DbErr};
use entity::ids::PageViewId;

use crate::seen::{Line, Seen};

/// Takes what was seen, and writes it a moment later. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Recorder {
    queue: Queue<Views>,
}

struct Views(Db);

impl Lines for Views {
    type Line = Line;

    const DROPPED: &'static str = "page_views_dropped_total";
    const WHAT: &'static str = "page views";

    async fn write(&self, batch: &[Line]) -> db::Result<()> {
        let lines =
            serde_json::to_string(batch).map_err(|error| db::Error::Internal(DbErr::Json(error.to_string())))?;
        let tx = self.0.begin_system("write down page views").await?;
        db::exec(&tx, "select private.record_views($1::text::jsonb)", [lines.into()]).await?;
        tx.commit().await
    }
}

impl Recorder {
    /// Starts writing in the background, until [`Recorder::close`].
    pub fn start(db: Db) -> Self {
        Self { queue: Queue::start(Views(db)) }
    }

    /// Takes something that was seen, or lets it go when there is no room. What has no address of the web is nothing that was seen.
    pub fn note(&self, seen: Seen) {
        if let Some(line) = seen.line(PageViewId::new().0) {
            self.queue.note(line);
        }
    }

    /// Takes no more and writes what waits: [`Queue::close`].
    pub async fn close(&self) {
        self.queue.close().await;
    }
}
