//! What a leakage report says, in sentences.

use crate::language::english::function_words::is_function_word;
use crate::learn::leakage::{Impossible, LEAST_LIFT, Leakage, MOST_KEPT, Score, Telltale};
use crate::learn::measure::bootstrap::{Difference, Finding};
use crate::learn::{evaluate::Compared, measure::figure::Figure};
use crate::report::evaluate::sentences::{named, sample_of, signed};
use crate::tables::rows::group::Group;
use crate::terms::{PATTERN_PREFIX, Scope, split_namespace};
use crate::words::figures::count;

/// The figures in the tables.
pub(super) const FIGURES: [Figure; 3] = [Figure::MacroF1, Figure::Auc, Figure::CalibrationError];
/// If random folds' models are fitted to this much more of the rows, the trainings are not alike.
pub(super) const UNLIKE_TRAININGS: f64 = 0.05;

pub(super) fn title(leakage: &Leakage) -> String {
    format!("leakage in {}", named(&leakage.tables))
}

pub(super) fn sample(leakage: &Leakage) -> String {
    let rows = leakage.news + leakage.opinion;
    sample_of(rows, leakage.opinion as f64 / rows.max(1) as f64, leakage.sources, leakage.articles)
}

/// "random folds", "folds by source".
pub(super) fn folds(group: Group) -> String {
    if group == Group::Row { "random folds".to_owned() } else { format!("folds by {}", group.as_str()) }
}

/// "at random", "by source".
pub(super) fn divided(group: Group) -> String {
    if group == Group::Row { "at random".to_owned() } else { format!("by {}", group.as_str()) }
}

/// How the rows were scored.
pub(super) fn method(leakage: &Leakage) -> String {
    let of = |score: &Score| format!("{} {}", count(score.divided.folds, "fold"), divided(score.divided.group));
    let of: Vec<String> = divisions(leakage).map(of).collect();
    format!(
        "Each paragraph by itself, scored by a model that was fitted to the other folds and calibrated on them: {}.",
        of.join(", ")
    )
}

/// What these tables cannot show, and why.
pub(super) fn gaps(leakage: &Leakage) -> Vec<String> {
    let folds = leakage.impossible.iter().map(|(group, why)| {
        let name = group.as_str();
        let why = match why {
            Impossible::Unnamed => crate::report::shared::folds::unnamed(*group),
            Impossible::One => format!("all rows share one {name}"),
            Impossible::TooFew { groups, folds } => {
                format!("{} cannot be divided into {folds} folds; fewer are possible, or one for each", count(*groups, name))
            }
            Impossible::LabelsInOneFold => {
                format!("all {name}s with one of the labels fell into the same fold; try another number of folds, or one per {name}")
            }
            Impossible::LabelsApart => {
                format!("without some {name} the others would be of one label, and nothing could be learnt")
            }
        };
        format!("There are no folds by {name}: {why}.")
    });
    let scopes = leakage.missing_scopes.iter().map(|scope| match scope {
        Scope::FunctionWords => "Function words are listed for English only.".to_owned(),
        _ => "Names are never masked in this language, so there is nothing to compare.".to_owned(),
    });
    folds.chain(scopes).collect()
}

/// What the figures show, a sentence each.
pub(super) fn findings(leakage: &Leakage) -> Vec<String> {
    let uncalibrated = leakage.scores.iter().filter(|score| !score.is_calibrated).map(uncalibrated);
    let knows_something = beats_chance(leakage);
    let knowing_less = [function_words(leakage), names(leakage)].into_iter().filter(|_| knows_something);
    let always = [one_label(leakage), flattery(leakage), unlike_trainings(leakage)];
    always.into_iter().chain(knowing_less).flatten().chain(uncalibrated).collect()
}

pub(super) fn one_label(leakage: &Leakage) -> Option<String> {
    crate::report::shared::folds::one_label(leakage.sources_with_one_label, leakage.sources, leakage.strictest())
}

/// Whether the model beats chance on the strictest folds.
pub(super) fn beats_chance(leakage: &Leakage) -> bool {
    let auc = leakage.score(Scope::NamesMasked, leakage.strictest()).map(|score| score.get(Figure::Auc));
    auc.and_then(|auc| auc.interval).is_some_and(|interval| interval.low > 0.5)
}

/// The difference of macro-F1.
pub(super) fn macro_f1(compared: &[Compared]) -> Option<&Compared> {
    compared.iter().find(|compared| compared.figure == Figure::MacroF1)
}

/// "+0.012 [+0.003, +0.020]".
pub(super) fn change(difference: &Difference) -> String {
    let interval = difference.interval.map_or_else(String::new, |interval| format!(" {}", signed(interval)));
    format!("{:+.3}{interval}", difference.value)
}

/// Compares random folds with the strictest.
pub(super) fn flattery(leakage: &Leakage) -> Option<String> {
    let group = leakage.strictest();
    let score = leakage.score(Scope::NamesMasked, group)?;
    let compared = macro_f1(&score.against_random)?;
    let (random, strict, by) = (compared.other, compared.value, divided(group));
    let change = change(&compared.difference);
    Some(match compared.difference.finding {
        Some(Finding::Worse) => {
            format!("Random folds flatter: macro-F1 is {random:.3} there and {strict:.3} {by}, {change}.")
        }
        Some(Finding::Better) => {
            format!("Random folds do not flatter: macro-F1 is {random:.3} there and {strict:.3} {by}, {change}.")
        }
        Some(Finding::NoDifference) => {
            format!("Random folds are not shown to flatter: macro-F1 {by} is {change}, and the interval holds 0.")
        }
        None => {
            format!("Macro-F1 is {random:.3} in random folds and {strict:.3} {by}; too few groups for an interval.")
        }
    })
}

