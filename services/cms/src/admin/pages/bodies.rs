//! What is said of pages, and of what is edited as they are.

use chrono::{DateTime, Utc};
use resource::fields::AtMost;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{
    body,
    body::{Change, Documented, Field, Fields, Filled, FromBody, FromText, Property, Required, Within},
};

use super::{Edited, edited::Own as _, said::Content};
use crate::{
    admin::locale::Locale,
    pages::{self, Kind, Snapshot, of_title},
};

/// A window's name for itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Client(pub(super) Uuid);

impl FromText for Client {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        Uuid::parse_str(&text).map(Self).map_err(|_| format!("Invalid value for field '{at}': expected a UUID"))
    }
}

/// What is said of a draft, new or not: its title and its blocks.
struct Said<T: Edited> {
    title: String,
    slug: Option<String>,
    own: T::Own,
    content: Content,
}

const TITLE: &str = "What it is called.";
const SLUG: &str = "Its path, without a leading slash.";
const CONTENT: &str = "What it says: a tree of blocks.";

impl<T: Edited> Said<T> {
    fn read(fields: &mut Fields) -> Self {
        let Required(AtMost::<200>(title)) = Field::read(fields, "title");
        let Filled::<T::Slug>(slug) = Field::read(fields, "slug");
        let own = T::Own::read(fields);
        let content = Content::read(fields, "content");
        if T::KIND == Kind::Block && content.has_reusable() {
            fields.complain("Invalid value for field 'content': a reusable block cannot hold another one: put what that one says here");
        }
        Self { title, slug: slug.map(Into::into), own, content }
    }

    fn properties(is_new: bool) -> Vec<Property> {
        let example = T::example();
        let mut slug = Property::of::<Filled<T::Slug>>("slug", &[SLUG], example["slug"].clone());
        slug.is_required = !is_new;
        let blocks = json!({"blocks": [{"type": "heading", "props": {"id": "a1", "level": 1, "text": "About us"}}]});
        let mut all = vec![
            Property::of::<Required<AtMost<200>>>("title", &[TITLE], example["title"].clone()),
            slug,
            Property::of::<Content>("content", &[CONTENT], blocks),
        ];
        all.extend(T::Own::properties());
        all
    }

    /// What is to be known of its blocks.
    fn notices(&mut self) -> Vec<blocks::Notice> {
        self.content.notices()
    }

    /// As it is kept. What is not said is empty.
    fn snapshot(self) -> Snapshot {
        let Self { title, slug, own, content } = self;
        let mut fields = pages::Fields { title, slug: slug.unwrap_or_default(), ..pages::Fields::default() };
        own.put(&mut fields);
        Snapshot { fields, content: content.kept() }
    }
}

body! {
    /// What besides is said of a new one.
    struct Start {
        /// Its language; the shop's first one when nobody says.
        locale: Filled<Locale> = "en",
        /// Which one it is a translation of.
        translation_of: Option<String> = "page_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"campaign": "spring"},
    }
}

/// A new one.
pub(super) struct New<T: Edited> {
    said: Said<T>,
    pub(super) locale: Option<Locale>,
    pub(super) translation_of: Option<String>,
    pub(super) metadata: Change<Map<String, Value>>,
}

impl<T: Edited> FromBody for New<T> {
    fn read(fields: &mut Fields) -> Self {
        let has_slug = fields.has("slug");
        let mut said = Said::<T>::read(fields);
        let Start { locale, translation_of, metadata } = Start::read(fields);
        if !has_slug && !said.title.is_empty() {
            said.slug = T::Slug::from_text(of_title(&said.title), "slug").ok().map(Into::into);
            if said.slug.is_none() {
                fields.complain("Field 'slug' is required: no path can be made of this title");
            }
        }
        Self { said, locale: locale.0, translation_of, metadata }
    }
}

impl<T: Edited> Documented for New<T> {
    fn properties() -> Vec<Property> {
        let mut start = Start::properties();
        for property in start.iter_mut().filter(|property| property.name == "translation_of") {
            *property =
                Property::of::<Option<String>>(property.name, &["Which one it is a translation of."], T::example_id());
        }
        let mut all = Said::<T>::properties(true);
        all.extend(start);
        all
    }
}

impl<T: Edited> New<T> {
    /// Its first draft.
    pub(super) fn snapshot(self) -> Snapshot {
        self.said.snapshot()
    }
}

