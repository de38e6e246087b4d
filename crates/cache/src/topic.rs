use std::{fmt, ops::BitOr, str::FromStr};

use crate::Error;

/// What a cached answer can depend on; a change of it is told through [`Cache::invalidate`](crate::Cache::invalidate).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Products, prices, categories, collections, regions: what editors change.
    Catalog,
    /// How many are left: what every order changes, so answers without stock do not suffer from it.
    Stock,
    /// What customers say of products: a vote must not make the catalogue stale.
    Reviews,
    /// Pages, posts, menus: what editors publish.
    Content,
}

impl Topic {
    /// Every topic, in the order of their version counters.
    pub const ALL: [Self; 4] = [Self::Catalog, Self::Stock, Self::Reviews, Self::Content];

    pub(crate) const COUNT: usize = Self::ALL.len();

    /// The name in notices and in Redis.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Stock => "stock",
            Self::Reviews => "reviews",
            Self::Content => "content",
        }
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Topic {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|topic| topic.name() == name).ok_or_else(|| Error::UnknownTopic(name.to_owned()))
    }
}

/// A set of topics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Topics(u8);

impl Topics {
    /// No topic: such an answer ends by time, or when everything is invalidated.
    pub const NONE: Self = Self(0);

    /// Whether the set holds `topic`.
    pub const fn contains(self, topic: Topic) -> bool {
        self.0 & (1 << topic.index()) != 0
    }

    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// `None` when a bit stands for no topic that this build knows.
    pub(crate) const fn from_bits(bits: u8) -> Option<Self> {
        if bits >> Topic::COUNT == 0 { Some(Self(bits)) } else { None }
    }
}

impl From<Topic> for Topics {
    fn from(topic: Topic) -> Self {
        Self(1 << topic.index())
    }
}

impl BitOr for Topics {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Topic {
    type Output = Topics;

    fn bitor(self, other: Self) -> Topics {
        Topics::from(self) | Topics::from(other)
    }
}

impl BitOr<Topic> for Topics {
    type Output = Self;

    fn bitor(self, other: Topic) -> Self {
        self | Self::from(other)
    }
}
