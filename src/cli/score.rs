//! `oped score`.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::output::Output;
use super::train::note_scattered;
use super::{
    ColumnArgs, Common, EncodingArg, ExitStatus, ReportFormat, SHIPPED, complain, load_model_for, parse_prior,
    read_input, say, set_threads,
};
use crate::article::{self, Article, Encoding};
use crate::corpus::{Table, is_table_name, looks_like_table, read_table, scattered};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Probability;
use crate::report::{Renderer, Scored, Summary};
use crate::score::{ArticleScore, Scorer, Verdict};

/// So many articles of a table are scored between two writes.
const BATCH: usize = 512;

/// Arguments of `oped score`.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// Articles (.txt, .md, .html) or tables (.csv, .tsv); - is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The model; the shipped one otherwise
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// The share of paragraphs that are opinion where the files come from; that of the training otherwise
    #[arg(long, value_name = "SHARE", value_parser = parse_prior)]
    prior: Option<Probability>,
    /// What the files are
    #[arg(long, value_enum, default_value_t = InputKind::Auto, help_heading = "Input")]
    input: InputKind,
    /// Encoding of the files; guessed otherwise
    #[arg(long, value_enum, value_name = "NAME", help_heading = "Input")]
    encoding: Option<EncodingArg>,
    /// Show headings, menus and other blocks that are not scored
    #[arg(long, help_heading = "Output")]
    blocks: bool,
    /// End with status 1 where some article is one of these: a list with commas
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',', ignore_case = true)]
    fail_on: Vec<FailOn>,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, help_heading = "Output")]
    format: ReportFormat,
    #[command(flatten)]
    common: Common,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputKind {
    /// By its name, then by its first bytes
    Auto,
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// A web page
    Html,
    /// A table
    Csv,
    /// A table with tabs
    Tsv,
}

/// What `--fail-on` looks for. A row of a table that belongs to no article is an article of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// It reports
    News,
    /// It argues
    Opinion,
    /// It does both
    Mixed,
    /// Nothing can be said: too short, mostly unsure, or no paragraph at all
    Unsure,
    /// The page declares news, and it argues at least in part; or opinion, and it reports
    Mismatch,
}

impl FailOn {
    fn is_found(self, score: &ArticleScore, mismatch: bool) -> bool {
        match self {
            FailOn::News => score.verdict() == Some(Verdict::News),
            FailOn::Opinion => score.verdict() == Some(Verdict::Opinion),
            FailOn::Mixed => score.verdict() == Some(Verdict::Mixed),
            // A page of which nothing was read should pass no gate in silence.
            FailOn::Unsure => score.verdict().is_none_or(|verdict| verdict == Verdict::Unsure),
            FailOn::Mismatch => mismatch,
        }
    }
}

/// Scores every file. One that cannot be read does not stop the others.
pub(super) fn run(args: &ScoreArgs) -> Result<ExitStatus> {
    set_threads(args.common.threads)?;
    let files = files(args)?;
    let model = load_model_for(args.model.as_deref(), args.prior, args.common.quiet)?;
    let inputs: Vec<&Path> = files.iter().chain(&args.model).map(PathBuf::as_path).collect();
    let mut output = Output::open(args.common.output.as_deref(), &inputs)?;
    let renderer = output.renderer(args.format, &args.common, &model_name(args));
    let mut run = Run { args, scorer: Scorer::new(&model)?, renderer, found: false };
    let mut failed = 0;
    for (path, name) in files.iter().zip(names_of(&files)) {
        match run.file(path, &name, &mut output) {
            Ok(()) => {}
            Err(error) if error.is_on_output() => return Err(error),
            Err(error) => {
                complain(&error);
                failed += 1;
            }
        }
    }
    // Where nothing could be read there is no result: an older one stays.
    if failed < files.len() {
        output.write(|out| run.renderer.finish(out))?;
        output.finish()?;
    }
    Ok(match run.found {
        _ if failed > 0 => ExitStatus::Failed,
        true => ExitStatus::Findings,
        false => ExitStatus::Done,
    })
}

/// What a page calls the model.
fn model_name(args: &ScoreArgs) -> String {
    let path = args.model.as_deref().filter(|path| path.as_os_str() != SHIPPED);
    let name = path.and_then(Path::file_name).map(|name| format!("the model {}", name.to_string_lossy()));
    let stated = args.prior.map(|prior| format!(", told that {} of the paragraphs are opinion", prior.0));
    name.unwrap_or_else(|| "its shipped model".to_owned()) + &stated.unwrap_or_default()
}

fn files(args: &ScoreArgs) -> Result<Vec<PathBuf>> {
    if !args.files.is_empty() {
        return Ok(args.files.clone());
    }
    if std::io::stdin().is_terminal() {
        return Err(
            Error::new(ErrorKind::Usage, "there is nothing to score").remedy("name a file, or - for standard input")
        );
    }
    Ok(vec![PathBuf::from("-")])
}

