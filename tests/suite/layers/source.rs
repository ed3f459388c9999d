//! What the files of `src/` name, read from their tokens. Comments, documentation and code that is compiled for tests only do
//! not count.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A module's path from the crate's root, or a path in it.
pub type Segments = Vec<String>;

/// A path as written, in a `use` or in code.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// `crate`, `super` and the like included; `*` for a glob.
    pub path: Segments,
    /// The name that a `use` binds it to; none in code.
    pub alias: Option<String>,
    /// The module that contains it: the file's, or one inside the file.
    pub module: Segments,
    pub line: usize,
}

/// A file and what it names.
#[derive(Debug, Default)]
pub struct Source {
    /// Relative to `src/`.
    pub file: String,
    pub module: Segments,
    pub named: Vec<Named>,
    /// String literals as written, with their lines.
    pub strings: Vec<(String, usize)>,
    /// Modules inside the file.
    inner: Vec<Segments>,
    /// Child modules in files of their own that are compiled for tests only.
    tests: Vec<Segments>,
}

/// Reads all files below `src`, except those of tests.
pub fn read(src: &Path) -> Vec<Source> {
    let mut files = Vec::new();
    collect(src, &mut files);
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let file = path.strip_prefix(src).unwrap().to_str().unwrap().replace('\\', "/");
        Source::new(&file, &std::fs::read_to_string(path).unwrap())
    };
    let mut sources: Vec<Source> = files.iter().map(read).collect();
    let tests: Vec<Segments> = sources.iter().flat_map(|source| source.tests.clone()).collect();
    sources.retain(|source| !tests.iter().any(|test| source.module.starts_with(test)));
    sources
}

fn collect(dir: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    pub fn new(file: &str, text: &str) -> Source {
        let module: Segments = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let is_own_name = |name: &String| !["lib", "main", "mod"].contains(&name.as_str());
        let module: Segments = module.into_iter().filter(is_own_name).collect();
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut source = Source { file: file.to_owned(), module: module.clone(), ..Source::default() };
        source.walk(tokens, &module);
        source
    }

    fn walk(&mut self, tokens: TokenStream, module: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(&tokens, at, module);
        }
    }

    /// Reads what starts at a token; returns the index after it.
    fn step(&mut self, tokens: &[TokenTree], at: usize, module: &[String]) -> usize {
        match &tokens[at] {
            TokenTree::Punct(mark) if mark.as_char() == '#' => return self.attribute(tokens, at, module),
            TokenTree::Ident(name) if name == "use" && !is_mark(tokens.get(at + 1), '<') => {
                let end = item_end(tokens, at);
                let mut named = Vec::new();
                use_tree(&tokens[at + 1..end], &[], module, &mut named);
                self.named.extend(named);
                return end + 1;
            }
            TokenTree::Ident(name) if name == "mod" => {
                if let [TokenTree::Ident(name), TokenTree::Group(body), ..] = &tokens[at + 1..] {
                    let inner = [module, &[name.to_string()]].concat();
                    self.inner.push(inner.clone());
                    self.walk(body.stream(), &inner);
                    return at + 3;
                }
            }
            TokenTree::Ident(_) => return self.path(tokens, at, module),
            TokenTree::Group(group) => self.walk(group.stream(), module),
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                self.strings.push((literal.to_string(), literal.span().start().line));
            }
            _ => {}
        }
        at + 1
    }

    /// Reads an attribute; skips the item after it if that is compiled for tests only.
    fn attribute(&mut self, tokens: &[TokenTree], at: usize, module: &[String]) -> usize {
        let is_inner = is_mark(tokens.get(at + 1), '!');
        let Some(TokenTree::Group(group)) = tokens.get(at + 1 + usize::from(is_inner)) else { return at + 1 };
        let next = at + 2 + usize::from(is_inner);
        if is_test_only(group) {
            if is_inner {
                return tokens.len();
            }
            let end = item_end(tokens, next);
            if let [TokenTree::Ident(keyword), TokenTree::Ident(name)] = &tokens[next..end]
                && keyword == "mod"
            {
                self.tests.push([module, &[name.to_string()]].concat());
            }
            return end + 1;
        }
        if !group.stream().to_string().starts_with("doc") {
            self.walk(group.stream(), module);
        }
        next
    }

    /// Reads a path in code. A single name is not recorded.
    fn path(&mut self, tokens: &[TokenTree], at: usize, module: &[String]) -> usize {
        let mut path = vec![tokens[at].to_string()];
        let mut next = at + 1;
        while is_mark(tokens.get(next), ':') && is_mark(tokens.get(next + 1), ':') {
            let Some(TokenTree::Ident(name)) = tokens.get(next + 2) else { break };
            path.push(name.to_string());
            next += 3;
        }
        let is_rest = at > 1 && is_mark(tokens.get(at - 1), ':') && is_mark(tokens.get(at - 2), ':');
        if path.len() > 1 && !is_rest {
            let line = tokens[at].span().start().line;
            self.named.push(Named { path, alias: None, module: module.to_vec(), line });
        }
        next
    }
}

