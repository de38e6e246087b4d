//! A file as it is answered.

use auth::needs;
use entity::{Timestamp, ids::UploadId};
use resource::{Param, Row, Table, admin::Resource, row};
use serde_json::{Value as Json, json};
use web::fields::{Column, View};

row! {
    /// What was uploaded, or what an export wrote.
    pub(super) struct Upload from "u" {
        id: UploadId,
        /// Where a picture is for everybody, and anything else for the staff.
        url: String = "current_setting('kontor.media', true) || case when u.access = 'public'
            then '/media/' || u.organization_id || '/' || u.key
            else '/admin/uploads/' || private.wire_id('file', u.id) || '/content' end",
        name: String,
        mime_type: String,
        size: i64,
        width: Option<i32>,
        height: Option<i32>,
        access: String,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Upload {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Upload {
    type Id = UploadId;

    const ONE: &'static str = "file";
    const MANY: &'static str = "files";
    const NAME: &'static str = "File";
    const SORTABLE: &'static [&'static str] = &["id", "name", "size", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["u.name"];
    const FROM: &'static str = "public.uploads u";
    const ALIAS: &'static str = "u";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "What it was called when it was uploaded."),
        Param::text("mime_type", "What it is: `image/png`."),
        Param::text("access", "`public` or `private`."),
        Param::number("size", "Bytes."),
    ];
}

impl Resource for Upload {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/uploads";
    const TAG: &'static str = "Admin: uploads";

    fn example() -> Json {
        json!({
            "id": "file_01jd6nwvvgfa5sr38y5wx4pq3d",
            "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/3d/0193f5e8-0000-7000-8000-00000000003d.png",
            "name": "mug.png", "mime_type": "image/png", "size": 48_213, "width": 1_200, "height": 800,
            "access": "public", "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "deleted_at": null
        })
    }
}
