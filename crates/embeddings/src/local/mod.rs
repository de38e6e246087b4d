//! all-MiniLM-L6-v2 on this machine's processor: 384 numbers a text, nothing leaves the machine.
//!
//! A thread of its own embeds, with half of the cores. It reads the weights (90 MB) at the first text, and drops them when
//! nobody has asked for a while.

mod model;
mod turns;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::{EmbedError, Embedder};
use model::Model;
use turns::Turns;

/// Where `scripts/setup` puts it, below the home folder.
pub const FOLDER: &str = "model";
/// The name that vectors are kept under.
const NAME: &str = "all-MiniLM-L6-v2";
const DIMENSIONS: usize = 384;
/// What the folder must hold.
const FILES: [&str; 3] = [model::CONFIG, model::TOKENIZER, model::WEIGHTS];
/// Requests that wait at a time; who comes after them waits for a place.
const PLACES: usize = 64;
/// So long the weights stay in memory unused.
const IDLE: Duration = Duration::from_mins(10);

type Answer = Result<Vec<Vec<f32>>, EmbedError>;

/// MiniLM in this process.
#[derive(Debug)]
pub struct Local {
    asks: mpsc::Sender<Ask>,
    places: Arc<Semaphore>,
}

struct Ask {
    texts: Vec<String>,
    answer: oneshot::Sender<Answer>,
    _place: OwnedSemaphorePermit,
}

impl Local {
    /// Whether a folder holds the model.
    pub fn is_in(folder: &Path) -> bool {
        FILES.iter().all(|name| folder.join(name).is_file())
    }

    /// The model of a folder; its weights are read when they are first needed.
    pub fn open(folder: &Path) -> Result<Self, EmbedError> {
        if let Some(missing) = FILES.iter().find(|name| !folder.join(name).is_file()) {
            let at = folder.display();
            return Err(EmbedError::refused(format!(
                "{at} has no {missing}: run ./scripts/setup, which fetches the model, or set KONTOR_MODEL_PATH"
            )));
        }
        let (asks, asked) = mpsc::channel();
        let folder = folder.to_owned();
        std::thread::Builder::new()
            .name("embeddings".to_owned())
            .spawn(move || serve(&folder, &asked, IDLE))
            .map_err(EmbedError::unavailable)?;
        Ok(Self { asks, places: Arc::new(Semaphore::new(PLACES)) })
    }
}

#[async_trait]
impl Embedder for Local {
    fn model(&self) -> &'static str {
        NAME
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    async fn embed(&self, texts: Vec<String>) -> Answer {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(EmbedError::unavailable)?;
        let (answer, answered) = oneshot::channel();
        let gone = || EmbedError::unavailable(anyhow::anyhow!("the thread of the local model is gone"));
        self.asks.send(Ask { texts, answer, _place: place }).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// Until nobody can ask any more.
fn serve(folder: &Path, asked: &mpsc::Receiver<Ask>, idle: Duration) {
    let mut model: Option<Model> = None;
    let mut turns = Turns::default();
    loop {
        if turns.is_empty() {
            match asked.recv_timeout(idle) {
                Ok(ask) => turns.join(ask),
                Err(RecvTimeoutError::Timeout) => {
                    if model.take().is_some() {
                        tracing::info!("the local model was not needed for a while: its weights left the memory");
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        for ask in asked.try_iter() {
            turns.join(ask);
        }
        let loaded = match model.take() {
            Some(model) => Ok(model),
            None => load(folder),
        };
        match loaded {
            Ok(loaded) => {
                turns.take(|texts| loaded.embed(texts));
                model = Some(loaded);
            }
            Err(error) => turns.take(|_| Err(anyhow::anyhow!("{error:#}"))),
        }
    }
}

fn load(folder: &Path) -> anyhow::Result<Model> {
    let began = std::time::Instant::now();
    let model = Model::load(folder, DIMENSIONS)?;
    let folder: PathBuf = folder.to_owned();
    tracing::info!(?folder, took = ?began.elapsed(), "the local model is in memory");
    Ok(model)
}

#[cfg(test)]
mod tests;
