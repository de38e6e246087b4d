//! Products and how they are sorted.

pub mod category;
pub mod category_product;
pub mod collection;
pub mod image;
pub mod option;
pub mod option_value;
pub mod product;
pub mod product_option_link;
pub mod product_sales_channel;
pub mod product_search;
pub mod product_tag;
pub mod product_tag_link;
pub mod product_type;
pub mod variant;
pub mod variant_image;
pub mod variant_option_value;
