//! A picture in memory.

use fast_image_resize::{PixelType, ResizeOptions, Resizer, images::Image, images::ImageRef};

use crate::cut::Area;

/// Points, eight bits for a colour, with or without transparency.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    has_alpha: bool,
    points: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("width", &self.width).field("height", &self.height).finish_non_exhaustive()
    }
}

impl Picture {
    /// Points in rows, three bytes each, or four with transparency. One that is opaque everywhere loses its transparency.
    pub(crate) fn new(width: u32, height: u32, has_alpha: bool, mut points: Vec<u8>) -> Self {
        let is_opaque = has_alpha && points.chunks_exact(4).all(|point| point[3] == u8::MAX);
        if is_opaque {
            let all = points.len() / 4;
            for at in 0..all {
                points.copy_within(at * 4..at * 4 + 3, at * 3);
            }
            points.truncate(all * 3);
        }
        Self { width, height, has_alpha: has_alpha && !is_opaque, points }
    }

    /// How wide it is.
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// How high it is.
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// Whether something shines through.
    pub const fn has_alpha(&self) -> bool {
        self.has_alpha
    }

    /// Its points in rows, three bytes each, or four with transparency.
    pub fn points(&self) -> &[u8] {
        &self.points
    }

    const fn pixel_type(&self) -> PixelType {
        if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 }
    }

    /// A part of it, so wide, or as wide as it is where that is less.
    #[must_use]
    pub fn part(&self, area: Area, width: u32) -> Self {
        let width = width.clamp(1, area.width);
        let height = u64::from(area.height) * u64::from(width) + u64::from(area.width) / 2;
        let height = u32::try_from(height / u64::from(area.width)).unwrap_or(u32::MAX).clamp(1, area.height);
        self.resized(area, width, height).unwrap_or_else(|| self.clone())
    }

    /// Nothing where the part is beyond the picture.
    fn resized(&self, area: Area, width: u32, height: u32) -> Option<Self> {
        let from = ImageRef::new(self.width, self.height, &self.points, self.pixel_type()).ok()?;
        let mut to = Image::new(width, height, self.pixel_type());
        let options = ResizeOptions::new().crop(
            f64::from(area.x),
            f64::from(area.y),
            f64::from(area.width),
            f64::from(area.height),
        );
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Some(Self { width, height, has_alpha: self.has_alpha, points: to.into_vec() })
    }

    /// What stands in its place until it is there: its colour, `#7a8b9c`.
    pub fn colour(&self) -> String {
        let size = if self.has_alpha { 4 } else { 3 };
        let (mut sums, mut weight) = ([0_u64; 3], 0_u64);
        for point in self.points.chunks_exact(size) {
            let seen = point.get(3).map_or(255, |alpha| u64::from(*alpha));
            weight += seen;
            for (sum, part) in sums.iter_mut().zip(point) {
                *sum += u64::from(*part) * seen;
            }
        }
        let [red, green, blue] = sums.map(|sum| sum.checked_div(weight).unwrap_or(255));
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}
