//! Results of workers, in order → output, notes and the exit status.

use super::format::{By, Lines};
use super::worker::{Done, Made, NAMED_FINDINGS};
use super::{args::ScoreArgs, articles::ArticleFile, feed::TableEnd};
use crate::cli::args::format::ResultFormat;
use crate::cli::article_notes::OtherLanguages;
use crate::cli::files::{Found, Named};
use crate::cli::notes::{complain, say};
use crate::cli::resume::{Done as Progressed, Part};
use crate::cli::{
    notes::note_places, output::Output, progress::Progress, reading_notes::notes_on_table, status::ExitStatus,
};
use crate::error::{Error, ErrorKind, Result};
use crate::score::Sought;
use crate::tables::results::{Message, NamedTable};
use crate::tables::table::{Scattered, TableReader};

/// The most unreadable rows of a table that are reported one by one.
const NAMED_FAULTS: usize = 100;

/// Takes results in the order of the files.
pub(super) struct Collector<'a> {
    args: &'a ScoreArgs,
    by: By,
    output: Output,
    part: Option<Part>,
    progress: Progress,
    done: Progressed,
    /// Arguments that are not files to read.
    missing: usize,
    is_started: bool,
    /// The first scattered rows of the table, and their number.
    scattered: (Vec<Scattered>, usize),
    /// The table of articles, if it is asked for.
    articles: Option<ArticleFile>,
    /// Whether there are several tables.
    several: bool,
    /// Rows that belong to no article, where there is an overview of articles.
    apart: usize,
    other_languages: OtherLanguages,
}

impl<'a> Collector<'a> {
    pub(super) fn new(args: &'a ScoreArgs, by: By, output: Output, part: Option<Part>, progress: Progress) -> Self {
        let done = part.as_ref().map(Part::done).cloned().unwrap_or_default();
        let is_started = part.as_ref().is_some_and(|part| !part.is_empty());
        Collector {
            args,
            by,
            output,
            part,
            progress,
            done,
            missing: 0,
            is_started,
            scattered: (Vec::new(), 0),
            articles: None,
            several: false,
            apart: 0,
            other_languages: OtherLanguages::default(),
        }
    }

    /// Writes a table of the articles too; `several`: whether there are several tables.
    pub(super) fn with_articles(self, articles: Option<ArticleFile>, several: bool) -> Self {
        Collector { articles, several, ..self }
    }

    /// Reports arguments that are not files to read.
    pub(super) fn begin(&mut self, found: &Found) {
        found.faults.iter().for_each(|fault| self.progress.aside(|| complain(fault)));
        self.missing = found.faults.len();
        if found.repeated > 0 {
            let files = if found.repeated == 1 { "1 file was" } else { &format!("{} files were", found.repeated) };
            self.note(&format!("{files} named more than once, and read once"));
        }
        if let [first, others @ ..] = found.passed_over.as_slice() {
            let files = if others.is_empty() { "1 file" } else { &format!("{} files", found.passed_over.len()) };
            let which = if self.args.common.verbose {
                found.passed_over.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
            } else {
                format!("{}{}", first.display(), if others.is_empty() { "" } else { " and others; -v names them" })
            };
            let what = "by their names they are neither articles nor tables; name a file to have it read by its bytes";
            self.note(&format!("{files} skipped ({which}): {what}"));
        }
    }

    /// Whether an earlier run has done everything.
    pub(super) fn is_whole(&self) -> bool {
        self.part.as_ref().is_some_and(Part::is_whole)
    }

    /// Writes a result and reports what there is to say.
    pub(super) fn take(&mut self, mut done: Done<'_>) -> Result<()> {
        if let Some(error) = done.faults.iter().find(|fault| fault.is_on_output()) {
            return Err(error.clone());
        }
        self.report(&done);
        self.other_languages.append(std::mem::take(&mut done.other_languages));
        self.done.is_found |= done.judged.found > 0;
        self.done.is_any_judged |= done.judged.is_any;
        self.done.is_any_scored |= done.scored > 0;
        self.done.is_any_declared |= done.judged.is_any_declared;
        self.done.without_words += done.without_words;
        if done.several.count > 0 {
            self.done.several.add(done.several.count, done.several.line);
        }
        let is_article = done.rows_read.is_none() && done.table_end.is_none();
        self.done.is_any_read |= done.scored > 0 || is_article && done.faults.is_empty();
        match done.rows_read {
            Some((rows, digest)) if rows > self.done.rows => (self.done.rows, self.done.digest) = (rows, digest),
            Some(_) => {}
            None => self.end_input(&done),
        }
        self.progress.add(done.scored);
        if done.rows_read.is_some() && done.articles.is_empty() {
            self.apart += done.scored;
        }
        if let Some(articles) = &mut self.articles {
            articles.add(&done.articles)?;
        }
        if let By::Overview(overview) = &mut self.by {
            overview.add(done.articles);
        }
        self.write(done.file, done.result)
    }

