//! Interviews, transcripts and dialogues in every layout, and the pages that only look like them.
//!
//! A page is read as a file; each of its paragraphs is then a speaker's (`s`: more than half of it is speech, a long
//! label may be the rest) or the author's (`a`).

use oped::article::{Article, Format};
use oped::score::passages_of;
use oped::voice::{Passage, quoted_letters, source_spans};

fn voices_of(passages: &[Passage<'_>]) -> String {
    let is_speech = |(passage, sources): (&Passage<'_>, &Vec<_>)| quoted_letters(passage.text, sources) > 0.5;
    passages.iter().zip(&source_spans(passages)).map(|pair| if is_speech(pair) { 's' } else { 'a' }).collect()
}

fn read(page: &str, format: Format) -> String {
    let article = Article::read(page.as_bytes(), format, None).unwrap();
    voices_of(&passages_of(&article))
}

/// Each page with the voices that its paragraphs must have.
fn check(format: Format, pages: &[(&str, &str, &str)]) {
    let read = |(name, page, expected): &(&str, &str, &str)| {
        let found = read(page, format);
        (found != *expected).then(|| format!("{name}: {found}, not {expected}"))
    };
    let faults: Vec<String> = pages.iter().filter_map(read).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const INTRODUCTION: &str = "The ferry to Little Orm has not sailed since the storm in the first week of March.";

/// Turns of two speakers between labels, with an introduction before them. `%1` and `%2` stand for the labels.
fn turns(one: &str, two: &str) -> String {
    let turns = "%1 Good evening to you all. Why was the old ferry sold?\n\n\
        %2 Because we had no choice left. We must take it back, and we must do so now.\n\n\
        Nobody on the island should have to wait for a helicopter. It is a disgrace.\n\n\
        %1 Is that not rather hard on the council?\n\n\
        %2 It is not hard enough, if you ask me. They should all resign.\n";
    format!("{INTRODUCTION}\n\n{turns}").replace("%1", one).replace("%2", two)
}

#[test]
fn labels_of_every_kind_start_a_turn_that_goes_on() {
    for (one, two) in [
        ("Q:", "A:"),
        ("Q.", "A."),
        ("Q1:", "A1:"),
        ("Question:", "Answer:"),
        ("HOST:", "VEERLE OORT:"),
        ("THE MODERATOR:", "MS. OORT:"),
        ("Interviewer:", "Oort:"),
        ("Reporter:", "Minister Oort:"),
        ("The Orm Courier:", "Veerle Oort:"),
        ("Bram:", "Veerle:"),
        ("Bram Kalf:", "Veerle Oort:"),
        ("BRAM KALF, PRESENTER:", "VEERLE OORT, MAYOR OF LITTLE ORM:"),
        ("Bram Kalf, presenter:", "Veerle Oort, mayor:"),
        ("Bram Kalf (presenter):", "Veerle Oort (mayor of Little Orm):"),
        ("Speaker 1:", "Speaker 2:"),
        ("Person A:", "Person B:"),
        ("[00:12:31] Bram:", "[00:12:48] Veerle:"),
        ("00:12 Bram Kalf:", "00:31 Veerle Oort:"),
        ("(12:31) BRAM:", "(12:48) VEERLE:"),
        ("Bram Kalf [00:12]:", "Veerle Oort [00:31]:"),
        ("Bram Kalf: (00:12)", "Veerle Oort: (00:31)"),
        ("[Bram]:", "[Veerle]:"),
        ("[12:31, 4/3/2026] Bram:", "[12:33, 4/3/2026] Veerle:"),
        ("Q", "MS. OORT:"),
        ("**Bram Kalf:**", "**Veerle Oort:**"),
        ("**Q:**", "**A:**"),
    ] {
        assert_eq!(read(&turns(one, two), Format::Text), "asssss", "{one} {two} as text");
        assert_eq!(read(&turns(one, two), Format::Markdown), "asssss", "{one} {two} as Markdown");
        let page: String = turns(one, two).split("\n\n").map(|text| format!("<p>{text}</p>\n")).collect();
        assert_eq!(read(&page, Format::Html), "asssss", "{one} {two} as a web page");
        let text = turns(one, two);
        let rows: Vec<Passage<'_>> = text.split("\n\n").map(|row| row.trim_end().into()).collect();
        assert_eq!(voices_of(&rows), "asssss", "{one} {two} in rows of a table");
    }
}

#[test]
fn names_need_not_recur_in_what_is_told_to_be_a_conversation() {
    let page = "# Oort and Lind in conversation\n\n*The two met in our office. This is an edited transcript.*\n\n\
        **Bram Kalf**\n\nWhy did you fall out over a boat?\n\n**Veerle Oort**\n\nHe sold my ferry, and I told him what I think.\n\n\
        It was shameful, and it still is.\n\n**Per Lind**\n\nNobody on the island ever used it.\n\n\
        **Veerle Oort**\n\nWe all did, and you know it.\n";
    assert_eq!(read(page, Format::Markdown), "asssss");
}

#[test]
fn numbered_turns_are_turns() {
    let text = "1. HOST: Why was the old ferry sold, and to whom?\n\n2. OORT: We must take it back, and we must do so now.\n\n\
                3. HOST: Is that not rather hard on the council?\n\n4. OORT: They should all resign, and I told them so.\n";
    assert_eq!(read(text, Format::Text), "ssss");
    let rows: Vec<Passage<'_>> = text.split("\n\n").map(Passage::from).collect();
    assert_eq!(voices_of(&rows), "ssss");
}

#[test]
fn a_name_may_stand_above_its_turn() {
    for (one, two) in [
        ("Bram Kalf", "Veerle Oort"),
        ("Bram Kalf 00:12", "Veerle Oort 00:31"),
        ("00:12 Bram Kalf", "00:31 Veerle Oort"),
        ("BRAM", "VEERLE"),
        ("Bram Kalf:", "Veerle Oort:"),
        ("Speaker 1", "Speaker 2"),
    ] {
        let near = turns(one, two)
            .replace(&format!("{one} "), &format!("{one}\n"))
            .replace(&format!("{two} "), &format!("{two}\n"));
        assert_eq!(read(&near, Format::Text), "asssss", "{one}");
        let apart = near
            .replace(&format!("{one}\n"), &format!("{one}\n\n"))
            .replace(&format!("{two}\n"), &format!("{two}\n\n"));
        assert_eq!(read(&apart, Format::Text), "asssss", "{one}, a blank line below");
    }
    for (open, close) in [("<b>", "</b> "), ("<strong>", "</strong> – "), ("<i>", ".</i> ")] {
        let bold = turns(&format!("{open}Bram Kalf{close}"), &format!("{open}Veerle Oort{close}"));
        let page: String = bold.split("\n\n").map(|text| format!("<p>{text}</p>\n")).collect();
        assert_eq!(read(&page, Format::Html), "asssss", "{open}, no colon");
    }
    let heads = turns("<h4>Bram Kalf</h4>", "<h4>Veerle Oort</h4>");
    let page: String = heads.split("\n\n").map(|text| format!("<div>{text}</div>\n")).collect();
    assert_eq!(read(&page, Format::Html), "asssss");
}

#[test]
fn a_transcript_with_stage_directions_and_interruptions() {
    let text = "The hearing of 4 March on the ferry, as taken down by the clerk of the county.\n\n\
        THE CHAIR: We will come to order. Ms Oort, did you sell the ferry?\n\n\
        MS. OORT: I did not. It was taken from us by a council that has lost its --\n\n\
        THE CHAIR: Please answer the question that you were asked.\n\n\
        (Laughter from the public in the gallery.)\n\n\
        MS. OORT: I have answered it, and you must listen. It is a disgrace —\n\n\
        THE CHAIR: You will have the time that you need.\n\n\
        MS. OORT: Yes.\n\n\
        THE CHAIR: Then the committee must rise until Monday.\n\n\
        The hearing was closed at 11.40 on 4 March.\n";
    assert_eq!(read(text, Format::Text), "asssasssa");
}

#[test]
fn hard_wrapped_turns_are_kept_apart() {
    let text = "HOST: Good evening to all of you. Why was the ferry\nsold, and who was asked before it was sold in March?\n\
        OORT: Nobody was asked. We must take it back, and we\nmust do so with our own money, since it is our boat.\n\
        HOST: Is that not rather hard on the council of Orm?\n\
        OORT: It is not hard enough. They should all resign,\nand I have told them so in the letter of last month.\n";
    assert_eq!(read(text, Format::Text), "ssss");
}

/// An interview whose questions are set apart as `ask` does it; an answer of two paragraphs among them; a closing note.
fn asked(ask: impl Fn(&str) -> String, answer: impl Fn(&str) -> String) -> String {
    let parts = [
        answer("Veerle Oort has been mayor of Little Orm for six years. She spoke to us on the pier."),
        ask("You have asked the county for nine million. Why so much?"),
        answer("Because we have waited far too long. It is a disgrace, and I will say so to anyone."),
        answer("Nobody should have to wait for a helicopter. It is simply wrong."),
        ask("The treasurer says that the money is not there."),
        answer("Then he must look harder. They found the money for a car park."),
        ask("And if the vote is lost?"),
        answer("Then I resign, and you may print that. The island deserves better."),
        answer("This interview has been edited for length and clarity."),
    ];
    parts.join("\n")
}

#[test]
fn questions_that_are_set_apart_are_put_to_somebody() {
    let html = |text: &str| format!("<p>{text}</p>");
    for open in ["<strong>", "<b>", "<em>", "<i>", "<span style=\"font-weight: 700\">", "<span class=\"question\">"] {
        let close = format!("</{}>", open.trim_matches(['<', '>']).split(' ').next().unwrap());
        let page = asked(|text| format!("<p>{open}{text}{close}</p>"), html);
        assert_eq!(read(&page, Format::Html), "asssssssa", "{open}");
        let within = asked(|text| format!("<p>{open}{text}{close}<br>"), |text| format!("{text}</p>\n<p>"));
        assert_eq!(read(&within, Format::Html), "asssssssa", "{open} and a line break");
    }
    let before_mark = |text: &str| format!("<p><b>{}</b>{}</p>", &text[..text.len() - 1], &text[text.len() - 1..]);
    for page in [
        asked(|text| format!("<p class=\"interview-question\">{text}</p>"), html),
        asked(|text| format!("<div class=\"question\"><p>{text}</p></div>"), html),
        asked(|text| format!("<p>\n <a name=\"q\"></a><b><i>{text}</i></b>\n</p>"), html),
        asked(|text| format!("<p style=\"font-style:italic\">{text}"), html),
        asked(before_mark, html),
    ] {
        assert_eq!(read(&page, Format::Html), "asssssssa", "{page}");
    }
    for mark in ["**", "*", "__", "_", "***"] {
        let page = asked(|text| format!("{mark}{text}{mark}\n"), |text| format!("{text}\n"));
        assert_eq!(read(&page, Format::Markdown), "asssssssa", "{mark}");
        assert_eq!(read(&page, Format::Text), "asssssssa", "{mark} in plain text");
    }
}

#[test]
fn questions_may_be_headings_or_terms() {
    let html = |text: &str| format!("<p>{text}</p>");
    for tag in ["h2", "h3", "h4"] {
        let page = asked(|text| format!("<{tag}>{text}</{tag}>"), html);
        assert_eq!(read(&page, Format::Html), "assssa", "{tag}");
    }
    let page = asked(|text| format!("### {text}\n"), |text| format!("{text}\n"));
    assert_eq!(read(&page, Format::Markdown), "assssa");
    let list = asked(|text| format!("<dt>{text}"), |text| format!("<dd>{text}"));
    assert_eq!(read(&format!("<dl>{list}</dl>"), Format::Html), "asssssssa");
}

#[test]
fn a_question_and_its_answer_may_share_a_paragraph() {
    let page = asked(|text| format!("**{text}**"), |text| format!("{text}\n"));
    assert_eq!(read(&page, Format::Markdown), "assssa");
    let page = asked(|text| format!("<p><b>{text}</b> "), |text| format!("{text}<p>"));
    assert_eq!(read(&page, Format::Html), "assssa");
}

#[test]
fn short_questions_and_answers_are_no_paragraphs_but_start_turns() {
    let page = "<p>Veerle Oort has run the island since 2019. We met her on the pier.</p>
        <p><b>Why you?</b></p><p>Because nobody else wanted it. It is a shameful story, and I told it often.</p>
        <p><b>And now?</b></p><p>No.</p><p>I mean that we must all go on, whatever they say.</p>
        <p><b>Do you sleep?</b></p><p>Badly. The council is a disgrace.</p>";
    assert_eq!(read(page, Format::Html), "asss");
}

#[test]
fn plain_questions_between_answers_are_an_interview() {
    let page = asked(|text| format!("{text}\n"), |text| format!("{text}\n"));
    let page =
        page.replace("The treasurer says that the money is not there.", "Do you know that the money is not there?");
    assert_eq!(read(&page, Format::Text), "asssssssa");
    let rows: Vec<Passage<'_>> = page.split("\n\n").map(|row| row.trim_end().into()).collect();
    assert_eq!(voices_of(&rows), "asssssssa");
}

#[test]
fn a_dialogue_with_dashes() {
    let text = "The two met on the pier on Monday, an hour before the vote of the county.\n\n\
        — Why did you sell the old ferry?\n\n— Because we had no choice, and you know it.\n\n\
        — Would you sell it again tomorrow?\n\n— I would. It is a disgrace that anybody asks.\n\n\
        The county votes on the ferry on Tuesday.\n";
    for dash in ["— ", "– ", "- ", "—"] {
        assert_eq!(read(&text.replace("— ", dash), Format::Text), "assssa", "{dash:?}");
    }
    let page: String = text.split("\n\n").map(|text| format!("<p>{text}</p>")).collect();
    assert_eq!(read(&page, Format::Html), "assssa");
    let rows: Vec<Passage<'_>> = text.split("\n\n").map(|row| row.trim_end().into()).collect();
    assert_eq!(voices_of(&rows), "assssa");
}

#[test]
fn the_authors_own_words_around_an_interview_stay_the_authors() {
    let interview = "**Q: Why did you sell the old ferry?**\n\nA: Because we had no choice left, and I regret it.\n\n\
        \"We must not be the last to know,\" she adds, and laughs. \"Print that.\"\n\n\
        **Q: Would you sell it again?**\n\nA: I would sell it tomorrow, with all its rust.\n\n";
    let introduction = "Veerle Oort is the worst mayor that Little Orm has had, and the most honest one.\n\n";
    for (coda, expected) in [
        ("* * *\n\nShe is wrong, and somebody ought to tell her so.\n", "a"),
        ("*The interview was shortened by the editors of this paper.*\n", "a"),
        ("Ms Oort's term ends in May, and a new mayor will be chosen.\n", "a"),
        ("## What happens next\n\nIt would be a mistake to let her go.\n", "a"),
        ("And it was a beautiful boat, whatever you may say of it.\n", "s"),
    ] {
        let page = format!("{introduction}{interview}{coda}");
        let found = read(&page, Format::Markdown);
        // The paragraph with "she adds" is partly the author's.
        assert_eq!(found, format!("assass{expected}"), "{coda}");
    }
}

#[test]
fn questions_and_answers_of_an_author_are_the_authors() {
    check(
        Format::Html,
        &[
            (
                "an explainer",
                "<p>The ferry levy starts in May. This is what it means for the islands.</p>
                 <h3>What is the ferry levy?</h3><p>It is a charge of two crowns on every crossing that is booked.</p>
                 <h3>Who pays the ferry levy?</h3><p>Everybody who crosses with a car. You pay it when you book.</p>
                 <h3>Is the levy fair to the islands?</h3><p>It is not. It takes most from those who have least.</p>
                 <h3>What happens next?</h3><p>The county votes on the levy in March, and it should vote no.</p>",
                "aaaaa",
            ),
            (
                "a FAQ in bold",
                "<p><b>How do I renew my ferry pass?</b></p><p>You can do it at the pier, or you can write to us.</p>
                 <p><b>Can I take my dog on board?</b></p><p>Yes, if you keep it on a lead. We love dogs.</p>
                 <p><b>What if I miss my boat?</b></p><p>Then you should take the next one, I am afraid.</p>",
                "aaaaaa",
            ),
            (
                "an organisation that asks itself",
                "<p><b>Why does the League oppose the new road?</b></p><p>Because it is a disgrace, and we must stop it now.</p>
                 <p><b>What does the League want instead?</b></p><p>We want a ferry that sails on every day of the year.</p>
                 <p><b>How can you help the League today?</b></p><p>Join us on Saturday. Together we will be heard.</p>",
                "aaaaaa",
            ),
            (
                "an advice column",
                "<p><b>My neighbour parks on my lawn. What should I do?</b></p><p>You must talk to him first. I would do it today.</p>
                 <p><b>I lent my brother some money. Am I a fool?</b></p><p>You are not a fool, but you should have asked why.</p>
                 <p><b>My boss calls me at night. May I refuse?</b></p><p>You may, and I think that you must.</p>",
                "aaaaaa",
            ),
            (
                "an op-ed with a rhetorical question in bold",
                "<p>I have lived on this island for sixty years, and I have seen four ferries come and go.</p>
                 <p><b>Do you want to be the last to leave?</b></p><p>I do not. We must fight for this boat with all we have.</p>
                 <p>The council has failed us, and it will fail us again if we let it.</p>",
                "aaaa",
            ),
            (
                "an op-ed whose author asks and answers",
                "<p>The county has a plan for the harbour. I have read it twice, and I am none the wiser.</p>
                 <p><b>Who asked for this at all?</b></p><p>Nobody that I know. Certainly not the people who moor here.</p>
                 <p><b>What would you do with forty million?</b></p><p>I would mend the school. I would pay the nurses.</p>
                 <p><b>So why do they do it?</b></p><p>Because they can, and because we let them. It is a shameful waste.</p>",
                "aaaaaaa",
            ),
            (
                "a how-to with steps in bold",
                "<p>You need an hour and a clean brush to paint the hull of a small boat.</p>
                 <p><b>Clean the hull.</b> You should use fresh water, and I use a soft brush.</p>
                 <p><b>Sand the old paint.</b> You must wear a mask. It is worth the trouble.</p>
                 <p><b>Is it dry?</b> Then you can start, from the bow to the stern.</p>",
                "aaaa",
            ),
            (
                "a report with subheads in bold",
                "<p>The county voted on Monday to close two of the three piers of the island.</p>
                 <p><b>A long debate</b></p><p>The debate went on until midnight and was loud at times.</p>
                 <p><b>What the mayor wants</b></p><p>The mayor did not vote. I was told that you could hear her leave.</p>",
                "aaa",
            ),
        ],
    );
}

#[test]
fn words_before_colons_that_are_no_speakers() {
    let join = |lines: &[&str]| lines.join("\n\n");
    let pages = [
        (
            "causes",
            join(&[
                "Cause: We let the boat rust for years.",
                "Effect: You cannot sail in her any more.",
                "Cause: We had no money left for paint.",
                "Effect: I would not board her today.",
            ]),
            "aaaa",
        ),
        (
            "counts",
            join(&[
                "Count 1: The theft of a boat from the pier.",
                "Count 2: The theft of two oars from us.",
                "Count 3: The sale of both, as you know.",
                "Count 4: Did I lie to the county clerk?",
            ]),
            "aaaa",
        ),
        (
            "a recipe",
            join(&[
                "Serves: four people, if you are not hungry.",
                "Time: an hour, and you can do it ahead.",
                "Method: Warm the oven, as I do, and wait.",
                "Serves: six, if you add another egg.",
            ]),
            "aaaa",
        ),
        (
            "a review of two boats",
            join(&[
                "The Good: It is quick, and you sit well.",
                "The Bad: It is loud, and I hate the colour.",
                "The Good: We liked the brakes, and you will.",
                "The Bad: Why is there no lamp in it?",
            ]),
            "aaaa",
        ),
        (
            "a fact check",
            join(&[
                "OORT: “We have sold no ferry to anyone.”",
                "THE FACTS: The county sold it in March for a crown.",
                "OORT: “You will not find a better price.”",
                "THE FACTS: Two bids were higher, and it is shameful.",
            ]),
            "sasa",
        ),
        (
            "an advice column",
            join(&[
                "DEAR WILLA: My husband will not sail with me.",
                "DEAR SAD: You must tell him how you feel.",
                "DEAR WILLA: I lost my oar. Is it my fault?",
                "DEAR OARLESS: It is, and I would say sorry.",
            ]),
            "aaaa",
        ),
        (
            "letters",
            join(&[
                "Anna Roth, Dunmere: We must keep the ferry, and I will say why.",
                "Bo Lind, Orm: You are wrong about the ferry, dear editor.",
                "Cy Vane, Holt: Do we need a ferry at all?",
            ]),
            "aaa",
        ),
        (
            "demands",
            join(&[
                "We call on you to act, and I mean every one of you:",
                "– Why is the ferry still not ours again?",
                "– When will you give it back to us?",
                "– Who is to pay for what we have lost?",
                "– What do you say to our children?",
            ]),
            "aaaaa",
        ),
        (
            "a FAQ with letters",
            join(&[
                "Q: How do I renew my pass?",
                "A: You can renew it at the pier.",
                "Q: Can I pay in cash for it?",
                "A: You can, but you should not.",
                "Q: Where do I find my number?",
                "A: You find it on the back.",
            ]),
            "aaaaaa",
        ),
    ];
    let pages: Vec<(&str, &str, &str)> =
        pages.iter().map(|(name, page, voices)| (*name, page.as_str(), *voices)).collect();
    check(Format::Text, &pages);
}

/// Headings in capitals, and places that recur below the letters, are no speakers.
#[test]
fn a_page_of_letters_is_no_exchange() {
    let text = "THE LAST FERRY\n\nSIR – I have crossed every week for nine years, and it was worth every penny.\n\nAnna Roth\nDunmere\n\n\
        SIR – May I add a figure? You print that she cost forty crowns. We know it was sixty.\n\nBo Lind\nNether Dunmere\n\n\
        A NOISE AT NIGHT\n\nSIR – I am one of those who asked for silence, and you should ask us why.\n\nCy Vane\nDunmere\n\n\
        A NEW BENCH\n\nSIR – Who put a bench on my quay? I demand that you find out.\n\nDee Holm\nDunmere\n";
    assert_eq!(read(text, Format::Text), "aaaa");
}

#[test]
fn a_dialogue_that_an_author_quotes_does_not_swallow_the_author() {
    let text = "The play at the Pier Theatre is the worst of the season, and it is three hours long.\n\n\
        Its jokes are old. Here is one of them:\n\n\
        MARA: Why did you leave the island?\n\nODE: I missed the boat, and you.\n\nMARA: You never missed me.\n\n\
        Nobody laughed. It is hard to see who should.\n\nThe second act is worse, and the third ought to be cut.\n\n\
        The light is good, the sound is not, and the seats are a disgrace.\n\nGo and see something else.\n";
    assert_eq!(read(text, Format::Text), "aasssaaaa");
}
