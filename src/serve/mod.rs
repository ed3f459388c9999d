//! The page and its API on this machine.
