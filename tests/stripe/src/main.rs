//! The double as a process, for tests in other languages and for the bench.

use std::net::SocketAddr;

use clap::Parser;
use stripe_double::{Double, PUBLISHABLE_KEY, SECRET_KEY};
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
    let (url, script, control) = (double.url(), double.script(), double.control());
    println!(
        "STRIPE_API_URL={url} STRIPE_SECRET_KEY={SECRET_KEY} STRIPE_PUBLISHABLE_KEY={PUBLISHABLE_KEY} \
         STOREFRONT_STRIPE_JS={script} control={control}"
    );
    tokio::signal::ctrl_c().await?;
    Ok(())
}
