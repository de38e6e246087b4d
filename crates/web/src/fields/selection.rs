//! A resolved `fields` parameter: a tree that keeps the order in which things were asked for.

use std::sync::Arc;

/// What is wanted of one object. A copy shares what it is of until it changes: routes hand out what they answer by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// All own columns are wanted.
    star: bool,
    children: Arc<Vec<(String, Selection)>>,
}

impl Selection {
    /// From paths such as `id` and `*variants`.
    pub fn of<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of_paths(paths.into_iter().map(|path| match path.strip_prefix('*') {
            Some(path) => (path, true),
            None => (path, false),
        }))
    }

    pub(super) fn of_paths<'a>(paths: impl IntoIterator<Item = (&'a str, bool)>) -> Self {
        let mut root = Self::default();
        for (path, star) in paths {
            let mut node = &mut root;
            for segment in path.split('.') {
                node = node.child(segment);
            }
            node.star |= star;
        }
        root
    }

    /// Whether all own columns are wanted: by a star, or because a relation was named without saying what of it.
    pub fn is_star(&self) -> bool {
        self.star || self.children.is_empty()
    }

    /// The wanted children, in order.
    pub fn children(&self) -> impl Iterator<Item = (&str, &Selection)> {
        self.children.iter().map(|(name, child)| (name.as_str(), child))
    }

    /// What is wanted of a child.
    pub fn get(&self, name: &str) -> Option<&Selection> {
        self.children.iter().find(|(known, _)| known == name).map(|(_, child)| child)
    }

    /// What is wanted at the end of a path such as `variants.options`.
    pub fn at(&self, path: &str) -> Option<&Selection> {
        path.split('.').try_fold(self, |node, segment| node.get(segment))
    }

    /// Whether anything is wanted at the end of a path.
    pub fn has(&self, path: &str) -> bool {
        self.at(path).is_some()
    }

    /// Adds a path, as when `region_id` implies `variants.calculated_price`.
    pub fn add(&mut self, path: &str) {
        let mut node = self;
        for segment in path.split('.') {
            node = node.child(segment);
        }
    }

    /// A child, wanted from now on.
    fn child(&mut self, wanted: &str) -> &mut Self {
        let children = Arc::make_mut(&mut self.children);
        let at = children.iter().position(|(name, _)| name == wanted).unwrap_or_else(|| {
            children.push((wanted.to_owned(), Self::default()));
            children.len() - 1
        });
        &mut children[at].1
    }

    /// Selects a relation to its own kind so many levels deep, and of each level the columns that are wanted of the first: all, if
    /// the relation was not selected.
    pub fn deepen(&mut self, relation: &str, levels: usize) {
        let first = self.get(relation).cloned().unwrap_or_default();
        let is_column = |(name, child): &(String, Self)| name != relation && child.children.is_empty();
        let columns: Vec<_> = Arc::unwrap_or_clone(first.children).into_iter().filter(is_column).collect();
        let mut level = Self { star: first.star || columns.is_empty(), children: Arc::new(columns) };
        let one = level.clone();
        for _ in 1..levels {
            let below = std::mem::replace(&mut level, one.clone());
            Arc::make_mut(&mut level.children).push((relation.to_owned(), below));
        }
        self.star |= self.children.is_empty();
        let children = Arc::make_mut(&mut self.children);
        children.retain(|(name, _)| name != relation);
        children.push((relation.to_owned(), level));
    }

    /// The same, and these too where all own columns are wanted.
    #[must_use]
    pub fn star_brings<'a>(&self, further: impl IntoIterator<Item = &'a str>) -> Self {
        let mut selection = self.clone();
        if self.is_star() {
            selection.star = true;
            further.into_iter().for_each(|name| selection.add(name));
        }
        selection
    }

    /// Adds a computed child to a relation without turning "all of it" into "only that child".
    pub fn add_below_star(&mut self, relation: &str, child: &str) {
        if let Some((_, node)) = Arc::make_mut(&mut self.children).iter_mut().find(|(name, _)| name == relation) {
            node.star |= node.children.is_empty();
            node.add(child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(selection: &Selection, relation: &str) -> usize {
        selection.get(relation).map_or(0, |below| 1 + levels(below, relation))
    }

    #[test]
    fn a_star_brings_what_is_computed() {
        let named = Selection::of(["items.id"]);
        assert_eq!(named.at("items").unwrap().star_brings(["total"]), *named.at("items").unwrap());
        for all in [Selection::of(["*items", "items.id"]), Selection::of(["items"])] {
            let items = all.at("items").unwrap().star_brings(["total"]);
            assert!(items.is_star() && items.has("total"));
        }
    }

    #[test]
    fn a_relation_to_its_own_kind_is_selected_as_deep_as_it_goes() {
        let mut selection = Selection::of(["id", "children.id", "children.products.id"]);
        selection.deepen("children", 5);
        assert_eq!(levels(&selection, "children"), 5);
        assert!(selection.has("children.children.children.id") && !selection.has("children.products"));
        assert!(!selection.at("children.children").unwrap().is_star());

        let mut all = Selection::of(["id"]);
        all.deepen("children", 2);
        assert!(all.at("children").unwrap().is_star() && all.at("children.children").unwrap().is_star());
        assert!(!all.is_star());

        let mut empty = Selection::default();
        empty.deepen("children", 1);
        assert!(empty.is_star(), "what was all of it stays all of it");
    }
}
