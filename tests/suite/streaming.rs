//! Tables that do not fit into memory: any number of threads, killed at any moment, packed in any way.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use flate2::write::GzEncoder;
use oped::tables::table::{Pass, TableParams, TableReader};
use oped::text::normalised;
use proptest::prelude::*;

use crate::project;

fn oped(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
    command.current_dir(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Runs to the end and returns the exit status and the messages.
pub fn run(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = oped(dir).args(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Our own paragraphs so many times, with articles of their own each time.
pub fn table(times: usize) -> Vec<u8> {
    let own = std::fs::read(project("data/paragraphs.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(own.as_slice());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers().unwrap()).unwrap();
    let article = reader.headers().unwrap().iter().position(|name| name == "article").unwrap();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for time in 0..times {
        for record in &records {
            let own =
                |(at, field): (usize, &str)| if at == article { format!("{field}-{time}") } else { field.to_owned() };
            writer.write_record(record.iter().enumerate().map(own)).unwrap();
        }
    }
    writer.into_inner().unwrap()
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("t.csv"), table(3)).unwrap();
    for format in ["csv", "jsonl", "text"] {
        let results: Vec<Vec<u8>> = ["1", "2", "5"]
            .map(|threads| {
                let args = ["score", "t.csv", "--format", format, "--threads", threads, "-o", "out"];
                assert_eq!(run(dir.path(), &args), (Some(0), String::new()));
                std::fs::read(dir.path().join("out")).unwrap()
            })
            .into();
        assert!(results[0].len() > 500_000 && results[0] == results[1] && results[0] == results[2], "{format}");
    }
}

/// Starts a run and kills it when the part of its result has so many bytes. Whether it was killed before its end.
fn killed_at(dir: &Path, args: &[&str], length: u64) -> bool {
    killed_when(dir, args, || std::fs::metadata(dir.join("out.part")).is_ok_and(|part| part.len() >= length))
}

fn has_rows(dir: &Path) -> bool {
    std::fs::read_to_string(dir.join("out.part.state")).is_ok_and(|state| !state.contains("\"length\":0,"))
}

/// Starts a run and kills it when its first rows are done. Whether it was killed before its end.
fn killed_early(dir: &Path, args: &[&str]) -> bool {
    killed_when(dir, args, || has_rows(dir))
}

fn killed_when(dir: &Path, args: &[&str], is_moment: impl Fn() -> bool) -> bool {
    let mut child = oped(dir).args(args).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while !is_moment() && child.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

#[test]
fn a_run_that_is_killed_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    // The table in the middle is killed in its middle; a row that cannot be read is told once.
    std::fs::write(dir.path().join("a.txt"), "The council met on Tuesday and voted, a spokesman said.\n").unwrap();
    let rows = [table(4), b"bad,row\n".to_vec(), table(1)].concat();
    std::fs::write(dir.path().join("t.csv"), rows).unwrap();
    std::fs::write(dir.path().join("u.csv"), table(1)).unwrap();
    for format in ["csv", "jsonl"] {
        let args = ["score", "a.txt", "t.csv", "u.csv", "--format", format, "--fail-on", "mixed", "-q", "-o", "out"];
        let (status, whole_errors) = run(dir.path(), &args);
        // Findings are no notes: they are told with -q too.
        let is_finding =
            |line: &&str| line.starts_with("oped: finding: t.csv:") || line.starts_with("oped: finding: u.csv:");
        let (findings, others): (Vec<&str>, Vec<&str>) = whole_errors.lines().partition(is_finding);
        assert_eq!((status, others.len()), (Some(2), 1), "{whole_errors}");
        assert!(findings.len() > 10 && findings.len() <= 2 * 101, "{whole_errors}");
        let whole = std::fs::read(dir.path().join("out")).unwrap();
        std::fs::remove_file(dir.path().join("out")).unwrap();
        let args = [args.as_slice(), &["--resume"]].concat();
        let length = whole.len() as u64;
        let moments = [0, 1, length / 3, length / 2, length * 9 / 10];
        let killed = moments.iter().filter(|moment| killed_at(dir.path(), &args, **moment)).count();
        assert!(killed >= 3, "{killed}");
        assert_eq!(run(dir.path(), &args).0, Some(2));
        assert!(std::fs::read(dir.path().join("out")).unwrap() == whole, "{format}");
        for left in ["out.part", "out.part.state", "out.part.state.new"] {
            assert!(!dir.path().join(left).exists(), "{left}");
        }
        std::fs::remove_file(dir.path().join("out")).unwrap();
    }
}

#[test]
fn a_run_that_was_killed_before_its_state_went_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("t.csv"), table(2)).unwrap();
    let args = ["score", "t.csv", "--format", "csv", "--resume", "-o", "out"];
    assert!(killed_early(dir.path(), &args));
    let state = std::fs::read_to_string(dir.path().join("out.part.state")).unwrap();
    let whole = state.replace("\"is_whole\":false", "\"is_whole\":true");
    // As if what is there were all: renamed, and then killed.
    std::fs::rename(dir.path().join("out.part"), dir.path().join("out")).unwrap();
    let before = std::fs::read(dir.path().join("out")).unwrap();
    std::fs::write(dir.path().join("out.part.state"), whole).unwrap();
    assert_eq!(run(dir.path(), &args), (Some(0), String::new()));
    assert!(std::fs::read(dir.path().join("out")).unwrap() == before && !dir.path().join("out.part.state").exists());
}

#[test]
fn other_inputs_are_refused_and_a_result_that_was_taken_away_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.csv");
    std::fs::write(&path, table(2)).unwrap();
    let args = ["score", "t.csv", "--format", "csv", "--resume", "-o", "out"];
    assert!(killed_early(dir.path(), &args));
    let (status, error) = run(dir.path(), &[args.as_slice(), &["--prior", "0.2"]].concat());
    assert!(status == Some(2) && error.contains("had other arguments"), "{error}");
    std::fs::remove_file(dir.path().join("out.part")).unwrap();
    assert_eq!(run(dir.path(), &args).0, Some(0));
    assert_eq!(run(dir.path(), &["score", "t.csv", "--format", "csv", "-o", "plain"]).0, Some(0));
    let read = |name| std::fs::read(dir.path().join(name)).unwrap();
    assert!(read("out") == read("plain"));
    assert!(killed_early(dir.path(), &args));
    std::fs::write(&path, table(1)).unwrap();
    let (status, error) = run(dir.path(), &args);
    assert!(status == Some(2) && error.contains("had other inputs"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_what_is_replaced_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    std::fs::write(path("t.csv"), table(1)).unwrap();
    std::fs::write(path("real"), "").unwrap();
    std::fs::set_permissions(path("real"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real", path("link")).unwrap();
    let args = ["score", "t.csv", "--format", "csv", "--resume", "-o", "link"];
    assert_eq!(run(dir.path(), &args), (Some(0), String::new()));
    assert!(path("link").is_symlink() && std::fs::metadata(path("real")).unwrap().len() > 1000);
    assert_eq!(std::fs::metadata(path("real")).unwrap().permissions().mode() & 0o777, 0o640);
    // Somebody else is writing.
    let part = std::fs::File::create(path("real.part")).unwrap();
    part.lock().unwrap();
    let (status, error) = run(dir.path(), &args);
    assert!(status == Some(2) && error.contains("another run is writing this file"), "{error}");
}

/// Gives a run the first bytes of a table through a pipe, and the rest only when somebody has looked whether to kill it.
fn fed_slowly(dir: &Path, args: &[&str], table: &[u8], kills: bool) -> Option<i32> {
    let mut child = oped(dir).args(args).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The first megabyte is looked at before the first row is read.
    for piece in table[..table.len() * 9 / 10].chunks(100_000) {
        stdin.write_all(piece).unwrap();
    }
    let begun = Instant::now();
    while kills && !has_rows(dir) && begun.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(1));
    }
    if kills {
        child.kill().unwrap();
    } else {
        stdin.write_all(&table[table.len() * 9 / 10..]).unwrap();
    }
    drop(stdin);
    child.wait().unwrap().code()
}

#[test]
fn a_pipe_that_is_fed_again_from_its_start_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let table = table(8);
    let args = ["score", "-", "--format", "csv", "-o", "out"];
    assert_eq!(fed_slowly(dir.path(), &args, &table, false), Some(0));
    let whole = std::fs::read(dir.path().join("out")).unwrap();
    std::fs::remove_file(dir.path().join("out")).unwrap();
    let args = [args.as_slice(), &["--resume"]].concat();
    assert_eq!(fed_slowly(dir.path(), &args, &table, true), None);
    let part = std::fs::metadata(dir.path().join("out.part")).unwrap().len();
    assert!(0 < part && part < whole.len() as u64, "{part}");
    // Other rows are refused, fewer too, and harm nothing.
    let at = table.windows(8).position(|part| part == b" council").unwrap();
    let other = [&table[..at], b" village", &table[at + 8..]].concat();
    let state = std::fs::read(dir.path().join("out.part.state")).unwrap();
    for other in [other.as_slice(), &table[..5_000]] {
        std::fs::write(dir.path().join("other"), other).unwrap();
        let stdin = std::fs::File::open(dir.path().join("other")).unwrap();
        let output = oped(dir.path()).args(&args).stdin(stdin).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && error.contains("the rows of the interrupted run differ"), "{error}");
        assert!(std::fs::read(dir.path().join("out.part.state")).unwrap() == state);
    }
    assert_eq!(fed_slowly(dir.path(), &args, &table, false), Some(0));
    assert!(std::fs::read(dir.path().join("out")).unwrap() == whole && !dir.path().join("out.part.state").exists());
}

/// Rows by their numbers, and what could not be read; and how many rows were read after each batch.
fn read_from(table: &str, rows_done: u64) -> (Vec<usize>, Vec<String>, Vec<u64>) {
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let mut reader = TableReader::open("t.csv", Box::new(table.as_bytes()), params, &Pass::Nothing).unwrap();
    let (mut rows, mut faults, mut read) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(mut batch) = reader.next_batch().unwrap() {
        batch.skip_through(rows_done);
        for range in batch.articles() {
            rows.extend(batch.rows(range.clone()).map(|row| row.number()));
        }
        faults.extend(batch.faults().map(ToString::to_string));
        read.push(batch.rows_read);
    }
    (rows, faults, read)
}

#[test]
fn a_bad_row_in_an_open_article_is_lost_at_no_moment_of_a_resumed_run() {
    let article = |name: &str, rows: usize| format!("The council met on Tuesday and voted.,{name}\n").repeat(rows);
    let bad = "a bad row\n";
    let table = ["text,article\nOne.,a\n", bad, &article("a", 30_000), &article("b", 9_000), bad, &article("b", 9_000)];
    let table = [&table.concat(), bad, &article("c", 20_000), bad, bad].concat();
    let (rows, faults, read) = read_from(&table, 0);
    assert_eq!((rows.len(), faults.len()), (68_001, 5));
    assert!(read.len() > 3 && read.is_sorted() && read.last() == Some(&68_006), "{read:?}");
    for done in read {
        let (later, later_faults, _) = read_from(&table, done);
        let before = rows.iter().filter(|row| **row as u64 <= done).count();
        assert!(later == rows[before..], "{done}");
        assert!(faults.ends_with(&later_faults), "{done}");
        let numbers = faults.iter().map(|fault| fault.split(':').nth(1).unwrap().parse::<u64>().unwrap() - 1);
        assert_eq!(later_faults.len(), numbers.filter(|number| *number > done).count(), "{done}");
    }
}

#[test]
fn packed_tables_are_read_and_results_packed() {
    let dir = tempfile::tempdir().unwrap();
    let (table, write) = (table(1), |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap());
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&table).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(table.as_slice(), 1).unwrap();
    // The name of the table is in the result, so that all are called the same; the bytes say how they are packed.
    let results: Vec<Vec<u8>> = [("o.csv", &table), ("o.csv.gz", &gzip), ("o.csv.zst", &zstd)]
        .map(|(out, bytes)| {
            write("t.csv", bytes);
            assert_eq!(run(dir.path(), &["score", "t.csv", "--format", "csv", "-o", out]), (Some(0), String::new()));
            std::fs::read(dir.path().join(out)).unwrap()
        })
        .into();
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(results[1].as_slice()), &mut unpacked).unwrap();
    assert!(results[1].len() < results[0].len() / 2 && unpacked == results[0]);
    assert!(results[2].len() < results[0].len() / 2 && zstd::decode_all(results[2].as_slice()).unwrap() == results[0]);
    write("t.csv", &zstd[..zstd.len() - 9]);
    let (status, error) = run(dir.path(), &["score", "t.csv", "--format", "csv", "-o", "cut"]);
    assert_eq!(
        (status, error.as_str()),
        (Some(2), "oped: error: t.csv: the compressed data are cut off; copy the file again\n")
    );
}

