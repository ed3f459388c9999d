use crate::label::Label;
use crate::tables::corrections::{Decision, Verdict};
use crate::tables::sheet::exchange::{Task, label_studio, prodigy};
use crate::tables::sheet::{Sheet, read_sheet};

/// What a task says of its row.
fn data(row: usize, given: &str) -> String {
    format!(
        "\"text\":\"t{row}\",\"table\":\"t.csv\",\"row\":{row},\"row_id\":\"i{row}\",\"text_hash\":\"x{row}\",\"given\":{given},\"score\":0.75,\"reason\":\"why\""
    )
}

/// A task of Label Studio with the choices of its annotations: who, what.
fn task(row: usize, given: &str, annotations: &[&str]) -> String {
    format!(
        "{{\"id\":9,\"data\":{{{}}},\"annotations\":[{}],\"predictions\":[]}}",
        data(row, given),
        annotations.join(",")
    )
}

fn chosen(by: usize, choice: &str) -> String {
    format!(
        "{{\"id\":1,\"completed_by\":{by},\"was_cancelled\":false,\"updated_at\":\"2026-05-14T10:40:0{by}Z\",\"result\":[{{\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{{\"choices\":[\"{choice}\"]}}}},{{\"from_name\":\"note\",\"type\":\"textarea\",\"value\":{{\"text\":[\"so\",\"it is\"]}}}}]}}"
    )
}

fn read(text: &str) -> Result<Sheet, String> {
    read_sheet("e.json", text.as_bytes(), "t.csv", &[]).map_err(|error| error.to_string())
}

fn verdicts(sheet: &Sheet) -> Vec<(usize, Verdict)> {
    sheet.decisions.iter().map(|decision| (decision.row, decision.verdict)).collect()
}

#[test]
fn choices_of_label_studio_are_verdicts_on_the_given_label() {
    let choices = ["news", "Opinion", "drop", "unsure"];
    let tasks: Vec<String> = (1..=4).map(|row| task(row, "\"news\"", &[&chosen(1, choices[row - 1])])).collect();
    let sheet = read(&format!("[{}]", tasks.join(",\n"))).unwrap();
    assert_eq!(verdicts(&sheet), [(1, Verdict::Keep), (2, Verdict::Flip), (3, Verdict::Drop), (4, Verdict::Unsure)]);
    let Decision { line, text_hash, given, remarks, .. } = &sheet.decisions[1];
    assert_eq!((*line, text_hash.as_str(), *given), (2, "x2", Some(Label::News)));
    let words = [&remarks.id, &remarks.by, &remarks.when, &remarks.note, &remarks.reason, &remarks.score];
    let expected = ["i2", "user 1", "2026-05-14T10:40:01Z", "so\nit is", "why", "0.75"];
    assert_eq!(words.map(|word| word.as_deref().unwrap_or_default()), expected);
    assert!(!sheet.is_queue);
}

#[test]
fn rows_without_a_label_get_the_choice() {
    let sheet = read(&format!("[{}]", task(1, "null", &[&chosen(1, "opinion")]))).unwrap();
    assert_eq!((verdicts(&sheet), sheet.is_queue), (vec![(1, Verdict::Label(Label::Opinion))], true));
}

#[test]
fn what_was_skipped_or_left_open_is_undecided() {
    let skipped = chosen(1, "news").replace("\"was_cancelled\":false", "\"was_cancelled\":true");
    let empty = "{\"completed_by\":1,\"result\":[],\"was_cancelled\":false}".to_owned();
    let null = "{\"completed_by\":1,\"result\":null,\"was_cancelled\":null,\"ground_truth\":null}".to_owned();
    let open: [&[&str]; 4] = [&[], &[&skipped], &[&empty], &[&null]];
    let tasks: Vec<String> = open.iter().zip(1..).map(|(open, row)| task(row, "\"news\"", open)).collect();
    let sheet = read(&format!("[{}]", tasks.join(","))).unwrap();
    assert_eq!((sheet.undecided, sheet.decisions.len()), (4, 0));
}

#[test]
fn annotators_of_a_task_must_agree_unless_one_is_marked_as_right() {
    let two = |second: &str| format!("[\n{}\n]", task(1, "\"news\"", &[&chosen(1, "opinion"), second]));
    let agreed = read(&two(&chosen(2, "opinion"))).unwrap();
    assert_eq!(agreed.decisions[0].remarks.by.as_deref(), Some("user 1 and user 2"));
    assert_eq!(agreed.decisions[0].remarks.when.as_deref(), Some("2026-05-14T10:40:02Z"));
    let error = read(&two(&chosen(2, "news"))).unwrap_err();
    assert!(
        error.starts_with("e.json:2: one annotator says opinion, another news; settle it in Label Studio"),
        "{error}"
    );
    let truth = chosen(2, "news").replace("\"was_cancelled\":false", "\"ground_truth\":true");
    assert_eq!(verdicts(&read(&two(&truth)).unwrap()), [(1, Verdict::Keep)]);
}

