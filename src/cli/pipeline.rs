//! Jobs in order → results in order, by several threads, with a bounded number in flight.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::error::Result;

/// Jobs in flight for each thread, beside a few more.
const JOBS_A_THREAD: usize = 2;

/// Takes jobs from `feed`, does each with a worker of its thread, and passes the results to `take` in the order of the jobs.
///
/// # Errors
/// The first of `take`; no job is taken after it.
pub(super) fn ordered<J, D, W>(
    threads: usize,
    mut feed: impl FnMut() -> Option<J> + Send,
    worker: impl Fn() -> W + Sync,
    mut take: impl FnMut(D) -> Result<()>,
) -> Result<()>
where
    J: Send,
    D: Send,
    W: FnMut(J) -> D,
{
    if threads <= 1 {
        let mut work = worker();
        while let Some(job) = feed() {
            take(work(job))?;
        }
        return Ok(());
    }
    let (give_permit, permits) = channel();
    for _ in 0..JOBS_A_THREAD * threads + 2 {
        // The receiver lives in this function.
        let _ = give_permit.send(());
    }
    let queue = Mutex::new(Queue { feed, permits, next: 0 });
    std::thread::scope(|scope| {
        let (give, results) = channel();
        for _ in 0..threads {
            let (give, queue, worker) = (give.clone(), &queue, &worker);
            scope.spawn(move || serve(queue, worker(), &give));
        }
        // Only the workers hold it now: when they are done, the results end.
        drop(give);
        take_in_order(&results, give_permit, take)
    })
}

/// The jobs to come. The thread that locks it takes one.
struct Queue<F> {
    feed: F,
    permits: Receiver<()>,
    next: usize,
}

fn serve<J, D, F: FnMut() -> Option<J>>(
    queue: &Mutex<Queue<F>>,
    mut work: impl FnMut(J) -> D,
    give: &Sender<(usize, std::thread::Result<D>)>,
) {
    loop {
        let (number, job) = {
            // Poisoned if the feed panicked: the program ends.
            let Ok(mut queue) = queue.lock() else { return };
            // There are no permits once results are no longer taken.
            if queue.permits.recv().is_err() {
                return;
            }
            let Some(job) = (queue.feed)() else { return };
            queue.next += 1;
            (queue.next - 1, job)
        };
        // A panic is passed on: the others would wait forever for its result. The worker is not used again.
        let result = catch_unwind(AssertUnwindSafe(|| work(job)));
        let is_last = result.is_err();
        if give.send((number, result)).is_err() || is_last {
            return;
        }
    }
}

fn take_in_order<D>(
    results: &Receiver<(usize, std::thread::Result<D>)>,
    permits: Sender<()>,
    mut take: impl FnMut(D) -> Result<()>,
) -> Result<()> {
    let mut early: BTreeMap<usize, D> = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        early.insert(number, result.unwrap_or_else(|panic| resume_unwind(panic)));
        while let Some(result) = early.remove(&next) {
            take(result)?;
            next += 1;
            // No worker may be left to take it.
            let _ = permits.send(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::error::{Error, ErrorKind};

    #[test]
    fn results_come_in_order_and_few_jobs_are_on_their_way() {
        for threads in [1, 2, 7] {
            let (mut given, taken, most) = (0, AtomicUsize::new(0), AtomicUsize::new(0));
            let feed = || {
                given += 1;
                most.fetch_max(given - taken.load(Ordering::SeqCst), Ordering::SeqCst);
                (given <= 300).then_some(given)
            };
            let slow = |job: usize| {
                // The first of ten takes longest.
                std::thread::sleep(std::time::Duration::from_micros(if job % 10 == 1 { 2000 } else { 10 }));
                job
            };
            let mut seen = Vec::new();
            let take = |job| {
                seen.push(job);
                taken.fetch_add(1, Ordering::SeqCst);
                Ok(())
            };
            ordered(threads, feed, || slow, take).unwrap();
            assert_eq!(seen, (1..=300).collect::<Vec<_>>());
            assert!(most.into_inner() <= JOBS_A_THREAD * threads + 3);
        }
    }

    #[test]
    fn a_panic_of_a_worker_is_one_of_the_program() {
        let mut given = 0;
        let feed = || {
            given += 1;
            (given <= 1000).then_some(given)
        };
        let work = |job: usize| if job == 20 { std::panic::panic_any("twenty") } else { job };
        let run = catch_unwind(AssertUnwindSafe(|| ordered(2, feed, || work, |_| Ok(()))));
        assert_eq!(run.unwrap_err().downcast_ref(), Some(&"twenty"));
    }

    #[test]
    fn an_error_of_the_taker_ends_everything() {
        for threads in [1, 3] {
            let mut given = 0;
            let feed = || {
                given += 1;
                Some(given)
            };
            let take = |job: usize| if job == 20 { Err(Error::new(ErrorKind::Io, "full")) } else { Ok(()) };
            assert!(ordered(threads, feed, || |job| job, take).is_err());
            assert!(given < 60, "{given}");
        }
    }
}
