//! What the folds mean for the figures, in sentences.

use crate::tables::rows::group::{Group, PassedOver};
use crate::words::figures::count;

/// What the figures do not cover; `None` if folds keep publishers together.
pub(crate) fn not_about(group: Group) -> Option<&'static str> {
    match group {
        Group::Source => None,
        Group::Article => Some(
            "The figures are not about publishers never seen: other articles of a row's publisher may be in the training.",
        ),
        Group::Row => Some(
            "The figures are not about publishers or articles never seen: other rows of a row's article may be in the \
             training.",
        ),
    }
}

/// Why folds do not keep larger groups together.
pub(crate) fn passed_over(passed_over: &[(Group, PassedOver)]) -> Vec<String> {
    let sentence = |(group, why): &(Group, PassedOver)| {
        let name = group.as_str();
        let why = match *why {
            PassedOver::Unnamed => unnamed(*group),
            PassedOver::TooFew { groups, needed } => too_few(*group, groups, needed),
            PassedOver::LabelsApart => "some model would be trained on one label only".to_owned(),
        };
        format!("Folds by {name} were not made: {why}.")
    };
    passed_over.iter().map(sentence).collect()
}

/// "no row names a source".
pub(crate) fn unnamed(group: Group) -> String {
    let article = if group == Group::Article { "an" } else { "a" };
    format!("no row names {article} {}", group.as_str())
}

fn too_few(group: Group, groups: usize, needed: usize) -> String {
    let (are, have) = (if groups == 1 { "is" } else { "are" }, count(groups, group.as_str()));
    let remedy = if groups > 1 { "; folds that leave out one at a time are possible" } else { "" };
    format!("there {are} {have}, and the folds need {needed}{remedy}")
}

/// Says that some folds hold no row.
pub(crate) fn changed(asked: usize, folds: usize) -> Option<String> {
    let empty = asked.saturating_sub(folds);
    let hold = if empty == 1 { "holds" } else { "hold" };
    (empty > 0).then(|| {
        format!(
            "{} instead of {asked}: {empty} {hold} no row, since a hash of a group's name chooses its fold.",
            count(folds, "fold")
        )
    })
}

/// Warns that a model can learn the collection; `None` if every source has both labels, or there is only one source.
pub(crate) fn one_label(with_one: usize, sources: usize, strictest: Group) -> Option<String> {
    let have = if with_one == 1 { "has" } else { "have" };
    // Parker, Günter and Bedo 2007, "Stratification bias in low signal microarray studies".
    let bias = if with_one == sources && strictest == Group::Source {
        " A source left out takes its label out of the training too, so that folds by source look worse than new sources \
         would."
    } else {
        ""
    };
    (with_one > 0 && sources > 1).then(|| {
        format!(
            "{with_one} of {} {have} one label only: there a model can learn the collection instead of the voice.{bias}",
            count(sources, "source")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_have_number_and_remedy() {
        let few = |group, groups, needed| passed_over(&[(group, PassedOver::TooFew { groups, needed })]).remove(0);
        assert_eq!(
            few(Group::Article, 3, 5),
            "Folds by article were not made: there are 3 articles, and the folds need 5; folds that leave out one at a time \
             are possible."
        );
        assert_eq!(
            few(Group::Source, 1, 10),
            "Folds by source were not made: there is 1 source, and the folds need 10."
        );
        assert!(passed_over(&[(Group::Article, PassedOver::Unnamed)])[0].ends_with("no row names an article."));
        assert_eq!(changed(5, 5), None);
        assert_eq!(
            changed(5, 4).unwrap(),
            "4 folds instead of 5: 1 holds no row, since a hash of a group's name chooses its fold."
        );
        assert_eq!(one_label(0, 3, Group::Row), None);
        assert!(one_label(1, 3, Group::Row).unwrap().starts_with("1 of 3 sources has one label only"));
        assert!(one_label(3, 3, Group::Source).unwrap().contains("takes its label out"));
    }
}
