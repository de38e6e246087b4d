//! The shop's pages, as a client of the API in the same process or of another server's.

use std::{path::PathBuf, sync::Arc};

use analytics::Seen;
use axum::Router;
use config::Config;
use entity::ids::OrderId;
use storefront::{CardForm, Counting, Front, Keeping, Looked, Shop, Shops, Store, Tenant, Themes, Transport};

use super::{Platform, services::Api, signer_of};

/// Pages of a service.
pub struct Pages {
    /// Its routes.
    pub routes: Router,
    /// What answers where no route of the process is.
    pub missing: Router,
}

/// The storefront, where a shop is named.
pub(super) fn storefront(platform: &Platform, api: Api) -> Option<Pages> {
    let config = &platform.app.config;
    let settings = &config.storefront;
    let shops = shops(config)?;
    let themes = Themes::open(settings.themes.as_ref().map(PathBuf::from), &settings.theme);
    let elsewhere = settings.api_url.clone().map(|url| Transport::there(url, settings.secret_key.clone()));
    let signer = signer_of(config, "storefront");
    let signer = signer.inspect_err(|error| tracing::error!(%error, "the storefront has no key")).ok()?;
    let form = CardForm::at(settings.stripe_js.clone());
    let front = match elsewhere {
        Some(Ok(transport)) => Front::new(shops, Store::new(transport), themes, form, signer),
        Some(Err(error)) => {
            tracing::error!(%error, "the storefront cannot call the Store API");
            return None;
        }
        // What another server changes nobody tells this process: it keeps no pages of it.
        None => {
            let store = Store::new(Transport::Here(api(platform)));
            Front::new(shops, store, themes, form, signer).keeping(keeping(platform))
        }
    };
    let front = match (settings.page_views, &settings.api_url) {
        (false, _) => front,
        (true, None) => front.counting(counting(platform)),
        (true, Some(_)) => front.counting(Counting::there()),
    };
    let front = front.behind(&config.server.trusted_proxies);
    let (routes, missing) = storefront::router(&front);
    Some(Pages { routes, missing })
}

/// One shop on every host, or those of a file.
fn shops(config: &Config) -> Option<Shops> {
    let Some(file) = &config.storefront.shops else {
        return Some(Shops::one(shop(config, config.storefront.key.clone()?)));
    };
    let usual = Shop { name: None, tagline: None, ..shop(config, String::new()) };
    // Without its file it is nobody's server: it answers what is no page.
    let shops = Shops::listed(PathBuf::from(file), usual);
    shops.inspect_err(|error| tracing::error!(%error, "there are no pages")).ok()
}

fn shop(config: &Config, key: String) -> Shop {
    let settings = &config.storefront;
    Shop {
        key,
        name: settings.name.clone(),
        tagline: settings.tagline.clone(),
        locale: settings.locale.clone(),
        country: settings.country.as_ref().map(|country| country.to_lowercase()),
        url: config.server.public_url(),
        theme: None,
        files: settings.api_url.is_none().then(|| config.server.public_url()),
    }
}

/// Who the tenant of a key is.
fn tenant(platform: &Platform) -> Tenant {
    let keys = platform.keys.clone();
    Arc::new(move |key| {
        let keys = keys.clone();
        Box::pin(async move { keys.find(&key).await.ok().flatten().map(|key| key.organization.0) })
    })
}

/// Whoever looks at a page is told to analytics.
fn counting(platform: &Platform) -> Counting {
    let (views, clock) = (platform.views.clone(), Arc::clone(platform.app.db.clock()));
    let note = move |looked: Looked| {
        let Looked { organization, name, url, referrer, address, user_agent, languages, locale, product, order } =
            looked;
        views.note(Seen {
            organization,
            at: clock.now(),
            name: name.to_owned(),
            url,
            referrer,
            address,
            user_agent,
            languages,
            locale: Some(locale),
            product: None,
            product_handle: product,
            order: order.and_then(|id| id.parse::<OrderId>().ok()).map(|id| id.0),
        });
    };
    Counting::here(tenant(platform), Arc::new(note))
}

fn keeping(platform: &Platform) -> Keeping {
    let clock = Arc::clone(platform.app.db.clock());
    Keeping { cache: platform.cache.clone(), tenant: tenant(platform), now: Arc::new(move || clock.now().into()) }
}
