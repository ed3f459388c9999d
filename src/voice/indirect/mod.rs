//! Indirect speech: what somebody is said to say, without quotation marks ("officials warned that …", "…, she said",
//! "according to the union, …").
//!
//! Who speaks and that they speak ("officials warned that") are the author's words; what they say is the source's. The rules
//! read one sentence at a time, from left to right:
//!
//! | pattern | the source's part |
//! |---|---|
//! | *subject* **said** (that) … | after the verb |
//! | …, **saying** (that) … | after the verb |
//! | …, *subject* **said** (on Monday) | the sentence without the verb's clause |
//! | …, **said** *subject* | before the comma |
//! | **According to** *somebody*, …; **in the view of** *somebody*, …; **in her view**, … | after the comma |
//! | … **according to** *somebody* | before it |
//!
//! What is said after a verb extends to the end of the sentence, but not past
//!
//! - the comma that closes the verb's clause ("If officials say so, …", "Roth, who said so, …");
//! - the author's answer: ", but it is not", ", and we agree", ", a claim that …", ", which is absurd". After a verb in the past
//!   a "but" belongs to what is said if its verb is shifted into the past too ("said it was dear but would last").
//!
//! There is no source if the subject is the author, the reader or the publication ("this newspaper has argued"), or in an
//! infinitive ("to say the least"), a passive ("it must be said", "a plan rejected by voters"), a comparison (", as the mayor
//! said,"), a relative clause that says whom the author means ("those who say that …") or the author's own question ("Does
//! anyone say that …?"). The rules are for English only.

mod pieces;
mod sentence;
mod verbs;
mod word_class;

use crate::text::Span;
use pieces::{pieces, sentences};
use sentence::Sentence;
use word_class::may_start;

pub(crate) use word_class::WordClass;

/// Words of a paragraph that were read before. They change nothing but the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownWords<W> {
    /// Some words, in order.
    pub(crate) words: W,
    /// Whether they are all words of the paragraph, though the rules may join some by hyphens and the like.
    pub(crate) are_all: bool,
}

impl KnownWords<std::iter::Empty<(Span, WordClass)>> {
    /// No words.
    pub(crate) const NONE: Self = KnownWords { words: std::iter::empty(), are_all: false };
}

/// Returns the spans of a paragraph that are indirect speech, in order and disjoint. `quoted` are the spans between quotation
/// marks, in order and disjoint; they are opaque here.
pub(super) fn indirect_speech(
    text: &str,
    quoted: &[Span],
    known: KnownWords<impl Iterator<Item = (Span, WordClass)> + Clone>,
) -> Vec<Span> {
    if known.are_all && !may_start(known.words.clone()) {
        return Vec::new();
    }
    sentences(&pieces(text, quoted, known.words)).flat_map(|pieces| Sentence::new(pieces).speech()).collect()
}

#[cfg(test)]
mod tests {
    use crate::voice::{Speech, source_spans};

    fn indirect(text: &str) -> Vec<&str> {
        let spans = source_spans(&[text.into()]).remove(0);
        spans.iter().filter(|source| source.speech == Speech::Indirect).map(|source| source.of(text)).collect()
    }

    #[test]
    fn reported_statements_are_the_sources() {
        for (text, expected) in [
            ("The auditors warned that the quay would stay empty.", "that the quay would stay empty"),
            ("The union said the offer was a cut. Ballots go out in May.", "the offer was a cut"),
            ("Mr. Roth, the mayor, said the plan was a disgrace.", "the plan was a disgrace"),
            ("The plan was a disgrace, the mayor said on Tuesday.", "The plan was a disgrace"),
            ("The plan was a disgrace, said the mayor of Holt.", "The plan was a disgrace"),
            ("The clerk told reporters that nobody had asked.", "that nobody had asked"),
            ("According to the union, the offer is a cut.", "the offer is a cut"),
            ("The offer is a cut, according to the union.", "The offer is a cut"),
            ("In the view of the guild, the text is a parade.", "the text is a parade"),
            ("Opponents accused the county of hiding figures.", "the county of hiding figures"),
            ("She described the plan as a disgrace.", "the plan as a disgrace"),
            ("She left the room, saying the vote was a farce.", "the vote was a farce"),
            ("Some ministers suggested that gifts would do.", "that gifts would do"),
            ("Critics say the plan is a disgrace.", "the plan is a disgrace"),
            ("Critics of the plan say it is a disgrace.", "it is a disgrace"),
            ("The union believes the offer is a cut.", "the offer is a cut"),
            ("Ministers claim the policy works.", "the policy works"),
            ("Teachers complain that the rooms are cold.", "that the rooms are cold"),
            ("Prices will rise again, experts predict.", "Prices will rise again"),
            ("Prices will rise again, say experts.", "Prices will rise again"),
            ("She met the clerks and said she was tired.", "she was tired"),
            ("The plan was dismissed by the union as a parade.", "a parade"),
            ("Two judges dissented, holding that the law was vague.", "that the law was vague"),
            ("The lens was there for money, the club told its members.", "The lens was there for money"),
            ("In her view, the text is a parade.", "the text is a parade"),
            ("In the mayor’s opinion, the text is a parade.", "the text is a parade"),
            ("The mayor, who insisted that the plan works, left.", "that the plan works"),
            ("According to Jane Roth, a clerk in Holt, the offer is a cut.", "the offer is a cut"),
            ("The union called on the county to pay.", "on the county to pay"),
            (
                "The union warned that 3.5 percent is a cut. (It may strike.) 12 towns agree.",
                "that 3.5 percent is a cut",
            ),
            ("The U.S. Army said the plan was a disgrace.", "the plan was a disgrace"),
            ("The letter states that the plan was a disgrace.", "that the plan was a disgrace"),
            ("The clerks report that the plan is dear.", "that the plan is dear"),
            ("She indicated she would go.", "she would go"),
            ("Ms Roth reassured the islanders that the boat would sail.", "that the boat would sail"),
            ("He left early, telling the clerks that he was tired.", "that he was tired"),
            ("Rep. Ode Starr (D-Holt) said the plan was a disgrace.", "the plan was a disgrace"),
            ("Roth, D-Holt, said the plan was a disgrace.", "the plan was a disgrace"),
            ("The mayor [of Holt] warned that the plan would fail.", "that the plan would fail"),
            ("The mayor — a clerk by trade — warned that the plan would fail.", "that the plan would fail"),
            ("The plan was a disgrace, Rep. Ode Starr (D-Holt) said.", "The plan was a disgrace"),
            ("The plan was a disgrace, Capt. Ode Starr said.", "The plan was a disgrace"),
            ("The plan was a disgrace, said Atty. Gen. Ode Starr of Quay Bros. Shipping.", "The plan was a disgrace"),
            ("No one denied it, but the mayor said the plan was a disgrace.", "the plan was a disgrace"),
            ("No longer a clerk, Roth said the plan was a disgrace.", "the plan was a disgrace"),
            ("The mayor said it was Plan B. We must stop it.", "it was Plan B"),
        ] {
            assert_eq!(indirect(text), [expected], "{text}");
        }
        let text = "The library hours, she said, amounted to a sign on the door.";
        assert_eq!(indirect(text), ["The library hours", "amounted to a sign on the door"]);
        assert_eq!(indirect("He said the plan was “a theft of time” and a shame."), ["the plan was", "and a shame"]);
        let text = "The plan, his colleagues say, is dead, but nobody mourns it.";
        assert_eq!(indirect(text), ["The plan", "is dead"]);
        let text = "While officials say the plan works, critics warn that it fails.";
        assert_eq!(indirect(text), ["the plan works", "that it fails"]);
        let text = "The plan works, said the mayor, adding that it was cheap.";
        assert_eq!(indirect(text), ["The plan works", "that it was cheap"]);
    }

