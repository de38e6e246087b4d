//! What pages need of the Store API's answers. What an answer does not say is empty, and what it says beyond is not read.

mod amount;
mod cart;
mod catalog;
mod content;
mod order;
mod payment;
mod people;
mod place;
mod search;
mod site;
mod sums;

pub(crate) use amount::Amount;
pub(crate) use cart::{
    Cart, CartAnswer, Completed, Line, Method, Provider, Providers, ShippingOption, ShippingOptions,
};
pub(crate) use catalog::{Categories, Category, Collection, Collections, Product, Products, Reviews, Variant};
pub(crate) use content::{
    ChangeEntry, Changes, Draft, DraftAnswer, Drafted, DraftedPages, Media, Medias, Menu, MenuItem, Menus, Opened,
    Post, PostAnswer, Posts, PreviewAnswer, Previewed, Redirect, Redirects, ReusableBlock, ReusableBlocks, Said, Saids,
    Translation, User, UserAnswer,
};
pub(crate) use order::{Order, OrderAnswer, Orders};
pub(crate) use payment::{CollectionAnswer, PaymentCollection, PaymentSession, STRIPE};
pub(crate) use people::{Address, Addresses, Customer, CustomerAnswer, Token};
pub(crate) use place::{Region, Regions};
pub(crate) use search::{Found, Searched};
#[cfg(test)]
pub(crate) use site::LookColors;
pub(crate) use site::{Look, SiteAnswer, SiteSaid};
