//! A paragraph as the voice reader takes it: its text, and how the page sets it.

/// A paragraph whose voices are to be found.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'t> {
    /// The text.
    pub text: &'t str,
    /// Whether the markup makes it a quotation.
    pub block_quote: bool,
    /// How the page sets it; the default for a row of a table.
    pub setting: Setting<'t>,
}

impl<'t> From<&'t str> for Passage<'t> {
    fn from(text: &'t str) -> Self {
        Passage { text, block_quote: false, setting: Setting::default() }
    }
}

impl<'t> Passage<'t> {
    /// A line of the passage's text, which starts at this byte of it.
    pub(super) fn line(&self, start: usize, text: &'t str) -> Passage<'t> {
        let set_apart = self.setting.set_apart.saturating_sub(start).min(text.len());
        let setting = if start == 0 { self.setting } else { Setting::default() };
        Passage { text, setting: Setting { set_apart, ..setting }, ..*self }
    }

    /// The same paragraph with the text that was read from its own.
    pub(crate) fn with_text(&self, text: &'t str) -> Passage<'t> {
        let set_apart = if self.setting.set_apart >= self.text.len() { text.len() } else { self.setting.set_apart };
        let set_apart = (0..=set_apart.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let setting = Setting { set_apart, ..self.setting };
        Passage { text, setting, ..*self }
    }
}

/// How a page sets a paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting<'t> {
    /// The bytes at the start of the text that the page sets apart: bold, italic, the term of a definition list.
    pub set_apart: usize,
    /// Whether a dash came before it, as before the lines of a dialogue.
    pub dashed: bool,
    /// Whether a rule ("* * *") separates it from the paragraph before.
    pub after_rule: bool,
    /// The nearest text above it that is no paragraph: a heading, or a line of a few words.
    pub above: Option<Above<'t>>,
}

/// A heading, or a line of a few words, between two paragraphs.
#[derive(Debug, Clone, Copy)]
pub struct Above<'t> {
    /// Its text.
    pub text: &'t str,
    /// Whether the page sets it apart, as a heading or in bold.
    pub set_apart: bool,
}
