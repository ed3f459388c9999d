//! One self-contained page: no script, nothing from elsewhere, readable in light and dark mode, on a phone and on paper.
//!
//! Templates are `maud`'s, which escape whatever is put into them. Line breaks are written out, so that pages can be compared as
//! text.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use crate::article::GENERATOR;
use crate::text::printable;
use crate::words::figures::more;

const STYLE: &str = include_str!("page.css");

/// Text of tables, articles and file names, without the characters that could mislead a reader.
#[derive(Debug)]
pub(crate) struct Printable<'a>(pub(crate) &'a str);

impl Render for Printable<'_> {
    fn render_to(&self, page: &mut String) {
        printable(self.0).render_to(page);
    }
}

/// A page with a heading and a body.
pub(crate) fn page(heading: &str, body: &Markup) -> String {
    let made = concat!("Made by oped ", env!("CARGO_PKG_VERSION"), ". Opinion is the positive class.");
    let body = html! { (body) (paragraph("note", made)) };
    main_page(&capitalised(heading), "", &body)
}

/// A page with a heading, a style of its own and a body.
pub(crate) fn main_page(heading: &str, style: &str, body: &Markup) -> String {
    let main = html! { main { "\n" h1 { (Printable(heading)) } "\n" (body) } "\n" };
    document(heading, &html! {}, style, &main)
}

/// A whole document; `head` and `style` are added to the shared ones.
pub(crate) fn document(title: &str, head: &Markup, style: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE) "\n"
        html lang="en" { "\n"
            head { "\n"
                meta charset="utf-8"; "\n"
                meta name="generator" content=(GENERATOR); "\n"
                (head)
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                title { (Printable(title)) } "\n"
                style { "\n" (PreEscaped(STYLE)) (PreEscaped(style)) } "\n"
            } "\n"
            body { "\n" (body) } "\n"
        } "\n"
    };
    page.into_string()
}

/// A part of a page under a heading.
pub(crate) fn section(heading: &str, content: &Markup) -> Markup {
    html! { section { "\n" h2 { (heading) } "\n" (content) } "\n" }
}

/// A paragraph; an empty class is left out.
pub(crate) fn paragraph(class: &str, text: &str) -> Markup {
    html! { p class=[(!class.is_empty()).then_some(class)] { (Printable(text)) } "\n" }
}

/// A remark below a table that shows only some of its rows.
pub(crate) fn and_more(all: usize, shown: usize) -> Markup {
    html! { @if let Some(more) = more(all, shown) { (paragraph("note", &format!("{}.", capitalised(&more)))) } }
}

/// A table that scrolls by itself on a narrow page. The first cell of a row is its heading.
pub(crate) fn table(caption: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<Markup>>) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table { caption { span { (caption) } } "\n"
                thead { tr { @for name in head { th scope="col" { (column(name)) } } } } "\n"
                tbody { "\n" @for row in rows {
                    tr {
                        @if let Some(cell) = row.first() { th scope="row" class="words" { (cell) } }
                        @for cell in row.iter().skip(1) { td { (cell) } }
                    } "\n"
                } } "\n"
            }
        } "\n"
    }
}

/// A column's name; an abbreviation is spelt out on hover.
fn column(name: &str) -> Markup {
    match name {
        "ECE" => html! { abbr title="expected calibration error" { "ECE" } },
        name => name.render(),
    }
}

/// Text with its first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
