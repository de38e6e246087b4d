//! Whatever several people do at once in whatever order: what is reserved is the sum of what is kept, there is never less than none,
//! and the ledger has no gap.

use std::collections::HashMap;

use catalog::stock::{self, AtPlace, Line, StockError};
use db::{Db, Tx};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Keeper, tenants::raw};
use crate::admin::organization;

/// What somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// Keeps so much of two levels.
    Reserve(usize, usize, i64),
    /// Ends one of what is kept, sold or not.
    End(usize, bool),
    /// Moves one of what is kept.
    Move(usize, usize, i64),
    /// Counts more, or fewer.
    Adjust(usize, i64),
}

const LEVELS: usize = 4;
const START: i64 = 20;

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..LEVELS, 0..LEVELS, 1..6_i64).prop_map(|(a, b, n)| Deed::Reserve(a, b, n)),
        3 => (any::<usize>(), any::<bool>()).prop_map(|(at, sold)| Deed::End(at, sold)),
        2 => (any::<usize>(), 0..LEVELS, 1..8_i64).prop_map(|(at, to, n)| Deed::Move(at, to, n)),
        2 => (0..LEVELS, -6..7_i64).prop_map(|(at, by)| Deed::Adjust(at, by)),
    ]
}

/// Deeds that are the same in each run.
fn deeds(seed: u8, many: usize) -> Vec<Deed> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..many).map(|_| deed().new_tree(&mut runner).unwrap().current()).collect()
}

/// What one person thinks that there is: what is stocked and reserved at each level, and where and how much each reservation is.
#[derive(Debug, Default, Clone)]
struct Model {
    levels: Vec<(i64, i64)>,
    kept: HashMap<Uuid, (usize, i64)>,
    order: Vec<Uuid>,
}

impl Model {
    fn new() -> Self {
        Self { levels: vec![(START, 0); LEVELS], ..Self::default() }
    }

    fn nth(&self, at: usize) -> Option<Uuid> {
        (!self.order.is_empty()).then(|| self.order[at % self.order.len()])
    }
}

async fn begin(db: &Db) -> Tx {
    let mut tx = db.begin_system("try the stock").await.unwrap();
    tx.work_in(organization("a").0).await.unwrap();
    tx
}

