//! Text → words and punctuation marks.
//!
//! Works on bytes, since most text is ASCII, and decodes the rest.

use crate::text::{Letters, Span, is_abbreviation, is_alphanumeric};

/// A word or a mark in its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) kind: PieceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// A word or a number.
    Word,
    /// "U.S.", with its last point.
    Acronym,
    /// "@roth"
    Account,
    Mark(Mark),
}

/// A mark in its normal form, a clitic, or the start of a sentence or a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[rustfmt::skip]
pub(crate) enum Mark {
    Stop, Ellipsis, Exclamation, Question, Comma, Semicolon, Colon, Opening, Closing, Percent, Currency, Dash,
    OpeningQuotation, ClosingQuotation, Not, Are, Have, Will, Would, Am, SentenceStart, Name,
}

impl Mark {
    #[rustfmt::skip]
    pub(crate) const ALL: [Mark; 22] = [
        Mark::Stop, Mark::Ellipsis, Mark::Exclamation, Mark::Question, Mark::Comma, Mark::Semicolon, Mark::Colon,
        Mark::Opening, Mark::Closing, Mark::Percent, Mark::Currency, Mark::Dash, Mark::OpeningQuotation,
        Mark::ClosingQuotation, Mark::Not, Mark::Are, Mark::Have, Mark::Will, Mark::Would, Mark::Am,
        Mark::SentenceStart, Mark::Name,
    ];

    /// The normal form; empty for the start of a sentence and for a name.
    pub(crate) fn as_str(self) -> &'static str {
        #[rustfmt::skip]
        const TEXTS: [&str; Mark::ALL.len()] = [
            ".", "…", "!", "?", ",", ";", ":", "(", ")", "%", "$", "—", "“", "”", "n't", "'re", "'ve", "'ll", "'d",
            "'m", "", "",
        ];
        TEXTS[self as usize]
    }

    pub(crate) fn may_end_sentence(self) -> bool {
        matches!(self, Mark::Stop | Mark::Question | Mark::Exclamation | Mark::Ellipsis)
    }
}

/// Walks over a text.
pub(crate) struct Scanner<'t> {
    text: &'t str,
    letters: &'t Letters,
    at: usize,
    /// Whether a web address was passed over.
    pub(crate) left_out_address: bool,
}

impl<'t> Scanner<'t> {
    /// Bytes of a word that is no plain one.
    pub(crate) const LONG: usize = 16;

    /// A scanner at the start of a text with these letters.
    pub(crate) fn new(text: &'t str, letters: &'t Letters) -> Self {
        Scanner { text, letters, at: 0, left_out_address: false }
    }

    /// Returns the next word if it is as most are: two to fifteen letters and digits of ASCII with a space behind it, or a comma or
    /// colon and a space. [`Scanner::next`] would return the same.
    #[inline]
    pub(crate) fn plain_word(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let start = self.at + usize::from(bytes.get(self.at) == Some(&b' '));
        let end = start + self.letters.run(start);
        let behind = bytes.get(end..end + 2)?;
        let is_plain = (2..Scanner::LONG).contains(&(end - start)) && matches!(behind, [b' ', _] | [b',' | b':', b' ']);
        if is_plain {
            self.at = end;
        }
        is_plain.then_some(Span { start, end })
    }

