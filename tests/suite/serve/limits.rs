//! What is too much, too slow, or nonsense: each has its status and a remedy, and the server goes on.

use std::io::{Read, Write};

use super::program::{Answer, Served, chunked, gzip};

fn assert_failure(answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.text().chars().take(300).collect::<String>());
    let error = &answer.json()["error"];
    for told in ["what", "remedy"] {
        assert!(error[told].as_str().is_some_and(|told| !told.is_empty()), "{what}: {error}");
    }
}

#[test]
fn what_cannot_be_read_is_told_from_what_cannot_be_used() {
    let served = Served::start(&["-q"]);
    let deep = format!("{{\"paragraphs\":{}", "[".repeat(1_000_000));
    let long_name = "n".repeat(257);
    let json = |text: &str| text.as_bytes().to_vec();
    for (status, media_type, body) in [
        (400, "application/json", json("{\"text\":")),
        (400, "application/json", json("")),
        (400, "application/json", b"{\"text\":\"\xff\xfe\"}".to_vec()),
        (400, "application/json", json(r#"{"text":"\ud800"}"#)),
        (400, "application/json", json(&deep.replace("paragraphs\":", "paragraphs\":[\"a\"],\"name\":"))),
        (422, "application/json", json("{}")),
        (422, "application/json", json("{\"text\":\" \"}")),
        (422, "application/json", json("{\"paragraphs\":[]}")),
        (422, "application/json", json("{\"text\":\"a\",\"format\":\"pdf\"}")),
        (422, "application/json", json(&format!("{{\"text\":\"a\",\"name\":\"{long_name}\"}}"))),
        (422, "text/plain", Vec::new()),
        (422, "text/plain", b"%PDF-1.4 text".to_vec()),
        (422, "application/vnd.oasis.opendocument.text", b"PK\x03\x04 text".to_vec()),
        (415, "application/x-www-form-urlencoded", b"text=a".to_vec()),
        (415, "image/png", b"text".to_vec()),
        (415, "text/plain; charset=klingon", b"text".to_vec()),
    ] {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        for path in ["/v1/score", "/v1/explain"] {
            let answer = served.post(path, media_type, &body);
            let is_either = status == 400 && body.len() > 100_000 && answer.status == 422;
            if !is_either {
                assert_failure(&answer, status, &format!("{media_type}: {shown}"));
            }
        }
    }
    for query in ["?nmae=x", "?name=a&name=b", &format!("?name={long_name}")] {
        assert_failure(&served.post(&format!("/v1/score{query}"), "text/plain", b"The council met."), 422, query);
    }
    assert_failure(&served.post_with("/v1/score", "", b"text"), 415, "no media type");
    assert_failure(&served.post("/v1/articles", "application/json", b"{}"), 415, "not JSON lines");
    assert_eq!(served.get("/v1/health").status, 200);
}

#[test]
fn what_is_too_large_is_refused_however_it_is_sent() {
    let served = Served::start(&["-q", "--max-body", "1"]);
    let large = "The council met on Monday, a clerk said.\n\n".repeat(30_000);
    let post = |headers: &str, body: &[u8]| {
        served.post_with("/v1/score", &format!("content-type: text/plain\r\n{headers}"), body)
    };
    assert_failure(&post("", large.as_bytes()), 413, "by its length");
    let head = served.head("POST /v1/score", "content-type: text/plain\r\ntransfer-encoding: chunked\r\n");
    let answer = served.send(&[head.as_bytes(), &chunked(large.as_bytes())].concat());
    assert_failure(&answer, 413, "in chunks");
    assert_failure(&post("content-encoding: gzip\r\n", &gzip(large.as_bytes())), 413, "unpacked");
    let bomb = gzip(&vec![b' '; 128 << 20]);
    assert!(bomb.len() < 1 << 20, "small enough as it is sent");
    let head = served
        .head("POST /v1/score", "content-type: text/plain\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n");
    assert_failure(&served.send(&[head.as_bytes(), &chunked(&bomb)].concat()), 413, "a bomb");
    let packed = gzip(b"The council met on Monday.");
    assert_eq!(post("content-encoding: gzip\r\n", &packed).status, 200);
    assert_failure(&post("content-encoding: gzip\r\n", &packed[..packed.len() - 5]), 400, "cut off");
    assert_failure(&post("content-encoding: gzip\r\n", b"no gzip"), 400, "damaged");
    assert_failure(&post("content-encoding: br\r\n", b"x"), 415, "another compression");
    assert_failure(&served.get(&format!("/v1/model?{}", "x".repeat(9000))), 414, "a long address");
    let answer = served.send(served.head("GET /", &format!("x: {}\r\n", "x".repeat(40_000))).as_bytes());
    assert_eq!(answer.status, 431);
    let answer = served.send(served.head("GET /", &"x: y\r\n".repeat(101)).as_bytes());
    assert_eq!(answer.status, 431);
    assert_eq!(served.send(b"\x16\x03\x01\x02\x00 TLS\r\n\r\n").status, 400);
}

#[test]
fn a_short_body_with_a_long_result_is_refused() {
    let served = Served::start(&["-q", "--max-memory", "4"]);
    let many = "We must go there now.\n\n".repeat(20_000);
    assert_failure(&served.post("/v1/score", "text/plain", many.as_bytes()), 422, "a megabyte of results");
    let long = "We must go there now. ".repeat(60_000);
    assert_failure(&served.post("/v1/explain", "text/plain", long.as_bytes()), 422, "too many words");
    // The name of an item is in the result of each of its paragraphs.
    let paragraphs = "<p>We must go there now.</p>".repeat(500);
    let feed = format!(
        "<rss><item><guid>{}</guid><description><![CDATA[{paragraphs}]]></description></item></rss>",
        "7".repeat(1 << 20)
    );
    assert_failure(&served.post("/v1/score", "application/rss+xml", feed.as_bytes()), 422, "a long name");
    let held = served.get("/metrics").text();
    assert!(held.contains("oped_held_bytes 0\n"), "{held}");
}

/// The program reads them; here their bytes would be scored as prose.
#[test]
fn tables_and_packed_files_are_refused_by_their_names() {
    let served = Served::start(&["-q"]);
    let table = b"text,label\n\"It must go now, we say.\",news\n";
    for path in ["/v1/score?name=letters.csv", "/v1/explain"] {
        assert_failure(&served.post(path, "application/octet-stream", table), 422, path);
    }
    assert_failure(&served.post("/v1/score", "application/octet-stream", &gzip(table)), 422, "gzip");
    let text =
        served.post("/v1/score?name=text.txt", "application/octet-stream", b"text, label\n\nIt must go now, we say.");
    assert_eq!(text.status, 200);
}

#[test]
fn slow_clients_are_given_up() {
    let served = Served::start(&["-q", "--header-time", "1", "--body-time", "1"]);
    let mut headers = served.connect();
    headers.write_all(b"GET / HTTP/1.1\r\nhost: ").unwrap();
    let mut idle = served.connect();
    idle.write_all(served.head("GET /v1/health", "connection: keep-alive\r\n").as_bytes()).unwrap();
    let mut body = served.connect();
    let head =
        served.head("POST /v1/score", "content-type: text/plain\r\ncontent-length: 100\r\nconnection: keep-alive\r\n");
    body.write_all(&[head.as_bytes(), b"The council"].concat()).unwrap();
    assert_failure(&Answer::read(&mut body), 408, "a slow body");
    assert_eq!(Answer::read(&mut idle).status, 200, "answered, and then closed");
    let mut rest = Vec::new();
    headers.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "closed without an answer");
}

/// A text whose evidence takes a thread for a while.
fn heavy() -> Vec<u8> {
    "We urge the council to act now, and nobody should vote for this absurd plan, a clerk said. "
        .repeat(11_000)
        .into_bytes()
}

#[test]
fn what_finds_no_place_in_the_queue_is_refused() {
    let served = Served::start(&["-q", "--threads", "1", "--max-queue", "0"]);
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| served.post("/v1/explain", "text/plain", &heavy()));
        while !served.get("/metrics").text().contains("oped_queue 1\n") {
            assert!(!busy.is_finished());
        }
        let refused = served.post("/v1/score", "text/plain", b"The council met.");
        assert_failure(&refused, 429, "a full queue");
        assert_eq!(refused.header("retry-after"), Some("1"));
        assert_eq!(busy.join().unwrap().status, 200);
    });
}

#[test]
fn connections_over_the_limit_are_told_so() {
    let served = Served::start(&["-q", "--max-connections", "2"]);
    let mut open = [served.connect(), served.connect()];
    // They are taken when they have been answered.
    for stream in &mut open {
        stream.write_all(served.head("GET /v1/health", "connection: keep-alive\r\n").as_bytes()).unwrap();
        assert_eq!(stream.read(&mut [0; 4096]).unwrap().min(1), 1);
    }
    let refused = served.get("/v1/health");
    assert_failure(&refused, 503, "a third");
    assert_eq!(refused.header("retry-after"), Some("1"));
    drop(open);
    while served.get("/v1/health").status != 200 {}
}
