//! How much of a text becomes terms.

use crate::language::Language;
use crate::voice::{Speech, Voice};

/// How much of a text becomes terms.
///
/// A model is trained on and scores with [`Scope::NamesMasked`]. The others measure what a training with more or less
/// knowledge is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everything, with [`NAME`](super::NAME) for every name.
    NamesMasked,
    /// Everything, with names as words.
    NamesKept,
    /// Punctuation and English function words, with [`HIDDEN`](super::HIDDEN) for every other word, so that it keeps its
    /// place between its neighbours ("distorted view with single asterisks": Stamatatos 2018, "Masking topic-related
    /// information to enhance authorship attribution").
    FunctionWords,
    /// Everything but the patterns.
    PatternsLeftOut,
    /// Everything, with indirect speech in the author's voice.
    IndirectSpeechUnheard,
    /// Everything in the author's voice.
    VoicesUnheard,
}

crate::error::names!(Scope, "scope");

impl Scope {
    /// All scopes.
    pub const ALL: [Scope; 6] = [
        Scope::NamesMasked,
        Scope::NamesKept,
        Scope::FunctionWords,
        Scope::PatternsLeftOut,
        Scope::IndirectSpeechUnheard,
        Scope::VoicesUnheard,
    ];
    /// The scopes of a leakage report, in the order shown.
    pub const OF_LEAKAGE: [Scope; 3] = [Scope::NamesMasked, Scope::NamesKept, Scope::FunctionWords];

    /// The name used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::NamesMasked => "names masked",
            Scope::NamesKept => "names kept",
            Scope::FunctionWords => "function words",
            Scope::PatternsLeftOut => "without patterns",
            Scope::IndirectSpeechUnheard => "without indirect speech",
            Scope::VoicesUnheard => "without voices",
        }
    }

    /// Returns true if a language has the scope: function words are listed for English only, and German masks no names that
    /// could be kept.
    ///
    /// ```
    /// use oped::language::Language;
    /// use oped::terms::Scope;
    /// assert!(Scope::FunctionWords.is_of(Language::English) && !Scope::FunctionWords.is_of(Language::French));
    /// ```
    pub fn is_of(self, language: Language) -> bool {
        match self {
            Scope::NamesKept => language.capitalises_names_only(),
            Scope::FunctionWords => language.has_word_lists(),
            _ => true,
        }
    }

    /// Returns true if terms include patterns, which need English function words and endings.
    pub(super) fn has_patterns(self, language: Language) -> bool {
        language.has_word_lists() && !matches!(self, Scope::FunctionWords | Scope::PatternsLeftOut)
    }

    /// Returns the voice that a token has in this scope.
    pub(super) fn hear(self, voice: Voice) -> Voice {
        match (self, voice) {
            (Scope::VoicesUnheard, _) | (Scope::IndirectSpeechUnheard, Voice::Source(Speech::Indirect)) => {
                Voice::Author
            }
            _ => voice,
        }
    }
}