#[test]
fn the_flat_export_of_label_studio_says_the_same() {
    let row = |row: usize, more: &str| {
        format!("{{\"id\":9,{},\"annotator\":3,\"annotation_id\":8,\"lead_time\":4.2{more}}}", data(row, "\"opinion\""))
    };
    let rows =
        [row(1, ",\"label\":\"news\",\"note\":\"so\""), row(2, ""), row(3, ",\"label\":{\"choices\":[\"drop\"]}")];
    let sheet = read(&format!("[{}]", rows.join(","))).unwrap();
    assert_eq!((verdicts(&sheet), sheet.undecided), (vec![(1, Verdict::Flip), (3, Verdict::Drop)], 1));
    let remarks = &sheet.decisions[0].remarks;
    assert_eq!((remarks.by.as_deref(), remarks.note.as_deref()), (Some("user 3"), Some("so")));
    let error = read(&format!("[{}]", row(1, ",\"label\":{\"choices\":[\"drop\",\"news\"]}"))).unwrap_err();
    assert!(error.starts_with("e.json:1: several labels were chosen"), "{error}");
}

#[test]
fn answers_of_prodigy_are_verdicts() {
    let line = |row: usize, more: &str| {
        format!(
            "{{{},\"label\":\"opinion\",\"_timestamp\":951868799,\"_annotator_id\":\"d-ann\"{more}}}\n",
            data(row, "\"news\"")
        )
    };
    let text = [
        line(1, ",\"answer\":\"accept\",\"accept\":[\"news\"],\"_view_id\":\"choice\""),
        line(2, ",\"answer\":\"accept\",\"accept\":[]"),
        line(3, ",\"answer\":\"ignore\",\"accept\":[\"news\"]"),
        line(4, ",\"answer\":\"reject\",\"accept\":[]"),
        line(5, ",\"answer\":\"accept\",\"_view_id\":\"classification\",\"accept\":[]"),
        line(6, ",\"answer\":\"reject\""),
    ];
    let sheet = read(&text.concat()).unwrap();
    let expected = [(1, Verdict::Keep), (4, Verdict::Unsure), (5, Verdict::Flip), (6, Verdict::Keep)];
    assert_eq!((verdicts(&sheet), sheet.undecided), (expected.to_vec(), 2));
    let remarks = &sheet.decisions[0].remarks;
    assert_eq!((remarks.by.as_deref(), remarks.when.as_deref()), (Some("d-ann"), Some("2000-02-29T23:59:59Z")));
}

#[test]
fn an_error_names_the_line_and_says_what_to_do() {
    let good = task(1, "\"news\"", &[&chosen(1, "news")]);
    let line = |more: &str| format!("{{{}{more}}}", data(1, "\"news\""));
    for (text, expected) in [
        (format!("[{good},\n{good}"), "e.json:2: this is not JSON: EOF while parsing a list; export the file again"),
        (
            format!("{}\n{{\"a\":\n", line(",\"answer\":\"accept\",\"accept\":[\"news\"]")),
            "e.json:2: this is not JSON: ",
        ),
        (
            format!("[\n{}]", good.replace("\"choices\":[\"news\"]", "\"choices\":[\"gnus\"]")),
            "e.json:2: the label \"gnus\" is none of",
        ),
        (
            format!("[{}]", good.replace("\"row\":1,", "")),
            "e.json:1: this task cannot be read: missing field `row`; export tasks that",
        ),
        (
            format!("[{}]", good.replace("\"from_name\":\"label\"", "\"from_name\":\"sentiment\"")),
            "e.json:1: the choices are called \"sentiment\"",
        ),
        (good.replace("\"annotations\"", "\"annotation\""), "e.json:1: this task has no annotations"),
        (line(",\"options\":[]"), "e.json:1: this task has no answer; export the annotations from Prodigy"),
        (line(",\"answer\":\"accept\",\"accept\":[\"news\",\"drop\"]"), "e.json:1: several options were chosen"),
        ("[1]".to_owned(), "e.json:1: this is no sheet, and no export"),
        ("[]".to_owned(), "e.json: there is no task in this export"),
    ] {
        let error = read(&text).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
}

/// What comes back is what went out, whatever the text is.
#[test]
fn tasks_come_back_with_their_rows() {
    let one = |row: usize, given: Option<Label>| Task {
        table: "t.csv".to_owned(),
        row,
        id: Some("7".to_owned()),
        source: None,
        article: Some("a \"b\"".to_owned()),
        given,
        suggested: Label::Opinion,
        score: 0.5,
        reason: "why".to_owned(),
        text: "“We” \n\u{1b} must".to_owned(),
        text_hash: format!("x{row}"),
    };
    let tasks = [one(3, Some(Label::News)), one(4, None)];
    let written = String::from_utf8(label_studio(&tasks)).unwrap();
    // The tool adds annotations; here, those that were predicted.
    let exported =
        written.replace("\"predictions\"", "\"annotations\"").replace("\"score\":0.5,\"result\"", "\"result\"");
    assert_eq!(verdicts(&read(&exported).unwrap()), [(3, Verdict::Flip), (4, Verdict::Label(Label::Opinion))]);
    let written = String::from_utf8(prodigy(&tasks)).unwrap();
    assert_eq!(written.lines().count(), 2);
    let exported = written.replace("\"meta\"", "\"answer\":\"accept\",\"meta\"");
    assert_eq!(verdicts(&read(&exported).unwrap()), [(3, Verdict::Flip), (4, Verdict::Label(Label::Opinion))]);
}
