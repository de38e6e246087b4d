//! By which parcels are followed.

use resource::fields::AtMost;
use web::{body, body::Fields};

use crate::fulfilment::Label;

/// As long as an address of the web is taken.
type Address = Option<AtMost<2_000>>;

body! {
    /// By which a parcel is followed.
    pub(crate) struct LabelBody {
        /// Its number at the carrier.
        tracking_number: Option<AtMost<500>> = "00340434",
        /// Where it is followed.
        tracking_url: Address = "https://example.com/t/00340434",
        /// Where the label is.
        label_url: Address = "https://example.com/l/00340434.pdf",
    }
    checked by check
}

/// What people click on leads to the web, and does nothing else.
fn check(fields: &mut Fields, label: &LabelBody) {
    for (name, address) in [("tracking_url", &label.tracking_url), ("label_url", &label.label_url)] {
        let text = address.as_ref().map(|AtMost(text)| text.trim().to_lowercase()).unwrap_or_default();
        let scheme = text.split_once(':').map(|(scheme, _)| scheme);
        if scheme.is_some_and(|scheme| !matches!(scheme, "http" | "https")) {
            let at = fields.at(name);
            fields.complain(format!("Invalid value for field '{at}': expected an address that begins with https://"));
        }
    }
}

impl LabelBody {
    /// What is written down.
    pub(crate) fn label(self) -> Label {
        let text = |address: Address| address.map(|AtMost(text)| text).unwrap_or_default();
        Label {
            tracking_number: self.tracking_number.map(|AtMost(text)| text).unwrap_or_default(),
            tracking_url: text(self.tracking_url),
            label_url: text(self.label_url),
        }
    }
}
