//! Files on their way in: counted as they come, told by their first bytes, and gone again if one of them is refused.

use base64::{Engine, engine::general_purpose::STANDARD};
use db::Tx;
use entity::ids::UploadId;
use http::StatusCode;
use sea_orm::Value;
use sha2::{Digest, Sha256};
use storage::Writing;
use uuid::Uuid;
use web::ApiError;

use super::{Access, Files, Kind, kind::HEAD, new_key, place};

/// A file that is whole and lies where it stays; its row is not written yet.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) id: UploadId,
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) kind: Kind,
    pub(crate) size: u64,
    sha256: Vec<u8>,
    dimensions: Option<(u32, u32)>,
}

/// What it is, how wide and high, its key, and where it is written to.
type Known = (Kind, Option<(u32, u32)>, String, Writing);

/// A file that is coming.
pub(crate) struct Incoming<'a> {
    files: &'a Files,
    organization: Uuid,
    /// How the body calls it: `files`.
    field: &'a str,
    name: String,
    /// The most that a file of products may have; a picture has a limit of its own.
    most: u64,
    head: Vec<u8>,
    known: Option<Known>,
    size: u64,
    hash: Sha256,
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("name", &self.name).field("size", &self.size).finish_non_exhaustive()
    }
}

const MAX_NAME: usize = 255;

impl<'a> Incoming<'a> {
    /// A file of this name; what is no name of a file is left out of it.
    pub(crate) fn new(files: &'a Files, organization: Uuid, field: &'a str, name: &str) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = name.chars().filter(|sign| !sign.is_control()).take(MAX_NAME).collect();
        let name = if name.trim().is_empty() { "file".to_owned() } else { name.trim().to_owned() };
        let most = files.app.config.storage.upload_limit as u64;
        let most = if name.to_lowercase().ends_with(".csv") {
            most.max(files.app.config.storage.import_limit as u64)
        } else {
            most
        };
        let (head, hash) = (Vec::new(), Sha256::new());
        Self { files, organization, field, name, most, head, known: None, size: 0, hash }
    }

    /// More of it.
    pub(crate) async fn add(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        self.size += bytes.len() as u64;
        if self.size > self.limit() {
            return Err(self.too_large());
        }
        self.hash.update(bytes);
        if let Some((.., writing)) = &mut self.known {
            return writing.add(bytes).await.map_err(unavailable);
        }
        self.head.extend_from_slice(bytes);
        if self.head.len() >= HEAD { self.look(false).await } else { Ok(()) }
    }

    /// The end of it.
    pub(crate) async fn finish(mut self) -> Result<Received, ApiError> {
        if self.known.is_none() {
            self.look(true).await?;
        }
        let Self { name, size, hash, known, .. } = self;
        let Some((kind, dimensions, key, writing)) = known else {
            return Err(ApiError::internal("a file is finished before it is known what it is"));
        };
        writing.finish().await.map_err(unavailable)?;
        let sha256 = hash.finalize().to_vec();
        Ok(Received { id: UploadId::new(), name, key, kind, size, sha256, dimensions })
    }

    /// A picture that is called a file of products is no larger for that.
    fn limit(&self) -> u64 {
        match &self.known {
            Some((kind, ..)) if *kind != Kind::Csv => self.files.app.config.storage.upload_limit as u64,
            _ => self.most,
        }
    }

    /// What it is, and where it is written to.
    async fn look(&mut self, is_whole: bool) -> Result<(), ApiError> {
        let kind = Kind::of(&self.head, &self.name, is_whole).map_err(|why| self.refused(why))?;
        let dimensions = kind.dimensions(&self.head).map_err(|why| self.refused(&why))?;
        let key = new_key(kind.extension());
        let place = place(kind.access().name(), self.organization, &key);
        let mut writing = self.files.storage.write(&place).await.map_err(unavailable)?;
        writing.add(&std::mem::take(&mut self.head)).await.map_err(unavailable)?;
        self.known = Some((kind, dimensions, key, writing));
        if self.size > self.limit() { Err(self.too_large()) } else { Ok(()) }
    }

    fn shown_name(&self) -> String {
        self.name.chars().take(100).collect()
    }

    fn refused(&self, why: &str) -> ApiError {
        ApiError::invalid_data(format!(
            "Invalid request: Field '{}': the file '{}' {why}",
            self.field,
            self.shown_name()
        ))
    }

    fn too_large(&self) -> ApiError {
        let message = format!(
            "Invalid request: Value for field '{}' too big, expected at most: '{}' bytes: the file '{}'",
            self.field,
            self.limit(),
            self.shown_name()
        );
        ApiError::new(web::Kind::TooLarge(StatusCode::PAYLOAD_TOO_LARGE), message)
    }
}

pub(crate) fn unavailable(error: storage::Error) -> ApiError {
    ApiError::new(web::Kind::Unavailable, "Files cannot be stored or read at the moment. Please try again.")
        .with_source(error)
}

impl Received {
    /// Where the storage has it.
    pub(crate) fn place(&self, organization: Uuid) -> String {
        place(self.kind.access().name(), organization, &self.key)
    }

    /// Writes the rows of files, in the shop of the transaction.
    pub(crate) async fn keep(tx: &Tx, files: &[Self]) -> db::Result<()> {
        let side = |of: fn(&(u32, u32)) -> u32| {
            let sides = files.iter().map(|file| file.dimensions.as_ref().map_or(0, of));
            sides.map(|side| i32::try_from(side).unwrap_or(i32::MAX)).collect::<Vec<i32>>()
        };
        let (widths, heights) = (side(|both| both.0), side(|both| both.1));
        let texts = |of: fn(&Self) -> String| files.iter().map(of).collect::<Vec<_>>();
        let sql = "insert into public.uploads
              (organization_id, id, name, key, mime_type, size, sha256, width, height, access, created_at, updated_at)
            select $1, u.id, u.name, u.key, u.mime, u.size, decode(u.sha, 'base64'), nullif(u.width, 0), nullif(u.height, 0),
              u.access, $10, $10
            from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::int[], $9::int[], $11::text[])
              u (id, name, key, mime, size, sha, width, height, access)";
        let values: [Value; 11] = [
            tx.organization()?.into(),
            files.iter().map(|file| file.id.0).collect::<Vec<_>>().into(),
            texts(|file| file.name.clone()).into(),
            texts(|file| file.key.clone()).into(),
            texts(|file| file.kind.plain_mime().to_owned()).into(),
            files.iter().map(|file| i64::try_from(file.size).unwrap_or(i64::MAX)).collect::<Vec<_>>().into(),
            texts(|file| STANDARD.encode(&file.sha256)).into(),
            widths.into(),
            heights.into(),
            tx.now().into(),
            texts(|file| file.kind.access().name().to_owned()).into(),
        ];
        db::exec(tx, sql, values).await?;
        Ok(())
    }

    /// Takes back what came before something went wrong. What cannot be taken back now is swept later.
    pub(crate) async fn forget(files: &Files, organization: Uuid, received: &[Self]) {
        for file in received {
            if let Err(error) = files.storage.delete(&file.place(organization)).await {
                tracing::warn!(%error, "a file that was refused stays until it is swept");
            }
        }
    }

    /// One that Kontor wrote itself.
    pub(crate) fn written(id: UploadId, name: String, key: String, kind: Kind, size: u64, hash: Sha256) -> Self {
        debug_assert_eq!(kind.access(), Access::Private, "what Kontor exports is for the staff");
        Self { id, name, key, kind, size, sha256: hash.finalize().to_vec(), dimensions: None }
    }
}
