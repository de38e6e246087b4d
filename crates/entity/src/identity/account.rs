//! A way in: a password, or the subject of a provider.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "account")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Account id.
    #[sea_orm(column_type = "Text", column_name = "accountId")]
    pub account_id: String,
    /// Provider id.
    #[sea_orm(column_type = "Text", column_name = "providerId")]
    pub provider_id: String,
    /// User id.
    #[sea_orm(column_name = "userId")]
    pub user_id: UserId,
    /// Access token.
    #[sea_orm(column_type = "Text", nullable, column_name = "accessToken")]
    pub access_token: Option<String>,
    /// Refresh token.
    #[sea_orm(column_type = "Text", nullable, column_name = "refreshToken")]
    pub refresh_token: Option<String>,
    /// Id token.
    #[sea_orm(column_type = "Text", nullable, column_name = "idToken")]
    pub id_token: Option<String>,
    /// Access token expires at.
    #[sea_orm(column_name = "accessTokenExpiresAt")]
    pub access_token_expires_at: Option<DateTimeUtc>,
    /// Refresh token expires at.
    #[sea_orm(column_name = "refreshTokenExpiresAt")]
    pub refresh_token_expires_at: Option<DateTimeUtc>,
    /// Scope.
    #[sea_orm(column_type = "Text", nullable)]
    pub scope: Option<String>,
    /// Password.
    #[sea_orm(column_type = "Text", nullable)]
    pub password: Option<String>,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    #[sea_orm(column_name = "updatedAt")]
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
