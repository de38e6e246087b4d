//! Texts as vectors: what means the same lies near each other.
//!
//! Owns the trait [`Embedder`] and who implements it: [`Local`], a small model in this process, an endpoint of OpenAI's kind,
//! and [`Hashing`], which knows no meaning and needs nothing. Must never touch the database; nobody may embed while a transaction is open.

mod error;
mod hashing;
mod local;
mod openai;

use std::{fmt, path::Path, sync::Arc};

use async_trait::async_trait;

pub use error::EmbedError;
pub use hashing::Hashing;
pub use local::{FOLDER, Local};
pub use openai::{OpenAi, Settings};

/// Makes vectors of texts. Vectors of one model can be compared, and have length one.
#[async_trait]
pub trait Embedder: Send + Sync + fmt::Debug {
    /// The model's name: vectors of another one mean something else.
    fn model(&self) -> &str;

    /// How many numbers a vector has.
    fn dimensions(&self) -> usize;

    /// A vector for each text, in their order.
    async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>, EmbedError>;
}

/// The embedder that the settings ask for; `None` when they ask for none. The local model lies in the folder that they name,
/// and else in `folder`.
pub fn open(settings: &config::Search, folder: &Path) -> Result<Option<Arc<dyn Embedder>>, EmbedError> {
    let folder = settings.model_path.as_ref().map_or(folder, Path::new);
    Ok(match settings.embedder {
        config::EmbedderKind::Auto if !Local::is_in(folder) => None,
        config::EmbedderKind::Auto | config::EmbedderKind::Local => Some(Arc::new(Local::open(folder)?)),
        config::EmbedderKind::None => None,
        config::EmbedderKind::Hashing => Some(Arc::new(Hashing::new(384))),
        config::EmbedderKind::OpenAi => Some(Arc::new(OpenAi::new(Settings::of(settings)?)?)),
    })
}

/// Of length one; what has no length stays as it is.
pub(crate) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    if length > 0.0 {
        for number in &mut vector {
            *number /= length;
        }
    }
    vector
}
