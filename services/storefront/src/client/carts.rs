//! Carts, and what becomes of them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Asking, Trouble, piece};
use crate::model::{
    Cart, CartAnswer, CollectionAnswer, Completed, Order, OrderAnswer, Orders, PaymentCollection, Provider, Providers,
    ShippingOption, ShippingOptions,
};

/// What pages show of a cart besides what is answered anyway.
const BESIDES: &str = "+items.original_total,+items.original_subtotal,+shipping_methods.name";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Taken {
    parent: Cart,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Calculated {
    shipping_option: ShippingOption,
}

impl Asking<'_> {
    pub(crate) async fn create_cart(self, body: &Value) -> Result<Cart, Trouble> {
        let answer: CartAnswer = self.post("/store/carts", body).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn cart(self, id: &str) -> Result<Cart, Trouble> {
        let answer: CartAnswer = self.get(&of(id, ""), &[("fields", BESIDES)]).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn update_cart(self, id: &str, body: &Value) -> Result<Cart, Trouble> {
        let answer: CartAnswer = self.post(&of(id, ""), body).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn add_line(self, id: &str, variant: &str, quantity: u32) -> Result<Cart, Trouble> {
        let body = json!({ "variant_id": variant, "quantity": quantity });
        let answer: CartAnswer = self.post(&of(id, "/line-items"), &body).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn set_line(self, id: &str, line: &str, quantity: u32) -> Result<Cart, Trouble> {
        let path = of(id, &format!("/line-items/{}", piece(line)));
        let answer: CartAnswer = self.post(&path, &json!({ "quantity": quantity })).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn remove_line(self, id: &str, line: &str) -> Result<Cart, Trouble> {
        let answer: Taken = self.delete(&of(id, &format!("/line-items/{}", piece(line))), None).await?;
        Ok(answer.parent)
    }

    pub(crate) async fn add_code(self, id: &str, code: &str) -> Result<Cart, Trouble> {
        let answer: CartAnswer = self.post(&of(id, "/promotions"), &json!({ "promo_codes": [code] })).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn remove_code(self, id: &str, code: &str) -> Result<Cart, Trouble> {
        let body = json!({ "promo_codes": [code] });
        let answer: CartAnswer = self.delete(&of(id, "/promotions"), Some(&body)).await?;
        Ok(answer.cart)
    }

    /// Makes the cart the customer's who has signed in.
    pub(crate) async fn take_cart(self, id: &str) -> Result<Cart, Trouble> {
        let answer: CartAnswer = self.post(&of(id, "/customer"), &json!({})).await?;
        Ok(answer.cart)
    }

    /// How the cart can be sent, each with what it costs.
    pub(crate) async fn shipping_options(self, id: &str) -> Result<Vec<ShippingOption>, Trouble> {
        let answer: ShippingOptions = self.get("/store/shipping-options", &[("cart_id", id)]).await?;
        let mut options = answer.shipping_options;
        for option in options.iter_mut().filter(|option| option.price_type == "calculated" && option.amount.is_none()) {
            let path = format!("/store/shipping-options/{}/calculate", piece(&option.id));
            match self.post::<Calculated>(&path, &json!({ "cart_id": id })).await {
                Ok(answer) => option.amount = answer.shipping_option.amount,
                // What its provider cannot tell a price for is not offered.
                Err(Trouble::Refused(_) | Trouble::Missing) => {}
                Err(other) => return Err(other),
            }
        }
        options.retain(|option| option.amount.is_some());
        Ok(options)
    }

    pub(crate) async fn choose_shipping(self, id: &str, option: &str) -> Result<Cart, Trouble> {
        let answer: CartAnswer = self.post(&of(id, "/shipping-methods"), &json!({ "option_id": option })).await?;
        Ok(answer.cart)
    }

    pub(crate) async fn providers(self, region: &str) -> Result<Vec<Provider>, Trouble> {
        let answer: Providers = self.get("/store/payment-providers", &[("region_id", region)]).await?;
        Ok(answer.payment_providers)
    }

    /// What is to be paid for a cart, with the try that is open.
    pub(crate) async fn collection_of(self, id: &str) -> Result<PaymentCollection, Trouble> {
        let answer: CollectionAnswer = self.post("/store/payment-collections", &json!({ "cart_id": id })).await?;
        Ok(answer.payment_collection)
    }

    /// Begins to pay it; what was begun before ends.
    pub(crate) async fn begin_session(self, collection: &str, provider: &str) -> Result<PaymentCollection, Trouble> {
        let path = format!("/store/payment-collections/{}/payment-sessions", piece(collection));
        let answer: CollectionAnswer = self.post(&path, &json!({ "provider_id": provider })).await?;
        Ok(answer.payment_collection)
    }

    /// Begins to pay a cart.
    pub(crate) async fn begin_to_pay(self, id: &str, provider: &str) -> Result<PaymentCollection, Trouble> {
        let collection = self.collection_of(id).await?;
        self.begin_session(&collection.id, provider).await
    }

    /// Makes the cart an order; asked again, it is the same one.
    pub(crate) async fn complete(self, id: &str) -> Result<Completed, Trouble> {
        self.post(&of(id, "/complete"), &json!({})).await
    }

    pub(crate) async fn order(self, id: &str) -> Result<Order, Trouble> {
        let answer: OrderAnswer = self.get(&format!("/store/orders/{}", piece(id)), &[]).await?;
        Ok(answer.order)
    }

    /// One of one's own orders; another's is not there.
    pub(crate) async fn own_order(self, id: &str) -> Result<Order, Trouble> {
        let own: Orders = self.get("/store/orders", &[("fields", "id"), ("id[]", id), ("limit", "1")]).await?;
        if own.orders.iter().any(|order| order.id == id) { self.order(id).await } else { Err(Trouble::Missing) }
    }

    pub(crate) async fn orders(self, limit: usize, offset: usize) -> Result<Orders, Trouble> {
        let (limit, offset) = (limit.to_string(), offset.to_string());
        let fields = "id,display_id,custom_display_id,status,payment_status,fulfillment_status,currency_code,created_at,\
                      total,*items";
        let query = [("fields", fields), ("limit", &*limit), ("offset", &*offset), ("order", "-created_at")];
        self.get("/store/orders", &query).await
    }
}

fn of(id: &str, rest: &str) -> String {
    format!("/store/carts/{}{rest}", piece(id))
}
