//! The layout for mail programs: tables and styles in place, because many of them know nothing else. What stands in
//! `[if mso]` is for Outlook, which knows no `max-width`.

use std::fmt::{self, Display};

use super::{
    Button,
    escape::{Escaped, Lines},
};

const FONT: &str = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

pub(super) fn html(title: &str, paragraphs: &[&str], button: Option<Button<'_>>, footer: &str) -> String {
    let heading = Escaped(title.trim());
    let rows = Rows { paragraphs, button, footer };
    format!(
        r#"<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{heading}</title>
<style>
@media (prefers-color-scheme: dark) {{
  .page {{ background: #18181b !important; }}
  .card {{ background: #27272a !important; }}
  .ink {{ color: #f4f4f5 !important; }}
  .faint {{ color: #a1a1aa !important; }}
  .button {{ background: #f4f4f5 !important; }}
  .label {{ color: #18181b !important; }}
}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f5">
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f4f5">
<tr>
<td align="center" style="padding:32px 16px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table class="card" role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:8px">
<tr>
<td style="padding:32px 32px 0">
<h1 class="ink" style="margin:0;{FONT};font-size:22px;line-height:30px;font-weight:600;color:#18181b">{heading}</h1>
</td>
</tr>
{rows}<tr>
<td style="padding:32px 0 0;font-size:0;line-height:0">&nbsp;</td>
</tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td>
</tr>
</table>
</body>
</html>
"#
    )
}

/// What stands below the title, a table row each.
struct Rows<'a> {
    paragraphs: &'a [&'a str],
    button: Option<Button<'a>>,
    footer: &'a str,
}

impl Display for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for paragraph in self.paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty()) {
            row(f, "16px 32px 0", &words("ink", "16px", "24px", "#3f3f46", Lines(paragraph)))?;
        }
        if let Some(Button { label, url }) = self.button {
            let url = url.trim();
            if is_web(url) {
                row(f, "24px 32px 0", &pressable(label, url))?;
            }
            // For programs that show no button, and for people who look before they click.
            row(f, "16px 32px 0", &words("faint", "13px", "20px", "#71717a", Escaped(url)))?;
        }
        if !self.footer.trim().is_empty() {
            row(f, "24px 32px 0", &words("faint", "13px", "20px", "#71717a", Lines(self.footer)))?;
        }
        Ok(())
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn row(f: &mut fmt::Formatter<'_>, padding: &str, content: &str) -> fmt::Result {
    writeln!(f, "<tr>\n<td style=\"padding:{padding}\">\n{content}\n</td>\n</tr>")
}

fn words(class: &str, size: &str, height: &str, color: &str, text: impl Display) -> String {
    // A long address without blanks must not make a telephone's page wider.
    let style = format!("margin:0;{FONT};font-size:{size};line-height:{height};color:{color};overflow-wrap:anywhere");
    format!("<p class=\"{class}\" style=\"{style}\">{text}</p>")
}

/// A cell with a colour of its own, because Outlook gives a link no padding.
fn pressable(label: &str, url: &str) -> String {
    let (label, url) = (Escaped(label.trim()), Escaped(url));
    format!(
        r##"<table role="presentation" cellpadding="0" cellspacing="0" border="0">
<tr>
<td class="button" bgcolor="#18181b" style="border-radius:6px;background:#18181b">
<a class="label" href="{url}" style="display:inline-block;padding:12px 24px;{FONT};font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none">{label}</a>
</td>
</tr>
</table>"##
    )
}
