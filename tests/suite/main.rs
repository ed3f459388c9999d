//! The integration tests: one binary, so that linking stays cheap.

mod gold;
