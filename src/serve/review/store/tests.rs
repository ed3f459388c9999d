use std::io::Write;

use super::*;
use crate::serve::review::log::set_log_aside;
use crate::tables::corrections::Verdict;
use crate::tables::sheet::read_sheet;

const SHEET: &str = "row,text_hash,given,verdict,note,by,when\n3,x1,news,,,,\n5,x2,opinion,,,,\n7,x3,news,,,,\n";

/// A folder with a sheet in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        std::fs::write(desk.path(), SHEET).unwrap();
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sheet.csv")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("sheet.csv.verdicts")
    }

    fn open(&self) -> (Store, bool) {
        Store::open(&self.path(), &[]).unwrap()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    /// The verdicts that the sheet has on disk.
    fn verdicts(&self) -> Vec<(usize, Verdict)> {
        let sheet = read_sheet("sheet.csv", self.text().as_bytes(), "t.csv", &[]).unwrap();
        sheet.decisions.iter().map(|decision| (decision.row, decision.verdict)).collect()
    }
}

fn filled(verdict: Verdict, by: &str, second: usize) -> Filled {
    let when = Some(format!("2026-05-14T10:40:{second:02}Z"));
    Filled { verdict, note: None, by: Some(by.to_owned()), when }
}

fn request(id: &str, row: usize, verdict: Verdict, by: &str) -> Request {
    let second = id.len();
    Request { id: id.to_owned(), row, suggested: None, filled: filled(verdict, by, second), replace: false }
}

fn undo(store: &mut Store, id: &str, by: &str) -> Option<usize> {
    store.undo(id, by, "2026-05-14T11:00:00Z".to_owned()).ok()
}

/// The log after a kill between its own line and the sheet.
fn kill_after_log(desk: &Desk, kill: impl FnOnce(&mut Store)) {
    let (mut store, _) = desk.open();
    let before = desk.text();
    kill(&mut store);
    drop(store);
    std::fs::write(desk.path(), before).unwrap();
}

#[test]
fn a_verdict_is_on_disk_when_it_counts() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 5, Verdict::Flip, "ann")).unwrap();
    assert_eq!(desk.verdicts(), [(5, Verdict::Flip)]);
    assert!(std::fs::read_to_string(desk.log()).unwrap().ends_with("\"was\":null}\n"));
    assert!(desk.text().contains("5,x2,opinion,flip,,ann,2026-05-14T10:40:01Z\n"));
}

#[test]
fn what_a_kill_kept_out_of_the_sheet_is_put_into_it() {
    let desk = Desk::new();
    desk.open().0.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    kill_after_log(&desk, |store| store.record(request("b", 5, Verdict::Flip, "ann")).unwrap());
    assert_eq!(desk.verdicts(), [(3, Verdict::Keep)]);
    let (store, lacking) = desk.open();
    assert_eq!((lacking, store.view().version()), (true, 2));
    assert_eq!(desk.verdicts(), [(3, Verdict::Keep), (5, Verdict::Flip)]);
    drop(store);
    kill_after_log(&desk, |store| assert_eq!(undo(store, "u", "ann"), Some(5)));
    assert_eq!(desk.verdicts().len(), 2);
    assert!(desk.open().1);
    assert_eq!(desk.verdicts(), [(3, Verdict::Keep)]);
}

#[test]
fn a_line_that_a_kill_cut_short_is_left_out() {
    for torn in [&b"{\"type\":\"verdict\",\"id\":\"b\",\"row\":5"[..], b"\0\0\0\0\0\0", b"\0\0\0\n"] {
        let desk = Desk::new();
        desk.open().0.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
        let whole = std::fs::read(desk.log()).unwrap();
        std::fs::OpenOptions::new().append(true).open(desk.log()).unwrap().write_all(torn).unwrap();
        let (mut store, lacking) = desk.open();
        assert_eq!((lacking, store.view().version()), (false, 1));
        assert_eq!(std::fs::read(desk.log()).unwrap(), whole);
        store.record(request("b", 5, Verdict::Drop, "ann")).unwrap();
        drop(store);
        assert_eq!(desk.open().0.view().version(), 2);
    }
}

