//! Bodies and query strings as Stripe reads them: `a[b]=c`, lists as `a[]` or `a[0]`.

use url::form_urlencoded;

/// A value of a form: a text, or what stands in brackets behind a name, in the order in which it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    Map(Vec<(String, Node)>),
}

/// A form. Empty when nothing was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form(pub(crate) Vec<(String, Node)>);

/// Why something is no form: the name that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoForm(pub(crate) String);

impl Form {
    pub(crate) fn read(encoded: &[u8]) -> Result<Self, NoForm> {
        let mut form = Vec::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            let path = path(&name).ok_or_else(|| NoForm(name.to_string()))?;
            put(&mut form, &path, &value).ok_or_else(|| NoForm(name.to_string()))?;
        }
        Ok(Self(form))
    }

    pub(crate) fn node(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.node(name)? {
            Node::Text(text) => Some(text),
            Node::Map(_) => None,
        }
    }

    /// A text that is wanted; the check of the parameters has seen that it is there.
    pub(crate) fn string(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.text(name)?.parse().ok()
    }

    /// What stands below a name.
    pub(crate) fn below(&self, name: &str) -> Self {
        match self.node(name) {
            Some(Node::Map(entries)) => Self(entries.clone()),
            _ => Self::default(),
        }
    }

    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let entries = self.below(name).0.into_iter();
        entries.filter_map(|(_, node)| if let Node::Text(text) = node { Some(text) } else { None }).collect()
    }
}

/// `a[b][]` as `a`, `b` and nothing.
fn path(name: &str) -> Option<Vec<String>> {
    let (head, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let mut path = vec![head.to_owned()];
    while let Some(inner) = rest.strip_prefix('[') {
        let (key, behind) = inner.split_once(']')?;
        path.push(key.to_owned());
        rest = behind;
    }
    (rest.is_empty() && !head.is_empty() && path.len() <= 8).then_some(path)
}

fn put(entries: &mut Vec<(String, Node)>, path: &[String], value: &str) -> Option<()> {
    let (first, behind) = path.split_first()?;
    let key = if first.is_empty() { entries.len().to_string() } else { first.clone() };
    let known = entries.iter().position(|(name, _)| *name == key);
    if behind.is_empty() {
        // Said twice: which of the two is meant?
        if known.is_some() {
            return None;
        }
        entries.push((key, Node::Text(value.to_owned())));
        return Some(());
    }
    let at = known.unwrap_or_else(|| {
        entries.push((key, Node::Map(Vec::new())));
        entries.len() - 1
    });
    match &mut entries[at].1 {
        Node::Map(inner) => put(inner, behind, value),
        Node::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Node {
        Node::Text(text.to_owned())
    }

    #[test]
    fn brackets_are_read_as_stripe_reads_them() {
        let form =
            Form::read(b"amount=5&metadata[a]=1&metadata[b]=x%20y&expand[]=p&expand[]=q&items[0][price]=z").unwrap();
        assert_eq!(form.number("amount"), Some(5));
        assert_eq!(form.below("metadata").string("b").unwrap(), "x y");
        assert_eq!(form.texts("expand"), ["p", "q"]);
        assert_eq!(form.below("items").below("0").node("price"), Some(&text("z")));
        assert_eq!(Form::read(b"expand%5B0%5D=p").unwrap().texts("expand"), ["p"]);
    }

    #[test]
    fn what_cannot_be_meant_is_no_form() {
        for bad in ["a[b=1", "[a]=1", "a[b]c=1", "a=1&a=2", "a=1&a[b]=2", "a[b]=2&a=1"] {
            assert!(Form::read(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
