//! What cannot be trained on.

use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::tables::rows::group::{Folds, Group};

/// The most folds: each is a separate fit.
const MOST_FOLDS: usize = 1000;

pub(crate) fn refuse_one_fold(folds: Folds) -> Result<()> {
    if let Folds::Count(0 | 1) = folds {
        return Err(Error::new(ErrorKind::Usage, "there must be at least two folds")
            .remedy(Message::from("give ").set(Parameter::Folds, "5").then(", or all")));
    }
    Ok(())
}

pub(crate) fn refuse_folds(folds: Folds, groups: usize, group: Group) -> Result<()> {
    let number = folds.number(groups);
    if number > groups {
        let plural = if groups == 1 { "" } else { "s" };
        let what = format!("{groups} group{plural} by {} cannot be divided into {folds} folds", group.as_str());
        return Err(Error::new(ErrorKind::Usage, what)
            .remedy(Message::from("give fewer ").name(Parameter::Folds).then(", or another ").name(Parameter::Group)));
    }
    if number > MOST_FOLDS {
        let what = format!("{number} folds need {number} fits, more than the limit of {MOST_FOLDS}");
        return Err(Error::new(ErrorKind::Usage, what).remedy(
            Message::from("give fewer ").name(Parameter::Folds).then(", or a coarser ").name(Parameter::Group),
        ));
    }
    Ok(())
}

pub(super) fn refuse_one_class(labels: &[Label], what: &str) -> Result<()> {
    for label in Label::ALL {
        if !labels.contains(&label) {
            let have = if labels.is_empty() {
                "no row at all".to_owned()
            } else {
                format!("only rows labelled {}", label.other())
            };
            return Err(Error::new(ErrorKind::Training, format!("{what} hold {have}"))
                .remedy("training needs rows of both labels, news and opinion, outside every fold"));
        }
    }
    Ok(())
}
