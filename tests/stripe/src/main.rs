//! The double as a process, for tests in other languages and for the bench.

use std::net::SocketAddr;

use clap::Parser;
use stripe_double::{Double, SECRET_KEY};
use tokio::net::TcpListener;

/// A strict double of Stripe.
#[derive(Parser)]
struct Arguments {
    /// Where it listens; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let double = Double::on(TcpListener::bind(arguments.listen).await?)?;
    // One line that a script can read.
    println!("STRIPE_API_URL={} STRIPE_SECRET_KEY={SECRET_KEY} control={}", double.url(), double.control());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
