use proptest::prelude::*;

use super::{super::parts::SHORTEST, *};

/// Everything by adding up all sequences of voices, one by one.
struct ByHand {
    total: f64,
    /// The probability of opinion.
    opinion: Vec<f64>,
    kinds: [f64; 4],
    /// By the voice that begins, then by place.
    turns: [Vec<f64>; 2],
}

fn parts_of(bits: u32, n: usize) -> Vec<usize> {
    (1..n).filter(|&at| (bits >> at & 1) != (bits >> (at - 1) & 1)).collect()
}

fn is_segmentation(turns: &[usize], n: usize) -> bool {
    let ends = turns.iter().copied().chain([n]);
    let starts = std::iter::once(0).chain(turns.iter().copied());
    turns.is_empty() || turns.len() <= MOST_TURNS && starts.zip(ends).all(|(start, end)| end - start >= SHORTEST)
}

fn sigma(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn by_hand(context: &Context, logits: &[f64], quoted: &[f64], shift: f64) -> ByHand {
    let n = logits.len();
    let kinds = context.kinds.of_length(n);
    let bit = |bits: u32, at: usize| (bits >> at & 1) as usize;
    let sign = |bit: usize| if bit == 1 { 1.0 } else { -1.0 };
    let z: Vec<f64> = logits.iter().map(|logit| logit - shift).collect();
    let aside = |at: usize| if z[at] > 0.0 { 0.05 + 0.45 * quoted[at] * quoted[at] * quoted[at] } else { 0.05 };
    let h = |at: usize, voice: usize| {
        let x = sign(voice) * (context.slope * z[at] + context.offset);
        (1.0 - aside(at)) * sigma(x) + aside(at) * sigma(-x)
    };
    let mut found = ByHand { total: 0.0, opinion: vec![0.0; n], kinds: [0.0; 4], turns: [vec![0.0; n], vec![0.0; n]] };
    let number = |turns: usize| {
        let same = |&bits: &u32| bits & 1 == 0 && parts_of(bits, n).len() == turns;
        (0..1u32 << n).filter(same).filter(|&bits| is_segmentation(&parts_of(bits, n), n)).count() as f64
    };
    let numbers = [number(0), number(1), number(2)];
    // Of each paragraph and voice: what the other paragraphs say for it; and of woven ones what all say.
    let (mut others, mut woven) = (vec![[0.0; 2]; n], vec![[0.0; 2]; n]);
    for voices in 0..1u32 << n {
        let places = parts_of(voices, n);
        let first = sigma(sign(bit(voices, 0)) * shift);
        if is_segmentation(&places, n) && kinds.turns[places.len()] > 0.0 {
            let prior = kinds.turns[places.len()] / numbers[places.len()] * first;
            let p: f64 = prior * (0..n).map(|at| h(at, bit(voices, at))).product::<f64>();
            found.kinds[places.len()] += p;
            for &at in &places {
                found.turns[bit(voices, at)][at] += p;
            }
            for (at, other) in others.iter_mut().enumerate() {
                other[bit(voices, at)] += p / h(at, bit(voices, at));
            }
        }
        let stays = n - 1 - places.len();
        let chain = context.stay.powi(stays as i32) * (1.0 - context.stay).powi(places.len() as i32);
        let own: f64 = (0..n).map(|at| sigma(sign(bit(voices, at)) * logits[at])).product();
        let p = kinds.woven * 0.5 * chain * own;
        found.kinds[3] += p;
        (0..n).for_each(|at| woven[at][bit(voices, at)] += p);
    }
    found.total = found.kinds.iter().sum();
    for at in 0..n {
        let own = z[at] + context.offset / context.slope;
        let label =
            |y: usize| ((1.0 - aside(at)) * others[at][y] + aside(at) * others[at][1 - y]) * sigma(sign(y) * own);
        let in_parts = label(1) / (label(0) + label(1));
        found.opinion[at] = in_parts * (found.total - found.kinds[3]) + woven[at][1];
    }
    found
}

fn some_context() -> impl Strategy<Value = Context> {
    (0.3..1.2f64, -0.5..0.5f64, 0.1..0.9f64, prop::array::uniform4(0.1..1.0f64)).prop_map(
        |(slope, offset, stay, shares)| {
            let sum: f64 = shares.iter().sum();
            let [none, one, two, woven] = shares.map(|share| share / sum);
            Context { slope, offset, stay, kinds: Kinds { turns: [none, one, two], woven } }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Protects the sums over segmentations, the chain and how they are put together.
    #[test]
    fn a_reading_is_the_sum_over_all_voices(
        context in some_context(),
        z in prop::collection::vec((-5.0..5.0f64, 0.0..1.0f64), 2..8),
        shift in -1.0..1.0f64,
    ) {
        let (logits, quoted): (Vec<f64>, Vec<f64>) = z.iter().copied().unzip();
        let hand = by_hand(&context, &logits, &quoted, shift);
        let said: Vec<Said> = z.iter().map(|&(logit, quoted)| Said { quoted_letters: quoted, ..Said::by_author(logit) }).collect();
        let posterior = Posterior::new(&context, &said, Logit(shift));
        let near = |a: f64, b: f64| (a - b / hand.total).abs() < 1e-9;
        let kinds = posterior.kinds();
        prop_assert!(near(kinds.woven, hand.kinds[3]));
        prop_assert!((0..3).all(|turns| near(kinds.turns[turns], hand.kinds[turns])));
        for (logit, opinion) in posterior.logits().iter().zip(&hand.opinion) {
            prop_assert!(near(logit.probability().0, *opinion));
        }
        for to in Label::ALL {
            let places = posterior.places(to);
            let by_hand = &hand.turns[usize::from(to.is_opinion())];
            prop_assert!(places.iter().zip(by_hand).all(|(place, hand)| near(*place, *hand)), "{places:?}");
        }
    }

    #[test]
    fn the_best_segmentation_is_the_best_of_all(
        z in prop::collection::vec(-5.0..5.0f64, 6..12),
        turns in 1..3usize,
        shift in -3.0..3.0f64,
    ) {
        let context = Context::default();
        let n = z.len();
        let prefix = Prefix::new(z.iter().map(|&z| context.evidence(Said::by_author(z))));
        let first = |bits: u32| sigma(if bits & 1 == 1 { shift } else { -shift }).ln();
        let score =
            |bits: u32| first(bits) + (0..n).map(|at| prefix.at(at)[(bits >> at & 1) as usize]).sum::<f64>();
        let fits = |bits: &u32| {
            let places = parts_of(*bits, n);
            places.len() == turns && is_segmentation(&places, n)
        };
        let best = (0..1u32 << n).filter(fits).map(score).fold(f64::NEG_INFINITY, f64::max);
        let found = prefix.best(turns, |first| log_first(first, Logit(shift)));
        prop_assert!((found.log_evidence - best).abs() < 1e-9);
        prop_assert!(found.turns.len() == turns && is_segmentation(&found.turns, n));
    }

    /// Each turn lies between its neighbours, and so does its interval.
    #[test]
    fn intervals_of_two_turns_do_not_reach_the_other_turn(z in prop::collection::vec(-1.0..1.0f64, 7..12)) {
        let context = Context::default();
        let said: Vec<Said> = z.iter().copied().map(Said::by_author).collect();
        let shifts = Posterior::new(&context, &said, Logit(0.0)).shifts(2);
        prop_assert!(shifts[0].interval.1 < shifts[1].paragraph && shifts[0].paragraph < shifts[1].interval.0, "{shifts:?}");
    }

    #[test]
    fn an_interval_is_the_shortest_that_holds_its_turn(places in prop::collection::vec(0.0..1.0f64, 1..20), at in 0..20usize) {
        let at = at % places.len();
        let (first, last) = interval(&places, at);
        prop_assert!(first <= at && at <= last && last < places.len());
        let holds = |from: usize, to: usize| places[from..=to].iter().sum::<f64>() >= Context::INTERVAL * places.iter().sum::<f64>() + 1e-9;
        let shorter = (0..=at).flat_map(|from| (at..places.len()).map(move |to| (from, to))).find(|(from, to)| to - from < last - first && holds(*from, *to));
        prop_assert!(shorter.is_none(), "{shorter:?}");
        let (held, all) = (places[first..=last].iter().sum::<f64>(), places.iter().sum::<f64>());
        prop_assert!(held >= Context::INTERVAL * all - 1e-12);
    }
}

fn read(logits: impl IntoIterator<Item = f64>) -> Reading {
    let said: Vec<Said> = logits.into_iter().map(Said::by_author).collect();
    Context::default().read(&said, Logit(0.0))
}

#[test]
fn a_long_article_has_finite_logits_and_its_turn() {
    let reading = read((0..10_000).map(|at| if at < 6_000 { -4.0 } else { 4.0 }));
    assert!(reading.logits.iter().all(|logit| logit.0.is_finite()));
    assert_eq!(reading.shifts.iter().map(|shift| shift.paragraph).collect::<Vec<_>>(), [6_000]);
    let far = read((0..5_000).map(|at| if at % 2 == 0 { -700.0 } else { 700.0 }));
    assert!(far.logits.iter().enumerate().all(|(at, logit)| (logit.0 > 0.0) == (at % 2 == 1)));
}

#[test]
fn an_aside_and_a_quotation_are_no_turn() {
    let logits = [-3.0, -2.5, 3.0, -3.0, -2.0, -3.0];
    let reading = read(logits);
    assert!(reading.shifts.is_empty() && reading.logits[2].0 > 0.0, "{reading:?}");
    let mut said = logits.map(Said::by_author);
    said[2].quoted_letters = 1.0;
    assert_eq!(Context::default().read(&said, Logit(0.0)).logits[2], Logit(3.0));
}

/// Paragraphs of quotations that argue do not make an article argue.
#[test]
fn what_is_mostly_quoted_says_little_of_the_author() {
    let with = |quoted: f64| {
        let said = [-1.0, 2.0, 2.0, 2.0, -1.0]
            .map(|logit| Said { quoted_letters: if logit > 0.0 { quoted } else { 0.0 }, ..Said::by_author(logit) });
        Context::default().read(&said, Logit(0.0)).logits[0].0
    };
    assert!(with(0.0) > 0.0 && with(0.95) < 0.0, "{} {}", with(0.0), with(0.95));
}

#[test]
fn among_equal_segmentations_the_one_that_starts_with_news_and_turns_earlier_is_best() {
    let best = Prefix::new([[0.0; 2]; 8].into_iter()).best(2, |_| 0.0);
    assert_eq!((best.first, best.turns), (Label::News, vec![2, 4]));
}

#[test]
fn one_paragraph_has_no_context_and_two_are_that_of_each_other() {
    assert_eq!(read([0.4]).logits, [Logit(0.4)]);
    assert!(read([]).logits.is_empty());
    let two = read([3.0, 0.5]);
    assert!(two.logits[1] != Logit(0.5) && two.kinds.woven > 0.0, "{two:?}");
}

#[test]
fn quoting_does_not_weaken_a_paragraph_between_news_and_opinion() {
    assert_eq!(Said { quoted_letters: 0.9, ..Said::by_author(0.0) }.aside(), Context::ASIDE);
}

/// A model file with such parameters is damaged.
#[test]
fn parameters_that_no_fit_gives_are_not_sound() {
    let sound = Context::default();
    let kinds = |turns, woven| Context { kinds: Kinds { turns, woven }, ..sound };
    assert!(sound.is_sound() && kinds([1.0, 0.0, 0.0], 0.0).is_sound());
    let unsound = [
        Context { slope: 0.0, ..sound },
        Context { slope: 1e3, ..sound },
        Context { offset: 1e3, ..sound },
        Context { offset: f64::NAN, ..sound },
        Context { stay: 0.0, ..sound },
        Context { stay: 1.0, ..sound },
        kinds([0.0, 0.5, 0.25], 0.25),
        kinds([0.5, -0.5, 0.5], 0.5),
        kinds([0.5, 0.5, 0.5], 0.5),
    ];
    for context in unsound {
        assert!(!context.is_sound(), "{context:?}");
    }
}

#[test]
fn an_interval_ends_where_it_holds_exactly_enough() {
    assert_eq!(interval(&[0.9, 0.1], 0), (0, 0));
}

#[test]
fn a_turn_has_the_labels_of_its_voices_around_it() {
    let agrees = |probability: f64, labels: &str| {
        let logits: Vec<Logit> = labels.chars().map(|of| Logit(if of == 'o' { 1.0 } else { -1.0 })).collect();
        let probability = Probability(probability);
        let (from, to) = (Label::News, Label::Opinion);
        agree(&[Shift { paragraph: 6, from, to, probability, here: probability, interval: (6, 6) }], &logits)
    };
    assert!(agrees(0.5, "nnnooooo") && !agrees(0.49, "nnnooooo"));
    assert!(!agrees(1.0, "nnoooooo"), "of six before it, two have the old label");
    assert!(!agrees(1.0, "nnnnnnno"), "it has the old label itself");
}

/// Where labels are found another way, a part that argues may begin with a paragraph that reports: the turn is shown at the next.
#[test]
fn a_turn_stands_where_its_voice_is_labelled() {
    let z = [-3.0, -2.0, -4.0, -2.0, 0.2, 3.0, 2.0, 4.0, 2.0];
    let said: Vec<Said> = z.iter().copied().map(Said::by_author).collect();
    let read = |first: f64| {
        let labels = z.iter().enumerate().map(|(at, &z)| Logit(if at == 4 { first } else { z })).collect();
        Context::default().hear(&said, Logit(0.0)).reading(Some(labels)).shifts
    };
    assert_eq!(read(0.5)[0].paragraph, 4);
    assert_eq!(read(-0.5)[0].paragraph, 5);
}

/// Where labels are found another way, they do not contradict a turn as long as its voice is more frequent after it than before.
#[test]
fn labels_agree_with_a_turn_in_their_direction() {
    let agrees = |probability: f64, labels: &str| {
        let logits: Vec<Logit> = labels.chars().map(|of| Logit(if of == 'o' { 1.0 } else { -1.0 })).collect();
        let probability = Probability(probability);
        let (from, to) = (Label::News, Label::Opinion);
        let shift = Shift { paragraph: 4, from, to, probability, here: probability, interval: (4, 4) };
        agree_in_direction(&[shift], &logits)
    };
    assert!(agrees(0.5, "nnonoonn") && !agrees(0.49, "nnonoonn"));
    assert!(!agrees(1.0, "oononnoo"), "it has the old label itself");
    assert!(!agrees(1.0, "ononoonn"), "the new voice is no more frequent after it");
}

/// The voice of a paragraph's part is heard from the whole article, before a stated share of opinion counts.
#[test]
fn a_paragraph_is_told_the_voice_of_its_part() {
    let sections = [-4.0, -3.0, 0.5, -4.0, 4.0, 3.0, -0.5, 4.0];
    let mut said: Vec<Said> = sections.iter().copied().map(Said::by_author).collect();
    // Only a source speaks in the last but one.
    said[6].quoted_letters = 1.0;
    let context = Context::default();
    let voices: Vec<f64> = context.hear_sections(&said, Logit(0.0)).0.iter().map(|said| said.part).collect();
    assert!(voices[..4].iter().all(|&voice| voice < 0.0) && voices[4..].iter().all(|&voice| voice > 0.0), "{voices:?}");
    assert_eq!(voices[6], voices[5]);
    let moved: Vec<Said> = said.iter().map(|said| Said { section: Logit(said.section.0 + 0.7), ..*said }).collect();
    let (told, heard) = context.hear_sections(&moved, Logit(0.7));
    assert!(told.iter().zip(&voices).all(|(said, voice)| (said.part - voice).abs() < 1e-9));
    assert_eq!(heard.voices().len(), 8);
    assert_eq!(context.hear_sections(&said[..1], Logit(0.0)).0[0].part, 0.0);
}

/// Each of two turns may be moved within its interval, and the intervals may overlap: the turns keep their order.
#[test]
fn turns_that_are_moved_keep_their_order() {
    let z = [-3.0, -2.0, -3.0, 1.2, -0.4, 0.6, 0.3, -0.6, 0.2, -3.0, -2.0, -3.0];
    let said: Vec<Said> = z.iter().copied().map(Said::by_author).collect();
    for pattern in 0..1_u32 << z.len() {
        let labels = (0..z.len()).map(|at| Logit(if pattern >> at & 1 == 1 { 1.0 } else { -1.0 })).collect();
        let shifts = Context::default().hear(&said, Logit(0.0)).reading(Some(labels)).shifts;
        assert!(shifts.windows(2).all(|pair| pair[0].paragraph < pair[1].paragraph), "{pattern:b}: {shifts:?}");
        for Shift { paragraph, interval: (first, last), here, probability, .. } in shifts {
            assert!((first..=last).contains(&paragraph) && here.0 <= probability.0 + 1e-12, "{pattern:b}");
        }
    }
}
