//! Whose words a mail holds: its author's, or those of the mails that it answers or passes on.
//!
//! Lines behind `>` and blocks in `<blockquote>` are quotations already. These lines say that another mail stands below them:
//!
//! - "On 5 March Anna Roth wrote:";
//! - "-----Original Message-----", "Begin forwarded message:";
//! - headers ("From: …", "Sent: …", "Subject: …"), three in a row.
//!
//! The line itself is furniture. What stands above it decides:
//!
//! - nothing of the author's own, or a covering note ("Please run this one on Tuesday"), and the other mail stands there whole: then
//!   it was passed on, and is what the mail is about. It is read as if it were the author's own, and the note is furniture;
//! - an answer: then the other mail is a quotation. If its lines are marked by `>`, what stands between them is the answer's.
//!
//! A covering note is short, by itself and beside what it covers: an answer of one sentence to a mail of one is an answer.

use crate::article::block::BlockKind;
use crate::article::line::Line;
use crate::language::english::page::{MAIL_HEADERS, PASSED_ON};

/// The most mails in one another: for each, all that is below is looked at.
const MOST_HEADS: usize = 50;
/// The fewest headers in a row.
const FEWEST_HEADERS: usize = 3;
/// The most lines over which "On …" and "wrote:" are broken.
const ATTRIBUTION_LINES: usize = 3;
/// The most words of a covering note: a greeting, a request or two, a name.
const MOST_COVERING: usize = 30;
/// What is passed on has at least so many times the words of its covering note.
const LEAST_TIMES: usize = 2;

/// Marks quoted mails, and covering notes.
pub(super) fn mark(lines: &mut [Line]) {
    let (mut at, mut heads) = (0, 0);
    while at < lines.len() && heads < MOST_HEADS {
        let Some(length) = head(lines, at).or_else(|| attribution(&lines[at..])) else {
            at += 1;
            continue;
        };
        lines[at..at + length].iter_mut().for_each(|line| line.kind = Some(BlockKind::Furniture));
        (at, heads) = (at + length, heads + 1);
        let (above, below) = lines.split_at_mut(at);
        if is_whole(below) && covers(above, below) {
            set_apart(above);
            make_own(below);
        } else if below.first().is_none_or(|next| next.depth == 0) {
            quote(below);
        }
    }
}

/// Returns whether what was written above another text only covers it.
pub(super) fn covers(above: &[Line], below: &[Line]) -> bool {
    let note = above.iter().filter(|line| is_own(line)).map(words).sum::<usize>();
    let passed_on = below.iter().filter(|line| is_text(line)).map(words).sum::<usize>();
    note <= MOST_COVERING && note * LEAST_TIMES <= passed_on
}

/// Makes a covering note furniture.
pub(super) fn set_apart(note: &mut [Line]) {
    note.iter_mut().filter(|line| is_own(line)).for_each(|line| line.kind = Some(BlockKind::Furniture));
}

/// Returns whether a mail stands there as it was: none of its lines is marked, or all are. An answer may stand between marked lines.
fn is_whole(mail: &[Line]) -> bool {
    let mut are_marked = mail.iter().filter(|line| is_text(line)).map(|line| line.depth > 0);
    are_marked.next().is_none_or(|is_first_marked| !is_first_marked || are_marked.all(|is_marked| is_marked))
}

/// Takes away the marks around a whole mail. It may have quotations of its own.
fn make_own(mail: &mut [Line]) {
    let marks = mail.iter().filter(|line| is_text(line)).map(|line| line.depth).min().unwrap_or_default();
    for line in mail.iter_mut().filter(|line| marks > 0 && line.depth >= marks) {
        line.depth -= marks;
        if line.depth == 0 && line.kind == Some(BlockKind::Quote) {
            line.kind = None;
        }
    }
}

fn quote(mail: &mut [Line]) {
    for line in mail.iter_mut().filter(|line| line.kind.is_none()) {
        (line.kind, line.depth) = (Some(BlockKind::Quote), line.depth.max(1));
    }
}

/// Words of the mail's author.
fn is_own(line: &Line) -> bool {
    line.kind.is_none() && line.depth == 0
}

fn is_text(line: &Line) -> bool {
    line.kind.is_none_or(|kind| kind == BlockKind::Quote)
}

fn words(line: &Line) -> usize {
    line.as_str().split(' ').count()
}

/// Returns the number of lines that say that another mail follows.
fn head(lines: &[Line], at: usize) -> Option<usize> {
    let plain = lines[at].as_str().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_mark = PASSED_ON.contains(&plain.as_str());
    let headers = lines[at + usize::from(is_mark)..].iter().take_while(|line| is_header(line)).count();
    match is_mark {
        true => Some(1 + headers),
        false => (headers >= FEWEST_HEADERS).then_some(headers),
    }
}

fn is_header(line: &Line) -> bool {
    let name = line.as_str().split_once(':').map(|(name, _)| name.trim_matches('*').to_lowercase());
    line.depth == 0 && name.is_some_and(|name| MAIL_HEADERS.contains(&name.as_str()))
}

