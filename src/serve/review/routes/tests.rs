use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt;
use hyper::body::Frame;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};

use super::*;
use crate::serve::review::session::Begun;
use crate::serve::review::{CallersWords, ReviewParams};
use crate::tables::corrections::ApplyParams;
use crate::tables::corrections::files::CorrectionFiles;
use crate::tables::rows::text_hash;
use crate::tables::table::{TableParams, Unlabelled, read_table};

const TEXTS: [(&str, &str, &str); 5] = [
    ("a", "The council met on Monday.", "news"),
    ("a", "We must drop this plan.", "news"),
    ("a", "It voted at noon.", "opinion"),
    ("b", "Nobody wants it.", "opinion"),
    ("b", "The vote was seven to two.", "opinion"),
];

const BODY_TIME: Duration = Duration::from_secs(30);

/// A folder with a table, and a sheet of three of its rows.
struct Desk {
    folder: tempfile::TempDir,
    is_blind: bool,
    test_rows: BTreeSet<usize>,
}

impl Desk {
    fn new(is_blind: bool) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap(), is_blind, test_rows: BTreeSet::new() };
        let rows = TEXTS.map(|(article, text, label)| format!("{article},{text},{label}\n"));
        std::fs::write(desk.path("t.csv"), format!("article,text,label\n{}", rows.concat())).unwrap();
        let line = |row: usize| {
            let (_, text, label) = TEXTS[row - 1];
            format!("t.csv,{row},{label},0.93,its text reads otherwise,{},\n", text_hash(text))
        };
        let lines = [2, 3, 5].map(line).concat();
        let head = "table,row,given,score,reason,text_hash,verdict";
        std::fs::write(desk.path("s.csv"), format!("{head}\n{lines}")).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> crate::error::Result<(Session, Begun)> {
        let (path, name) = (self.path("t.csv"), self.path("t.csv").display().to_string());
        let table = TableParams { unlabelled: Unlabelled::Keep, ..TableParams::default() };
        Session::open(ReviewParams {
            table: read_table(&name, &std::fs::read(&path).unwrap(), &table).unwrap(),
            sheet: self.path("s.csv"),
            label_map: Vec::new(),
            test_rows: self.test_rows.clone(),
            annotator: None,
            is_blind: self.is_blind,
            files: CorrectionFiles::in_place(&path, None),
            correction: ApplyParams { is_test_table: !self.test_rows.is_empty(), ..ApplyParams::default() },
            words: CallersWords {
                apply: "apply it".to_owned(),
                undo: "undo it".to_owned(),
                of_parameter: |parameter, _| format!("-{parameter}-"),
            },
        })
    }

    fn serve(&self) -> Served {
        let session = Arc::new(self.open().unwrap().0);
        Served { router: routes(session.clone(), "<p>page".to_owned(), BODY_TIME), session }
    }
}

struct Served {
    router: Router,
    session: Arc<Session>,
}

impl Served {
    /// The status and the body of an answer.
    fn send(&self, request: axum::http::Request<Body>) -> (u16, String) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let response = TowerToHyperService::new(self.router.clone()).call(request).await.unwrap();
            let status = response.status().as_u16();
            let body = response.into_body().collect().await.unwrap().to_bytes();
            (status, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let (status, body) = self.send(axum::http::Request::get(path).body(Body::empty()).unwrap());
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = axum::http::Request::post(path).header("content-type", "application/json");
        let (status, body) = self.send(request.body(Body::from(body.to_string())).unwrap());
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }

    fn decide(&self, id: &str, row: usize, verdict: &str, by: &str) -> (u16, Value) {
        self.post("/v1/review/verdict", &json!({"id": id, "row": row, "verdict": verdict, "by": by}))
    }

    fn claim(&self, row: usize, by: &str) -> (u16, Value) {
        self.post("/v1/review/claim", &json!({"row": row, "by": by}))
    }
}

