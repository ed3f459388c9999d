//! What a training leans on, in every format.

pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod jsonl;
pub(crate) mod text;

pub use csv::csv;
pub use html::html;
pub use jsonl::jsonl;
pub use text::text;

use crate::language::english::function_words::is_function_word;
use crate::learn::evaluate::Compared;
use crate::learn::leakage::{Impossible, LEAST_LIFT, Leakage, MOST_KEPT, Score, Telltale};
use crate::learn::measure::bootstrap::{Difference, Finding};
use crate::learn::measure::figure::Figure;
use crate::report::evaluate::{named, signed};
use crate::report::shared::words::count;
use crate::tables::rows::group::Group;
use crate::terms::{PATTERN_PREFIX, Scope, split_namespace};

/// The figures of the tables for a person.
const FIGURES: [Figure; 3] = [Figure::MacroF1, Figure::Auc, Figure::CalibrationError];
/// Where random folds' models are fitted to so much more of the rows, the trainings are not alike.
const UNLIKE_TRAININGS: f64 = 0.05;

fn title(leakage: &Leakage) -> String {
    format!("leakage in {}", named(&leakage.tables))
}

/// "4581 paragraphs of 3 sources and 120 articles; 55.5 % are opinion".
fn sample(leakage: &Leakage) -> String {
    let rows = leakage.news + leakage.opinion;
    let mut groups = count(leakage.sources, "source");
    if let Some(articles) = leakage.articles {
        groups += &format!(" and {}", count(articles, "article"));
    }
    let share = 100.0 * leakage.opinion as f64 / rows.max(1) as f64;
    format!("{} of {groups}; {share:.1} % are opinion", count(rows, "paragraph"))
}

/// "random folds", "folds by source".
fn folds(group: Group) -> String {
    if group == Group::Row { "random folds".to_owned() } else { format!("folds by {}", group.as_str()) }
}

/// "at random", "by source".
fn divided(group: Group) -> String {
    if group == Group::Row { "at random".to_owned() } else { format!("by {}", group.as_str()) }
}

/// What was done, in a sentence or two.
fn method(leakage: &Leakage) -> String {
    let of = |score: &Score| format!("{} {}", count(score.divided.folds, "fold"), divided(score.divided.group));
    let of: Vec<String> = divisions(leakage).map(of).collect();
    format!(
        "Each paragraph by itself, scored by a model that was fitted to the other folds and calibrated on them: {}.",
        of.join(", ")
    )
}

/// What cannot be said of these tables, and why.
fn gaps(leakage: &Leakage) -> Vec<String> {
    let folds = leakage.impossible.iter().map(|(group, why)| {
        let name = group.as_str();
        let why = match why {
            Impossible::Unnamed => crate::report::shared::folds::unnamed(*group),
            Impossible::One => format!("all rows share one {name}"),
            Impossible::TooFew { groups, folds } => {
                format!("{} cannot be divided into {folds} folds; fewer are possible, or one for each", count(*groups, name))
            }
            Impossible::LabelsInOneFold => {
                format!("the {name}s of some label happen to be all in one fold; another number of folds may do, or one for each")
            }
            Impossible::LabelsApart => {
                format!("without some {name} the others would be of one label, and nothing could be learnt")
            }
        };
        format!("There are no folds by {name}: {why}.")
    });
    let scopes = leakage.missing_scopes.iter().map(|scope| match scope {
        Scope::FunctionWords => "Function words are listed for English only.".to_owned(),
        _ => "In this language names are not masked, so that they cannot be kept.".to_owned(),
    });
    folds.chain(scopes).collect()
}

/// What the numbers say; each sentence only where they do.
fn findings(leakage: &Leakage) -> Vec<String> {
    let uncalibrated = leakage.scores.iter().filter(|score| !score.is_calibrated).map(uncalibrated);
    let knows_something = beats_chance(leakage);
    let knowing_less = [function_words(leakage), names(leakage)].into_iter().filter(|_| knows_something);
    let always = [one_label(leakage), flattery(leakage), unlike_trainings(leakage)];
    always.into_iter().chain(knowing_less).flatten().chain(uncalibrated).collect()
}

fn one_label(leakage: &Leakage) -> Option<String> {
    crate::report::shared::folds::one_label(leakage.sources_with_one_label, leakage.sources, leakage.strictest())
}

/// Whether the strictest folds show anything that could be better or worse.
fn beats_chance(leakage: &Leakage) -> bool {
    let auc = leakage.score(Scope::NamesMasked, leakage.strictest()).map(|score| score.get(Figure::Auc));
    auc.and_then(|auc| auc.interval).is_some_and(|interval| interval.low > 0.5)
}

