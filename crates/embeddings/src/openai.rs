//! An endpoint that speaks as OpenAI's does: `POST <url>/embeddings`.

use std::time::Duration;

use anyhow::{Context, anyhow};
use async_trait::async_trait;
use outbound::{Answer, Client};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::{EmbedError, Embedder, unit};

/// Texts in one call: the vectors of more would be a larger answer than is read.
const AT_ONCE: usize = 32;
/// The longest wait that an endpoint's `retry-after` is believed.
const MOST_WAIT: Duration = Duration::from_hours(1);

/// Where vectors are made.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What `/embeddings` is appended to.
    pub url: Url,
    /// The bearer token, if one is wanted.
    pub key: Option<SecretString>,
    /// The model.
    pub model: String,
    /// How many numbers its vectors have.
    pub dimensions: usize,
}

impl Settings {
    /// Those of the process.
    pub fn of(settings: &config::Search) -> Result<Self, EmbedError> {
        let dimensions = settings.openai_dimensions;
        if !(8..=1_536).contains(&dimensions) {
            return Err(EmbedError::refused("KONTOR_OPENAI_DIMENSIONS must be from 8 to 1536"));
        }
        Ok(Self {
            url: settings.openai_url.clone(),
            key: settings.openai_key.clone(),
            model: settings.openai_model.clone(),
            dimensions,
        })
    }
}

/// Asks an endpoint.
#[derive(Debug, Clone)]
pub struct OpenAi {
    client: Client,
    url: Url,
    key: Option<SecretString>,
    model: String,
    dimensions: usize,
}

#[derive(Deserialize)]
struct Made {
    data: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    index: usize,
    embedding: Vec<f32>,
}

impl OpenAi {
    /// Nothing is called yet.
    pub fn new(settings: Settings) -> Result<Self, EmbedError> {
        let Settings { url, key, model, dimensions } = settings;
        let client = Client::new().map_err(EmbedError::unavailable)?;
        let url = format!("{}/embeddings", url.as_str().trim_end_matches('/'))
            .parse()
            .context("the address of the endpoint cannot be made")
            .map_err(EmbedError::Refused)?;
        Ok(Self { client, url, key, model, dimensions })
    }

    async fn call(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let body = json!({ "model": self.model, "input": texts, "dimensions": self.dimensions });
        let request = self.client.post(&self.url).json(&body);
        let request = match &self.key {
            Some(key) => request.bearer(key),
            None => request,
        };
        let answer = request.send().await.map_err(EmbedError::unavailable)?;
        self.read(&answer, texts.len())
    }

    fn read(&self, answer: &Answer, wanted: usize) -> Result<Vec<Vec<f32>>, EmbedError> {
        let status = answer.status;
        if status.as_u16() == 429 || status.is_server_error() {
            let reason = anyhow!("the endpoint answered {status}");
            return Err(EmbedError::Unavailable { reason, retry_after: retry_after(answer) });
        }
        if !status.is_success() {
            return Err(EmbedError::refused(format!(
                "the endpoint answered {status}; look at its key, its address and the model"
            )));
        }
        let made: Made = answer.json().map_err(EmbedError::refused)?;
        let mut vectors = vec![Vec::new(); wanted];
        for One { index, embedding } in made.data {
            let fits = embedding.len() == self.dimensions && embedding.iter().all(|number| number.is_finite());
            match vectors.get_mut(index) {
                Some(place) if fits && place.is_empty() => *place = unit(embedding),
                _ => {
                    return Err(EmbedError::refused(format!(
                        "a vector does not fit: {} numbers are wanted",
                        self.dimensions
                    )));
                }
            }
        }
        if vectors.iter().any(Vec::is_empty) {
            return Err(EmbedError::refused("there are fewer vectors than texts"));
        }
        Ok(vectors)
    }
}

fn retry_after(answer: &Answer) -> Option<Duration> {
    let seconds = answer.headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(MOST_WAIT))
}