    fn report(&mut self, done: &Done<'_>) {
        for fault in &done.faults {
            self.done.faults += 1;
            if self.done.faults <= NAMED_FAULTS {
                self.progress.aside(|| complain(fault));
            }
        }
        done.notes.iter().for_each(|note| self.note(note));
        // Asked for by --fail-on, so not a note that --quiet leaves out.
        let room = NAMED_FINDINGS.saturating_sub(self.done.found);
        done.judged.findings.iter().take(room).for_each(|finding| self.progress.aside(|| say("finding", finding)));
        self.done.found += done.judged.found;
        self.scattered.1 += done.scattered.len();
        let room = crate::cli::notes::NAMED_ROWS - self.scattered.0.len();
        self.scattered.0.extend(done.scattered.iter().take(room));
    }

    fn end_input(&mut self, done: &Done<'_>) {
        if let (Some(file), Some(end)) = (done.file, &done.table_end) {
            self.note_table(file, end);
        }
        if self.done.faults > NAMED_FAULTS {
            let more = self.done.faults - NAMED_FAULTS;
            self.progress.aside(|| say("error", &format!("and {more} more rows that cannot be read")));
        }
        if self.done.found > NAMED_FINDINGS {
            let (more, name) = (self.done.found - NAMED_FINDINGS, done.file.map_or("", |file| &file.name));
            self.progress.aside(|| say("finding", &format!("{name}: and {more} more articles of this table")));
        }
        let finished = Progressed {
            inputs: self.done.inputs + 1,
            failed: self.done.failed + usize::from(self.done.faults > 0),
            is_any_read: self.done.is_any_read,
            is_found: self.done.is_found,
            is_any_scored: self.done.is_any_scored,
            is_any_judged: self.done.is_any_judged,
            is_any_declared: self.done.is_any_declared,
            ..Progressed::default()
        };
        self.done = finished;
        self.scattered = (Vec::new(), 0);
    }

    fn note_table(&self, file: &Named, end: &TableEnd) {
        let place = |row: &Scattered| {
            let path = &file.name;
            format!("{path}:{} (as {path}:{})", row.line, row.first)
        };
        let named: Vec<String> = self.scattered.0.iter().map(place).collect();
        let mut what =
            "out of order or apart from the rest of the article, so read without the paragraphs before".to_owned();
        if end.is_watch_full {
            what += &format!(", among the first {} articles", TableReader::MOST_WATCHED);
        }
        if !self.args.common.quiet {
            self.progress.aside(|| note_places(&named, self.scattered.1, &what));
        }
        notes_on_table(&file.path.display().to_string(), &end.notes, &end.remarks)
            .iter()
            .for_each(|note| self.note(note));
        if !end.lost_keys.is_empty() {
            let keys = end.lost_keys.join(", ");
            self.note(&format!(
                "{}: keys that first appear after the first megabyte are not in the result: {keys}",
                file.name
            ));
        }
        let several = self.done.several;
        if several.count > 0 && !self.args.common.quiet {
            let (rows, hold, each) = match several.count {
                1 => ("1 row".to_owned(), "holds", "read as one"),
                rows => (format!("{rows} rows"), "hold", "each row read as one"),
            };
            let what = format!(
                "{}:{}: {rows} {hold} several paragraphs, {each}; give --split to read them paragraph by paragraph",
                file.path.display(),
                several.line
            );
            self.progress.aside(|| say("warning", &what));
        }
        match self.done.without_words {
            0 => {}
            1 => self.note(&format!("{}: 1 row has no word, and so no label", file.name)),
            rows => self.note(&format!("{}: {rows} rows have no word, and so no label", file.name)),
        }
    }

    fn note(&self, text: &str) {
        if !self.args.common.quiet {
            self.progress.aside(|| say("note", text));
        }
    }

