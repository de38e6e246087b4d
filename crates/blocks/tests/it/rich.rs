//! Rich text.

use blocks::RichText;

fn rich(html: &str) -> Result<RichText<2000>, String> {
    RichText::try_from(html.to_owned())
}

#[test]
fn what_tiptap_makes_is_kept_as_it_is() {
    for html in [
        "",
        "words alone",
        "<p>One <strong>two</strong> <em>three</em> <u>four</u> <s>five</s> <code>six</code></p>",
        "<h2>Two</h2><h3>Three</h3><h4>Four</h4>",
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><ol start=\"3\"><li><p>c</p></li></ol>",
        "<blockquote><p>a<br>b</p></blockquote><hr><p></p>",
        "<pre><code class=\"language-rust\">\nlet a = \"b\" &amp;&amp; 1 &lt; 2;\n</code></pre>",
        "<p>H<sub>2</sub>O, m<sup>2</sup></p>",
        "<p><a href=\"/about\" title=\"About us\">About</a></p>",
        "<p><a href=\"https://a.example/?b=1&amp;c=2\" target=\"_blank\" rel=\"noopener noreferrer\">a</a></p>",
    ] {
        let text = rich(html).unwrap_or_else(|fault| panic!("{html}: {fault}"));
        assert_eq!(text.as_str(), html);
        assert_eq!(text.render_safe(), html);
    }
}

#[test]
fn what_means_the_same_is_written_one_way() {
    for (given, kept) in [
        ("<P>One<BR/>two</P>", "<p>One<br>two</p>"),
        ("<p>5 > 4 &amp; &quot;x&quot; &#x41;</p>", "<p>5 &gt; 4 &amp; \"x\" A</p>"),
        (
            "<a target=\"_blank\" rel=\"noopener noreferrer nofollow\" href='https://a.example'>a</a>",
            "<a href=\"https://a.example\" target=\"_blank\" rel=\"nofollow noopener noreferrer\">a</a>",
        ),
        ("<a href=https://a.example>a</a>", "<a href=\"https://a.example\" rel=\"noopener noreferrer\">a</a>"),
        ("<a href=\"/a\" rel=\"noopener\" target=\"_self\">a</a>", "<a href=\"/a\">a</a>"),
        ("<p>a\u{a0}b</p>", "<p>a&nbsp;b</p>"),
    ] {
        let text = rich(given).unwrap_or_else(|fault| panic!("{given}: {fault}"));
        assert_eq!(text.as_str(), kept);
        assert_eq!(rich(kept).expect("canonical").as_str(), kept);
    }
}

#[test]
fn what_is_not_allowed_is_named_and_never_lost() {
    for (html, fault) in [
        ("<p>a</p><script>b</script>", "must not hold <script>: take it out"),
        ("<b>a</b>", "must not hold <b>: write <strong>"),
        ("<h1>a</h1>", "must not hold <h1>: write <h2>"),
        ("<div>a</div>", "must not hold <div>: write <p>"),
        ("<img src=\"/a.png\">", "use a block of its own"),
        ("<p style=\"color:red\">a</p>", "must not hold the attribute 'style' of <p>"),
        ("<p onclick=\"x\">a</p>", "must not hold the attribute 'onclick' of <p>"),
        ("<a href=\"javascript:x\">a</a>", "has 'href' of <a>, which must begin with https://"),
        ("<a href=\"page_01hzz000000000000000000000\">a</a>", "has 'href' of <a>, which must begin with"),
        ("<a href=\"/a\" href=\"/b\">a</a>", "has the same attribute twice"),
        ("<a href=\"/a\" target=\"_top\">a</a>", "has 'target' of <a>"),
        ("<code class=\"k-x\">a</code>", "has 'class' of <code>"),
        ("<ol start=\"x\"></ol>", "has 'start' of <ol>"),
        ("<p>a<!-- b --></p>", "holds a comment"),
        ("<!doctype html><p>a</p>", "holds a doctype"),
        ("<p>a", "does not close <p>: write </p>"),
        ("a</p>", "closes <p>, which is not open"),
        ("<p><em>a</p></em>", "closes <p> while <em> is open"),
        ("<p>a</br></p>", "write <br>"),
        ("<p>a</p><a href=\"/b", "ends within a tag"),
        ("<p>a\u{7}</p>", "U+0007"),
        ("<p>a&#7;</p>", "U+0007"),
        ("<p>\u{0}</p>", "U+0000"),
    ] {
        let told = rich(html).expect_err(html);
        assert!(told.contains(fault), "{html}: {told}");
    }
    assert!(rich(&"x".repeat(2001)).expect_err("too long").contains("shorten it to 2000"));
    assert!(rich(&("<ul><li>".repeat(20) + &"</li></ul>".repeat(20))).expect_err("too deep").contains("deep"));
}

#[test]
fn its_words_alone() {
    let text = rich("<p>One  two</p><ul><li>th<em>r</em>ee</li></ul>a<br>b &amp; c").expect("rich text");
    assert_eq!(text.text(), "One two three a b & c");
}
