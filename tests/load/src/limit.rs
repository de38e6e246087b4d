//! The limit that `scripts/bench` holds Kontor against: an axum router that serves one answer from memory.
//!
//! Owns nothing but that answer, which it fetches once. It must never do for a request what a cache has to do: look at
//! the path, the key or the clock. To compare with another server, write another binary beside this one.

use std::{env, net::Ipv4Addr, process::ExitCode};

use anyhow::{Context, ensure};
use axum::{Router, serve::ListenerExt};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header::CONTENT_TYPE};
use tokio::net::TcpListener;

const HELP: &str = "\
Fetches a URL once, then answers every request with its bytes from memory.

usage: limit URL [NAME:VALUE]...

  URL          what to fetch; it must answer 200
  NAME:VALUE   a header of that one request

Prints the port that it listens on, on 127.0.0.1, and serves until it is stopped.";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("limit: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let url = match arguments.next().as_deref() {
        None | Some("--help" | "-h") => {
            println!("{HELP}");
            return Ok(());
        }
        Some(url) => url.to_owned(),
    };
    let headers = arguments.map(|argument| header(&argument)).collect::<anyhow::Result<HeaderMap>>()?;
    let (content_type, body) = fetch(&url, headers).await?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("cannot listen on 127.0.0.1")?;
    println!("{}", listener.local_addr()?.port());
    // As Kontor's server sets it too: an answer is not held back to wait for more.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let router = Router::new().fallback(move || {
        let answer = ([(CONTENT_TYPE, content_type.clone())], body.clone());
        async move { answer }
    });
    axum::serve(listener, router).await.context("the server ended")
}

fn header(argument: &str) -> anyhow::Result<(HeaderName, HeaderValue)> {
    let (name, value) =
        argument.split_once(':').with_context(|| format!("'{argument}' is no header: write NAME:VALUE"))?;
    let name = name.trim().parse().with_context(|| format!("'{name}' is no header's name"))?;
    let value = value.trim().parse().with_context(|| format!("'{value}' is no header's value"))?;
    Ok((name, value))
}

async fn fetch(url: &str, headers: HeaderMap) -> anyhow::Result<(HeaderValue, Bytes)> {
    let request = reqwest::Client::new().get(url).headers(headers);
    let answer = request.send().await.with_context(|| format!("cannot fetch {url}"))?;
    ensure!(answer.status() == 200, "{url} answers {}: it must answer 200", answer.status());
    let content_type = answer.headers().get(CONTENT_TYPE).cloned();
    let content_type = content_type.with_context(|| format!("{url} says no content-type"))?;
    let body = answer.bytes().await.with_context(|| format!("cannot read the answer of {url}"))?;
    Ok((content_type, body))
}
