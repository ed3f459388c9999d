//! A job → what to write and what to say.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::feed::{Job, TableEnd};
use super::{args::ScoreArgs, format::Lines};
use crate::article::{Article, Entry, is_own_page};
use crate::cli::article_notes::{OtherLanguages, no_paragraph};
use crate::cli::files::Named;
use crate::cli::input::{Input, read_article};
use crate::cli::reading_notes::notes_on_article;
use crate::error::{Error, Result};
use crate::report::score::finding::Finding;
use crate::score::{Gate, Scorer};
use crate::tables::results::{ArticleRow, Message, NamedTable};
use crate::tables::rows::Places;
use crate::tables::table::{Batch, Cell, SplitRows};
use crate::verdict::ArticleScore;
use crate::voice::Passage;

/// The result of a job.
pub(super) struct Done<'f> {
    pub file: Option<&'f Named>,
    pub result: Made,
    /// The rows of the table up to here and their digest; none at the end of a file.
    pub rows_read: Option<(u64, u64)>,
    /// What is known at the end of a table.
    pub table_end: Option<TableEnd>,
    /// Rows or articles that were scored.
    pub scored: usize,
    /// Rows without a word.
    pub without_words: usize,
    /// Rows whose text has several paragraphs and was read as one.
    pub several: Places,
    /// The articles as a whole, where they are asked for.
    pub articles: Vec<ArticleRow>,
    /// What `--fail-on` had to judge, and found.
    pub judged: Judged,
    pub faults: Vec<Error>,
    pub scattered: Vec<crate::tables::table::Scattered>,
    pub notes: Vec<String>,
    pub other_languages: OtherLanguages,
}

/// What to write.
pub(super) enum Made {
    Nothing,
    /// Finished lines.
    Lines(Vec<u8>),
    /// The articles of a file, to be rendered in their turn.
    Articles(Vec<(Entry, ArticleScore)>),
    /// Rows, to be rendered in their turn.
    Rows(Batch, Vec<ArticleScore>),
    /// Rows that were split, to be rendered in their turn.
    Split(Batch, Vec<(SplitRows, ArticleScore)>),
}

/// Works in one thread.
pub(super) struct Worker<'a> {
    args: &'a ScoreArgs,
    scorer: &'a Scorer,
    gate: Gate,
    /// The format of the lines; none if the collector writes the result.
    lines: Option<&'a Lines>,
    bytes: Arc<AtomicU64>,
    /// Whether there are several tables.
    several: bool,
    /// Length of the last batch's lines: the next will be similar.
    length: usize,
}

impl<'a> Worker<'a> {
    pub(super) fn new(
        args: &'a ScoreArgs,
        scorer: &'a Scorer,
        lines: Option<&'a Lines>,
        bytes: Arc<AtomicU64>,
        several: bool,
    ) -> Self {
        Worker { args, scorer, gate: args.gate(), lines, bytes, several, length: 0 }
    }