/// The index of the token that ends an item: a semicolon, or the braces of its body.
fn item_end(tokens: &[TokenTree], from: usize) -> usize {
    let is_use = tokens[from].to_string() == "use";
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_use,
        _ => false,
    };
    tokens[from..].iter().position(ends).map_or(tokens.len(), |at| from + at)
}

fn is_test_only(attribute: &Group) -> bool {
    ["cfg (test)", "cfg(test)", "test"].contains(&attribute.stream().to_string().as_str())
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// The leaves of a `use` tree.
fn use_tree(tokens: &[TokenTree], prefix: &[String], module: &[String], out: &mut Vec<Named>) {
    let mut path = prefix.to_vec();
    let mut alias = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let trees = inner.split(|token| is_mark(Some(token), ','));
                trees.filter(|tree| !tree.is_empty()).for_each(|tree| use_tree(tree, &path, module, out));
                return;
            }
            TokenTree::Ident(name) if name == "as" => {
                alias = tokens.get(at + 1).map(TokenTree::to_string);
                break;
            }
            TokenTree::Ident(name) if name == "self" && !path.is_empty() => {}
            TokenTree::Ident(name) => path.push(name.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == '*' => path.push("*".to_owned()),
            _ => {}
        }
    }
    let Some(line) = tokens.first().map(|token| token.span().start().line) else { return };
    let alias = alias.or_else(|| path.last().cloned());
    out.push(Named { path, alias, module: module.to_vec(), line });
}

/// All modules, and what the names in them mean.
pub struct Modules<'s> {
    sources: &'s [Source],
    /// The file of each module.
    files: BTreeMap<&'s [String], usize>,
    /// The `use` that binds each name in a module.
    bound: BTreeMap<(&'s [String], &'s str), &'s Named>,
}

impl<'s> Modules<'s> {
    pub fn new(sources: &'s [Source]) -> Modules<'s> {
        let mut modules = Modules { sources, files: BTreeMap::new(), bound: BTreeMap::new() };
        for (file, source) in sources.iter().enumerate() {
            let own = source.inner.iter().chain([&source.module]);
            modules.files.extend(own.map(|module| (module.as_slice(), file)));
            for named in &source.named {
                if let Some(alias) = &named.alias {
                    modules.bound.insert((&named.module, alias), named);
                }
            }
        }
        modules
    }

    /// The path from the crate's root; none if it leads to another crate, or to an item of the module itself.
    pub fn absolute(&self, named: &Named) -> Option<Segments> {
        let first = named.path.first()?.as_str();
        let rest = &named.path[1..];
        match first {
            "crate" => return Some(rest.to_vec()),
            "self" | "super" => {
                let up = named.path.iter().take_while(|name| ["self", "super"].contains(&name.as_str())).count();
                let supers = named.path[..up].iter().filter(|name| *name == "super").count();
                let module = &named.module[..named.module.len().saturating_sub(supers)];
                return Some([module, &named.path[up..]].concat());
            }
            _ => {}
        }
        let child = [&named.module[..], &named.path[..1]].concat();
        if self.files.contains_key(child.as_slice()) {
            return Some([&child, rest].concat());
        }
        let bound = self.bound.get(&(named.module.as_slice(), first)).filter(|bound| **bound != named)?;
        // `use x::x` names another crate.
        let bound = if bound.path.first()? == first { return None } else { self.absolute(bound)? };
        Some([&bound, rest].concat())
    }

    /// The file that defines what a path from the root leads to; none if that is a module.
    pub fn defined_in(&self, path: &[String]) -> Option<&'s Source> {
        self.look_up(path, 0)
    }

