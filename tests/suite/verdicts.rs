//! Where a verdict changes: each threshold from both sides.

use oped::article::claim::Claim;
use oped::article::{Article, Format};
use oped::label::{Label, Logit, Probability};
use oped::model::Model;
use oped::model::context::{Context, Reading, Said, Shift};
use oped::score::{Item, Paragraph, Place, Scored, Scorer};
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

/// An article whose words are news, opinion and unsure.
fn of_words(news: usize, opinion: usize, unsure: usize) -> ArticleScore {
    let doubtful = (Label::Opinion, unsure, Some(UnsureReason::NearThreshold));
    article(&[(Label::News, news, None), (Label::Opinion, opinion, None), doubtful])
}

/// Whoever is told that a page argues must be able to show where, whatever the doubtful paragraphs do.
#[test]
fn an_article_argues_only_if_it_would_with_every_unsure_paragraph_reporting() {
    let of = |news, opinion, unsure| of_words(news, opinion, unsure).verdict().unwrap();
    assert_eq!((of(0, 20, 80), of(0, 21, 79)), (Verdict::Unsure, Verdict::Opinion));
    assert_eq!((of(20, 20, 60), of(20, 21, 59)), (Verdict::Unsure, Verdict::Mixed));
    // Labels with a question mark say neither that it argues nor that it reports.
    assert_eq!(of(60, 0, 40), Verdict::News);
    assert_eq!(of_words(49, 0, 51).doubt(), Some(Doubt::MostlyUnsure));
    // News or mixed: the unsure ones would decide.
    assert_eq!((of(60, 15, 25), of(60, 16, 24)), (Verdict::News, Verdict::Unsure));
    assert_eq!(of_words(60, 16, 24).doubt(), Some(Doubt::Undecided));
}

#[test]
fn shares_are_of_sure_paragraphs() {
    let of = of_words(30, 10, 60);
    assert_eq!((of.labelled(), of.sure(), of.opinion()), (3, 2, 1));
    assert_eq!((of.opinion_share(), of.opinion_words()), (Some(0.5), Some(0.25)));
    let unsure = article(&[(Label::Opinion, 20, Some(UnsureReason::NearThreshold))]);
    assert_eq!((unsure.opinion_share(), unsure.opinion_words()), (None, None));
    assert_eq!(unsure.verdict(), Some(Verdict::Unsure));
}

/// A turn into paragraphs that nobody can rely on is none to accuse a page of, and none to call it news with.
#[test]
fn a_turn_counts_if_half_of_the_words_on_either_side_surely_have_its_voices() {
    let turning = |before: [usize; 2], after: [usize; 2]| {
        let doubtful = |words: usize| (Label::Opinion, words, Some(UnsureReason::NearThreshold));
        let (news, opinion) = ((Label::News, before[0], None), (Label::Opinion, after[0], None));
        let mut article = article(&[news, doubtful(before[1]), opinion, doubtful(after[1])]);
        article.shifts.push(shift_at(2));
        article
    };
    let sure = turning([45, 45], [5, 5]);
    assert_eq!((sure.is_sure_turn(0), sure.sure_turns().count(), sure.verdict()), (true, 1, Some(Verdict::Mixed)));
    for of in [turning([44, 46], [5, 5]), turning([85, 5], [4, 6])] {
        assert_eq!((of.is_sure_turn(0), of.sure_turns().count(), of.verdict()), (false, 0, Some(Verdict::Unsure)));
    }
    assert_eq!(turning([85, 5], [4, 6]).doubt(), Some(Doubt::Undecided));
    assert!(!sure.is_sure_turn(1));
}

/// A label describes; a contradiction accuses a page of not being what it says.
#[test]
fn news_is_contradicted_by_a_turn_or_by_two_fifths_of_argument() {
    let of = |opinion: usize| of_words(100 - opinion, opinion, 0).contradicts(Claim::News);
    assert_eq!((of(20), of(21), of(39), of(40)), (Some(false), None, None, Some(true)));
    let mut turning = article(&[(Label::News, 95, None), (Label::Opinion, 5, None)]);
    turning.shifts.push(shift_at(1));
    assert_eq!(turning.contradicts(Claim::News), Some(true));
    // That an op-ed only reports needs no more than its verdict.
    let claims = [Claim::Opinion, Claim::Other];
    assert_eq!(claims.map(|claim| of_words(100, 0, 0).contradicts(claim)), [Some(true), None]);
    assert_eq!(of_words(40, 0, 60).contradicts(Claim::Opinion), None);
    assert_eq!(of_words(10, 30, 60).contradicts(Claim::Opinion), Some(false));
}

fn shift_at(paragraph: usize) -> Shift {
    let (certain, interval) = (Probability(1.0), (paragraph, paragraph));
    Shift { paragraph, from: Label::News, to: Label::Opinion, probability: certain, here: certain, interval }
}

