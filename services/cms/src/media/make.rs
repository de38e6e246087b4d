//! A size of a picture is made when it is first asked for, once.

use bytes::Bytes;
use db::Tx;
use images::{Aspect, Format, Kind, Limits, Picture, area};
use uuid::Uuid;
use web::ApiError;

use super::{
    Library, MakeAvif, Media,
    address::{Variant, folder, original, widths},
    library::{aside, read_whole, to_its_end, unavailable, write_whole},
};

/// What is asked for: a size of a picture of a shop.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) shop: Uuid,
    pub(super) key: String,
    pub(super) variant: Variant,
}

/// What becomes of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is there now.
    Made(Format, Bytes),
    /// It is cut elsewhere by now: here it is.
    Moved(String),
    /// There is no such picture, or no such size.
    None,
}

impl Wanted {
    /// Where the storage has it.
    pub(super) fn place(&self, format: Format) -> String {
        format!("{}/{}.{}", folder(self.shop, &self.key), self.variant.name(), format.extension())
    }

    /// What is known of the picture.
    pub(super) async fn find(&self, library: &Library) -> Result<Option<Media>, ApiError> {
        let tx = in_shop(library, self.shop).await?;
        let sql = format!(
            "select {} from media m where m.organization_id = $1 and m.key = $2 and m.deleted_at is null",
            Media::SELECT
        );
        let found = db::fetch_optional(&tx, &sql, [self.shop.into(), self.key.clone().into()]).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Makes it, in the format that is asked for, or in the plain one of the picture.
    pub(super) async fn make(self, library: Library, format: Option<Format>) -> Result<Outcome, ApiError> {
        to_its_end(async move {
            let flight = library.flights.of(&self.place(format.unwrap_or(Format::Jpeg)));
            let _turn = flight.lock().await;
            let Some(media) = self.find(&library).await? else { return Ok(Outcome::None) };
            let Some(sides) = media.sides() else { return Ok(Outcome::None) };
            let Variant { width, aspect, focal } = self.variant;
            if !widths(sides, aspect).contains(&width) {
                return Ok(Outcome::None);
            }
            if aspect != Aspect::Original && focal != media.focal_point() {
                return Ok(Outcome::Moved(Variant { focal: media.focal_point(), ..self.variant }.name()));
            }
            let plain = Format::plain(media.has_alpha);
            let format = match format {
                Some(Format::Jpeg | Format::Png) if format != Some(plain) => return Ok(Outcome::None),
                other => other.unwrap_or(plain),
            };
            let place = self.place(format);
            if let Some(bytes) = read_whole(&library.storage, &place).await.map_err(unavailable)? {
                return Ok(Outcome::Made(format, bytes.into()));
            }
            let Some(bytes) = self.encoded(&library, &media, format).await? else { return Ok(Outcome::None) };
            write_whole(&library.storage, &place, &bytes).await.map_err(unavailable)?;
            library.count_made();
            if format == Format::Webp {
                // Who asks later is sent the smaller one; who asks now has what he needs.
                if let Err(error) = self.queue(&library, place).await {
                    tracing::warn!(%error, "no AVIF is made of a picture");
                }
            }
            Ok(Outcome::Made(format, bytes.into()))
        })
        .await
    }

    async fn queue(&self, library: &Library, place: String) -> Result<(), ApiError> {
        let tx = in_shop(library, self.shop).await?;
        let job = MakeAvif { key: self.key.clone(), variant: self.variant.name() };
        jobs::enqueue(&tx, &job).unique_key(place).await?;
        Ok(tx.commit().await?)
    }

    /// Decodes what is kept, cuts it and makes it smaller; nothing where it is not kept any more.
    pub(super) async fn encoded(
        &self,
        library: &Library,
        media: &Media,
        format: Format,
    ) -> Result<Option<Vec<u8>>, ApiError> {
        let (width, height) = media.sides().unwrap_or_default();
        let room = library.room(u64::from(width) * u64::from(height)).await?;
        let kept = original(self.shop, &self.key, media.kind());
        let Some(kept) = read_whole(&library.storage, &kept).await.map_err(unavailable)? else { return Ok(None) };
        let variant = self.variant;
        let encoded = aside(move || {
            let _room = room;
            let picture = images::decode(&kept, Limits::default()).map_err(ApiError::internal)?;
            shown(&picture, variant).encode(format).map_err(ApiError::internal)
        });
        encoded.await.map_err(ApiError::internal)?.map(Some)
    }
}

fn shown(picture: &Picture, Variant { width, aspect, focal }: Variant) -> Picture {
    picture.part(area(picture.width(), picture.height(), aspect, focal), width)
}

/// Kontor itself in a shop: who has an address may see what is there, whoever he is.
pub(super) async fn in_shop(library: &Library, shop: Uuid) -> Result<Tx, ApiError> {
    let mut tx = library.app.db.begin_system("look for a picture by its address").await?;
    tx.work_in(shop).await?;
    Ok(tx)
}

/// The document of a key, and what it is.
pub(super) async fn document(library: &Library, wanted: &Wanted) -> Result<Option<Kind>, ApiError> {
    Ok(wanted.find(library).await?.map(|media| media.kind()).filter(|kind| !kind.is_picture()))
}
