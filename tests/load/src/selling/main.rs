//! Customers who buy, and a payment provider who tells: the load of `scripts/bench --only checkout`.
//!
//! Owns the calls and their times. It shares its cores with what it measures, so it speaks HTTP by hand on one thread, and reads no
//! more of an answer than the id that the next call needs.

mod checkout;
mod connection;
mod hooks;
mod tally;

use std::{env, process::ExitCode, time::Duration};

use anyhow::{Context, bail};

const HELP: &str = "\
Buys, or tells of payments, as fast as it is answered, and prints the times as one line of JSON.

usage: selling checkout PORT KEY CLIENTS SECONDS
       selling hooks PORT SECRET CLIENTS SECONDS

  PORT      where kontor serves, on 127.0.0.1
  KEY       the shop's publishable key; the demo shop sells what is bought
  SECRET    what webhooks are signed with, of STRIPE_WEBHOOK_SECRETS
  CLIENTS   so many connections, each of which asks one thing after another
  SECONDS   how long it begins anything new

It fails at the first answer that is no 200.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("selling: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, port, secret, clients, seconds] = arguments.as_slice() else {
        println!("{HELP}");
        return Ok(());
    };
    let port: u16 = port.parse().context("PORT is no number")?;
    let clients: usize = clients.parse().context("CLIENTS is no number")?;
    let length = Duration::from_secs(seconds.parse().context("SECONDS is no number")?);
    let told = match what.as_str() {
        "checkout" => checkout::run(port, secret, clients, length).await?,
        "hooks" => hooks::run(port, secret, clients, length).await?,
        other => bail!("{other} is neither checkout nor hooks"),
    };
    println!("{told}");
    Ok(())
}
