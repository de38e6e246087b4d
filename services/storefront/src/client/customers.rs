//! Who buys.

use http::Method;
use serde_json::{Value, json};

use super::{Asking, Trouble, piece};
use crate::model::{Address, Addresses, Customer, CustomerAnswer, Token};

const ME: &str = "/store/customers/me";

impl Asking<'_> {
    pub(crate) async fn sign_in(self, email: &str, password: &str) -> Result<Token, Trouble> {
        let body = json!({ "email": email, "password": password });
        self.ask(Method::POST, "/auth/customer/emailpass", Some(&body), None).await
    }

    /// Registers and becomes a customer; afterwards one signs in.
    pub(crate) async fn register(self, email: &str, password: &str, names: &Value) -> Result<(), Trouble> {
        let body = json!({ "email": email, "password": password });
        let registered: Token = self.ask(Method::POST, "/auth/customer/emailpass/register", Some(&body), None).await?;
        let mut body = names.clone();
        body["email"] = json!(email);
        let _: CustomerAnswer =
            self.ask(Method::POST, "/store/customers", Some(&body), Some(&registered.token)).await?;
        Ok(())
    }

    /// Ends the session on the server, too.
    pub(crate) async fn sign_out(self) -> Result<(), Trouble> {
        let _: Value = self.delete("/auth/session", None).await?;
        Ok(())
    }

    pub(crate) async fn me(self) -> Result<Customer, Trouble> {
        let answer: CustomerAnswer = self.get(ME, &[]).await?;
        Ok(answer.customer)
    }

    pub(crate) async fn change_me(self, body: &Value) -> Result<Customer, Trouble> {
        let answer: CustomerAnswer = self.post(ME, body).await?;
        Ok(answer.customer)
    }

    pub(crate) async fn addresses(self) -> Result<Vec<Address>, Trouble> {
        let answer: Addresses = self.get(&format!("{ME}/addresses"), &[("limit", "100")]).await?;
        Ok(answer.addresses)
    }

    pub(crate) async fn add_address(self, body: &Value) -> Result<(), Trouble> {
        let _: Value = self.post(&format!("{ME}/addresses"), body).await?;
        Ok(())
    }

    pub(crate) async fn change_address(self, id: &str, body: &Value) -> Result<(), Trouble> {
        let _: Value = self.post(&format!("{ME}/addresses/{}", piece(id)), body).await?;
        Ok(())
    }

    pub(crate) async fn remove_address(self, id: &str) -> Result<(), Trouble> {
        let _: Value = self.delete(&format!("{ME}/addresses/{}", piece(id)), None).await?;
        Ok(())
    }
}
