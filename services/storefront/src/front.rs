//! What all pages share.

use std::{future::Future, pin::Pin, sync::Arc, time::SystemTime};

use cache::Cache;
use uuid::Uuid;
use vault::sign::Signer;
use web::IpNet;

use crate::{
    client::Store,
    page::Counting,
    shops::{Shop, Shops},
    theme::{CardForm, Themes},
};

/// Says which tenant a publishable key belongs to, for the pages that are kept.
pub type Tenant = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Option<Uuid>> + Send>> + Send + Sync>;

/// Where pages of strangers are kept until the catalogue changes. Only a process that hears of changes may keep them.
#[derive(Clone)]
pub struct Keeping {
    /// The cache of the Store API's answers, which knows what has changed.
    pub cache: Cache,
    /// Whose pages they are.
    pub tenant: Tenant,
    /// What time it is.
    pub now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

/// The state of all pages. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    pub(crate) shops: Shops,
    pub(crate) store: Store,
    pub(crate) themes: Themes,
    pub(crate) keeping: Option<Keeping>,
    pub(crate) counting: Option<Counting>,
    /// What cards are typed into.
    pub(crate) card_form: CardForm,
    /// Signs what browsers bring back and must not have made up.
    pub(crate) signer: Signer,
    /// Proxies whose word on addresses counts.
    pub(crate) proxies: Arc<[IpNet]>,
}

impl Front {
    /// Pages of these shops, made of what this Store API answers.
    pub fn new(shops: Shops, store: Store, themes: Themes, card_form: CardForm, signer: Signer) -> Self {
        Self { shops, store, themes, keeping: None, counting: None, card_form, signer, proxies: Arc::from([]) }
    }

    /// The same, behind these proxies: what they say of where somebody comes from is believed.
    #[must_use]
    pub fn behind(self, proxies: &[IpNet]) -> Self {
        Self { proxies: proxies.into(), ..self }
    }

    /// The tenant of a shop, where this process has the API itself: there pages are edited.
    pub(crate) async fn tenant(&self, shop: &Shop) -> Option<Uuid> {
        let keeping = self.keeping.as_ref()?;
        (keeping.tenant)(shop.key.clone()).await
    }

    /// The same, where somebody counts who looks.
    #[must_use]
    pub fn counting(self, counting: Counting) -> Self {
        Self { counting: Some(counting), ..self }
    }

    /// The same, where pages of strangers are kept.
    #[must_use]
    pub fn keeping(self, keeping: Keeping) -> Self {
        Self { keeping: Some(keeping), ..self }
    }
}