#[test]
fn a_row_is_shown_in_its_article_with_the_labels_of_its_neighbours() {
    let desk = Desk::new(false);
    let (_, item) = desk.serve().get("/v1/review/item?row=3&by=ann");
    assert_eq!(
        (&item["given"], &item["suggested"], &item["score"]),
        (&json!("opinion"), &json!("news"), &json!("0.93"))
    );
    assert_eq!((&item["article"], &item["at"]), (&json!("a"), &json!(2)));
    let expected: Vec<Value> =
        (1..=3).map(|row| json!({"row": row, "text": TEXTS[row - 1].1, "label": TEXTS[row - 1].2})).collect();
    assert_eq!(item["paragraphs"], Value::from(expected));
}

#[test]
fn a_verdict_is_answered_with_the_progress_and_told_to_the_others() {
    let desk = Desk::new(false);
    let served = desk.serve();
    let (status, changed) = served.decide("a1", 2, "flip", "ann");
    assert_eq!((status, &changed["decided"], &changed["total"]), (200, &json!(1), &json!(3)));
    assert_eq!(
        (&changed["item"]["decision"]["verdict"], &changed["item"]["decision"]["by"]),
        (&json!("flip"), &json!("ann"))
    );
    let (_, news) = served.get("/v1/review/items?by=ben&since=0");
    assert_eq!((&news["version"], news["items"].as_array().unwrap().len()), (&json!(1), 1));
    let (status, refused) = served.decide("b1", 2, "keep", "ben");
    assert_eq!((status, &refused["error"]["by"]), (409, &json!("ann")));
    let (status, undone) = served.post("/v1/review/undo", &json!({"id": "a2", "by": "ann"}));
    assert_eq!((status, &undone["item"]["row"], &undone["item"]["decision"]), (200, &json!(2), &Value::Null));
}

#[test]
fn two_people_do_not_get_the_same_row() {
    let desk = Desk::new(false);
    let served = desk.serve();
    assert_eq!(served.claim(2, "ann").0, 200);
    let (status, refused) = served.claim(2, "ben");
    assert_eq!((status, &refused["error"]["what"]), (409, &json!("ann is deciding on row 2")));
    assert_eq!(served.decide("b1", 2, "keep", "ben").0, 409);
    assert_eq!((served.claim(3, "ben").0, served.claim(2, "ann").0), (200, 200));
    // Who takes the next row gives the one before back.
    assert_eq!((served.claim(5, "ann").0, served.claim(2, "ben").0), (200, 200));
    assert_eq!((served.decide("a1", 5, "keep", "ann").0, served.claim(5, "ben").0), (200, 409));
}

#[test]
fn what_makes_no_sense_is_refused_with_a_reason() {
    let desk = Desk::new(false);
    let served = desk.serve();
    assert_eq!(served.decide("a1", 4, "keep", "ann").0, 404);
    assert_eq!(served.decide("a1", 2, "opinion", "ann").0, 422);
    assert_eq!(served.decide("a1", 2, "keep", " ").0, 422);
    assert_eq!(served.decide("", 2, "keep", "ann").0, 422);
    assert_eq!(served.get("/v1/review/item?row=x&by=ann").0, 400);
    let (status, refused) = served.post("/v1/review/verdict", &json!({"id": "a"}));
    assert_eq!(status, 422);
    assert!(refused["error"]["what"].as_str().unwrap().contains("missing field"), "{refused}");
    let long = json!({"id": "a", "row": 2, "verdict": "keep", "by": "ann", "note": "x".repeat(LARGEST_BODY)});
    assert_eq!(served.post("/v1/review/verdict", &long).0, 413);
    let plain = axum::http::Request::post("/v1/review/undo").body(Body::from("{}")).unwrap();
    assert_eq!(served.send(plain).0, 415);
}

/// A body that never comes.
struct Unsent;

impl HttpBody for Unsent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

