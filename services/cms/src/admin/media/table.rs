//! One of the library, as the staff reads it.

use auth::needs;
use entity::ids::MediaId;
use resource::{Param, Table, admin::Resource};
use serde_json::{Value as Json, json};
use web::{
    columns,
    fields::{Column, View, json},
};

use crate::media::Media;

const OWN: &[Column<Media>] = columns!(Media:
    id, filename, title, alt, alt_translations, mime_type, size, width, height, created_by, created_at, updated_at, deleted_at
);

impl View for Media {
    const COLUMNS: &'static [Column<Self>] = &{
        const MADE: [Column<Media>; 5] = [
            ("focal", |media, out| json(&media.focal(), out)),
            ("placeholder", |media, out| json(&media.colour, out)),
            ("url", |media, out| json(&media.url(&media.base), out)),
            ("variants", |media, out| json(&media.variants(&media.base), out)),
            ("crops", |media, out| json(&media.crops(&media.base), out)),
        ];
        [
            OWN[0], OWN[1], OWN[2], OWN[3], OWN[4], OWN[5], OWN[6], OWN[7], OWN[8], MADE[0], MADE[1], MADE[2], MADE[3],
            MADE[4], OWN[9], OWN[10], OWN[11], OWN[12],
        ]
    };
}

impl Table for Media {
    type Id = MediaId;

    const ONE: &'static str = "media";
    const MANY: &'static str = "media";
    const NAME: &'static str = "Media";
    const SORTABLE: &'static [&'static str] =
        &["id", "filename", "title", "mime_type", "size", "width", "height", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["m.filename", "m.title", "m.alt"];
    const FROM: &'static str = "public.media m";
    const ALIAS: &'static str = "m";
    const FILTERS: &'static [Param] = &[
        Param::text("filename", "What it was called when it was uploaded."),
        Param::text("title", "Exact titles."),
        Param::text("mime_type", "What it is: `image/jpeg`."),
        Param::number("size", "Bytes."),
        Param::number("width", "Points across."),
        Param::number("height", "Points down."),
    ];
}

impl Resource for Media {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/media";
    const TAG: &'static str = "Admin: media";

    fn example() -> Json {
        let at = "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/library/9f86d081884c7d659a2feaa0c55ad015-3ab4d86d";
        json!({
            "id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "filename": "harbour.jpg", "title": "The harbour", "alt": "Boats at the quay",
            "alt_translations": {"de": "Boote am Kai"}, "mime_type": "image/jpeg", "size": 482_130, "width": 480, "height": 320,
            "focal": {"x": 0.5, "y": 0.33}, "placeholder": "#7a8b9c", "url": format!("{at}/480.jpg"),
            "variants": [{"width": 320, "height": 213, "url": format!("{at}/320")}, {"width": 480, "height": 320, "url": format!("{at}/480")}],
            "crops": {"square": [{"width": 320, "height": 320, "url": format!("{at}/320-square-50-33")}]},
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}
