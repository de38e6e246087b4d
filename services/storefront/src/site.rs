//! How the shop presents itself, as its pages show it: asked for once a page, by whoever needs it first.

use std::sync::Arc;

use minijinja::{Value, context};
use tokio::sync::OnceCell;

use crate::{
    blocks::{Found, Picture},
    client::Trouble,
    front::Front,
    model::SiteSaid,
    page::local,
    shops::Shop,
    theme::Palette,
    visit::Visit,
};

/// The site of a visit's shop, once somebody has asked.
pub(crate) type Asked = Arc<OnceCell<Arc<Site>>>;

/// How the shop presents itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Site {
    /// What it is called.
    pub(crate) name: String,
    /// What it says of itself, in a line.
    pub(crate) tagline: Option<String>,
    pub(crate) said: SiteSaid,
    pub(crate) logo: Option<Picture>,
    icon: Option<String>,
    /// The picture of a shared link, where a page has none.
    pub(crate) image: Option<String>,
    pub(crate) palette: Option<Palette>,
}

impl Site {
    /// What is known of a shop that has said nothing, or that cannot be asked.
    pub(crate) fn of_settings(shop: &Shop) -> Self {
        Self { name: shop.name.clone().unwrap_or_default(), tagline: shop.tagline.clone(), ..Self::default() }
    }

    /// The visit's. The API keeps its answers until what they say changes.
    pub(crate) async fn of(front: &Front, visit: &Visit) -> Result<Arc<Self>, Trouble> {
        let asked = visit.site.get_or_try_init(|| async { Self::ask(front, visit).await.map(Arc::new) }).await?;
        Ok(Arc::clone(asked))
    }

    async fn ask(front: &Front, visit: &Visit) -> Result<Self, Trouble> {
        let store = front.store.of(visit);
        let said = store.site().await?;
        let SiteSaid { logo_media_id: logo, icon_media_id: icon, seo, .. } = &said;
        let ids: Vec<String> = [logo, icon, &seo.image_media_id].into_iter().flatten().cloned().collect();
        let found = if ids.is_empty() { Found::default() } else { Found::of_media(store.media_of(&ids).await?) };
        let shop = &visit.shop;
        let address = |id: &Option<String>| {
            let id = id.as_deref().filter(|id| found.has(id))?;
            found.address_of(shop, id)
        };
        let (icon, image) = (address(icon), address(&seo.image_media_id));
        let name = Some(&said.name).filter(|name| **name != said.store_name).cloned().flatten();
        Ok(Self {
            // What the shop has said itself, else what its operator says, else what its store is called.
            name: name.or_else(|| shop.name.clone()).or_else(|| said.name.clone()).unwrap_or_default(),
            tagline: said.tagline.clone().or_else(|| shop.tagline.clone()),
            logo: found.picture(shop, logo.as_deref(), "", None),
            palette: Palette::of(&said.theme),
            icon,
            image,
            said,
        })
    }

    /// Whether it is closed for a while.
    pub(crate) fn is_closed(&self) -> bool {
        self.said.maintenance.is_on
    }

    /// The title of a page as it stands in tabs and search results.
    pub(crate) fn title(&self, title: Option<&str>) -> String {
        match (title.filter(|title| *title != self.name), &self.said.seo.title_pattern) {
            (None, _) => self.name.clone(),
            (Some(title), Some(pattern)) => pattern.replacen("{title}", title, 1),
            (Some(title), None) => format!("{title} – {}", self.name),
        }
    }

    /// What templates are told of it.
    pub(crate) fn context(&self, shop: &Shop) -> Value {
        let contact = &self.said.contact;
        context! {
            name => self.name, tagline => self.tagline, url => shop.url, logo => self.logo, icon => self.icon,
            social => self.said.social.iter().filter(|one| is_web(&one.url)).collect::<Vec<_>>(),
            contact => context! {
                email => contact.email, phone => contact.phone,
                call => contact.phone.as_deref().map(dialed),
                address => contact.address.as_deref().map(|text| text.lines().collect::<Vec<_>>()),
                is_some => contact.email.is_some() || contact.phone.is_some() || contact.address.is_some(),
            },
            frame => self.palette.as_ref().map(|palette| &palette.frame),
            has_letters => self.palette.as_ref().is_some_and(|palette| palette.has_letters),
            palette => self.palette.as_ref().map(|palette| Value::from_safe_string(palette.sheet.clone())),
        }
    }

    /// An address as those read it who stand elsewhere.
    pub(crate) fn whole(shop: &Shop, address: &str) -> String {
        let address = local(shop, address);
        if address.starts_with('/') { format!("{}{address}", shop.url) } else { address }
    }
}

/// What another server's API says may be anything.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A number as it is dialed.
fn dialed(phone: &str) -> String {
    phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

#[cfg(test)]
mod tests {
    use super::{Site, dialed};

    #[test]
    fn titles() {
        let mut site = Site { name: "Quay".to_owned(), ..Site::default() };
        assert_eq!((site.title(None), site.title(Some("Quay"))), ("Quay".to_owned(), "Quay".to_owned()));
        assert_eq!(site.title(Some("Mug")), "Mug – Quay");
        site.said.seo.title_pattern = Some("{title} · Q".to_owned());
        assert_eq!(site.title(Some("Mug {title}")), "Mug {title} · Q");
        assert_eq!(dialed("+45 (1234) 56-78"), "+4512345678");
    }
}
