//! Where links may lead.

use blocks::{Link, Target};

fn link(text: &str) -> Result<Link, String> {
    Link::try_from(text.to_owned())
}

#[test]
fn links_that_lead_somewhere() {
    for (text, target) in [
        ("https://example.com", Target::Web("https://example.com")),
        ("HTTPS://Example.com/a?b=c&d=e#f", Target::Web("HTTPS://Example.com/a?b=c&d=e#f")),
        ("http://localhost:9000/x", Target::Web("http://localhost:9000/x")),
        ("https://münchen.example/straße", Target::Web("https://münchen.example/straße")),
        ("https://example.com/?next=javascript:alert(1)", Target::Web("https://example.com/?next=javascript:alert(1)")),
        (
            "mailto:a@example.com?subject=Hello%20you&body=One%0ATwo",
            Target::Mail("mailto:a@example.com?subject=Hello%20you&body=One%0ATwo"),
        ),
        ("tel:+49-40-123456", Target::Phone("tel:+49-40-123456")),
        ("/", Target::Site("/")),
        ("/about?x=1#y", Target::Site("/about?x=1#y")),
        ("#prices", Target::Anchor("#prices")),
        ("page_01hzz000000000000000000000", Target::Page("page_01hzz000000000000000000000")),
        ("prod_01hzz000000000000000000000", Target::Product("prod_01hzz000000000000000000000")),
        ("pcol_01hzz000000000000000000000", Target::Collection("pcol_01hzz000000000000000000000")),
        ("pcat_01hzz000000000000000000000", Target::Category("pcat_01hzz000000000000000000000")),
    ] {
        let link = link(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!(link.target(), target);
        assert_eq!(&*link, text);
    }
}

#[test]
fn links_that_must_not() {
    for (text, fault) in [
        ("", "must not be empty"),
        ("about", "must begin with"),
        ("example.com", "must begin with"),
        ("//evil.example", "must not begin with '//'"),
        ("/\\evil.example", "write %5C"),
        ("\\\\evil.example", "write %5C"),
        ("/\t/evil.example", "U+0009"),
        ("https://a.example/ b", "write %20"),
        (" https://a.example", "holds a space"),
        ("https://", "is no address"),
        ("https:///evil.example", "names no site"),
        ("https:evil.example", "must begin with"),
        ("https:/evil.example", "must begin with"),
        ("https://user@evil.example", "before '@'"),
        ("https://bank.example@evil.example", "before '@'"),
        ("https://exa\u{200b}mple.com", "U+200B"),
        ("https://example.com/\u{202e}gpj.exe", "U+202E"),
        ("javascript:alert(1)", "must begin with"),
        ("java\nscript:alert(1)", "U+000A"),
        ("javascript&colon;alert(1)", "must begin with"),
        ("data:text/html,x", "must begin with"),
        ("vbscript:x", "must begin with"),
        ("file:///etc/passwd", "must begin with"),
        ("ftp://a.example", "must begin with"),
        ("mailto:", "must name an address"),
        ("mailto:a%0Abcc:b@example.com", "must name an address"),
        ("tel:call-me", "must be a number"),
        ("page_1", "must begin with"),
        ("page_81hzz0000000000000000000000", "must begin with"),
        ("med_01hzz000000000000000000000", "must begin with"),
        ("https://example.com/\"onclick=\"x", "write %22"),
    ] {
        let told = link(text).expect_err(text);
        assert!(told.contains(fault), "{text}: {told}");
    }
    assert!(link(&format!("/{}", "x".repeat(2048))).expect_err("too long").contains("shorten it"));
}
