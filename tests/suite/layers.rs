//! Who may import what. The pipeline stays readable only while it has one direction.
//!
//! Code that is compiled for tests only may import anything, and so may `lib.rs` and `main.rs`.

mod source;

use std::collections::{BTreeMap, BTreeSet};

use self::source::{Modules, Named, Source};
use crate::project;

/// The rooms of `src/`, from the ground up. A room may import those of the floors below its own.
const FLOORS: [&[&str]; 14] = [
    &["error", "label", "language"],
    &["text"],
    &["article", "voice"],
    &["terms"],
    &["model"],
    &["score", "verdict", "explain"],
    &["words"],
    &["view"],
    &["tables"],
    &["learn"],
    &["report"],
    &["page"],
    &["serve"],
    &["cli"],
];

/// What a room may import from its own floor.
const NEIGHBOURS: [(&str, &str); 3] = [("score", "verdict"), ("explain", "verdict"), ("explain", "score")];

/// The only folder that knows these crates.
const SOLVER: &str = "learn/fit/solver/";
const SOLVER_CRATES: [&str; 5] = ["linfa", "linfa_logistic", "argmin", "argmin_math", "ndarray"];

/// Flags of cargo, which a message about a missing feature names.
const CARGO_FLAGS: [&str; 2] = ["--release", "--features"];

fn sources() -> Vec<Source> {
    source::read(&project("src"))
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn may_import(room: &str, other: &str) -> bool {
    room == other || floor(other) < floor(room) || NEIGHBOURS.contains(&(room, other))
}

fn place(source: &Source, named: &Named) -> String {
    format!("src/{}:{}", source.file, named.line)
}

fn assert_none(found: BTreeSet<String>, what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_room_is_on_one_floor() {
    let rooms: BTreeSet<String> = sources().iter().filter_map(|source| source.module.first().cloned()).collect();
    let planned: Vec<&str> = FLOORS.concat();
    assert_eq!(rooms.iter().map(String::as_str).collect::<BTreeSet<_>>(), planned.iter().copied().collect());
    assert_eq!(rooms.len(), planned.len());
}

/// Imports of a room that is not below the importing one.
fn upward(sources: &[Source]) -> BTreeSet<String> {
    let modules = Modules::new(sources);
    let is_allowed = |room: &str, path: &[String]| {
        // A name at the root is one that `lib.rs` exports again.
        let other = match path.first() {
            Some(name) if floor(name).is_some() => Some(name),
            _ => modules.defined_in(path).and_then(|source| source.module.first()),
        };
        other.is_some_and(|other| may_import(room, other))
    };
    let mut found = BTreeSet::new();
    for source in sources {
        let Some(room) = source.module.first() else { continue };
        for named in &source.named {
            if modules.absolute(named).is_some_and(|path| !is_allowed(room, &path)) {
                found.insert(format!("{}: {room} names {}", place(source, named), named.path.join("::")));
            }
        }
    }
    found
}

#[test]
fn rooms_import_only_what_is_below_them() {
    assert_none(upward(&sources()), "imports that run upward");
}

type Imports<'s> = BTreeMap<&'s str, BTreeMap<&'s str, String>>;

/// Each file with the files whose definitions it names. A name that a `mod.rs` exports again leads to the file that defines it.
fn imports(sources: &[Source]) -> Imports<'_> {
    let modules = Modules::new(sources);
    let mut imports = Imports::new();
    for source in sources {
        for named in &source.named {
            let other = modules.absolute(named).and_then(|path| modules.defined_in(&path));
            if let Some(other) = other.filter(|other| other.file != source.file) {
                let names = imports.entry(&source.file).or_default();
                names.entry(&other.file).or_insert_with(|| named.path.join("::"));
            }
        }
    }
    imports
}

/// The files that imports lead to from one.
fn reached<'s>(imports: &Imports<'s>, from: &'s str) -> BTreeSet<&'s str> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        let others = imports.get(file).into_iter().flat_map(|others| others.keys().copied());
        next.extend(others.filter(|other| seen.insert(*other)));
    }
    seen
}

/// Imports that are part of a circle of files.
fn circles(sources: &[Source]) -> BTreeSet<String> {
    let imports = imports(sources);
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports.keys().map(|file| (*file, reached(&imports, file))).collect();
    let is_back = |from: &str, to: &str| reached.get(to).is_some_and(|reached| reached.contains(from));
    let mut found = BTreeSet::new();
    for (file, others) in &imports {
        for (other, name) in others.iter().filter(|(other, _)| is_back(file, other)) {
            found.insert(format!("src/{file} → src/{other} ({name})"));
        }
    }
    found
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    assert_none(circles(&sources()), "imports that are part of a circle");
}

#[test]
fn planted_faults_are_found() {
    let planted = [
        "use crate::{cli};",
        "use crate::{error::Error, cli as c};",
        "use crate as root;",
        "use crate::*;",
        "use super::super::cli::Args;",
        "fn f() { crate::cli::run() }",
        "use crate::Args;",
    ];
    for text in planted {
        let others =
            [("lib.rs", "pub use cli::Args;"), ("cli/mod.rs", "pub struct Args;"), ("error.rs", "pub struct Error;")];
        let mut sources = vec![Source::new("text/word.rs", text)];
        sources.extend(others.map(|(file, text)| Source::new(file, text)));
        assert_eq!(upward(&sources).len(), 1, "{text}");
    }
    let circle = [
        Source::new("text/mod.rs", "mod word; pub use word::Word; pub struct Span;"),
        Source::new("text/word.rs", "use super::Span; pub struct Word;"),
        Source::new("voice.rs", "use crate::text::Word;"),
    ];
    assert_eq!(circles(&circle).len(), 2);
}

#[test]
fn only_the_solver_knows_its_crates() {
    let sources = sources();
    let outside = sources.iter().filter(|source| !source.file.starts_with(SOLVER));
    let named = outside.flat_map(|source| source.named.iter().map(move |named| (source, named)));
    let known =
        named.filter(|(_, named)| named.path.first().is_some_and(|name| SOLVER_CRATES.contains(&name.as_str())));
    assert_none(known.map(|(source, named)| place(source, named)).collect(), "these know the solver's crates");
}

/// The library names parameters; flags are the program's.
#[test]
fn flags_are_named_in_cli_only() {
    let mut found = BTreeSet::new();
    for source in sources().iter().filter(|source| !source.file.starts_with("cli/")) {
        for (text, line) in &source.strings {
            if let Some(flag) = flag_in(text) {
                found.insert(format!("src/{}:{line}: {flag}", source.file));
            }
        }
    }
    assert_none(found, "flags in the library");
}

/// The first `--name` or `-n`.
fn flag_in(text: &str) -> Option<&str> {
    // The exclamation mark is that of `<!--`.
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '!';
    text.split(|c| !is_part(c)).find(|word| {
        let name = word.strip_prefix("--").or_else(|| word.strip_prefix('-').filter(|name| name.len() == 1));
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase())) && !CARGO_FLAGS.contains(word)
    })
}

#[test]
fn flags_are_found() {
    assert_eq!(flag_in("\"give (--folds 5)\""), Some("--folds"));
    assert_eq!(flag_in("leave out -m, or"), Some("-m"));
    assert_eq!(flag_in("a-b -- c --- -5 -ing <!--text-->"), None);
}
