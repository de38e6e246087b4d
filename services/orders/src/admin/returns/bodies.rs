//! What is said of returns.

use serde_json::{Map, Value};
use web::{
    body,
    body::{Change, Required},
};

use crate::admin::parts::{MaybePieces, Pieces};

body! {
    /// A return.
    pub(super) struct NewReturn {
        /// Of which order.
        pub(super) order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where to; the place of the way back when it is left out.
        pub(super) location_id: Option<String> = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is about.
        pub(super) description: Option<String> = "Too small",
        /// For the staff.
        pub(super) internal_note: Option<String> = "A good customer",
        /// Whether the customer is not told.
        pub(super) no_notification: Option<bool> = false,
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"ticket": 12},
    }
}

body! {
    /// What changes of a return.
    pub(super) struct ReturnChanges {
        /// Where to.
        pub(super) location_id: Option<String> = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Whether the customer is not told.
        pub(super) no_notification: Option<bool> = false,
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"ticket": 12},
    }
}

body! {
    /// So many of a line that are to come back.
    pub(crate) struct BackItem {
        /// The line.
        pub(crate) id: Required = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        pub(crate) quantity: Pieces<1> = 1,
        /// What is said of it.
        pub(crate) description: Option<String> = "Too small",
        /// For the staff.
        pub(crate) internal_note: Option<String> = "Looks worn",
        /// Why.
        pub(crate) reason_id: Option<String> = "rr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub(crate) metadata: Change<Map<String, Value>> = {"shelf": "B2"},
    }
}

body! {
    /// What is to come back.
    pub(crate) struct BackItems {
        /// Lines, and how many of each.
        pub(crate) items: Option<Vec<BackItem>> = [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// Where to.
        pub(crate) location_id: Option<String> = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// What changes of what is to come back.
    pub(crate) struct BackItemChange {
        /// So many.
        pub(crate) quantity: MaybePieces<1> = 1,
        /// For the staff.
        pub(crate) internal_note: Option<String> = "Looks worn",
        /// Why.
        pub(crate) reason_id: Option<String> = "rr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub(crate) metadata: Change<Map<String, Value>> = {"shelf": "B2"},
    }
}

body! {
    /// Whether the customer is told.
    pub(crate) struct Quietly {
        /// Whether the customer is not told.
        pub(crate) no_notification: Option<bool> = false,
    }
}

body! {
    /// Goods arrive.
    pub(super) struct Receiving {
        /// What it is about.
        pub(super) description: Option<String> = "The blue box",
        /// For the staff.
        pub(super) internal_note: Option<String> = "By the back door",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"ticket": 12},
    }
}

body! {
    /// So many of a line that have come.
    pub(super) struct CameItem {
        /// The line.
        pub(super) id: Required = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        pub(super) quantity: Pieces<1> = 1,
        /// What is said of it.
        pub(super) description: Option<String> = "As new",
        /// For the staff.
        pub(super) internal_note: Option<String> = "Shelf B2",
    }
}

body! {
    /// What has come.
    pub(super) struct CameItems {
        /// Lines, and how many of each.
        pub(super) items: Option<Vec<CameItem>> = [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
    }
}

body! {
    /// What changes of what has come.
    pub(super) struct CameChange {
        /// So many.
        pub(super) quantity: MaybePieces<1> = 1,
        /// For the staff.
        pub(super) internal_note: Option<String> = "Shelf B2",
    }
}
