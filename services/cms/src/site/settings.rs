//! What there is to be said.

use serde::{Deserialize, Serialize};

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// What the shop is called; the name of its store when nobody says.
    pub(crate) name: Option<String>,
    pub(crate) tagline: Option<String>,
    pub(crate) logo_media_id: Option<String>,
    pub(crate) icon_media_id: Option<String>,
    pub(crate) theme: Theme,
    pub(crate) seo: Seo,
    pub(crate) social: Vec<Social>,
    pub(crate) contact: Contact,
    pub(crate) home_page_id: Option<String>,
    pub(crate) maintenance: Maintenance,
    /// Lines of robots.txt behind the shop's own.
    pub(crate) robots: Option<String>,
    pub(crate) is_analytics_on: bool,
}

/// The look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Theme {
    pub(crate) name: Option<String>,
    pub(crate) colors: Colors,
    pub(crate) font: Option<String>,
}

/// Colours; the theme's own where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Colors {
    pub(crate) background: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) accent: Option<String>,
    pub(crate) accent_text: Option<String>,
}

/// What search engines are told where a page says nothing itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Seo {
    pub(crate) title_pattern: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) image_media_id: Option<String>,
}

/// Where else the shop is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Social {
    pub(crate) network: String,
    pub(crate) url: String,
}

/// How it is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Contact {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
}

/// Whether it is closed for a while.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Maintenance {
    pub(crate) is_on: bool,
    pub(crate) message: Option<String>,
}
