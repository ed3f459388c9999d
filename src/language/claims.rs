//! The names under which publishers separate opinion, news and the rest, in a dozen languages; folded as in
//! `article/claim_words.rs`.

/// Opinion, in any place.
#[rustfmt::skip]
pub(crate) const OPINION: &[&str] = &[
    // English
    "opinion", "opinions", "op ed", "op eds", "oped", "opinion editorial", "opinion editorials", "opinion essay",
    "opinion columns", "opinion columnists", "guest opinion", "guest column", "guest columns", "guest columnists",
    "guest commentary", "guest essay", "commentary", "commentaries", "comment is free", "commentisfree", "editorials",
    "columnists", "viewpoint", "viewpoints", "our view", "letters to the editor",
    // German
    "meinung", "meinungen", "leitartikel", "gastbeitrag", "gastkommentar", "kolumne", "kolumnen", "leserbriefe",
    // French
    "editoriaux", "edito", "editos", "tribunes", "point de vue", "points de vue",
    // Spanish, Portuguese, Italian, Romanian
    "editoriales", "columnistas", "opiniao", "colunistas", "opinione", "opinioni", "editoriali", "opinii",
    // Dutch, Polish
    "opinie", "opinies", "felieton", "felietony",
    // Swedish, Norwegian, Danish
    "debatt", "ledare", "insandare", "meninger", "kronikk", "kronikker", "ytringer",
    // Finnish, Hungarian
    "mielipide", "mielipiteet", "paakirjoitus", "paakirjoitukset", "velemeny",
    // Russian, Greek, Arabic
    "мнение", "мнения", "απόψεις", "آراء",
];

/// Opinion as the name of a section. In a title or an address the same words are often something else.
pub(crate) const OPINION_SECTIONS: &[&str] = &[
    "column", "columns", "comment", "editorial", "letter", "letters", "perspective", "perspectives", "views",
    "kommentar", "kommentare", "tribune", "chronique", "chroniques", "debats", "columna", "columnas", "tribuna",
    "tribunas", "editoriale", "commenti", "coluna", "colunas", "leder",
];

/// Opinion as a directory of an address: `/editorial/` may be the editorial office, `/comment/` a reader's.
pub(crate) const OPINION_DIRECTORIES: &[&str] = &["columns"];

/// Opinion as a mark of a title: "Editorial: …", "… | Comment".
pub(crate) const OPINION_TITLES: &[&str] =
    &["column", "columna", "comment", "editorial", "letter", "letters", "perspective", "kommentar"];

/// Neither: forms in which an author may report and judge by turns, and what is no journalism.
#[rustfmt::skip]
pub(crate) const OTHER: &[&str] = &[
    // Interpretation and explanation
    "analysis", "news analysis", "analysis and opinion", "explainer", "explainers", "explained", "background",
    "backgrounder", "fact check", "fact checks", "analyse", "analysen", "hintergrund", "analisis", "analise", "analisi",
    "analys", "expert analysis", "what we know", "what we know so far", "what to know", "factcheck", "fact checker",
    "fact checking", "reality check", "factbox", "at a glance", "timeline",
    // Criticism
    "review", "reviews", "book review", "book reviews", "film review", "film reviews", "restaurant reviews", "rezension",
    "rezensionen", "recension", "recensioner", "recensioni", "critique", "critiques", "resena", "resenas",
    // What happens as it is written
    "live", "live blog", "live blogs", "liveblog", "live updates", "live coverage", "live ticker", "liveticker",
    "as it happened", "live news", "live report", "live reports", "live reporting", "liveblogs",
    "minute by minute",
    // Other people's words
    "interview", "interviews", "q&a", "q and a", "questions and answers", "transcript", "transcripts", "entrevista",
    "entrevistas", "intervista", "interviste", "intervju",
    // Advice
    "how to", "how tos", "howto", "guide", "guides", "faq", "faqs", "advice", "tips", "recipe", "recipes", "ratgeber",
    // The author as a person
    "feature", "features", "essay", "essays", "first person", "diary", "podcast", "podcasts",
    "obituary", "obituaries", "nachruf", "nachrufe",
    // Satire
    "satire", "humor", "humour",
    // Whoever pays or issues it
    "advertisement", "advertorial", "sponsored", "sponsored content", "paid content", "paid post", "partner content",
    "press release", "press releases", "for immediate release", "anzeige", "pressemitteilung", "pressemitteilungen",
    "communique de presse",
];

/// What is reviewed: "Movie Review", "The TV review".
pub(crate) const REVIEWED: &[&str] = &[
    "album", "art", "arts", "book", "car", "classical", "concert", "dance", "dvd", "exhibition", "film", "food",
    "game", "games", "hotel", "movie", "music", "opera", "play", "podcast", "pop", "product", "restaurant", "show",
    "stage", "television", "theater", "theatre", "tv", "video game", "wine",
];

/// News. The names of the whole too, so that they claim weakly.
pub(crate) const NEWS: &[&str] = &[
    "news", "reportage", "nachrichten", "actualite", "actualites", "noticias", "notizie", "nieuws", "nyheter",
    "nyheder", "uutiset", "wiadomosci", "новости",
];
