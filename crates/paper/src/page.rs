//! Pages before they are bytes, and the bytes.

use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Archival, ConfigurationBuilder},
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime as PdfTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule},
};

use crate::{
    Error, Sheet,
    font::{Fonts, Shaped, Weight},
};

/// A4, in points.
pub(crate) const WIDTH: f32 = 595.28;
pub(crate) const HEIGHT: f32 = 841.89;

/// The colours that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// For what is read.
    Dark,
    /// For what says what something is.
    Soft,
    /// For lines.
    Faint,
}

impl Ink {
    fn fill(self) -> Fill {
        let (r, g, b) = match self {
            Self::Dark => (24, 24, 27),
            Self::Soft => (113, 113, 122),
            Self::Faint => (228, 228, 231),
        };
        Fill { paint: rgb::Color::new(r, g, b).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }
}

/// Something on a page.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// A text whose baseline begins here.
    Text { x: f32, y: f32, text: Shaped, weight: Weight, size: f32, ink: Ink },
    /// A line from left to right.
    Rule { x: f32, y: f32, width: f32, thickness: f32, ink: Ink },
}

/// A page.
pub(crate) type Marks = Vec<Mark>;

/// The pages as PDF: as PDF/A where that can be.
pub(crate) fn write(sheet: &Sheet, fonts: &Fonts, pages: &[Marks]) -> Result<Vec<u8>, Error> {
    write_as(sheet, fonts, pages, true).or_else(|_| write_as(sheet, fonts, pages, false))
}

fn write_as(sheet: &Sheet, fonts: &Fonts, pages: &[Marks], archival: bool) -> Result<Vec<u8>, Error> {
    let refused = |error: &dyn std::fmt::Debug| Error::Write(format!("{error:?}").chars().take(500).collect());
    let builder = ConfigurationBuilder::new();
    let builder = if archival { builder.with_archival_validator(Archival::A3_B) } else { builder };
    let configuration = builder.finish().map_err(|error| refused(&error))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(sheet));
    for marks in pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| refused(&"the size of a page"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Text { x, y, text, weight, size, ink } => {
                    surface.set_fill(Some(ink.fill()));
                    let font = fonts.font(*weight);
                    surface.draw_glyphs(Point::from_xy(*x, *y), &text.glyphs, font, &text.text, *size, false);
                }
                Mark::Rule { x, y, width, thickness, ink } => {
                    surface.set_fill(Some(ink.fill()));
                    let mut path = PathBuilder::new();
                    if let Some(rect) = Rect::from_xywh(*x, *y, *width, *thickness) {
                        path.push_rect(rect);
                    }
                    if let Some(path) = path.finish() {
                        surface.draw_path(&path);
                    }
                }
            }
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| refused(&error))
}

fn metadata(sheet: &Sheet) -> Metadata {
    let title = format!("{} – {}", sheet.title, sheet.shop);
    let about = Metadata::new()
        .title(title.clone())
        .producer("Kontor".to_owned())
        .creator("Kontor".to_owned())
        .language(sheet.locale.clone())
        .creation_date(time(sheet.made_at))
        // Of two papers that say the same, the time tells them apart.
        .document_id(format!("{title} {}", sheet.made_at.to_rfc3339()));
    if sheet.shop.is_empty() { about } else { about.authors(vec![sheet.shop.clone()]) }
}

fn time(at: DateTime<Utc>) -> PdfTime {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    PdfTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
