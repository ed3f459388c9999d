//! The page for the newsroom as one file: template, engine and model → HTML.
