//! What the page declares itself to be: the publisher's own claim, which is compared with the paragraphs.
//!
//! # Places of a claim
//!
//! | [`Place`] | web page | Markdown's front matter | plain text |
//! |---|---|---|---|
//! | [`Type`](Place::Type) | the article's `@type` in JSON-LD, `itemtype` | `type` | – |
//! | [`Section`](Place::Section) | `article:section`, `parsely-section`, `section`, `genre`, `article:type`, `og:type` in `<meta>`; `articleSection`, `genre` in JSON-LD and as `itemprop` | `section`, `category`, `genre`, `type` | – |
//! | [`Address`](Place::Address) | canonical link, `og:url`, `url` and `mainEntityOfPage` in JSON-LD | `url`, `canonical`, `permalink` | – |
//! | [`Title`](Place::Title) | `<title>`, `og:title`, `headline` in JSON-LD | `title`, first block | first block |
//!
//! A section counts by its whole name, also in a list or a path (`Opinion > Letters`); one of two kinds ("News & Opinion")
//! claims neither. An address counts by a directory (`/opinion/`, but not the last part, which is the article's own name) or
//! by the first part of its host (`opinion.example.org`). A title counts by a mark set off before or after it: "OPINION: …",
//! "Opinion | …", "… | Opinion", "… (opinion)". The names are in `language/claims.rs`.
//!
//! A page that describes several articles means the one with its own address or title, not a teaser's.
//!
//! # Which one counts
//!
//! 1. The strongest: first a mark that names one kind of article only, then one that also names the whole (`NewsArticle`, a
//!    section `News`, an address `/news/`: op-eds carry them too), then a type that names a form (`BlogPosting`, `Report`).
//! 2. Of equally strong ones the most deliberate: type, section, address, title.
//! 3. If several in one place contradict each other, the page claims neither; two of them are kept.
//!
//! | type | claims |
//! |---|---|
//! | `ReportageNewsArticle` | news |
//! | `NewsArticle` | news, weakly |
//! | `OpinionNewsArticle` | opinion |
//! | `AnalysisNewsArticle`, `BackgroundNewsArticle`, `AskPublicNewsArticle`, `ReviewNewsArticle`, `Review`, `CriticReview`, `ClaimReview`, `LiveBlogPosting`, `HowTo`, `Recipe`, `FAQPage`, `QAPage`, `Interview`, `PressRelease`, `AdvertiserContentArticle`, `SatiricalArticle` | neither |
//! | `BlogPosting` and other postings, `Report`, `Article`, any other kind of article | nothing; other marks decide |
//!
//! A page of a type that claims neither is held to no claim, whatever its section and its address say: whoever analyses,
//! reviews, instructs or keeps a live blog may report in one paragraph and judge in the next. The same holds for sections of that
//! name (`OTHER` in `language/claims.rs`).

use super::claim::{Claim, Strength};
use super::claim_words;
use super::metadata::Collected;

/// The place of a claim, from the least to the most deliberate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Before or after the title.
    Title,
    /// In the page's address.
    Address,
    /// The name of its section or genre.
    Section,
    /// Its type in schema.org's vocabulary.
    Type,
}

crate::error::names!(Place, "place of a claim");

impl Place {
    /// All places.
    pub const ALL: [Place; 4] = [Place::Title, Place::Address, Place::Section, Place::Type];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Title => "title",
            Place::Address => "address",
            Place::Section => "section",
            Place::Type => "type",
        }
    }
}

/// What a page declares itself to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// What it claims.
    pub claim: Claim,
    /// The mark as in the page: `OpinionNewsArticle`, `Opinion`, `/opinion/`, `OPINION`; two that contradict each other with
    /// "and" between them.
    pub mark: String,
    /// The place of the mark.
    pub place: Place,
}

/// Collects the marks of a page and keeps the one that counts. What else the page says about itself is collected beside them.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub metadata: Collected,
    best: Option<Best>,
}

#[derive(Debug)]
struct Best {
    strength: Strength,
    declared: Declared,
    contradicted: bool,
}

/// The longest name of a type, in bytes; schema.org's have at most 27.
const LONGEST_TYPE: usize = 40;
/// The longest name of a host, in bytes, by DNS.
const LONGEST_HOST: usize = 253;
/// The longest name of a section, in bytes.
const LONGEST_NAME: usize = 100;

