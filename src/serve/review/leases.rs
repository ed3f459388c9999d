//! Who has which row on screen, so that two people do not decide on the same one.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How long a row stays with a person who does not decide.
const LEASE: Duration = Duration::from_secs(5 * 60);

/// The rows that are on somebody's screen.
#[derive(Debug, Default)]
pub(super) struct Leases {
    of_row: HashMap<usize, Lease>,
}

#[derive(Debug)]
struct Lease {
    by: String,
    until: Instant,
}

impl Leases {
    /// Who else has a row.
    pub(super) fn other(&self, row: usize, by: &str, now: Instant) -> Option<&str> {
        let lease = self.of_row.get(&row).filter(|lease| lease.until > now && lease.by != by)?;
        Some(&lease.by)
    }

    /// Hands a row to a person, who gives back the others.
    pub(super) fn take(&mut self, row: usize, by: &str, now: Instant) {
        self.of_row.retain(|_, lease| lease.until > now && lease.by != by);
        self.of_row.insert(row, Lease { by: by.to_owned(), until: now + LEASE });
    }

    /// Gives a row back.
    pub(super) fn give_back(&mut self, row: usize) {
        self.of_row.remove(&row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_with_one_person_until_the_time_is_over() {
        let (mut leases, now) = (Leases::default(), Instant::now());
        leases.take(3, "ann", now);
        assert_eq!((leases.other(3, "ben", now), leases.other(3, "ann", now)), (Some("ann"), None));
        assert_eq!(leases.other(3, "ben", now + LEASE), None);
        leases.take(5, "ann", now);
        assert_eq!((leases.other(3, "ben", now), leases.other(5, "ben", now)), (None, Some("ann")));
        leases.give_back(5);
        assert_eq!(leases.other(5, "ben", now), None);
    }
}
