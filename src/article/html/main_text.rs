//! Which lines are the article: those that are likelier part of it than not ([`logits`](super::logits)), and what stands above it
//! ([`headline`](super::headline)).

use super::copies::{copies, mark_pulled, mark_unheard, mark_whole};
use super::evidence::{evidence, hidden, unheard};
use super::form::{Form, Found};
use super::headline::Top;
use super::logits::logits;
use super::roles::has_role;
use super::tree::Tree;
use crate::article::{block::BlockKind, furniture::told_by_words, headline::Titles, line::Line};

/// The least logit of a lead.
const LEAST_LEAD: f64 = -3.0;

/// Marks the lines that are not part of the article as what they are: headline, deck, caption, menu or furniture.
pub(super) fn mark(mut lines: Vec<Line>, titles: &Titles, tree: &Tree, found: &[Found]) -> Vec<Line> {
    let judged = judge(&lines, tree, found);
    let top = Top::find(&lines, titles, |at| judged[at].is_main());
    for (at, (line, judged)) in lines.iter_mut().zip(&judged).enumerate() {
        line.kind = if top.is_headline(at) {
            Some(BlockKind::Headline)
        } else if line.kind == Some(BlockKind::Caption) {
            line.kind
        } else if judged.is_main() || top.is_place_of_lead(at) && line.kind.is_none() && judged.is_lead() {
            // A paragraph may be a link as a whole.
            line.kind.filter(|kind| *kind != BlockKind::Menu)
        } else if judged.is_caption {
            Some(BlockKind::Caption)
        } else if line.kind == Some(BlockKind::Menu) {
            line.kind
        } else if judged.is_deck && judged.is_shown && top.is_place_of_deck(at) {
            Some(BlockKind::Deck)
        } else {
            Some(told_by_words(line.as_str()).unwrap_or(BlockKind::Furniture))
        };
    }
    lines
}

/// What is known of a line.
struct Judged {
    /// How likely it is part of the article.
    logit: f64,
    is_running: bool,
    /// Whether it is neither hidden nor a copy.
    is_shown: bool,
    /// Whether the names around it say so.
    is_caption: bool,
    is_deck: bool,
}

impl Judged {
    fn is_main(&self) -> bool {
        self.logit > 0.0 && self.is_shown
    }

    /// Returns true for what reads like the article.
    fn is_lead(&self) -> bool {
        self.is_running && self.logit > LEAST_LEAD && self.is_shown && !self.is_caption
    }
}

fn judge(lines: &[Line], tree: &Tree, found: &[Found]) -> Vec<Judged> {
    let forms: Vec<Form> = lines.iter().zip(found).map(|(line, found)| Form::of(line, found.linked)).collect();
    let logits = logits(&evidence(tree, &forms, found), &forms);
    let hidden = hidden(tree, &forms, found);
    let mut copies = copies(lines, &logits);
    mark_pulled(&mut copies, lines, tree, found);
    mark_whole(&mut copies, lines, &logits);
    mark_unheard(&mut copies, lines, &unheard(tree, found), |at| logits[at] > 0.0 && !hidden[at]);
    let judged = |at: usize| {
        let roles = tree.roles_around(found[at].element);
        Judged {
            logit: logits[at],
            is_running: forms[at].is_running(),
            is_shown: !hidden[at] && !copies[at],
            is_caption: has_role(roles, "caption"),
            is_deck: has_role(roles, "deck"),
        }
    };
    (0..lines.len()).map(judged).collect()
}
