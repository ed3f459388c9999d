//! `oped serve`: the program as a child process, asked by plain sockets.

mod limits;
mod program;
mod review;
mod schema;
mod stream;

use std::process::Command;

use crate::project;
use program::{Answer, Served, gzip};

/// The articles of the project by name, with their bytes.
fn articles() -> Vec<(String, Vec<u8>)> {
    let names = std::fs::read_dir(project("data/articles")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with(".csv"));
    names.sort();
    let read = |name: String| (name.clone(), std::fs::read(project("data/articles").join(name)).unwrap());
    names.into_iter().map(read).collect()
}

/// What the command line writes for articles as JSON lines.
fn lines_of(verb: &str, names: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
    command.current_dir(project("data/articles")).args([verb, "--format", "jsonl", "-q"]).args(names);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// The elements of an array, as they are written.
fn elements(answer: &Answer) -> String {
    let text = answer.text();
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix("]\n")).unwrap();
    inner.replace("},\n{", "}\n{") + "\n"
}

#[test]
fn answers_are_the_bytes_of_the_command_line() {
    let served = Served::start(&["-q"]);
    for (path, verb) in [("/v1/score", "score"), ("/v1/explain", "audit")] {
        for (name, bytes) in articles() {
            let answer = served.post(&format!("{path}?name={name}"), "application/octet-stream", &bytes);
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert!(elements(&answer) == lines_of(verb, &[&name]), "{path} {name}");
        }
    }
}

#[test]
fn a_text_and_its_paragraphs_in_json_have_the_same_labels() {
    let served = Served::start(&["-q"]);
    let paragraphs = ["The council met on Monday, a clerk said.", "We must stop this absurd plan: it is a disgrace."];
    let json = serde_json::json!({ "text": paragraphs.join("\n\n"), "name": "é.txt", "format": "text" });
    let text = served.post("/v1/score", "application/json", json.to_string().as_bytes()).json();
    let json = serde_json::json!({ "paragraphs": paragraphs, "name": "é.txt" });
    for path in ["/v1/score", "/v1/explain"] {
        let rows = served.post(path, "application/json; charset=utf-8", json.to_string().as_bytes()).json();
        for (at, label) in ["news", "opinion"].into_iter().enumerate() {
            assert_eq!((&rows[at]["label"], &rows[at]["article"]), (&label.into(), &"é.txt".into()));
            assert_eq!((&rows[at]["probability"], &rows[at]["text"]), (&text[at]["probability"], &text[at]["text"]));
            assert!(rows[at].get("start").is_none() && text[at]["start"].is_u64());
        }
        assert_eq!((&rows[2]["type"], &rows[2]["shifts"]), (&"article".into(), &text[2]["shifts"]));
    }
}

#[test]
fn a_document_is_read_by_its_media_type_and_charset() {
    let served = Served::start(&["-q"]);
    let first = |media_type: &str, body: &[u8]| {
        let answer = served.post("/v1/score?name=x", media_type, body);
        assert_eq!(answer.status, 200, "{media_type}: {}", answer.text());
        answer.json()[0]["text"].as_str().unwrap().to_owned()
    };
    let markup = b"<p>The <b>council</b> met on Monday, a clerk said.</p>";
    assert_eq!(first("text/html", markup), "The council met on Monday, a clerk said.");
    assert!(first("text/plain", markup).starts_with("<p>"));
    assert_eq!(first("application/octet-stream", markup), "The council met on Monday, a clerk said.");
    let latin = b"The caf\xe9 on the quay was closed on Monday.";
    assert_eq!(first("text/plain; charset=windows-1252", latin), "The café on the quay was closed on Monday.");
    let feed = b"<rss><channel><item><guid>7</guid><description>The council sold the ferry on Monday.</description></item></channel></rss>";
    let answer = served.post("/v1/score?name=feed.xml", "application/rss+xml", feed).json();
    assert_eq!(answer[1]["article"], "feed.xml#7");
    // JSON is UTF-8, whatever the page in it declares.
    let page =
        serde_json::json!({ "text": "<meta charset=windows-1252><p>The café on the quay was closed on Monday.</p>" });
    let answer = served.post("/v1/score", "application/json", page.to_string().as_bytes()).json();
    assert_eq!(answer[0]["text"], "The café on the quay was closed on Monday.");
}