/// Returns the number of lines of "On 5 March Anna Roth wrote:".
fn attribution(lines: &[Line]) -> Option<usize> {
    if !lines.first()?.as_str().starts_with("On ") {
        return None;
    }
    let first = &lines[..lines.len().min(ATTRIBUTION_LINES)];
    let end = first.iter().position(|line| line.as_str().ends_with("wrote:"))?;
    let has_date = first[..=end].iter().any(|line| line.as_str().contains(|c: char| c.is_ascii_digit()));
    let is_one = first[1..=end].iter().all(|line| line.gap == 0);
    (has_date && is_one).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    /// The lines, with `>` before a quotation and `#` before furniture.
    fn marked(text: &str) -> Vec<String> {
        let mut lines = plain::lines(text);
        mark(&mut lines);
        let mark = |line: &Line| match line.kind {
            Some(BlockKind::Quote) => ">",
            Some(_) => "#",
            None => "",
        };
        lines.iter().map(|line| format!("{}{}", mark(line), line.as_str())).collect()
    }

    #[test]
    fn an_answered_mail_is_quoted() {
        let answer = "We must not sell the ferry.\n\nOn Tue, 5 Mar 2024, Anna Roth\n<anna@quay.example> wrote:\n";
        assert_eq!(
            marked(&format!("{answer}\nThe ferry costs too much.\n")),
            [
                "We must not sell the ferry.",
                "#On Tue, 5 Mar 2024, Anna Roth",
                "#<anna@quay.example> wrote:",
                ">The ferry costs too much."
            ]
        );
        let between = marked(&format!("{answer}> The ferry costs too much.\nIt costs nothing.\n"));
        assert_eq!(between[3..], [">The ferry costs too much.", "It costs nothing."]);
    }

    #[test]
    fn a_mail_that_is_passed_on_is_quoted_if_anything_is_said_above() {
        let passed =
            "---------- Forwarded message ---------\nFrom: Anna\nDate: Tue\nSubject: The ferry\n\nIt must stay.\n";
        let said = marked(&format!("This is what she writes to us:\n\n{passed}"));
        assert_eq!(said.last().map(String::as_str), Some(">It must stay."), "{said:?}");
        assert_eq!(marked(passed).last().map(String::as_str), Some("It must stay."));
        let headers = marked("I agree with all of it.\n\nFrom: Anna\nSent: Tue\nTo: me\nSubject: x\n\nIt must stay.\n");
        assert_eq!(headers[1..], ["#From: Anna", "#Sent: Tue", "#To: me", "#Subject: x", ">It must stay."]);
    }

    /// A letter of ten words below a note of so many.
    fn below(note: usize, head: &str, mark: &str) -> Vec<String> {
        let letter = format!("{mark}The council sold the ferry.\n{mark}\n{mark}Nobody on the island was asked.\n");
        let note = "note ".repeat(note);
        marked(&format!("{note}\n\n{head}\n\n{letter}"))
    }

    #[test]
    fn what_stands_whole_below_a_covering_note_is_what_the_mail_is_about() {
        let headers = "From: Anna\nSent: Tue\nSubject: The ferry";
        for (head, mark) in [
            ("-----Original Message-----", ""),
            ("Begin forwarded message:", "> "),
            ("Begin forwarded message:", ">> "),
            (headers, ""),
            ("On 5 March 2024 Anna wrote:", ""),
            ("On 5 March 2024 Anna wrote:", "> "),
        ] {
            let covered = below(5, head, mark);
            assert!(covered[0].starts_with("#note"), "{head} {covered:?}");
            assert_eq!(
                covered[covered.len() - 2..],
                ["The council sold the ferry.", "Nobody on the island was asked."]
            );
            let answered = below(6, head, mark);
            assert!(answered[0].starts_with("note"), "{head} {answered:?}");
            let last = answered.last().map(String::as_str);
            assert_eq!(last, Some(">Nobody on the island was asked."), "{head} {mark}");
        }
    }

    #[test]
    fn a_covering_note_is_short_however_long_the_letter_is() {
        let letter = "The council sold the ferry. ".repeat(30);
        let first = |note: usize| {
            let mail = format!("{}\n\nBegin forwarded message:\n\n{letter}", "note ".repeat(note));
            marked(&mail).swap_remove(0)
        };
        assert!(first(MOST_COVERING).starts_with('#'));
        assert!(first(MOST_COVERING + 1).starts_with("note"));
    }

    #[test]
    fn an_answer_between_marked_lines_is_the_answers() {
        let mail =
            "On 5 March 2024 Anna wrote:\n> The council sold the ferry to the island.\nGood.\n> Nobody was asked.\n";
        assert_eq!(marked(mail)[1..], [">The council sold the ferry to the island.", "Good.", ">Nobody was asked."]);
    }

    #[test]
    fn a_mail_that_was_passed_on_twice_is_read_below_both_notes() {
        let mail = "Please print.\n\nFrom: B\nSent: Wed\nSubject: x\n\nFor you.\n\nFrom: C\nSent: Tue\nSubject: x\n\n\
                    The council sold the ferry and nobody on the island was asked.\n\nOn 4 March 2024 D wrote:\n> The council will \
                    sell it soon, I hear, and all of us know why.\n";
        let marked = marked(mail);
        let said: Vec<&str> = marked.iter().map(String::as_str).filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            said,
            [
                "The council sold the ferry and nobody on the island was asked.",
                ">The council will sell it soon, I hear, and all of us know why."
            ]
        );
    }

    #[test]
    fn an_authors_sentences_quote_nothing() {
        for text in ["On Monday she wrote:\n\nWe must go.", "To: be or not to be.\n\nThat is all."] {
            assert!(marked(text).iter().all(|line| !line.starts_with(['>', '#'])), "{text}");
        }
    }
}