    fn write(&mut self, file: Option<&Named>, made: Made) -> Result<()> {
        // GitHub finds a file by its path.
        let path = file.filter(|_| self.args.format() == ResultFormat::Github);
        let path = path.map(|file| file.path.display().to_string());
        let name = path.as_deref().unwrap_or_else(|| file.map_or("", |file| &file.name));
        match made {
            Made::Nothing if self.part.is_none() => return Ok(()),
            Made::Nothing => return self.write_lines(&[]),
            Made::Lines(lines) => return self.write_lines(&lines),
            Made::Articles(articles) => {
                for (entry, score) in &articles {
                    let full = entry.name_in(name);
                    let message = Message::of_article(&full, &entry.article, score, self.args.blocks);
                    self.write_message(&message.in_file(name))?;
                }
            }
            Made::Split(batch, splits) => {
                let table = self.named(name);
                for (range, (split, score)) in batch.articles().iter().zip(&splits) {
                    let range = range.clone();
                    self.write_message(&Message::of_split(table, &batch, range, split, score, self.args.blocks))?;
                }
            }
            Made::Rows(batch, scores) => {
                let table = self.named(name);
                for (range, score) in batch.articles().iter().zip(&scores) {
                    self.write_message(&Message::of_batch(table, &batch, range.clone(), score))?;
                }
            }
        }
        self.output.flush()
    }

    fn named<'n>(&self, name: &'n str) -> NamedTable<'n> {
        NamedTable { name, is_one_of_several: self.several }
    }

    fn write_message(&mut self, message: &Message<'_>) -> Result<()> {
        match &mut self.by {
            By::Collector(renderer) => self.output.write(|out| renderer.write(message, out)),
            By::Workers(_) | By::Overview(_) => Ok(()),
        }
    }

    fn write_lines(&mut self, lines: &[u8]) -> Result<()> {
        let mut header = Vec::new();
        if !lines.is_empty() && !std::mem::replace(&mut self.is_started, true) {
            header = self.by.lines().map(Lines::header).unwrap_or_default();
        }
        match &mut self.part {
            Some(part) => part.write(&[&header, lines].concat(), &self.done),
            None => {
                self.output.write(|out| out.write_all(&header).and_then(|()| out.write_all(lines)))?;
                self.output.flush()
            }
        }
    }

    /// Returns the error of a gate that had nothing to judge: it looks like one that found nothing.
    fn gate_over_nothing(&self) -> Option<Error> {
        let gate = self.args.gate();
        if gate.is_open() || self.done.is_found || self.done.is_any_judged {
            return None;
        }
        let error = |what: &'static str| Error::new(ErrorKind::Empty, what);
        Some(if self.done.is_any_scored {
            error("--fail-on mismatch had nothing to judge: no page declares what it is")
                .remedy("score web pages as they are published, or judge paragraphs alone by --fail-on opinion,mixed")
        } else {
            error("--fail-on had nothing to judge: no paragraph was scored")
                .remedy("check the paths; --blocks shows what was found in a page")
        })
    }

    /// Says so if one of several things that `--fail-on` looks for could not be found.
    fn note_undeclared(&self) {
        if self.done.is_any_judged && !self.done.is_any_declared && self.args.gate().looks_for(Sought::Mismatch) {
            self.note("no page declares what it is, so --fail-on mismatch had nothing to compare");
        }
    }

    /// Says so if rows are missing from an overview of articles.
    fn note_apart(&self) {
        let is_asked_for = self.args.summary || self.args.articles.is_some();
        if is_asked_for && self.apart > 0 {
            let rows = if self.apart == 1 { "1 row belongs" } else { &format!("{} rows belong", self.apart) };
            self.note(&format!(
                "{rows} to no article, so to no line of the overview; name the column of articles with --article-column, or \
                 give --split if each row is one"
            ));
        }
    }

    /// Makes the result visible, if there is one.
    pub(super) fn finish(mut self) -> Result<ExitStatus> {
        let failed = self.done.failed + self.missing;
        let over_nothing = self.gate_over_nothing().filter(|_| failed == 0);
        over_nothing.iter().for_each(|error| self.progress.aside(|| complain(error)));
        self.note_undeclared();
        self.note_apart();
        self.other_languages.note().iter().for_each(|note| self.note(note));
        let has_result = failed == 0 || self.done.is_any_read;
        match self.part.take() {
            Some(part) if has_result => part.finish()?,
            Some(part) => part.discard(),
            // If nothing could be read, an older result stays.
            None if has_result => {
                match self.by {
                    By::Collector(mut renderer) => self.output.write(|out| renderer.finish(out))?,
                    By::Overview(overview) => overview.write(&mut self.output)?,
                    By::Workers(_) => {}
                }
                self.output.finish()?;
                self.articles.map_or(Ok(()), ArticleFile::finish)?;
            }
            None => {}
        }
        Ok(match self.done.is_found {
            _ if failed > 0 || over_nothing.is_some() => ExitStatus::Failed,
            true => ExitStatus::Findings,
            false => ExitStatus::Done,
        })
    }
}
