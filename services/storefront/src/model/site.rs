//! How the shop presents itself.

use serde::{Deserialize, Serialize};

/// The site, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SiteAnswer {
    pub(crate) site: SiteSaid,
}

/// How the shop presents itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SiteSaid {
    /// Its own name, else that of its store.
    pub(crate) name: Option<String>,
    pub(crate) store_name: Option<String>,
    pub(crate) tagline: Option<String>,
    pub(crate) logo_media_id: Option<String>,
    pub(crate) icon_media_id: Option<String>,
    pub(crate) theme: Look,
    pub(crate) seo: SiteSeo,
    pub(crate) social: Vec<Social>,
    pub(crate) contact: Contact,
    pub(crate) home_page_id: Option<String>,
    pub(crate) maintenance: Maintenance,
    pub(crate) robots: Option<String>,
}

/// The look.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Look {
    pub(crate) name: Option<String>,
    pub(crate) colors: LookColors,
    pub(crate) font: Option<String>,
}

/// Its colours.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LookColors {
    pub(crate) background: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) accent: Option<String>,
    pub(crate) accent_text: Option<String>,
}

/// What search engines are told where a page says nothing itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SiteSeo {
    pub(crate) title_pattern: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) image_media_id: Option<String>,
}

/// Where else the shop is.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Social {
    pub(crate) network: String,
    pub(crate) url: String,
}

/// How it is reached.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Contact {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
}

/// Whether it is closed for a while.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Maintenance {
    pub(crate) is_on: bool,
    pub(crate) message: Option<String>,
}
