//! Where a page is: its path.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use web::body::FromText;

/// The longest path.
const MOST: usize = 200;
/// The longest that a title suggests.
const SUGGESTED: usize = 80;

/// What the shop itself shows, or answers programs: a page there would never be seen.
const RESERVED: &[&str] = &[
    "account",
    "admin",
    "api",
    "assets",
    "auth",
    "blog",
    "cart",
    "categories",
    "changelog",
    "checkout",
    "collections",
    "docs",
    "editor",
    "feeds",
    "forms",
    "health",
    "hooks",
    "media",
    "metrics",
    "preview",
    "products",
    "ready",
    "search",
    "settings",
    "sign-in",
    "sign-out",
    "sign-up",
    "sitemaps",
    "store",
    "theme",
];

/// A path without its leading slash: `about`, `legal/imprint`. In lower case, of letters without accents, digits and hyphens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Slug(pub(crate) String);

impl FromText for Slug {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let slug = text.trim().trim_matches('/');
        if slug.len() > MOST {
            return Err(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
        }
        if !slug.split('/').all(is_part) {
            let instead = of_title(slug);
            let such = if instead.is_empty() { "about-us".to_owned() } else { instead };
            return Err(format!(
                "Invalid value for field '{at}': expected lower-case letters, digits and single hyphens, with '/' between parts, such as '{such}'"
            ));
        }
        if let Some(part) = reserved(slug) {
            return Err(format!(
                "Invalid value for field '{at}': '/{part}' is the shop's own, and a page there would not be seen. Choose another, such as 'about-{part}'"
            ));
        }
        Ok(Self(slug.to_owned()))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(MOST))
            .pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"))
    }
}

/// A path of one part, where the shop shows nothing else: `spring-news`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plain(pub(crate) String);

impl FromText for Plain {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let slug = text.trim().trim_matches('/');
        if slug.len() > MOST {
            return Err(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
        }
        if is_part(slug) {
            return Ok(Self(slug.to_owned()));
        }
        let instead = of_title(slug);
        let such = if instead.is_empty() { "spring-news".to_owned() } else { instead };
        Err(format!(
            "Invalid value for field '{at}': expected lower-case letters, digits and single hyphens, such as '{such}'"
        ))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(MOST)).pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$"))
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl From<Plain> for String {
    fn from(slug: Plain) -> Self {
        slug.0
    }
}

fn is_part(part: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    part.split('-').all(is_word)
}

/// Its first part, if that is the shop's own.
pub(crate) fn reserved(slug: &str) -> Option<&str> {
    let first = slug.split('/').next().unwrap_or_default();
    RESERVED.contains(&first).then_some(first)
}

/// A path that a title suggests: `Über uns & mehr` is at `uber-uns-mehr`. Empty when nothing of it can stand in one.
pub(crate) fn of_title(title: &str) -> String {
    let whole = ::slug::slugify(title);
    let most = whole.char_indices().rfind(|(at, sign)| *sign == '-' && *at <= SUGGESTED);
    let end = if whole.len() <= SUGGESTED { whole.len() } else { most.map_or(SUGGESTED, |(at, _)| at) };
    whole[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        Slug::from_text(text.to_owned(), "slug").map(|slug| slug.0)
    }

    #[test]
    fn a_path_is_of_plain_words() {
        assert_eq!(read("/legal/imprint/").as_deref(), Ok("legal/imprint"));
        assert_eq!(read("winter-24").as_deref(), Ok("winter-24"));
        for wrong in
            ["", "/", "a--b", "-a", "a/", "a//b", "Über", "a b", "a.html", "../etc", "a?b", "a#b", "%2e%2e", "a/-/b"]
        {
            if wrong == "a/" {
                assert_eq!(read(wrong).as_deref(), Ok("a"));
                continue;
            }
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read(&"a".repeat(MOST + 1)).is_err());
    }

    #[test]
    fn what_the_shop_shows_itself_is_not_taken() {
        for mine in ["cart", "products/mug", "admin", "blog"] {
            let said = read(mine).unwrap_err();
            assert!(said.contains("the shop's own"), "{said}");
        }
        assert!(read("products-we-love").is_ok());
    }

    #[test]
    fn a_title_suggests_one() {
        assert_eq!(of_title("Über uns & mehr!"), "uber-uns-mehr");
        assert_eq!(of_title("  —  "), "");
        assert!(read(&of_title(&"long word ".repeat(40))).is_ok());
    }
}
