//! The command line, case by case. A case is a file under `tests/cmd`: adding one needs no Rust.
//!
//! ```toml
//! args = ["score", "a.txt"]          # run in a new folder
//! parquet = false                    # only for a program with, or without, that feature
//! serve = true                       # the same
//! stdin = "…"                        # or { repeat = "x", times = 1000 }
//! status = 2
//! stderr = "the whole of it"         # default: nothing may be said
//! stderr_contains = ["parts of it"]  # where the whole is too much
//! stdout = "the whole of it"
//! stdout_contains = ["parts of it"]
//! stdout_lacks = ["\u001b"]
//! close_stdout = true                # the reader goes away at once
//! absent = ["model"]                 # must not be there afterwards
//! unchanged = ["old"]                # must be as it was before
//! same = [["a", "b"]]                # must be the same bytes afterwards
//! [files]                            # made before the run
//! "a.txt" = "text"
//! "b.csv" = { hex = "ff00" }
//! "c.csv" = { repeat = "row\n", times = 99, before = "header\n", after = "end" }
//! "d" = { directory = true }
//! "e" = { copy = "models/x", cut = 100, flip = 5, replace = ["from", "to"] }
//! ```

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::project;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    args: Vec<String>,
    parquet: Option<bool>,
    serve: Option<bool>,
    stdin: Option<Content>,
    #[serde(default)]
    status: i32,
    stderr: Option<String>,
    stderr_contains: Option<Vec<String>>,
    stdout: Option<String>,
    #[serde(default)]
    stdout_contains: Vec<String>,
    #[serde(default)]
    stdout_lacks: Vec<String>,
    #[serde(default)]
    close_stdout: bool,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    unchanged: Vec<String>,
    #[serde(default)]
    same: Vec<[String; 2]>,
    #[serde(default)]
    files: BTreeMap<String, Content>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Made(Recipe),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    hex: Option<String>,
    repeat: Option<String>,
    #[serde(default)]
    times: usize,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    directory: bool,
    copy: Option<String>,
    cut: Option<usize>,
    flip: Option<usize>,
    replace: Option<[String; 2]>,
}

impl Content {
    fn bytes(&self) -> Vec<u8> {
        let recipe = match self {
            Content::Text(text) => return text.clone().into_bytes(),
            Content::Made(recipe) => recipe,
        };
        let mut bytes = recipe.before.clone().into_bytes();
        if let Some(hex) = &recipe.hex {
            let digits: Vec<char> = hex.chars().filter(|c| !c.is_whitespace()).collect();
            bytes
                .extend(digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()));
        }
        if let Some(repeat) = &recipe.repeat {
            bytes.extend(repeat.repeat(recipe.times).into_bytes());
        }
        if let Some(copy) = &recipe.copy {
            bytes.extend(std::fs::read(project(copy)).unwrap());
        }
        if let Some([from, to]) = &recipe.replace {
            let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).expect("text to replace");
            bytes.splice(at..at + from.len(), to.bytes());
        }
        if let Some(at) = recipe.flip {
            bytes[at] ^= 1;
        }
        bytes.truncate(recipe.cut.unwrap_or(bytes.len()));
        bytes.extend(recipe.after.bytes());
        bytes
    }

    fn make(&self, path: &Path) {
        match self {
            Content::Made(recipe) if recipe.directory => std::fs::create_dir_all(path).unwrap(),
            content => std::fs::write(path, content.bytes()).unwrap(),
        }
    }
}

/// What is wrong with a case, if anything.
fn run(case: &Case) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in &case.files {
        content.make(&dir.path().join(name));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_oped"))
        .args(case.args.iter().map(|arg| arg.replace("$PROJECT", env!("CARGO_MANIFEST_DIR"))))
        .current_dir(dir.path())
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if case.close_stdout {
        drop(child.stdout.take());
    }
    let mut stdin = child.stdin.take().unwrap();
    let input = case.stdin.as_ref().map(Content::bytes).unwrap_or_default();
    // The program may end before it has read everything.
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let context = format!("status {:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}", output.status.code());
    let check = |fine: bool, what: &str| if fine { Ok(()) } else { Err(format!("{what}\n{context}")) };

    check(output.status.code() == Some(case.status), "status")?;
    match &case.stderr_contains {
        Some(parts) => {
            parts.iter().try_for_each(|part| check(stderr.contains(part), &format!("stderr lacks {part:?}")))?
        }
        None => check(stderr == case.stderr.clone().unwrap_or_default(), "stderr")?,
    }
    if let Some(expected) = &case.stdout {
        check(&stdout == expected, "stdout")?;
    }
    case.stdout_contains.iter().try_for_each(|part| check(stdout.contains(part), &format!("stdout lacks {part:?}")))?;
    case.stdout_lacks.iter().try_for_each(|part| check(!stdout.contains(part), &format!("stdout has {part:?}")))?;
    for name in &case.absent {
        check(!dir.path().join(name).exists(), &format!("{name} is there"))?;
    }
    for name in &case.unchanged {
        let now = std::fs::read(dir.path().join(name)).unwrap_or_default();
        check(now == case.files[name].bytes(), &format!("{name} has changed"))?;
    }
    for [a, b] in &case.same {
        let read = |name: &String| std::fs::read(dir.path().join(name)).unwrap();
        check(read(a) == read(b), &format!("{a} and {b} differ"))?;
    }
    let leftovers = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let is_left = |name: &str| name.ends_with(".part") && !case.files.contains_key(name);
    let mut parts = leftovers.filter(|name| is_left(&name.to_string_lossy()));
    check(parts.next().is_none(), "a temporary file was left behind")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

#[test]
fn cases() {
    let mut paths: Vec<_> =
        std::fs::read_dir(project("tests/cmd")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 30);
    let mut faults = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let case: Case =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let features = [(case.parquet, cfg!(feature = "parquet")), (case.serve, cfg!(feature = "serve"))];
        if features.into_iter().any(|(asked, is_there)| asked.is_some_and(|asked| asked != is_there)) {
            continue;
        }
        if let Err(fault) = run(&case) {
            faults.push(format!("=== {name}: {fault}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The help is part of the contract: a change shows in a diff. `BLESS=1 cargo test help` writes it again.
#[test]
fn help() {
    for verb in ["", "score", "train", "evaluate", "audit", "inspect", "page", "serve"] {
        // The list of verbs has it, too.
        if !cfg!(feature = "serve") && ["", "audit", "serve"].contains(&verb) {
            continue;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
        let command = if verb.is_empty() { &mut command } else { command.arg(verb) };
        let output = command.arg("--help").env("COLUMNS", "100").output().unwrap();
        let name = if verb.is_empty() { "oped" } else { verb };
        let path = project(&format!("tests/help/{name}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &output.stdout).unwrap();
        }
        assert_eq!(text(&output.stdout), std::fs::read_to_string(&path).unwrap_or_default(), "{name}");
    }
}
