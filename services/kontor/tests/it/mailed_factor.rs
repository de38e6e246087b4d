//! Somebody who came by a link in a mail, has no password, and made codes by mail his second factor: mail twice is one factor,
//! so the link is refused, and he is told how he comes in.

use serde_json::json;

use crate::medusa::visitor::{ANN, PASSWORD, Visitor, link_to, open};

#[tokio::test]
async fn who_has_mail_alone_is_not_locked_out() {
    let shop = open().await;
    let ask = async || {
        let answer =
            Visitor::new(&shop).post("/api/auth/sign-in/magic-link", &json!({"email": ANN, "name": "Ann"})).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        Visitor::new(&shop).get(&link_to(&shop, ANN).await).await
    };
    assert_eq!(ask().await.status.as_u16(), 302);
    shop.change(r#"update auth."user" set "twoFactorEnabled" = true"#).await;
    let refused = ask().await;
    assert_eq!(refused.status.as_u16(), 403, "{}", refused.text);
    assert!(refused.text.contains("asks for one as if it were forgotten"), "{}", refused.text);

    let visitor = Visitor::new(&shop);
    let answer = visitor.post("/api/auth/request-password-reset", &json!({"email": ANN})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let link = link_to(&shop, ANN).await;
    let token = link.split("/reset-password/").nth(1).unwrap().split('?').next().unwrap();
    let set = visitor.post("/api/auth/reset-password", &json!({"newPassword": PASSWORD, "token": token})).await;
    assert_eq!(set.status.as_u16(), 200, "{}", set.text);
    let entry = visitor.post("/api/auth/sign-in/email", &json!({"email": ANN, "password": PASSWORD})).await.json();
    assert_eq!((&entry["twoFactorRedirect"], &entry["twoFactorMethods"]), (&json!(true), &json!(["otp"])), "{entry}");
}
