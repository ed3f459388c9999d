//! Paragraph → tokens: what stands in the text, its normal form, its span, and whose it is.
//!
//! Every sentence starts with `<s>`; web addresses are left out; `normal.rs` says what becomes of the rest.

use super::form_tables::FormTables;
use super::forms::{Form, Forms};
use super::lexicon::{Lexicon, Seen};
use super::scanner::{Mark, PieceKind, is_after_opening};
use super::{normal::Normalizer, scope::Scope, token::Token};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::text::{Span, is_abbreviation, starts_sentence};
use crate::voice::{SourceSpan, Voice};

/// Cuts text into tokens. It numbers their normal forms: a [`Form`] of one tokenizer means nothing to another.
pub struct Tokenizer(Normalizer);

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokenizer").finish_non_exhaustive()
    }
}

impl Tokenizer {
    /// A tokenizer for a language.
    pub fn new(language: Language) -> Self {
        Tokenizer(Normalizer::new(language, Scope::NamesMasked))
    }

    /// A tokenizer that lets only a part of the text through.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] if the language does not have this scope.
    pub fn of_scope(language: Language, scope: Scope) -> Result<Self> {
        if !scope.is_of(language) {
            let what = format!("there is no \"{scope}\" for the language \"{language}\"");
            return Err(Error::new(ErrorKind::Usage, what).remedy("choose another scope"));
        }
        Ok(Tokenizer(Normalizer::new(language, scope)))
    }

    /// A tokenizer that knows the forms of a vocabulary only.
    pub(crate) fn of_tables(language: Language, tables: &FormTables) -> Self {
        let (forms, slots) = (Forms::Closed(tables.forms.clone()), Forms::Closed(tables.slots.clone()));
        Tokenizer(Normalizer::new(language, Scope::NamesMasked).with_tables(forms, slots))
    }

    /// An empty cache for this tokenizer and one thread.
    pub fn lexicon(&self) -> Lexicon {
        Lexicon::new(&self.0)
    }

    /// Returns the text of a normal form.
    pub fn text(&self, form: Form) -> String {
        self.0.text(form)
    }

    /// Returns the normal form of a word by itself.
    pub(crate) fn form(&self, word: &str) -> Form {
        self.0.word(word).form
    }

    /// The tables of forms and of slots.
    pub(crate) fn tables(&self) -> (&Forms, &Forms) {
        self.0.tables()
    }

    /// Calls `each` with every token of `text`, in order. `sources` are disjoint spans in ascending order; `lexicon` must be one
    /// of this tokenizer's.
    ///
    /// ```
    /// use oped::language::Language;
    /// use oped::terms::{Token, Tokenizer};
    /// let tokenizer = Tokenizer::new(Language::English);
    /// let mut terms = Vec::new();
    /// let each = |token: Token| terms.push(tokenizer.text(token.form));
    /// tokenizer.for_each_token(&mut tokenizer.lexicon(), "We can't ask Anna on Monday!", &[], each);
    /// assert_eq!(terms, ["<s>", "we", "ca", "n't", "ask", "<name>", "on", "monday", "!"]);
    /// ```
    pub fn for_each_token(&self, lexicon: &mut Lexicon, text: &str, sources: &[SourceSpan], each: impl FnMut(Token)) {
        self.look_up(lexicon, text);
        self.for_each_found_token(lexicon, text, sources, each);
    }

    /// Looks up the words of a text.
    pub(crate) fn look_up(&self, lexicon: &mut Lexicon, text: &str) {
        lexicon.look_up(&self.0, text);
    }

    /// [`Tokenizer::for_each_token`] for the text that was looked up last.
    pub(crate) fn for_each_found_token(
        &self,
        lexicon: &mut Lexicon,
        text: &str,
        sources: &[SourceSpan],
        mut each: impl FnMut(Token),
    ) {
        let mut tokens = std::mem::take(&mut lexicon.tokens);
        tokens.clear();
        self.push_tokens(lexicon, text, sources, &mut tokens);
        // One call for all of them, so that it is worth inlining.
        tokens.iter().for_each(|token| each(*token));
        lexicon.tokens = tokens;
    }

