//! The layout for readers without HTML.

use super::Button;

pub(super) fn text(title: &str, paragraphs: &[&str], button: Option<Button<'_>>, footer: &str) -> String {
    let mut blocks = vec![title.trim().to_owned()];
    blocks.extend(paragraphs.iter().map(|paragraph| paragraph.trim().to_owned()));
    // The address stands alone in its line, so that programs find where it ends.
    blocks.extend(button.map(|Button { label, url }| format!("{}:\n{}", label.trim(), url.trim())));
    blocks.push(footer.trim().to_owned());
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n") + "\n"
}