#[test]
fn a_damaged_line_within_the_log_is_an_error() {
    let desk = Desk::new();
    desk.open().0.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    let whole = std::fs::read_to_string(desk.log()).unwrap();
    std::fs::write(desk.log(), format!("nonsense\n{whole}")).unwrap();
    let error = Store::open(&desk.path(), &[]).unwrap_err().to_string();
    assert!(error.contains("sheet.csv.verdicts:1: this is not a line of a log of verdicts; restore"), "{error}");
}

/// A page that got no answer asks again, maybe of the program's next run.
#[test]
fn a_request_that_is_sent_again_counts_once() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    drop(store);
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    assert_eq!((undo(&mut store, "u", "ann"), undo(&mut store, "u", "ann")), (Some(3), Some(3)));
    assert_eq!((store.view().version(), desk.verdicts()), (2, vec![]));
}

/// Otherwise a verdict would be confirmed that is not in the sheet.
#[test]
fn an_id_stands_for_one_verdict_of_one_person() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Flip, "ann")).unwrap();
    assert_eq!(undo(&mut store, "a", "ann"), None);
    let noted = Filled { note: Some("why".to_owned()), ..filled(Verdict::Flip, "ann", 1) };
    for other in [
        request("a", 5, Verdict::Flip, "ann"),
        request("a", 3, Verdict::Drop, "ann"),
        request("a", 3, Verdict::Flip, "ben"),
        Request { filled: noted, ..request("a", 3, Verdict::Flip, "ann") },
    ] {
        assert_eq!(store.record(other).unwrap_err().status, 422);
    }
    assert_eq!(undo(&mut store, "u", "ann"), Some(3));
    assert_eq!(undo(&mut store, "u", "ben"), None);
}

/// The folder's sync may fail after the sheet has been replaced.
#[test]
fn a_verdict_that_reached_the_sheet_counts_though_an_error_is_told() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.replace = |path, bytes| {
        replace(path, bytes)?;
        Err(Error::io(path, &std::io::Error::other("no sync")))
    };
    let refusal = store.record(request("a", 3, Verdict::Keep, "ann")).unwrap_err();
    assert!(refusal.error.what.contains("no sync"), "{}", refusal.error.what);
    store.replace = replace;
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    store.record(request("bb", 5, Verdict::Flip, "ann")).unwrap();
    assert_eq!((store.view().version(), desk.verdicts()), (2, vec![(3, Verdict::Keep), (5, Verdict::Flip)]));
}

/// Otherwise the verdicts on a sheet that was thrown away would be taken for those on the new one.
#[test]
fn a_new_sheet_begins_with_a_new_log() {
    let desk = Desk::new();
    for kept in ["sheet.csv.verdicts.old", "sheet.csv.verdicts.old-2"] {
        desk.open().0.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
        let log = std::fs::read(desk.log()).unwrap();
        let moved = set_log_aside(&desk.path()).unwrap().unwrap();
        assert_eq!((moved.file_name().unwrap().to_str().unwrap(), std::fs::read(&moved).unwrap()), (kept, log));
        std::fs::write(desk.path(), SHEET).unwrap();
        let (store, lacking) = desk.open();
        assert_eq!((lacking, store.view().version(), desk.verdicts()), (false, 0, vec![]));
        let error = set_log_aside(&desk.path()).unwrap_err().to_string();
        assert!(error.contains("another oped has this sheet open"), "{error}");
    }
    std::fs::remove_file(desk.log()).unwrap();
    assert_eq!(set_log_aside(&desk.path()).unwrap(), None);
}

#[test]
fn the_first_verdict_on_a_row_counts() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    let refusal = store.record(request("b", 3, Verdict::Flip, "ben")).unwrap_err();
    assert_eq!((refusal.status.as_u16(), refusal.error.by.as_deref()), (409, Some("ann")));
    assert_eq!(refusal.error.what, "row 3 is decided by ann: keep");
    let replaced = |by: &str| Request { replace: true, ..request("cc", 3, Verdict::Flip, by) };
    assert_eq!(store.record(replaced("ben")).unwrap_err().status, 409);
    store.record(replaced("ann")).unwrap();
    assert_eq!(desk.verdicts(), [(3, Verdict::Flip)]);
    assert_eq!(undo(&mut store, "u", "ann"), Some(3));
    assert_eq!(desk.verdicts(), [(3, Verdict::Keep)]);
}