/// Otherwise bodies of which half is sent would stay open for ever.
#[test]
fn a_body_that_does_not_come_is_given_up() {
    let desk = Desk::new(false);
    let session = Arc::new(desk.open().unwrap().0);
    let served = Served { router: routes(session.clone(), String::new(), Duration::ZERO), session };
    let half = Body::new(Unsent);
    let request = axum::http::Request::post("/v1/review/undo").header("content-type", "application/json");
    let (status, body) = served.send(request.body(half).unwrap());
    assert!(status == 408 && body.contains("did not come within 0 s"), "{status} {body}");
}

/// A page whose answer was lost sends again, maybe after somebody has applied the sheet.
#[test]
fn a_verdict_that_is_sent_again_is_confirmed_whatever_came_after_it() {
    let desk = Desk::new(false);
    let served = desk.serve();
    assert_eq!(served.decide("a1", 2, "flip", "ann").0, 200);
    assert_eq!((served.decide("a1", 2, "drop", "ann").0, served.decide("a1", 2, "flip", "ben").0), (422, 422));
    let undo = |id: &str, by: &str| served.post("/v1/review/undo", &json!({"id": id, "by": by})).0;
    assert_eq!((undo("a2", "ann"), served.claim(2, "ben").0, served.decide("a1", 2, "flip", "ann").0), (200, 200, 200));
    // The row stays with the other.
    assert_eq!(served.claim(2, "ann").0, 409);
    assert_eq!(served.decide("b1", 2, "flip", "ben").0, 200);
    let (_, shown) = served.get("/v1/review/apply");
    assert_eq!(served.post("/v1/review/apply", &json!({"sheet": shown["sheet"]})).0, 200);
    assert_eq!((served.decide("b1", 2, "flip", "ben").0, undo("a2", "ann")), (200, 200));
    assert_eq!((served.decide("b2", 3, "flip", "ben").0, undo("b3", "ben")), (409, 409));
}

