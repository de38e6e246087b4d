//! `POST /admin/customers/{id}/customer-groups`: `{add, remove}`

use std::marker::PhantomData;

use auth::Staff;
use db::Tx;
use uuid::Uuid;
use web::ApiError;

use super::{Action, Resource, unknown};
use crate::{
    links::{self, Link, Links},
    lock,
};

/// A resource that is linked with another one.
pub trait LinksTo<Other: Resource>: Resource {
    /// What comes behind the id: `/customer-groups`.
    const PATH: &'static str;
    /// Its name in the document, such as `set_groups_of_customer`.
    const NAME: &'static str;
    /// Where the links are.
    const LINK: Link;

    /// Whether there is one of this id; it is not deleted before this transaction ends.
    fn hold(tx: &Tx, id: Uuid) -> impl Future<Output = Result<bool, ApiError>> + Send {
        async move { Ok(lock::<Self>(tx, id).await?) }
    }
}

/// The links of one with others.
pub(super) struct SetLinks<T, Other>(PhantomData<fn() -> (T, Other)>);

impl<T: LinksTo<Other>, Other: Resource> Action for SetLinks<T, Other> {
    type On = T;
    type Input = Links;

    const PATH: &'static str = <T as LinksTo<Other>>::PATH;
    const NAME: &'static str = <T as LinksTo<Other>>::NAME;

    async fn act(tx: &Tx, _: &Staff, id: Uuid, input: Links) -> Result<bool, ApiError> {
        if !T::hold(tx, id).await? {
            return Ok(false);
        }
        links::set::<Other>(tx, T::LINK, id, input).await?.map_err(unknown::<Other>)?;
        Ok(true)
    }
}
