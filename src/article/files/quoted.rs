//! Whose words a mail holds: its author's, or those of the mails that it answers or passes on.
//!
//! Lines behind `>` and blocks in `<blockquote>` are quotations already. These lines make quotations of what stands below them:
//!
//! - "On 5 March Anna Roth wrote:", unless what follows is marked by itself;
//! - "-----Original Message-----", "Begin forwarded message:";
//! - headers ("From: …", "Sent: …", "Subject: …"), three in a row.
//!
//! The line itself is furniture. If nothing of the author's stands above, the mail was passed on as it is: then it is read as if it
//! were the author's own.

use crate::article::block::BlockKind;
use crate::article::line::Line;
use crate::language::english::page::{MAIL_HEADERS, PASSED_ON};

/// The fewest headers in a row.
const FEWEST_HEADERS: usize = 3;
/// The most lines over which "On …" and "wrote:" are broken.
const ATTRIBUTION_LINES: usize = 3;
/// The fewest words that an author says above a mail that is passed on.
const FEWEST_WORDS: usize = 5;

/// Marks quoted mails.
pub(super) fn mark(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let (length, is_marked) = match head(lines, at) {
            Some(length) => (length, false),
            None => match attribution(&lines[at..]) {
                Some(length) => (length, lines.get(at + length).is_some_and(|next| next.depth > 0)),
                None => {
                    at += 1;
                    continue;
                }
            },
        };
        let says = |line: &Line| line.kind.is_none() && line.as_str().split(' ').count() >= FEWEST_WORDS;
        let is_answer = lines[..at].iter().any(says);
        lines[at..at + length].iter_mut().for_each(|line| line.kind = Some(BlockKind::Furniture));
        at += length;
        if is_answer && !is_marked {
            for line in lines[at..].iter_mut().filter(|line| line.kind.is_none()) {
                (line.kind, line.depth) = (Some(BlockKind::Quote), line.depth.max(1));
            }
        }
    }
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

    #[test]
    fn an_authors_sentences_quote_nothing() {
        for text in ["On Monday she wrote:\n\nWe must go.", "To: be or not to be.\n\nThat is all."] {
            assert!(marked(text).iter().all(|line| !line.starts_with(['>', '#'])), "{text}");
        }
    }
}