#[test]
fn the_sheet_is_applied_to_the_table_once_its_changes_were_shown() {
    let desk = Desk::new(false);
    let served = desk.serve();
    served.decide("a1", 2, "flip", "ann");
    served.decide("a2", 3, "drop", "ann");
    let (_, shown) = served.get("/v1/review/apply");
    assert_eq!((&shown["flipped"], &shown["dropped"], &shown["undecided"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(shown["changes"][0], json!({"row": 2, "from": "news", "to": "opinion", "text": TEXTS[1].1}));
    served.decide("a3", 5, "keep", "ann");
    assert_eq!(served.post("/v1/review/apply", &json!({"sheet": shown["sheet"]})).0, 409);
    let (_, shown) = served.get("/v1/review/apply");
    assert_eq!(served.post("/v1/review/apply", &json!({"sheet": shown["sheet"]})).0, 200);
    let table = std::fs::read_to_string(desk.path("t.csv")).unwrap();
    assert!(table.contains("a,We must drop this plan.,opinion\nb,Nobody"), "{table}");
    let journal = std::fs::read_to_string(desk.path("t.csv.journal")).unwrap();
    assert!(journal.contains("\"by\":\"ann\"") && journal.lines().count() == 4, "{journal}");
    assert_eq!(
        (served.decide("a4", 5, "flip", "ann").0, served.get("/v1/review").1["applied"].clone()),
        (409, json!(true))
    );
    drop(served);
    let error = desk.open().err().unwrap().to_string();
    assert!(
        error.contains("was news when this sheet was made; it may have been applied; name another sheet"),
        "{error}"
    );
}

#[test]
fn rows_of_a_test_set_are_protected_as_on_the_command_line() {
    let desk = Desk { test_rows: BTreeSet::from([2]), ..Desk::new(false) };
    let served = desk.serve();
    served.decide("a1", 2, "flip", "ann");
    assert_eq!(served.get("/v1/review/item?row=2&by=ann").1["test"], json!(true));
    let (status, refused) = served.get("/v1/review/apply");
    let error = &refused["error"];
    assert!(
        status == 409 && error["what"].as_str().unwrap().ends_with("row 2 is of a test set and would be changed"),
        "{error}"
    );
    assert!(error["remedy"].as_str().unwrap().ends_with("or give -with_test_rows-"), "{error}");
}

/// Nothing that hints at a label may reach an annotator.
#[test]
fn a_blind_review_tells_no_labels_but_ones_own() {
    let desk = Desk::new(true);
    let served = desk.serve();
    for (at, (row, label)) in [(2, "opinion"), (3, "news"), (5, "news")].into_iter().enumerate() {
        assert_eq!(served.decide(&format!("a{at}"), row, label, "ann").0, 200);
    }
    for path in [
        "/v1/review/items?by=ben",
        "/v1/review/item?row=2&by=ben",
        "/v1/review/items?by=ben&since=0",
        "/v1/review?by=ben",
    ] {
        let (status, answer) = served.get(path);
        let words = answer.to_string().replace("\"verdict\":\"news\"", "");
        assert_eq!(status, 200);
        for word in ["opinion", "\"news\"", "0.93", "reads otherwise", "given", "suggested", "score", "ann\""] {
            assert!(!words.contains(word), "{path}: {word} in {words}");
        }
    }
    assert_eq!(served.decide("b0", 2, "keep", "ben").0, 422);
    assert_eq!((served.get("/v1/review/apply").0, served.claim(2, "ben").0), (409, 200));
    let sheet = std::fs::read_to_string(desk.path("s.ann.csv")).unwrap();
    assert!(sheet.starts_with("table,row,id,source,article,text,text_hash,label,no_label,note,by,when\n"), "{sheet}");
    assert!(!desk.path("s.csv.verdicts").exists() && desk.path("s.ben.csv").exists());
}

#[test]
fn agreement_is_for_the_person_who_started_the_review() {
    let desk = Desk::new(true);
    let served = desk.serve();
    let agreement = |key: &str| served.get(&format!("/v1/review/agreement?key={key}"));
    let key = served.session.key().to_owned();
    assert_eq!((agreement("").0, agreement("0").0, agreement(&key).0), (403, 403, 409));
    for (by, labels) in [("ann", ["opinion", "news", "unsure"]), ("ben", ["opinion", "opinion", "news"])] {
        for (row, label) in [2, 3, 5].into_iter().zip(labels) {
            assert_eq!(served.decide(&format!("{by}{row}"), row, label, by).0, 200);
        }
    }
    let (status, figures) = agreement(&key);
    let figures = figures.as_str().unwrap_or_default().to_owned();
    assert_eq!(status, 200);
    assert!(figures.contains("\"annotators\":[\"ann\",\"ben\"]") && figures.contains("\"units\":2,"), "{figures}");
    assert!(served.get(&format!("/review/agreement?key={key}")).1.as_str().unwrap().contains("Krippendorff"));
}

#[test]
fn only_annotators_own_sheets_count_for_agreement() {
    let desk = Desk::new(true);
    let served = desk.serve();
    for (by, labels) in [("ann", ["opinion", "news"]), ("ben", ["opinion", "opinion"])] {
        for (row, label) in [2, 3].into_iter().zip(labels) {
            assert_eq!(served.decide(&format!("{by}{row}"), row, label, by).0, 200);
        }
    }
    let agreement = || served.get(&format!("/v1/review/agreement?key={}", served.session.key()));
    let before = agreement();
    std::fs::copy(desk.path("s.csv"), desk.path("s.backup.csv")).unwrap();
    std::fs::copy(desk.path("s.ann.csv"), desk.path("s.ann-old.csv")).unwrap();
    let of_carla = std::fs::read_to_string(desk.path("s.ann.csv")).unwrap().replace("ann,", "carla,");
    std::fs::write(desk.path("s.carla.csv"), of_carla.replace(&text_hash(TEXTS[1].1), "x0000000000000000")).unwrap();
    assert_eq!((before.0, agreement()), (200, before));
    let left_out = ["s.ann-old.csv", "s.backup.csv", "s.carla.csv"].map(|name| desk.path(name));
    assert_eq!(served.session.left_out().unwrap(), left_out);
}

/// Labels on texts that have changed since must not be taken for labels on those of now.
#[test]
fn an_annotators_sheet_of_other_rows_or_texts_is_refused() {
    let desk = Desk::new(true);
    assert_eq!(desk.serve().decide("a", 2, "news", "ann").0, 200);
    let sheet = std::fs::read_to_string(desk.path("s.ann.csv")).unwrap();
    let stale = sheet.replace(&text_hash(TEXTS[1].1), "x0000000000000000");
    let short: String = sheet.lines().take(2).map(|line| format!("{line}\n")).collect();
    for changed in [stale, short] {
        std::fs::write(desk.path("s.ann.csv"), changed).unwrap();
        let (status, refused) = desk.serve().get("/v1/review/items?by=ann");
        let what = refused["error"]["what"].as_str().unwrap_or_default();
        assert!(status == 409 && what.contains("has other rows or other texts than"), "{refused}");
    }
    std::fs::write(desk.path("s.ann.csv"), sheet).unwrap();
    assert_eq!(desk.serve().get("/v1/review/items?by=ann").1["decided"], json!(1));
}

/// Whoever only asks must leave nothing behind, nor take the place of an annotator.
#[test]
fn a_sheet_is_made_for_those_who_decide_not_for_those_who_look() {
    let desk = Desk::new(true);
    let served = desk.serve();
    for number in 0..=200 {
        let (status, items) = served.get(&format!("/v1/review/items?by=looks{number}"));
        assert_eq!((status, &items["version"], &items["total"]), (200, &json!(0), &json!(3)));
    }
    assert_eq!(served.get("/v1/review/item?row=2&by=looks").0, 200);
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 2);
    assert_eq!(served.claim(2, "ann").0, 200);
    assert!(desk.path("s.ann.csv").exists());
    // Deleted to start over.
    assert_eq!(served.decide("a", 2, "news", "ann").0, 200);
    drop(served);
    std::fs::remove_file(desk.path("s.ann.csv")).unwrap();
    let served = desk.serve();
    assert_eq!(served.claim(2, "ann").1["decision"], Value::Null);
    assert!(desk.path("s.ann.csv.verdicts.old").exists());
}

#[test]
fn a_name_that_is_written_like_anothers_gets_no_sheet() {
    let desk = Desk::new(true);
    let served = desk.serve();
    assert_eq!(served.decide("a", 2, "news", "a.b").0, 200);
    let (status, refused) = served.decide("b", 2, "news", "a b");
    assert_eq!(status, 409, "{refused}");
}

#[test]
fn a_sheet_of_another_table_is_refused() {
    let desk = Desk::new(false);
    let sheet = std::fs::read_to_string(desk.path("s.csv")).unwrap();
    let refused = |from: &str, to: &str| {
        std::fs::write(desk.path("s.csv"), sheet.replace(from, to)).unwrap();
        desk.open().err().unwrap().to_string()
    };
    let error = refused("t.csv,2", "u.csv,2");
    assert!(
        error.ends_with("s.csv: this is a sheet of u.csv, not of t.csv; name another sheet with output"),
        "{error}"
    );
    let error = refused(&text_hash(TEXTS[1].1), "x0000000000000000");
    assert!(error.contains("row 2 of t.csv has changed since this sheet was made"), "{error}");
    std::fs::write(desk.path("s.csv"), sheet).unwrap();
    assert_eq!(desk.open().unwrap().1, Begun { total: 3, decided: 0, put_back: false });
}
