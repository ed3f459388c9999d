//! A document → the objects of its result, as JSON in one buffer.

use std::borrow::Cow;
use std::io::{self, Write};

use axum::http::StatusCode;
use serde::Serialize;

use crate::article::{Article, Entry, Format};
use crate::error::{Error, ErrorKind};
use crate::explain::Explainer;
use crate::score::{Item, Paragraph, Place, Scored, ScoredArticle, Summary};
use crate::serve::documents::{Content, Document};
use crate::serve::failure::Failure;
use crate::tables::table::{TableParams, is_table_name, looks_like_table};
use crate::text::read_text;
use crate::verdict::ArticleScore;

/// Bytes of text whose evidence is given in one answer: it is a hundred times as long.
const MOST_EXPLAINED: usize = 1 << 20;

/// What to do with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Labels.
    Score,
    /// Labels and evidence.
    Explain,
}

/// The first bytes of a gzip file.
const GZIP: &[u8] = &[0x1F, 0x8B];

/// How objects are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A JSON array, an object a line.
    Array,
    /// JSON lines.
    Lines,
}

/// What was done, and how much.
pub(in crate::serve) struct Done {
    pub(super) json: Vec<u8>,
    pub(in crate::serve) articles: usize,
    pub(in crate::serve) paragraphs: usize,
}

/// Scores or explains a document. The result holds at most `most` bytes.
pub(super) fn results(
    explainer: &Explainer,
    document: Document<'_>,
    task: Task,
    layout: Layout,
    most: usize,
) -> Result<Done, Failure> {
    let Document { name, content } = document;
    let mut objects = Objects::new(layout, most);
    match content {
        Content::File { bytes, format, encoding } => {
            let format = format.map_or_else(|| detected(&name, &bytes), Ok)?;
            let entries = Article::read_all(&bytes, format, encoding).map_err(|error| Failure::of(&error))?;
            check_explained(
                task,
                entries.iter().flat_map(|entry| entry.article.paragraphs()).map(|block| block.text.as_str()),
            )?;
            entries.into_iter().try_for_each(|entry| objects.add_entry(explainer, &name, entry, task))?;
        }
        Content::Paragraphs(texts) => {
            check_explained(task, texts.iter().map(String::as_str))?;
            objects.add_texts(explainer, &name, &texts, task)?;
        }
    }
    Ok(objects.finish())
}

/// The format of a file that does not tell its own; tables and packed files, which the program reads, are refused by their names.
fn detected(name: &str, bytes: &[u8]) -> Result<Format, Failure> {
    let refuse = |what, remedy: &str| Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy));
    if bytes.starts_with(GZIP) {
        return refuse("this is a gzip file", "send it with Content-Encoding: gzip");
    }
    let is_article = Format::by_bytes(bytes).is_some() || Format::is_told_by(name);
    if is_table_name(name) || !is_article && looks_like_table(bytes, &TableParams::default()) {
        return refuse("this is a table, which is not read here", "send its texts as paragraphs, or use oped score");
    }
    Ok(Format::detect(name, bytes))
}

fn check_explained<'t>(task: Task, texts: impl Iterator<Item = &'t str>) -> Result<(), Failure> {
    if task == Task::Explain && texts.map(str::len).sum::<usize>() > MOST_EXPLAINED {
        let what = "the text is longer than 1 MiB, too long for the evidence of each word";
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, what, "send it in parts, or to /v1/score"));
    }
    Ok(())
}

/// Objects, being written.
struct Objects {
    out: Bounded,
    layout: Layout,
    articles: usize,
    paragraphs: usize,
}

impl Objects {
    fn new(layout: Layout, most: usize) -> Objects {
        let mut out = Bounded { bytes: Vec::with_capacity(8 << 10), most };
        if layout == Layout::Array {
            out.bytes.push(b'[');
        }
        Objects { out, layout, articles: 0, paragraphs: 0 }
    }

    fn add(&mut self, object: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, object).map_err(|_| {
            let what = format!("the result is longer than {} MiB", self.out.most >> 20);
            Failure::new(StatusCode::UNPROCESSABLE_ENTITY, what, "send the text in parts")
        })?;
        self.out.bytes.extend_from_slice(match self.layout {
            Layout::Array => b",\n",
            Layout::Lines => b"\n",
        });
        Ok(())
    }

    fn add_entry(&mut self, explainer: &Explainer, name: &str, entry: Entry, task: Task) -> Result<(), Failure> {
        let name = entry.name_in(name);
        let article = entry.article;
        if task == Task::Explain {
            let explained = explainer.article(&article);
            explained.of_article(&name, &article).iter().try_for_each(|paragraph| self.add(paragraph))?;
            let summary = Scored::of_article(&name, &article, &explained.score, false).summary;
            self.add_summary(summary.as_ref())
        } else {
            let score = explainer.scorer().article(&article);
            let scored = ScoredArticle { name, article, score };
            scored.paragraphs().try_for_each(|paragraph| self.add(&paragraph))?;
            self.add_summary(Some(&scored.summary()))
        }
    }

    fn add_texts(&mut self, explainer: &Explainer, name: &str, texts: &[String], task: Task) -> Result<(), Failure> {
        if texts.is_empty() {
            let error = Error::new(ErrorKind::Empty, "there is no paragraph").remedy("send one or more");
            return Err(Failure::of(&error));
        }
        // As the rows of a table are read.
        let texts: Vec<Cow<'_, str>> = texts.iter().map(|text| read_text(text).text).collect();
        if task == Task::Explain {
            let explained = explainer.texts(&texts);
            let scored = scored(name, &texts, &explained.score);
            explained.of_rows(&scored).iter().try_for_each(|paragraph| self.add(paragraph))?;
            self.add_summary(scored.summary.as_ref())
        } else {
            let score = explainer.scorer().texts(&texts);
            let scored = scored(name, &texts, &score);
            scored.items.iter().try_for_each(|item| self.add(item))?;
            self.add_summary(scored.summary.as_ref())
        }
    }

    fn add_summary(&mut self, summary: Option<&Summary<'_>>) -> Result<(), Failure> {
        self.articles += 1;
        self.paragraphs += summary.map_or(0, |summary| summary.score.paragraphs.len());
        summary.map_or(Ok(()), |summary| self.add(summary))
    }

    fn finish(self) -> Done {
        let Objects { out, layout, articles, paragraphs } = self;
        let mut json = out.bytes;
        if layout == Layout::Array {
            if articles > 0 {
                json.truncate(json.len() - b",\n".len());
            }
            json.extend_from_slice(b"]\n");
        }
        Done { json, articles, paragraphs }
    }
}

/// Pairs paragraphs with their scores. They have no place in a file.
fn scored<'a>(article: &'a str, texts: &'a [Cow<'_, str>], score: &'a ArticleScore) -> Scored<'a> {
    let item = |(number, (text, score)): (usize, (&'a Cow<'_, str>, _))| {
        Item::Paragraph(Paragraph { article, number, place: Place::Unpacked, text, score })
    };
    let items = texts.iter().zip(score.paragraphs.iter().copied()).enumerate().map(item).collect();
    let summary = Summary { article, score, declared: None, headline: None, metadata: None, table: None, row: None };
    Scored { article, items, summary: Some(summary) }
}

/// A buffer that refuses to grow over a limit.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
