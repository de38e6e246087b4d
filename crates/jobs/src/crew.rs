//! The jobs that a runner has in hand, shared between its loop and its heart-beat.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::store::Lease;

/// Every claimed job that is not settled yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Crew(Arc<Mutex<HashMap<Uuid, Member>>>);

#[derive(Debug)]
struct Member {
    lease: Lease,
    renewed: Instant,
    /// Ends the attempt at its next await.
    drop: CancellationToken,
    lost: bool,
    /// Over, but not settled: its lease is still renewed, and losing it is settled too.
    ended: bool,
}

impl Crew {
    /// Takes a job in hand; the token ends its attempt.
    pub(crate) fn join(&self, lease: Lease, claimed: Instant) -> CancellationToken {
        let drop = CancellationToken::new();
        let member = Member { lease, renewed: claimed, drop: drop.clone(), lost: false, ended: false };
        self.lock().insert(lease.id, member);
        drop
    }

    /// The attempt is over; says whether its lease is still ours as far as is known.
    pub(crate) fn end(&self, id: Uuid) -> bool {
        self.lock().get_mut(&id).is_some_and(|member| {
            member.ended = true;
            !member.lost
        })
    }

    /// Lets go of a job.
    pub(crate) fn leave(&self, id: Uuid) {
        self.lock().remove(&id);
    }

    /// The leases to renew.
    pub(crate) fn leases(&self) -> Vec<Lease> {
        self.lock().values().filter(|member| !member.lost).map(|member| member.lease).collect()
    }

    /// A renewal began at `asked` and found `held` to be ours: of those that were asked for, the others are lost.
    pub(crate) fn renewed(&self, asked: &[Lease], held: impl Fn(Uuid) -> bool, at: Instant) {
        let mut members = self.lock();
        for lease in asked {
            let Some(member) = members.get_mut(&lease.id).filter(|member| member.lease == *lease) else { continue };
            if held(lease.id) {
                member.renewed = at;
            } else if !member.ended {
                member.lose("another worker has it");
            }
        }
    }

    /// Nothing could be renewed: leases that are over by now may be with somebody else.
    pub(crate) fn unrenewed(&self, lease_time: Duration) {
        for member in self
            .lock()
            .values_mut()
            .filter(|member| !member.ended && !member.lost && member.renewed.elapsed() >= lease_time)
        {
            member.lose("it could not be renewed in time");
        }
    }

    /// Ends all attempts.
    pub(crate) fn drop_all(&self) {
        for member in self.lock().values() {
            member.drop.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Member>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Member {
    fn lose(&mut self, reason: &'static str) {
        tracing::warn!(job.id = %self.lease.id, job.attempt = self.lease.attempt, reason, "the lease of a job is lost");
        self.lost = true;
        self.drop.cancel();
    }
}

#[cfg(test)]
mod tests;
