//! For whom Kontor works: what it takes to have carts, orders and payments written, which no person writes himself.

use db::{Scope, Working};

use crate::{Customer, May, Shopper, Staff, needs};

impl From<&Shopper> for Working {
    /// Carts and what becomes of them: whoever has a cart's id has the cart.
    fn from(shopper: &Shopper) -> Self {
        Scope::working(shopper.organization.0, None)
    }
}

impl From<&Customer> for Working {
    /// The same for somebody who is known: what is made is made by him.
    fn from(customer: &Customer) -> Self {
        Scope::working(customer.organization.0, Some(customer.user.0))
    }
}

impl Shopper {
    /// The proof of a shopper who may have signed in.
    pub fn working(&self, customer: Option<&Customer>) -> Working {
        customer.map_or_else(|| self.into(), Working::from)
    }
}

/// What a permission of the staff has done in its name. Reading orders is not among them: that is done as whoever asks.
macro_rules! works_for {
    ($($needed:ident),*) => {$(
        impl From<&May<needs::$needed>> for Working {
            fn from(may: &May<needs::$needed>) -> Self {
                of(may)
            }
        }
    )*};
}

works_for!(OrderWrite, PromotionWrite, ProductWrite, ContentWrite);

fn of(staff: &Staff) -> Working {
    Scope::working(staff.organization.0, staff.user().map(|user| user.0))
}