impl Marks {
    /// Returns what the page declares.
    pub(super) fn declared(self) -> Option<Declared> {
        self.best.map(|best| best.declared)
    }

    /// Adds a schema.org type, with or without the vocabulary's address. Returns true if it is a type of article.
    pub(super) fn article_type(&mut self, name: &str) -> bool {
        let name = without_vocabulary(name);
        let Some((claim, strength)) = claim_of_type(name) else { return false };
        self.add(strength, claim, name, Place::Type);
        true
    }

    /// Adds the kind of article that a `<meta>` tag names: a type, or a name as of a section.
    pub(super) fn kind(&mut self, name: &str) {
        // "article" says nothing, and must not hide what a section says.
        if !self.article_type(name) {
            self.section(name);
        }
    }

    /// Adds the name of a section or genre: one, a list, a path, or an address with the name as its last part.
    pub(super) fn section(&mut self, names: &str) {
        for name in names.split([',', '/', '>', '›', '»', '|', ';', ':']).map(str::trim) {
            if let Some((claim, strength)) = claim_of_section(name) {
                self.add(strength, claim, name, Place::Section);
            }
        }
    }

    /// Adds the address of the page, with or without its host.
    pub(super) fn address(&mut self, url: &str) {
        let url = url.trim();
        let url = url.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = match url.split_once("//") {
            Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
                rest.split_once('/').unwrap_or((rest, ""))
            }
            _ => ("", url),
        };
        let first = host.split('.').next().filter(|_| host.len() <= LONGEST_HOST).unwrap_or_default();
        // `news.example.org` has articles of all kinds.
        if let Some((claim, strength @ Strength::Strong)) = claim_words::directory(first) {
            self.add(strength, claim, host, Place::Address);
        }
        // The last part is the article's own name, or the page is the front page of a section.
        let Some((directories, _)) = path.trim_end_matches('/').rsplit_once('/') else { return };
        for directory in directories.split('/') {
            if let Some((claim, strength)) = claim_words::directory(directory) {
                self.add(strength, claim, &format!("/{directory}/"), Place::Address);
            }
        }
    }

    /// Adds the marks before and after a title.
    pub(super) fn title(&mut self, title: &str) {
        self.headline(title);
        title_parts(title).skip(1).for_each(|part| self.title_part(part));
    }

    /// Adds the mark before the first words of a text. After a bar there may be the next entry of a menu.
    pub(super) fn headline(&mut self, text: &str) {
        let first = title_parts(text).next().unwrap_or_default();
        self.title_part(first.split_once(':').map_or(first, |(mark, _)| mark));
    }

    fn title_part(&mut self, part: &str) {
        if let Some((claim, strength)) = claim_words::title(part) {
            self.add(strength, claim, part.trim(), Place::Title);
        }
    }

    fn add(&mut self, strength: Strength, claim: Claim, mark: &str, place: Place) {
        let rank = (strength, place);
        match &mut self.best {
            Some(best) if best.rank() > rank => {}
            Some(best) if best.rank() == rank => best.hold_against(claim, mark),
            best => {
                let declared = Declared { claim, mark: mark.to_owned(), place };
                *best = Some(Best { strength, declared, contradicted: false });
            }
        }
    }
}

impl Best {
    fn rank(&self) -> (Strength, Place) {
        (self.strength, self.declared.place)
    }

    /// Compares with an equally strong mark of the same place.
    fn hold_against(&mut self, claim: Claim, mark: &str) {
        if claim != self.declared.claim && !self.contradicted {
            self.contradicted = true;
            self.declared.claim = Claim::Other;
            self.declared.mark += &format!(" and {mark}");
        }
    }
}

/// The types that claim neither: they name one kind of page, of which neither news nor opinion is expected throughout.
const NEITHER: [&str; 16] = [
    "AnalysisNewsArticle", "BackgroundNewsArticle", "AskPublicNewsArticle", // Criticism
    "ReviewNewsArticle", "Review", "CriticReview",
    // A check of somebody's claim, which ends in a judgement.
    "ClaimReview",     // What happens as it is written
    "LiveBlogPosting", // Advice
    "HowTo", "Recipe",
    // Questions and answers. `Interview` is no type of schema.org's, but publishers use it.
    "FAQPage", "QAPage", "Interview", // Whoever pays, mocks or issues it
    "AdvertiserContentArticle", "SatiricalArticle", "PressRelease",
];