/// The difference of macro-F1.
fn macro_f1(compared: &[Compared]) -> Option<&Compared> {
    compared.iter().find(|compared| compared.figure == Figure::MacroF1)
}

/// "+0.012 [+0.003, +0.020]".
fn change(difference: &Difference) -> String {
    let interval = difference.interval.map_or_else(String::new, |interval| format!(" {}", signed(interval)));
    format!("{:+.3}{interval}", difference.value)
}

/// Random folds against the strictest.
fn flattery(leakage: &Leakage) -> Option<String> {
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
            format!("That random folds flatter cannot be shown: macro-F1 {by} is {change}, and the interval holds 0.")
        }
        None => {
            format!("Macro-F1 is {random:.3} in random folds and {strict:.3} {by}; too few groups for an interval.")
        }
    })
}

/// Folds by source are as large as the sources are.
fn unlike_trainings(leakage: &Leakage) -> Option<String> {
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

/// Where the other words add nothing.
fn function_words(leakage: &Leakage) -> Option<String> {
    let group = leakage.strictest();
    let compared = macro_f1(&leakage.score(Scope::FunctionWords, group)?.against_masked)?;
    let is_as_good = matches!(compared.difference.finding?, Finding::NoDifference | Finding::Better);
    is_as_good.then(|| {
        format!(
            "That other words than function words add anything {} cannot be shown: without them macro-F1 is {:.3}, {}.",
            divided(group),
            compared.value,
            change(&compared.difference)
        )
    })
}

/// Where names help at random, and not where it counts.
fn names(leakage: &Leakage) -> Option<String> {
    let group = leakage.strictest();
    let random = macro_f1(&leakage.score(Scope::NamesKept, Group::Row)?.against_masked)?;
    let strict = macro_f1(&leakage.score(Scope::NamesKept, group)?.against_masked)?;
    let helps = random.difference.finding == Some(Finding::Better) && group != Group::Row;
    let what = match strict.difference.finding? {
        Finding::Worse => "hurt",
        Finding::NoDifference => "cannot be shown to help",
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

/// What no sigmoid can mend.
fn uncalibrated(score: &Score) -> String {
    format!(
        "{} {} no better than chance for some of the rows, and so cannot be calibrated: the figures are of their raw \
         probabilities.",
        crate::report::shared::page::capitalised(&divided(score.divided.group)),
        match score.scope {
            Scope::NamesMasked => "the models are".to_owned(),
            other => format!("the models of {} are", other.as_str()),
        }
    )
}

/// The telltales without those that share a word with one above them of the same source, and how many these are. Function
/// words, marks and `<…>` are no such words.
fn families(telltales: &[Telltale]) -> Vec<(&Telltale, usize)> {
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

/// The words of a term that are about something.
fn words(term: &str) -> impl Iterator<Item = &str> {
    // A pattern shows no content word whole.
    let bare = if term.starts_with(PATTERN_PREFIX) { "" } else { split_namespace(term).0 };
    bare.split(' ').filter(|word| word.starts_with(char::is_alphanumeric) && !is_function_word(word))
}

/// What stands over the telltales.
fn telltales(leakage: &Leakage) -> String {
    number_of_telltales((leakage.sources > 1).then_some(leakage.terms), leakage.telltales.len())
}

/// Of so many terms; none where there is one source only.
pub(crate) fn number_of_telltales(terms: Option<usize>, telltales: usize) -> String {
    match terms {
        None => "No terms can be said to tell a source: there is only one.".to_owned(),
        Some(terms) => {
            format!("Terms that tell a source rather than a voice: {telltales} of {}.", count(terms, "term"))
        }
    }
}

/// What makes a term a telltale.
fn definition() -> String {
    format!(
        "Each is at least {LEAST_LIFT:.0} times as frequent in its source as in all rows of the same labels (lift), \
         speaks for the label to which that source leans, and is not shown to tell the label within sources, or at most \
         {:.0} % as much as over all rows (log odds ratios of opinion; – where no source with both labels has it). Those that \
         add most to the logits of their sources come first; +1, +2: others of that source that share a word.",
        100.0 * MOST_KEPT
    )
}

/// The scores that a table of divisions shows.
fn divisions(leakage: &Leakage) -> impl Iterator<Item = &Score> {
    leakage.of_scope(Scope::NamesMasked)
}

/// The scores that a table of scopes shows: all of the strictest folds.
fn scopes(leakage: &Leakage) -> impl Iterator<Item = &Score> {
    let group = leakage.strictest();
    leakage.scores.iter().filter(move |score| score.divided.group == group)
}

/// "names masked (as the program does)".
fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::FunctionWords => "function words and punctuation only",
        other => other.as_str(),
    }
}
