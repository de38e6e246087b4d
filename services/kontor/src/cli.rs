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
    /// The keys of what is sealed in the database: which are in use, and sealing anew with the newest
    #[command(subcommand, after_long_help = KEYS_HELP)]
    Keys(KeysCommand),
    /// The search's index and vectors: how far they are, and making them anew
    #[command(subcommand)]
    Embeddings(EmbeddingsCommand),
    /// What providers of payments are asked and tell
    #[command(subcommand)]
    Payments(PaymentsCommand),
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
    /// A database of Better Auth 1.x: people, passwords, sessions, organizations, keys. Importing again brings what changed
    #[command(after_long_help = BETTER_AUTH_HELP)]
    BetterAuth(BetterAuthArgs),
}

/// Options of `kontor import better-auth`.
#[derive(Debug, Args)]
pub struct BetterAuthArgs {
    /// Where that database is. It is only read. Without it: the variable BETTER_AUTH_DATABASE_URL, which `ps` does not show
    #[arg(long, value_name = "postgres://…")]
    pub from: Option<String>,
    /// The schema of its tables; when absent, the first of the search path that has them
    #[arg(long)]
    pub schema: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
}

const BETTER_AUTH_HELP: &str = "\
In the environment:
  BETTER_AUTH_SECRET        that installation's secret: opens second factors, signing keys and
                            encrypted tokens
  BETTER_AUTH_SECRETS       its versioned secrets, if it has some (2:secret,1:secret)
  BETTER_AUTH_DATABASE_URL  in place of --from

How to move:
  1. kontor migrate up
  2. BETTER_AUTH_SECRET=… kontor import better-auth --from postgres://… --dry-run
  3. Put right there what is refused, then run it without --dry-run, while the old server still
     answers.
  4. Stop the old server, run it once more for what has changed, and start Kontor with
     AUTH_PREVIOUS_SECRETS=<that installation's secret>, so that cookies and bearer tokens stay
     valid.

What is taken: users, accounts (password hashes as they are; each becomes Argon2id when its
owner signs in), organizations with roles, members, teams and invitations, sessions that are not
over, personal API keys, second factors with backup codes, passkeys, signing keys.
Administrators there (role admin) are administrators here. UUIDs stay; other ids become the UUID
that always follows from them. What is not: links, codes and challenges under way (people ask
for new ones), trusted devices, rate limits, API keys of organizations. Who has not proven his
address has to before he signs in with a password again at /api/auth, or works in a shop.

Importing again creates what is new there, updates what changed there, and leaves alone what was
changed, used or deleted here since. A row that cannot be taken is told with what to do, and
nothing else waits for it; then the exit code is 2.";

/// What `kontor keys` does.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Show how many values name which key, and which keys may be removed
    Status,
    /// Seal anew, with the newest key, what older ones sealed. Servers may run; it may be stopped and run again
    Rotate,
}

const KEYS_HELP: &str = "\
Secrets of authenticator apps, backup codes, tokens of providers, the keys that sign tokens, the
files in which people are told what is kept about them, and the addresses of people who are being
erased are sealed (AES-256-GCM) with the first key of ENCRYPTION_KEYS; without that setting, with
one that follows from AUTH_SECRET.

A new key, without a moment in which anything does not open:
  1. Make one: openssl rand -base64 32
  2. ENCRYPTION_KEYS=1:<old>,2:<new>  on every server and worker: all can open what the new one
     seals.
  3. ENCRYPTION_KEYS=2:<new>,1:<old>  on every server and worker: the new one seals.
  4. kontor keys rotate
  5. kontor keys status, and when it says that 1 may be removed: ENCRYPTION_KEYS=2:<new>

A new AUTH_SECRET: the old one goes to AUTH_PREVIOUS_SECRETS (first add the new one there,
everywhere, then swap them), then kontor keys rotate. It may be removed once status says so, and
90 days later no cookie of it is left. The first ENCRYPTION_KEYS of an installation: set it,
then kontor keys rotate. From then on AUTH_SECRET seals nothing.";

/// What `kontor embeddings` does.
#[derive(Debug, Subcommand)]
pub enum EmbeddingsCommand {
    /// Tell of each shop how many texts are searched, how many have a vector, and how many changes wait
    Status,
    /// Forget all vectors and queue all products; workers make them anew
    Rebuild {
        /// The slug of one shop; all of them when absent
        #[arg(long)]
        shop: Option<String>,
    },
}

/// What `kontor payments` does.
#[derive(Debug, Subcommand)]
pub enum PaymentsCommand {
    /// Repair now what is repaired every few minutes: calls of which nobody knows the end, webhooks that never came, carts that
    /// were paid and are no order. A running worker does it
    Sweep,
    /// Show what payment providers told, of all shops and of none, the youngest first
    Events {
        /// Only what was tried in vain and put aside
        #[arg(long)]
        dead: bool,
        /// At most so many
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
        limit: i64,
    },
    /// Have events worked on again: the one of this id, or all that were put aside. A running worker does it
    Replay {
        /// The event's id, as `kontor payments events` shows it
        #[arg(required_unless_present = "all_dead", conflicts_with = "all_dead")]
        id: Option<String>,
        /// All that were put aside
        #[arg(long)]
        all_dead: bool,
    },
}

/// What `kontor doctor` looks at.
#[derive(Debug, Subcommand)]
pub enum DoctorCommand {
    /// The live schema: row-level security, tenant keys, indexes, functions, views
    Schema,
    /// The books of orders: stock, payments, credit and points say what their lines say
    Orders,
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
            Command::Import(ImportCommand::BetterAuth(args)) => commands::import_better_auth(args).await,
            Command::Keys(command) => commands::keys(command).await,
            Command::Embeddings(command) => commands::embeddings(command).await,
            Command::Openapi => commands::openapi(),
            Command::Payments(command) => commands::payments(command).await,
            Command::Doctor(DoctorCommand::Schema) => commands::doctor_schema().await,
            Command::Doctor(DoctorCommand::Orders) => commands::doctor_orders().await,
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
