//! What one shop may take, and storefronts whose server speaks for its shoppers.

mod calls;
mod mails;
mod storefront;
