//! The files of an audit.

use std::sync::Arc;

use super::args::AuditArgs;
use crate::cli::{
    files::Named,
    input::{Input, Whole},
    kind::Kind,
};
use crate::error::{Error, Result};

/// A file to audit, opened if its name did not tell its kind.
pub(super) struct Opened {
    pub(super) file: Named,
    input: Option<Input>,
}

impl Opened {
    /// Tells what a file is, and opens it if its name does not tell.
    pub(super) fn of(args: &AuditArgs, file: Named) -> Result<(Kind, Opened)> {
        if let Some(kind) = args.input.of_name(&file.name) {
            return Ok((kind, Opened { file, input: None }));
        }
        let input = Input::open(&file.path, &Arc::default())?;
        let kind = args.input.of_input(&file.name, &input, &args.table_params(false));
        Ok((kind, Opened { file, input: Some(input) }))
    }

    /// Reads the whole file.
    pub(super) fn read(self) -> Result<Whole> {
        let input = match self.input {
            Some(input) => input,
            None => Input::open(&self.file.path, &Arc::default())?,
        };
        input.read_whole().map_err(|error| Error::io(&self.file.path, &error))
    }
}
