//! A table that is listed and read one by one.

use std::{collections::HashMap, marker::PhantomData, str::FromStr};

use db::{OnConstraint, Tx};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{
    ApiError, ListQuery, SelectQuery,
    fields::{FieldRules, Selection, View},
    query::{FromParams, Params},
};

use crate::{Filter, Param, Row, Select, TreeNames, Trees, order_by, param::Reader};

/// Something that is listed and answered one by one.
pub trait Table: View + Row + Send + Sync {
    /// Its key in the answer of one.
    const ONE: &'static str;
    /// Its key in the answer of a page.
    const MANY: &'static str;
    /// Its name in messages.
    const NAME: &'static str;
    /// Its id on the wire.
    type Id: FromStr + Into<Uuid>;
    /// The relations that are answered when nobody says, as in `fields`: `*addresses`.
    const DEFAULT_RELATIONS: &'static [&'static str] = &[];
    /// How many a page has when nobody says.
    const LIMIT: i64 = 50;
    /// What it can be sorted by.
    const SORTABLE: &'static [&'static str];
    /// The columns in which `q` looks for words.
    const WORDS: &'static [&'static str];
    /// What it can be filtered by, besides its id and its times.
    const FILTERS: &'static [Param] = &[];
    /// Parameters that select a relation to itself as deep as it goes, and the relation.
    const TREES: TreeNames = &[];
    /// The table, or a query in brackets, and its alias: `customers c`. `$1` is the shop. It has the columns `organization_id`,
    /// `id`, `created_at`, `updated_at` and `deleted_at`.
    const FROM: &'static str;
    /// The alias alone.
    const ALIAS: &'static str;
    /// Whether anything may be asked for, and not only what stands in [`Table::related`]: what the view has not is left out.
    const IS_OPEN: bool = false;

    /// The relations that may be asked for, with the columns of each.
    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        Vec::new()
    }

    /// Looks for the words of `q`: all of them must be found. By default in the columns of [`Table::WORDS`].
    fn search(filter: &mut Filter, words: &[String]) {
        filter.and_words(Self::WORDS, words);
    }

    /// How many there are that were not deleted, where that is known without counting them.
    fn tally(tx: &Tx) -> impl Future<Output = db::Result<Option<i64>>> + Send {
        let _ = tx;
        async { Ok(None) }
    }

    /// Loads the relations that are selected.
    fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> impl Future<Output = db::Result<()>> + Send {
        let _ = (tx, page, selection);
        async { Ok(()) }
    }
}

/// The names of a view's columns.
pub fn names<T: View>() -> Vec<&'static str> {
    T::COLUMNS.iter().map(|(name, _)| *name).collect()
}

/// The staff may look further than shoppers do, whom Medusa stops at three: its dashboard asks a place for what its zones send.
const MOST_RELATIONS: usize = 6;

/// What is to be answered. Anything of the finite graph may be asked for; what is not in it is left out.
pub fn select<T: Table>(fields: Option<&str>) -> Result<Selection, ApiError> {
    let columns = names::<T>();
    let defaults = columns.iter().chain(T::DEFAULT_RELATIONS).copied();
    let further = T::related().into_iter().flat_map(|(relation, columns)| {
        let columns = columns.into_iter().map(move |column| format!("{relation}.{column}"));
        std::iter::once(relation.to_owned()).chain(columns)
    });
    let rules = if T::IS_OPEN {
        FieldRules::open(defaults)
    } else {
        FieldRules::new(defaults, further).max_relations(MOST_RELATIONS)
    };
    rules.select(fields)
}

/// What a request asks to be answered of one.
#[derive(Debug)]
pub(crate) struct Asked<T> {
    fields: Option<String>,
    trees: Trees,
    of: PhantomData<fn() -> T>,
}

impl<T: Table> FromParams for Asked<T> {
    fn read(params: &mut Params) -> Self {
        let SelectQuery { fields } = SelectQuery::read(params);
        Self { fields, trees: Trees::read(params, T::TREES), of: PhantomData }
    }
}

impl<T: Table> Asked<T> {
    /// What is selected.
    pub(crate) fn select(&self) -> Result<Selection, ApiError> {
        let mut selection = select::<T>(self.fields.as_deref())?;
        self.trees.deepen(&mut selection);
        Ok(selection)
    }
}

/// All that a table can be filtered by.
pub(crate) fn params<T: Table>() -> Vec<Param> {
    let id = [Param::ids::<T::Id>("id", "Ids.")];
    let times = [
        Param::time("created_at", "When it was made."),
        Param::time("updated_at", "When it was last changed."),
        Param::time("deleted_at", "When it was deleted: only what was deleted has this."),
    ];
    id.into_iter().chain(T::FILTERS.iter().copied()).chain(times).collect()
}

/// Reads the filter of a page: what was deleted is left out, unless somebody asks for it.
pub(crate) fn read_filter<T: Table>(query: &mut Params) -> Filter {
    let reader = Reader { params: params::<T>(), alias: T::ALIAS, words: T::WORDS };
    let mut filter = Filter::default();
    let with_deleted = query.boolean("with_deleted") == Some(true) || reader.has(query, "deleted_at");
    if !with_deleted {
        filter.also(living::<T>());
    }
    reader.read(query, &mut filter);
    filter
}