    /// Appends the tokens of the text that was looked up last.
    fn push_tokens(&self, lexicon: &mut Lexicon, text: &str, sources: &[SourceSpan], out: &mut Vec<Token>) {
        let mut voices = VoiceCursor { sources, at: 0 };
        let mut at_start = true;
        let shouted = lexicon.letters().are_shouted();
        let (sentence_start, name) = (lexicon.mark(Mark::SentenceStart), lexicon.mark(Mark::Name));
        for at in 0..lexicon.found().len() {
            let found = lexicon.found()[at];
            let (Seen { span, kind, .. }, mut word) = (found, lexicon.word(found));
            let voice = voices.at(span.start);
            if let PieceKind::Mark(mark) = kind {
                at_start |= mark.may_end_sentence() && starts_sentence(&text[span.end..]);
                out.push(Token { form: word.form, span, voice, is_word: false, slot: word.slot });
                continue;
            }
            if at_start {
                let span = Span { start: span.start, end: span.start };
                out.push(Token { form: sentence_start.form, span, voice, is_word: false, slot: sentence_start.slot });
            }
            let masked = word.is_name && !(at_start || shouted || is_after_opening(text, span.start));
            if word.is_pending && !masked {
                word = lexicon.settle(&self.0, text, found);
            }
            let stem = if masked { name } else { word };
            let end = span.start + word.stem_len as usize;
            let stem_span = Span { start: span.start, end };
            out.push(Token { form: stem.form, span: stem_span, voice, is_word: true, slot: stem.slot });
            if let Some(clitic) = word.clitic {
                let word = lexicon.mark(clitic);
                let span = Span { start: end, end: span.end };
                out.push(Token { form: word.form, span, voice, is_word: true, slot: word.slot });
            }
            // "… the U.S. We go on": the point of the acronym ends the sentence too.
            at_start = kind == PieceKind::Acronym && {
                let (acronym, rest) = (&text[span.start..span.end - 1], &text[span.end..]);
                starts_sentence(rest) && !is_abbreviation(acronym, rest)
            };
        }
    }
}

/// Walks the sources' spans once, from left to right.
struct VoiceCursor<'s> {
    sources: &'s [SourceSpan],
    at: usize,
}

impl VoiceCursor<'_> {
    fn at(&mut self, offset: usize) -> Voice {
        while self.sources.get(self.at).is_some_and(|source| source.span.end <= offset) {
            self.at += 1;
        }
        match self.sources.get(self.at) {
            Some(source) if source.span.start <= offset => Voice::Source(source.speech),
            _ => Voice::Author,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        terms_of(Scope::NamesMasked, text)
    }

    fn terms_of(scope: Scope, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        let tokenizer = Tokenizer::of_scope(Language::English, scope).unwrap();
        tokenizer.for_each_token(&mut tokenizer.lexicon(), text, &[], |token| {
            assert!(token.span.start <= token.span.end && token.span.end <= text.len());
            out.push(tokenizer.text(token.form));
        });
        out
    }

    #[test]
    fn normal_forms() {
        for (text, expected) in [
            ("U.S. officials met Mr. Roth.", "<s> u.s. offici met <name> <name> ."),
            ("In 1961, 1,200 of them left -- at 10.5%.", "<s> in 0000 , 0,000 of them left — at 00.0 % ."),
            ("“We won’t,” I said... Why?!", "“ <s> we wo n't , ” i said … <s> whi ? !"),
            ("It’s the workers’ well-known hall.", "<s> it the worker well known hall ."),
            ("It is late (@roth_1), see https://a.example/b?c=1.", "<s> it is late ( <name> ) , see ."),
            (
                "She left the U.S. It is Plan B. We go (www.a.example).",
                "<s> she left the <name> <s> it is <name> <name> . <s> we go ( ) .",
            ),
            ("Ask roth@holt.example now.", "<s> ask roth holt exampl now ."),
            ("STOP THE CUTS NOW!", "<s> stop the cut now !"),
        ] {
            assert_eq!(terms(text).join(" "), expected, "{text}");
        }
    }
    #[test]
    fn scopes() {
        let text = "It's the mayor’s plan, and Anna Roth won’t stop it in 2020 (@Roth)!";
        for (scope, expected) in [
            (Scope::NamesMasked, "<s> it the mayor plan , and <name> <name> wo n't stop it in 0000 ( <name> ) !"),
            (Scope::NamesKept, "<s> it the mayor plan , and anna roth wo n't stop it in 0000 ( @roth ) !"),
            (
                Scope::FunctionWords,
                "<s> it the <word> <word> , and <word> <word> wo n't <word> it in <word> ( <word> ) !",
            ),
        ] {
            assert_eq!(terms_of(scope, text).join(" "), expected, "{scope:?}");
        }
        assert!(Tokenizer::of_scope(Language::French, Scope::FunctionWords).is_err());
    }
}
