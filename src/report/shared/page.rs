//! One self-contained page: no script, nothing from elsewhere, readable in light, in the dark, on a phone and on paper.

use std::fmt::Write;

use crate::text::printable;

const STYLE: &str = include_str!("page.css");

/// A page with a heading, which is text, and a body, which is HTML.
pub(crate) fn page(heading: &str, body: &str) -> String {
    let heading = capitalised(heading);
    let made = format!("Made by oped {}. Opinion is the positive class.", env!("CARGO_PKG_VERSION"));
    let body = format!("<main>\n<h1>{}</h1>\n{body}{}</main>\n", escape(&heading), paragraph("note", &made));
    document(&heading, "", "", &body)
}

/// A page with a title, which is text, more for its head and its style, and a body, which is HTML.
pub(crate) fn document(title: &str, head: &str, style: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{head}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(title),
    )
}

pub(crate) fn section(heading: &str, content: &str) -> String {
    format!("<section>\n<h2>{heading}</h2>\n{content}</section>\n")
}

pub(crate) fn paragraph(class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<p{class}>{}</p>\n", escape(text))
}

/// A table that scrolls by itself where the page is narrow. Its cells are HTML.
pub(crate) fn table(caption: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption><span>{caption}</span></caption>\n<thead><tr>"
    );
    head.iter().for_each(|cell| out += &format!("<th scope=\"col\">{cell}</th>"));
    out += "</tr></thead>\n<tbody>\n";
    for row in rows {
        let (first, rest) = (row.first().map_or("", String::as_str), row.iter().skip(1));
        let cells: String = rest.map(|cell| format!("<td>{cell}</td>")).collect();
        let _ = writeln!(out, "<tr><th scope=\"row\" class=\"words\">{first}</th>{cells}</tr>");
    }
    out + "</tbody>\n</table></div>\n"
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Text of tables and file names, made harmless inside HTML.
pub(crate) fn escape(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
