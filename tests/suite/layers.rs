//! Who may import what. The pipeline stays readable only while it has one direction.

use std::path::Path;

use crate::project;

/// Each module and the modules it may name. What is not listed may name everything.
const ALLOWED: [(&str, &[&str]); 18] = [
    ("error", &[]),
    ("label", &[]),
    ("article", &["error"]),
    ("voice", &["error", "article"]),
    ("features", &["error", "article", "voice"]),
    ("corpus", &["error", "label", "article"]),
    ("corrections", &["error", "label", "article", "corpus"]),
    ("model", &["error", "label", "article", "voice", "features"]),
    ("evaluate", &["error", "label", "corpus"]),
    ("train", &["error", "label", "article", "voice", "features", "corpus", "model", "evaluate"]),
    ("score", &["error", "label", "article", "voice", "features", "corpus", "model", "evaluate"]),
    ("explain", &["error", "label", "article", "voice", "features", "corpus", "model", "score"]),
    ("calibrate", &["error", "label", "corpus", "model", "evaluate", "train"]),
    ("validate", &["error", "label", "article", "voice", "features", "corpus", "model", "evaluate", "train", "score"]),
    (
        "turns",
        &[
            "error", "label", "article", "voice", "features", "corpus", "model", "evaluate", "train", "score",
            "validate",
        ],
    ),
    ("queue", &["error", "label", "article", "features", "corpus", "model", "evaluate", "score"]),
    ("probe", &["error", "label", "features", "corpus", "evaluate", "train", "validate"]),
    ("audit", &["error", "label", "article", "features", "corpus", "evaluate", "train", "probe"]),
];

/// The module's files: `name.rs`, or everything under `name/`.
fn sources(module: &str) -> Vec<(String, String)> {
    let file = project(&format!("src/{module}.rs"));
    if file.exists() {
        return vec![(format!("{module}.rs"), std::fs::read_to_string(file).unwrap())];
    }
    below(&project(&format!("src/{module}")))
}

/// The Rust files of a folder and of those in it.
fn below(dir: &Path) -> Vec<(String, String)> {
    let paths = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let (dirs, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    let rust = files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let own = rust.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    own.chain(dirs.iter().flat_map(|dir| below(dir))).collect()
}

#[test]
fn modules_import_only_what_stands_before_them() {
    for (module, allowed) in ALLOWED {
        for (file, text) in sources(module) {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                for (at, _) in line.match_indices("crate::") {
                    let name: String =
                        line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    let fine = name == module || allowed.contains(&name.as_str());
                    assert!(fine || name.is_empty(), "{file}: {module} may not import {name}: {line}");
                }
            }
        }
    }
}

#[test]
fn only_the_solver_knows_the_solvers() {
    for module in [
        "error", "label", "article", "voice", "features", "corpus", "model", "evaluate", "train", "score", "explain",
        "validate", "calibrate", "probe", "audit", "queue", "report", "cli",
    ] {
        for (file, text) in sources(module).into_iter().filter(|(file, _)| !file.contains("model/solver/")) {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let names = ["linfa::", "linfa_logistic::", "argmin::", "ndarray::"];
                assert!(!names.iter().any(|name| line.contains(name)), "{file}: {line}");
            }
        }
    }
}
