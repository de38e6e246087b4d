//! A few threads with a bounded queue.

use std::{
    io,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use tokio::sync::oneshot;

use super::Error;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Debug, Clone)]
pub(super) struct Pool {
    queue: SyncSender<Job>,
}

impl Pool {
    pub(super) fn start(threads: NonZeroUsize, waiting: NonZeroUsize) -> io::Result<Self> {
        let (queue, jobs) = sync_channel(waiting.get());
        let jobs = Arc::new(Mutex::new(jobs));
        for number in 1..=threads.get() {
            let jobs = Arc::clone(&jobs);
            thread::Builder::new().name(format!("password-{number}")).spawn(move || work(&jobs))?;
        }
        Ok(Self { queue })
    }

    /// Runs it on one of the threads, unless the caller has gone away before its turn.
    pub(super) async fn run<T: Send + 'static>(&self, task: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let (answer, result) = oneshot::channel();
        let job = Box::new(move || {
            if !answer.is_closed() {
                answer.send(task()).ok();
            }
        });
        self.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Stopped,
        })?;
        result.await.map_err(|_| Error::Stopped)
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // Whoever waits for a job that panics gets an error; the thread is needed by the others.
        catch_unwind(AssertUnwindSafe(job)).ok();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const ONE: NonZeroUsize = NonZeroUsize::MIN;

    /// A pool whose only thread is held until the sender is used or dropped.
    async fn held() -> (Pool, mpsc::Sender<()>, tokio::task::JoinHandle<Result<(), Error>>) {
        let pool = Pool::start(ONE, ONE).unwrap();
        let (release, held) = mpsc::channel::<()>();
        let (started, has_started) = oneshot::channel();
        let running = tokio::spawn({
            let pool = pool.clone();
            async move {
                pool.run(move || {
                    started.send(()).ok();
                    held.recv().ok();
                })
                .await
            }
        });
        has_started.await.unwrap();
        (pool, release, running)
    }

    /// Lets other tasks run until the queue has no room left.
    async fn until_full(pool: &Pool) {
        while pool.queue.try_send(Box::new(|| ())).is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// One thread runs everything, so whatever kept it would keep the test from ending.
    #[tokio::test]
    async fn the_runtime_answers_while_the_queue_is_full() {
        let (pool, release, running) = held().await;
        until_full(&pool).await;
        assert!(matches!(pool.run(|| ()).await, Err(Error::Busy)));

        let (question, mut questions) = tokio::sync::mpsc::channel::<(u32, oneshot::Sender<u32>)>(1);
        tokio::spawn(async move {
            while let Some((number, answer)) = questions.recv().await {
                answer.send(number * 2).ok();
            }
        });
        for number in 0..100 {
            let (answer, answered) = oneshot::channel();
            question.send((number, answer)).await.unwrap();
            assert_eq!(answered.await.unwrap(), number * 2);
        }
        assert!(matches!(pool.run(|| ()).await, Err(Error::Busy)));

        drop(release);
        running.await.unwrap().unwrap();
        // The thread takes the rest from the queue, and then there is room again.
        loop {
            match pool.run(|| 7).await {
                Ok(seven) => break assert_eq!(seven, 7),
                Err(error) => assert!(matches!(error, Error::Busy)),
            }
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_done() {
        let (pool, release, running) = held().await;
        let (done, was_done) = mpsc::channel();
        {
            let abandoned = pool.run(move || done.send(()));
            tokio::pin!(abandoned);
            // Polled once, so it stands in the queue, and then dropped, as when a client hangs up.
            tokio::select! { biased; _ = &mut abandoned => unreachable!(), () = std::future::ready(()) => () }
        }
        drop(release);
        running.await.unwrap().unwrap();
        // The sender is dropped without having been used.
        assert_eq!(was_done.recv(), Err(mpsc::RecvError));
    }

    #[tokio::test]
    async fn a_job_that_panics_takes_no_thread_along() {
        let pool = Pool::start(ONE, ONE).unwrap();
        let panicked: Result<(), Error> = pool.run(|| panic!("on purpose")).await;
        assert!(matches!(panicked, Err(Error::Stopped)));
        assert_eq!(pool.run(|| thread::current().name().map(str::to_owned)).await.unwrap().unwrap(), "password-1");
    }
}