/// What each file is called: its name without its folder, or the whole path where two have the same name.
fn names_of(files: &[PathBuf]) -> Vec<String> {
    let mut alike: HashMap<&OsStr, usize> = HashMap::new();
    for name in files.iter().filter_map(|path| path.file_name()) {
        *alike.entry(name).or_default() += 1;
    }
    let name = |path: &PathBuf| match path.file_name() {
        Some(name) if alike[name] == 1 => name.to_string_lossy().into_owned(),
        _ => path.to_string_lossy().into_owned(),
    };
    files.iter().map(name).collect()
}

struct Run<'a> {
    args: &'a ScoreArgs,
    scorer: Scorer<'a>,
    renderer: Box<dyn Renderer>,
    /// Whether what `--fail-on` looks for was found.
    found: bool,
}

impl Run<'_> {
    fn file(&mut self, path: &Path, name: &str, output: &mut Output) -> Result<()> {
        let bytes = read_input(path)?;
        let at = |error: Error| error.at(path.display().to_string(), None);
        match self.args.input {
            InputKind::Csv | InputKind::Tsv => self.table(path, name, &bytes, output),
            InputKind::Auto if self.is_table(name, &bytes) => self.table(path, name, &bytes, output),
            InputKind::Auto => self.article(name, &bytes, article::Format::detect(name, &bytes), output).map_err(at),
            InputKind::Text => self.article(name, &bytes, article::Format::Text, output).map_err(at),
            InputKind::Markdown => self.article(name, &bytes, article::Format::Markdown, output).map_err(at),
            InputKind::Html => self.article(name, &bytes, article::Format::Html, output).map_err(at),
        }
    }

    /// By the name; where that says nothing, by the header.
    fn is_table(&self, name: &str, bytes: &[u8]) -> bool {
        let params = self.args.columns.params(false, None);
        is_table_name(name) || !article::Format::is_told_by(name) && looks_like_table(bytes, &params)
    }

    fn article(&mut self, name: &str, bytes: &[u8], format: article::Format, output: &mut Output) -> Result<()> {
        let article = Article::read(bytes, format, self.encoding())?;
        let score = self.scorer.article(&article);
        let scored = Scored::of_article(name, &article, &score, self.args.blocks);
        if score.paragraphs.is_empty() && !self.args.common.quiet {
            say("note", &format!("{name}: no paragraph found; --blocks shows what there is"));
        }
        self.emit(&scored, &score, output)?;
        output.flush()
    }

    fn table(&mut self, path: &Path, name: &str, bytes: &[u8], output: &mut Output) -> Result<()> {
        let mut params = self.args.columns.params(false, self.encoding());
        if self.args.input == InputKind::Tsv && params.delimiter.is_none() {
            params.delimiter = Some(b'\t');
        }
        let mut table = read_table(&path.display().to_string(), bytes, &params)?;
        table.name = name.to_owned();
        if !self.args.common.quiet {
            note_scattered(std::slice::from_ref(&table), &scattered(std::slice::from_ref(&table)));
        }
        let without_words = self.score_table(&table, output)?;
        if without_words > 0 && !self.args.common.quiet {
            let rows = if without_words == 1 { "1 row has" } else { &format!("{without_words} rows have") };
            say("note", &format!("{name}: {rows} no word, and so no label"));
        }
        Ok(())
    }

    /// Scores the articles of a table, a batch at a time, and returns how many rows have no label.
    fn score_table(&mut self, table: &Table, output: &mut Output) -> Result<usize> {
        let mut without_words = 0;
        for batch in table.articles().chunks(BATCH) {
            let score = |range: &Range<usize>| self.scorer.rows(&table.rows[range.clone()]);
            let scores: Vec<ArticleScore> = batch.par_iter().map(score).collect();
            for (range, score) in batch.iter().zip(&scores) {
                let scored = Scored::of_rows(&table.name, &table.rows[range.clone()], range.start, score);
                without_words += score.paragraphs.len() - score.labelled();
                self.emit(&scored, score, output)?;
            }
            output.flush()?;
        }
        Ok(without_words)
    }

    fn emit(&mut self, scored: &Scored<'_>, score: &ArticleScore, output: &mut Output) -> Result<()> {
        let mismatch = scored.summary.as_ref().and_then(Summary::mismatch) == Some(true);
        self.found |= self.args.fail_on.iter().any(|looked_for| looked_for.is_found(score, mismatch));
        let renderer = &mut self.renderer;
        output.write(|out: &mut dyn Write| renderer.scored(scored, out))
    }

    fn encoding(&self) -> Option<Encoding> {
        self.args.encoding.map(Encoding::from)
    }
}
