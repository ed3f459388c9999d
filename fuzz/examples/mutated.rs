//! `mutated TARGET COUNT [FIRST]`: runs a target on that many mutated seeds, the same in every run.
//!
//! Prints the input that fails, or takes longer than a second, with its number; `mutated TARGET 1 NUMBER` runs it again.

use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use oped_fuzz::TARGETS;
use oped_fuzz::mutate::{Random, mutated};

/// Longer than any input of this size may take.
const SLOW: Duration = Duration::from_secs(1);
/// The most failures that are shown.
const SHOWN: usize = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|word| word.parse::<u64>().ok());
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    let (Some((_, target)), Some(count)) = (TARGETS.iter().find(|(known, _)| *known == name), number(1)) else {
        let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        eprintln!("mutated {} COUNT [FIRST]", names.join("|"));
        std::process::exit(2);
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).expect("the seeds").map(|entry| entry.expect("a seed").path()).collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect();
    if name == "model" {
        seeds.push(std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/oped.safetensors")).expect("the model"));
    }
    let first = number(2).unwrap_or(0);
    let (mut failures, begin, mut longest) = (0, Instant::now(), Duration::ZERO);
    for number in first..first + count {
        let bytes = mutated(&mut Random::new(number), &seeds);
        let begin = Instant::now();
        let is_failed = catch_unwind(|| target(&bytes)).is_err();
        longest = longest.max(begin.elapsed());
        if is_failed || begin.elapsed() > SLOW {
            failures += 1;
            if failures <= SHOWN {
                println!("{name} {number}: {:?} {}", begin.elapsed(), bytes[..bytes.len().min(2000)].escape_ascii());
            }
        }
    }
    println!("{name}: {count} inputs, {failures} failures, longest {longest:?}, {:?}", begin.elapsed());
    std::process::exit(i32::from(failures > 0));
}
