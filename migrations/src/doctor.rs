//! What `kontor doctor schema` looks for.

/// One thing that is wrong with the live schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: String,
    /// Table, function, index or policy.
    pub object: String,
    /// What to do.
    pub remedy: String,
}

/// Checks the live schema.
pub async fn check_schema(_tx: &impl sea_orm::ConnectionTrait) -> Result<Vec<Finding>, sea_orm::DbErr> {
    Ok(Vec::new())
}
