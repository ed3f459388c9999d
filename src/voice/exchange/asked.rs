//! Turns without a name: questions that are set apart, plain questions, and the dashes of a dialogue.

use super::part::Starts;
use super::person::{Persons, tells_of_interview};
use super::question::{Asked, is_question, is_set_apart, plain, set_apart};
use crate::voice::passage::Passage;

/// The fewest questions where nothing else tells of an interview.
const FEWEST: usize = 3;
/// The fewest where something does.
const FEWEST_TOLD: usize = 2;

/// Returns where turns start if questions are set apart, or else plain.
pub(super) fn starts(passages: &[Passage<'_>]) -> Option<Starts> {
    let asked = |ask: Ask| passages.iter().map(ask).collect::<Vec<_>>();
    let by_page = || starts_of(passages, &asked(set_apart)).map(|starts| with_statements(passages, starts));
    let by_text = || {
        let asked = asked(plain);
        is_dense(&asked).then(|| starts_of(passages, &asked)).flatten()
    };
    by_page().or_else(by_text)
}

/// "The treasurer says that the money is not there." in bold is a question too, between others.
fn with_statements(passages: &[Passage<'_>], mut starts: Starts) -> Starts {
    let (first, last) = (starts.iter().position(Option::is_some), starts.iter().rposition(Option::is_some));
    for at in first.unwrap_or_default()..last.unwrap_or_default() {
        if is_set_apart(&passages[at]) {
            starts[at] = Some(0);
        }
    }
    starts
}

type Ask = for<'t> fn(&Passage<'t>) -> Option<Asked<'t>>;

/// Returns where turns start if two people talk: half of the questions say "you", and half of the answers "I", which
/// the author does not say before them; or two thirds do. In an article that tells of an interview a third of either is
/// enough, or answers with "we".
fn starts_of(passages: &[Passage<'_>], asked: &[Option<Asked<'_>>]) -> Option<Starts> {
    let first = asked.iter().position(Option::is_some)?;
    let questions: Vec<Persons> = asked.iter().flatten().map(|asked| Persons::of(asked.question())).collect();
    if questions.len() < FEWEST_TOLD {
        return None;
    }
    let answers = answers(passages, asked);
    // "How do I …?" is the reader's.
    let own = questions.iter().filter(|persons| persons.first && !persons.second).count();
    let addressed = questions.iter().filter(|persons| persons.second).count();
    if answers.len() < FEWEST_TOLD || own > addressed {
        return None;
    }
    let says_i = answers.iter().filter(|persons| persons.first).count();
    let says_we = answers.iter().filter(|persons| persons.plural).count();
    let is_talk = || {
        let is_own = passages[..first].iter().any(|passage| Persons::of(passage.text).first);
        let is_said = 2 * addressed >= questions.len() && 2 * says_i >= answers.len();
        let is_mostly = 3 * addressed >= 2 * questions.len() && 3 * says_i >= 2 * answers.len();
        answers.len() >= FEWEST && (is_mostly || is_said && !is_own) && is_dense(asked)
    };
    let is_told = || {
        let is_addressed = 3 * addressed >= questions.len() && (says_i > 0 || 2 * says_we >= answers.len());
        let is_personal = 3 * says_i >= answers.len() && addressed > 0;
        (is_addressed || is_personal) && tells_of_interview(passages, first)
    };
    (is_talk() || is_told()).then(|| asked.iter().map(|asked| asked.map(|_| 0)).collect())
}

/// An argument asks now and then, and an author who sells something asks the reader. In an interview questions are
/// answered, three in four at least, there is one in six paragraphs, and they run through half of the article.
fn is_dense(asked: &[Option<Asked<'_>>]) -> bool {
    let at: Vec<usize> = (0..asked.len()).filter(|&at| asked[at].is_some()).collect();
    let (Some(first), Some(last)) = (at.first(), at.last()) else { return false };
    let is_answered = |&&at: &&usize| match asked[at] {
        Some(Asked::Here(_)) => asked.get(at + 1).is_some_and(Option::is_none),
        _ => true,
    };
    let answered = at.iter().filter(is_answered).count();
    let reach = (last + 2).min(asked.len()) - first;
    4 * answered >= 3 * at.len() && 6 * at.len() >= reach && 2 * reach >= asked.len()
}

/// The persons of each answer: of the paragraphs from one question to the next. The last answer has one paragraph,
/// since the article may go on behind it.
fn answers(passages: &[Passage<'_>], asked: &[Option<Asked<'_>>]) -> Vec<Persons> {
    let last = asked.iter().rposition(Option::is_some).unwrap_or_default();
    let mut answers: Vec<Option<Persons>> = Vec::new();
    for (passage, asked) in passages.iter().zip(asked).take(last + 2) {
        answers.extend(asked.map(|_| None));
        let text = match asked {
            Some(Asked::Here(_)) => continue,
            Some(Asked::Within(question)) => &passage.text[question.len()..],
            Some(Asked::Above(_)) | None => passage.text,
        };
        if let Some(answer) = answers.last_mut() {
            *answer = Some(answer.unwrap_or_default().and(Persons::of(text)));
        }
    }
    answers.into_iter().flatten().collect()
}

/// Returns where turns start if they start with dashes: two questions with an answer each, and talk in them.
pub(super) fn dialogue(passages: &[Passage<'_>]) -> Option<Starts> {
    if passages.iter().filter(|passage| is_dashed(passage)).count() < 2 * FEWEST_TOLD {
        return None;
    }
    let dashed: Vec<bool> = passages.iter().map(is_dashed).collect();
    let answered = |at: usize| {
        let pair = dashed[at] && dashed.get(at + 1) == Some(&true);
        pair && is_question(passages[at].text) && !is_question(passages[at + 1].text)
    };
    let pairs = (0..passages.len()).filter(|&at| answered(at)).count();
    let of_dashed = passages.iter().zip(&dashed).filter(|(_, is_dashed)| **is_dashed);
    let all = of_dashed.fold(Persons::default(), |all, (passage, _)| all.and(Persons::of(passage.text)));
    let is_dialogue = pairs >= FEWEST_TOLD && all.second && (all.first || all.plural);
    is_dialogue.then(|| dashed.iter().map(|is_dashed| is_dashed.then_some(0)).collect())
}

fn is_dashed(passage: &Passage<'_>) -> bool {
    passage.setting.dashed || passage.text.starts_with(['—', '–', '―']) || passage.text.starts_with("- ")
}