    #[test]
    fn the_authors_answer_is_the_authors() {
        for (text, expected) in [
            ("Critics say the plan is dear, but it must pass.", "the plan is dear"),
            ("The mayor said the plan was dear, but it is not.", "the plan was dear"),
            ("The mayor said the plan was dear, but would last.", "the plan was dear, but would last"),
            ("The mayor said the plan was dear, and we agree.", "the plan was dear"),
            ("The mayor said the plan was dear, and he should resign.", "the plan was dear"),
            ("The mayor insists the plan works, a claim that is absurd.", "the plan works"),
            ("Critics say the plan is dear; they are wrong.", "the plan is dear"),
            ("If ministers say the plan works, nobody should listen.", "the plan works"),
            ("Even if ministers say the plan works, nobody should listen.", "the plan works"),
            ("Prices rose according to the clerk, which is absurd.", "Prices rose"),
            (
                "It is time to act, since prices rose, according to the clerk, and we must.",
                "It is time to act, since prices rose",
            ),
        ] {
            assert_eq!(indirect(text), [expected], "{text}");
        }
    }

    #[test]
    fn the_authors_own_claims_and_deeds_are_not_speech() {
        for text in [
            "Those in the United States that believe in it must pay.",
            "It was a promising plan, promising all of us a boat.",
            "She found it and added them to the list.",
            "We said that this would fail.",
            "None of the ministers has admitted that the plan is a disgrace.",
            "Not one of them has said that the plan is a disgrace.",
            "Not a single minister said that the plan is a disgrace.",
            "No minister claimed that the plan is a disgrace.",
            "Neither the mayor nor the clerk said that the plan is a disgrace.",
            "The minister never said that the plan is a disgrace.",
            "The ministers haven’t said that the plan is a disgrace.",
            "The plan is a disgrace, no minister has said.",
            "I have argued that the plan is a disgrace.",
            "It must be said that the plan is a disgrace.",
            "Needless to say the plan is a disgrace.",
            "The board added a tax to the bill.",
            "Nobody asked for this, as the mayor promised.",
            "A cheerful voice tells you that you are valued.",
            "It was run by a warden called Keith.",
            "The plan rejected by voters was a disgrace.",
            "The measure proposed last year must pass.",
            "Children threatened by war need us.",
            "Patients denied care were left to die.",
            "Citizens urged to leave their homes must be paid.",
            "She bought a very old boat called the Ark.",
            "Nothing he says or does is news.",
            "In a talk with the paper, she said, “We go on.” The paper is wrong.",
            "She wrote of “a theft of our time.” Yet when he was told, he left.",
            "Roads maintained by the county are a disgrace.",
            "The wall the mayor promised is a disgrace.",
            "Whoever says that the plan works is a fool.",
            "Those who argue that the plan works are fools.",
            "This newspaper has long argued that the plan is a disgrace.",
            "We at the Times said the plan was a disgrace.",
            "Our editorial board urged the county to stop.",
            "Let no one claim that the plan works.",
            "We believe, as the minister argued, that the plan works.",
            "According to my reading, the plan is a disgrace.",
            "Does the mayor believe that we are fools?",
            "“We must go,” Roth, a clerk, said in a letter.",
            "“We must go,” Roth said plainly.",
            "“We must go,” Roth said on Monday when it was late and everybody had left, “and we must go soon.”",
            "I met the clerks and said she was tired.",
            "“We must go,” the engineer, Rosa Quay, wrote to the department in May.",
        ] {
            assert_eq!(indirect(text), Vec::<&str>::new(), "{text}");
        }
    }
}