/// Returns true for a schema.org type of article, with or without the vocabulary's address.
pub(super) fn is_article_type(name: &str) -> bool {
    claim_of_type(without_vocabulary(name)).is_some()
}

fn without_vocabulary(name: &str) -> &str {
    name.trim().rsplit(['/', ':', '#']).next().unwrap_or_default()
}

fn claim_of_type(name: &str) -> Option<(Claim, Strength)> {
    let is_word = name.len() <= LONGEST_TYPE && name.bytes().all(|b| b.is_ascii_alphanumeric());
    Some(match name {
        "ReportageNewsArticle" => (Claim::News, Strength::Strong),
        "NewsArticle" => (Claim::News, Strength::Weak),
        "OpinionNewsArticle" => (Claim::Opinion, Strength::Strong),
        name if NEITHER.contains(&name) => (Claim::Other, Strength::Strong),
        "Article" => (Claim::Other, Strength::Nothing),
        "BlogPosting" | "SocialMediaPosting" | "DiscussionForumPosting" | "Report" => (Claim::Other, Strength::Form),
        _ if is_word && name.ends_with("Article") => (Claim::Other, Strength::Form),
        _ => return None,
    })
}

/// "Opinion & Editorials" claims opinion; a section of two kinds claims neither.
fn claim_of_section(name: &str) -> Option<(Claim, Strength)> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    if let Some(found) = claim_words::section(name) {
        return Some(found);
    }
    let mut parts = name.split('&').flat_map(|part| part.split(" and ")).map(claim_words::section);
    let first = parts.next()??;
    let rest: Option<Vec<_>> = parts.collect();
    let is_one = rest?.iter().all(|part| *part == first);
    Some(if is_one { first } else { (Claim::Other, Strength::Strong) })
}

