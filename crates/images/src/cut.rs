//! Which part of a picture is shown.

/// How wide a picture is for its height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// As it is.
    Original,
    /// As wide as high.
    Square,
    /// Four to three.
    Classic,
    /// Sixteen to nine.
    Wide,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Original, Self::Square, Self::Classic, Self::Wide];

    /// As addresses have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Square => "square",
            Self::Classic => "4x3",
            Self::Wide => "16x9",
        }
    }

    /// That of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.name() == name)
    }

    const fn ratio(self) -> Option<(u64, u64)> {
        match self {
            Self::Original => None,
            Self::Square => Some((1, 1)),
            Self::Classic => Some((4, 3)),
            Self::Wide => Some((16, 9)),
        }
    }
}

/// What must stay in view, in hundredths of width and height from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Focal {
    /// From the left, 0 to 100.
    pub x: u8,
    /// From the top, 0 to 100.
    pub y: u8,
}

impl Default for Focal {
    fn default() -> Self {
        Self { x: 50, y: 50 }
    }
}

/// A part of a picture; never empty, never beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// The largest part of a picture of this shape that has the focal point as near to its middle as the picture's edges let it.
pub fn area(width: u32, height: u32, aspect: Aspect, focal: Focal) -> Area {
    let (width, height) = (width.max(1), height.max(1));
    let Some((across, down)) = aspect.ratio() else { return Area { x: 0, y: 0, width, height } };
    let (wide, high) = (u64::from(width), u64::from(height));
    let (part_width, part_height) = if wide * down > high * across {
        (rounded(high * across, down).clamp(1, wide), high)
    } else {
        (wide, rounded(wide * down, across).clamp(1, high))
    };
    Area {
        x: begin(wide, part_width, focal.x),
        y: begin(high, part_height, focal.y),
        width: narrow(part_width),
        height: narrow(part_height),
    }
}

fn begin(whole: u64, part: u64, focal: u8) -> u32 {
    let middle = rounded(whole * u64::from(focal.min(100)), 100);
    narrow(middle.saturating_sub(part / 2).min(whole - part))
}

const fn rounded(of: u64, by: u64) -> u64 {
    (of + by / 2) / by
}

/// Nothing here is larger than a side of the picture.
fn narrow(side: u64) -> u32 {
    u32::try_from(side).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn around_what_matters() {
        let square = |x, y| area(300, 200, Aspect::Square, Focal { x, y });
        assert_eq!(square(50, 50), Area { x: 50, y: 0, width: 200, height: 200 });
        assert_eq!(square(0, 0).x, 0);
        assert_eq!(square(100, 100).x, 100);
        assert_eq!(
            area(1_600, 900, Aspect::Wide, Focal { x: 0, y: 100 }),
            Area { x: 0, y: 0, width: 1_600, height: 900 }
        );
        assert_eq!(area(90, 1_000, Aspect::Wide, Focal { x: 0, y: 90 }), Area { x: 0, y: 875, width: 90, height: 51 });
        assert_eq!(area(0, 0, Aspect::Wide, Focal::default()), Area { x: 0, y: 0, width: 1, height: 1 });
    }

    proptest! {
        #[test]
        fn a_part_is_within_and_of_its_shape(
            width in 1_u32..20_000, height in 1_u32..20_000, x in 0_u8..=100, y in 0_u8..=100, at in 0_usize..4,
        ) {
            let aspect = Aspect::ALL[at];
            let part = area(width, height, aspect, Focal { x, y });
            prop_assert!(part.width >= 1 && part.height >= 1);
            prop_assert!(part.x + part.width <= width && part.y + part.height <= height);
            prop_assert!(part.width == width || part.height == height, "nothing is cut that need not be");
            if let Some((across, down)) = aspect.ratio() {
                // Within half a point of the shape, or as small as it can be.
                let off = (u64::from(part.width) * down).abs_diff(u64::from(part.height) * across);
                prop_assert!(off <= across.max(down) || part.width == 1 || part.height == 1, "{part:?}");
                // What matters is in it.
                let (px, py) = (u64::from(width) * u64::from(x) / 100, u64::from(height) * u64::from(y) / 100);
                prop_assert!(px + 1 >= u64::from(part.x) && px <= u64::from(part.x + part.width) + 1);
                prop_assert!(py + 1 >= u64::from(part.y) && py <= u64::from(part.y + part.height) + 1);
            } else {
                prop_assert_eq!((part.width, part.height), (width, height));
            }
        }
    }
}
