//! Where a picture must not be cut.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{form::Kind, props::Prop};

/// A point of a picture, as parts of its width and height from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Given")]
#[schemars(inline)]
pub struct Focal {
    /// From the left, 0 to 1.
    pub x: f64,
    /// From the top, 0 to 1.
    pub y: f64,
}

/// A point that nobody has looked at.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
struct Given {
    /// From the left, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    x: f64,
    /// From the top, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    y: f64,
}

impl TryFrom<Given> for Focal {
    type Error = String;

    fn try_from(Given { x, y }: Given) -> Result<Self, String> {
        let fits = |part: f64| (0.0..=1.0).contains(&part);
        if fits(x) && fits(y) { Ok(Self { x, y }) } else { Err("must have x and y from 0 to 1".into()) }
    }
}

impl Prop for Focal {
    fn kind() -> Kind {
        Kind::FocalPoint
    }
}
