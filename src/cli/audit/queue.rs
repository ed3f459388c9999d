//! queue

use super::{AuditArgs, Opened};
use crate::cli::ExitStatus;
use crate::error::{Error, ErrorKind, Result};

/// queue
pub(super) fn run(_args: &AuditArgs, _files: Vec<Opened>) -> Result<ExitStatus> {
    Err(Error::new(ErrorKind::Usage, "not there yet"))
}
