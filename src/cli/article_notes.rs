//! Notes on articles: one without a paragraph, and those in another language.

use crate::article::{Article, Format};
use crate::language::Language;
use crate::words::reading::{other_language, reads};

/// Says that an article has no paragraph, and what to do. `look` is the command or flag that shows its blocks.
pub(super) fn no_paragraph(name: &str, article: &Article, format: Format, bytes: &[u8], look: &str) -> String {
    if article.blocks.is_empty() && format == Format::Html && has_script(bytes) {
        return format!(
            "{name}: no paragraph found: the page has no text, a script fills it; open it in a browser, save it there \
             (\"Web page, complete\"), and score what was saved"
        );
    }
    format!("{name}: no paragraph found; {look} shows what there is")
}

fn has_script(page: &[u8]) -> bool {
    const SCRIPT: &[u8] = b"<script";
    let mut tags = memchr::memchr_iter(b'<', page);
    tags.any(|at| page.get(at..at + SCRIPT.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(SCRIPT)))
}

/// Articles in another language than the model's.
#[derive(Debug, Default)]
pub(super) struct OtherLanguages {
    count: usize,
    first: Option<First>,
}

/// The first of them.
#[derive(Debug)]
struct First {
    name: String,
    /// How it shows.
    how: String,
    /// The model's.
    read: Language,
}

impl OtherLanguages {
    /// Adds an article, if it is one.
    pub(super) fn add(&mut self, name: &str, article: &Article, read: Language) {
        if let Some(how) = other_language(article, read) {
            let first = First { name: name.to_owned(), how, read };
            self.append(OtherLanguages { count: 1, first: Some(first) });
        }
    }

    /// Adds those that come after them.
    pub(super) fn append(&mut self, other: OtherLanguages) {
        self.count += other.count;
        self.first = self.first.take().or(other.first);
    }

    /// Says how many they are, and which is the first.
    pub(super) fn note(&self) -> Option<String> {
        let First { name, how, read } = self.first.as_ref()?;
        let reader = reads(*read);
        Some(match self.count {
            1 => format!("{reader}; {name} {how}; its labels mean little"),
            count => format!(
                "{reader}; {count} articles are in other languages; the first, {name}, {how}; their labels mean little"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The council met on Monday and voted for the plan, a clerk said.";
    const RUSSIAN: &str = "Совет города решил закрыть оба бассейна на всю зиму, сказал мэр.";

    fn note(pages: &[&str], read: Language) -> String {
        let mut others = OtherLanguages::default();
        for (at, page) in pages.iter().enumerate() {
            let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
            others.add(&format!("{at}.html"), &article, read);
        }
        others.note().unwrap_or_default()
    }

    #[test]
    fn articles_in_other_languages_are_told_by_what_they_declare_or_their_letters() {
        let page = |lang: &str, text: &str| format!("<html {lang}><body><p>{text}</p></body></html>");
        let (english, british) = (page("", ENGLISH), page("lang=en-GB", ENGLISH));
        let (brazilian, russian) = (page("lang=pt-BR", ENGLISH), page("", RUSSIAN));
        assert_eq!(note(&[&english, &british, &page("lang=en", RUSSIAN)], Language::English), "");
        assert_eq!(
            note(&[&english, &brazilian], Language::English),
            "oped reads English; 1.html says that it is in pt-BR; its labels mean little"
        );
        assert_eq!(
            note(&[&russian], Language::English),
            "oped reads English; 0.html is written in other letters; its labels mean little"
        );
        assert_eq!(
            note(&[&british, &russian, &brazilian], Language::English),
            "oped reads English; 2 articles are in other languages; the first, 1.html, is written in other letters; their labels \
             mean little"
        );
        assert_eq!(note(&[&english, &brazilian], Language::Portuguese), "");
        assert_eq!(
            note(&[&british], Language::French),
            "this model reads French; 0.html says that it is in en-GB; its labels mean little"
        );
        assert_eq!(note(&[&page("lang=fr", "Menu")], Language::English), "", "it has no label");
    }
}