#[test]
fn the_page_comes_with_its_policy_packed_if_asked_and_only_once() {
    let served = Served::start(&["-q"]);
    let page = served.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'")
            && policy.contains("script-src")
            && policy.ends_with("frame-ancestors 'none'")
    );
    assert_eq!(
        (page.header("x-content-type-options"), page.header("referrer-policy")),
        (Some("nosniff"), Some("no-referrer"))
    );
    let packed = served.send(served.head("GET /", "accept-encoding: br, gzip\r\n").as_bytes());
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.body.as_slice()), &mut unpacked).unwrap();
    assert!(packed.header("content-encoding") == Some("gzip") && unpacked == page.body);
    let tag = page.header("etag").unwrap();
    let again = served.send(served.head("GET /", &format!("if-none-match: {tag}\r\n")).as_bytes());
    assert_eq!((again.status, again.body.len()), (304, 0));
    let head = served.send(served.head("HEAD /", "").as_bytes());
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn no_file_and_no_other_method_is_there() {
    let served = Served::start(&["-q"]);
    for path in [
        "/etc/passwd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/v1/", "/v1/score/",
        "/v1/../etc/passwd", "/%00",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.json()["error"]["remedy"].is_string());
    }
    for (request, allowed) in [
        ("GET /v1/score", "post"),
        ("DELETE /v1/health", "get,head"),
        ("PUT /", "get,head"),
        ("OPTIONS /v1/articles", "post"),
    ] {
        let answer = served.send(served.head(request, "content-length: 0\r\n").as_bytes());
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{request}");
        assert!(answer.json()["error"]["remedy"].is_string());
    }
}

#[test]
fn other_hosts_and_pages_of_other_sites_are_refused() {
    let served = Served::start(&["-q", "--host", "news.example"]);
    let port = served.address.rsplit_once(':').unwrap().1.to_owned();
    let status = |headers: &str| {
        let answer = served.send(format!("GET /v1/model HTTP/1.1\r\nconnection: close\r\n{headers}\r\n").as_bytes());
        assert_eq!(answer.header("access-control-allow-origin"), None);
        answer.status
    };
    assert_eq!(status(&format!("host: localhost:{port}\r\norigin: http://localhost:{port}\r\n")), 200);
    assert_eq!(status("host: news.example\r\norigin: https://news.example\r\n"), 200);
    assert_eq!(status("host: evil.example\r\n"), 403);
    assert_eq!(status(&format!("host: localhost:{port}\r\norigin: https://evil.example\r\n")), 403);
    assert_eq!(status(&format!("host: localhost:{port}\r\norigin: null\r\n")), 403);
    assert_eq!(status(""), 400);
}

#[test]
fn with_a_token_nothing_but_health_is_open_and_a_browser_gets_a_cookie() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("token");
    std::fs::write(&file, "0123456789abcdef0123\n").unwrap();
    let served = Served::start(&["--token-file", file.to_str().unwrap()]);
    let status = |path: &str, more: &str| served.send(served.head(&format!("GET {path}"), more).as_bytes()).status;
    for path in
        ["/", "/v1/model", "/v1/openapi.json", "/metrics", "/nothing", "/?token=0123456789abcdef012", "/?token="]
    {
        assert_eq!(status(path, ""), 401, "{path}");
    }
    assert_eq!(status("/v1/health", ""), 200);
    assert_eq!(status("/v1/model", "authorization: Bearer 0123456789abcdef0123\r\n"), 200);
    assert_eq!(status("/v1/model", "authorization: Bearer 0123456789abcdef0124\r\n"), 401);
    let answer = served.post("/v1/score?token=0123456789abcdef0123", "text/plain", b"The council met.");
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some("bearer")));
    let answer = served.get("/?token=0123456789abcdef0123");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.contains("httponly") && cookie.contains("samesite=strict") && !cookie.contains("0123456789abcdef0123")
    );
    let cookie = format!("cookie: {}\r\n", cookie.split(';').next().unwrap());
    assert_eq!((status("/", &cookie), status("/v1/model", &cookie)), (200, 200));
    let answer = served.get("//evil.example/?token=0123456789abcdef0123");
    assert_eq!(answer.header("location"), Some("/evil.example/"));
    assert!(!served.stop().1.contains("0123456789"), "the token is not logged");
}