/// Does it, in one transaction, and tells the model what came of it.
async fn does(db: &Db, places: &[AtPlace], deed: &Deed, model: &mut Model) -> Result<(), StockError> {
    let tx = begin(db).await;
    match *deed {
        Deed::Reserve(a, b, n) => {
            let lines = [a, b].map(|at| Line::new(places[at].item, places[at].location, n));
            stock::reserve(&tx, &lines).await?;
            for (line, at) in lines.iter().zip([a, b]) {
                model.levels[at].1 += n;
                model.kept.insert(line.id, (at, n));
                model.order.push(line.id);
            }
        }
        Deed::End(at, sold) => {
            let Some(id) = model.nth(at) else { return Ok(()) };
            // Twice the same is ended once.
            assert_eq!(stock::end(&tx, &[id, id], sold).await?, [id]);
            let (at, n) = model.kept.remove(&id).unwrap();
            model.order.retain(|known| *known != id);
            model.levels[at].1 -= n;
            if sold {
                model.levels[at].0 = (model.levels[at].0 - n).max(0);
            }
        }
        Deed::Move(at, to, n) => {
            let Some(id) = model.nth(at) else { return Ok(()) };
            // A reservation is of one item: it moves between that item's places.
            let from = model.kept[&id].0;
            let to = (0..LEVELS).map(|k| (to + k) % LEVELS).find(|to| places[*to].item == places[from].item).unwrap();
            assert!(stock::move_to(&tx, id, Some(places[to].location), Some(n)).await?);
            let (from, old) = model.kept.insert(id, (to, n)).unwrap();
            model.levels[from].1 -= old;
            model.levels[to].1 += n;
        }
        Deed::Adjust(at, by) => {
            stock::adjust(&tx, places[at], by, "adjust", None).await?;
            model.levels[at].0 += by;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Whether the model would do it.
fn may(model: &Model, places: &[AtPlace], deed: &Deed) -> bool {
    let free = |at: usize| model.levels[at].0 - model.levels[at].1;
    match *deed {
        Deed::Reserve(a, b, n) if a == b => free(a) >= 2 * n,
        Deed::Reserve(a, b, n) => free(a) >= n && free(b) >= n,
        Deed::End(..) => true,
        Deed::Move(at, to, n) => model.nth(at).is_none_or(|id| {
            let (from, old) = model.kept[&id];
            let to = (0..LEVELS).map(|k| (to + k) % LEVELS).find(|to| places[*to].item == places[from].item).unwrap();
            if from == to { n <= old || free(to) >= n - old } else { free(to) >= n }
        }),
        Deed::Adjust(at, by) => model.levels[at].0 + by >= 0,
    }
}

/// Two items at two places each.
async fn four(keeper: &Keeper) -> (Vec<AtPlace>, Vec<(String, String)>) {
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let mut names = Vec::new();
    for sku in ["mug", "cup"] {
        let item = keeper.item(sku, &[(&kiel, START), (&bonn, START)]).await;
        names.extend([(item.clone(), kiel.clone()), (item, bonn.clone())]);
    }
    let places = names.iter().map(|(item, place)| AtPlace { item: raw(item), location: raw(place) }).collect();
    (places, names)
}

#[tokio::test]
async fn one_person_gets_what_the_model_says() {
    let keeper = Keeper::new().await;
    let (places, names) = four(&keeper).await;
    let mut model = Model::new();
    let mut refused = 0;
    for (n, deed) in deeds(7, 150).iter().enumerate() {
        let expected = may(&model, &places, deed);
        let mut after = model.clone();
        match does(keeper.shop.test.db(), &places, deed, &mut after).await {
            Ok(()) => {
                assert!(expected, "{n}: {deed:?} was done, and {model:?} would not");
                model = after;
            }
            Err(StockError::Insufficient { .. }) => {
                assert!(!expected, "{n}: {deed:?} was refused, and {model:?} would not");
                refused += 1;
            }
            Err(other) => panic!("{n}: {deed:?}: {other:?}"),
        }
    }
    assert!((10..140).contains(&refused), "{refused} of 150 were refused: the deeds try too little");
    for (at, (item, place)) in names.iter().enumerate() {
        let [stocked, reserved, _] = keeper.level(item, place).await;
        assert_eq!((stocked, reserved), model.levels[at], "{at}");
    }
    keeper.books_agree().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_people_leave_books_that_agree() {
    let keeper = Keeper::new().await;
    let (places, names) = four(&keeper).await;
    let mut people = JoinSet::new();
    for seed in 1..=4 {
        let (db, places) = (keeper.shop.test.db().clone(), places.clone());
        people.spawn(async move {
            // Each knows only what is his: how much there is, he finds out by being refused.
            let mut mine = Model::new();
            let mut done = 0;
            for deed in deeds(seed, 60) {
                let mut after = mine.clone();
                match does(&db, &places, &deed, &mut after).await {
                    Ok(()) => {
                        mine = after;
                        done += 1;
                    }
                    Err(StockError::Insufficient { .. }) => {}
                    Err(other) => panic!("{deed:?}: {other:?}"),
                }
            }
            (mine, done)
        });
    }
    let people = people.join_all().await;
    assert!(people.iter().all(|(_, done)| *done >= 10), "{people:?}");
    for (at, (item, place)) in names.iter().enumerate() {
        let [stocked, reserved, _] = keeper.level(item, place).await;
        let kept: i64 =
            people.iter().flat_map(|(mine, _)| mine.kept.values()).filter(|(of, _)| *of == at).map(|(_, n)| n).sum();
        assert_eq!(reserved, kept, "{at}: what is reserved is what the four have");
        assert!(stocked >= 0);
    }
    keeper.books_agree().await;
}
