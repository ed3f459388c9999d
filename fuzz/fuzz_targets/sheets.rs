#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| oped_fuzz::sheets(bytes));
