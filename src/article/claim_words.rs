//! What the name of a section, a directory or a title's mark claims.
//!
//! A name counts only as a whole: `Opinion` does, `Opinion polls` does not. Names are compared [`folded`]: `Op-Ed`, `op_ed` and
//! `OP ED` are equal, and so are `Opinión` and `opinion`. A name that is a section's in one place and an everyday word in
//! another ("comment", "letters") counts only in the first: precision before coverage.

use super::claim::{Claim, Strength};
use crate::language::claims::{NEWS, OPINION, OPINION_DIRECTORIES, OPINION_SECTIONS, OPINION_TITLES, OTHER, REVIEWED};

/// The longest name in the lists, in bytes.
const LONGEST_NAME: usize = 60;

/// Returns what the name of a section claims. `World news` and `Local news` are news like `News`.
pub(super) fn section(name: &str) -> Option<(Claim, Strength)> {
    let name = folded(name)?;
    let news = || name.ends_with(" news").then_some((Claim::News, Strength::Weak));
    listed(&name, OPINION_SECTIONS).or_else(news)
}

/// Returns what a directory of an address claims.
pub(super) fn directory(name: &str) -> Option<(Claim, Strength)> {
    listed(&folded(name)?, OPINION_DIRECTORIES)
}

/// Returns what a mark before or after a title claims.
pub(super) fn title(mark: &str) -> Option<(Claim, Strength)> {
    listed(&folded(mark)?, OPINION_TITLES)
}

fn listed(name: &str, opinion_here: &[&str]) -> Option<(Claim, Strength)> {
    if OPINION.contains(&name) || opinion_here.contains(&name) {
        Some((Claim::Opinion, Strength::Strong))
    } else if OTHER.contains(&name) || is_review(name) {
        Some((Claim::Other, Strength::Strong))
    } else {
        NEWS.contains(&name).then_some((Claim::News, Strength::Weak))
    }
}

/// "The Movie Review", but not "National Review".
fn is_review(name: &str) -> bool {
    let name = name.strip_prefix("the ").unwrap_or(name);
    let reviewed = name.strip_suffix(" review").or_else(|| name.strip_suffix(" reviews"));
    reviewed.is_some_and(|what| REVIEWED.contains(&what))
}

/// Folds a name to lower case without accents on Latin letters, and hyphens and underscores to spaces. `None` if nothing is left
/// or the name is longer than any in the lists.
fn folded(name: &str) -> Option<String> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let plain: String = name.chars().flat_map(char::to_lowercase).map(without_accent).collect();
    let words: Vec<&str> = plain.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '‑' | '–')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' | 'ć' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ś' => 's',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_written_as_it_is_compared() {
        for list in [OPINION, OPINION_SECTIONS, OPINION_DIRECTORIES, OPINION_TITLES, OTHER, NEWS] {
            for name in list {
                assert_eq!(folded(name).as_deref(), Some(*name));
            }
        }
    }

    #[test]
    fn no_name_claims_two_things() {
        let opinion = [OPINION, OPINION_SECTIONS, OPINION_DIRECTORIES, OPINION_TITLES].concat();
        assert!(OTHER.iter().all(|name| !opinion.contains(name) && !NEWS.contains(name)));
        assert!(NEWS.iter().all(|name| !opinion.contains(name)));
    }

    #[test]
    fn names_count_as_a_whole_and_where_they_belong() {
        let claim = |found: Option<(Claim, Strength)>| found.map(|(claim, _)| claim);
        for name in ["Opinion", " OP-ED ", "Opinión", "Letters_to the Editor", "Views", "Meinung", "Kommentar"] {
            assert_eq!(claim(section(name)), Some(Claim::Opinion), "{name}");
        }
        for name in [
            "Opinion polls", "opinion-poll", "Politics", "Newsletter", "", "-", "Public opinion", "National Review",
            "Judicial review",
        ] {
            assert_eq!((section(name), directory(name), title(name)), (None, None, None), "{name}");
        }
        assert_eq!(claim(section("World news")), Some(Claim::News));
        assert_eq!(title("BBC News"), None);
        for name in [
            "Reviews", "LIVE", "As it happened", "Q&A", "How-to", "Interview", "Explained", "Obituary",
            "The Movie Review", "Live news",
        ] {
            let claims = [section(name), directory(name), title(name)].map(claim);
            assert_eq!(claims, [Some(Claim::Other); 3], "{name}");
        }
        assert_eq!((directory("comment"), directory("editorial"), directory("views")), (None, None, None));
        assert_eq!(claim(section("News Analysis")), Some(Claim::Other));
    }
}
