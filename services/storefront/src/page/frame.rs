//! What stands around every page: the shop's departments, and where goods go.

use std::sync::Arc;

use minijinja::{Value, context};
use serde::Serialize;

use crate::{
    client::{Trouble, Wanted},
    front::Front,
    model::{Category, MenuItem, Region},
    page::closed,
    site::Site,
    visit::Visit,
};

/// What stands around every page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    pub(crate) regions: Vec<Region>,
    pub(crate) region: Region,
    /// ISO 3166-1, of the region.
    pub(crate) country: String,
    pub(crate) categories: Vec<Category>,
    /// How the shop presents itself.
    pub(crate) site: Arc<Site>,
    /// What the shop wants at the head of each page; departments where it says nothing.
    main: Vec<MenuItem>,
    /// And at its foot.
    foot: Vec<MenuItem>,
    /// The language of the names.
    locale: Option<Arc<str>>,
}

/// The menus around a page, by their handles.
const MAIN: &str = "main";
const FOOT: &str = "footer";

/// A category with those below it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Branch {
    pub(crate) name: String,
    pub(crate) handle: String,
    pub(crate) children: Vec<Branch>,
}

impl Frame {
    /// Asks for it. All answers are kept by the API until what they say changes. While the shop is closed nobody is shown anything but who
    /// works there.
    pub(crate) async fn of(front: &Front, visit: &Visit) -> Result<Self, Trouble> {
        let store = front.store.of(visit);
        let menus = store.menus(&[MAIN, FOOT]);
        // Every page waits for it, so what it holds meanwhile lies elsewhere.
        let asked =
            Box::pin(async { tokio::try_join!(store.regions(), store.categories(), menus, Site::of(front, visit)) });
        let (regions, categories, mut menus, site) = asked.await?;
        closed::check(front, visit, &site).await?;
        let mut menu = |handle: &str| {
            let at = menus.iter().position(|menu| menu.handle == handle)?;
            Some(menus.swap_remove(at).items)
        };
        let (main, foot) = (menu(MAIN).unwrap_or_default(), menu(FOOT).unwrap_or_default());
        let (region, country) = place(&regions, visit);
        Ok(Self { regions, region, country, categories, site, main, foot, locale: Some(Arc::clone(&visit.locale)) })
    }

    /// Whether its names are in this language.
    pub(crate) fn is_in(&self, locale: &str) -> bool {
        self.locale.as_deref() == Some(locale)
    }

    /// Where prices are quoted.
    pub(crate) fn wanted(&self) -> Wanted<'_> {
        Wanted { region: &self.region.id, country: &self.country }
    }

    /// The region of a country, if the shop sells there.
    pub(crate) fn region_of(&self, country: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.countries.iter().any(|one| one.iso_2 == country))
    }

    /// The category of this handle.
    pub(crate) fn category(&self, handle: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.handle == handle)
    }

    /// A category and those above it, the uppermost first.
    pub(crate) fn way_to<'a>(&'a self, category: &'a Category) -> Vec<&'a Category> {
        let mut way = vec![category];
        // No tree is deeper than it has nodes: one that ran in a circle would end here.
        while let Some(above) = way.last().and_then(|last| last.parent_category_id.as_ref())
            && let Some(above) = self.categories.iter().find(|category| category.id == *above)
            && way.len() <= self.categories.len()
        {
            way.push(above);
        }
        way.reverse();
        way
    }

    /// Those directly below.
    pub(crate) fn below(&self, parent: Option<&str>) -> Vec<&Category> {
        self.categories.iter().filter(|category| category.parent_category_id.as_deref() == parent).collect()
    }

    /// The ids of a category and of all below it.
    pub(crate) fn with_below(&self, category: &Category) -> Vec<String> {
        let mut ids = vec![category.id.clone()];
        let mut at = 0;
        while at < ids.len() && ids.len() <= self.categories.len() {
            let below = self.below(Some(&ids[at])).into_iter().map(|category| category.id.clone());
            let below: Vec<String> = below.filter(|id| !ids.contains(id)).collect();
            ids.extend(below);
            at += 1;
        }
        ids
    }

    fn branches(&self, parent: Option<&str>, depth: usize) -> Vec<Branch> {
        if depth == 0 {
            return Vec::new();
        }
        let below = self.below(parent).into_iter();
        below
            .map(|category| Branch {
                name: category.name.clone(),
                handle: category.handle.clone(),
                children: self.branches(Some(&category.id), depth - 1),
            })
            .collect()
    }

    pub(super) fn context(&self, visit: &Visit) -> Value {
        let mut countries: Vec<_> = self.regions.iter().flat_map(|region| &region.countries).collect();
        countries.sort_by(|one, other| one.display_name.cmp(&other.display_name));
        countries.dedup_by(|one, other| one.iso_2 == other.iso_2);
        context! {
            nav => self.branches(None, 2),
            main => self.main,
            foot => self.foot,
            countries => countries,
            country => self.country,
            currency => self.region.currency_code,
            language => &*visit.locale,
        }
    }
}

/// Where goods go: where the shopper said, else where the shop says, else the first country there is.
fn place(regions: &[Region], visit: &Visit) -> (Region, String) {
    let of = |country: &str| regions.iter().find(|region| region.countries.iter().any(|one| one.iso_2 == country));
    let wished = [visit.country.as_deref(), visit.shop.country.as_deref()];
    let found = wished.into_iter().flatten().find_map(|country| Some((of(country)?, country.to_owned())));
    let first = || {
        let region = regions.iter().find(|region| !region.countries.is_empty()).or(regions.first())?;
        Some((region, region.countries.first().map(|country| country.iso_2.clone()).unwrap_or_default()))
    };
    found.or_else(first).map(|(region, country)| (region.clone(), country)).unwrap_or_default()
}
