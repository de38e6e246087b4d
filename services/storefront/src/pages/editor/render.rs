//! `POST /editor/render`: blocks as the page shows them, before they are saved.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    response::{IntoResponse, Response},
};
use blocks::{Block, Content, Fault};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    blocks::{Given, How, Renderer, find},
    client::Trouble,
    front::Front,
    page::Frame,
    visit::Visit,
};

/// What is to be shown.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The language of the page; without one that of the shop's pages.
    #[serde(default)]
    locale: Option<String>,
    content: Value,
    /// The ids of the blocks that changed; without it the whole page.
    #[serde(default)]
    only: Option<Vec<String>>,
}

/// The blocks of a content that its editor has not saved yet.
pub(super) async fn render(
    State(front): State<Front>,
    visit: Visit,
    body: Result<Json<Asked>, JsonRejection>,
) -> Response {
    let answer = match body {
        Ok(Json(asked)) => shown(&front, &visit, asked).await,
        Err(error) => Ok(refuse(error.status(), "invalid_data", &error.body_text())),
    };
    let mut response = answer.unwrap_or_else(|trouble| told(&visit, &trouble));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

async fn shown(front: &Front, visit: &Visit, asked: Asked) -> Result<Response, Trouble> {
    let shop = front.tenant(&visit.shop).await.ok_or(Trouble::Missing)?;
    let token = visit.staff.as_deref().ok_or(Trouble::SignIn)?;
    front.store.of(visit).staff(token, shop).may_write().await?;
    let content = match Content::parse(&asked.content) {
        Ok(content) => content,
        Err(faults) => return Ok(faulty(&faults)),
    };
    let locale = asked.locale.as_deref().and_then(|locale| front.themes.usual().language(locale));
    let visit = &Visit { locale: locale.unwrap_or_else(|| visit.locale.clone()), ..visit.clone() };
    let frame = Frame::of(front, visit).await?;
    let staff = front.store.of(visit).staff(token, shop);
    let found = find(front, visit, &frame, &content, Given { staff: Some(staff), ..Given::default() }).await?;
    let theme = visit.theme(front).now();
    let renderer = Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Edited);
    let answer = match asked.only {
        None => json!({ "page": renderer.blocks(content.blocks())? }),
        Some(only) => {
            let mut html = Map::new();
            some(&renderer, content.blocks(), &only, &mut html)?;
            json!({ "blocks": html })
        }
    };
    Ok(Json(answer).into_response())
}

/// The HTML of those of the blocks that are asked for, however deep they stand.
fn some(
    renderer: &Renderer<'_>,
    blocks: &[Block],
    only: &[String],
    html: &mut Map<String, Value>,
) -> Result<(), Trouble> {
    for block in blocks {
        if only.iter().any(|id| id == block.id()) {
            html.insert(block.id().to_owned(), renderer.block(block)?.trim().into());
        }
        if let Block::Columns(block) = block {
            for column in block.columns.iter() {
                some(renderer, &column.blocks, only, html)?;
            }
        }
    }
    Ok(())
}

fn faulty(faults: &[Fault]) -> Response {
    let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let body = json!({ "type": "invalid_data", "message": words.join("; "), "faults": faults });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

fn refuse(status: StatusCode, kind: &str, message: &str) -> Response {
    (status, Json(json!({ "type": kind, "message": message }))).into_response()
}

/// Why nothing is shown, for a script and not for a person.
fn told(visit: &Visit, trouble: &Trouble) -> Response {
    let (kind, words) = match trouble {
        Trouble::SignIn => ("unauthorized", "Sign in at /editor/sign-in: the session is over".to_owned()),
        Trouble::Missing | Trouble::Over => ("not_found", "Pages are edited where the API is".to_owned()),
        Trouble::Foreign => ("forbidden", "It came from another site".to_owned()),
        Trouble::Refused(refusal) => ("not_allowed", refusal.message.clone()),
        Trouble::Away { .. } => ("unavailable", "The shop is away for a moment: try again".to_owned()),
        Trouble::Broken(cause) => {
            tracing::error!(request_id = visit.request_id, cause, "blocks could not be shown");
            ("unknown_error", "An unknown error occurred.".to_owned())
        }
    };
    refuse(trouble.status(), kind, &words)
}
