//! Options and their values.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{OptionId, OptionValueId};
use uuid::Uuid;
use web::body::Change;

use super::{Context, Final, Plan, product::metadata};
use crate::write::{
    MAX_OPTIONS, MAX_WORD,
    apply::{
        known::{Kind, id},
        refused::{Refused, path, taken},
        said::{OptionSaid, Parts},
        stored::{Stored, StoredOption},
        tables::{OptionRow, ValueRow},
    },
    tables::OptionPlace,
};

impl Plan {
    /// Adds what becomes of a product's options; answers those that it has afterwards.
    pub(super) fn options(
        &mut self,
        context: &Context,
        product: Uuid,
        at: &str,
        said: Parts<OptionSaid>,
        stored: Option<&Stored>,
    ) -> Result<Vec<Final>, Refused> {
        let stored = stored.map(|stored| stored.options.as_slice()).unwrap_or_default();
        let (put, removed, is_all) = match said {
            Parts::Keep => return Ok(stored.iter().map(kept).collect()),
            Parts::Exactly(put) => (put, Vec::new(), true),
            Parts::Some { put, remove } => (put, remove, false),
        };
        let mut finals: Vec<Final> = Vec::new();
        let next = stored.iter().map(|option| option.rank + 1).max().unwrap_or(0);
        for (n, said) in (0..).zip(put) {
            let rank = if is_all { Some(n) } else { None };
            let made = self.option(context, product, &said, stored, rank, next + n)?;
            if finals.iter().any(|known| known.id == made.id) {
                return Err(Refused::field(at, "options", format_args!("has '{}' twice", made.title)));
            }
            finals.push(made);
        }
        for option in stored {
            let id = option.row.id;
            if finals.iter().any(|known| known.id == id) {
                continue;
            }
            if !is_all && !removed.contains(&id) {
                finals.push(kept(option));
                continue;
            }
            self.unlinked.remove(product, id);
            if option.row.is_exclusive {
                self.gone.options.push(id);
                self.gone.values.extend(option.values.iter().map(|value| value.id));
            }
        }
        if let Some(id) = removed.iter().find(|id| !stored.iter().any(|option| option.row.id == **id)) {
            return Err(Refused::Missing { what: "Product option", id: OptionId(*id).to_string() });
        }
        if finals.len() > MAX_OPTIONS {
            return Err(Refused::field(at, "options", format_args!("too big, expected at most: '{MAX_OPTIONS}'")));
        }
        let titles: BTreeSet<&str> = finals.iter().map(|option| option.title.as_str()).collect();
        if titles.len() < finals.len() {
            return Err(Refused::field(at, "options", "has two options of one title"));
        }
        Ok(finals)
    }

    fn option(
        &mut self,
        context: &Context,
        product: Uuid,
        said: &OptionSaid,
        stored: &[StoredOption],
        rank: Option<i32>,
        next: i32,
    ) -> Result<Final, Refused> {
        let at = said.at.as_str();
        let named = said.id.as_deref().map(|text| context.known.find(Kind::Option, text, at, "id")).transpose()?;
        let found = match named {
            Some(id) => stored.iter().find(|stored| stored.row.id == id),
            None => stored.iter().find(|stored| Some(&stored.row.title) == said.title.as_ref()),
        };
        if let (None, None, Some(found)) = (named, rank, found) {
            return Err(taken("Product option", "title", &found.row.title));
        }
        if let Some((id, None)) = named.map(|id| (id, found)) {
            let shared = context.shared.get(&id).filter(|(row, _)| !row.is_exclusive);
            let Some((row, values)) = shared else {
                return Err(Refused::field(at, "id", "is an option of another product alone"));
            };
            return self.share(product, said, (row, values), None, rank.unwrap_or(next));
        }
        if matches!(said.value_ids, Change::Set(_)) && found.is_none_or(|found| found.row.is_exclusive) {
            let words = "is for options of several products: name the values of this one in 'values'";
            return Err(Refused::field(at, "value_ids", words));
        }
        if let Some(found) = found.filter(|found| !found.row.is_exclusive) {
            let rank = rank.unwrap_or(found.rank);
            return self.share(product, said, (&found.row, &found.values), Some(found), rank);
        }
        let id = found.map_or_else(Uuid::now_v7, |found| found.row.id);
        let rank = rank.or_else(|| found.map(|found| found.rank)).unwrap_or(next);
        if found.is_none_or(|found| found.rank != rank || found.value_ids.is_some()) {
            self.places.push(OptionPlace { product_id: product, option_id: id, rank, value_ids: None });
        }
        let old = found.map(|found| &found.row);
        let row = OptionRow { id, ..option_row(said, old)? };
        let stored = found.map(|found| found.values.as_slice()).unwrap_or_default();
        let values = self.option_values(id, said, stored)?;
        let made = Final { id, title: row.title.clone(), values };
        self.options.put(row, old);
        Ok(made)
    }

    /// An option of several products in one of them, with those of its values that this one has.
    fn share(
        &mut self,
        product: Uuid,
        said: &OptionSaid,
        (row, values): (&OptionRow, &[ValueRow]),
        stored: Option<&StoredOption>,
        rank: i32,
    ) -> Result<Final, Refused> {
        let had = stored.and_then(|stored| stored.value_ids.clone());
        let value_ids = match &said.value_ids {
            Change::Keep => had.clone(),
            Change::Clear => None,
            Change::Set(ids) => Some(chosen(said, ids, values)?),
        };
        let made = of(row, values, value_ids.as_deref());
        check_shared(said, row, &made)?;
        if stored.is_none_or(|stored| stored.rank != rank) || value_ids != had {
            self.places.push(OptionPlace { product_id: product, option_id: row.id, rank, value_ids });
        }
        Ok(made)
    }

