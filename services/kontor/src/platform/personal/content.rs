//! What the blog keeps about people: its authors, as the public knows them.

use accounts::privacy::{Goes, Of, Subject};

/// An author who is of the staff. Of others nobody knows here who they are: the shop removes them itself.
pub(in crate::platform) const OF_CONTENT: &[Subject] = &[Subject {
    table: "public.blog_authors",
    of: Of::Person,
    whose: "t.user_id = w.person",
    shows: "t.organization_id, t.id, t.name, t.slug, t.bio, t.avatar_media_id, t.url, t.metadata, t.created_at",
    // What he wrote stays, without his name.
    goes: Goes::Deleted,
}];
