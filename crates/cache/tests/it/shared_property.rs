//! The same promise for processes that share a Redis and are told at different times.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use cache::{Settings, Topic};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    redis_server::RedisServer,
    support::{SHOP, Shop, on_catalog, until},
};

#[derive(Clone, Copy, Debug)]
enum Step {
    Ask {
        process: usize,
        path: usize,
    },
    Change,
    /// Delivers a process' oldest notice.
    Tell {
        process: usize,
    },
    /// A process loses its connection to Postgres, and with it its notices, and listens again.
    ListenAgain {
        process: usize,
    },
    /// Lets what is on its way to Redis arrive.
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        10 => (0..2_usize, 0..2_usize).prop_map(|(process, path)| Step::Ask { process, path }),
        2 => Just(Step::Change),
        5 => (0..2_usize).prop_map(|process| Step::Tell { process }),
        1 => (0..2_usize).prop_map(|process| Step::ListenAgain { process }),
        8 => Just(Step::Settle),
    ]
}

struct Process {
    shop: Shop,
    notices: VecDeque<u64>,
    told: u64,
}

async fn run(server: &RedisServer, namespace: &str, steps: Vec<Step>) -> u64 {
    let data = Arc::new(AtomicU64::new(0));
    let mut processes = Vec::new();
    for _ in 0..2 {
        let data = Arc::clone(&data);
        let redis = server.open_with(namespace, Duration::from_secs(20));
        let shop = Shop::with(Settings::default(), Some(redis), move |_| {
            let read = data.load(Ordering::SeqCst);
            async move { on_catalog(read.to_string()) }
        });
        shop.cache.listening(true);
        until(async || shop.cache.health().is_ready()).await;
        processes.push(Process { shop, notices: VecDeque::new(), told: 0 });
    }
    for step in steps {
        match step {
            Step::Ask { process, path } => {
                let Process { shop, told, .. } = &processes[process];
                let reply = shop.get(&format!("/{path}")).await;
                let answered: u64 = reply.text().parse().unwrap();
                assert!(answered >= *told, "process {process} answered {answered}, was told of {told}");
            }
            Step::Change => {
                let number = data.fetch_add(1, Ordering::SeqCst) + 1;
                for process in &mut processes {
                    process.notices.push_back(number);
                }
            }
            Step::Tell { process } => {
                let process = &mut processes[process];
                if let Some(number) = process.notices.pop_front() {
                    process.shop.cache.invalidate(SHOP, Topic::Catalog);
                    process.told = number;
                }
            }
            Step::ListenAgain { process } => {
                let process = &mut processes[process];
                process.notices.clear();
                process.shop.cache.listening(false);
                process.shop.cache.listening(true);
                process.told = data.load(Ordering::SeqCst);
            }
            Step::Settle => {
                until(async || processes.iter().all(|process| process.shop.cache.stats().on_the_way == 0)).await;
            }
        }
    }
    processes.iter().map(|process| process.shop.cache.stats().shared).sum()
}

#[test]
fn no_process_serves_what_it_was_told_to_be_stale() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let server = runtime.block_on(RedisServer::start());
    let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
    let (case, shared) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let result = runner.run(&proptest::collection::vec(step(), 1..80), |steps| {
        case.set(case.get() + 1);
        shared.set(shared.get() + runtime.block_on(run(&server, &case.get().to_string(), steps)));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(shared.get() > 30, "the shared level was hardly used: {} answers came from it", shared.get());
}
