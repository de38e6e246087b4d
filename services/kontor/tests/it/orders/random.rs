//! Whatever the staff does with an order, and in whatever order: of a line never more is delivered than was shipped, shipped than was
//! fulfilled, fulfilled than was ordered, and what is stocked and kept adds up.

use proptest::{
    prelude::{Just, Strategy, prop_oneof},
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};
use testkit::Client;
use tokio::task::JoinSet;

use super::{Desk, at};

#[derive(Debug, Clone, Copy)]
enum Deed {
    /// So many of the first and the second line.
    Pack(i64, i64),
    /// The n-th fulfilment that there is.
    Cancel(usize),
    Ship(usize),
    Deliver(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..3_i64, 0..3_i64).prop_map(|(a, b)| Deed::Pack(a, b)),
        3 => (0..6_usize).prop_map(Deed::Cancel),
        2 => (0..6_usize).prop_map(Deed::Ship),
        1 => (0..6_usize).prop_map(Deed::Deliver),
        1 => Just(Deed::Pack(1, 1)),
    ]
}

/// Deeds that are the same in each run.
fn deeds(seed: u8, many: usize) -> Vec<Deed> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..many).map(|_| deed().new_tree(&mut runner).unwrap().current()).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Packed,
    Shipped,
    Delivered,
    Canceled,
}

/// What one person thinks that there is.
#[derive(Debug, Default)]
struct Model {
    parcels: Vec<([i64; 2], State)>,
}

const ORDERED: [i64; 2] = [5, 4];

impl Model {
    /// So many of each line are in parcels of these states.
    fn sum(&self, counts: fn(State) -> bool) -> [i64; 2] {
        let of = |line: usize| self.parcels.iter().filter(|(_, state)| counts(*state)).map(|(n, _)| n[line]).sum();
        [of(0), of(1)]
    }

    /// Does it, or says that it cannot be done.
    fn does(&mut self, deed: Deed) -> bool {
        let open = self.sum(|state| state != State::Canceled);
        let (at, next, from): (usize, State, &[State]) = match deed {
            Deed::Pack(a, b) => {
                let fits = a + b > 0 && open[0] + a <= ORDERED[0] && open[1] + b <= ORDERED[1];
                if fits {
                    self.parcels.push(([a, b], State::Packed));
                }
                return fits;
            }
            Deed::Cancel(at) => (at, State::Canceled, &[State::Packed]),
            Deed::Ship(at) => (at, State::Shipped, &[State::Packed]),
            Deed::Deliver(at) => (at, State::Delivered, &[State::Packed, State::Shipped]),
        };
        match self.parcels.get_mut(at) {
            Some((_, state)) if from.contains(state) => {
                *state = next;
                true
            }
            _ => false,
        }
    }
}

async fn act(staff: &Client, order: &Value, deed: Deed) -> u16 {
    let line = |at: usize, n: i64| json!({"id": order["items"][at]["id"], "quantity": n});
    let (path, body) = match deed {
        Deed::Pack(a, b) => {
            let items: Vec<Value> =
                [(0, a), (1, b)].into_iter().filter(|(_, n)| *n > 0).map(|(at, n)| line(at, n)).collect();
            ("/fulfillments".to_owned(), json!({ "items": items }))
        }
        Deed::Cancel(n) | Deed::Ship(n) | Deed::Deliver(n) => {
            let read = staff.get(&format!("{}?fields=*fulfillments,*fulfillments.items", at(order))).ok().await;
            let parcel = read["order"]["fulfillments"][n].clone();
            let id = parcel["id"].as_str().unwrap_or("ful_x");
            match deed {
                Deed::Cancel(_) => (format!("/fulfillments/{id}/cancel"), json!({})),
                Deed::Deliver(_) => (format!("/fulfillments/{id}/mark-as-delivered"), json!({})),
                _ => {
                    let there = parcel["items"][0]["line_item_id"].clone();
                    (format!("/fulfillments/{id}/shipments"), json!({"items": [{"id": there, "quantity": 1}]}))
                }
            }
        }
    };
    staff.post(&format!("{}{path}", at(order)), &body).send().await.status.as_u16()
}

/// Lines and stock are what is in the parcels.
async fn holds(desk: &Desk, order: &Value, model: Option<&Model>) {
    let read = desk.read(order).await;
    let mut fulfilled = [0; 2];
    for line in 0..2 {
        let detail = &read["items"][line]["detail"];
        let n = |name: &str| detail[name].as_i64().unwrap();
        let counts = [n("fulfilled_quantity"), n("shipped_quantity"), n("delivered_quantity")];
        let [packed, shipped, delivered] = counts;
        assert!(0 <= delivered && delivered <= shipped && shipped <= packed && packed <= ORDERED[line], "{counts:?}");
        if let Some(model) = model {
            let of = |counts: fn(State) -> bool| model.sum(counts)[line];
            let expected = [
                of(|state| state != State::Canceled),
                of(|state| matches!(state, State::Shipped | State::Delivered)),
                of(|state| state == State::Delivered),
            ];
            assert_eq!(counts, expected, "{model:?}");
        }
        fulfilled[line] = packed;
    }
    let [blue, white] = fulfilled;
    // A white one is two of its item, and one of the shirt's.
    for (item, packed, ordered) in [(1, blue, 5), (2, 2 * white, 8), (3, white, 4)] {
        assert_eq!(desk.level(item).await, (1000 - packed, ordered - packed), "item {item}");
    }
    assert_eq!(desk.faults().await, 0);
}

#[tokio::test]
async fn one_person_gets_what_the_model_says() {
    let desk = Desk::open().await;
    for seed in 1..=3 {
        let order = desk.order(&[(1, 5), (2, 4)]).await;
        let mut model = Model::default();
        let mut refused = 0;
        for deed in deeds(seed, 25) {
            let status = act(&desk.staff, &order, deed).await;
            if model.does(deed) {
                assert_eq!(status, 200, "{deed:?} {model:?}");
            } else {
                assert!([400, 404].contains(&status), "{deed:?}: {status} {model:?}");
                refused += 1;
            }
        }
        assert!((2..24).contains(&refused), "{refused} of 25 were refused: the deeds try too little");
        holds(&desk, &order, Some(&model)).await;
        // The next one finds the stock as it was.
        desk.shop.change("delete from orders; delete from reservation_items; update inventory_levels set stocked_quantity = 1000, reserved_quantity = 0").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_people_leave_what_adds_up() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 5), (2, 4)]).await;
    let mut people = JoinSet::new();
    for seed in 11..=14 {
        let (staff, order) = (desk.staff.clone(), order.clone());
        people.spawn(async move {
            let mut done = 0;
            for deed in deeds(seed, 12) {
                let status = act(&staff, &order, deed).await;
                assert!([200, 400, 404, 409].contains(&status), "{deed:?}: {status}");
                done += u32::from(status == 200);
            }
            done
        });
    }
    let done: u32 = people.join_all().await.into_iter().sum();
    assert!(done >= 6, "{done}");
    holds(&desk, &order, None).await;
}
