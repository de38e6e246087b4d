//! The layout of mails.

use mail::template::{Button, layout};

#[test]
fn a_mail_with_everything() {
    let (text, html) = layout(
        "Confirm your address",
        &["Hello Ada,\nplease confirm that this address is yours.", "The link holds for one hour."],
        Some(Button { label: "Confirm", url: "https://shop.example.com/verify?token=a&next=/account" }),
        "If you did not sign up, ignore this mail.\nKontor, Example Street 1",
    );
    insta::assert_snapshot!("everything.txt", text);
    insta::assert_snapshot!("everything.html", html);
}

#[test]
fn a_mail_with_little() {
    let (text, html) = layout("Hello", &[" "], None, "");
    assert_eq!(text, "Hello\n");
    assert!(!html.contains("<a ") && !html.contains("<p "), "{html}");
}

#[test]
fn all_that_is_given_is_text() {
    let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'&amp;";
    let url = "https://shop.example.com/\"><script>alert(1)</script>";
    let (text, html) = layout(evil, &[evil, evil], Some(Button { label: evil, url }), evil);
    assert_eq!(text.matches(evil).count(), 5, "{text}");
    let (_, harmless) = layout("a", &["a", "a"], Some(Button { label: "a", url: "https://shop.example.com" }), "a");
    for character in ['<', '>', '"'] {
        assert_eq!(html.matches(character).count(), harmless.matches(character).count(), "{character} in {html}");
    }
    assert_eq!(html.matches("&lt;script&gt;").count(), 8, "title, heading, two paragraphs, link, label, link, footer");
}

#[test]
fn only_web_pages_are_linked() {
    for url in ["javascript:alert(1)", "data:text/html,a", "//evil.test", "shop.example.com", "HTTPS://x", ""] {
        let (text, html) = layout("Hello", &[], Some(Button { label: "Go", url }), "");
        assert!(!html.contains("href") && text.contains(url), "{html}");
    }
}