/// The reason to doubt the paragraph among clear opinion, where a false alarm of a quotation would happen.
fn reason_among_opinion(text: &str) -> Option<UnsureReason> {
    let model = Model::shipped().unwrap().with_prior(Probability(0.9));
    let opinion = "We must stop this shameful and absurd plan, which is an insult to all of us and should never pass.";
    let passages: [Passage<'_>; 3] = [opinion, text, opinion].map(Passage::from);
    let score = Scorer::new(model).passages(&passages);
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

/// Programs read these words in every format.
#[test]
fn the_words_of_the_formats_are_those_of_the_contract() {
    let verdicts = [Verdict::News, Verdict::Opinion, Verdict::Mixed, Verdict::Unsure].map(Verdict::as_str);
    assert_eq!(verdicts, ["news", "opinion", "mixed", "unsure"]);
    assert_eq!([Kind::Paragraph, Kind::Quote].map(Kind::as_str), ["paragraph", "quote"]);
    let doubts = [Doubt::Short, Doubt::MostlyUnsure, Doubt::Undecided].map(Doubt::as_str);
    assert_eq!(doubts, ["too short", "mostly unsure", "undecided"]);
    use UnsureReason::{Alone, NearThreshold, Quotation, Short, Unseen};
    let reasons = [NearThreshold, Alone, Short, Unseen, Quotation].map(UnsureReason::as_str);
    let words = ["near the threshold", "other label alone", "too short", "mostly unseen words", "mostly quotation"];
    assert_eq!(reasons, words);
}

/// News must be news throughout; opinion may hold facts; where nothing can be said, nobody is accused.
#[test]
fn what_contradicts_a_claim() {
    let of = |claim| [Verdict::News, Verdict::Opinion, Verdict::Mixed, Verdict::Unsure].map(|of| of.contradicts(claim));
    assert_eq!(of(Claim::News), [Some(false), Some(true), Some(true), None]);
    assert_eq!(of(Claim::Opinion), [Some(true), Some(false), Some(false), None]);
    assert_eq!(of(Claim::Other), [None; 4]);
}

#[test]
fn an_article_that_turns_is_mixed_however_short_the_turn() {
    let mut article = article(&[(Label::News, 95, None), (Label::Opinion, 5, None)]);
    article.shifts.push(shift_at(1));
    assert_eq!(article.verdict(), Some(Verdict::Mixed));
}

/// The share of paragraphs and the share of words are two figures.
#[test]
fn shares_count_what_has_a_label() {
    let opinion = [(Label::Opinion, 40, None), (Label::Opinion, 20, None)];
    let mut article = article(&[(Label::News, 10, None), opinion[0], opinion[1], (Label::News, 30, None)]);
    article.paragraphs.push(ParagraphScore { decision: None, words: 0, ..article.paragraphs[0] });
    assert_eq!((article.labelled(), article.opinion()), (4, 2));
    assert_eq!((article.opinion_share(), article.opinion_words()), (Some(0.5), Some(0.6)));
    assert_eq!(article.paragraphs[4].reason(), Some("no words"));
    article.paragraphs.drain(..4);
    assert_eq!((article.opinion_share(), article.opinion_words(), article.verdict()), (None, None, None));
}

#[test]
fn a_paragraph_is_shown_with_its_label_its_probability_and_its_reason() {
    let shown = |unsure| article(&[(Label::Opinion, 9, unsure)]).paragraphs[0].to_string();
    assert_eq!(shown(None), "opinion 0.90");
    assert_eq!(shown(Some(UnsureReason::Short)), "opinion 0.90 (too short)");
    assert_eq!(
        ParagraphScore { decision: None, ..article(&[(Label::News, 0, None)]).paragraphs[0] }.to_string(),
        "no words"
    );
    assert_eq!(format!("{:>8}|{:<6}|{:>7}", Verdict::News, Doubt::Short, Kind::Quote), "    news|too short|  quote");
}

fn scores(paragraphs: &[&str]) -> ArticleScore {
    Scorer::new(Model::shipped().unwrap()).texts(paragraphs)
}

fn reason(paragraph: &str) -> Option<UnsureReason> {
    scores(&[paragraph]).paragraphs[0].decision.unwrap().unsure
}

#[test]
fn four_words_are_too_short_and_half_of_them_may_be_unseen() {
    assert_eq!(reason("The council met yesterday."), Some(UnsureReason::Short));
    assert_ne!(reason("The council met on Monday."), Some(UnsureReason::Short));
    // Of eight words four, and five, that are in no vocabulary.
    let known = "The council of kvapoj met lursa dentilo mavrick.";
    let unknown = "The council kvapoj pastulo met lursa dentilo mavrick.";
    assert_ne!(reason(known), Some(UnsureReason::Unseen));
    assert_eq!(reason(unknown), Some(UnsureReason::Unseen));
}

/// Among clear opinion a doubtful paragraph is carried along; one that clearly reports by itself must be shown to a person.
#[test]
fn a_label_that_the_context_turned_round_is_unsure_only_where_the_paragraph_was_clear() {
    let mut model = Model::shipped().unwrap();
    // Within the shipped model's own band lies every label that the context turns.
    let band = 0.05;
    model.card.unsure.half_width = band;
    let scorer = Scorer::new(model);
    let opinion = "We must stop this shameful and absurd plan, which is an insult to all of us and should never pass.";
    let mut seen = [0; 3];
    for row in crate::own_table().rows.iter().step_by(5) {
        let paragraph = scorer.texts(&[opinion, opinion, &row.text, opinion, opinion]).paragraphs[2];
        let decision = paragraph.decision.unwrap();
        let is_clear = |probability: Probability| (probability.0 - 0.5).abs() >= band;
        let turned = decision.alone.label() != decision.probability.label();
        let expected = match () {
            () if !is_clear(decision.probability) => Some(UnsureReason::NearThreshold),
            () if turned && is_clear(decision.alone) => Some(UnsureReason::Alone),
            () => None,
        };
        // The other reasons come first.
        if matches!(decision.unsure, None | Some(UnsureReason::NearThreshold | UnsureReason::Alone)) {
            assert_eq!(decision.unsure, expected, "{}: {decision:?}", row.text);
            seen[usize::from(expected.is_some()) + usize::from(expected == Some(UnsureReason::Alone))] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 0), "{seen:?}");
}

/// What a paragraph is called, and where an article turns, must not depend on rows of asterisks.
#[test]
fn paragraphs_without_a_word_count_and_change_nothing() {
    let news = "The council met on Monday and voted on the budget, a spokeswoman said.";
    let opinion = "We must stop this shameful and absurd plan, which should never pass!";
    let plain = scores(&[news, news, news, news, opinion, opinion, opinion, opinion]);
    let starred = scores(&["***", news, news, news, news, "***", opinion, opinion, opinion, opinion]);
    let place = |score: &ArticleScore| (score.shifts[0].paragraph, score.shifts[0].interval);
    let moved = |at: usize| if at < 4 { at + 1 } else { at + 2 };
    let (paragraph, (first, last)) = place(&plain);
    assert_eq!(place(&starred), (moved(paragraph), (moved(first), moved(last))));
    assert_eq!(paragraph, 4);
    assert_eq!((starred.paragraphs[0].decision, starred.paragraphs[5].decision), (None, None));
    let labels = |score: &ArticleScore| -> Vec<f64> {
        score.paragraphs.iter().filter_map(|of| of.decision).map(|decision| decision.probability.0).collect()
    };
    assert_eq!(labels(&starred), labels(&plain));
}

#[test]
fn a_paragraph_that_is_all_quotation_is_a_quote() {
    let score = scores(&["“We must stop this shameful plan, and nobody should vote for it.”", "“We must,” she said."]);
    let kinds: Vec<(Kind, bool)> = score.paragraphs.iter().map(|of| (of.kind, of.quoted == 1.0)).collect();
    assert_eq!(kinds, [(Kind::Quote, true), (Kind::Paragraph, false)]);
}

/// The JSON of a row without a word and of a block that is not scored, field by field.
#[test]
fn lines_have_the_fields_of_the_contract() {
    let score = ParagraphScore { kind: Kind::Paragraph, decision: None, quoted: 0.0, words: 0 };
    let place = Place::Row { row: 3, id: Some("x"), line: 9, table: None, part: None };
    let row = Item::Paragraph(Paragraph { article: "t.csv", number: 2, place, text: "***", score });
    let expected = r#"{"type":"paragraph","article":"t.csv","paragraph":2,"row":3,"id":"x","kind":"paragraph","line":9,"label":null,"#;
    let rest = r#""reason":"no words","probability":null,"alone":null,"unsure":true,"quoted":0.0,"text":"***"}"#;
    assert_eq!(serde_json::to_string(&row).unwrap(), format!("{expected}{rest}"));

    let page = b"# Two pools close\n\nThe council met on Monday and voted to close two pools.\n";
    let article = Article::read(page, Format::Markdown, None).unwrap();
    let score = Scorer::new(Model::shipped().unwrap()).article(&article);
    let scored = Scored::of_article("a.md", &article, &score, true);
    let lines: Vec<String> = scored.items.iter().map(|item| serde_json::to_string(item).unwrap()).collect();
    let heading =
        r#"{"type":"block","article":"a.md","kind":"heading","start":2,"end":17,"line":1,"text":"Two pools close"}"#;
    assert_eq!(lines[0], heading);
    assert!(
        lines[1].contains(r#""paragraph":0,"kind":"paragraph","start":19,"end":74,"line":3,"label":"news","#),
        "{}",
        lines[1]
    );
    assert_eq!(Scored::of_article("a.md", &article, &score, false).items.len(), 1);
}

/// Words in a block quote are a source's, without any marks.
#[test]
fn a_block_quote_of_an_article_is_a_quote() {
    let page = b"The union answered on Monday in a long letter.\n\n> We must stop this absurd plan, and nobody should vote for it.\n";
    let article = Article::read(page, Format::Markdown, None).unwrap();
    let score = Scorer::new(Model::shipped().unwrap()).article(&article);
    let kinds: Vec<(Kind, f64)> = score.paragraphs.iter().map(|of| (of.kind, of.quoted)).collect();
    assert_eq!(kinds, [(Kind::Paragraph, 0.0), (Kind::Quote, 1.0)]);
}
