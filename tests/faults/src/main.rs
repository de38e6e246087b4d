//! Whether a shop keeps its promises while everything around it fails: customers buy, a cashier takes money, gives some back and cancels
//! orders, the process is killed every few seconds, Stripe answers wrongly now and then, and its webhooks come twice, in any order, or not
//! at all. Behind it the books are looked at, ours and Stripe's.
//!
//! `./scripts/faults --help` runs it.

mod buyer;
mod cashier;
mod chaos;
mod heard;
mod shop;
mod told;
mod verdict;

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use stripe_double::{Double, Knobs};
use tokio::task::JoinSet;

use crate::{heard::Heard, shop::Shop};

/// What the double of Stripe signs with.
const SECRET: &str = "whsec_of_the_faults_0123456789";

/// Whether a shop keeps its promises while everything around it fails.
#[derive(Debug, Parser)]
struct Arguments {
    /// How long customers buy and processes die
    #[arg(long, default_value_t = 300)]
    seconds: u64,
    /// So many buy at a time
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// So many pieces there are of what everybody wants
    #[arg(long, default_value_t = 150)]
    stock: i64,
    /// Of a hundred webhooks so many never come
    #[arg(long, default_value_t = 30)]
    drop: u8,
    /// The program that is killed
    #[arg(long)]
    kontor: PathBuf,
    /// Where it keeps its things; it has the Postgres of ./scripts/setup below .kontor/
    #[arg(long)]
    home: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let stripe = Double::start().await?;
    let shop = Arc::new(Shop::open(&arguments.kontor, &arguments.home, &stripe).await?);
    shop.prepare(arguments.stock).await?;
    let told = Knobs { copies: 2, shuffle: 700, drop: arguments.drop, ..Knobs::to(&shop.hook(), SECRET) };
    stripe.tell(told.clone());

    let heard = Arc::new(Heard::default());
    let is_over = Arc::new(AtomicBool::new(false));
    let mut buying = JoinSet::new();
    for _ in 0..arguments.clients {
        let (shop, stripe, heard, is_over) =
            (Arc::clone(&shop), stripe.clone(), Arc::clone(&heard), Arc::clone(&is_over));
        buying.spawn(async move { buyer::buy(&shop, &stripe, &heard, &is_over).await });
    }
    let cashier = {
        let (shop, heard, is_over) = (Arc::clone(&shop), Arc::clone(&heard), Arc::clone(&is_over));
        tokio::spawn(async move { cashier::work(&shop, &heard, &is_over).await })
    };
    let killing = tokio::spawn(chaos::run(Arc::clone(&shop), stripe.clone(), Arc::clone(&is_over)));
    watch(arguments.seconds, &shop, &heard).await;
    is_over.store(true, Ordering::Relaxed);
    while let Some(done) = buying.join_next().await {
        done?;
    }
    cashier.await?;
    killing.await??;

    // From here on everything works, and what was lost has to be found.
    stripe.tell(Knobs { drop: 0, ..told });
    chaos::calm(&stripe);
    shop.ensure().await?;
    let open = verdict::settle(&shop, &stripe).await?;
    let faults = verdict::look(&shop, &stripe, &heard, arguments.stock).await?;
    shop.close().await?;
    println!("{}", heard.words(shop.kills()));
    if !open.is_empty() {
        println!("not so: what is under way ends: {}", open.join(", "));
    }
    for fault in &faults {
        println!("not so: {fault}");
    }
    if open.is_empty() && faults.is_empty() {
        println!("every promise was kept");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

/// Shows how it goes, until the time is over.
async fn watch(seconds: u64, shop: &Shop, heard: &Heard) {
    let bar = ProgressBar::new(seconds);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} s  {msg}") {
        bar.set_style(style);
    }
    for _ in 0..seconds {
        tokio::time::sleep(Duration::from_secs(1)).await;
        bar.inc(1);
        bar.set_message(format!("{} orders, {} killed", heard.orders(), shop.kills()));
    }
    bar.finish_and_clear();
}
