//! Facts of the same thing are brought together, so that any order of them, and any number of copies, ends alike. What
//! `private.tell_session` and its like do with a row, this does with what waits for it: one write instead of many.

use std::{cmp::Ordering, collections::BTreeMap};

use money::Amount;

use crate::{Data, Fact, Session, Setup, Subscription, Told};

/// What is known of a thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// What counts, and by which event it is known.
    pub told: Told,
    /// What was told cannot tell where it stands, so the object is to be looked up: the youngest event says less than an
    /// older one, as of an intent whose method fails behind `processing`; or events of the same second say different
    /// things of what goes to and fro, and nothing tells which came first.
    pub is_behind: bool,
}

/// Brings together what was told, in the order of what it is of.
pub fn merge(told: impl IntoIterator<Item = Told>) -> Vec<Merged> {
    let mut all: BTreeMap<(&'static str, String), Gathered> = BTreeMap::new();
    for told in told {
        let (kind, reference) = told.fact.of();
        let key = (kind, reference.to_owned());
        match all.remove(&key) {
            None => all.insert(key, Gathered::new(told)),
            Some(known) => all.insert(key, known.with(told)),
        };
    }
    all.into_values().map(Gathered::finish).collect()
}

struct Gathered {
    best: Told,
    /// Of the events of the youngest second: the second, and the lowest rank that they say.
    youngest: (i64, i16),
    /// Of what goes to and fro: what the first of those says, and whether others say something else.
    said: Option<Subscription>,
    differs: bool,
}

impl Gathered {
    fn new(told: Told) -> Self {
        let rank = rank(&told.fact);
        Self { youngest: (told.at.timestamp(), rank), said: to_and_fro(&told.fact), differs: false, best: told }
    }

    fn with(mut self, told: Told) -> Self {
        let ((at, least), rank) = (self.youngest, rank(&told.fact));
        match told.at.timestamp().cmp(&at) {
            Ordering::Less => {}
            Ordering::Equal => {
                self.youngest = (at, least.min(rank));
                self.differs |= self.said != to_and_fro(&told.fact);
            }
            Ordering::Greater => {
                self.youngest = (told.at.timestamp(), rank);
                (self.said, self.differs) = (to_and_fro(&told.fact), false);
            }
        }
        let (mut best, other) = if weight(&told) > weight(&self.best) { (told, self.best) } else { (self.best, told) };
        grow(&mut best.fact, &other.fact);
        self.best = best;
        self
    }

    fn finish(self) -> Merged {
        let (_, least) = self.youngest;
        let is_behind = match &self.best.fact {
            Fact::Session(Session { rank, .. }) | Fact::Setup(Setup { rank, .. }) => *rank < 50 && least < *rank,
            Fact::Subscription(it) => !it.is_over() && self.differs,
            _ => false,
        };
        Merged { is_behind, told: self.best }
    }
}

/// What is said of a subscription, but for the secrets, which events do not bring.
fn to_and_fro(fact: &Fact) -> Option<Subscription> {
    match fact {
        Fact::Subscription(it) => Some(Subscription { data: Data::default(), ..it.clone() }),
        _ => None,
    }
}

/// What counts more: the higher rank, then the younger, then the greater id. Where things go to and fro, the younger first,
/// and only an end is an end.
fn weight(told: &Told) -> (i16, i64, i16, &str) {
    let rank = rank(&told.fact);
    let at = told.at.timestamp();
    match &told.fact {
        Fact::Subscription(it) => (i16::from(it.is_over()), at, rank, &told.event),
        Fact::Session(_) | Fact::Setup(_) | Fact::Refund(_) | Fact::Dispute(_) | Fact::Invoice(_) => {
            (rank, at, 0, &told.event)
        }
        Fact::Method(it) => (i16::from(it.is_detached), at, 0, &told.event),
        Fact::Customer(it) => (i16::from(it.is_deleted), at, 0, &told.event),
        Fact::Review(it) => (0, at, i16::from(!it.is_open), &told.event),
        _ => (0, at, 0, &told.event),
    }
}

fn rank(fact: &Fact) -> i16 {
    match fact {
        Fact::Session(it) => it.rank,
        Fact::Setup(it) => it.rank,
        Fact::Refund(it) => it.rank,
        Fact::Dispute(it) => it.rank,
        Fact::Invoice(it) => it.rank,
        Fact::Subscription(it) => it.rank,
        _ => 0,
    }
}

/// What only ever grows.
fn grow(best: &mut Fact, other: &Fact) {
    let most = |into: &mut Amount, from: &Amount| {
        if *from > *into {
            into.clone_from(from);
        }
    };
    match (best, other) {
        (Fact::Session(best), Fact::Session(other)) => most(&mut best.received, &other.received),
        (Fact::Charge(best), Fact::Charge(other)) => {
            most(&mut best.captured, &other.captured);
            best.disputed |= other.disputed;
        }
        (Fact::Dispute(best), Fact::Dispute(other)) => {
            most(&mut best.withdrawn, &other.withdrawn);
            most(&mut best.reinstated, &other.reinstated);
        }
        (Fact::Invoice(best), Fact::Invoice(other)) => {
            most(&mut best.paid, &other.paid);
            best.attempts = best.attempts.max(other.attempts);
        }
        _ => {}
    }
}
