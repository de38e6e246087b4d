use super::{FieldRules, Plan, Relation, Selection, View, many};

struct Shelf {
    id: u8,
    title: &'static str,
    r#type: &'static str,
    books: Vec<Book>,
}

struct Book {
    id: u8,
    pages: u16,
    price: u8,
}

impl View for Shelf {
    const COLUMNS: &'static [super::Column<Self>] = crate::columns!(Shelf: id, title, r#type);
    const RELATIONS: &'static [Relation<Self>] = &[("books", |s| many(s, |shelf: &Shelf| &shelf.books))];
}

impl View for Book {
    const COLUMNS: &'static [super::Column<Self>] = crate::columns!(Book: id, pages);
    const COMPUTED: &'static [super::Column<Self>] = crate::columns!(Book: price);
}

fn rules() -> FieldRules {
    FieldRules::new(["id", "title", "*books"], ["type", "books.id", "books.pages", "books.price", "books.author.name"])
}

fn answer(fields: Option<&str>) -> String {
    let selection = rules().select(fields).unwrap();
    let shelf = Shelf { id: 1, title: "Sea", r#type: "oak", books: vec![Book { id: 2, pages: 300, price: 9 }] };
    let mut out = Vec::new();
    Plan::new(&selection).write(&shelf, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_defaults() {
    assert_eq!(answer(None), r#"{"id":1,"title":"Sea","books":[{"id":2,"pages":300}]}"#);
    assert_eq!(answer(Some(" ")), answer(None));
}

#[test]
fn a_bare_name_replaces_the_defaults_and_id_comes_last() {
    assert_eq!(answer(Some("title")), r#"{"title":"Sea","id":1}"#);
    assert_eq!(answer(Some("type,title")), r#"{"type":"oak","title":"Sea","id":1}"#);
    assert_eq!(answer(Some("title, type")), r#"{"title":"Sea","type":"oak","id":1}"#);
}

#[test]
fn modifiers_change_the_defaults() {
    assert_eq!(answer(Some("+type")), r#"{"id":1,"title":"Sea","books":[{"id":2,"pages":300}],"type":"oak"}"#);
    assert_eq!(answer(Some(" type")), answer(Some("+type")));
    assert_eq!(answer(Some("-books")), r#"{"id":1,"title":"Sea"}"#);
    assert_eq!(answer(Some("-title,-books,")), r#"{"id":1}"#);
    assert_eq!(
        answer(Some("*books,+books.price,")),
        r#"{"id":1,"title":"Sea","books":[{"id":2,"pages":300,"price":9}]}"#
    );
    assert_eq!(answer(Some("books.*")), answer(Some("*books")));
}

#[test]
fn a_star_on_a_scalar_means_the_scalar() {
    assert_eq!(answer(Some("title,*type")), r#"{"title":"Sea","type":"oak","id":1}"#);
}

#[test]
fn what_is_not_allowed_is_dropped() {
    assert_eq!(answer(Some("title,secret,books.author,*shelf")), r#"{"title":"Sea","id":1}"#);
}

#[test]
fn only_what_was_named_of_a_relation() {
    assert_eq!(answer(Some("id,books.pages")), r#"{"id":1,"books":[{"pages":300}]}"#);
}

#[test]
fn too_many_relations_are_refused() {
    let error = rules().select(Some("+a.b.c.d.e,*a.b.c.d,*a.b.c")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The following fields expand more than the maximum of 3 allowed relations: a.b.c.d.e, a.b.c.d"
    );
}

#[test]
fn adding_implied_paths() {
    let mut selection = Selection::of(["id", "*books"]);
    assert!(!selection.has("books.price"));
    selection.add("books.price");
    assert!(selection.has("books.price") && selection.at("books").unwrap().is_star());
}

#[test]
fn open_rules_let_anything_be_asked_for() {
    let rules = FieldRules::open(["id", "*items"]);
    assert!(rules.select(None).unwrap().has("items"));
    let asked = rules.select(Some("+anything.there.is,-items")).unwrap();
    assert!(asked.has("anything.there.is") && asked.has("id") && !asked.has("items"));
    assert!(rules.select(Some("total")).unwrap().has("id"), "what it is, is always told");
    assert!(rules.select(Some("*a.b.c.d.e.f.g")).is_err(), "but not to any depth");
}
