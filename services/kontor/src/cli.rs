//! The command line.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::commands;

/// Kontor: commerce, content, marketing and automation in one process.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "Kontor: commerce, content, marketing and automation",
    long_about = "Kontor is a multi-tenant commerce, content, marketing and automation platform.\n\n\
        Start with `kontor dev`: it brings its own Postgres, a demo shop, and serves everything on one port.\n\
        In production run `kontor migrate up`, then `kontor serve` and `kontor worker`, as often as you like.",
    after_help = "Settings come from the environment, then .env, then kontor.toml; .env.example lists all of them."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything on this machine: Postgres, migrations, demo shop, server and worker
    Dev(DevArgs),
    /// Serve the HTTP APIs: all services, or only the named ones
    Serve(ServeArgs),
    /// Run background jobs and schedules
    Worker,
    /// Change the database schema
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// Fill the database
    #[command(subcommand)]
    Seed(SeedCommand),
    /// Bring in data from elsewhere
    #[command(subcommand)]
    Import(ImportCommand),
    /// Print the OpenAPI document of all services as JSON
    Openapi,
    /// Check that things are as they should be
    #[command(subcommand)]
    Doctor(DoctorCommand),
}

/// Options of `kontor dev`.
#[derive(Debug, Args)]
pub struct DevArgs {
    /// Listen on this port instead of the configured one
    #[arg(long)]
    pub port: Option<u16>,
    /// Begin with an empty database instead of the demo shop
    #[arg(long)]
    pub no_demo: bool,
    /// Delete the embedded database first
    #[arg(long)]
    pub reset: bool,
}

/// Options of `kontor serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Which services; all when none is named
    #[arg(value_name = "SERVICE", value_parser = crate::platform::service_names())]
    pub services: Vec<String>,
    /// Listen on this port instead of the configured one
    #[arg(long)]
    pub port: Option<u16>,
    /// Compute every answer anew: for measuring, and for looking at queries
    #[arg(long)]
    pub no_cache: bool,
}

/// What `kontor migrate` does.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Apply what is pending
    Up {
        /// So many migrations, not all
        #[arg(long)]
        steps: Option<u32>,
    },
    /// Revert the last migration, or several. Data of reverted tables is lost
    Down {
        /// How many migrations
        #[arg(long, default_value_t = 1, conflicts_with = "all")]
        steps: u32,
        /// All of them
        #[arg(long)]
        all: bool,
    },
    /// List the migrations and whether they are applied
    Status,
}

/// What `kontor seed` makes.
#[derive(Debug, Subcommand)]
pub enum SeedCommand {
    /// The demo shop, when it is not there yet
    Demo {
        /// Make so many more products, for measuring
        #[arg(long, value_name = "N")]
        products: Option<u32>,
    },
}

/// What `kontor import` reads.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A product CSV as Shopify exports it. Importing again updates; bad lines are reported, the rest goes in
    Shopify {
        /// The file
        file: PathBuf,
        /// The slug of the shop
        #[arg(long, default_value = "demo")]
        shop: String,
        /// The currency of the prices; the shop's default currency when absent
        #[arg(long)]
        currency: Option<String>,
    },
}

/// What `kontor doctor` looks at.
#[derive(Debug, Subcommand)]
pub enum DoctorCommand {
    /// The live schema: row-level security, tenant keys, indexes, functions, views
    Schema,
}

/// Runs a command. Errors end up here: one line for people, causes behind it.
pub fn run(cli: Cli) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("kontor: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Dev(args) => commands::dev(args).await,
            Command::Serve(args) => commands::serve(args).await,
            Command::Worker => commands::worker().await,
            Command::Migrate(command) => commands::migrate(command).await,
            Command::Seed(SeedCommand::Demo { products }) => commands::seed_demo(products).await,
            Command::Import(ImportCommand::Shopify { file, shop, currency }) => {
                commands::import_shopify(&file, &shop, currency).await
            }
            Command::Openapi => commands::openapi(),
            Command::Doctor(DoctorCommand::Schema) => commands::doctor_schema().await,
        }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kontor: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, without saying anything twice.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if !line.contains(&text) {
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&text);
        }
    }
    line
}
