//! The limit that `get-session` is held against: one row by its primary key, through the same pool and the same kind of
//! transaction, for each request.
//!
//! Owns nothing but that statement. It must never look at a cookie or keep an answer.

use std::{env, net::Ipv4Addr, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context;
use axum::{Router, extract::State, http::StatusCode, serve::ListenerExt};
use db::{Db, Settings, SystemClock};
use sea_orm::FromQueryResult;
use tokio::net::TcpListener;

const HELP: &str = "\
Answers every request with a session's id, which it reads by its primary key each time.

usage: DATABASE_URL=postgres://… select CONNECTIONS

  CONNECTIONS   the most that the pool opens, as DATABASE_MAX_CONNECTIONS of the server it is compared with

Prints the port that it listens on, on 127.0.0.1, and serves until it is stopped.";

#[derive(FromQueryResult)]
struct Row {
    id: uuid::Uuid,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("select: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let connections = match env::args().nth(1).as_deref() {
        None | Some("--help" | "-h") => {
            println!("{HELP}");
            return Ok(());
        }
        Some(text) => text.parse().context("CONNECTIONS is no number")?,
    };
    let settings = Settings {
        url: env::var("DATABASE_URL").context("DATABASE_URL is not set")?.into(),
        replica_url: None,
        max_connections: connections,
        max_reads: connections,
        min_connections: 2,
        acquire_timeout: Duration::from_secs(3),
        statement_timeout: Duration::from_secs(10),
        read_timeout: Duration::from_secs(10),
        lock_timeout: Duration::from_secs(3),
        slow_statement: Duration::from_secs(1),
    };
    let db = Db::connect(&settings, Arc::new(SystemClock)).await?;
    let tx = db.begin_system("find a session").await?;
    let Row { id } =
        db::fetch_one(&tx, "select id from auth.session limit 1", []).await.context("there is no session")?;
    tx.commit().await?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("cannot listen on 127.0.0.1")?;
    println!("{}", listener.local_addr()?.port());
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, Router::new().fallback(select).with_state((db, id))).await.context("the server ended")
}

async fn select(State((db, id)): State<(Db, uuid::Uuid)>) -> Result<String, StatusCode> {
    row(&db, id).await.map(|row| row.id.to_string()).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

async fn row(db: &Db, id: uuid::Uuid) -> db::Result<Row> {
    let tx = db.begin_system("read a session").await?;
    let row = db::fetch_one(&tx, "select * from auth.session where id = $1", [id.into()]).await?;
    tx.commit().await?;
    Ok(row)
}
