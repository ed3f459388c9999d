//! `oped audit TABLE --serve` and `oped serve --review TABLE`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::program::Served;

const TABLE: &str = "text,label\nThe council met.,news\n\"We must\nact.\",opinion\nIt voted.,news\n";
const SHEET: &str =
    "table,row,text_hash,given,verdict\nt.csv,3,x5ab512d644b680d4,news,\nt.csv,1,x59dbd725cdf85dc9,news,keep\n";

fn start(folder: &Path, args: &[&str]) -> Served {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
    Served::spawn(command.current_dir(folder).args(args).args(["--address", "0", "-q"]), "/review")
}

fn flip(served: &Served) -> (u16, Value) {
    let verdict = json!({"id": "1", "row": 3, "verdict": "flip", "by": "ann", "note": "=sum"});
    let answer = served.post("/v1/review/verdict", "application/json", verdict.to_string().as_bytes());
    (answer.status, answer.json())
}

/// Both verbs, a spreadsheet and the page work on one sheet, and the command line applies it.
#[test]
fn a_review_outlives_its_program_and_ends_in_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("t.csv"), TABLE).unwrap();
    std::fs::write(path("t.review.csv"), SHEET).unwrap();
    let served = start(folder.path(), &["audit", "t.csv", "--serve"]);
    assert_eq!(flip(&served).0, 200);
    served.signal("-KILL");
    drop(served);
    assert!(std::fs::read_to_string(path("t.review.csv")).unwrap().contains(",news,flip,'=sum,ann,20"));
    let served = start(folder.path(), &["serve", "--review", "t.csv"]);
    let items = served.get("/v1/review/items?by=ben").json();
    assert_eq!((&items["decided"], &items["items"][0]["decision"]["by"]), (&json!(2), &json!("ann")));
    // Sent again by a page that was open all the time.
    let (status, changed) = flip(&served);
    assert_eq!((status, &changed["version"]), (200, &json!(1)));
    let (status, said) = served.stop();
    assert_eq!((status, said.as_str()), (Some(0), ""));
    let apply = ["audit", "t.csv", "--apply", "t.review.csv", "-o", "t.csv", "-q"];
    assert!(
        Command::new(env!("CARGO_BIN_EXE_oped")).current_dir(folder.path()).args(apply).status().unwrap().success()
    );
    assert_eq!(std::fs::read_to_string(path("t.csv")).unwrap(), TABLE.replace("voted.,news", "voted.,opinion"));
}

/// Another site must not decide on labels, nor see them.
#[test]
fn a_review_is_behind_the_checks_of_the_server() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), TABLE).unwrap();
    std::fs::write(folder.path().join("t.review.csv"), SHEET).unwrap();
    let served = start(folder.path(), &["audit", "t.csv", "--serve", "--annotator", "ann"]);
    let undo = json!({"id": "1"}).to_string();
    let from_elsewhere = "content-type: application/json\r\norigin: http://news.example\r\n";
    assert_eq!(served.post_with("/v1/review/undo", from_elsewhere, undo.as_bytes()).status, 403);
    let head = "GET /v1/review HTTP/1.1\r\nhost: news.example\r\nconnection: close\r\n\r\n";
    assert_eq!(served.send(head.as_bytes()).status, 403);
    assert_eq!((served.get("/v1/review").status, served.get("/review").status), (200, 200));
}

/// Who throws a sheet away to start over does not get the old verdicts back, nor loses them.
#[test]
fn a_new_sheet_begins_without_the_verdicts_on_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(
        path("t.csv"),
        "text,label\nThe council of the town met again on Monday.,\nWe must act now before it is too late.,\n",
    )
    .unwrap();
    let queue = ["audit", "t.csv", "--queue", "2", "--serve", "--annotator", "ann"];
    let served = start(folder.path(), &queue);
    let verdict = json!({"id": "1", "row": 1, "verdict": "news"}).to_string();
    assert_eq!(served.post("/v1/review/verdict", "application/json", verdict.as_bytes()).status, 200);
    served.stop();
    let log = std::fs::read(path("t.review.csv.verdicts")).unwrap();
    std::fs::remove_file(path("t.review.csv")).unwrap();
    let served = start(folder.path(), &queue);
    let items = served.get("/v1/review/items").json();
    assert_eq!((&items["decided"], &items["total"], &items["version"]), (&json!(0), &json!(2), &json!(0)));
    assert_eq!(std::fs::read(path("t.review.csv.verdicts.old")).unwrap(), log);
}
