//! What is said of the site.

use color::{Hex, contrast, readable};
use resource::fields::AtMost;
use web::{
    body,
    body::{Email, Fields, Required},
};

use super::values::{Color, Font, Network, Pattern, Phone, Robots, Web};
use crate::{
    admin::{
        handle::Handle,
        within::{Medium, Sub},
    },
    site::{self, Settings},
};

body! {
    /// Colours; the theme's own where nothing is said.
    pub(super) struct Colors {
        /// Of pages.
        background: Option<Color> = "#ffffff",
        /// Of texts on it.
        text: Option<Color> = "#1d2a30",
        /// Of buttons and links.
        accent: Option<Color> = "#1f4e5f",
        /// Of texts on buttons.
        accent_text: Option<Color> = "#ffffff",
    }
    checked by can_be_read
}

/// Refuses what nobody can read, and says what can be.
fn can_be_read(fields: &mut Fields, colors: &Colors) {
    let color = |color: &Option<Color>| color.as_ref().and_then(|color| Hex::read(&color.0));
    let pairs = [
        ("text", &colors.text, "background", &colors.background),
        ("accent", &colors.accent, "background", &colors.background),
        ("accent_text", &colors.accent_text, "accent", &colors.accent),
    ];
    for (name, text, on_name, on) in pairs {
        let (Some(text), Some(on)) = (color(text), color(on)) else { continue };
        if let Err(better) = readable(text, on) {
            let (at, is) = (fields.at(name), contrast(text, on));
            fields.complain(format!(
                "Invalid colour for field '{at}': {} on {} ('{on_name}') has a contrast of {is:.1} : 1, which many people cannot read; it takes 4.5 : 1, as {} has",
                text.text(),
                on.text(),
                better.text()
            ));
        }
    }
}

body! {
    /// The look.
    pub(super) struct Theme {
        /// The theme's name.
        name: Option<Handle> = "harbour",
        /// Its colours.
        colors: Sub<Colors> = {"background": "#ffffff", "text": "#1d2a30", "accent": "#1f4e5f", "accent_text": "#ffffff"},
        /// Its letters: `theme`, `sans`, `serif`, `rounded`, `mono`.
        font: Option<Font> = "serif",
    }
}