#[test]
fn a_bomb_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut bomb = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    bomb.write_all(b"text\n").unwrap();
    let rows = b"The council met on Tuesday and voted.\n".repeat(1 << 15);
    (0..80).for_each(|_| bomb.write_all(&rows).unwrap());
    let bomb = bomb.finish().unwrap();
    std::fs::write(dir.path().join("a.txt.zst"), bomb).unwrap();
    let (status, error) = run(dir.path(), &["score", "a.txt.zst"]);
    assert!(status == Some(2) && error.contains("unpack to more than 200 times their size"), "{error}");
}

#[test]
fn a_table_that_unpacks_to_much_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let table = ["text\nThe council met.\n", &"\n".repeat(80 << 20), "It voted.\n"].concat();
    std::fs::write(dir.path().join("t.csv.zst"), zstd::encode_all(table.as_bytes(), 1).unwrap()).unwrap();
    assert_eq!(run(dir.path(), &["score", "t.csv.zst", "--format", "csv", "-o", "out"]), (Some(0), String::new()));
    assert_eq!(std::fs::read_to_string(dir.path().join("out")).unwrap().lines().count(), 3);
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_no_more_than_is_read() {
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let rows = "The council met on Tuesday and voted.\n".repeat(700_000);
    let table = format!("text\nOne.\n\"Two.\n{rows}");
    let mut reader = TableReader::open("t.csv", Box::new(table.as_bytes()), params, &Pass::Nothing).unwrap();
    let (mut read, mut faults) = (0, Vec::new());
    while let Some(batch) = reader.next_batch().unwrap() {
        read += batch.len();
        faults.extend(batch.faults().map(ToString::to_string));
    }
    assert_eq!((read, faults.len()), (700_001, 1));
    assert!(faults[0].starts_with("t.csv:3: the quotation mark opened here is not closed within the"), "{}", faults[0]);
}

