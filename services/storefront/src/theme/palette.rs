//! The shop's own colours and letters, as values that its theme's sheets go by.
//!
//! A shop says four colours at most; what else a page needs follows from them, and all that is text can be read (4.5 : 1) on what it stands
//! on. Where a shop says nothing of paper and ink, the theme's own stay, light and dark; where it does, its pages are the same by day and
//! by night. A theme's sheet may go by the same names (`--paper`, `--ink`, `--accent` and so on) or leave them.

use std::fmt::Write as _;

use color::{BLACK, Hex, WHITE, contrast, readable};

use super::policy;
use crate::model::Look;

/// What a theme has where a shop says nothing: those of `harbour`.
struct Base {
    paper: &'static str,
    ink: &'static str,
    accent: &'static str,
    good: &'static str,
    bad: &'static str,
}

const LIGHT: Base = Base { paper: "#f4efe4", ink: "#16222c", accent: "#97381c", good: "#2c6a48", bad: "#a3261a" };
const DARK: Base = Base { paper: "#0f1a24", ink: "#eee6d7", accent: "#f0a35e", good: "#86cfa5", bad: "#ff9d8c" };
/// What stands at the foot, and what fields have there.
const ON_DEEP: &str = "#c3ccd2";

/// Letters that every device has.
fn letters(name: &str) -> Option<&'static str> {
    Some(match name {
        "sans" => r#"system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif"#,
        "serif" => r#""Iowan Old Style","Palatino Linotype",Palatino,P052,Georgia,serif"#,
        "rounded" => {
            r#"ui-rounded,"SF Pro Rounded","Hiragino Maru Gothic ProN",Quicksand,Comfortaa,Manjari,Calibri,source-sans-pro,sans-serif"#
        }
        "mono" => r#"ui-monospace,"Cascadia Code","Source Code Pro",Menlo,Consolas,"DejaVu Sans Mono",monospace"#,
        _ => return None,
    })
}

/// A shop's own colours and letters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Palette {
    /// The sheet, which stands in the page behind the theme's own.
    pub(crate) sheet: String,
    /// How the page's policy names it.
    pub(crate) hash: String,
    /// The colour of the browser's own frame around the page, by day and by night.
    pub(crate) frame: [String; 2],
    /// The letters are not the theme's, which need not be fetched.
    pub(crate) has_letters: bool,
}

impl Palette {
    /// Of what a shop says; none where it says nothing.
    pub(crate) fn of(look: &Look) -> Option<Self> {
        let hex = |said: &Option<String>| said.as_deref().and_then(Hex::read);
        let colors = &look.colors;
        let [paper, ink, accent, on_accent] =
            [&colors.background, &colors.text, &colors.accent, &colors.accent_text].map(hex);
        let letters = look.font.as_deref().and_then(letters);
        let mut sheet = String::new();
        let mut frame = [LIGHT.paper.to_owned(), DARK.paper.to_owned()];
        if paper.is_some() || ink.is_some() {
            let is_dark = paper.map_or_else(|| ink.is_some_and(|ink| !ink.is_dark()), Hex::is_dark);
            let (base, scheme) = if is_dark { (DARK, "dark") } else { (LIGHT, "light") };
            let all = Colors::of(&base, paper, ink, (accent, on_accent));
            let text = all.paper.text();
            frame = [text.clone(), text];
            // Writing into a text never fails.
            let _ = write!(sheet, ":root{{color-scheme:{scheme};{}}}", all.values());
        } else if accent.is_some() {
            let by_day = Colors::of(&LIGHT, None, None, (accent, on_accent)).accents();
            let by_night = Colors::of(&DARK, None, None, (accent, on_accent)).accents();
            let _ = write!(sheet, ":root{{{by_day}}}@media (prefers-color-scheme:dark){{:root{{{by_night}}}}}");
        }
        if let Some(letters) = letters {
            let _ = write!(sheet, ":root{{--display:{letters};--text:{letters}}}");
        }
        if sheet.is_empty() {
            return None;
        }
        Some(Self { hash: policy::hash(&sheet), sheet, frame, has_letters: letters.is_some() })
    }
}

/// All colours of a page.
struct Colors {
    paper: Hex,
    raised: Hex,
    ink: Hex,
    soft: Hex,
    line: Hex,
    edge: Hex,
    accent: Hex,
    on_accent: Hex,
    good: Hex,
    bad: Hex,
    deep: Hex,
    on_deep: Hex,
    lamp: Hex,
    on_lamp: Hex,
}

