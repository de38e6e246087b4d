//! Whatever the order of changes, notices, requests and cancellations: no request is answered with something older than
//! the last change that the cache had been told of when the request came, and none hangs.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use cache::Topic;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use tokio::{sync::oneshot, task::JoinHandle};
use uuid::Uuid;

use crate::support::{OTHER_SHOP, Reply, SHOP, Shop, of_shop, on, settle};

const SHOPS: [Uuid; 2] = [SHOP, OTHER_SHOP];

/// Per shop and topic the number of the last change.
type Data = [[u64; 2]; 2];

#[derive(Clone, Copy, Debug)]
enum Step {
    Ask {
        shop: usize,
        both: bool,
    },
    /// Lets a handler go on: from its start to its read, or from its read to its answer.
    Proceed(usize),
    Change {
        shop: usize,
        topic: usize,
    },
    /// Delivers the oldest notice.
    Tell,
    Cancel(usize),
    Listen(bool),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..2_usize, any::<bool>()).prop_map(|(shop, both)| Step::Ask { shop, both }),
        9 => any::<usize>().prop_map(Step::Proceed),
        4 => (0..2_usize, 0..2_usize).prop_map(|(shop, topic)| Step::Change { shop, topic }),
        4 => Just(Step::Tell),
        1 => any::<usize>().prop_map(Step::Cancel),
        1 => prop_oneof![1 => Just(false), 3 => Just(true)].prop_map(Step::Listen),
        1 => (1..200_u64).prop_map(Step::Wait),
    ]
}

struct Asked {
    shop: usize,
    both: bool,
    /// The least that may be answered.
    floor: Data,
    reply: JoinHandle<Reply>,
}

impl Asked {
    async fn check(self) {
        let reply = self.reply.await.expect("nobody cancelled it");
        let (catalog, stock) = reply.text().split_once(' ').expect("two numbers");
        let answered = [catalog, stock].map(|number| number.parse::<u64>().expect("a number"));
        let floor = self.floor[self.shop];
        assert!(answered[0] >= floor[0], "catalog {answered:?} is older than {floor:?}, from {}", reply.from());
        assert!(
            !self.both || answered[1] >= floor[1],
            "stock {answered:?} is older than {floor:?}, from {}",
            reply.from()
        );
    }
}

struct World {
    shop: Shop,
    data: Arc<Mutex<Data>>,
    gates: Arc<Mutex<Vec<oneshot::Sender<()>>>>,
    notices: VecDeque<(usize, usize, u64)>,
    told: Data,
    is_listening: bool,
    asked: Vec<Asked>,
}

impl World {
    fn new() -> Self {
        let (data, gates) = (Arc::<Mutex<Data>>::default(), Arc::<Mutex<Vec<oneshot::Sender<()>>>>::default());
        let shop = Shop::new({
            let (data, gates) = (Arc::clone(&data), Arc::clone(&gates));
            move |target| {
                let (data, gates) = (Arc::clone(&data), Arc::clone(&gates));
                async move {
                    let gate = || {
                        let (open, opened) = oneshot::channel();
                        gates.lock().unwrap().push(open);
                        opened
                    };
                    let shop = usize::from(target.contains("shop=1"));
                    let before = gate();
                    before.await.expect("gates are opened, never dropped");
                    let [catalog, stock] = data.lock().unwrap()[shop];
                    let after = gate();
                    after.await.expect("gates are opened, never dropped");
                    let body = format!("{catalog} {stock}");
                    if target.starts_with("/both") {
                        on(Topic::Catalog | Topic::Stock, body)
                    } else {
                        on(Topic::Catalog, body)
                    }
                }
            }
        });
        Self {
            shop,
            data,
            gates,
            notices: VecDeque::new(),
            told: Data::default(),
            is_listening: true,
            asked: Vec::new(),
        }
    }

    /// A request that was never told anything gets what is there; nobody listening means that too.
    fn floor(&self) -> Data {
        if self.is_listening { self.told } else { *self.data.lock().unwrap() }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Ask { shop, both } => {
                let target = format!("/{}?shop={shop}", if both { "both" } else { "catalog" });
                let (router, floor) = (self.shop.clone(), self.floor());
                let reply = tokio::spawn(async move { router.send(of_shop(&target, SHOPS[shop])).await });
                self.asked.push(Asked { shop, both, floor, reply });
            }
            Step::Proceed(which) => {
                let mut gates = self.gates.lock().unwrap();
                if !gates.is_empty() {
                    let which = which % gates.len();
                    // Its request may have been cancelled.
                    let _ = gates.remove(which).send(());
                }
            }
            Step::Change { shop, topic } => {
                let mut data = self.data.lock().unwrap();
                data[shop][topic] += 1;
                if self.is_listening {
                    self.notices.push_back((shop, topic, data[shop][topic]));
                }
            }
            Step::Tell => {
                if let Some((shop, topic, number)) = self.notices.pop_front() {
                    self.shop.cache.invalidate(SHOPS[shop], Topic::ALL[topic]);
                    self.told[shop][topic] = number;
                }
            }
            Step::Cancel(which) => {
                if !self.asked.is_empty() {
                    let which = which % self.asked.len();
                    self.asked.remove(which).reply.abort();
                }
            }
            Step::Listen(listening) => {
                self.notices.clear();
                self.is_listening = listening;
                self.shop.cache.listening(listening);
                if listening {
                    self.told = *self.data.lock().unwrap();
                }
            }
            Step::Wait(seconds) => self.shop.hands.advance(Duration::from_secs(seconds)),
        }
    }

    async fn check_those_answered(&mut self) {
        let (done, open): (Vec<_>, Vec<_>) = self.asked.drain(..).partition(|asked| asked.reply.is_finished());
        self.asked = open;
        for asked in done {
            asked.check().await;
        }
    }

    /// With all gates open everybody is answered.
    async fn finish(mut self) -> cache::Stats {
        while !self.asked.is_empty() {
            let before = (self.asked.len(), self.shop.runs());
            let mut opened = 0;
            for gate in std::mem::take(&mut *self.gates.lock().unwrap()) {
                opened += 1;
                let _ = gate.send(());
            }
            settle().await;
            self.check_those_answered().await;
            let after = (self.asked.len(), self.shop.runs());
            assert!(opened > 0 || before != after, "{} requests hang", self.asked.len());
        }
        let stats = self.shop.cache.stats();
        assert_eq!(stats.in_flight, 0);
        stats
    }
}

#[test]
fn no_answer_is_older_than_what_was_told() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let seen = std::cell::Cell::new((0, 0));
    let steps = proptest::collection::vec(step(), 1..120);
    let result = runner.run(&steps, |steps| {
        let stats = runtime.block_on(async {
            let mut world = World::new();
            for step in steps {
                world.take(step);
                settle().await;
                world.check_those_answered().await;
            }
            world.finish().await
        });
        let (hits, joined) = seen.get();
        seen.set((hits + stats.hits, joined + stats.joined));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let (hits, joined) = seen.get();
    assert!(hits > 500 && joined > 500, "the cache was hardly used: {hits} hits, {joined} joined");
}
