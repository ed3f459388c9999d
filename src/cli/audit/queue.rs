//! What to label next.

use super::{args::AuditArgs, corrections::refuse_other_flags, opened::Opened};
use crate::cli::{
    args::format::AuditFormat, models::load_model_for, output::Output, reading_notes::note_reading, status::ExitStatus,
};
use crate::error::Result;
use crate::learn::queue::queue;
use crate::report::audit::queue as report;
use crate::tables::sheet::exchange::{label_studio, prodigy};
use crate::tables::{rows::Table, table::read_table};

/// Chooses rows of one table for its sheet.
#[cfg(feature = "serve")]
pub(super) fn sheet(args: &AuditArgs, table: &Table) -> Result<(Vec<u8>, usize)> {
    let model = load_model_for(args.model.as_deref(), args.prior, args.common.quiet)?;
    let tables = std::slice::from_ref(table);
    let found = queue(tables, model, args.queue.unwrap_or(0) as usize)?;
    Ok((report::csv(&found, tables), found.rows.len()))
}

/// Chooses rows and reports them.
pub(super) fn run(args: &AuditArgs, files: Vec<Opened>) -> Result<ExitStatus> {
    refuse_other_flags(args, "a queue")?;
    args.common.set_threads()?;
    args.refuse_filled("label")?;
    let mut output = Output::open(args.common.output.as_deref(), &args.inputs())?;
    let model = load_model_for(args.model.as_deref(), args.prior, args.common.quiet)?;
    let params = args.table_params(false);
    let read = |opened: Opened| -> Result<Table> {
        let name = opened.file.path.display().to_string();
        let whole = opened.read()?;
        let table = read_table(&name, &whole.bytes, &params);
        let mut table = table.map_err(|error| whole.explain(&name, &params, error))?;
        table.notes.extend(whole.note());
        Ok(table)
    };
    let tables: Vec<Table> = files.into_iter().map(read).collect::<Result<_>>()?;
    if !args.common.quiet {
        note_reading(&tables);
    }
    let found = queue(&tables, model, args.queue.unwrap_or(0) as usize)?;
    output.write(|out| match args.format() {
        AuditFormat::Text => out.write_all(report::text(&found, &tables).as_bytes()),
        AuditFormat::Jsonl => out.write_all(report::jsonl(&found, &tables).as_bytes()),
        AuditFormat::Csv => out.write_all(&report::csv(&found, &tables)),
        AuditFormat::Html => out.write_all(report::html(&found, &tables).as_bytes()),
        AuditFormat::LabelStudio => out.write_all(&label_studio(&report::tasks(&found, &tables))),
        AuditFormat::Prodigy => out.write_all(&prodigy(&report::tasks(&found, &tables))),
    })?;
    output.finish()?;
    Ok(ExitStatus::Done)
}