    /// Does a job. Errors are among the faults.
    pub(super) fn work<'f>(&mut self, job: Job<'f>) -> Done<'f> {
        match job {
            Job::Article(file, input) => self.article(file, input).unwrap_or_else(|error| {
                let error = error.at(file.path.display().to_string(), None);
                Done { faults: vec![error], ..Done::of(Some(file)) }
            }),
            Job::Batch(file, batch) => self.batch(file, batch).unwrap_or_else(Done::failed),
            Job::TableEnd(file, end, error) => {
                Done { table_end: Some(end), faults: error.into_iter().collect(), ..Done::of(Some(file)) }
            }
            Job::Failed(error) => Done::failed(error),
        }
    }

    fn article<'f>(&self, file: &'f Named, input: Option<Input>) -> Result<Done<'f>> {
        let bytes = read_article(&file.path, input, &self.bytes)?;
        if is_own_page(&bytes) {
            let note = format!("{}: skipped, since it is a page that oped made", file.name);
            return Ok(Done { notes: vec![note], ..Done::of(Some(file)) });
        }
        let format = self.args.input.article_format(&file.name, &bytes);
        let entries = Article::read_all(&bytes, format, self.args.encoding())?;
        let mut done = Done::of(Some(file));
        let (mut lines, mut scored) = (Vec::with_capacity(2 * bytes.len()), Vec::new());
        for entry in entries {
            let nothing = || no_paragraph(&entry.name_in(&file.name), &entry.article, format, &bytes, "--blocks");
            let score = self.entry(file, &entry, nothing, &mut done, &mut lines)?;
            if self.lines.is_none() {
                scored.push((entry, score));
            }
        }
        done.result = match self.lines {
            Some(_) => Made::Lines(lines),
            None if self.args.summary => Made::Nothing,
            None => Made::Articles(scored),
        };
        Ok(done)
    }

    /// Scores an article of a file. `nothing` says that there is no paragraph.
    fn entry(
        &self,
        file: &Named,
        entry: &Entry,
        nothing: impl Fn() -> String,
        done: &mut Done<'_>,
        lines: &mut Vec<u8>,
    ) -> Result<ArticleScore> {
        let name = entry.name_in(&file.name);
        let score = self.scorer.article(&entry.article);
        done.scored += score.paragraphs.len();
        if score.paragraphs.is_empty() {
            done.notes.push(nothing());
        }
        done.other_languages.add(&name, &entry.article, self.scorer.model().card.language);
        let message = Message::of_article(&name, &entry.article, &score, self.args.blocks);
        done.notes.extend(notes_on_article(&name, &entry.article));
        self.judge(&entry.name_in(&file.path.display().to_string()), &message, done);
        if let Some(format) = self.lines {
            format.add(&message, lines)?;
        }
        Ok(score)
    }

    fn batch<'f>(&mut self, file: &'f Named, mut batch: Batch) -> Result<Done<'f>> {
        let mut done = Done { rows_read: Some((batch.rows_read, batch.digest)), ..Done::of(Some(file)) };
        (done.faults, done.scattered) = (batch.take_faults(), std::mem::take(&mut batch.scattered));
        let mut lines = Vec::with_capacity(self.length + self.length / 8);
        let (mut scores, mut splits) = (Vec::new(), Vec::new());
        let table = NamedTable { name: &file.name, is_one_of_several: self.several };
        for range in batch.articles() {
            if self.args.split {
                let split = SplitRows::of(&file.name, &batch, range.clone());
                let score = self.scorer.passages(&split.passages());
                let message = Message::of_split(table, &batch, range.clone(), &split, &score, self.args.blocks);
                self.take(file, &message, &mut done, &mut lines)?;
                splits.push((split, score));
            } else {
                let score = self.score(&batch, range);
                note_several(&batch, range, &mut done.several);
                let message = Message::of_batch(table, &batch, range.clone(), &score);
                self.take(file, &message, &mut done, &mut lines)?;
                scores.push(score);
            }
        }
        self.length = lines.len();
        done.result = match self.lines {
            Some(_) => Made::Lines(lines),
            None if self.args.summary => Made::Nothing,
            None if self.args.split => Made::Split(batch, splits),
            None => Made::Rows(batch, scores),
        };
        Ok(done)
    }

    /// Judges the message of some rows, and adds its lines.
    fn take(&self, file: &Named, message: &Message<'_>, done: &mut Done<'_>, lines: &mut Vec<u8>) -> Result<()> {
        done.scored += message.score.paragraphs.len();
        done.without_words += message.score.paragraphs.len() - message.score.labelled();
        self.judge(&file.path.display().to_string(), message, done);
        self.lines.map_or(Ok(()), |format| format.add(message, lines))
    }

    /// Scores the rows of an article.
    fn score(&self, batch: &Batch, range: &Range<usize>) -> ArticleScore {
        let passages: Vec<Passage<'_>> = batch.rows(range.clone()).map(|row| row.text().into()).collect();
        self.scorer.passages_as_they_are(&passages)
    }

    fn judge(&self, place: &str, message: &Message<'_>, done: &mut Done<'_>) {
        let summary = message.scored.summary.as_ref();
        if self.args.summary || self.args.articles.is_some() {
            done.articles.extend(summary.map(ArticleRow::of));
        }
        if self.gate.is_open() {
            return;
        }
        let judged = &mut done.judged;
        judged.is_any |= self.gate.judges(message.score, summary);
        judged.is_any_declared |= summary.is_some_and(|summary| summary.declared.is_some());
        if !self.gate.found(message.score, summary).is_empty() {
            judged.found += 1;
            if judged.findings.len() < NAMED_FINDINGS {
                let Finding { line, text } = Finding::of(message);
                let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                judged.findings.push(format!("{place}{line}: {text}"));
            }
        }
    }
}

/// Counts rows that hold several paragraphs, which only a text with a line end or a tag can do.
fn note_several(batch: &Batch, rows: &Range<usize>, several: &mut Places) {
    for row in batch.rows(rows.clone()) {
        let text = row.text();
        let is_candidate = row.is_list() || memchr::memchr3(b'\n', b'\r', b'<', text.as_bytes()).is_some();
        if is_candidate && Cell::read(text, row.is_list()).paragraphs() > 1 {
            several.add(1, row.line());
        }
    }
}

/// The most findings in one table that are named.
pub(super) const NAMED_FINDINGS: usize = 100;

/// What a gate had to judge, and found.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Whether there was anything to judge.
    pub is_any: bool,
    /// Whether any page declares what it is.
    pub is_any_declared: bool,
    /// How many articles were found.
    pub found: usize,
    /// The first of them, each with its place.
    pub findings: Vec<String>,
}

impl<'f> Done<'f> {
    fn of(file: Option<&'f Named>) -> Self {
        Done {
            file,
            result: Made::Nothing,
            rows_read: None,
            table_end: None,
            scored: 0,
            without_words: 0,
            several: Places::default(),
            articles: Vec::new(),
            judged: Judged::default(),
            faults: Vec::new(),
            scattered: Vec::new(),
            notes: Vec::new(),
            other_languages: OtherLanguages::default(),
        }
    }

    fn failed(error: Error) -> Self {
        Done { faults: vec![error], ..Done::of(None) }
    }
}
