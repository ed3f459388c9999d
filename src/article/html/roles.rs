//! What the names of classes say about an element.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of roles: bit i is the i-th of [`ROLES`].
pub(super) type Roles = u32;

/// The roles, and the words in names of classes that tell of them. One word may tell of several.
pub(super) const ROLES: [(&str, &[&str]); 20] = [
    ("caption", &["caption", "captions", "figcaption", "cutline", "legend"]),
    (
        "photo",
        &[
            "photo", "photos", "image", "images", "img", "picture", "gallery", "slideshow", "carousel", "video",
            "videos", "player", "media", "figure", "slide", "slider", "thumbnail", "thumb",
        ],
    ),
    (
        "credit",
        &[
            "credit", "credits", "byline", "author", "authors", "bio", "contributor", "contributors", "writer",
            "profile", "avatar",
        ],
    ),
    ("date", &["date", "time", "timestamp", "published", "updated", "datetime", "pubdate", "posted"]),
    (
        "comments",
        &[
            "comment", "comments", "disqus", "reply", "replies", "respond", "discussion", "discuss", "talkback",
            "commentlist",
        ],
    ),
    (
        "related",
        &[
            "related", "relatedposts", "relatedarticles", "relatedstories", "relatedcontent", "recommended",
            "recommend", "recommendations", "more", "readmore", "trending", "popular", "latest", "promo", "promos",
            "teaser", "teasers", "suggested", "next", "prev", "previous", "pagination", "pager", "links", "linklist",
            "outbrain", "taboola", "recirc", "similar", "mostread", "most", "also", "list", "latestnews", "headlines",
            "stories", "digest", "river", "feed",
        ],
    ),
    (
        "social",
        &[
            "share", "sharing", "social", "facebook", "twitter", "tweet", "follow", "like", "likes", "addthis",
            "whatsapp", "sns", "pinterest",
        ],
    ),
    (
        "newsletter",
        &[
            "newsletter", "newsletters", "subscribe", "subscription", "subscriber", "signup", "signin", "login",
            "register", "membership", "paywall", "donate", "donation", "popup", "modal", "overlay", "optin",
            "promoted", "cta", "form", "dialog", "lightbox",
        ],
    ),
    (
        "nav",
        &[
            "nav", "navigation", "navbar", "menu", "menus", "breadcrumb", "breadcrumbs", "topbar", "tabs", "tab",
            "skip", "toolbar", "submenu", "sitemap", "dropdown",
        ],
    ),
    (
        "footer",
        &[
            "footer", "foot", "bottom", "copyright", "legal", "disclaimer", "cookie", "cookies", "consent", "privacy",
            "gdpr", "terms", "notice",
        ],
    ),
    (
        "side",
        &[
            "sidebar", "aside", "side", "rail", "widget", "widgets", "right", "secondary", "complementary", "left",
            "sidecol", "col3",
        ],
    ),
    ("ad", &["ad", "ads", "advert", "advertisement", "sponsor", "sponsored", "banner", "dfp", "adv", "advertising"]),
    ("header", &["header", "head", "masthead", "top", "hero", "branding", "logo"]),
    ("title", &["title", "headline", "hed"]),
    (
        "deck",
        &[
            "dek", "deck", "subtitle", "standfirst", "subheadline", "subhead", "summary", "excerpt", "description",
            "abstract", "teasertext", "highlights", "keypoints",
        ],
    ),
    (
        "body",
        &[
            "article", "articlebody", "story", "storybody", "content", "entry", "post", "body", "text", "main",
            "prose", "copy", "lead", "lede", "intro", "articletext", "maincontent", "bodytext", "postcontent",
            "richtext", "paragraph", "page",
        ],
    ),
    (
        "tags",
        &[
            "tag", "tags", "topic", "topics", "keyword", "keywords", "category", "categories", "meta", "info",
            "taxonomy", "labels",
        ],
    ),
    ("pull", &["pullquote", "pull", "quote", "quotes", "blockquote"]),
    ("hidden", &["hidden", "hide", "visually", "sr", "screenreader", "invisible", "noprint", "print", "offscreen"]),
    (
        "table",
        &[
            "toc", "infobox", "reference", "references", "footnote", "footnotes", "reflist", "navbox", "table",
            "factbox", "box", "boxout", "inset",
        ],
    ),
];

/// The roles that names give: of a class, an id, a property, a landmark's role.
pub(super) fn roles(names: &[&str]) -> Roles {
    let mut found = 0;
    for name in names.iter().filter(|name| !name.is_empty()) {
        for part in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
            if part.bytes().all(|b| b.is_ascii_lowercase()) {
                found |= of_word(part);
                continue;
            }
            found |= of_word(&part.to_ascii_lowercase());
            for hump in humps(part).take_while(|hump| hump.len() < part.len()) {
                found |= of_word(&hump.to_ascii_lowercase());
            }
        }
    }
    found
}

/// Returns true if a role is among some.
pub(super) fn has_role(roles: Roles, role: &str) -> bool {
    ROLES.iter().position(|(name, _)| *name == role).is_some_and(|at| roles >> at & 1 == 1)
}

/// The set of some roles.
pub(super) fn roles_of(names: &[&str]) -> Roles {
    let named = ROLES.iter().enumerate().filter(|(_, (role, _))| names.contains(role));
    named.fold(0, |all, (at, _)| all | 1 << at)
}

fn of_word(word: &str) -> Roles {
    static WORDS: LazyLock<HashMap<&str, Roles>> = LazyLock::new(|| {
        let mut words = HashMap::new();
        for (at, (_, of_role)) in ROLES.iter().enumerate() {
            of_role.iter().for_each(|word| *words.entry(*word).or_default() |= 1 << at);
        }
        words
    });
    WORDS.get(word).copied().unwrap_or(0)
}

/// The words of "articleBodyText".
fn humps(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let starts = move |at: usize| {
        at == 0
            || bytes[at].is_ascii_digit() != bytes[at - 1].is_ascii_digit()
            || bytes[at].is_ascii_uppercase()
                && (!bytes[at - 1].is_ascii_uppercase() || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = (at..bytes.len()).next()?;
        at = (from + 1..bytes.len()).find(|&at| starts(at)).unwrap_or(bytes.len());
        Some(&name[from..at])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_signs_and_humps() {
        assert_eq!(humps("articleBodyText2").collect::<Vec<_>>(), ["article", "Body", "Text", "2"]);
        assert_eq!(humps("HTMLBody").collect::<Vec<_>>(), ["HTML", "Body"]);
        let of = |name: &str| {
            let found = roles(&[name]);
            let held = |at: &usize| found >> at & 1 == 1;
            (0..ROLES.len()).filter(held).map(|at| ROLES[at].0).collect::<Vec<_>>()
        };
        assert_eq!(of("wp-caption-text"), ["caption", "body"]);
        assert_eq!(of("articleBody"), ["body"]);
        assert_eq!(of("uncommented"), [""; 0]);
    }
}
