//! `oped-bindings ENGINE.wasm FOLDER`: writes the module that a browser loads, its JavaScript and its types into a folder.

use std::env::args_os;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let [_, engine, folder] = &args_os().collect::<Vec<_>>()[..] else {
        eprintln!("usage: oped-bindings ENGINE.wasm FOLDER");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    let written = bindgen
        .input_path(engine)
        .out_name("oped_engine")
        .web(true)
        .and_then(|bindgen| bindgen.typescript(true).omit_default_module_path(true).generate(folder));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}: {error:#}", engine.display());
            ExitCode::FAILURE
        }
    }
}
