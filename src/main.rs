//! The program. Everything is in the library.

fn main() -> std::process::ExitCode {
    oped::cli::main()
}
