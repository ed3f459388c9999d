//! The evidence for each label of articles and, with `--evidence`, of tables.

use super::{args::AuditArgs, opened::Opened};
use crate::article::Article;
use crate::cli::article_notes::{OtherLanguages, no_paragraph};
use crate::cli::input::Whole;
use crate::cli::models::{load_model_for, model_name};
use crate::cli::notes::{complain, say};
use crate::cli::reading_notes::{note_reading, notes_on_article};
use crate::cli::{args::format::AuditFormat, kind::Kind, output::Output, status::ExitStatus};
use crate::error::{Error, ErrorKind, Result};
use crate::explain::Explainer;
use crate::report::audit::evidence::{Audited, Csv, Html, JsonLines, Text};
use crate::tables::{results::Renderer, table::read_table};

/// How many words are named per paragraph by default; a page has more room.
const TOP: u32 = 6;
const TOP_OF_PAGE: u32 = 12;

type AnyRenderer = dyn for<'a> Renderer<Audited<'a>>;

/// Explains the files in order. One that cannot be read does not stop the others.
pub(super) fn run(args: &AuditArgs, files: Vec<(Kind, Opened)>) -> Result<ExitStatus> {
    if args.fail_over.is_some() || args.inherited_labels {
        return Err(Error::new(ErrorKind::Usage, "--fail-over and --inherited-labels are about the labels of a table")
            .remedy("leave them out, or name a table"));
    }
    if matches!(args.format(), AuditFormat::LabelStudio | AuditFormat::Prodigy) {
        let error = Error::new(ErrorKind::Usage, "tasks of annotation tools are made of the rows of a table");
        return Err(error.remedy("name a table without --evidence, or give --format jsonl"));
    }
    let model = load_model_for(args.model.as_deref(), args.prior, args.common.quiet)?;
    let explainer = Explainer::new(model);
    let mut output = Output::open(args.common.output.as_deref(), &args.inputs())?;
    let mut renderer = renderer(args, &output);
    let (mut status, mut is_any_read) = (ExitStatus::Done, false);
    let mut others = OtherLanguages::default();
    for (kind, file) in files {
        let place = file.file.path.display().to_string();
        let name = file.file.name.clone();
        let mut write = |audited: &Audited<'_>| output.write(|out| renderer.write(audited, out));
        let done = file.read().and_then(|whole| match kind {
            Kind::Article => article(args, &explainer, &name, &whole.bytes, &mut others, &mut write),
            Kind::Table => table(args, &explainer, &name, &whole, &mut write),
        });
        match done {
            Ok(()) => is_any_read = true,
            // Nothing more can be written.
            Err(error) if error.is_on_output() => return Err(error),
            Err(error) => {
                complain(&error.at(place, None));
                status = ExitStatus::Failed;
            }
        }
        output.flush()?;
    }
    others.note().filter(|_| !args.common.quiet).iter().for_each(|note| say("note", note));
    // An empty result must not replace an older one.
    if !is_any_read {
        return Ok(status);
    }
    output.write(|out| renderer.finish(out))?;
    output.finish()?;
    Ok(status)
}

type Write<'w> = dyn FnMut(&Audited<'_>) -> Result<()> + 'w;

fn article(
    args: &AuditArgs,
    explainer: &Explainer,
    name: &str,
    bytes: &[u8],
    others: &mut OtherLanguages,
    write: &mut Write<'_>,
) -> Result<()> {
    let format = args.input.article_format(name, bytes);
    for entry in Article::read_all(bytes, format, args.encoding())? {
        let (name, article) = (entry.name_in(name), entry.article);
        let explained = explainer.article(&article);
        if !args.common.quiet {
            notes_on_article(&name, &article).iter().for_each(|note| say("note", note));
        }
        if explained.paragraphs.is_empty() && !args.common.quiet {
            say("note", &no_paragraph(&name, &article, format, bytes, "oped score --blocks"));
        }
        others.add(&name, &article, explainer.model().card.language);
        write(&Audited::of_article(&name, &article, &explained))?;
    }
    Ok(())
}

fn table(args: &AuditArgs, explainer: &Explainer, name: &str, whole: &Whole, write: &mut Write<'_>) -> Result<()> {
    let params = args.table_params(false);
    let table = read_table(name, &whole.bytes, &params);
    let mut table = table.map_err(|error| whole.explain(name, &params, error))?;
    table.notes.extend(whole.note());
    if !args.common.quiet {
        note_reading(std::slice::from_ref(&table));
    }
    for range in table.articles() {
        let rows = &table.rows[range.clone()];
        write(&Audited::of_rows(name, rows, range.start, &explainer.texts(rows)))?;
    }
    Ok(())
}

fn renderer(args: &AuditArgs, output: &Output) -> Box<AnyRenderer> {
    let is_page = args.format() == AuditFormat::Html;
    let top = args.top.unwrap_or(if is_page { TOP_OF_PAGE } else { TOP }) as usize;
    match args.format() {
        AuditFormat::Text => Box::new(Text::new(output.style(&args.common), top)),
        // Of tasks, which were refused, there is no evidence.
        AuditFormat::Jsonl | AuditFormat::LabelStudio | AuditFormat::Prodigy => Box::new(JsonLines),
        AuditFormat::Csv => Box::new(Csv::default()),
        AuditFormat::Html => Box::new(Html::new(model_name(args.model.as_deref(), args.prior), top)),
    }
}