#[async_trait]
impl Embedder for OpenAi {
    fn model(&self) -> &str {
        &self.model
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>, EmbedError> {
        let mut vectors = Vec::with_capacity(texts.len());
        for texts in texts.chunks(AT_ONCE) {
            vectors.extend(self.call(texts).await?);
        }
        Ok(vectors)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use axum::{
        Json, Router,
        http::{HeaderMap, StatusCode},
        response::{IntoResponse, Response},
        routing::post,
    };
    use serde_json::Value;

    use super::*;

    /// What the endpoint does, strictly: it refuses everything that OpenAI's would refuse.
    async fn endpoint(calls: Arc<AtomicUsize>) -> Url {
        let answer = move |headers: HeaderMap, Json(body): Json<Value>| async move {
            let call = calls.fetch_add(1, Ordering::SeqCst);
            let refuse = |status: StatusCode, message: &str| -> Response {
                (status, Json(json!({"error": {"message": message}}))).into_response()
            };
            if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some("Bearer sk-good") {
                return refuse(StatusCode::UNAUTHORIZED, "Incorrect API key provided");
            }
            let Some(texts) = body["input"].as_array().filter(|texts| !texts.is_empty() && texts.len() <= 2048) else {
                return refuse(StatusCode::BAD_REQUEST, "input");
            };
            let known = ["model", "input", "dimensions"];
            if body.as_object().is_none_or(|body| body.keys().any(|key| !known.contains(&key.as_str()))) {
                return refuse(StatusCode::BAD_REQUEST, "unknown parameter");
            }
            match body["model"].as_str() {
                Some("busy") => return (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "7")]).into_response(),
                Some("short") => return Json(json!({"data": [{"index": 0, "embedding": [1.0]}]})).into_response(),
                Some("good") => {}
                _ => return refuse(StatusCode::NOT_FOUND, "The model does not exist"),
            }
            let mut data: Vec<Value> = texts
                .iter()
                .enumerate()
                .map(|(index, text)| {
                    let length = u32::try_from(text.as_str().map_or(0, str::len)).unwrap();
                    let call = u32::try_from(call).unwrap();
                    json!({"object": "embedding", "index": index, "embedding": vec![f64::from(length) + 1.0, f64::from(call), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]})
                })
                .collect();
            data.reverse();
            Json(json!({"object": "list", "data": data, "model": body["model"], "usage": {"prompt_tokens": 1, "total_tokens": 1}}))
                .into_response()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1/", listener.local_addr().unwrap()).parse().unwrap();
        tokio::spawn(axum::serve(listener, Router::new().route("/v1/embeddings", post(answer))).into_future());
        url
    }

    fn of(url: &Url, key: &str, model: &str) -> OpenAi {
        let settings =
            Settings { url: url.clone(), key: Some(key.to_owned().into()), model: model.to_owned(), dimensions: 8 };
        OpenAi::new(settings).unwrap()
    }

    #[tokio::test]
    async fn vectors_come_back_in_order_and_in_portions() {
        let calls = Arc::new(AtomicUsize::new(0));
        let url = endpoint(Arc::clone(&calls)).await;
        let texts: Vec<String> = (0..70).map(|length| "x".repeat(length)).collect();
        let vectors = of(&url, "sk-good", "good").embed(texts).await.unwrap();
        assert_eq!((vectors.len(), calls.load(Ordering::SeqCst)), (70, 3));
        assert_eq!(vectors[5], unit(vec![6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]));
        assert_eq!(vectors[69], unit(vec![70.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]));
        assert!(
            of(&url, "sk-good", "good").embed(Vec::new()).await.unwrap().is_empty(),
            "nothing is asked for nothing"
        );
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_apart() {
        let url = endpoint(Arc::default()).await;
        let one = || vec!["x".to_owned()];
        let busy = of(&url, "sk-good", "busy").embed(one()).await.unwrap_err();
        assert!(
            matches!(busy, EmbedError::Unavailable { retry_after: Some(wait), .. } if wait == Duration::from_secs(7)),
            "{busy}"
        );
        for (key, model) in [("sk-bad", "good"), ("sk-good", "unheard"), ("sk-good", "short")] {
            let refused = of(&url, key, model).embed(one()).await.unwrap_err();
            assert!(matches!(refused, EmbedError::Refused(_)), "{key} {model}: {refused}");
            assert!(!refused.to_string().contains("sk-"), "{refused}");
        }
        let nobody = "http://127.0.0.1:1/v1".parse().unwrap();
        let away = of(&nobody, "sk-good", "good").embed(one()).await.unwrap_err();
        assert!(matches!(away, EmbedError::Unavailable { retry_after: None, .. }), "{away}");
    }
}