/// What it says when it cannot serve.
fn refused(args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
    let output = command.arg("serve").args(args).env_remove("OPED_TOKEN").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_cannot_be_served_is_told_before_anything_is() {
    let said = refused(&["--address", "0.0.0.0:0"]);
    assert!(said.contains("other machines reach the address 0.0.0.0; give --allow-remote and --token-file"), "{said}");
    let said = refused(&["--address", "0.0.0.0:0", "--allow-remote", "-q"]);
    assert!(said.contains("and there is no token; give --token-file"), "{said}");
    let served = Served::start(&["-q"]);
    let said = refused(&["--address", &served.address]);
    assert!(said.contains("is taken by another program; give --address with another port"), "{said}");
    assert!(refused(&["--address", "localhost"]).contains("such as 127.0.0.1:8484"));
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("token");
    assert!(refused(&["--token-file", file.to_str().unwrap()]).contains("no such file; check the path"));
    std::fs::write(&file, "secret").unwrap();
    let said = refused(&["--token-file", file.to_str().unwrap()]);
    assert!(said.contains("shorter than 16 characters") && !said.contains("secret"), "{said}");
}

#[test]
fn the_log_has_a_line_for_each_request_and_no_text() {
    let served = Served::start(&[]);
    served.post("/v1/score?name=secret-name", "text/plain", b"A secret text of the newsroom.");
    served.post("/v1/score", "application/json", b"{\"secret\":1}");
    served.get("/secret%1b[31m");
    let (status, said) = served.stop();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!((status, lines.len()), (Some(0), 3), "{said}");
    assert!(lines[0].starts_with("oped: request: POST /v1/score 200 ") && lines[0].ends_with(" ms"), "{said}");
    assert!(lines[1].starts_with("oped: request: POST /v1/score 422 "), "{said}");
    assert!(!lines[..2].concat().contains("secret") && !said.contains('\u{1b}'), "{said}");
    let served = Served::start(&["-q"]);
    served.get("/");
    assert_eq!(served.stop(), (Some(0), String::new()));
}

#[test]
fn metrics_count_what_was_done() {
    let served = Served::start(&["-q"]);
    let text = "The council met on Monday.\n\nWe must stop this plan, and nobody should vote for it!";
    served.post("/v1/score", "text/plain", text.as_bytes());
    served.post_with("/v1/score", "content-type: text/plain\r\ncontent-encoding: gzip\r\n", &gzip(text.as_bytes()));
    served.post("/v1/articles", "application/jsonl", b"{\"paragraphs\":[\"The council met on Monday.\"]}\n{}\n");
    (0..3).for_each(|at| drop(served.get(&format!("/made-up/{at}"))));
    let metrics = served.get("/metrics");
    assert!(metrics.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let metrics = metrics.text();
    for line in [
        "oped_http_requests_total{route=\"/v1/score\",status=\"200\"} 2",
        "oped_http_requests_total{route=\"other\",status=\"404\"} 3",
        "oped_http_request_seconds_count{route=\"/v1/articles\"} 1",
        "oped_articles_total 3",
        "oped_paragraphs_total 5",
        "oped_http_requests_in_flight 1",
        "oped_queue 0",
        "oped_held_bytes 0",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line}\n{metrics}");
    }
    assert!(metrics.ends_with("# EOF\n") && !metrics.contains("made-up"));
}
