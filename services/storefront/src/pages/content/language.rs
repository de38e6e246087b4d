//! Which of a path's pages somebody reads: there may be one in each language.

use std::sync::Arc;

use crate::{front::Front, visit::Visit};

/// The one in his language, else in the shop's, else the first.
pub(super) fn best<T>(pages: Vec<T>, visit: &Visit, locale: impl Fn(&T) -> &str) -> Option<T> {
    let language = |text: &str| text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let rank = |page: &T| {
        let own = locale(page);
        let wanted: [&str; 2] = [&visit.locale, &visit.shop.locale];
        let exact = wanted.iter().position(|wanted| wanted.eq_ignore_ascii_case(own)).map(|at| at * 2);
        let near = wanted.iter().position(|wanted| language(wanted) == language(own)).map(|at| at * 2 + 1);
        exact.into_iter().chain(near).min().unwrap_or(usize::MAX)
    };
    pages.into_iter().min_by_key(rank)
}

/// The visit, in the language of a page: what stands around it is in the same, where the theme knows it.
pub(in crate::pages) fn speaking(front: &Front, visit: &Visit, locale: &str) -> Visit {
    let locale = front.themes.usual().language(locale).unwrap_or_else(|| Arc::clone(&visit.locale));
    Visit { locale, ..visit.clone() }
}
