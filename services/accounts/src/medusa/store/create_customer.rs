//! `POST /store/customers`
//!
//! Answers alike whether the address that was registered is free or taken; who owns a taken one is told by mail.

use auth::Shopper;
use axum::response::Response;
use db::Tx;
use entity::{Timestamp, ids::CustomerId};
use resource::fresh_metadata;
use uuid::Uuid;
use web::{
    ApiError, SelectQuery,
    body::{Body, Documented, Fields, FromBody, Property},
    query::Query,
};

use super::{
    applicant::{Applicant, is_customer},
    view::{CUSTOMER, Profile},
};
use crate::{
    Accounts,
    better_auth::core::verify_email,
    letters,
    medusa::{auth::decoy::Decoy, errors::CustomerErrors, registration::Registration},
    shares::Mail,
    store::{
        admin::customers::Said,
        credentials,
        customers::{self, Customer, Details},
        users::{self, User},
    },
};

pub(super) struct Create {
    email: Option<String>,
    details: Details,
}

impl FromBody for Create {
    fn read(fields: &mut Fields) -> Self {
        Self { email: fields.email("email"), details: read_details(fields) }
    }
}

impl Documented for Create {
    fn properties() -> Vec<Property> {
        details(&["additional_data"])
    }
}

web::schema_of_body!(Create);

/// What the document says of a customer, without some of it.
pub(super) fn details(without: &[&str]) -> Vec<Property> {
    Said::properties().into_iter().filter(|property| !without.contains(&property.name)).collect()
}

/// What a customer may say of himself.
pub(super) fn read_details(fields: &mut Fields) -> Details {
    Details {
        company_name: fields.change_text("company_name"),
        first_name: fields.change_text("first_name"),
        last_name: fields.change_text("last_name"),
        phone: fields.change_text("phone"),
        metadata: fields.metadata(),
    }
}

/// Become a customer.
///
/// With the token of `POST /auth/customer/emailpass/register`, once; or signed in, by somebody who is no customer of this shop
/// yet. The e-mail may be left out, and is that of the registration or of the account. Afterwards sign in.
#[utoipa::path(
    post,
    path = "/store/customers",
    tag = "Customers",
    operation_id = "create_customer",
    params(("fields" = Option<String>, Query, description = "What to answer.")),
    request_body(content = inline(Create), example = json!({"email": "ann@example.com", "first_name": "Ann", "last_name": "Hansen"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "company_name": null, "first_name": "Ann", "last_name": "Hansen", "phone": null, "metadata": null, "has_account": true, "deleted_at": null, "created_at": "2026-11-21T16:00:00.000Z", "updated_at": "2026-11-21T16:00:00.000Z", "addresses": []}})),
        CustomerErrors,
    )
)]
pub(super) async fn create_customer(
    accounts: Accounts,
    shopper: Shopper,
    applicant: Applicant,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(body): Body<Create>,
) -> Result<Response, ApiError> {
    let selection = CUSTOMER.select(fields.as_deref())?;
    if matches!(applicant, Applicant::Registered(_)) {
        accounts.share_of_mail(Mail::Registration, Some(shopper.organization.0), None).await?;
    }
    let mut tx = accounts.app.db.begin_system("make a customer").await?;
    let customer = match applicant {
        Applicant::Registered(id) => {
            let registration = Registration::spend(&tx, id).await?.ok_or_else(ApiError::unauthorized)?;
            must_be(&registration.email, body.email.as_deref())?;
            registered(&accounts, &mut tx, shopper.organization.0, registration, body.details).await?
        }
        Applicant::Known(user) => {
            must_be(&user.email, body.email.as_deref())?;
            tx.work_in(shopper.organization.0).await?;
            customers::create(&tx, user.id, &user.email, body.details).await?.ok_or_else(is_customer)?
        }
    };
    tx.commit().await?;
    Ok(Profile { customer, addresses: Vec::new() }.answer(&selection))
}

fn must_be(email: &str, given: Option<&str>) -> Result<(), ApiError> {
    if given.is_none_or(|given| given == email) {
        return Ok(());
    }
    Err(ApiError::invalid_data(
        "Invalid request: Value for field 'email' must be the address that was registered, or be left out",
    ))
}

/// Mails that let their reader in are the installation's and not the shop's: they are written before it works in the shop.
async fn registered(
    accounts: &Accounts,
    tx: &mut Tx,
    shop: Uuid,
    registration: Registration,
    details: Details,
) -> Result<Customer, ApiError> {
    let email = &registration.email;
    if let Some(user) = users::create(tx, &name(&details, email), email, None).await? {
        credentials::set_password(tx, user.id, &registration.hash).await?;
        let link = verify_email::link(accounts, &user, None)?;
        letters::verify_email(tx, &user, &link).await?;
        tx.work_in(shop).await?;
        return customers::create(tx, user.id, email, details).await?.ok_or_else(is_customer);
    }
    if let Some(user) = registration.owner(tx).await? {
        if user.two_factor_enabled {
            let message = "You have an account with a second factor already: sign in, then come back";
            return Err(ApiError::not_allowed(message));
        }
        tx.work_in(shop).await?;
        return customers::create(tx, user.id, email, details).await?.ok_or_else(is_customer);
    }
    letters::address_is_taken(tx, email, &accounts.base_url).await?;
    let owner = users::by_email(tx, email).await?;
    if accounts.app.config.auth.customers_verify && owner.is_some_and(|owner: User| owner.email_verified) {
        Decoy::keep(tx, email, &registration.hash).await?;
    }
    Ok(synthetic(email, details, tx))
}

/// How a new person is called: as he says, else by his address.
fn name(details: &Details, email: &str) -> String {
    let parts = [details.first_name.clone().given(), details.last_name.clone().given()];
    let name = parts.into_iter().flatten().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
    let name = name.collect::<Vec<_>>().join(" ");
    if name.is_empty() { email.split('@').next().unwrap_or(email).to_owned() } else { name }
}

/// A customer who looks as if he had just been made.
fn synthetic(email: &str, details: Details, tx: &Tx) -> Customer {
    let now = Timestamp(tx.now());
    Customer {
        id: CustomerId::new(),
        email: Some(email.to_owned()),
        company_name: details.company_name.given(),
        first_name: details.first_name.given(),
        last_name: details.last_name.given(),
        phone: details.phone.given(),
        metadata: fresh_metadata(details.metadata),
        has_account: true,
        deleted_at: None,
        created_at: now,
        updated_at: now,
    }
}