body! {
    /// What search engines are told where a page says nothing itself.
    pub(super) struct Seo {
        /// How titles stand in tabs and search results.
        title_pattern: Option<Pattern> = "{title} · Quay & Tally",
        /// A sentence or two.
        description: Option<AtMost<500>> = "A shop by the harbour.",
        /// The picture of a shared link.
        image_media_id: Option<Medium> = "med_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// Where else the shop is.
    pub(super) struct Social {
        /// Which place it is.
        network: Required<Network> = "mastodon",
        /// The shop there.
        url: Required<Web> = "https://social.example/@quay",
    }
}

body! {
    /// How the shop is reached.
    pub(super) struct Contact {
        /// By mail.
        email: Option<Email> = "hello@quay.example",
        /// By telephone.
        phone: Option<Phone> = "+45 1234 5678",
        /// By letter.
        address: Option<AtMost<500>> = "Quay 1, 1234 Harbour",
    }
}

body! {
    /// Whether the shop is closed for a while.
    pub(super) struct Maintenance {
        /// Whether it is.
        is_on: Option<bool> = false,
        /// What visitors read then.
        message: Option<AtMost<1000>> = "We take stock, and are back at noon.",
    }
}

body! {
    /// How the shop presents itself, whole.
    pub(super) struct Site {
        /// What it is called; as its store when nobody says.
        name: Option<AtMost<200>> = "Quay & Tally",
        /// A sentence below its name.
        tagline: Option<AtMost<300>> = "Provisions, wool and warm light from the end of the quay.",
        /// Its picture in the header.
        logo_media_id: Option<Medium> = "med_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its picture in tabs.
        icon_media_id: Option<Medium> = "med_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The look.
        theme: Sub<Theme> = {"name": "harbour", "colors": {"accent": "#1f4e5f", "accent_text": "#ffffff"}, "font": "serif"},
        /// What search engines are told where a page says nothing itself.
        seo: Sub<Seo> = {"title_pattern": "{title} · Quay & Tally", "description": "A shop by the harbour."},
        /// Where else the shop is; 20 places at the most.
        social: Option<Vec<Social>> = [{"network": "mastodon", "url": "https://social.example/@quay"}],
        /// How it is reached.
        contact: Sub<Contact> = {"email": "hello@quay.example"},
        /// Its first page; the theme's own when nobody says, or while it is not published.
        home_page_id: Option<String> = "page_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Whether it is closed for a while.
        maintenance: Sub<Maintenance> = {"is_on": false, "message": "We take stock, and are back at noon."},
        /// Lines of robots.txt behind the shop's own.
        robots: Option<Robots> = "User-agent: *\nDisallow: /private",
        /// Whether visits are counted, without cookies; they are when nobody says.
        is_analytics_on: Option<bool> = true,
    }
    checked by is_short
}

fn is_short(fields: &mut Fields, site: &Site) {
    const MOST: usize = 20;
    if site.social.as_ref().is_some_and(|social| social.len() > MOST) {
        let at = fields.at("social");
        fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
    }
}

impl Site {
    /// As it is kept.
    pub(super) fn settings(self) -> Settings {
        let Self {
            name,
            tagline,
            logo_media_id,
            icon_media_id,
            theme,
            seo,
            social,
            contact,
            home_page_id,
            maintenance,
            robots,
            is_analytics_on,
        } = self;
        Settings {
            name: filled(name),
            tagline: filled(tagline),
            logo_media_id: logo_media_id.map(|id| id.0),
            icon_media_id: icon_media_id.map(|id| id.0),
            theme: theme.0.map(Theme::kept).unwrap_or_default(),
            seo: seo.0.map(Seo::kept).unwrap_or_default(),
            social: social.unwrap_or_default().into_iter().map(Social::kept).collect(),
            contact: contact.0.map(Contact::kept).unwrap_or_default(),
            home_page_id,
            maintenance: maintenance.0.map(Maintenance::kept).unwrap_or_default(),
            robots: robots.map(|robots| robots.0),
            is_analytics_on: is_analytics_on.unwrap_or(true),
        }
    }
}

/// A text that says something.
fn filled<const SIGNS: usize>(text: Option<AtMost<SIGNS>>) -> Option<String> {
    text.map(|text| text.0).filter(|text| !text.trim().is_empty())
}

impl Theme {
    fn kept(self) -> site::Theme {
        let Self { name, colors, font } = self;
        let colors = colors.0.map(|Colors { background, text, accent, accent_text }| {
            let [background, text, accent, accent_text] =
                [background, text, accent, accent_text].map(|color| color.map(|color| color.0));
            site::Colors { background, text, accent, accent_text }
        });
        site::Theme { name: name.map(|name| name.0), colors: colors.unwrap_or_default(), font: font.map(|font| font.0) }
    }
}

impl Seo {
    fn kept(self) -> site::Seo {
        let Self { title_pattern, description, image_media_id } = self;
        site::Seo {
            title_pattern: title_pattern.map(|pattern| pattern.0),
            description: filled(description),
            image_media_id: image_media_id.map(|id| id.0),
        }
    }
}

impl Social {
    fn kept(self) -> site::Social {
        let Self { network: Required(Network(network)), url: Required(Web(url)) } = self;
        site::Social { network, url }
    }
}

impl Contact {
    fn kept(self) -> site::Contact {
        let Self { email, phone, address } = self;
        site::Contact { email: email.map(|email| email.0), phone: phone.map(|phone| phone.0), address: filled(address) }
    }
}

impl Maintenance {
    fn kept(self) -> site::Maintenance {
        let Self { is_on, message } = self;
        site::Maintenance { is_on: is_on.unwrap_or_default(), message: filled(message) }
    }
}