impl Colors {
    fn of(base: &Base, paper: Option<Hex>, ink: Option<Hex>, (accent, on_accent): (Option<Hex>, Option<Hex>)) -> Self {
        let own = |text: &str| Hex::read(text).unwrap_or(BLACK);
        let paper = paper.unwrap_or_else(|| own(base.paper));
        let raised = if paper.is_dark() { paper.towards(WHITE, 6) } else { paper.towards(WHITE, 50) };
        // What can be read on one can be read on the other.
        let raised = if raised.is_dark() == paper.is_dark() { raised } else { paper };
        let on_both = |text: Hex| on(on(text, paper), raised);
        let ink = on_both(ink.unwrap_or_else(|| own(base.ink)));
        let accent = on_both(accent.unwrap_or_else(|| own(base.accent)));
        let on_accent = on(on_accent.unwrap_or(paper), accent);
        // The foot is dark, whatever the pages are: by it they end.
        let deep = if paper.is_dark() { paper.towards(BLACK, 30) } else { ink };
        let mut darker = (0..=100).step_by(5).map(|percent| deep.towards(BLACK, percent));
        let deep = darker.find(|deep| contrast(own(ON_DEEP), *deep) >= 7.0).unwrap_or(BLACK);
        let on_deep = on(if paper.is_dark() { ink } else { paper }, deep);
        let lamp = on(accent, deep);
        Self {
            soft: on_both(ink.towards(paper, 30)),
            line: paper.towards(ink, 18),
            edge: least(paper.towards(ink, 45), ink, paper),
            good: on_both(own(base.good)),
            bad: on_both(own(base.bad)),
            on_lamp: if lamp.is_dark() { WHITE } else { BLACK },
            paper,
            raised,
            ink,
            accent,
            on_accent,
            deep,
            on_deep,
            lamp,
        }
    }

    fn values(&self) -> String {
        let Self { paper, raised, ink, soft, line, edge, good, bad, deep, on_deep, .. } = self;
        let named = [
            ("paper", paper),
            ("raised", raised),
            ("ink", ink),
            ("soft", soft),
            ("line", line),
            ("edge", edge),
            ("good", good),
            ("bad", bad),
            ("deep", deep),
            ("deep-ink", on_deep),
        ];
        said(&named) + &self.accents()
    }

    /// What follows from the accent alone.
    fn accents(&self) -> String {
        let Self { accent, on_accent, lamp, on_lamp, .. } = self;
        said(&[
            ("accent", accent),
            ("strong", accent),
            ("strong-ink", on_accent),
            ("lamp", lamp),
            ("lamp-ink", on_lamp),
        ])
    }
}

fn said(named: &[(&str, &Hex)]) -> String {
    named.iter().map(|(name, color)| format!("--{name}:{};", color.text())).collect()
}

/// A text of this colour, as it can be read there.
fn on(text: Hex, on: Hex) -> Hex {
    readable(text, on).err().unwrap_or(text)
}

/// The edge of what can be pressed is seen (3 : 1).
fn least(edge: Hex, ink: Hex, paper: Hex) -> Hex {
    (0..=100)
        .step_by(5)
        .map(|percent| edge.towards(ink, percent))
        .find(|edge| contrast(*edge, paper) >= 3.0)
        .unwrap_or(ink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LookColors as Said;

    fn look(background: &str, text: &str, accent: &str, accent_text: &str, font: &str) -> Look {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let [background, text, accent, accent_text] = [background, text, accent, accent_text].map(some);
        Look { name: None, font: some(font), colors: Said { background, text, accent, accent_text } }
    }

    #[test]
    fn whatever_a_shop_says_can_be_read() {
        let colors = ["", "#ffffff", "#000000", "#777777", "#ffe600", "#e0007a", "#1f4e5f", "#0f1a24"];
        let hex = |text: &str| Hex::read(text);
        for paper in colors {
            for ink in colors {
                for accent in colors {
                    for base in [&LIGHT, &DARK] {
                        let all = Colors::of(base, hex(paper), hex(ink), (hex(accent), hex(ink)));
                        let pairs = [
                            (all.ink, all.paper),
                            (all.ink, all.raised),
                            (all.soft, all.paper),
                            (all.soft, all.raised),
                            (all.accent, all.paper),
                            (all.accent, all.raised),
                            (all.bad, all.raised),
                            (all.on_accent, all.accent),
                            (all.on_deep, all.deep),
                            (all.lamp, all.deep),
                            (all.on_lamp, all.lamp),
                        ];
                        for (at, (text, on)) in pairs.into_iter().enumerate() {
                            assert!(
                                contrast(text, on) >= 4.5,
                                "{at}: {} on {} ({paper} {ink} {accent})",
                                text.text(),
                                on.text()
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_not_said_is_the_themes() {
        assert!(Palette::of(&look("", "", "", "#ffffff", "theme")).is_none());
        let accent = Palette::of(&look("", "", "#1f4e5f", "", "")).unwrap();
        assert!(accent.sheet.contains("@media") && !accent.sheet.contains("--paper"), "{}", accent.sheet);
        let paper = Palette::of(&look("#111111", "", "#1f4e5f", "", "mono")).unwrap();
        assert!(paper.sheet.starts_with(":root{color-scheme:dark;--paper:#111111;"), "{}", paper.sheet);
        assert!(paper.sheet.contains("--text:ui-monospace") && paper.has_letters);
        assert_eq!(paper.frame, ["#111111", "#111111"]);
    }

    #[test]
    fn nothing_else_gets_into_the_sheet() {
        let hostile = look("red;}</style><script>", "#12345", "url(x)", "#fff", "serif;}body{display:none");
        assert!(Palette::of(&hostile).is_none());
    }
}
