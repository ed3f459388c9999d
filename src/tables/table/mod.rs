//! Labelled and unlabelled tables → rows.
//!
//! `text` is required, `label` in training; `id`, `source`, `article` and `paragraph` are used if present. A row is a
//! paragraph.
//!
//! ```text
//! bytes ─charset→ ASCII-compatible bytes ─delimited | json_lines→ fields ─reader→ Batch… ─read→ Table
//! file ─workbook→ CSV ─delimited→ …
//! file ─parquet→ columns of a row group ─────────────────────────────────→ Batch…
//! ```
//!
//! A [`TableReader`] reads a table of any length batch by batch; [`read_table`] reads a whole one through it.

mod batch;
mod buffer;
mod charset;
mod delimited;
mod dialect;
mod extra;
mod faults;
mod header;
mod json_lines;
mod json_objects;
mod json_text;
mod locate;
#[cfg(feature = "workbooks")]
mod ods_size;
mod params;
#[cfg(feature = "parquet")]
mod parquet;
mod place;
mod read;
mod reader;
mod record;
#[cfg(feature = "workbooks")]
mod sheet_name;
#[cfg(feature = "workbooks")]
mod sheets;
mod split;
mod table_reader;
mod training;
mod values;
mod watch;
#[cfg(feature = "workbooks")]
mod workbook;

pub use batch::{Batch, BatchRow, Passed, Scattered, Values};
pub use extra::{Extra, ExtraColumn, read_table_with_extras};
pub use locate::locate_rows;
#[cfg(not(feature = "parquet"))]
pub(crate) use params::without_parquet;
#[cfg(feature = "cli")]
pub(crate) use params::{PARQUET_MAGIC, TABLE_HEAD};
pub use params::{Pass, TableFormat, TableParams, Unlabelled, is_table_name, looks_like_table, unpacked_name};
#[cfg(all(feature = "parquet", feature = "cli"))]
pub(crate) use parquet::silence_guarded_panics;
pub use place::{FieldBytes, RowBytes, Writing};
pub use read::{read_table, read_table_with};
#[cfg(feature = "cli")]
pub(crate) use sheet_name::{is_workbook_name, named_sheet, sheet_in};
#[cfg(feature = "cli")]
pub(crate) use sheets::Sheets;
pub use split::{Cell, CellPart, SplitRows};
pub use table_reader::TableReader;
pub use training::{INHERITED, KIND, KindColumns, read_training_table};
pub use values::read_columns;
#[cfg(feature = "cli")]
pub(crate) use workbook::{Sheet, as_csv, is_cut, is_workbook, may_be_workbook};