/// Notes trainings of unequal size: folds by source are as large as the sources.
pub(super) fn unlike_trainings(leakage: &Leakage) -> Option<String> {
    let random = leakage.score(Scope::NamesMasked, Group::Row)?.divided;
    let strict = leakage.score(Scope::NamesMasked, leakage.strictest())?.divided;
    let remedy = if strict.folds < strict.groups { "; one fold for each group makes them more alike" } else { "" };
    (random.fitted_to - strict.fitted_to > UNLIKE_TRAININGS).then(|| {
        format!(
            "Some of the difference may come from smaller trainings: {} a model is fitted to {:.0} % of the rows, at \
             random to {:.0} %{remedy}.",
            divided(strict.group),
            100.0 * strict.fitted_to,
            100.0 * random.fitted_to,
        )
    })
}

/// Says that words other than function words add nothing.
pub(super) fn function_words(leakage: &Leakage) -> Option<String> {
    let group = leakage.strictest();
    let compared = macro_f1(&leakage.score(Scope::FunctionWords, group)?.against_masked)?;
    let is_as_good = matches!(compared.difference.finding?, Finding::NoDifference | Finding::Better);
    is_as_good.then(|| {
        format!(
            "Words other than function words are not shown to add anything {}: without them macro-F1 is {:.3}, {}.",
            divided(group),
            compared.value,
            change(&compared.difference)
        )
    })
}

/// Says that names help in random folds only.
pub(super) fn names(leakage: &Leakage) -> Option<String> {
    let group = leakage.strictest();
    let random = macro_f1(&leakage.score(Scope::NamesKept, Group::Row)?.against_masked)?;
    let strict = macro_f1(&leakage.score(Scope::NamesKept, group)?.against_masked)?;
    let helps = random.difference.finding == Some(Finding::Better) && group != Group::Row;
    let what = match strict.difference.finding? {
        Finding::Worse => "hurt",
        Finding::NoDifference => "are not shown to help",
        Finding::Better => return None,
    };
    helps.then(|| {
        format!(
            "Names help at random (macro-F1 {}) and {what} {} ({}).",
            change(&random.difference),
            divided(group),
            change(&strict.difference)
        )
    })
}

/// Says that a score could not be calibrated.
pub(super) fn uncalibrated(score: &Score) -> String {
    format!(
        "{} {} no better than chance for some of the rows and cannot be calibrated: the figures are of their raw \
         probabilities.",
        crate::report::shared::page::capitalised(&divided(score.divided.group)),
        match score.scope {
            Scope::NamesMasked => "the models are".to_owned(),
            other => format!("the models of {} are", other.as_str()),
        }
    )
}

/// Groups the telltales of a source that share a word: the first of each group, and how many others there are. Function
/// words, marks and `<…>` do not count as words.
pub(super) fn families(telltales: &[Telltale]) -> Vec<(&Telltale, usize)> {
    let mut out: Vec<(&Telltale, usize)> = Vec::new();
    for telltale in telltales {
        let shares = |known: &&mut (&Telltale, usize)| {
            known.0.source == telltale.source
                && words(&known.0.term).any(|word| words(&telltale.term).any(|w| w == word))
        };
        match out.iter_mut().find(shares) {
            Some(known) => known.1 += 1,
            None => out.push((telltale, 0)),
        }
    }
    out
}

/// The content words of a term.
pub(super) fn words(term: &str) -> impl Iterator<Item = &str> {
    // A pattern shows no content word whole.
    let bare = if term.starts_with(PATTERN_PREFIX) { "" } else { split_namespace(term).0 };
    bare.split(' ').filter(|word| word.starts_with(char::is_alphanumeric) && !is_function_word(word))
}

/// The sentence above the telltales.
pub(super) fn telltales(leakage: &Leakage) -> String {
    number_of_telltales((leakage.sources > 1).then_some(leakage.terms), leakage.telltales.len())
}

/// The number of telltales among `terms`, which is `None` if there is only one source.
pub(in crate::report) fn number_of_telltales(terms: Option<usize>, telltales: usize) -> String {
    match terms {
        None => "No term can give away a source: there is only one.".to_owned(),
        Some(terms) => {
            format!("Terms that give away a source rather than a voice: {telltales} of {}.", count(terms, "term"))
        }
    }
}

/// Defines a telltale.
pub(super) fn definition() -> String {
    format!(
        "Each is at least {LEAST_LIFT:.0} times as frequent in its source as in all rows of the same labels (lift), \
         speaks for the label to which that source leans, and within sources is not shown to speak for a label, or at most \
         {:.0} % as much as over all rows (log odds ratios of opinion; – where no source with both labels has it). Those that \
         add most to the logits of their sources come first; +1, +2: others of that source that share a word.",
        100.0 * MOST_KEPT
    )
}

/// The scores in the table of divisions.
pub(super) fn divisions(leakage: &Leakage) -> impl Iterator<Item = &Score> {
    leakage.of_scope(Scope::NamesMasked)
}

/// The scores in the table of scopes: those of the strictest folds.
pub(super) fn scopes(leakage: &Leakage) -> impl Iterator<Item = &Score> {
    let group = leakage.strictest();
    leakage.scores.iter().filter(move |score| score.divided.group == group)
}

/// "names masked (as the program does)".
pub(super) fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::FunctionWords => "function words and punctuation only",
        other => other.as_str(),
    }
}
