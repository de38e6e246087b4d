//! The process that is killed, and the database that it leaves behind.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, bail};
use db::{Db, FakeClock};
use embedded::{Options, Postgres};
use sea_orm::FromQueryResult;
use secrecy::SecretString;
use serde_json::Value;
use stripe_double::{Double, SECRET_KEY};
use tokio::{
    process::{Child, Command},
    sync::Mutex,
    time::Instant,
};
use uuid::Uuid;

use crate::SECRET;

/// A shop that sells to Germany.
pub(crate) struct Shop {
    kontor: PathBuf,
    home: PathBuf,
    port: u16,
    stripe_url: String,
    child: Mutex<Option<Child>>,
    kills: AtomicU64,
    pub(crate) client: reqwest::Client,
    pub(crate) key: String,
    /// What the cashier signs in with.
    pub(crate) secret_key: String,
    /// Kontor itself, for whoever looks at the rows.
    pub(crate) db: Db,
    pub(crate) organization: Uuid,
    /// What is bought: the first is what everybody wants.
    pub(crate) variants: Vec<(Uuid, String)>,
    pub(crate) region: String,
}

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
    wire: String,
}

impl Shop {
    /// Makes the demo shop and starts the process.
    pub(crate) async fn open(kontor: &Path, home: &Path, stripe: &Double) -> anyhow::Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).no_proxy().build()?;
        let kontor = kontor.canonicalize().with_context(|| format!("there is no {}", kontor.display()))?;
        let first = spawn(&kontor, home, port, &stripe.url())?;
        let mut child = Some(first);
        wait(&client, port, &mut child).await?;
        let demo: Value = serde_json::from_slice(&std::fs::read(home.join(".kontor/demo.json"))?)?;
        let key = demo["publishable_key"].as_str().context("a demo.json without a key")?.to_owned();
        let secret_key = demo["secret_key"].as_str().context("a demo.json without a secret key")?.to_owned();
        let server = Postgres::find(&Options::dev(home.join(".kontor"))).await?;
        let settings = db::Settings {
            url: SecretString::from(server.app_url()),
            replica_url: None,
            max_connections: 4,
            max_reads: 2,
            min_connections: 0,
            acquire_timeout: Duration::from_mins(1),
            statement_timeout: Duration::from_mins(1),
            read_timeout: Duration::from_mins(1),
            lock_timeout: Duration::from_mins(1),
            slow_statement: Duration::from_mins(1),
        };
        // Nothing that is asked here depends on the time.
        let clock = FakeClock::new(std::time::SystemTime::now().into());
        let db = Db::connect(&settings, Arc::new(clock)).await?;
        std::mem::forget(server);
        let sql = "select v.organization_id, v.id, private.wire_id('variant', v.id) as wire from product_variants v
            join products p on p.organization_id = v.organization_id and p.id = v.product_id and p.status = 'published'
            join product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
            where v.manage_inventory and v.deleted_at is null order by v.id limit 4";
        let tx = db.begin_system("look for something to buy").await?;
        let rows: Vec<Row> = db::fetch_all(&tx, sql, []).await?;
        let sql = "select r.organization_id, r.id, private.wire_id('reg', r.id) as wire from regions r where r.currency_code = 'eur' limit 1";
        let region: Row = db::fetch_one(&tx, sql, []).await?;
        tx.commit().await?;
        let organization = rows.first().context("nothing can be bought")?.organization_id;
        Ok(Self {
            kontor,
            home: home.to_owned(),
            port,
            stripe_url: stripe.url(),
            child: Mutex::new(child),
            kills: AtomicU64::new(0),
            client,
            key,
            secret_key,
            db,
            organization,
            variants: rows.into_iter().map(|row| (row.id, row.wire)).collect(),
            region: region.wire,
        })
    }

    /// So much of what everybody wants, and enough of the rest.
    pub(crate) async fn prepare(&self, stock: i64) -> anyhow::Result<()> {
        let tx = self.db.begin_system("prepare a rush").await?;
        let sql = "update inventory_levels l set stocked_quantity = case when i.variant_id = $2 then $3 else 1000000 end
            from product_variant_inventory_items i
            where i.organization_id = l.organization_id and i.inventory_item_id = l.inventory_item_id and l.organization_id = $1";
        let wanted = self.variants.first().context("nothing can be bought")?.0;
        db::exec(&tx, sql, [self.organization.into(), wanted.into(), stock.into()]).await?;
        tx.commit().await?;
        self.take(true).await
    }

    /// From now on money is taken at once, or when somebody of the shop takes it.
    pub(crate) async fn take(&self, at_once: bool) -> anyhow::Result<()> {
        let tx = self.db.begin_system("say when money is taken").await?;
        let sql = "update stores set payment_capture = $2 where organization_id = $1";
        let when = if at_once { "automatic" } else { "manual" };
        db::exec(&tx, sql, [self.organization.into(), when.into()]).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn hook(&self) -> String {
        format!("{}/hooks/payment/stripe_stripe", self.url())
    }

    pub(crate) fn kills(&self) -> u64 {
        self.kills.load(Ordering::Relaxed)
    }

    /// kill -9, and another one at once.
    pub(crate) async fn kill(&self) -> anyhow::Result<()> {
        let mut child = self.child.lock().await;
        if let Some(mut running) = child.take() {
            running.kill().await?;
            self.kills.fetch_add(1, Ordering::Relaxed);
        }
        *child = Some(spawn(&self.kontor, &self.home, self.port, &self.stripe_url)?);
        wait(&self.client, self.port, &mut child).await
    }

    /// Returns once it answers.
    pub(crate) async fn ensure(&self) -> anyhow::Result<()> {
        let mut child = self.child.lock().await;
        wait(&self.client, self.port, &mut child).await
    }

    /// Has it repaired now what it repairs every few minutes.
    pub(crate) async fn sweep(&self) -> anyhow::Result<()> {
        let done = Command::new(&self.kontor)
            .args(["payments", "sweep"])
            .current_dir(&self.home)
            .env("STRIPE_SECRET_KEY", SECRET_KEY)
            .env("STRIPE_API_URL", &self.stripe_url)
            .output()
            .await?;
        if !done.status.success() {
            bail!("kontor payments sweep: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(())
    }

    /// Ends the process as a person would, and with it the database.
    pub(crate) async fn close(&self) -> anyhow::Result<()> {
        self.db.close().await;
        if let Some(mut child) = self.child.lock().await.take() {
            if let Some(pid) = child.id() {
                Command::new("kill").arg(pid.to_string()).status().await?;
            }
            child.wait().await?;
        }
        Ok(())
    }
}

fn spawn(kontor: &Path, home: &Path, port: u16, stripe: &str) -> anyhow::Result<Child> {
    let log = File::options().create(true).append(true).open(home.join("kontor.log"))?;
    let child = Command::new(kontor)
        .args(["dev", "--port", &port.to_string()])
        .current_dir(home)
        .env("STRIPE_SECRET_KEY", SECRET_KEY)
        .env("STRIPE_API_URL", stripe)
        .env("STRIPE_WEBHOOK_SECRETS", SECRET)
        .env("STRIPE_RATE", "0")
        .env("STRIPE_GIVE_BACK_AFTER", "10s")
        .env("KONTOR_EMBEDDER", "none")
        // All who buy come from one address.
        .env("LIMIT_CARTS", "0")
        .env("LIMIT_PAYMENTS", "0")
        .env("LIMIT_COMPLETIONS", "0")
        .stdout(log.try_clone()?)
        .stderr(log)
        .kill_on_drop(true)
        .spawn()?;
    Ok(child)
}

async fn wait(client: &reqwest::Client, port: u16, child: &mut Option<Child>) -> anyhow::Result<()> {
    let deadline = Instant::now() + Duration::from_mins(3);
    loop {
        let answer = client.get(format!("http://127.0.0.1:{port}/ready")).send().await;
        if answer.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        if let Some(ended) = child.as_mut().and_then(|child| child.try_wait().ok().flatten()) {
            bail!("kontor ended by itself: {ended}: see kontor.log");
        }
        if Instant::now() > deadline {
            bail!("kontor does not answer: see kontor.log");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
