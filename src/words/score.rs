//! A score in words.

use super::figures::percent;
use crate::article::{Declared, Metadata, declared::Place};
use crate::model::context::Shift;
use crate::score::{ArticleColumn, Summary};
use crate::text::printable;
use crate::verdict::{ArticleScore, Decision, Verdict};

/// Shown if no paragraph has a label.
pub(crate) const NO_PARAGRAPH: &str = "no paragraph found";

/// What an article is called: by its table too, where several are scored together.
#[cfg(feature = "report")]
pub(crate) fn name_of(article: &str, table: Option<&str>) -> String {
    table.map_or_else(|| article.to_owned(), |table| format!("{table}: {article}"))
}

/// "8 of 16 sure paragraphs argue"; without "sure" if all are.
pub(crate) fn argue(score: &ArticleScore) -> String {
    let (opinion, sure, all) = (score.opinion(), score.sure(), score.labelled());
    let which = if sure == all { "" } else { "sure " };
    match (opinion, sure) {
        (_, 0) if all == 1 => "its one paragraph is unsure".to_owned(),
        (_, 0) => format!("none of {all} paragraphs is sure"),
        (1, 1) => format!("its one {which}paragraph argues"),
        (0, 1) => format!("its one {which}paragraph reports"),
        (0, _) => format!("none of {sure} {which}paragraphs argues"),
        (1, _) => format!("1 of {sure} {which}paragraphs argues"),
        _ if opinion == sure => format!("all {sure} {which}paragraphs argue"),
        _ => format!("{opinion} of {sure} {which}paragraphs argue"),
    }
}

/// "9", or "9?" if sure paragraphs do not bear the turn out.
#[cfg(feature = "report")]
pub(crate) fn turn_place(score: &ArticleScore, turn: usize) -> String {
    let mark = if score.is_sure_turn(turn) { "" } else { "?" };
    format!("{}{mark}", score.shifts[turn].paragraph)
}

/// "turns from news to opinion (60 %)", or "(93 % within 7–11)" if the turn may be at a paragraph nearby.
pub(crate) fn turn(shift: &Shift) -> String {
    let (first, last) = shift.interval;
    let within = if first == last { String::new() } else { format!(" within {first}–{last}") };
    format!("turns from {} to {} ({}{within})", shift.from, shift.to, percent(shift.probability.0))
}

/// "mixed", or "unsure (too short)"; "–" if no paragraph has a label.
pub(crate) fn verdict_of(score: &ArticleScore) -> String {
    match (score.verdict(), score.doubt()) {
        (Some(verdict), Some(doubt)) => format!("{} ({})", verdict.as_str(), doubt.as_str()),
        (Some(verdict), None) => verdict.as_str().to_owned(),
        (None, _) => "–".to_owned(),
    }
}

/// "news (NewsArticle), but argues from paragraph 9 on"; `None` if the page claims nothing.
pub(crate) fn declared(summary: &Summary<'_>) -> Option<String> {
    let claimed = claim(summary.declared?);
    Some(match summary.score.verdict() {
        Some(verdict) if summary.mismatch() == Some(true) => format!("{claimed}, but {}", deed(summary.score, verdict)),
        _ => claimed,
    })
}

/// What a page claims: "opinion (address /opinion/)". A type needs no word before it; a claim that is neither label is shown as its mark.
pub(crate) fn claim(declared: &Declared) -> String {
    let mark = printable(&declared.mark);
    match (declared.claim.label(), declared.place) {
        (None, _) => mark,
        (Some(label), Place::Type) => format!("{label} ({mark})"),
        (Some(label), place) => format!("{label} ({} {mark})", place.as_str()),
    }
}

/// What an article does contrary to its page's claim.
fn deed(score: &ArticleScore, verdict: Verdict) -> String {
    if verdict == Verdict::News {
        return "reports".to_owned();
    }
    let turns: Vec<Shift> = score.sure_turns().copied().collect();
    let ranges: Vec<String> = argued_ranges(&turns).collect();
    match (verdict, ranges.is_empty()) {
        (Verdict::Mixed, false) => format!("argues {}", ranges.join(" and ")),
        (Verdict::Mixed, true) => "argues in places".to_owned(),
        _ => "argues".to_owned(),
    }
}

/// "from paragraph 9 on", "up to paragraph 4": where the author argues, according to the turns.
fn argued_ranges(shifts: &[Shift]) -> impl Iterator<Item = String> {
    let before = shifts.first().filter(|shift| shift.from.is_opinion());
    let before = before.map(|shift| format!("up to paragraph {}", shift.paragraph.saturating_sub(1)));
    let turns = shifts.iter().enumerate().filter(|(_, shift)| shift.to.is_opinion());
    let after = turns.map(|(at, shift)| match shifts.get(at + 1) {
        Some(back) => format!("in paragraphs {} to {}", shift.paragraph, back.paragraph.saturating_sub(1)),
        None => format!("from paragraph {} on", shift.paragraph),
    });
    before.into_iter().chain(after)
}

/// "opinion", or "opinion?" if the label is unsure.
pub(crate) fn label_of(decision: Option<Decision>) -> String {
    match decision {
        Some(decision) if decision.unsure.is_some() => format!("{}?", decision.label.as_str()),
        Some(decision) => decision.label.to_string(),
        None => "–".to_owned(),
    }
}

/// "2024-05-14 10:40": people need neither seconds nor offset.
fn readable_date(date: &str) -> String {
    match date.split_once('T') {
        Some((day, time)) => {
            // At Greenwich it may be another day than where it was published.
            let zone = if time.ends_with('Z') || time.ends_with("+00:00") { " UTC" } else { "" };
            format!("{day} {}{zone}", time.get(..5).unwrap_or(time))
        }
        None => date.to_owned(),
    }
}

/// Who wrote an article, when, in which section and language, as far as it is known.
pub(crate) fn known(metadata: &Metadata) -> Vec<String> {
    let of = |column: ArticleColumn| column.of_metadata(metadata);
    let date = of(ArticleColumn::Date).map(readable_date);
    let [byline, section, language] = [ArticleColumn::Byline, ArticleColumn::Section, ArticleColumn::Language]
        .map(|column| of(column).map(str::to_owned));
    [byline, date, section, language].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::{Label, Probability};

    #[test]
    fn the_argued_paragraphs_are_told_by_the_turns() {
        let ranges = |places: &[usize], mut from: Label| {
            let mut shifts = Vec::new();
            for &paragraph in places {
                shifts.push(Shift {
                    paragraph,
                    from,
                    to: from.other(),
                    probability: Probability(0.9),
                    here: Probability(0.9),
                    interval: (paragraph, paragraph),
                });
                from = from.other();
            }
            argued_ranges(&shifts).collect::<Vec<_>>().join(" and ")
        };
        assert_eq!(ranges(&[9], Label::News), "from paragraph 9 on");
        assert_eq!(ranges(&[4], Label::Opinion), "up to paragraph 3");
        assert_eq!(ranges(&[4, 9], Label::News), "in paragraphs 4 to 8");
        assert_eq!(ranges(&[4, 9], Label::Opinion), "up to paragraph 3 and from paragraph 9 on");
        assert_eq!(ranges(&[], Label::News), "");
    }
}