/// Splits a title at bars, dots, brackets and spaced dashes.
fn title_parts(title: &str) -> impl Iterator<Item = &str> {
    let parts = title.split(['|', '·', '•', '›', '»', '(', ')', '[', ']']);
    parts
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" — "))
        .filter(|part| !part.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "opinion Opinion": the claim and the mark, by one kind of mark.
    fn found(take: impl Fn(&mut Marks)) -> String {
        let mut marks = Marks::default();
        take(&mut marks);
        let words = |declared: Declared| format!("{} {}", declared.claim.label().unwrap_or("other"), declared.mark);
        marks.declared().map_or("nothing".to_owned(), words)
    }

    #[test]
    fn types_claim_what_schema_org_says_of_them() {
        for (name, expected) in [
            ("ReportageNewsArticle", "news ReportageNewsArticle"),
            ("https://schema.org/OpinionNewsArticle", "opinion OpinionNewsArticle"),
            ("schema:ReviewNewsArticle", "other ReviewNewsArticle"),
            ("BackgroundNewsArticle", "other BackgroundNewsArticle"),
            ("LiveBlogPosting", "other LiveBlogPosting"),
            ("https://schema.org/HowTo", "other HowTo"),
            ("BlogPosting", "other BlogPosting"),
            ("TechArticle", "other TechArticle"),
            ("Organization", "nothing"),
            ("<b>Article", "nothing"),
        ] {
            assert_eq!(found(|marks| assert_eq!(marks.article_type(name), expected != "nothing")), expected);
        }
        assert_eq!(found(|marks| assert!(!marks.article_type(&("x".repeat(99) + "Article")))), "nothing");
    }

    #[test]
    fn a_section_counts_by_its_whole_name() {
        for (names, expected) in [
            ("Opinion", "opinion Opinion"),
            ("Home > Opinion > Letters", "opinion Opinion"),
            ("Politics,Op-Ed", "opinion Op-Ed"),
            ("http://cv.iptc.org/newscodes/genre/Opinion", "opinion Opinion"),
            ("Editorials & Opinion", "opinion Editorials & Opinion"),
            ("News & Opinion", "other News & Opinion"),
            ("Opinion and Analysis", "other Opinion and Analysis"),
            ("News, Opinion", "opinion Opinion"),
            ("Opinion, Analysis", "other Opinion and Analysis"),
            ("Opinion polls", "nothing"),
            ("Politics", "nothing"),
            ("Arts and Opinion polls", "nothing"),
            ("World news", "news World news"),
        ] {
            assert_eq!(found(|marks| marks.section(names)), expected, "{names}");
        }
    }

    #[test]
    fn an_address_counts_by_its_directories_and_its_host() {
        for (url, expected) in [
            ("https://example.org/opinion/bridge.html", "opinion /opinion/"),
            ("https://example.org/2025/05/OPINION/bridge?from=/news/#top", "opinion /OPINION/"),
            ("/news/opinion/the-bridge/", "opinion /opinion/"),
            ("//opinion.example.org/the-bridge", "opinion opinion.example.org"),
            ("https://example.org/news/bridge", "news /news/"),
            ("https://example.org/opinion-polls/bridge", "nothing"),
            ("https://example.org/politics/opinion", "nothing"),
            ("https://example.org/opinion/", "nothing"),
            ("https://news.example.org/bridge", "nothing"),
            ("https://example.org/?page=/opinion/x", "nothing"),
            ("https://", "nothing"),
            ("", "nothing"),
        ] {
            assert_eq!(found(|marks| marks.address(url)), expected, "{url}");
        }
    }

    #[test]
    fn a_title_counts_by_a_mark_that_is_set_off() {
        for (title, expected) in [
            ("OPINION: The bridge must stay", "opinion OPINION"),
            ("Opinion | The bridge: a history", "opinion Opinion"),
            ("The bridge must stay | Opinion | The Gazette", "opinion Opinion"),
            ("The bridge must stay – Letters – The Gazette", "opinion Letters"),
            ("Why the bridge must stay (opinion)", "opinion opinion"),
            ("[Editorial] A bridge", "opinion Editorial"),
            ("Analysis: who pays for the bridge", "other Analysis"),
            ("Opinion poll: most want the bridge", "nothing"),
            ("Public opinion on the bridge turns", "nothing"),
            ("A matter of opinion: the bridge | BBC News", "nothing"),
            ("Well-meant opinion-making", "nothing"),
        ] {
            assert_eq!(found(|marks| marks.title(title)), expected, "{title}");
        }
        assert_eq!(found(|marks| marks.headline("Home | Opinion | Sport")), "nothing");
    }

    #[test]
    fn the_stronger_mark_holds_then_the_more_deliberate_one() {
        let page = |kind: &'static str, section: &'static str, url: &'static str, title: &'static str| {
            found(|marks| {
                marks.title(title);
                marks.address(url);
                marks.section(section);
                marks.article_type(kind);
            })
        };
        assert_eq!(page("ReportageNewsArticle", "Opinion", "", ""), "news ReportageNewsArticle");
        assert_eq!(page("NewsArticle", "Opinion", "/news/x", ""), "opinion Opinion");
        assert_eq!(page("NewsArticle", "News", "/opinion/x", ""), "opinion /opinion/");
        assert_eq!(page("NewsArticle", "Politics", "/politics/x", "Editorial: no"), "opinion Editorial");
        assert_eq!(page("NewsArticle", "Analysis", "/opinion/x", ""), "other Analysis");
        assert_eq!(page("BlogPosting", "News", "", ""), "news News");
        // Held to no claim, wherever it stands.
        for kind in NEITHER {
            assert_eq!(page(kind, "News", "/news/x", ""), format!("other {kind}"));
            assert_eq!(page(kind, "Opinion", "/opinion/x", "Editorial: no"), format!("other {kind}"));
        }
        assert_eq!(page("NewsArticle", "Reviews", "/news/x", ""), "other Reviews");
        assert_eq!(page("NewsArticle", "News", "/news/live/x", ""), "other /live/");
        assert_eq!(page("NewsArticle", "Politics", "/news/x", "Interview: the mayor"), "other Interview");
        assert_eq!(page("NewsArticle", "Q&A", "", ""), "other Q&A");
        assert_eq!(page("BlogPosting", "", "", ""), "other BlogPosting");
        assert_eq!(page("NewsArticle", "Politics", "", ""), "news NewsArticle");
        assert_eq!(page("", "", "", ""), "nothing");
    }

    #[test]
    fn marks_that_contradict_each_other_claim_neither() {
        let both = found(|marks| {
            for name in ["ReportageNewsArticle", "OpinionNewsArticle", "ReportageNewsArticle", "HowTo"] {
                marks.article_type(name);
            }
            marks.section("Opinion");
        });
        assert_eq!(both, "other ReportageNewsArticle and OpinionNewsArticle");
    }
}
