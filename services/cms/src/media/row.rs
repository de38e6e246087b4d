//! One of the library, as the staff and as shoppers read it.

use entity::{
    Timestamp,
    ids::{MediaId, UserId},
};
use images::{Aspect, Focal, Format, Kind};
use resource::row;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::address::{Variant, height, widths};

row! {
    /// A picture or a document.
    pub(crate) struct Media from "m" {
        id: MediaId,
        filename: String,
        title: Option<String>,
        alt: Option<String>,
        alt_translations: Json,
        mime_type: String,
        size: i64,
        width: Option<i32>,
        height: Option<i32>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        shop: Uuid = "m.organization_id",
        key: String,
        has_alpha: bool,
        colour: Option<String>,
        focal_x: i32 = "m.focal_x::integer",
        focal_y: i32 = "m.focal_y::integer",
        /// Where addresses begin; a transaction of the staff says it.
        base: String = "coalesce(current_setting('kontor.media', true), '')",
    }
}

/// The largest that is shown where only one address is asked for: by who shares a link, or reads no `srcset`.
const PLAIN: u32 = 1_280;

impl Media {
    /// What it is.
    pub(super) fn kind(&self) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.mime() == self.mime_type).unwrap_or(Kind::Pdf)
    }

    /// How wide and high a picture is.
    pub(super) fn sides(&self) -> Option<(u32, u32)> {
        let side = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        side(self.width).zip(side(self.height))
    }

    /// What must stay in view.
    pub(super) fn focal_point(&self) -> Focal {
        let part = |part: i32| u8::try_from(part).unwrap_or(50);
        Focal { x: part(self.focal_x), y: part(self.focal_y) }
    }

    /// The same, as parts of width and height.
    pub(crate) fn focal(&self) -> Json {
        json!({ "x": f64::from(self.focal_x) / 100.0, "y": f64::from(self.focal_y) / 100.0 })
    }

    fn below(&self, base: &str, name: &str) -> String {
        format!("{base}/media/{}/library/{}/{name}", self.shop, self.key)
    }

    /// One address: of a picture that every program reads, of a document that is downloaded.
    pub(crate) fn url(&self, base: &str) -> String {
        let Some(sides) = self.sides() else {
            let kind = self.kind().extension();
            let stem = self.filename.rsplit_once('.').map_or(&*self.filename, |(stem, _)| stem);
            let stem: String = slug::slugify(stem).chars().take(80).collect();
            return self.below(base, &format!("{}.{kind}", if stem.is_empty() { "file" } else { &stem }));
        };
        let width = widths(sides, Aspect::Original).into_iter().rfind(|width| *width <= PLAIN).unwrap_or(sides.0);
        self.below(base, &format!("{width}.{}", Format::plain(self.has_alpha).extension()))
    }

    /// Each width of the whole picture, for `srcset`; a browser is sent what it reads of AVIF, WebP, and JPEG or PNG.
    pub(crate) fn variants(&self, base: &str) -> Json {
        self.of_shape(base, Aspect::Original)
    }

    /// The same of each shape to which it is cut, around its focal point.
    pub(crate) fn crops(&self, base: &str) -> Json {
        if self.sides().is_none() {
            return json!({});
        }
        let shapes = Aspect::ALL.into_iter().filter(|aspect| *aspect != Aspect::Original);
        let shapes: Map<String, Json> =
            shapes.map(|aspect| (aspect.name().to_owned(), self.of_shape(base, aspect))).collect();
        shapes.into()
    }

    fn of_shape(&self, base: &str, aspect: Aspect) -> Json {
        let Some(sides) = self.sides() else { return json!([]) };
        let one = |width| {
            let name = Variant { width, aspect, focal: self.focal_point() }.name();
            json!({ "width": width, "height": height(sides, aspect, width), "url": self.below(base, &name) })
        };
        widths(sides, aspect).into_iter().map(one).collect()
    }

    /// What is to be seen, in a language: `de-AT` is told what stands for `de` where it has nothing of its own.
    fn alt_in(&self, locale: Option<&str>) -> Option<&str> {
        let said = |locale: &str| self.alt_translations.get(locale).and_then(Json::as_str);
        let language = |locale: &'_ str| locale.split('-').next().map(str::to_owned).unwrap_or_default();
        locale.and_then(|locale| said(locale).or_else(|| said(&language(locale)))).or(self.alt.as_deref())
    }

    /// What shoppers are told of it.
    pub(crate) fn told(&self, base: &str, locale: Option<&str>) -> Json {
        json!({
            "id": self.id, "mime_type": self.mime_type, "title": self.title, "alt": self.alt_in(locale), "width": self.width,
            "height": self.height, "focal": self.focal(), "placeholder": self.colour, "url": self.url(base),
            "variants": self.variants(base), "crops": self.crops(base)
        })
    }
}
