//! The table of settings. Everything about a setting is said here, once.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use ipnet::IpNet;
use secrecy::SecretString;
use url::Url;

use crate::{
    kind::{EmbedderKind, Environment, LogFormat},
    oidc::Oidc,
    origins::Origins,
    smtp::Smtp,
    table::settings,
};

settings! {
    /// All settings of one process.
    config {
        /// What this installation is for: development, or production, which insists on a database and a public address.
        environment: Environment = ENVIRONMENT, "KONTOR_ENV", default "development";
    }

    /// The HTTP server.
    server: Server {
        /// Address to listen on; 0.0.0.0 or :: for every interface.
        bind: IpAddr = IP, "KONTOR_BIND", default "127.0.0.1";
        /// Port to listen on; 0 lets the system choose a free one.
        port: u16 = PORT, "KONTOR_PORT", default "8080";
        /// Address under which the world reaches this server; links in mail start with it. Required in production.
        public_url: Option<Url> = WEB_URL, "KONTOR_PUBLIC_URL", optional "https://shop.example.com";
        /// Origins that may call /store from a browser; an entry between slashes is a regular expression.
        store_cors: Origins = ORIGINS, "STORE_CORS", default "http://localhost:8000";
        /// Origins that may call /admin from a browser.
        admin_cors: Origins = ORIGINS, "ADMIN_CORS", default "http://localhost:5173,http://localhost:9000";
        /// Origins that may call /auth from a browser; when not given, those of the store and the admin together.
        auth_cors: Origins = ORIGINS, "AUTH_CORS",
            default "http://localhost:8000,http://localhost:5173,http://localhost:9000";
        /// How long a request may take before it is answered with an error.
        request_timeout: Duration = DURATION, "KONTOR_REQUEST_TIMEOUT", default "30s";
        /// Largest request body that is read; uploads have limits of their own.
        body_limit: usize = LENGTH, "KONTOR_BODY_LIMIT", default "1MB";
        /// Most connections that are open at a time; further ones wait.
        max_connections: usize = COUNT, "KONTOR_MAX_CONNECTIONS", default "10000";
        /// How long running requests may finish after a signal to stop.
        shutdown_grace: Duration = DURATION_OR_ZERO, "KONTOR_SHUTDOWN_GRACE", default "20s";
        /// Whether each request is logged.
        access_log: bool = FLAG, "KONTOR_ACCESS_LOG", default "false";
        /// Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. A storefront whose
        /// server signs shoppers in belongs here too, or limits take all of them for one; where its address is not known
        /// it sends the shopper's in x-kontor-forwarded-for, with a secret key that has customer:write in x-api-key.
        trusted_proxies: Vec<IpNet> = NETWORKS, "KONTOR_TRUSTED_PROXIES", empty "10.0.0.0/8,127.0.0.1";
    }

    /// Postgres.
    database: Database {
        /// Where the database is. Without it an embedded Postgres runs below .kontor/, which production refuses.
        url: Option<SecretString> = POSTGRES_URL, "DATABASE_URL",
            optional "postgres://kontor_app:password@localhost:5432/kontor";
        /// The database without a pooler in between, for migrations and LISTEN; when not given, DATABASE_URL.
        direct_url: Option<SecretString> = POSTGRES_URL, "DIRECT_DATABASE_URL",
            optional "postgres://kontor_owner:password@localhost:5432/kontor";
        /// A streaming replica, for the reads of shoppers.
        replica_url: Option<SecretString> = POSTGRES_URL, "DATABASE_REPLICA_URL",
            optional "postgres://kontor_app:password@replica:5432/kontor";
        /// Most connections that this process opens.
        max_connections: u32 = POOL_SIZE, "DATABASE_MAX_CONNECTIONS", default "16";
        /// Storefront reads that run at a time, and as many changes of carts; further ones wait their turn, so that orders and jobs
        /// find connections.
        /// Not set: twice the cores when Postgres runs on the same machine, where more only take turns, and otherwise
        /// three quarters of the connections.
        max_reads: Option<u32> = POOL_SIZE, "DATABASE_MAX_READS", optional "12";
        /// Connections that are kept open when idle.
        min_connections: u32 = POOL_SIZE_OR_ZERO, "DATABASE_MIN_CONNECTIONS", default "2";
        /// How long to wait for a free connection.
        acquire_timeout: Duration = DURATION, "DATABASE_ACQUIRE_TIMEOUT", default "3s";
        /// How long a statement may run.
        statement_timeout: Duration = DURATION, "DATABASE_STATEMENT_TIMEOUT", default "10s";
        /// How long a statement of the Store API's reads may run, if that is less: strangers ask for those.
        read_timeout: Duration = DURATION, "DATABASE_READ_TIMEOUT", default "3s";
        /// How long a statement may wait for a lock.
        lock_timeout: Duration = DURATION, "DATABASE_LOCK_TIMEOUT", default "3s";
        /// Statements that take longer are logged as warnings.
        slow_statement: Duration = DURATION_OR_ZERO, "DATABASE_SLOW_STATEMENT", default "500ms";
    }

    /// Redis or Valkey.
    redis: Redis {
        /// Shares cache, rate limits and invalidation between processes; without it each process has its own.
        url: Option<SecretString> = REDIS_URL, "REDIS_URL", optional "redis://localhost:6379";
    }

    /// Files that are uploaded, imported and exported.
    storage: Storage {
        /// The folder in which they lie, which all processes share; when not given, .kontor/files.
        path: Option<String> = TEXT, "KONTOR_STORAGE", optional "/var/lib/kontor/files";
        /// Largest picture or text that can be uploaded.
        upload_limit: usize = LENGTH, "KONTOR_UPLOAD_LIMIT", default "20MB";
        /// Largest file of products that can be imported.
        import_limit: usize = LENGTH, "KONTOR_IMPORT_LIMIT", default "200MB";
        /// How long an upload may take: KONTOR_REQUEST_TIMEOUT does not hold for it.
        upload_timeout: Duration = DURATION, "KONTOR_UPLOAD_TIMEOUT", default "10min";
        /// Largest feed of a shop that is kept, by gzip, 100,000 items or more; a larger one is made while it is read.
        feed_kept: usize = LENGTH, "KONTOR_FEED_KEPT", default "32MB";
    }

    /// How much one shop may take of what all share: of a shop that is flooded the others notice nothing.
    limits: Limits {
        /// Calls a second of one shop to the Store API, as many to the Admin API, which strangers do not reach, and a tenth of
        /// it to /auth, and to calls that vouch for addresses: what is beyond is answered 429. 0: no shop's calls are limited,
        /// and LIMIT_SHOP_BURST says nothing. With REDIS_URL for all processes together, else for each.
        rate: u32 = RATE, "LIMIT_SHOP_RATE", default "500";
        /// Calls of one shop that may come at once, after a quiet moment; to /auth a tenth of it.
        burst: u32 = POOL_SIZE, "LIMIT_SHOP_BURST", default "2000";
        /// Registrations, mails for a new password and mails that prove an address: so many of each an hour and shop, half of
        /// them at once after a pause, so that no bot spoils the name that its mail has. What names no shop counts for the
        /// installation. 0: no shop's mails are limited, and those to one address still are.
        mails: u32 = RATE, "LIMIT_SHOP_MAILS", default "600";
        /// Queries of a shop's search that a model is asked about: so many an hour, half of them at once after a pause. What is
        /// beyond is searched by its words alone, and the answer says so; what was asked before is remembered and counts nothing.
        /// 0: no limit.
        meanings: u32 = RATE, "LIMIT_SHOP_MEANINGS", default "3600";
        /// Carts that are made in a shop from one address in a minute; an office of buyers is one address, and so is a storefront's
        /// server that KONTOR_TRUSTED_PROXIES does not name. 0: no limit.
        carts: u32 = RATE, "LIMIT_CARTS", default "300";
        /// Codes of promotions that are entered from one address in ten minutes, and as many of gift cards and of friends. 0: no limit.
        codes: u32 = RATE, "LIMIT_CODES", default "120";
        /// Times that a cart is completed, or is asked to be, from one address in a minute. 0: no limit.
        completions: u32 = RATE, "LIMIT_COMPLETIONS", default "300";
        /// Times that somebody begins to pay by card, or to keep one, from one address in a minute, and as often by one customer; a twentieth
        /// of it, that what is kept for a customer is asked for at the provider. 0: no limit.
        payments: u32 = RATE, "LIMIT_PAYMENTS", default "120";
    }

    /// How long logs are kept.
    retention: Retention {
        /// Days for which is known who called what.
        audit_days: u32 = DAYS, "AUDIT_RETENTION_DAYS", default "90";
        /// Days for which is known what happened to ways in, roles and keys; 730 are 24 months.
        security_days: u32 = DAYS, "SECURITY_RETENTION_DAYS", default "730";
    }

    /// Signing in.
    auth: Auth {
        /// Signs cookies and links; at least 32 characters. Whoever knows it can sign in as anybody, and a new one ends all
        /// sessions, unless the old one moves to AUTH_PREVIOUS_SECRETS. Required in production; elsewhere one is made and kept
        /// below .kontor/.
        secret: Option<SecretString> = SECRET, "AUTH_SECRET", optional "what openssl rand -base64 32 prints";
        /// Earlier secrets, the youngest first, of this installation or of a Better Auth that it has taken over: what they
        /// signed and sealed stays valid, nothing new is signed with them. Never one that has leaked.
        previous_secrets: Vec<SecretString> = SECRETS, "AUTH_PREVIOUS_SECRETS",
            empty "what AUTH_SECRET was before the present one";
        /// Origins, besides this server's own, whose pages may call /api/auth and be led to by its links.
        trusted_origins: Vec<Url> = WEB_URLS, "AUTH_TRUSTED_ORIGINS", empty "https://shop.example.com,http://localhost:3000";
        /// The domain that passkeys are made for: the host of KONTOR_PUBLIC_URL, or a parent of it that also holds the
        /// pages of AUTH_TRUSTED_ORIGINS which ask for them. With another domain all passkeys have to be made anew. When
        /// not given, the host of KONTOR_PUBLIC_URL.
        passkey_domain: Option<String> = TEXT, "AUTH_PASSKEY_DOMAIN", optional "example.com";
        /// Signing in with Google: the client of an OAuth 2.0 web application. Its redirect URI is
        /// <public_url>/api/auth/callback/google, and those of the providers below end in their names.
        google_client_id: Option<String> = TEXT, "AUTH_GOOGLE_CLIENT_ID", optional "1234-abcd.apps.googleusercontent.com";
        /// The secret that goes with it.
        google_client_secret: Option<SecretString> = TOKEN, "AUTH_GOOGLE_CLIENT_SECRET", optional "what-google-made";
        /// Signing in with GitHub: the client of an OAuth app, or of a GitHub app that may read e-mail addresses.
        github_client_id: Option<String> = TEXT, "AUTH_GITHUB_CLIENT_ID", optional "Iv1.0123456789abcdef";
        /// The secret that goes with it.
        github_client_secret: Option<SecretString> = TOKEN, "AUTH_GITHUB_CLIENT_SECRET", optional "what-github-made";
        /// Where GitHub is; another address is that of a GitHub Enterprise Server.
        github_url: Url = PRIVATE_URL, "AUTH_GITHUB_URL", default "https://github.com";
        /// Other OpenID providers: the issuer, with client id and secret before its host, a name, and if need be scopes
        /// instead of openid+email+profile. With trust_email=true its addresses count as proven where it does not say
        /// whether they are; only for a provider that proves them.
        oidc: Vec<Oidc> = OIDC, "AUTH_OIDC",
            empty "https://client-id:secret@login.example.com/realms/shop?name=staff&scopes=openid+email+profile";
        /// Whether customers prove their address before they sign in at /auth; then nobody learns there whether an address
        /// has an account. Medusa's storefronts sign in right after registering, so it is off; staff always prove theirs.
        customers_verify: bool = FLAG, "AUTH_CUSTOMERS_VERIFY", default "false";
    }

    /// Secrets at rest.
    encryption: Encryption {
        /// The keys of what is kept sealed in the database: secrets of authenticator apps, backup codes, tokens of providers,
        /// private keys, files of exports, addresses of people who are being erased. The first one seals, all open; see kontor
        /// keys --help. Without it the key follows from AUTH_SECRET.
        keys: Option<SecretString> = KEYS, "ENCRYPTION_KEYS",
            optional "2:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    }

    /// The cache of public answers.
    cache: Cache {
        /// Whether answers are cached at all.
        enabled: bool = FLAG, "KONTOR_CACHE", default "true";
        /// Memory that cached answers may take in one process.
        max_bytes: u64 = SIZE, "KONTOR_CACHE_SIZE", default "64MB";
        /// How old an answer may become whose content depends on the time, like a price list that starts at noon.
        ttl: Duration = DURATION, "KONTOR_CACHE_TTL", default "5min";
    }

    /// What is logged, and how; logs go to standard error.
    log: Log {
        /// pretty for people, json for machines; when not given, json in production.
        format: LogFormat = LOG_FORMAT, "KONTOR_LOG_FORMAT", default "pretty";
        /// Which messages are logged: a level, and levels per target.
        filter: String = TEXT, "KONTOR_LOG" | "RUST_LOG", default "info,sqlx=warn,sea_orm=warn,tokio_cron_scheduler=warn,webauthn_rs_core=off";
    }

    /// Traces and metrics.
    telemetry: Telemetry {
        /// An OpenTelemetry collector, spoken to by OTLP over HTTP; /v1/traces is appended. Without it no traces are sent.
        otlp_endpoint: Option<Url> = WEB_URL, "OTEL_EXPORTER_OTLP_ENDPOINT", optional "http://localhost:4318";
        /// Name of this service in traces.
        service_name: String = TEXT, "OTEL_SERVICE_NAME", default "kontor";
        /// Share of traces that are sent, from 0 to 1; what arrives as sampled stays sampled.
        sample_ratio: f64 = RATIO, "KONTOR_TRACE_RATIO", default "0.1";
        /// Whether metrics are kept and offered to Prometheus.
        metrics: bool = FLAG, "KONTOR_METRICS", default "true";
    }

    /// Mail to people.
    mail: Mail {
        /// The mail server: smtps://, smtp:// with ?tls=required for STARTTLS, or plain smtp:// for a server nearby.
        /// Without it mails are written to files below .kontor/mail.
        smtp_url: Option<Smtp> = SMTP_URL, "SMTP_URL",
            optional "smtp://user:password@mail.example.com:587?tls=required";
        /// A PEM file with certificates that the mail server may have beside those of public authorities.
        smtp_ca_file: Option<String> = TEXT, "SMTP_CA_FILE", optional "/etc/ssl/our-ca.pem";
        /// Whom mails come from. In production it must be an address that is not of localhost.
        from: String = SENDER, "MAIL_FROM", default "Kontor <no-reply@localhost>";
        /// Whom answers to mails go to; when not given, MAIL_FROM.
        reply_to: Option<String> = SENDER, "MAIL_REPLY_TO", optional "Support <support@example.com>";
    }

    /// Paying by Stripe.
    stripe: Stripe {
        /// The secret key of the installation's account, or a restricted one. Without it pp_stripe_stripe does not exist but
        /// for shops with an account of their own.
        secret_key: Option<SecretString> = STRIPE_SECRET, "STRIPE_SECRET_KEY", optional "sk_live_0123456789abcdef";
        /// The key that goes with it and may be known to everybody.
        publishable_key: Option<String> = STRIPE_PUBLISHABLE, "STRIPE_PUBLISHABLE_KEY", optional "pk_live_0123456789abcdef";
        /// What Stripe signs its webhooks to /hooks/payment/stripe_stripe with; while a secret is rolled, both.
        webhook_secrets: Vec<SecretString> = STRIPE_WEBHOOK_SECRETS, "STRIPE_WEBHOOK_SECRETS",
            empty "whsec_0123456789abcdef";
        /// Where Stripe is.
        api_url: Url = PRIVATE_URL, "STRIPE_API_URL", default "https://api.stripe.com/v1";
        /// How long Stripe may think about a call. What has to happen is sent up to three times, and after two and two thirds of this whoever
        /// waits is told to try again.
        timeout: Duration = DURATION, "STRIPE_TIMEOUT", default "3s";
        /// Calls a second that a process makes to one account; what is beyond waits its turn. Stripe takes 25 of a kind, and
        /// 100 in all, from all processes together. 0: no limit.
        rate: u32 = RATE, "STRIPE_RATE", default "20";
        /// How long a customer has to mend a cart that he has paid and that can be no order, because something sold out meanwhile;
        /// then he gets back what he paid.
        give_back_after: Duration = DURATION, "STRIPE_GIVE_BACK_AFTER", default "15m";
    }

    /// The shop that people see: pages that the server makes of the Store API's answers.
    storefront: Storefront {
        /// The publishable key of the shop whose pages are served. It should show one sales channel, or the pages cannot tell what
        /// is in stock. Without it there are no pages; kontor dev takes that of the demo shop.
        key: Option<String> = TEXT, "STOREFRONT_KEY", optional "pk_0123456789abcdef";
        /// A file of shops, each with hosts of its own, for a server that has several; it is read again when it changes. With it
        /// STOREFRONT_KEY, _NAME and _TAGLINE say nothing, and a host that it does not name is answered 421. Each shop is written as
        /// [[shop]] with key and url, and if need be hosts (which lead to url), name, tagline, locale, country and theme. Behind a
        /// proxy of KONTOR_TRUSTED_PROXIES who comes by http is led to an url of https. Staff edit on hosts that AUTH_TRUSTED_ORIGINS names.
        shops: Option<String> = TEXT, "STOREFRONT_SHOPS", optional "/etc/kontor/shops.toml";
        /// What the shop is called, as long as it has not said so itself (/admin/site); when not given, as its store.
        name: Option<String> = TEXT, "STOREFRONT_NAME", optional "Quay & Tally";
        /// What it says of itself, in a line, as long as it has not said that, either.
        tagline: Option<String> = TEXT, "STOREFRONT_TAGLINE", optional "Provisions, wool and warm light";
        /// The language of pages for who asks for none that they have: en or de.
        locale: String = TEXT, "STOREFRONT_LOCALE", default "en";
        /// Where goods go until the shopper says otherwise, ISO 3166-1; when not given, the first country of the first region.
        country: Option<String> = TEXT, "STOREFRONT_COUNTRY", optional "de";
        /// The theme.
        theme: String = TEXT, "STOREFRONT_THEME", default "harbour";
        /// A folder of themes: what lies in `folder/theme` stands for the file of that name of the theme that is built in, and is
        /// read again when it changes.
        themes: Option<String> = TEXT, "STOREFRONT_THEMES", optional "/etc/kontor/themes";
        /// Where the form for cards is loaded from: that of Stripe's API version which Kontor speaks. Stripe wants it to come from its own
        /// servers; another address is for tests and closed networks, and serves what Stripe.js asks, too.
        stripe_js: Url = PRIVATE_URL, "STOREFRONT_STRIPE_JS", default "https://js.stripe.com/endive/stripe.js";
        /// Whether who looks at its pages is counted, without cookies.
        page_views: bool = FLAG, "STOREFRONT_PAGE_VIEWS", default "true";
        /// The Store API, where it is another server's; when not given, this process's own, which is called without a network. Pages are
        /// edited at that server then and not here, and while the shop is closed nobody is let in here.
        api_url: Option<Url> = PRIVATE_URL, "STOREFRONT_API_URL", optional "https://api.example.com";
        /// A secret key of the shop with customer:write, by which that server believes the shoppers' addresses.
        secret_key: Option<SecretString> = TOKEN, "STOREFRONT_SECRET_KEY", optional "sk_0123456789abcdef";
    }

    /// Searching by meaning beside words.
    search: Search {
        /// Who makes vectors of texts: local for MiniLM in this process, openai for an endpoint that speaks as OpenAI's does,
        /// none for a search by words alone; hashing is for tests. auto is local where the model is in place, and else none.
        /// After a change, kontor embeddings rebuild.
        embedder: EmbedderKind = EMBEDDER, "KONTOR_EMBEDDER", default "auto";
        /// The folder of the local model, all-MiniLM-L6-v2, which ./scripts/setup fetches; when not given, .kontor/model. It
        /// takes about 100 MB of memory while texts are embedded and for ten minutes after.
        model_path: Option<String> = TEXT, "KONTOR_MODEL_PATH", optional "/var/lib/kontor/model";
        /// The endpoint; /embeddings is appended.
        openai_url: Url = PRIVATE_URL, "KONTOR_OPENAI_URL", default "https://api.openai.com/v1";
        /// Its key; an endpoint on this machine may want none.
        openai_key: Option<SecretString> = TOKEN, "KONTOR_OPENAI_KEY", optional "sk-0123456789abcdef";
        /// The model.
        openai_model: String = TEXT, "KONTOR_OPENAI_MODEL", default "text-embedding-3-small";
        /// How many numbers its vectors have, 1536 at most. Large shops are searched quickest with 384 or 1536.
        openai_dimensions: usize = COUNT, "KONTOR_OPENAI_DIMENSIONS", default "1536";
    }

    /// Work in the background.
    jobs: Jobs {
        /// Jobs that run at a time in one worker.
        concurrency: usize = COUNT, "KONTOR_JOBS_CONCURRENCY", default "8";
        /// How often to look for jobs when no notification came.
        poll_interval: Duration = DURATION, "KONTOR_JOBS_POLL", default "5s";
        /// How long a job belongs to a worker that gives no sign of life.
        lease: Duration = DURATION, "KONTOR_JOBS_LEASE", default "60s";
        /// How long a job that failed for good can be looked at and replayed: what it carries may name people. At least two
        /// days, because erasures that failed are tried again after one.
        keep_dead: Duration = TWO_DAYS_OR_MORE, "KONTOR_JOBS_KEEP_DEAD", default "30days";
    }
}

impl Server {
    /// Where to listen.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.bind, self.port)
    }

    /// How the outside reaches this server, without a slash at the end: the configured URL, else the address itself.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None if self.bind.is_unspecified() => format!("http://127.0.0.1:{}", self.port),
            None => format!("http://{}", self.address()),
        }
    }
}