#[test]
fn people_take_back_their_own_verdicts_the_last_one_first() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    store.record(request("bb", 5, Verdict::Flip, "ben")).unwrap();
    store.record(request("ccc", 7, Verdict::Drop, "ann")).unwrap();
    assert_eq!(undo(&mut store, "u1", "ann"), Some(7));
    drop(store);
    let (mut store, _) = desk.open();
    assert_eq!((undo(&mut store, "u2", "ann"), undo(&mut store, "u3", "ann")), (Some(3), None));
    assert_eq!(desk.verdicts(), [(5, Verdict::Flip)]);
    assert_eq!(store.view().changed_since(3), [3, 7]);
}

#[test]
fn a_sheet_that_was_changed_meanwhile_is_not_overwritten() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    let edited = desk.text().replace("5,x2,opinion,", "5,x2,opinion,drop");
    std::fs::write(desk.path(), &edited).unwrap();
    let refusal = store.record(request("bb", 7, Verdict::Keep, "ann")).unwrap_err();
    assert_eq!(refusal.status, 409);
    assert!(refusal.error.what.ends_with("sheet.csv was changed by another program"), "{}", refusal.error.what);
    assert_eq!((desk.text(), store.view().version()), (edited, 1));
    drop(store);
    let (mut store, lacking) = desk.open();
    store.record(request("bb", 7, Verdict::Keep, "ann")).unwrap();
    assert!(!lacking);
    assert_eq!(desk.verdicts(), [(3, Verdict::Keep), (5, Verdict::Drop), (7, Verdict::Keep)]);
}

/// A verdict that was changed or emptied in a spreadsheet is not changed back, the last one neither.
#[test]
fn a_spreadsheet_has_the_last_word_on_what_it_changed() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    store.record(request("bb", 5, Verdict::Flip, "ann")).unwrap();
    store.record(request("ccc", 7, Verdict::Flip, "ann")).unwrap();
    drop(store);
    let edited = desk.text().replace("3,x1,news,keep,,ann,", "3,x1,news,drop,,carla,");
    std::fs::write(desk.path(), edited.replace("opinion,flip", "opinion,").replace("7,x3,news,flip", "7,x3,news,"))
        .unwrap();
    let (mut store, lacking) = desk.open();
    assert_eq!((lacking, desk.verdicts()), (false, vec![(3, Verdict::Drop)]));
    // Only what still stands can be taken back.
    assert_eq!(undo(&mut store, "u1", "ann"), None);
}

/// The log of a sheet that was replaced by another one says nothing of it.
#[test]
fn verdicts_on_other_texts_stay_out_of_the_sheet() {
    let desk = Desk::new();
    desk.open().0.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    std::fs::write(desk.path(), SHEET.replace("x1", "x9")).unwrap();
    assert_eq!((desk.open().1, desk.verdicts()), (false, vec![]));
}

#[test]
fn a_sheet_is_open_in_one_program_only() {
    let desk = Desk::new();
    let (store, _) = desk.open();
    let error = Store::open(&desk.path(), &[]).unwrap_err().to_string();
    assert!(error.contains("another oped has this sheet open; stop it first"), "{error}");
    drop(store);
    desk.open();
}

/// A device can be read, but not replaced.
#[cfg(unix)]
#[test]
fn a_verdict_that_does_not_reach_the_sheet_does_not_count() {
    let desk = Desk::new();
    let (mut store, _) = desk.open();
    store.record(request("a", 3, Verdict::Keep, "ann")).unwrap();
    let (log, sheet) = (std::fs::read(desk.log()).unwrap(), desk.text());
    store.path = PathBuf::from("/dev/null");
    store.hash = content_hash(b"");
    let refusal = store.record(request("bb", 5, Verdict::Flip, "ann")).unwrap_err();
    assert!(refusal.error.what.contains("cannot be replaced"), "{}", refusal.error.what);
    assert_eq!((store.view().version(), store.sheet().filled(5)), (1, None));
    assert_eq!(std::fs::read(desk.log()).unwrap(), log);
    store.path = desk.path();
    store.hash = content_hash(sheet.as_bytes());
    store.record(request("bb", 5, Verdict::Flip, "ann")).unwrap();
    assert_eq!(desk.verdicts(), [(3, Verdict::Keep), (5, Verdict::Flip)]);
}
