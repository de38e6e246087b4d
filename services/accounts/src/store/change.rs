//! What a call says of a field that may be empty.

/// Nothing, that it shall be empty, or what shall be in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Change<T> {
    #[default]
    Keep,
    Clear,
    To(T),
}

impl<T> Change<T> {
    /// Whether it says anything.
    pub fn is_given(&self) -> bool {
        !matches!(self, Self::Keep)
    }

    /// What shall be in the field.
    pub fn value(self) -> Option<T> {
        match self {
            Self::To(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The same with another value, if that can be had.
    pub fn try_map<U, E>(self, map: impl FnOnce(T) -> Result<U, E>) -> Result<Change<U>, E> {
        match self {
            Self::Keep => Ok(Change::Keep),
            Self::Clear => Ok(Change::Clear),
            Self::To(value) => map(value).map(Change::To),
        }
    }
}