    /// An option on its own.
    pub(in crate::write::apply) fn lone_option(
        &mut self,
        said: &OptionSaid,
        stored: Option<(&OptionRow, &[ValueRow])>,
    ) -> Result<Uuid, Refused> {
        let old = stored.map(|(row, _)| row);
        let row = option_row(said, old)?;
        let id = row.id;
        self.option_values(id, said, stored.map(|(_, values)| values).unwrap_or_default())?;
        self.options.put(row, old);
        Ok(id)
    }

    /// All values of an option, in their order.
    fn option_values(
        &mut self,
        option: Uuid,
        said: &OptionSaid,
        stored: &[ValueRow],
    ) -> Result<BTreeMap<String, Uuid>, Refused> {
        let kept: Vec<String> = stored.iter().map(|value| value.value.clone()).collect();
        let wanted = said.values.as_ref().unwrap_or(&kept);
        let mut values = BTreeMap::new();
        for (n, value) in (0..).zip(wanted) {
            let at = format!("values, {n}");
            if value.trim().is_empty() || value.chars().count() > MAX_WORD {
                return Err(Refused::field(&said.at, &at, "is empty, or has more than 255 characters"));
            }
            let found = stored.iter().find(|stored| stored.value == *value);
            let ranked = said.ranks.as_ref().and_then(|ranks| ranks.get(value).copied());
            let rank = ranked.or_else(|| found.filter(|_| said.values.is_none()).map(|found| found.rank)).unwrap_or(n);
            let id = found.map_or_else(Uuid::now_v7, |found| found.id);
            self.values.put(ValueRow { id, option_id: option, value: value.clone(), rank }, found);
            if values.insert(value.clone(), id).is_some() {
                return Err(Refused::field(&said.at, &at, "stands twice"));
            }
        }
        let unknown = said.ranks.iter().flatten().find(|(value, _)| !values.contains_key(*value));
        if let Some((value, _)) = unknown {
            return Err(Refused::field(
                &said.at,
                "ranks",
                format_args!("names '{value}', which is no value of the option"),
            ));
        }
        self.gone
            .values
            .extend(stored.iter().filter(|stored| !values.contains_key(&stored.value)).map(|value| value.id));
        Ok(values)
    }
}

fn option_row(said: &OptionSaid, old: Option<&OptionRow>) -> Result<OptionRow, Refused> {
    let Some(title) = said.title.clone().or_else(|| old.map(|old| old.title.clone())) else {
        return Err(Refused::Invalid(format!("Field '{}' is required", path(&said.at, "title"))));
    };
    Ok(OptionRow {
        id: old.map_or_else(Uuid::now_v7, |old| old.id),
        title,
        is_exclusive: said.is_exclusive.unwrap_or_else(|| old.is_none_or(|old| old.is_exclusive)),
        metadata: metadata(&said.metadata, old.and_then(|old| old.metadata.clone()), &said.at)?,
    })
}

/// The values that a product takes of an option of several products.
fn chosen(said: &OptionSaid, ids: &[String], values: &[ValueRow]) -> Result<Vec<Uuid>, Refused> {
    let mut chosen = Vec::new();
    for (n, text) in ids.iter().enumerate() {
        let at = format!("value_ids, {n}");
        match id::<OptionValueId>(text).filter(|id| values.iter().any(|value| value.id == *id)) {
            Some(id) if chosen.contains(&id) => return Err(Refused::field(&said.at, &at, "stands twice")),
            Some(id) => chosen.push(id),
            None => return Err(Refused::field(&said.at, &at, "is no value of the option")),
        }
    }
    if chosen.is_empty() {
        return Err(Refused::field(&said.at, "value_ids", "is empty: name a value, or leave the option out"));
    }
    Ok(chosen)
}

/// An option of several products is not changed for one of them; `made` is what this one has of it.
fn check_shared(said: &OptionSaid, row: &OptionRow, made: &Final) -> Result<(), Refused> {
    let is_other_title = said.title.as_ref().is_some_and(|title| *title != row.title);
    let are_others =
        said.values.as_ref().is_some_and(|said| said.iter().collect::<BTreeSet<_>>() != made.values.keys().collect());
    let is_other = is_other_title || are_others || said.is_exclusive == Some(true) || said.ranks.is_some();
    if is_other || !said.metadata.is_keep() {
        let words = format!(
            "'{}' belongs to several products: change it at /admin/product-options, and name those of its values that \
             this product has in 'value_ids'",
            row.title
        );
        return Err(Refused::field(&said.at, "title", words));
    }
    Ok(())
}

fn kept(option: &StoredOption) -> Final {
    of(&option.row, &option.values, option.value_ids.as_deref())
}

fn of(row: &OptionRow, values: &[ValueRow], only: Option<&[Uuid]>) -> Final {
    let has = |value: &&ValueRow| only.is_none_or(|only| only.contains(&value.id));
    let values = values.iter().filter(has).map(|value| (value.value.clone(), value.id)).collect();
    Final { id: row.id, title: row.title.clone(), values }
}