    fn look_up(&self, path: &[String], depth: usize) -> Option<&'s Source> {
        assert!(depth < 20, "{path:?} leads nowhere");
        let mut module = 0;
        while module < path.len() {
            let is_module = self.files.contains_key(&path[..=module]);
            let is_last = module + 1 == path.len();
            let bound = self.bound.get(&(&path[..module], path[module].as_str()));
            if let Some(bound) = bound.filter(|_| is_last || !is_module) {
                let target = self.absolute(bound)?;
                if target != path[..=module] {
                    return self.look_up(&[&target, &path[module + 1..]].concat(), depth + 1);
                }
            }
            if !is_module {
                return self.files.get(&path[..module]).map(|file| &self.sources[*file]);
            }
            module += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths as written, joined.
    fn named(file: &str, text: &str) -> Vec<String> {
        let joined = |named: &Named| {
            let alias = named.alias.as_ref().filter(|alias| named.path.last() != Some(alias));
            named.path.join("::") + &alias.map_or_else(String::new, |alias| format!(" as {alias}"))
        };
        Source::new(file, text).named.iter().map(joined).collect()
    }

    #[test]
    fn every_form_of_use_is_read() {
        let cases: [(&str, &[&str]); 10] = [
            ("use crate::{cli};", &["crate::cli"]),
            ("use crate::cli as c;", &["crate::cli as c"]),
            ("use crate as c;", &["crate as c"]),
            ("pub(crate) use crate::{cli, x::{y, self as z}};", &["crate::cli", "crate::x::y", "crate::x as z"]),
            ("use crate::{\n    a::{\n        b::{C, d},\n    },\n};", &["crate::a::b::C", "crate::a::b::d"]),
            ("use super::super::cli::*;", &["super::super::cli::*"]),
            ("fn f() { use self::a::b; }", &["self::a::b"]),
            ("use crate::{self};", &["crate"]),
            ("use ::serde::Serialize as _;", &["serde::Serialize as _"]),
            ("fn f<'t>(x: &'t str) -> impl Sized + use<'t> { x }", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(named("a/b.rs", text), expected, "{text}");
        }
    }

    #[test]
    fn paths_in_code_are_read_and_comments_strings_and_tests_are_not() {
        let text = r##"
            //! crate::a
            /// [`crate::b::B`]
            #[derive(serde::Serialize)]
            fn f(x: crate::c::C) -> Vec<crate::d::D> {
                /* crate::e::f */
                let s = "crate::g::h";
                x.map(<crate::i::I as J>::new("it's", 'c')).collect::<super::super::k::K>()
            }
            #[cfg(test)]
            mod tests { use crate::l; }
            #[cfg(test)]
            #[allow(dead_code)]
            fn g() { crate::m::n() }
            mod inner { fn h() { super::o() } }
        "##;
        let expected =
            ["serde::Serialize", "crate::c::C", "crate::d::D", "crate::i::I", "super::super::k::K", "super::o"];
        assert_eq!(named("a/b.rs", text), expected);
        let strings: Vec<String> = Source::new("a.rs", text).strings.into_iter().map(|(text, _)| text).collect();
        assert_eq!(strings, ["\"crate::g::h\"", "\"it's\""]);
    }

    #[test]
    fn a_name_leads_to_the_file_that_defines_it() {
        let sources = [
            Source::new("lib.rs", "pub mod a; pub use a::Thing;"),
            Source::new("a/mod.rs", "mod b; mod c; pub use b::{b, Thing}; pub struct Own; mod inner {}"),
            Source::new("a/b.rs", "pub struct Thing; pub fn b() {} use super::{Own, Other};"),
            Source::new("a/c.rs", "use super::b::Thing as T; use serde::Serialize; fn f() { T::new(); b::x() }"),
        ];
        let modules = Modules::new(&sources);
        let file = |path: &str| {
            let path: Segments = path.split("::").map(str::to_owned).collect();
            modules.defined_in(&path).map(|source| source.file.as_str())
        };
        assert_eq!(file("Thing"), Some("a/b.rs"));
        assert_eq!(file("a::Thing::new"), Some("a/b.rs"));
        assert_eq!(file("a::b"), Some("a/b.rs"), "the function: it hides the module of its name");
        assert_eq!(file("a::Own"), Some("a/mod.rs"));
        assert_eq!(file("a::inner"), None);
        let absolute: Vec<Option<String>> =
            sources[3].named.iter().map(|named| modules.absolute(named).map(|path| path.join("::"))).collect();
        assert_eq!(absolute, [Some("a::b::Thing".to_owned()), None, Some("a::b::Thing::new".to_owned()), None]);
        let parent = |at: usize| modules.absolute(&sources[2].named[at]).unwrap().join("::");
        assert_eq!([parent(0), parent(1)], ["a::Own", "a::Other"]);
    }
}
