//! Texts as glyphs, and how wide they are.

use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Face, Feature, UnicodeBuffer, ttf_parser::Tag};

use crate::Error;

const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.otf");

/// Which of the fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// For texts.
    Regular,
    /// For what is looked for first.
    Strong,
}

/// A text that is ready to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Shaped {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In points, at the size that it was shaped for.
    pub(crate) width: f32,
}

struct One {
    face: Face<'static>,
    font: Font,
}

/// Both fonts.
pub(crate) struct Fonts {
    regular: One,
    strong: One,
    /// Digits of one width, so that amounts stand below each other.
    features: [Feature; 1],
}

impl One {
    fn open(bytes: &'static [u8]) -> Result<Self, Error> {
        let face = Face::from_slice(bytes, 0).ok_or(Error::Font)?;
        let font = Font::new(bytes.into(), 0).ok_or(Error::Font)?;
        Ok(Self { face, font })
    }
}

impl Fonts {
    pub(crate) fn open() -> Result<Self, Error> {
        let features = [Feature::new(Tag::from_bytes(b"tnum"), 1, ..)];
        Ok(Self { regular: One::open(REGULAR)?, strong: One::open(SEMI_BOLD)?, features })
    }

    fn of(&self, weight: Weight) -> &One {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Strong => &self.strong,
        }
    }

    /// As the writer of PDF wants it.
    pub(crate) fn font(&self, weight: Weight) -> Font {
        self.of(weight).font.clone()
    }

    /// A text as glyphs.
    pub(crate) fn shape(&self, text: &str, weight: Weight, size: f32) -> Shaped {
        let face = &self.of(weight).face;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
        let shaped = rustybuzz::shape(face, &self.features, buffer);
        let em = f32::from(u16::try_from(face.units_per_em()).unwrap_or(1_000));
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let begins: Vec<usize> = infos.iter().map(|info| usize::try_from(info.cluster).unwrap_or_default()).collect();
        let mut width = 0.0;
        let glyphs = (0..infos.len())
            .map(|nth| {
                let (info, place) = (&infos[nth], &positions[nth]);
                let part = |units: i32| f32::from(i16::try_from(units).unwrap_or_default()) / em;
                width += part(place.x_advance) * size;
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    part(place.x_advance),
                    part(place.x_offset),
                    part(place.y_offset),
                    part(place.y_advance),
                    cluster(&begins, nth, text.len()),
                    None,
                )
            })
            .collect();
        Shaped { text: text.to_owned(), glyphs, width }
    }

    /// How wide a text is.
    pub(crate) fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        self.shape(text, weight, size).width
    }

    /// A text as lines that are no wider than so much. A word that is wider is broken. Words are measured one by one, so that a long text
    /// takes no longer than its length.
    pub(crate) fn wrap(&self, text: &str, weight: Weight, size: f32, room: f32) -> Vec<String> {
        let blank = self.width(" ", weight, size);
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let (mut line, mut filled) = (String::new(), 0.0);
            for word in paragraph.split_whitespace() {
                let width = self.width(word, weight, size);
                if !line.is_empty() && filled + blank + width <= room {
                    line.push(' ');
                    line.push_str(word);
                    filled += blank + width;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                (line, filled) = if width <= room {
                    (word.to_owned(), width)
                } else {
                    self.break_word(word, weight, size, room, &mut lines)
                };
            }
            lines.push(line);
        }
        lines
    }

    /// Full lines of a word that is too wide go to `lines`; what is left is answered, and how wide it is.
    fn break_word(&self, word: &str, weight: Weight, size: f32, room: f32, lines: &mut Vec<String>) -> (String, f32) {
        let (mut part, mut filled) = (String::new(), 0.0);
        for sign in word.chars() {
            let width = self.width(sign.encode_utf8(&mut [0; 4]), weight, size);
            if filled + width > room && !part.is_empty() {
                lines.push(std::mem::take(&mut part));
                filled = 0.0;
            }
            part.push(sign);
            filled += width;
        }
        (part, filled)
    }
}

/// Which part of the text a glyph stands for: up to where the next one begins that stands for something else.
fn cluster(begins: &[usize], nth: usize, end: usize) -> Range<usize> {
    let begin = begins[nth];
    let next = begins[nth..].iter().copied().find(|other| *other > begin);
    begin..next.unwrap_or(end)
}
