//! Where a verdict changes: each threshold from both sides.

use oped::label::{Label, Logit, Probability};
use oped::model::Model;
use oped::model::context::{Context, Reading, Said};
use oped::score::Scorer;
use oped::verdict::{ArticleScore, Decision, Doubt, Kind, ParagraphScore, UnsureReason, Verdict};
use oped::voice::Passage;

/// An article of paragraphs with a label, a number of words and a reason to doubt the label.
fn article(paragraphs: &[(Label, usize, Option<UnsureReason>)]) -> ArticleScore {
    let paragraph = |&(label, words, unsure): &(Label, usize, Option<UnsureReason>)| {
        let probability = Probability(if label.is_opinion() { 0.9 } else { 0.1 });
        let decision = Some(Decision { label, probability, alone: probability, unsure });
        ParagraphScore { kind: Kind::Paragraph, decision, quoted: 0.0, words }
    };
    ArticleScore { paragraphs: paragraphs.iter().map(paragraph).collect(), shifts: Vec::new() }
}

fn verdict(news: usize, opinion: usize) -> Verdict {
    article(&[(Label::News, news, None), (Label::Opinion, opinion, None)]).verdict().unwrap()
}

/// An editor relies on it: a news page with a sentence of comment stays news, one with a quarter of comment does not.
#[test]
fn an_article_is_mixed_when_more_than_a_fifth_of_its_words_have_the_other_label() {
    assert_eq!((verdict(80, 20), verdict(79, 21)), (Verdict::News, Verdict::Mixed));
    assert_eq!((verdict(20, 80), verdict(21, 79)), (Verdict::Opinion, Verdict::Mixed));
}

#[test]
fn an_article_of_less_than_eight_words_or_of_mostly_unsure_words_has_no_verdict() {
    let of = |news: usize, unsure: usize| {
        let article = article(&[(Label::News, news, None), (Label::News, unsure, Some(UnsureReason::NearThreshold))]);
        (article.doubt(), article.verdict())
    };
    assert_eq!(of(7, 0), (Some(Doubt::Short), Some(Verdict::Unsure)));
    assert_eq!(of(8, 0), (None, Some(Verdict::News)));
    assert_eq!(of(50, 50), (None, Some(Verdict::News)));
    assert_eq!(of(49, 51), (Some(Doubt::MostlyUnsure), Some(Verdict::Unsure)));
}

/// The reason to doubt the paragraph among clear opinion, where a false alarm of a quotation would happen.
fn reason_among_opinion(text: &str) -> Option<UnsureReason> {
    let model = Model::shipped().unwrap().with_prior(Probability(0.9));
    let opinion = "We must stop this shameful and absurd plan, which is an insult to all of us and should never pass.";
    let passages: [Passage<'_>; 3] = [opinion, text, opinion].map(Passage::from);
    let score = Scorer::new(model).unwrap().passages(&passages);
    let decision = score.paragraphs[1].decision.unwrap();
    assert!(decision.label.is_opinion(), "{text}");
    decision.unsure
}

/// A newsroom must not be told that its author argues where three quarters of the words are somebody else's.
#[test]
fn opinion_of_which_a_source_says_three_quarters_is_unsure() {
    let quote = |words: usize| {
        let source = "this shameful and absurd plan must never pass because it would be an insult to all of us";
        let words: Vec<&str> = source.split(' ').take(words).collect();
        format!("We must stop it now: “{}.”", words.join(" "))
    };
    // Of 20 words 15, of 19 words 14.
    assert_eq!(reason_among_opinion(&quote(15)), Some(UnsureReason::Quotation));
    assert_eq!(reason_among_opinion(&quote(14)), None);
}

fn read(logits: &[f64]) -> Reading {
    let said: Vec<Said> = logits.iter().copied().map(Said::by_author).collect();
    Context::default().read(&said, Logit(0.0))
}

/// Seven of a hundred articles of one label get a false turn at this threshold, more below it.
#[test]
fn a_turn_is_told_from_a_probability_of_three_fifths_on() {
    // The clearer both halves are, the more probable is the turn between them.
    let readings = (0..300).map(|step| {
        let clear = 0.01 * f64::from(step);
        let reading = read(&[-clear, -clear, -clear, -clear, clear, clear, clear, clear]);
        (reading.kinds.turns[1] + reading.kinds.turns[2], reading.shifts.len())
    });
    let readings: Vec<(f64, usize)> = readings.collect();
    let last_without = readings.iter().filter(|(_, shifts)| *shifts == 0).map(|(turns, _)| *turns).fold(0.0, f64::max);
    let first_with = readings.iter().filter(|(_, shifts)| *shifts > 0).map(|(turns, _)| *turns).fold(1.0, f64::min);
    assert!((0.59..0.6).contains(&last_without) && (0.6..0.61).contains(&first_with), "{last_without} {first_with}");
}