proptest! {
    #[test]
    fn tables_are_read_as_the_csv_crate_reads_them(
        rows in prop::collection::vec(prop::array::uniform3(r#"[a ,"\n\ré]{0,6}"#), 1..20),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        always in any::<bool>(),
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let terminator = match end {
            "\r\n" => csv::Terminator::CRLF,
            end => csv::Terminator::Any(end.as_bytes()[0]),
        };
        let mut writer = csv::WriterBuilder::new().quote_style(style).terminator(terminator).from_writer(Vec::new());
        writer.write_record(["text", "article", "x"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let table = writer.into_inner().unwrap();
        let mut theirs = csv::Reader::from_reader(table.as_slice());
        let expected: Vec<String> =
            theirs.records().map(Result::unwrap).map(|row| format!("{:?}", [&normalised(&row[0]), row[1].trim(), &row[2]])).collect();
        let params = TableParams { labels_required: false, ..TableParams::default() };
        let mut reader = TableReader::open("t.csv", Box::new(table.as_slice()), params, &Pass::Own).unwrap();
        let mut found = Vec::new();
        while let Some(batch) = reader.next_batch().unwrap() {
            prop_assert!(batch.faults().next().is_none());
            for row in batch.rows(0..batch.len()) {
                let oped::tables::table::Passed::Values { values, .. } = row.passed() else { panic!("a value was lost") };
                let passed = values.iter().next().flatten().unwrap_or_default();
                found.push(format!("{:?}", [row.text(), row.article().unwrap_or_default(), passed]));
            }
        }
        prop_assert_eq!(found, expected);
    }
}
