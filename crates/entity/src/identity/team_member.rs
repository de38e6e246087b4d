//! A person in a team.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, TeamId, TeamMemberId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "teamMember")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false, column_name = "organizationId")]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamMemberId,
    /// Team id.
    #[sea_orm(column_name = "teamId")]
    pub team_id: TeamId,
    /// User id.
    #[sea_orm(column_name = "userId")]
    pub user_id: UserId,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
