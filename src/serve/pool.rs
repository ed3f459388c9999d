//! The threads that score, and the queue before them.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::failure::Failure;

type Job = Box<dyn FnOnce() + Send>;

/// A result of the pool; none if the work panicked.
pub(super) type Reply<T> = oneshot::Receiver<Option<T>>;

/// Threads with a bounded queue.
pub(super) struct Pool {
    jobs: Sender<Job>,
    threads: usize,
    /// For what waits or is worked on.
    places: Arc<Semaphore>,
    all_places: usize,
    /// How many of them streams may have together: they wait for theirs and would leave none to the others.
    of_streams: Arc<Semaphore>,
}

/// A place in the queue, and then on a thread.
pub(super) struct Place(#[expect(dead_code, reason = "given back when dropped")] Vec<OwnedSemaphorePermit>);

impl Pool {
    /// Starts the threads.
    pub(super) fn start(threads: usize, queue: usize) -> io::Result<Pool> {
        let (jobs, receiver) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..threads {
            let receiver = receiver.clone();
            std::thread::Builder::new().name("scorer".to_owned()).spawn(move || work(&receiver))?;
        }
        let all_places = threads + queue;
        let of_streams = Arc::new(Semaphore::new((all_places / 2).max(1)));
        Ok(Pool { jobs, threads, places: Arc::new(Semaphore::new(all_places)), all_places, of_streams })
    }

    /// Returns how many threads there are.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// Returns how many requests wait or are worked on.
    pub(super) fn occupied(&self) -> usize {
        self.all_places - self.places.available_permits()
    }

    /// A place now, or a refusal.
    pub(super) fn place(&self) -> Result<Place, Failure> {
        let permit = self.places.clone().try_acquire_owned();
        permit.map(|permit| Place(vec![permit])).map_err(|_| {
            let what = "too many requests are waiting";
            Failure::new(StatusCode::TOO_MANY_REQUESTS, what, "send it again later").retry_after(1)
        })
    }

    /// A place for a line of a stream, when there is one; none if the pool has ended.
    pub(super) async fn place_of_stream(&self) -> Option<Place> {
        let of_streams = self.of_streams.clone().acquire_owned().await.ok()?;
        Some(Place(vec![of_streams, self.places.clone().acquire_owned().await.ok()?]))
    }

    /// Does work on a thread. It is not begun if nobody waits for the result any more.
    pub(super) fn start_work<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Reply<T> {
        let (reply, result) = oneshot::channel();
        let job = move || {
            if !reply.is_closed() {
                // What it was working on is dropped with it; the scorer has no state.
                let done = catch_unwind(AssertUnwindSafe(work)).ok();
                drop(place);
                // The client may have gone away.
                let _ = reply.send(done);
            }
        };
        // Without threads the reply is dropped, and its receiver told.
        let _ = self.jobs.send(Box::new(job));
        result
    }

    /// Does work and waits for it, but not for ever.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        place: Place,
        time: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let reply = self.start_work(place, work);
        match tokio::time::timeout(time, reply).await {
            Ok(Ok(Some(done))) => Ok(done),
            Ok(_) => Err(panicked()),
            Err(_) => {
                let what = format!("the work took longer than {} s", time.as_secs());
                let remedy = "send it again later, or in parts";
                Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, what, remedy).retry_after(5))
            }
        }
    }
}

/// The failure of work that panicked.
pub(super) fn panicked() -> Failure {
    let what = "oped has a fault that this request brings to light";
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, what, "report it, with the request if you may")
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // Poisoned never: nothing panics while it is locked.
        let Ok(job) = jobs.lock().map(|jobs| jobs.recv()) else { return };
        match job {
            Ok(job) => job(),
            // The pool is gone.
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
    }

    #[test]
    fn a_panic_is_one_failure_and_the_thread_goes_on() {
        let pool = Pool::start(1, 1).unwrap();
        let failed = run(pool.work(pool.place().unwrap(), LONG, || std::panic::panic_any("a fault")));
        let failed: Result<(), Failure> = failed;
        assert_eq!(failed.unwrap_err().status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(run(pool.work(pool.place().unwrap(), LONG, || 7)).unwrap(), 7);
        assert_eq!(pool.occupied(), 0);
    }

    #[test]
    fn a_full_queue_refuses_and_work_that_nobody_waits_for_is_not_begun() {
        let pool = Pool::start(1, 1).unwrap();
        let (go, gate) = sync_channel::<()>(0);
        let busy = pool.start_work(pool.place().unwrap(), move || gate.recv().is_ok());
        let waiting = pool.start_work(pool.place().unwrap(), || std::process::abort());
        assert_eq!(pool.place().err().unwrap().status(), StatusCode::TOO_MANY_REQUESTS);
        drop(waiting);
        go.send(()).unwrap();
        assert_eq!(run(busy).unwrap(), Some(true));
        assert_eq!(run(pool.work(pool.place().unwrap(), LONG, || 7)).unwrap(), 7);
    }

    #[test]
    fn streams_leave_places_to_others() {
        let pool = Pool::start(1, 3).unwrap();
        let of_streams: Vec<_> = (0..2).map(|_| run(pool.place_of_stream())).collect();
        assert!(run(async { tokio::time::timeout(Duration::ZERO, pool.place_of_stream()).await }).is_err());
        assert!(pool.place().is_ok());
        drop(of_streams);
        assert_eq!(pool.occupied(), 0);
    }

    #[test]
    fn work_that_takes_too_long_is_unavailable() {
        let pool = Pool::start(1, 1).unwrap();
        let (go, gate) = sync_channel::<()>(0);
        let late = run(pool.work(pool.place().unwrap(), Duration::ZERO, move || gate.recv().is_ok()));
        assert_eq!(late.unwrap_err().status(), StatusCode::SERVICE_UNAVAILABLE);
        drop(go);
    }
}
