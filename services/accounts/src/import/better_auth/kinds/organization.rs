//! Shops.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, Outcome, plain, read, taken};
use crate::import::better_auth::{
    ids::map,
    values::{Time, object},
};

pub(super) const KIND: Kind = Kind {
    theirs: "organization",
    more: None,
    ours: "auth.organization",
    key: GLOBAL_KEY,
    columns: &[plain("id"), plain("name"), plain("slug"), plain("logo"), plain("metadata"), plain("createdAt")],
    checks: &[Check {
        fails: "exists (select from auth.organization o where o.slug = g.slug and o.id <> g.id)",
        why: "another organization here has this slug",
        remedy: "give one of the two another slug and import again",
    }],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    name: String,
    slug: Option<String>,
    logo: Option<String>,
    metadata: Option<String>,
    created_at: Option<Time>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let organization: Theirs = read(row)?;
    let id = map(&organization.id);
    let slug = organization.slug.unwrap_or_default();
    if id.is_nil() {
        let why = "its id is that of the installation itself";
        return Err(Bad::new(why, "give it another id there").named(&slug));
    }
    if !is_slug(&slug) {
        let why = "its slug is not up to 63 of a-z, 0-9 and -, of which - does not come first";
        let remedy =
            format!("give it such a slug there, for example '{}', and import again", proposal(&organization.name));
        return Err(Bad::new(why, remedy).named(if slug.is_empty() { &organization.name } else { &slug }));
    }
    let columns = json!({
        "name": organization.name,
        "slug": slug,
        "logo": organization.logo,
        "metadata": organization.metadata.as_deref().and_then(object),
        "createdAt": organization.created_at.unwrap_or(Time(desk.now)),
    });
    Ok(taken(id, Some(slug), columns))
}

fn is_slug(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn proposal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.collect::<Vec<_>>().join("-").to_lowercase().chars().take(63).collect();
    if slug.is_empty() { "shop-1".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::{is_slug, proposal};

    #[test]
    fn proposals_are_slugs() {
        for name in ["Owl Shop!", "Ötzi & Söhne", "東京", &"long ".repeat(40)] {
            assert!(is_slug(&proposal(name)), "{name}: {}", proposal(name));
        }
        assert!(!is_slug("") && !is_slug("-a") && !is_slug("A") && !is_slug("a b"));
    }
}