fn living<T: Table>() -> String {
    format!("{}.deleted_at is null", T::ALIAS)
}

fn of_shop<T: Table>() -> Filter {
    Filter::new(format!("{}.organization_id = $1", T::ALIAS))
}

/// A page with what was selected, and how many there are in all.
pub(crate) async fn page<T: Table>(
    tx: &Tx,
    filter: Filter,
    list: &ListQuery,
    selection: &Selection,
) -> Result<(Vec<T>, i64), ApiError> {
    let is_all = list.words.is_empty() && filter.is_only(&living::<T>());
    let known = if is_all { T::tally(tx).await? } else { None };
    let mut conditions = of_shop::<T>();
    conditions.all(filter);
    T::search(&mut conditions, &list.words);
    let order_by = order_by(T::ALIAS, &list.order, &format!("{0}.created_at desc, {0}.id desc", T::ALIAS));
    let select = Select { columns: T::SELECT, from: T::FROM, order_by: &order_by };
    let shop = vec![tx.organization()?.into()];
    let (mut page, count): (Vec<T>, i64) =
        crate::page::page_of(tx, select, &conditions, shop, list.page, known).await?;
    fill(tx, &mut page, selection).await?;
    Ok((page, count))
}

/// One, unless it was deleted.
pub async fn one<T: Table>(tx: &Tx, id: Uuid, selection: &Selection) -> Result<Option<T>, ApiError> {
    Ok(some::<T>(tx, &[id], selection).await?.pop())
}

/// Those of some ids that were not deleted, in any order.
pub(crate) async fn some<T: Table>(tx: &Tx, ids: &[Uuid], selection: &Selection) -> Result<Vec<T>, ApiError> {
    let sql = format!(
        "select {} from {} where {alias}.organization_id = $1 and {alias}.id = any($2) and {alias}.deleted_at is null",
        T::SELECT,
        T::FROM,
        alias = T::ALIAS
    );
    let mut found: Vec<T> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.to_vec().into()]).await?;
    fill(tx, &mut found, selection).await?;
    Ok(found)
}

async fn fill<T: Table>(tx: &Tx, page: &mut [T], selection: &Selection) -> Result<(), ApiError> {
    if page.is_empty() {
        return Ok(());
    }
    T::fill(tx, page, selection).await.on_constraint(TOO_MANY, |_| {
        ApiError::invalid_data(format!(
            "Invalid request: What 'fields' asks for has more than {MOST} rows: leave the relation out, ask for less with 'limit', or \
             list it on its own"
        ))
    })
}

/// Whether there is one of this id. It is not deleted or changed by others before this transaction ends.
pub async fn lock<T: Table>(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let sql = format!(
        "select from {} where {alias}.organization_id = $1 and {alias}.id = $2 and {alias}.deleted_at is null
         for no key update of {alias}",
        T::FROM,
        alias = T::ALIAS
    );
    Ok(db::exec(tx, &sql, [tx.organization()?.into(), id.into()]).await? > 0)
}

/// Marks a row of a table as deleted; it stays for what names it. False when there is no such row.
pub async fn retire(tx: &Tx, table: &str, id: Uuid) -> db::Result<bool> {
    let sql =
        format!("update {table} set deleted_at = $3 where organization_id = $1 and id = $2 and deleted_at is null");
    Ok(db::exec(tx, &sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await? > 0)
}

/// Rows of a table that belong to others, with the key of their owner: all of a page in one statement, and never a part of them.
pub async fn of_owners<T: Table>(
    tx: &Tx,
    join: &str,
    owner: &str,
    owners: Vec<Uuid>,
) -> db::Result<HashMap<Uuid, Vec<T>>> {
    struct Owned<T>(Uuid, T);
    impl<T: FromQueryResult> FromQueryResult for Owned<T> {
        fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
            Ok(Self(row.try_get(prefix, "owner")?, T::from_query_result(row, prefix)?))
        }
    }
    let (alias, columns) = (T::ALIAS, T::SELECT);
    let sql = format!(
        "select {columns}, {owner} as owner from {} {join}
         where {alias}.organization_id = $1 and {owner} = any($2) and {alias}.deleted_at is null
         order by {alias}.created_at, {alias}.id limit {MOST} + 1",
        T::FROM
    );
    let values: [Value; 2] = [tx.organization()?.into(), owners.into()];
    let rows: Vec<Owned<T>> = db::fetch_all(tx, &sql, values).await?;
    if rows.len() > MOST {
        return Err(db::Error::Constraint {
            name: TOO_MANY.to_owned(),
            code: "54000".to_owned(),
            table: None,
            detail: format!("more than {MOST} rows of {}", T::MANY).into(),
            extra: None,
        });
    }
    let mut found: HashMap<Uuid, Vec<T>> = HashMap::new();
    for Owned(owner, row) in rows {
        found.entry(owner).or_default().push(row);
    }
    Ok(found)
}

/// The most rows of a relation that one answer carries.
const MOST: usize = 10_000;
/// What refuses more of them.
const TOO_MANY: &str = "rows_of_relation";
