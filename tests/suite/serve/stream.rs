//! `/v1/articles`: lines in, lines out; and what is under way when the server is stopped.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use super::program::{Answer, Served, gzip};
use super::{articles, lines_of};

const STREAM: &str = "content-type: application/jsonl\r\ntransfer-encoding: chunked\r\n";

/// An open stream.
struct Lines {
    writer: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Lines {
    fn open(served: &Served) -> Lines {
        let mut writer = served.connect();
        writer.write_all(served.head("POST /v1/articles", STREAM).as_bytes()).unwrap();
        let reader = BufReader::new(writer.try_clone().unwrap());
        Lines { writer, reader }
    }

    fn send(&mut self, line: &str) {
        let chunk = format!("{:x}\r\n{line}\n\r\n", line.len() + 1);
        self.writer.write_all(chunk.as_bytes()).unwrap();
    }

    /// The next object.
    fn next(&mut self) -> serde_json::Value {
        let mut line = String::new();
        while !line.starts_with('{') {
            line.clear();
            assert_ne!(self.reader.read_line(&mut line).unwrap(), 0, "the stream has ended");
        }
        serde_json::from_str(&line).unwrap()
    }
}

#[test]
fn many_articles_are_the_lines_of_the_command_line_in_order() {
    let served = Served::start(&["-q", "--threads", "3"]);
    let texts = articles().into_iter().filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)));
    let texts: Vec<(String, String)> = texts.collect();
    let line = |(name, text): &(String, String)| serde_json::json!({ "name": name, "text": text }).to_string() + "\n";
    let lines: String = texts.iter().map(line).collect();
    let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    let expected = lines_of("score", &names);
    let answer = served.post("/v1/articles", "application/x-ndjson", lines.as_bytes());
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/jsonl")));
    assert!(answer.text() == expected);
    let headers = "content-type: application/jsonl\r\ncontent-encoding: gzip\r\n";
    assert!(served.post_with("/v1/articles", headers, &gzip(lines.as_bytes())).text() == expected);
}

#[test]
fn a_bad_line_is_told_and_the_others_are_scored() {
    let served = Served::start(&["-q", "--max-body", "1"]);
    let long = "x".repeat(2 << 20);
    let lines = format!(
        "{{\"text\":\"The council met.\"}}\n\n nonsense\n{long}\r\n{{\"text\":\"%PDF-1.4\"}}\n{{\"paragraphs\":[\"We must go.\"],\"name\":\"z\"}}"
    );
    let answer = served.post("/v1/articles", "application/jsonl", lines.as_bytes()).text();
    let objects: Vec<serde_json::Value> = answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let errors: Vec<u64> = objects
        .iter()
        .filter(|object| object["type"] == "error")
        .map(|error| error["line"].as_u64().unwrap())
        .collect();
    assert_eq!(errors, [3, 4, 5], "{answer}");
    assert!(objects.iter().filter(|object| object["type"] == "error").all(|error| error["remedy"].is_string()));
    let of_articles: Vec<&str> = objects
        .iter()
        .filter(|object| object["type"] == "article")
        .map(|object| object["article"].as_str().unwrap())
        .collect();
    assert_eq!(of_articles, ["1", "z"], "a document without a name is called by its line");
}

#[test]
fn a_client_that_asks_first_is_told_to_go_on() {
    let served = Served::start(&["-q"]);
    let mut stream = served.connect();
    stream
        .write_all(served.head("POST /v1/articles", &format!("{STREAM}expect: 100-continue\r\n")).as_bytes())
        .unwrap();
    let mut told = String::new();
    BufReader::new(stream.try_clone().unwrap()).read_line(&mut told).unwrap();
    assert_eq!(told, "HTTP/1.1 100 Continue\r\n");
    stream.write_all(b"0\r\n\r\n").unwrap();
    let damaged = "content-type: application/jsonl\r\ncontent-encoding: gzip\r\n";
    assert_eq!(served.post_with("/v1/articles", damaged, b"no gzip").status, 400);
}

#[test]
fn a_result_does_not_wait_for_the_next_line() {
    let served = Served::start(&["-q"]);
    let mut lines = Lines::open(&served);
    for number in 1..=3 {
        lines.send("{\"paragraphs\":[\"The council met on Monday.\"]}");
        assert_eq!(lines.next()["type"], "paragraph");
        assert_eq!(lines.next()["article"], number.to_string());
    }
}

#[test]
fn what_is_under_way_is_finished_when_the_server_stops() {
    let served = Served::start(&[]);
    let mut lines = Lines::open(&served);
    lines.send("{\"paragraphs\":[\"The council met on Monday.\"]}");
    assert_eq!(lines.next()["type"], "paragraph");
    let mut half = served.connect();
    let head =
        served.head("POST /v1/score", "content-type: text/plain\r\ncontent-length: 17\r\nexpect: 100-continue\r\n");
    half.write_all(head.as_bytes()).unwrap();
    let mut told = String::new();
    BufReader::new(half.try_clone().unwrap()).read_line(&mut told).unwrap();
    assert_eq!(told, "HTTP/1.1 100 Continue\r\n");
    served.signal("-TERM");
    assert_eq!(lines.next()["type"], "article");
    let error = lines.next();
    assert_eq!((&error["type"], &error["line"]), (&"error".into(), &2.into()));
    assert!(TcpStream::connect(&served.address).is_err(), "no more connections");
    half.write_all(b"The council met.\n").unwrap();
    let answer = Answer::read(&mut half);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let (status, said) = served.wait();
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(said.lines().filter(|line| line.contains(" 200 ")).count(), 2, "{said}");
}

#[test]
fn what_does_not_end_is_left_when_its_time_is_over() {
    for (args, signals) in [(&["-q", "--stop-time", "0"][..], 1), (&["-q", "--stop-time", "1000"], 2)] {
        let served = Served::start(args);
        let mut stuck = served.connect();
        let head =
            served.head("POST /v1/score", "content-type: text/plain\r\ncontent-length: 17\r\nexpect: 100-continue\r\n");
        stuck.write_all(head.as_bytes()).unwrap();
        let mut told = String::new();
        BufReader::new(stuck.try_clone().unwrap()).read_line(&mut told).unwrap();
        served.signal("-INT");
        while signals == 2 && TcpStream::connect(&served.address).is_ok() {}
        if signals == 2 {
            served.signal("-INT");
        }
        assert_eq!(served.wait().0, Some(0));
    }
}