    pub(crate) fn next(&mut self) -> Option<Piece> {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            let start = self.at;
            if byte.is_ascii_alphanumeric() {
                if matches!(byte, b'h' | b'w' | b'p')
                    && let Some(len) = web_address_len(&self.text[start..])
                {
                    self.at += len;
                    self.left_out_address = true;
                    continue;
                }
                return Some(self.word(start));
            }
            if byte == b' ' {
                self.at += 1;
                continue;
            }
            if byte == b'@'
                && let Some(len) = account_len(&self.text[start..], self.before())
            {
                self.at += len;
                return Some(Piece { span: Span { start, end: self.at }, kind: PieceKind::Account });
            }
            let c = if byte.is_ascii() { char::from(byte) } else { self.text[start..].chars().next()? };
            if is_alphanumeric(c) {
                return Some(self.word(start));
            }
            let (mark, len) = self.mark(c);
            self.at += len;
            if let Some(mark) = mark {
                return Some(Piece { span: Span { start, end: start + len }, kind: PieceKind::Mark(mark) });
            }
        }
        None
    }

    /// The word that starts here.
    fn word(&mut self, start: usize) -> Piece {
        let (len, kind) = word_len(&self.text[start..], self.letters.run(start));
        self.at = start + len;
        let span = Span { start, end: self.at };
        self.skip_abbreviation_point(span);
        Piece { span, kind }
    }

    /// Returns the mark at the current place in its normal form, and its bytes.
    fn mark(&self, c: char) -> (Option<Mark>, usize) {
        let rest = &self.text[self.at..];
        let run = |same: char| rest.chars().take_while(|&c| c == same).count() * same.len_utf8();
        match c {
            '.' => match run('.') {
                1 if rest[1..].starts_with(char::is_alphanumeric) => (None, 1),
                1 => (Some(Mark::Stop), 1),
                dots => (Some(Mark::Ellipsis), dots),
            },
            '…' => (Some(Mark::Ellipsis), run('…')),
            '!' => (Some(Mark::Exclamation), run('!')),
            '?' => (Some(Mark::Question), run('?')),
            ',' => (Some(Mark::Comma), 1),
            ';' => (Some(Mark::Semicolon), 1),
            ':' => (Some(Mark::Colon), 1),
            '(' | '[' => (Some(Mark::Opening), 1),
            ')' | ']' => (Some(Mark::Closing), 1),
            '%' => (Some(Mark::Percent), 1),
            '$' | '£' | '€' => (Some(Mark::Currency), c.len_utf8()),
            '—' | '–' => (Some(Mark::Dash), c.len_utf8()),
            '-' => match run('-') {
                1 if !(self.before().is_none_or(char::is_whitespace) && rest[1..].starts_with(' ')) => (None, 1),
                dashes => (Some(Mark::Dash), dashes),
            },
            '“' | '„' | '«' => (Some(Mark::OpeningQuotation), c.len_utf8()),
            '”' | '»' => (Some(Mark::ClosingQuotation), c.len_utf8()),
            '"' if self.before().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—')) => {
                (Some(Mark::OpeningQuotation), 1)
            }
            '"' => (Some(Mark::ClosingQuotation), 1),
            _ => (None, c.len_utf8()),
        }
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Skips the point of "Mr.", which ends no sentence.
    fn skip_abbreviation_point(&mut self, word: Span) {
        let is_before_space = self.text.as_bytes().get(self.at..self.at + 2) == Some(b". ");
        if is_before_space && is_abbreviation(word.of(self.text), &self.text[self.at + 1..]) {
            self.at += 1;
        }
    }
}

/// Returns true if the word at `start` directly follows an opening quotation mark or bracket, so that its capital may start a
/// sentence.
pub(crate) fn is_after_opening(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_some_and(|c| matches!(c, '“' | '"' | '‘' | '\'' | '«' | '„' | '(' | '['))
}

/// Returns the length of the web address at the start of `text`. Marks at its end belong to the sentence.
fn web_address_len(text: &str) -> Option<usize> {
    const STARTS: [&str; 4] = ["http://", "https://", "www.", "pic.twitter.com/"];
    let may_be = matches!(text.as_bytes().first_chunk(), Some(b"http" | b"www." | b"pic."));
    if !may_be || !STARTS.iter().any(|start| text.starts_with(start)) {
        return None;
    }
    let address = &text[..text.find(char::is_whitespace).unwrap_or(text.len())];
    let marks = |c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '"' | '”' | '’' | '\'' | '»');
    Some(address.trim_end_matches(marks).len().max(1))
}

/// Returns the length of the account ("@roth") at the start of `text`. A letter before it makes it an e-mail address.
fn account_len(text: &str, before: Option<char>) -> Option<usize> {
    let name = text.strip_prefix('@').filter(|_| !before.is_some_and(char::is_alphanumeric))?;
    let len = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    (len > 0).then_some(1 + len)
}

/// Returns the length and kind of the word at the start of `text`: letters and digits, with an apostrophe between letters, a
/// point, comma or colon between digits, and the points of "U.S.". It starts with `run` letters and digits.
fn word_len(text: &str, run: usize) -> (usize, PieceKind) {
    let bytes = text.as_bytes();
    let mut at = run;
    let end = loop {
        let Some(&byte) = bytes.get(at) else { break at };
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let joins = match byte {
            b'\'' => is_between(text, at, 1, char::is_alphabetic),
            b'.' | b',' | b':' => is_between(text, at, 1, |c| c.is_ascii_digit()),
            _ => false,
        };
        if joins {
            at += 1;
            continue;
        }
        if byte.is_ascii() {
            break at;
        }
        let c = text[at..].chars().next().unwrap_or_default();
        if !(is_alphanumeric(c) || c == '’' && is_between(text, at, c.len_utf8(), char::is_alphabetic)) {
            break at;
        }
        at += c.len_utf8();
    };
    match acronym_len(bytes).filter(|_| end < bytes.len()) {
        Some(len) => (len, PieceKind::Acronym),
        None => (end, PieceKind::Word),
    }
}

/// Returns true if the characters on both sides of the mark of `len` bytes at `at` are of a kind.
fn is_between(text: &str, at: usize, len: usize, is_of_kind: impl Fn(char) -> bool) -> bool {
    text[..at].chars().next_back().is_some_and(&is_of_kind) && text[at + len..].chars().next().is_some_and(is_of_kind)
}

/// Returns the length of an acronym such as "U.S.": two or more single letters, each with a point.
fn acronym_len(bytes: &[u8]) -> Option<usize> {
    let mut len = 0;
    while bytes.get(len).is_some_and(u8::is_ascii_alphabetic) && bytes.get(len + 1) == Some(&b'.') {
        len += 2;
    }
    (len >= 4).then_some(len)
}