body! {
    /// How a draft comes.
    struct Coming {
        /// Whether a window saves it while somebody writes.
        is_autosave: Option<bool> = true,
        /// The window, by a UUID that it gave itself.
        client_id: Option<Client> = "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d",
        /// The number of this save of the window: what comes late is refused.
        sequence: Within<1, 9_007_199_254_740_991> = 12,
        /// Why: what has a reason is kept.
        reason: Option<AtMost<500>> = "New opening hours",
    }
    checked by has_both
}

fn has_both(fields: &mut Fields, coming: &Coming) {
    if coming.client_id.is_some() != coming.sequence.0.is_some() {
        fields.complain("Fields 'client_id' and 'sequence' go together: say both, or none");
    }
}

/// A draft, whole: what is not said is empty.
pub(super) struct Draft<T: Edited> {
    said: Said<T>,
    coming: Coming,
}

impl<T: Edited> FromBody for Draft<T> {
    fn read(fields: &mut Fields) -> Self {
        let has_slug = fields.has("slug");
        let said = Said::<T>::read(fields);
        if !has_slug {
            fields.complain("Field 'slug' is required");
        }
        Self { said, coming: Coming::read(fields) }
    }
}

impl<T: Edited> Documented for Draft<T> {
    fn properties() -> Vec<Property> {
        let mut all = Said::<T>::properties(false);
        all.extend(Coming::properties());
        all
    }
}

/// What of a draft is kept, and how it came.
pub(super) struct Save {
    pub(super) snapshot: Snapshot,
    pub(super) notices: Vec<blocks::Notice>,
    pub(super) is_autosave: bool,
    pub(super) window: Option<(Uuid, i64)>,
    pub(super) reason: Option<String>,
}

impl<T: Edited> From<Draft<T>> for Save {
    fn from(draft: Draft<T>) -> Self {
        let Draft { mut said, coming: Coming { is_autosave, client_id, sequence, reason } } = draft;
        Self {
            notices: said.notices(),
            snapshot: said.snapshot(),
            is_autosave: is_autosave.unwrap_or_default(),
            window: client_id.map(|client| client.0).zip(sequence.0),
            reason: reason.map(|reason| reason.0),
        }
    }
}

body! {
    /// Which revision.
    pub(super) struct Publishing {
        /// The number of the revision that becomes public: the one that whoever publishes has looked at.
        pub(super) revision: Within<1, 9_007_199_254_740_991> = 7,
    }
    checked by has_revision
}

fn has_revision(fields: &mut Fields, publishing: &Publishing) {
    if publishing.revision.0.is_none() {
        fields.complain("Field 'revision' is required");
    }
}

body! {
    /// What becomes of the draft.
    pub(super) struct Unpublishing {
        /// `keep` leaves the draft as it is; `replace` makes it what was published.
        pub(super) draft: Option<DraftThen> = "keep",
    }
}

/// What becomes of the draft of a page that is not published any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DraftThen {
    /// It stays.
    Keep,
    /// It becomes what was published.
    Replace,
}

impl FromText for DraftThen {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        match text.as_str() {
            "keep" => Ok(Self::Keep),
            "replace" => Ok(Self::Replace),
            _ => Err(format!("Invalid value for field '{at}': expected 'keep' or 'replace'")),
        }
    }
}

body! {
    /// What is due when. What is not named is not planned any more.
    pub(super) struct Scheduling {
        /// The number of the revision that becomes public then.
        pub(super) revision: Within<1, 9_007_199_254_740_991> = 7,
        /// When it does.
        pub(super) publish_at: Option<DateTime<Utc>> = "2026-12-01T08:00:00Z",
        /// When nothing of it is public any more.
        pub(super) unpublish_at: Option<DateTime<Utc>> = "2027-01-07T00:00:00Z",
    }
    checked by has_time
}

fn has_time(fields: &mut Fields, planned: &Scheduling) {
    if planned.publish_at.is_some() != planned.revision.0.is_some() {
        fields.complain("Fields 'revision' and 'publish_at' go together: say both, or only 'unpublish_at'");
    }
    if planned.publish_at.is_none() && planned.unpublish_at.is_none() {
        fields.complain("Field 'publish_at' is required, or 'unpublish_at'");
    }
}

body! {
    /// Which revision, and why.
    pub(super) struct Restoring {
        /// The number of the revision that becomes the draft.
        pub(super) revision: Within<1, 9_007_199_254_740_991> = 3,
        /// Why: what has a reason is kept.
        pub(super) reason: Option<AtMost<500>> = "The old opening hours again",
    }
    checked by has_revision_too
}

fn has_revision_too(fields: &mut Fields, restoring: &Restoring) {
    if restoring.revision.0.is_none() {
        fields.complain("Field 'revision' is required");
    }
}
