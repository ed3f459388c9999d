//! Corrections of labels: a sheet that was filled in → the corrected table, and back.

use super::AuditArgs;
use crate::cli::ExitStatus;
use crate::error::{Error, ErrorKind, Result};

/// Applies a sheet, or takes the last one back.
pub(super) fn run(_args: &AuditArgs) -> Result<ExitStatus> {
    Err(Error::new(ErrorKind::Usage, "not there yet"))
}
